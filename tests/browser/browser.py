"""The browser that is installed on this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect

PATIENCE = 20_000  # milliseconds; the machine may be busy with other things
expect.set_options(timeout=PATIENCE)

_PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed() -> str | None:
    """Where Chromium is."""
    return next((place for place in _PLACES if Path(place).exists()), None)


@asynccontextmanager
async def running(path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        await browser.close()
