"""Who is shown, side by side or one at a time, and what can be changed about them."""

from playwright.async_api import expect

from bot.sandbox.telegram.core import Telegram
from tests.browser.bot_by_hand import BotByHand
from tests.browser.conftest import IN_BROWSER, OpenPage
from tests.browser.page_parts import phone

pytestmark = IN_BROWSER


async def test_the_address_says_who_is_shown_and_which_part_they_play(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    telegram.add_user(7, "Ида", "ru")
    page = await browser_page(f"{address}#7:operator,1001")
    await expect(page.locator(".phone .name")).to_have_text(["Ида", "Max"])
    await expect(page.locator(".phone .caption")).to_have_text(["operator", "id 1001"])
    await phone(page, "Max").get_by_role("button", name="More").click()
    await page.get_by_role("menuitemradio", name="Olga").click()
    await expect(page.locator(".phone .name")).to_have_text(["Ида", "Olga"])
    assert page.url.endswith("#7:operator,1")


async def test_who_is_beside_somebody_new_keeps_their_place(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    telegram.add_user(7, "Ida")
    for n in range(30):
        await bot.say(1, f"Message {n}")
    page = await browser_page(f"{address}#1,1001")
    read = phone(page, "Olga").get_by_text("Message 3", exact=True)
    await read.scroll_into_view_if_needed()
    await phone(page, "Max").get_by_role("button", name="More").click()
    await page.get_by_role("menuitemradio", name="Ida").click()
    await expect(phone(page, "Ida")).to_be_visible()
    await expect(read).to_be_in_viewport()


async def test_everything_forgotten_leaves_nobody_until_somebody_is_added(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    await expect(phone(page, "Max")).to_be_visible()
    telegram.reset()
    await expect(page.get_by_role("article")).to_have_count(0)
    await expect(phone(page, "Max")).to_have_count(0)
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_label("First name").fill("Ida")
    await page.get_by_label("First name").press("Enter")
    await phone(page, "Ida").get_by_role("button", name="Start", exact=True).click()
    await expect(phone(page, "Ida").locator(".text")).to_have_text("/start")


async def test_a_narrow_screen_shows_one_phone_and_counts_what_comes_on_the_other(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    page = await browser_page(address, 390, 844)
    switch = page.get_by_role("navigation")
    await expect(phone(page, "Olga")).to_be_visible()
    await expect(phone(page, "Max")).to_be_hidden()

    await bot.say(1001, "Your order is done")
    await expect(switch.get_by_role("button", name="Max")).to_contain_text("1")
    await switch.get_by_role("button", name="Max").click()

    await expect(phone(page, "Olga")).to_be_hidden()
    await expect(phone(page, "Max").get_by_text("Your order is done")).to_be_in_viewport()
    await expect(switch.get_by_role("button", name="Max")).to_have_text("Max")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_person_can_be_added(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_label("First name").fill("Лейла")
    await page.get_by_role("dialog").get_by_label("Language").select_option("ar")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(phone(page, "Лейла")).to_be_visible()
    assert telegram.people[1002].language_code == "ar"


async def test_blocking_takes_the_place_to_write_and_unblocking_gives_it_back(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    olga = phone(page, "Olga")
    await olga.get_by_role("button", name="More").click()
    await olga.get_by_role("menuitem", name="Block the bot").click()
    await expect(olga.get_by_role("textbox")).to_be_hidden()
    assert telegram.people[1].blocked
    await olga.get_by_role("button", name="Unblock the bot").click()
    await expect(olga.get_by_role("textbox")).to_be_visible()
    assert not telegram.people[1].blocked


async def test_the_language_of_a_person_can_be_switched(
    browser_page: OpenPage, address: str, telegram: Telegram
) -> None:
    page = await browser_page(address)
    language = phone(page, "Olga").get_by_label("Language")
    async with page.expect_response("**/language"):
        await language.select_option("uk")
    assert telegram.people[1].language_code == "uk"
    await expect(language).to_have_value("uk")


async def test_typing_is_told_until_the_message_comes(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    page = await browser_page(address)
    caption = phone(page, "Olga").locator(".caption")
    await expect(phone(page, "Olga").get_by_role("article")).to_be_visible()
    await bot.call("sendChatAction", chat_id=1, action="typing")
    await expect(caption).to_have_text("the bot is typing…")
    await bot.say(1, "Here it is")
    await expect(caption).to_have_text("id 1")
