"""What the bot talks to, in processes of their own, so that what they take isn't counted."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def server() -> AsyncIterator[str]:
    """The address of a Bot API and a panel that say the same thing to everybody."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.answers", stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    try:
        yield (await server.stdout.readline()).decode().strip()
    finally:
        server.terminate()
        await server.wait()
