"""The README's picture of the demo: python -m tests.browser.picture docs/demo.png"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Locator, Page, ViewportSize, expect

from bot.demo import playing
from tests.browser.browser import installed, running
from tests.browser.page_parts import phone, press, told, write

_SIZE = ViewportSize(width=1280, height=900)
_SHARPNESS = 1.5  # points of the picture to one of the page


async def main(file: Path) -> None:
    path = installed()
    if path is None:
        sys.exit("Chromium isn't installed (on Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder:
        async with playing(0, Path(folder), speed=1) as demo, running(path) as browser:
            page = await browser.new_page(
                viewport=_SIZE,
                device_scale_factor=_SHARPNESS,
                locale="en-GB",
                reduced_motion="reduce",
            )
            await page.goto(f"{demo.url}/#1:operator,1001:customer")
            await _play(page)
            file.parent.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=file)


async def _play(page: Page) -> None:
    """Until the owner sees her figures, a customer is about to confirm, and a question waits in the staff room."""
    olga, ann, room = phone(page, "Olga"), phone(page, "Ann"), page.locator(".group")
    await _figures(olga)
    await _order(ann)
    await room.get_by_role("tab", name="Support").click()
    await expect(told(room, "Question #3").first).to_be_visible()


async def _figures(olga: Locator) -> None:
    await write(olga, "/stats")
    await expect(olga.locator(".photo:not([hidden]) img")).to_have_js_property(
        "complete", value=True
    )
    await expect(told(olga, "30 days", "Spent")).to_be_in_viewport()


async def _order(ann: Locator) -> None:
    await write(ann, "instagram followers refill")
    await press(ann, "$0.90", "Order this")
    await expect(told(ann, "Send the link")).to_be_visible()
    await write(ann, "https://instagram.com/ann.cooks")
    await press(ann, "10,000")
    await expect(told(ann, "Check your order")).to_be_in_viewport()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
