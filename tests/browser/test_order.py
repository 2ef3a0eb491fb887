"""A customer orders on the chat page of the demo: the real bot, from the first tap to the news that it is done."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, expect

from bot.demo import Demo, playing
from bot.demo.history.market import PRIME, THRIFT
from bot.sandbox.panel.model import Fate
from tests.browser.conftest import IN_BROWSER, OpenPage
from tests.browser.page_parts import phone, press, told, write

pytestmark = IN_BROWSER

_PEOPLE = "#1:operator,1001:customer"
_PROFILE, _POST = "https://instagram.com/ann.kneads", "https://instagram.com/p/Cabc123"
_MIXED_FOLLOWERS = 1002
_SPEED = 10


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with playing(port=0, data=tmp_path, speed=_SPEED) as demo:
        yield demo


async def test_an_order_is_placed_followed_and_told_to_its_owner_and_in_the_staff_room(
    browser_page: OpenPage, demo: Demo
) -> None:
    panel = demo.world.panels[PRIME]
    panel.fate(_MIXED_FOLLOWERS, Fate.STALL)  # until somebody has seen it on its way
    page = await browser_page(f"{demo.url}/{_PEOPLE}")
    olga, ann, room = phone(page, "Olga"), phone(page, "Ann"), page.locator(".group")

    await write(ann, "/new")
    await press(ann, "Instagram ·", "Instagram Followers", "$0.90", "Order this")
    await expect(told(ann, "Send the link")).to_be_visible()
    await write(ann, _PROFILE)
    await press(ann, "1,000", "Confirm")

    card = told(ann, "Order #", _PROFILE)
    await expect(card).to_contain_text("in progress")
    await expect(card).to_contain_text("▰▰▰▰▱▱▱▱▱▱ 400 of 1,000")
    message_id = await card.get_attribute("data-message-id")
    order = next(each for each in panel.orders.values() if each.fields.get("link") == _PROFILE)
    number = re.search(r"Order #\d+", await card.inner_text())
    assert number
    panel.fate(order.id, Fate.COMPLETE)

    await expect(card).to_contain_text("completed")
    await expect(card).to_contain_text("▰▰▰▰▰▰▰▰▰▰ 1,000 of 1,000")
    await expect(card).to_have_attribute("data-message-id", message_id or "")
    await expect(told(ann, f"{number[0]} is done. ✅")).to_be_visible()
    await room.get_by_role("tab", name="Orders").click()
    await expect(told(room, f"{number[0]} is done. ✅", "Ann ·")).to_be_visible()

    await olga.get_by_role("button", name="Commands").click()
    await olga.get_by_role("option", name="/balance").click()
    await expect(told(olga, "Spent today: $", PRIME, THRIFT)).to_be_in_viewport()


async def test_a_list_of_comments_is_sent_as_a_file_from_a_telephone(
    browser_page: OpenPage, demo: Demo
) -> None:
    comments = ["Great shot!", "Love it", "Где это?", "🔥🔥🔥", "¡Qué bonito!", "جميل جدا"]
    page = await browser_page(f"{demo.url}/{_PEOPLE}", 390, 844)
    ann = phone(page, "Ann")
    await page.get_by_role("navigation").get_by_role("button", name="Ann").click()

    await write(ann, "custom comments mixed")
    await press(ann, "1 · $4.20", "Order this")
    await expect(told(ann, "Send the link")).to_be_visible()
    await write(ann, _POST)
    await expect(told(ann, "Send the comments, one per line")).to_be_visible()
    async with page.expect_file_chooser() as choosing:
        await ann.get_by_role("button", name="Attach a file").click()
    content = "\r\n".join(comments).encode()
    file = FilePayload(name="comments.txt", mimeType="text/plain", buffer=content)
    await (await choosing.value).set_files(file)
    await expect(told(ann, "Check your order", "Great shot!")).to_be_in_viewport()
    await press(ann, "Confirm")

    card = told(ann, "Order #", _POST)
    await expect(card).to_contain_text("completed")
    await expect(card).to_contain_text("6 of 6")
    panel = demo.world.panels[PRIME]
    order = next(each for each in panel.orders.values() if each.fields.get("link") == _POST)
    assert order.fields["comments"].splitlines() == comments
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
async def test_the_first_sight_is_a_shop_at_work(
    browser_page: OpenPage, demo: Demo, width: int, height: int
) -> None:
    page = await browser_page(f"{demo.url}/{_PEOPLE}", width, height)
    olga, ann, room = phone(page, "Olga"), phone(page, "Ann"), page.locator(".group")
    await expect(olga.get_by_role("button", name="All orders")).to_be_in_viewport()
    if width < 720:
        await page.get_by_role("navigation").get_by_role("button", name="Ann").click()
    await expect(told(ann, "Order #", "5,000", "Instagram Followers").last).to_be_in_viewport()
    if width < 720:
        await page.get_by_role("navigation").get_by_role("button", name="Demo shop").click()
    for topic in ("Orders", "Alerts", "Reports"):
        await expect(room.get_by_role("tab", name=topic)).to_be_visible()
    await room.get_by_role("tab", name="Support").click()
    await expect(told(room, "Question #3").first).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
