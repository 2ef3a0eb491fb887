"""What people write: texts, commands, files."""

from playwright.async_api import expect

from bot.sandbox.telegram.core import Telegram
from tests.browser.bot_by_hand import BotByHand
from tests.browser.conftest import IN_BROWSER, OpenPage
from tests.browser.page_parts import phone
from tests.sandbox.telegram.test_files import png

pytestmark = IN_BROWSER


def texts(telegram: Telegram, user_id: int) -> list[str]:
    return [message.text for message in telegram.people[user_id].chat]


async def set_commands(bot: BotByHand) -> None:
    names = {"start": "The menu", "orders": "Your orders", "help": "How it works"}
    commands = [{"command": name, "description": text} for name, text in names.items()]
    await bot.call("setMyCommands", commands=commands)
    await bot.call(
        "setMyCommands", commands=[{**commands[0], "description": "Меню"}], language_code="ru"
    )


async def test_enter_sends_and_shift_enter_begins_a_line(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    box = phone(page, "Max").get_by_role("textbox")
    await box.press_sequentially("One")
    await box.press("Shift+Enter")
    await box.press_sequentially("Two")
    await box.press("Enter")
    await expect(phone(page, "Max").locator(".text").last).to_have_text("One\nTwo")
    await expect(box).to_have_value("")
    assert texts(telegram, 1001) == ["/start", "One\nTwo"]


async def test_a_slash_opens_the_commands_and_the_next_letters_narrow_them(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    await set_commands(bot)
    page = await browser_page(address)
    olga = phone(page, "Olga")
    box, options = (
        olga.get_by_role("textbox"),
        olga.get_by_role("listbox", name="Commands").get_by_role("option"),
    )
    await box.press_sequentially("/")
    await expect(options).to_have_text(
        ["/startThe menu", "/ordersYour orders", "/helpHow it works"]
    )
    await box.press_sequentially("o")
    await expect(options).to_have_text(["/ordersYour orders"])
    await box.press("Enter")
    await expect(olga.locator(".text").last).to_have_text("/orders")
    await expect(options).to_have_count(0)
    assert texts(telegram, 1) == ["/start", "/orders"]


async def test_the_commands_button_lists_them_in_the_persons_language_and_keeps_what_is_written(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    await set_commands(bot)
    telegram.people[1001].language_code = "ru"
    page = await browser_page(address)
    max_ = phone(page, "Max")
    await max_.get_by_role("textbox").fill("half a thought")
    await max_.get_by_role("button", name="Commands").click()
    await max_.get_by_role("option", name="Меню").click()
    await expect(max_.locator(".text")).to_have_text(["/start", "/start"])
    await expect(max_.get_by_role("textbox")).to_have_value("half a thought")


async def test_a_text_file_is_sent(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    olga = phone(page, "Olga")
    async with page.expect_file_chooser() as choosing:
        await olga.get_by_role("button", name="Attach a file").click()
    content = "https://example.org/1\nпривет\n".encode()
    await (await choosing.value).set_files(
        {"name": "links.txt", "mimeType": "text/plain", "buffer": content}
    )
    await expect(olga.get_by_role("link", name="links.txt")).to_be_visible()
    document = telegram.people[1].chat[-1].document
    assert document
    assert (document.file_name, document.content) == ("links.txt", content)


async def test_a_picture_is_sent_as_a_photo(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    olga = phone(page, "Olga")
    async with page.expect_file_chooser() as choosing:
        await olga.get_by_role("button", name="Attach a file").click()
    picture = png(30, 20)
    await (await choosing.value).set_files(
        {"name": "shot.png", "mimeType": "image/png", "buffer": picture}
    )
    await expect(olga.get_by_role("img", name="Photo")).to_be_visible()
    photo = telegram.people[1].chat[-1].photo
    assert photo
    assert (photo.content, photo.width, photo.height) == (picture, 30, 20)


async def test_a_first_visit_offers_a_big_start(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    telegram.add_user(7, "Ida")
    page = await browser_page(f"{address}#7,1")
    start = phone(page, "Ida").get_by_role("button", name="Start", exact=True)
    await start.click()
    await expect(phone(page, "Ida").locator(".text")).to_have_text("/start")
    await expect(start).to_be_hidden()
