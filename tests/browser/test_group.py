"""A group beside the phones: its topics, and its members who write, answer and tap in it."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.telegram import Group
from bot.sandbox.telegram.core import Telegram
from tests.browser.bot_by_hand import BotByHand, key
from tests.browser.conftest import IN_BROWSER, OpenPage
from tests.browser.page_parts import message, phone, write

pytestmark = IN_BROWSER


@pytest.fixture
def staff(telegram: Telegram) -> Group:
    """Olga's forum with Max, of which the bot is an administrator."""
    staff = telegram.add_group("Staff", [telegram.people[1], telegram.people[1001]], forum=True)
    staff.add_bot(admin=True)
    return staff


async def open_topic(bot: BotByHand, staff: Group, name: str) -> int:
    topic = await bot.call("createForumTopic", chat_id=staff.id, name=name)
    return int(topic["message_thread_id"])


async def say_in(
    bot: BotByHand, staff: Group, topic: int | None, text: str, *labels: tuple[str, str]
) -> int:
    rows = [[key(text, data) for text, data in labels]]
    markup = {"reply_markup": {"inline_keyboard": rows}} if labels else {}
    there = {"chat_id": staff.id, "message_thread_id": topic}
    sent = await bot.call("sendMessage", **there, text=text, **markup)
    return int(sent["message_id"])


def group(page: Page, title: str = "Staff") -> Locator:
    return page.get_by_role("region", name=f"The group {title}", exact=True)


async def choose(where: Locator, entry: str) -> None:
    await where.get_by_role("button", name="More").click()
    await where.get_by_role("menu").get_by_text(entry, exact=True).click()


async def test_a_group_appears_beside_the_people_as_soon_as_there_is_one(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    await expect(phone(page, "Max")).to_be_visible()
    await expect(page.locator(".phone")).to_have_count(2)
    team = telegram.add_group("Team", [telegram.people[1]])
    await expect(group(page, "Team")).to_be_visible()
    await expect(group(page, "Team").locator(".caption")).to_have_text("1 person, without the bot")
    team.add_bot()
    await expect(group(page, "Team").locator(".caption")).to_have_text("1 person and the bot")
    await expect(group(page, "Team").get_by_role("tablist")).to_be_hidden()
    await choose(group(page, "Team"), "Turn topics on")
    await expect(group(page, "Team").get_by_role("tab")).to_have_text("#General")
    await expect(phone(page, "Max")).to_be_visible()


async def test_each_topic_has_a_tab_that_counts_what_comes_in_it(
    browser_page: OpenPage, address: str, bot: BotByHand, staff: Group
) -> None:
    topic = await open_topic(bot, staff, "Order 7")
    page = await browser_page(address)
    tabs = group(page).get_by_role("tab")
    await expect(tabs).to_have_text(["#General", "Order 7"])
    await say_in(bot, staff, None, "In General")
    await say_in(bot, staff, topic, "Where is it?")
    await expect(group(page).get_by_text("In General")).to_be_visible()
    await expect(group(page).get_by_text("Where is it?")).to_have_count(0)
    await expect(tabs.nth(1).get_by_label("1 new")).to_be_visible()

    await tabs.nth(1).click()
    await expect(group(page).get_by_text("Where is it?")).to_be_in_viewport()
    await expect(group(page).get_by_text("In General")).to_have_count(0)
    await expect(tabs.nth(1)).to_have_text("Order 7")
    await expect(group(page).get_by_text("Panel Desk opened the topic “Order 7”")).to_be_visible()
    await tabs.nth(1).press("ArrowLeft")
    await expect(group(page).get_by_text("In General")).to_be_visible()


async def test_a_member_writes_in_a_topic_and_answers(
    browser_page: OpenPage, address: str, bot: BotByHand, staff: Group
) -> None:
    topic = await open_topic(bot, staff, "Order 7")
    asked = await say_in(bot, staff, topic, "Where is it?")
    page = await browser_page(address)
    await group(page).get_by_role("tab", name="Order 7").click()
    await group(page).get_by_label("Who looks and writes").select_option("Max")
    await write(group(page), "I'll look")
    await message(page, asked).last.hover()
    await group(page).locator(f"[data-message-id='{asked}'] .reply").click()
    await write(group(page), "On its way")
    mine = group(page).locator("[data-from='user']")
    await expect(mine.locator(".text")).to_have_text(["I'll look", "On its way"])
    await expect(mine.last.locator(".answered")).to_have_text("Panel DeskWhere is it?")

    looked = await bot.next_update("message")
    while looked.get("text") != "I'll look":
        looked = await bot.next_update("message")
    answered = await bot.next_update("message")
    assert (looked["from"]["id"], looked["message_thread_id"]) == (1001, topic)
    assert answered["reply_to_message"]["message_id"] == asked

    await group(page).get_by_label("Who looks and writes").select_option("Olga")
    theirs = group(page).locator("[data-from='other']")
    await expect(theirs.locator(".text")).to_have_text(["I'll look", "On its way"])
    await expect(theirs.locator(".speaker").first).to_have_text("Max")


async def test_a_member_taps_and_only_they_see_the_answer(
    browser_page: OpenPage, address: str, bot: BotByHand, staff: Group
) -> None:
    await say_in(bot, staff, None, "Who takes it?", ("Take it", "take"))
    page = await browser_page(address)
    take = group(page).get_by_role("button", name="Take it")
    await group(page).get_by_label("Who looks and writes").select_option("Max")
    await take.click()
    await expect(take).to_have_attribute("aria-busy", "true")
    query = await bot.next_update("callback_query")
    assert query["from"]["id"] == 1001
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="It's yours")
    await expect(group(page).get_by_text("It's yours")).to_be_visible()
    await expect(phone(page, "Max").get_by_text("It's yours")).to_have_count(0)
    await expect(take).not_to_have_attribute("aria-busy", "true")


