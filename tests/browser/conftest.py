"""A real browser, and the chat page of a simulated Telegram in it.

There is one browser for the session, and each test has a profile of its own in it. The browser lives on one event loop, so
every test here marks itself with IN_BROWSER, which puts it and its fixtures on that loop.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.server import serve
from tests.browser.bot_by_hand import BotByHand
from tests.browser.browser import PATIENCE, installed, running

IN_BROWSER = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = installed()
    if path is None:
        missing = (
            "Chromium isn't installed (on Debian: apt-get install chromium), so no page was seen."
        )
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    async with running(path) as browser:
        yield browser


@pytest.fixture
def complaints() -> list[str]:
    """What scripts of the page threw, and what its content security policy refused."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def browser_page(chromium: Browser, complaints: list[str]) -> AsyncIterator[OpenPage]:
    """``await browser_page(url, width, height)`` opens a page in a browser profile of its own.

    A test fails that leaves complaints behind.
    """

    contexts: list[BrowserContext] = []

    async def open_page(url: str, width: int = 1280, height: int = 800) -> Page:
        context = await chromium.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.extend(_refusals(line.type, line.text)))
        await page.goto(url)
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert complaints == []


def _refusals(kind: str, text: str) -> list[str]:
    """A request that the server refuses is logged too, and is no fault of the page."""
    return [text] if kind == "error" and "Failed to load resource" not in text else []


@pytest.fixture
def telegram() -> Telegram:
    """With Olga, 1, and Max, 1001, who have both written to the bot."""
    telegram = Telegram(username="desk_bot", first_name="Panel Desk")
    for user_id, name in ((1, "Olga"), (1001, "Max")):
        telegram.add_user(user_id, name).send("/start")
    return telegram


@pytest.fixture
def bot(telegram: Telegram) -> BotByHand:
    return BotByHand(telegram)


@pytest_asyncio.fixture(loop_scope="session")
async def address(telegram: Telegram) -> AsyncIterator[str]:
    """Where the chat page is."""
    async with serve(telegram, "127.0.0.1", 0) as url:
        yield url
