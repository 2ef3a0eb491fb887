"""What happens when something in a message is pressed."""

import pytest
from playwright.async_api import expect

from bot.sandbox.telegram.core import Telegram
from tests.browser.bot_by_hand import BotByHand, key
from tests.browser.conftest import IN_BROWSER, OpenPage
from tests.browser.page_parts import phone

pytestmark = IN_BROWSER


async def test_a_tapped_button_waits_for_the_bot_and_shows_its_toast(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    message_id = await bot.say(1, "Choose", [[key("One", "one"), key("Two", "two")]])
    page = await browser_page(address)
    two = phone(page, "Olga").get_by_role("button", name="Two")

    await two.click()
    query = await bot.next_update("callback_query")
    assert (query["data"], query["message"]["message_id"]) == ("two", message_id)
    await expect(two).to_have_attribute("aria-busy", "true")

    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Well chosen")
    await expect(two).not_to_have_attribute("aria-busy", "true")
    await expect(phone(page, "Olga").locator(".toast")).to_have_text("Well chosen")
    await expect(phone(page, "Max").locator(".toast")).to_have_count(0)


async def test_a_button_stops_waiting_when_the_message_changes(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    message_id = await bot.say(1, "Choose", [[key("One", "one")]])
    page = await browser_page(address)
    one = page.get_by_role("button", name="One")
    await one.click()
    await bot.next_update("callback_query")
    await expect(one).to_have_attribute("aria-busy", "true")
    await bot.edit(1, message_id, "Chosen", [[key("One", "one")]])
    await expect(one).not_to_have_attribute("aria-busy", "true")


async def test_a_button_goes_on_waiting_while_other_messages_come_and_change(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    card = await bot.say(1, "0 %")
    await bot.say(1, "Choose", [[key("One", "one")]])
    page = await browser_page(address)
    one = page.get_by_role("button", name="One")
    await one.click()
    await bot.next_update("callback_query")

    await bot.edit(1, card, "50 %")
    await bot.say(1, "News")

    await expect(page.get_by_text("News")).to_be_visible()
    await expect(page.get_by_text("50 %")).to_be_visible()
    await expect(one).to_have_attribute("aria-busy", "true")


async def test_an_alert_must_be_confirmed(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    await bot.say(1001, "Choose", [[key("One", "one")]])
    page = await browser_page(address)
    await page.get_by_role("button", name="One").click()
    query_id = (await bot.next_update("callback_query"))["id"]
    await bot.call(
        "answerCallbackQuery", callback_query_id=query_id, text="Too little", show_alert=True
    )
    alert = page.get_by_role("dialog", name="Panel Desk → Max")
    await expect(alert).to_contain_text("Too little")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_be_hidden()


async def test_a_refused_tap_is_told_and_waits_for_nothing(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    await bot.say(1, "Choose", [[key("One", "one")]])
    page = await browser_page(address)
    one = page.get_by_role("button", name="One")
    await expect(one).to_be_visible()
    telegram.people[1].block()

    await one.click()
    await expect(phone(page, "Olga").locator(".toast")).to_contain_text("refused")
    await expect(one).not_to_have_attribute("aria-busy", "true")


async def test_a_link_button_opens_a_new_tab(
    browser_page: OpenPage, address: str, bot: BotByHand
) -> None:
    elsewhere = address.replace("127.0.0.1", "localhost") + "/page/icon.svg"
    await bot.say(1, "Look", [[{"text": "Elsewhere", "url": elsewhere}]])
    page = await browser_page(address)
    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name="Elsewhere").click()
    opened = await opening.value
    await expect(opened).to_have_url(elsewhere)
    assert await opened.evaluate("window.opener") is None


@pytest.mark.parametrize("where", ["in the text", "on a button"])
async def test_a_deep_link_to_the_bot_is_followed_by_whose_phone_it_is_on(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram, where: str
) -> None:
    link = "https://t.me/Desk_Bot?start=ref_42"
    rows = [[{"text": "Join", "url": link}]] if where == "on a button" else None
    await bot.say(1001, f"Join here: {link}", rows)
    page = await browser_page(address)
    name = "Join" if rows else link

    await phone(page, "Max").get_by_role("link", name=name, exact=True).click()

    await telegram.people[1001].until(lambda chat: chat[-1].text == "/start ref_42", within=20)
    await expect(phone(page, "Max").locator(".text").last).to_have_text("/start ref_42")
    assert len(page.context.pages) == 1
    assert [message.text for message in telegram.people[1].chat] == ["/start"]


async def test_a_command_in_a_text_is_sent_when_it_is_pressed(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    await bot.say(1, "More in /help, 24/7.")
    page = await browser_page(address)
    await page.get_by_role("button", name="/help").click()
    await telegram.people[1].until(lambda chat: chat[-1].text == "/help")
    await expect(page.get_by_role("button", name="/7")).to_have_count(0)


async def test_an_invoice_is_paid_by_its_button(
    browser_page: OpenPage, address: str, bot: BotByHand, telegram: Telegram
) -> None:
    terms = {"payload": "top-up", "currency": "XTR", "prices": [{"label": "Top-up", "amount": 50}]}
    await bot.call("sendInvoice", chat_id=1, title="50 Stars", description="For you", **terms)
    page = await browser_page(address)
    olga = phone(page, "Olga")
    await expect(olga.locator(".text").last).to_have_text("50 Stars\nFor you")

    await olga.get_by_role("button", name="Pay").click()
    query = await bot.next_update("pre_checkout_query")
    await bot.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)

    await expect(olga.locator(".text").last).to_contain_text("Stars were paid")
    assert [payment.amount for payment in telegram.payments.made] == [50]