@pytest.mark.parametrize("how", ["a link button", "an answer to a tap"])
async def test_a_link_to_the_bot_leads_to_the_private_chat_of_who_pressed_it(
    browser_page: OpenPage,
    address: str,
    bot: BotByHand,
    staff: Group,
    telegram: Telegram,
    how: str,
) -> None:
    link = "https://t.me/desk_bot?start=order_7"
    button = {"text": "Open", "url": link} if how == "a link button" else key("Open", "open")
    await bot.say(staff.id, "Order 7", [[button]])
    page = await browser_page(address)
    await group(page).get_by_label("Who looks and writes").select_option("Max")
    if how == "a link button":
        await group(page).get_by_role("link", name="Open").click()
    else:
        await group(page).get_by_role("button", name="Open", exact=True).click()
        query = await bot.next_update("callback_query")
        await bot.call("answerCallbackQuery", callback_query_id=query["id"], url=link)
    await expect(phone(page, "Max").locator(".text").last).to_have_text("/start order_7")
    assert telegram.people[1].chat[-1].text == "/start"
    assert len(page.context.pages) == 1


async def test_a_link_in_the_answer_to_a_tap_is_followed_in_a_private_chat_too(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    await bot.say(1001, "Order 7", [[key("Open", "open")]])
    page = await browser_page(address)
    await phone(page, "Max").get_by_role("button", name="Open", exact=True).click()
    query = await bot.next_update("callback_query")
    link = "https://t.me/desk_bot?start=order_7"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], url=link)
    await expect(phone(page, "Max").locator(".text").last).to_have_text("/start order_7")


async def test_topics_are_opened_closed_and_deleted(
    browser_page: OpenPage, address: str, staff: Group
) -> None:
    page = await browser_page(address)
    await choose(group(page), "Open a topic")
    await page.get_by_label("Its name").fill("Night")
    await page.get_by_label("Its name").press("Enter")
    tab = group(page).get_by_role("tab", name="Night")
    await tab.click()
    await choose(group(page), "Close this topic")
    await expect(tab.get_by_label("closed")).to_be_visible()
    await group(page).get_by_label("Who looks and writes").select_option("Max")
    await write(group(page), "Anybody?")
    await expect(group(page).get_by_text("The topic “Night” is closed.")).to_be_visible()
    await group(page).get_by_label("Who looks and writes").select_option("Olga")
    await choose(group(page), "Open this topic again")
    await expect(tab.get_by_label("closed")).to_have_count(0)
    await choose(group(page), "Delete this topic")
    await expect(group(page).get_by_role("tab")).to_have_count(1)
    await expect(group(page).get_by_text("Olga added Panel Desk")).to_be_visible()
    assert staff.topics.by_id == {}


async def test_the_bot_is_put_out_and_let_in(
    browser_page: OpenPage, address: str, staff: Group
) -> None:
    page = await browser_page(address)
    await choose(group(page), "Put the bot out")
    await expect(group(page).locator(".caption")).to_have_text("2 people, without the bot")
    assert staff.bot_status == "kicked"
    await choose(group(page), "Let the bot in")
    await expect(group(page).locator(".caption")).to_have_text("2 people and the bot")
    assert staff.bot_status == "administrator"


async def test_another_group_can_be_looked_at(
    browser_page: OpenPage, address: str, telegram: Telegram, staff: Group
) -> None:
    team = telegram.add_group("Team", [telegram.people[1]])
    page = await browser_page(address)
    await choose(group(page), "Team")
    await expect(group(page, "Team")).to_be_visible()
    await expect(group(page)).to_have_count(0)
    assert page.url.endswith(f"#1,1001,{team.id}")
    await page.reload()
    await expect(group(page, "Team")).to_be_visible()


async def test_on_a_narrow_screen_the_group_is_one_of_those_to_switch_between(
    browser_page: OpenPage, address: str, bot: BotByHand, staff: Group
) -> None:
    topic = await open_topic(bot, staff, "A topic with a name that goes on and on")
    page = await browser_page(address, 390, 844)
    switch = page.get_by_role("navigation")
    await expect(phone(page, "Olga")).to_be_visible()
    await expect(group(page)).to_be_hidden()
    await say_in(bot, staff, topic, "Help!", ("Take it", "take"))
    await expect(switch.get_by_role("button", name="Staff")).to_contain_text("1")
    await switch.get_by_role("button", name="Staff").click()
    await group(page).get_by_role("tab", name="A topic").click()
    await expect(group(page).get_by_text("Help!")).to_be_in_viewport()
    await expect(phone(page, "Olga")).to_be_hidden()
    await expect(switch.get_by_role("button", name="Staff")).to_have_text("Staff")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
