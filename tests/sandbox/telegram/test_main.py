"""The simulator as a process of its own."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[3]


async def start(*arguments: str) -> Process:
    module = ("-m", "bot.sandbox.telegram")
    return await asyncio.create_subprocess_exec(
        sys.executable, *module, *arguments, cwd=ROOT, stdout=PIPE, stderr=PIPE
    )


async def test_it_says_where_it_is_and_stops_when_told_to() -> None:
    process = await start("--port", "0", "--token", "42:other", "--username", "other_bot")
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{url}/bot42:other/getMe") as response:
            assert (await response.json())["result"]["username"] == "other_bot"
        events = await http.get(f"{url}/sim/events")
        process.send_signal(signal.SIGTERM)
        await events.read()
    output, complaints = await process.communicate()
    assert (process.returncode, output, complaints) == (0, b"", b"")


async def test_what_keeps_it_from_starting_is_said_in_a_sentence() -> None:
    first = await start("--port", "0")
    assert first.stdout
    port = (await first.stdout.readline()).decode().strip().rpartition(":")[2]
    for arguments in (("--port", port), ("--port", "0", "--token", "nonsense")):
        process = await start(*arguments)
        _, complaints = await process.communicate()
        assert process.returncode == 2
        assert complaints.startswith(b"The simulator can't start: ")
        assert b"Traceback" not in complaints
    first.terminate()
    await first.communicate()
