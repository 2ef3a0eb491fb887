"""Invoices in Stars, and inline queries."""

import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent, LabeledPrice, Message
from telegram.error import BadRequest

from bot.sandbox.telegram import Person, Telegram
from tests.sandbox.telegram.conftest import Api, Clock


async def invoice(bot: Bot, ann: Person, **changes: object) -> Message:
    params = {
        "title": "Top up",
        "description": "100 Stars",
        "payload": "top-up:1",
        "currency": "XTR",
        "prices": [LabeledPrice("Stars", 100)],
    }
    return await bot.send_invoice(ann.id, **{**params, **changes})  # type: ignore[arg-type]


async def newest_message(bot: Bot) -> Message:
    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    return message


async def test_from_the_invoice_to_the_refund(sim: Telegram, ann: Person, bot: Bot) -> None:
    sent = await invoice(bot, ann)
    assert sent.invoice
    assert sent.invoice.total_amount == 100
    assert ann.buttons() == ["Pay ⭐️100"]

    query = ann.pay()
    checkout = (await bot.get_updates(offset=-1))[0].pre_checkout_query
    assert checkout
    assert (checkout.id, checkout.invoice_payload) == (query, "top-up:1")
    await checkout.answer(ok=True)
    paid = (await newest_message(bot)).successful_payment
    assert paid
    assert (paid.currency, paid.total_amount, paid.invoice_payload) == ("XTR", 100, "top-up:1")

    await bot.refund_star_payment(ann.id, paid.telegram_payment_charge_id)
    refunded = (await newest_message(bot)).refunded_payment
    assert refunded
    assert refunded.telegram_payment_charge_id == paid.telegram_payment_charge_id
    assert [payment.refunded for payment in sim.payments.made] == [True]
    with pytest.raises(BadRequest, match=r"(?i)charge_already_refunded"):
        await bot.refund_star_payment(ann.id, paid.telegram_payment_charge_id)
    with pytest.raises(BadRequest, match=r"(?i)charge_not_found"):
        await bot.refund_star_payment(1002, paid.telegram_payment_charge_id)


async def test_the_bot_has_ten_seconds_to_agree(
    sim: Telegram, ann: Person, bot: Bot, clock: Clock
) -> None:
    await invoice(bot, ann)
    query = ann.pay()
    clock.seconds += 11
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_pre_checkout_query(query, ok=True)
    assert sim.payments.made == []


async def test_the_bot_may_refuse_with_a_reason(sim: Telegram, ann: Person, bot: Bot) -> None:
    sent = await invoice(bot, ann)
    query = ann.pay(sent.message_id)
    await bot.answer_pre_checkout_query(query, ok=False, error_message="Sold out.")
    assert (sim.payments.made, sim.payments.refused) == ([], ["Sold out."])
    with pytest.raises(LookupError, match="no such invoice"):
        ann.pay(sent.message_id + 1)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": "x" * 33}, "INVOICE_TITLE_INVALID"),
        ({"description": ""}, "INVOICE_DESCRIPTION_INVALID"),
        ({"payload": "ж" * 65}, "INVOICE_PAYLOAD_INVALID"),
        ({"currency": "USD"}, "CURRENCY_INVALID"),
        ({"provider_token": "x"}, "PAYMENT_PROVIDER_INVALID"),
        ({"prices": [LabeledPrice("a", 1), LabeledPrice("b", 2)]}, "STARS_INVOICE_INVALID"),
        ({"prices": [LabeledPrice("a", 0)]}, "STARS_INVOICE_INVALID"),
    ],
)
async def test_an_invoice_that_telegram_refuses(
    ann: Person, bot: Bot, changes: dict[str, object], complaint: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await invoice(bot, ann, **changes)
    assert str(refused.value).upper() == complaint


def article(number: int) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(str(number), "Title", InputTextMessageContent("x"))


async def test_an_inline_query_is_answered_once(ann: Person, bot: Bot, api: Api) -> None:
    query = ann.ask_inline("likes")
    asked = (await bot.get_updates(offset=-1))[0].inline_query
    assert asked
    assert (asked.id, asked.query) == (query, "likes")
    many = [article(number).to_dict() for number in range(51)]
    refused = await api("answerInlineQuery", inline_query_id=query, results=many)
    assert refused["description"] == "Bad Request: RESULTS_TOO_MUCH"
    with pytest.raises(BadRequest, match=r"(?i)result_id_duplicate"):
        await bot.answer_inline_query(query, [article(1), article(1)])
    await bot.answer_inline_query(query, [article(1), article(2)])
    assert [result["id"] for result in ann.inline_results] == ["1", "2"]
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(query, [])
