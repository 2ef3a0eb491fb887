"""Every refusal comes with Telegram's own wording."""

from typing import Any

import pytest

from bot.sandbox.telegram import Person, Telegram
from tests.sandbox.telegram.conftest import Api, Clock

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
BUTTON_URL = "Bad Request: inline keyboard button URL"
BUTTON = "Bad Request: can't parse inline keyboard button: "


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "Go", **action: Any) -> dict[str, Any]:
    return {"text": text, **(action or {"callback_data": "go"})}


REFUSED_TEXTS = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({}, "Bad Request: message text is empty"),
    ({"text": " \n\t "}, "Bad Request: message text is empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "😀" * 2049}, "Bad Request: message is too long"),
    (
        {"text": "a < b", "parse_mode": "HTML"},
        'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
    ),
    ({"text": "x", "parse_mode": "Klingon"}, "Bad Request: unsupported parse_mode"),
    (
        {"text": "x", "entities": [{"type": "bold"}]},
        "Bad Request: can't parse entities: MessageEntity has a wrong offset or length",
    ),
    (
        {"text": "x", "reply_parameters": {"message_id": 999}},
        "Bad Request: message to be replied not found",
    ),
]


@pytest.mark.parametrize(("params", "complaint"), REFUSED_TEXTS)
async def test_a_text_that_telegram_refuses(
    ann: Person, api: Api, params: dict[str, Any], complaint: str
) -> None:
    answer = await api("sendMessage", chat_id=ann.id, **params)
    assert answer == {"ok": False, "error_code": 400, "description": complaint}
    assert len(ann.chat) == 1


