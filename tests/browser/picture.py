"""The README's picture of the demo: python -m tests.browser.picture docs/demo.png"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Locator, Page, ViewportSize, expect

from bot.demo import Demo, playing
from tests.browser.browser import installed, running
from tests.browser.page_parts import phone, press, start, told, write

_SIZE = ViewportSize(width=1200, height=860)
_SHARPNESS = 1.5  # points of the picture to one of the page


async def main(file: Path) -> None:
    path = installed()
    if path is None:
        sys.exit("Chromium isn't installed (on Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder:
        async with playing(0, Path(folder), speed=10) as demo, running(path) as browser:
            page = await browser.new_page(
                viewport=_SIZE,
                device_scale_factor=_SHARPNESS,
                locale="en-GB",
                reduced_motion="reduce",
            )
            await page.goto(f"{demo.url}/#1:operator,1001:customer")
            await _play(page, demo)
            file.parent.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=file)


async def _play(page: Page, demo: Demo) -> None:
    """Until one order is done and another one is on its way."""
    olga, ann = phone(page, "Olga"), phone(page, "Ann")
    await start(olga)
    await start(ann)
    await _order_likes(ann)
    await expect(told(olga, "Order #1 is done")).to_be_visible()
    await write(olga, "/balance")
    await expect(told(olga, "Spent today")).to_be_visible()
    await _order_followers(ann, demo)


async def _order_likes(ann: Locator) -> None:
    await press(ann, "New order", "Instagram ·", "Instagram Likes", "$0.12", "Order this")
    await expect(told(ann, "Send the link")).to_be_visible()
    await write(ann, "https://instagram.com/p/CxyBread7")
    await expect(told(ann, "How many?")).to_be_visible()
    await write(ann, "40000")
    await press(ann, "Confirm")
    await expect(told(ann, "Order #1 is done")).to_be_visible()


async def _order_followers(ann: Locator, demo: Demo) -> None:
    await write(ann, "instagram followers refill")
    await press(ann, "$0.90", "Order this")
    await expect(told(ann, "Send the link")).to_be_visible()
    await write(ann, "https://instagram.com/ann.bakes")
    await press(ann, "10,000", "Confirm")
    await expect(told(ann, "Order #2")).to_be_visible()
    panel = demo.world.panel
    newest = max(panel.orders)
    panel.set_status(newest, "In progress", remains=3_760)
    await expect(told(ann, "Order #2", "6,240 of 10,000")).to_be_visible()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
