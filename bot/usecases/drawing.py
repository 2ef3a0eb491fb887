"""Has a picture drawn by a process that lives as long as that takes (`bot.charts`): the bot keeps its memory and its time.

It gets nothing but the picture: not the bot's settings, and none of its open files.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import msgspec

import bot
from bot.domain.picture import Picture

_SECONDS = 20.0
_HOME = Path(bot.__file__).parents[1]
_SHOWN = 300


class DrawingError(Exception):
    """Why there is no picture."""


async def draw(picture: Picture) -> bytes:
    """A PNG; DrawingError if that fails or takes too long."""
    process = await _start()
    try:
        async with asyncio.timeout(_SECONDS):
            drawn, said = await process.communicate(msgspec.json.encode(picture))
    except TimeoutError:
        raise DrawingError(f"it took longer than {_SECONDS:g} seconds") from None
    finally:
        await _end(process)
    if process.returncode:
        *_, last = ("", *said.decode("utf-8", "replace").strip().splitlines())
        raise DrawingError(f"it ended with {process.returncode}: {last[:_SHOWN]}")
    return drawn


async def _start() -> Process:
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.charts"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            cwd=_HOME,
            env={},
        )
    except OSError as error:
        raise DrawingError(f"no process could be started ({error.strerror})") from error


async def _end(process: Process) -> None:
    """However the drawing was left, nothing of it stays behind."""
    if process.returncode is None:
        process.kill()
        await process.wait()
