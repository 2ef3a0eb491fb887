"""What people see of a conversation as it goes on: messages, edits, and nothing that does harm."""

import json

import pytest
from playwright.async_api import FloatRect, Locator, Route, expect

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.params import Upload
from tests.browser.bot_by_hand import BotByHand, key
from tests.browser.conftest import IN_BROWSER, OpenPage
from tests.browser.page_parts import message, phone, write

pytestmark = IN_BROWSER

# One grey point.
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63680000008200817720d5de0000000049454e44ae426082"
)


async def box(locator: Locator) -> FloatRect:
    found = await locator.bounding_box()
    assert found
    return found


async def height(locator: Locator) -> float:
    return (await box(locator))["height"]


async def test_messages_appear_as_they_come_on_the_phone_of_whom_they_are_for(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    page = await browser_page(address)
    olga, max_ = phone(page, "Olga"), phone(page, "Max")
    await expect(olga.get_by_role("article")).to_have_count(1)

    await bot.say(1, "Hello <b>Olga</b>")
    await bot.say(1001, "Привет, Max")
    await bot.say(1, "مرحبا")

    await expect(olga.locator(".text")).to_have_text(["/start", "Hello Olga", "مرحبا"])
    await expect(olga.locator(".text b")).to_have_text("Olga")
    await expect(max_.locator(".text")).to_have_text(["/start", "Привет, Max"])


async def test_an_edit_happens_in_place_and_leaves_alone_what_is_being_read(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    ids = [await bot.say(1, f"Message {n}\n" * 4, [[key("A", f"a{n}")]]) for n in range(20)]
    page = await browser_page(address)
    read, above = message(page, ids[10]), message(page, ids[0])
    await read.scroll_into_view_if_needed()
    await page.evaluate(
        "id => document.querySelector(`[data-message-id='${id}']`).mark = 1", ids[0]
    )
    before = (await box(read))["y"]

    await bot.edit(1, ids[0], "Much longer than it was\n" * 30)
    await expect(above.locator(".text")).to_contain_text("Much longer")

    assert (await box(read))["y"] == pytest.approx(before, abs=1)
    assert await above.evaluate("node => node.mark") == 1
    await expect(above.get_by_text("edited")).to_be_visible()
    await expect(above.locator(".key")).to_have_count(0)


async def test_an_edit_keeps_the_focus_on_the_button_that_stays(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    message_id = await bot.say(1, "Page 1", [[key("«", "p0"), key("»", "p2")]])
    page = await browser_page(address)
    forward = message(page, message_id).get_by_role("button", name="»")
    await forward.focus()

    await bot.edit(1, message_id, "Page 2", [[key("«", "p1"), key("»", "p3")], [key("Back", "b")]])
    await expect(message(page, message_id).locator(".text")).to_have_text("Page 2")

    await expect(forward).to_be_focused()
    await expect(forward).to_have_attribute("data-data", "p3")


async def test_the_page_follows_at_the_bottom_and_only_there(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    for n in range(30):
        await bot.say(1, f"Message {n}")
    page = await browser_page(address)
    olga = phone(page, "Olga")
    await expect(olga.get_by_text("Message 29")).to_be_in_viewport()
    await bot.say(1, "One that is followed")
    await expect(olga.get_by_text("One that is followed")).to_be_in_viewport()

    await olga.get_by_text("Message 3", exact=True).scroll_into_view_if_needed()
    await bot.say(1, "First below")
    await bot.say(1, "Second below")
    pill = olga.get_by_role("button", name="2 new messages")
    await expect(pill).to_be_visible()
    await expect(olga.get_by_text("Second below")).not_to_be_in_viewport()

    await pill.click()
    await expect(olga.get_by_text("Second below")).to_be_in_viewport()
    await expect(pill).to_be_hidden()


async def test_a_deleted_message_goes(browser_page: OpenPage, address: str, bot: BotByHand) -> None:
    message_id = await bot.say(1, "Gone soon")
    page = await browser_page(address)
    await expect(message(page, message_id)).to_be_visible()
    await bot.call("deleteMessage", chat_id=1, message_id=message_id)
    await expect(message(page, message_id)).to_have_count(0)


async def test_pictures_and_files_of_the_bot_are_shown_and_can_be_saved(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    picture = Upload("p.png", _PNG, "image/png")
    table = Upload("orders.csv", b"id,charge\n1,0.60\n", "text/csv")
    await bot.call("sendPhoto", {"photo": picture}, chat_id=1, photo="attach://photo")
    await bot.call("sendDocument", {"document": table}, chat_id=1, document="attach://document")
    page = await browser_page(address)

    await expect(phone(page, "Olga").locator(".photo:visible img")).to_have_js_property(
        "naturalWidth", 1
    )
    async with page.expect_download() as downloading:
        await phone(page, "Olga").get_by_role("link", name="orders.csv").click()
    download = await downloading.value
    assert download.suggested_filename == "orders.csv"
    assert (await download.path()).read_bytes() == table.content


async def test_what_the_page_cannot_play_is_named_and_can_be_saved(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    voice = telegram.people[1].send_media("voice", b"x" * 2048)
    await bot.call("copyMessage", chat_id=1001, from_chat_id=1, message_id=voice.message_id)
    page = await browser_page(address)
    for name in ("Olga", "Max"):
        link = phone(page, name).get_by_role("link", name="Voice message")
        await expect(link).to_contain_text("2.0 KB")
        assert await link.get_attribute("download") == "voice.oga"


async def test_an_answer_shows_what_it_answers(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    asked = await bot.say(1, "Which <b>order</b>?", [[key("The last", "last")]])
    page = await browser_page(address)
    olga = phone(page, "Olga")
    await message(page, asked).hover()
    await message(page, asked).get_by_role("button", name="Respond to this").click()
    await expect(olga.locator(".replying")).to_contain_text("Which order?")
    await write(olga, "The first")
    await expect(olga.locator(".replying")).to_be_hidden()
    await expect(olga.locator(".answered").last).to_have_text("Panel DeskWhich order?")
    update = await bot.next_update("message")
    while update["text"] != "The first":
        update = await bot.next_update("message")
    assert update["reply_to_message"]["message_id"] == asked

    await message(page, asked).get_by_role("button", name="Respond to this").click()
    await olga.get_by_role("button", name="Respond to nothing").click()
    await write(olga, "Or none")
    await telegram.people[1].until(lambda chat: chat[-1].text == "Or none")
    assert telegram.people[1].chat[-1].reply_to is None


async def test_a_reaction_of_the_bot_is_shown(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    said = telegram.people[1].chat[0].message_id
    page = await browser_page(address)
    await expect(phone(page, "Olga").get_by_role("article")).to_be_visible()
    like = [{"type": "emoji", "emoji": "👍"}]
    await bot.call("setMessageReaction", chat_id=1, message_id=said, reaction=like)
    await expect(message(page, said).get_by_label("Reaction")).to_have_text("👍")


async def test_a_spoiler_shows_what_it_hides_when_it_is_pressed(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    await bot.say(1, "The code is <tg-spoiler>4711</tg-spoiler>")
    page = await browser_page(address)
    await page.get_by_role("button", name="Hidden text").click()
    await expect(page.get_by_role("button", name="Hidden text")).to_have_count(0)
    await expect(page.get_by_text("4711")).to_be_visible()


async def test_a_long_quote_opens_when_it_is_pressed_and_an_edit_leaves_it_open(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    quote = "<blockquote expandable>First\nSecond\nThird\nFourth\nLast</blockquote>"
    message_id = await bot.say(1, f"Before it\n{quote}\nAfter it")
    page = await browser_page(address)
    words = message(page, message_id).locator(".quoted")
    await expect(message(page, message_id).locator(".text")).to_contain_text("After it")
    folded = await height(words)

    await words.click()
    await expect(page.get_by_role("button", name="Show less")).to_be_visible()
    opened = await height(words)
    assert opened == pytest.approx(folded / 3 * 5, abs=2)

    await bot.edit(1, message_id, f"Changed\n{quote}\nAfter it")
    await expect(message(page, message_id).locator(".text")).to_contain_text("Changed")
    assert await height(words) == opened

    await page.get_by_role("button", name="Show less").press("Enter")
    await expect(page.get_by_role("button", name="Show all")).to_be_visible()
    assert await height(words) == folded


async def test_a_short_quote_has_nothing_to_press(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    message_id = await bot.say(1, "<blockquote expandable>First\nSecond\nThird</blockquote>")
    page = await browser_page(address)
    await expect(message(page, message_id).locator(".quoted")).to_be_visible()
    await expect(message(page, message_id).get_by_role("button", name="Show")).to_have_count(0)


async def test_hostile_markup_does_not_run(
    browser_page: OpenPage, address: str, complaints: list[str]
) -> None:
    """The simulator sends safe markup only; the page doesn't rely on it."""
    hostile = (
        "<script>window.harm = 1</script><img src=x onerror='window.harm = 2'>"
        "<svg onload='window.harm = 3'></svg><iframe srcdoc='<b>in a frame</b>'></iframe>"
        "<a href='javascript:window.harm = 4'>press me</a><style>* { display: none }</style>"
        "<b onclick='window.harm = 5' style='position: fixed' id='bot' class='phone'>kept</b>"
        "<blockquote onclick='window.harm = 6' class='expandable' id='bot'>as words</blockquote>"
    )

    async def spoil(route: Route) -> None:
        response = await route.fetch()
        messages = [{**shown, "html": hostile} for shown in await response.json()]
        await route.fulfill(response=response, body=json.dumps(messages))

    page = await browser_page("about:blank")
    await page.route("**/chat", spoil)
    await page.goto(address)
    text = phone(page, "Olga").locator(".text")
    await expect(text).to_contain_text("kept")
    await text.get_by_text("kept").click()
    await text.get_by_text("press me").click()

    assert await text.evaluate("node => node.innerHTML") == (
        "press me<b>kept</b><blockquote>as words</blockquote>"
    )
    assert await page.evaluate("window.harm") is None
    # The policy forbids scripts even where the markup is taken apart, and Chromium says so there.
    assert all("Content Security Policy" in complaint for complaint in complaints)
    complaints.clear()