REFUSED_KEYBOARDS = [
    ("not json", "Bad Request: can't parse reply keyboard markup JSON object"),
    ([1], "Bad Request: object expected as reply markup"),
    ({"x": 1}, "Bad Request: can't parse reply keyboard markup JSON object"),
    (keyboard([button(callback_data="x" * 65)]), "Bad Request: BUTTON_DATA_INVALID"),
    (keyboard([button(callback_data="ж" * 33)]), "Bad Request: BUTTON_DATA_INVALID"),
    (keyboard([button()] * 9), "Bad Request: reply markup is too long"),
    (keyboard(*[[button()] * 8] * 13), "Bad Request: reply markup is too long"),
    (keyboard(["Go"]), f"{BUTTON}InlineKeyboardButton must be an Object"),  # type: ignore[list-item]
    (keyboard([{"callback_data": "x"}]), f'{BUTTON}Can\'t find field "text"'),
    (keyboard([button(1)]), f'{BUTTON}Field "text" must be of type String'),  # type: ignore[arg-type]
    (
        keyboard([button(callback_data="")]),
        f"{BUTTON}Text buttons are unallowed in the inline keyboard",
    ),
    (
        keyboard([button(callback_data="x", url="https://example.com")]),
        f"{BUTTON}exactly one action must be given, found url, callback_data",
    ),
    (
        keyboard([button(url="ftp://example.com")]),
        f"{BUTTON_URL} 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
    (
        keyboard([button(url="nonsense")]),
        f"{BUTTON_URL} 'nonsense' is invalid: Wrong HTTP URL",
    ),
    (keyboard([button(pay=True)]), "Bad Request: BUTTON_TYPE_INVALID"),
    (
        {"keyboard": [[{"text": " "}]]},
        "Bad Request: can't parse keyboard button: text of a button must be non-empty",
    ),
]


@pytest.mark.parametrize(("markup", "complaint"), REFUSED_KEYBOARDS)
async def test_a_keyboard_that_telegram_refuses(
    ann: Person, api: Api, markup: Any, complaint: str
) -> None:
    answer = await api("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    assert answer["description"] == complaint
    assert len(ann.chat) == 1


async def test_what_just_fits_is_taken(ann: Person, api: Api) -> None:
    rows = [[button(callback_data="ж" * 32)] * 8] * 12 + [[button(url="t.me/desk_bot")] * 4]
    answer = await api(
        "sendMessage",
        chat_id=ann.id,
        text=f"<b>{'😀' * 2048}</b>",
        parse_mode="HTML",
        reply_markup=keyboard(*rows),
    )
    assert answer["ok"]
    assert len(ann.buttons()) == 100


async def test_a_caption_ends_at_1024_characters(ann: Person, api: Api) -> None:
    file = ann.send_file("a.txt", "abc").document
    assert file
    send = {"chat_id": ann.id, "document": file.file_id}
    assert (await api("sendDocument", **send, caption="x" * 1024))["ok"]
    answer = await api("sendDocument", **send, caption="x" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"


async def test_nobody_can_be_written_to_before_they_wrote(sim: Telegram, api: Api) -> None:
    ben = sim.add_user(1002, first_name="Ben")
    answer = await api("sendMessage", chat_id=ben.id, text="Hello")
    assert answer["error_code"] == 403
    assert answer["description"] == "Forbidden: bot can't initiate conversation with a user"
    ben.send("hi")
    assert (await api("sendMessage", chat_id=ben.id, text="Hello"))["ok"]


@pytest.mark.parametrize("chat_id", [5, -100123, "@nobody", "abc"])
async def test_an_unknown_chat(api: Api, chat_id: int | str) -> None:
    answer = await api("sendMessage", chat_id=chat_id, text="Hello")
    assert (answer["error_code"], answer["description"]) == (400, "Bad Request: chat not found")


async def test_a_call_without_a_chat(api: Api) -> None:
    answer = await api("sendMessage", text="Hello")
    assert answer["description"] == "Bad Request: chat_id is empty"


async def test_who_blocked_the_bot_gets_nothing_more(ann: Person, api: Api) -> None:
    message_id = (await api("sendMessage", chat_id=ann.id, text="Hello"))["result"]["message_id"]
    ann.block()
    for method, params in [
        ("sendMessage", {"text": "Hello"}),
        ("editMessageText", {"text": "Hello?", "message_id": message_id}),
        ("sendChatAction", {"action": "typing"}),
    ]:
        answer = await api(method, chat_id=ann.id, **params)
        assert answer["error_code"] == 403
        assert answer["description"] == "Forbidden: bot was blocked by the user"
    with pytest.raises(ValueError, match="has blocked the bot"):
        ann.send("hi")
    ann.unblock()
    assert (await api("sendMessage", chat_id=ann.id, text="Hello"))["ok"]


async def test_an_edit_must_change_something(ann: Person, api: Api) -> None:
    markup = keyboard([button()])
    sent = await api("sendMessage", chat_id=ann.id, text="One", reply_markup=markup)
    where = {"chat_id": ann.id, "message_id": sent["result"]["message_id"]}

    same = await api("editMessageText", **where, text=" One ", reply_markup=markup)
    assert same["description"] == NOT_MODIFIED
    same = await api("editMessageReplyMarkup", **where, reply_markup=markup)
    assert same["description"] == NOT_MODIFIED
    assert ann.last.edits == 0

    without = await api("editMessageText", **where, text="One")
    assert without["ok"]
    assert "reply_markup" not in without["result"]
    bold = await api("editMessageText", **where, text="<b>One</b>", parse_mode="HTML")
    assert bold["result"]["edit_date"]
    assert (ann.last.edits, ann.last.html, ann.last.keyboard) == (2, "<b>One</b>", [])


async def test_an_edit_that_is_refused_leaves_no_trace(ann: Person, api: Api) -> None:
    sent = (await api("sendMessage", chat_id=ann.id, text="One"))["result"]
    refused = await api(
        "editMessageText",
        chat_id=ann.id,
        message_id=sent["message_id"],
        text="Two",
        link_preview_options={"is_disabled": True},
        reply_markup=keyboard([button(callback_data="x" * 65)]),
    )
    assert not refused["ok"]
    assert (ann.last.text, ann.last.edits, ann.last.link_preview_options) == ("One", 0, None)


async def test_only_the_bots_own_present_messages_can_be_edited(ann: Person, api: Api) -> None:
    theirs = ann.chat[0].message_id
    where = {"chat_id": ann.id, "text": "x"}
    answer = await api("editMessageText", **where, message_id=theirs)
    assert answer["description"] == "Bad Request: message can't be edited"
    answer = await api("editMessageText", **where, message_id=999)
    assert answer["description"] == "Bad Request: message to edit not found"
    answer = await api("editMessageText", **where)
    assert answer["description"] == "Bad Request: message identifier is not specified"


async def test_texts_and_captions_are_edited_by_their_own_methods(ann: Person, api: Api) -> None:
    text = (await api("sendMessage", chat_id=ann.id, text="x"))["result"]["message_id"]
    answer = await api("editMessageCaption", chat_id=ann.id, message_id=text, caption="y")
    assert answer["description"] == "Bad Request: there is no caption in the message to edit"

    file = ann.send_file("a.txt", "abc").document
    assert file
    sent = await api("sendDocument", chat_id=ann.id, document=file.file_id, caption="x")
    where = {"chat_id": ann.id, "message_id": sent["result"]["message_id"]}
    answer = await api("editMessageText", **where, text="y")
    assert answer["description"] == "Bad Request: there is no text in the message to edit"
    edited = await api("editMessageCaption", **where, caption="<i>y</i>", parse_mode="HTML")
    assert edited["result"]["caption_entities"] == [{"type": "italic", "offset": 0, "length": 1}]
    assert ann.last.html == "<i>y</i>"


async def test_a_deleted_message_is_gone(ann: Person, api: Api) -> None:
    sent = (await api("sendMessage", chat_id=ann.id, text="x"))["result"]["message_id"]
    kept = ann.last
    assert (await api("deleteMessage", chat_id=ann.id, message_id=sent))["result"] is True
    assert kept.deleted
    assert [message.text for message in ann.chat] == ["/start"]
    answer = await api("deleteMessage", chat_id=ann.id, message_id=sent)
    assert answer["description"] == "Bad Request: message to delete not found"
    answer = await api("editMessageText", chat_id=ann.id, message_id=sent, text="y")
    assert answer["description"] == "Bad Request: message to edit not found"


async def test_many_messages_go_at_once_or_none(ann: Person, api: Api, clock: Clock) -> None:
    async def sent(text: str) -> int:
        answer = await api("sendMessage", chat_id=ann.id, text=text)
        return int(answer["result"]["message_id"])

    one, two = await sent("one"), await sent("two")
    assert (await api("deleteMessages", chat_id=ann.id, message_ids=[one, 999, two, two]))["ok"]
    assert [message.text for message in ann.chat] == ["/start"]

    old = await sent("old")
    clock.seconds += 48 * 3600 + 1
    young = await sent("young")
    answer = await api("deleteMessages", chat_id=ann.id, message_ids=[young, old])
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"
    assert {old, young} <= set(ann.messages)
    for ids, complaint in [
        ([], "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ("x", "can't parse message identifiers: expected an Array of Integer"),
    ]:
        answer = await api("deleteMessages", chat_id=ann.id, message_ids=ids)
        assert answer["description"] == f"Bad Request: {complaint}"


async def test_after_two_days_a_message_stays(ann: Person, api: Api, clock: Clock) -> None:
    sent = (await api("sendMessage", chat_id=ann.id, text="x"))["result"]["message_id"]
    clock.seconds += 48 * 3600 + 1
    answer = await api("deleteMessage", chat_id=ann.id, message_id=sent)
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"


async def test_a_tap_is_answered_once_and_in_time(ann: Person, api: Api, clock: Clock) -> None:
    await api("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button()]))
    query = ann.tap("Go")
    too_long = await api("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert too_long["description"] == "Bad Request: MESSAGE_TOO_LONG"
    assert (await api("answerCallbackQuery", callback_query_id=query, text="x" * 200))["ok"]

    late = ann.tap("Go")
    clock.seconds += 31
    for refused in (query, late, "nonsense", ""):
        answer = await api("answerCallbackQuery", callback_query_id=refused)
        assert (answer["error_code"], answer["description"]) == (400, TOO_OLD)
    assert len(ann.answers) == 1


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [
        ("100:WRONG", 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
        ("", 404, "Not Found"),
    ],
)
async def test_a_wrong_token(sim: Telegram, token: str, code: int, description: str) -> None:
    answer = await sim.call(token, "getMe", {})
    assert answer.code == code
    assert answer.body == {"ok": False, "error_code": code, "description": description}
    assert sim.calls == []


async def test_methods_are_known_by_name_whatever_the_case(sim: Telegram, api: Api) -> None:
    assert (await api("GETME"))["result"]["username"] == "desk_bot"
    answer = await api("getMoney")
    assert answer == {"ok": False, "error_code": 404, "description": "Not Found"}
    recorded = [(call.n, call.method, call.error) for call in sim.calls]
    assert recorded == [(1, "getMe", None), (2, "getMoney", "Not Found")]


async def test_every_call_is_recorded_with_its_answer(sim: Telegram, ann: Person, api: Api) -> None:
    await api("sendMessage", chat_id=str(ann.id), text="x", reply_markup='{"force_reply":true}')
    await api("sendMessage", chat_id=ann.id, text="")
    sent, refused = sim.calls
    assert sent.params["chat_id"] == ann.id
    assert sent.params["reply_markup"] == {"force_reply": True}
    assert sent.answer["text"] == "x"
    assert (refused.answer, refused.error) == (None, "Bad Request: message text is empty")


async def test_protected_messages_are_neither_copied_nor_forwarded(ann: Person, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ann.id, text="x", protect_content=True)
    which = {"from_chat_id": ann.id, "message_id": sent["result"]["message_id"]}
    for method in ("copyMessage", "forwardMessage"):
        answer = await api(method, chat_id=ann.id, **which)
        assert answer["description"] == "Bad Request: CHAT_FORWARDS_RESTRICTED"
    unknown = await api("copyMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=99)
    assert unknown["description"] == "Bad Request: message to copy not found"


async def test_a_message_is_copied_and_forwarded_to_somebody_else(
    sim: Telegram, ann: Person, api: Api
) -> None:
    ben = sim.add_user(1002, first_name="Ben")
    ben.send("<3")
    which = {"from_chat_id": ben.id, "message_id": ben.chat[0].message_id}
    copied = await api("copyMessage", chat_id=ann.id, **which)
    assert copied["result"] == {"message_id": ann.last.message_id}
    forwarded = (await api("forwardMessage", chat_id=ann.id, **which))["result"]
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "Ben"
    assert [message.html for message in ann.chat[1:]] == ["&lt;3", "&lt;3"]


async def test_pinned_messages_stand_in_the_chats_description(ann: Person, api: Api) -> None:
    for text in ("one", "two"):
        sent = (await api("sendMessage", chat_id=ann.id, text=text))["result"]["message_id"]
        assert (await api("pinChatMessage", chat_id=ann.id, message_id=sent))["ok"]
    pinned = (await api("getChat", chat_id=ann.id))["result"]["pinned_message"]
    assert pinned["text"] == "two"
    assert (await api("unpinChatMessage", chat_id=ann.id))["ok"]
    assert (await api("getChat", chat_id=ann.id))["result"]["pinned_message"]["text"] == "one"
    assert (await api("unpinChatMessage", chat_id=ann.id))["ok"]
    answer = await api("unpinChatMessage", chat_id=ann.id)
    assert answer["description"] == "Bad Request: message to unpin not found"
