"""A screen is shown once, in the message that is there or in a fresh one."""

from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, User
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.transport.show import answer, edit_or_send, send
from tests.transport.small_telegram import SmallTelegram, refuses

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Menu", callback_data="menu")]])


async def test_a_screen_is_sent_as_html_without_previews(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    message_id = await send(bot, 7, "<b>Hello</b>", KEYBOARD)

    sent = telegram.called("sendMessage")[0]
    assert message_id > 0
    assert sent["parse_mode"] == "HTML"
    assert sent["link_preview_options"] == '{"is_disabled": true}'
    assert '"callback_data": "menu"' in sent["reply_markup"]


async def test_a_screen_is_edited_where_it_stands(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    assert await edit_or_send(bot, 7, 55, "<b>Hello</b>", KEYBOARD) == 55

    edited = telegram.called("editMessageText")[0]
    assert (edited["chat_id"], edited["message_id"]) == ("7", "55")
    assert edited["parse_mode"] == "HTML"
    assert edited["link_preview_options"] == '{"is_disabled": true}'
    assert telegram.called("sendMessage") == []


async def test_an_edit_that_changes_nothing_is_success(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    telegram.prepare("editMessageText", refuses(400, "Bad Request: message is not modified"))

    assert await edit_or_send(bot, 7, 55, "same") == 55
    assert telegram.called("sendMessage") == []


@pytest.mark.parametrize(
    "text", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"]
)
async def test_a_message_that_is_gone_is_replaced(
    text: str, telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    telegram.prepare("editMessageText", refuses(400, f"Bad Request: {text}"))

    message_id = await edit_or_send(bot, 7, 55, "hello")

    assert message_id != 55
    assert [each["text"] for each in telegram.called("sendMessage")] == ["hello"]


async def test_without_a_message_one_is_sent(telegram: SmallTelegram, bot: ExtBot[Any]) -> None:
    await edit_or_send(bot, 7, None, "hello", push=True)

    assert telegram.called("editMessageText") == []
    assert len(telegram.called("sendMessage")) == 1


@pytest.mark.parametrize(
    ("code", "text", "error"),
    [
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (400, "Bad Request: can't parse entities", BadRequest),
    ],
)
async def test_other_refusals_come_out(
    code: int, text: str, error: type[Exception], telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    telegram.prepare("editMessageText", refuses(code, text))

    with pytest.raises(error):
        await edit_or_send(bot, 7, 55, "hello")

    assert telegram.called("sendMessage") == []


def _tap(bot: ExtBot[Any]) -> CallbackQuery:
    query = CallbackQuery("1", User(7, "P", is_bot=False), "chat", data="menu")
    query.set_bot(bot)
    return query


async def test_a_tap_is_answered(telegram: SmallTelegram, bot: ExtBot[Any]) -> None:
    await answer(_tap(bot), "Saved", alert=True)

    answered = telegram.called("answerCallbackQuery")[0]
    assert (answered["text"], answered["show_alert"]) == ("Saved", "true")


async def test_a_tap_too_old_to_answer_is_no_error(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    telegram.prepare(
        "answerCallbackQuery",
        refuses(400, "Bad Request: query is too old and response timeout expired"),
    )

    with capture_logs() as logs:
        await answer(_tap(bot))

    assert [(each["log_level"], each["user"]) for each in logs] == [("debug", 7)]


async def test_another_fault_in_an_answer_comes_out(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    telegram.prepare("answerCallbackQuery", refuses(400, "Bad Request: MESSAGE_TOO_LONG"))

    with pytest.raises(BadRequest):
        await answer(_tap(bot), "x" * 300)
