"""``python -m bot.sandbox.telegram --port N``: the simulator alone, with its chat page."""

import argparse
import asyncio
import signal
import sys

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.server import serve


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.telegram", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="loopback unless said otherwise")
    parser.add_argument("--token", default="100:TEST", help="the token the bot will come with")
    parser.add_argument("--username", default="desk_bot", help="the bot's name after the @")
    return parser.parse_args()


async def _run(sim: Telegram, host: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with serve(sim, host, port) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> int:
    arguments = _arguments()
    try:
        sim = Telegram(arguments.token, arguments.username)
        asyncio.run(_run(sim, arguments.host, arguments.port))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"The simulator can't start: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
