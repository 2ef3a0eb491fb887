"""`python -m bot.sandbox.panel`: the simulated panel by itself, on this machine only."""

import argparse
import asyncio
import signal
import time
from decimal import Decimal

from bot.sandbox.panel.core import DEMO_SPEED, Panel
from bot.sandbox.panel.server import serve


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.panel", description=__doc__)
    parser.add_argument("--port", type=int, default=8091, help="0: any free one")
    parser.add_argument(
        "--speed",
        type=float,
        default=DEMO_SPEED,
        help="panel seconds in a second; at 1 an order takes up to 4 minutes, at 10 up to 24 s",
    )
    parser.add_argument("--key", default="sandbox-panel-key")
    parser.add_argument("--balance", type=Decimal, default=Decimal(100))
    options = parser.parse_args()
    panel = Panel(
        key=options.key,
        balance=options.balance,
        speed=options.speed,
        mishaps=True,
        # No order gets an id that an earlier run gave.
        first_order=(int(time.time()) - 1_700_000_000) * 10,
    )
    asyncio.run(_serve(panel, options.port))
    print("Stopped.")  # noqa: T201 - a command talks


async def _serve(panel: Panel, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell has them ignored
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serve(panel, port=port) as url:
        print(f"PANEL_URL={url}\nPANEL_KEY={panel.key}", flush=True)  # noqa: T201 - as above
        await stop.wait()


if __name__ == "__main__":
    main()
