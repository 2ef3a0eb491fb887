"""Everything the simulator sends has the shape that the Bot API promises.

python-telegram-bot puts fields it doesn't know into ``api_kwargs``: they must be empty all the
way down. Where the machine-readable specification lies beside the repository, every field is
also held against its type.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotDescription,
    BotName,
    BotShortDescription,
    ChatFullInfo,
    ChatMember,
    File,
    ForumTopic,
    MenuButton,
    Message,
    MessageId,
    TelegramObject,
    Update,
    User,
    WebhookInfo,
)

from bot.sandbox.telegram import InProcessRequest, Telegram
from bot.sandbox.telegram.methods import METHODS
from tests.sandbox.telegram.everything import Everything

ANSWERS: dict[str, type[TelegramObject]] = {
    "copyMessage": MessageId,
    "createForumTopic": ForumTopic,
    "editMessageCaption": Message,
    "editMessageMedia": Message,
    "editMessageReplyMarkup": Message,
    "editMessageText": Message,
    "forwardMessage": Message,
    "getChat": ChatFullInfo,
    "getChatAdministrators": ChatMember,
    "getChatMember": ChatMember,
    "getChatMenuButton": MenuButton,
    "getFile": File,
    "getMe": User,
    "getMyCommands": BotCommand,
    "getMyDescription": BotDescription,
    "getMyName": BotName,
    "getMyShortDescription": BotShortDescription,
    "getUpdates": Update,
    "getWebhookInfo": WebhookInfo,
    "sendDocument": Message,
    "sendInvoice": Message,
    "sendMessage": Message,
    "sendPhoto": Message,
}
UPDATES = {"message", "callback_query", "inline_query", "my_chat_member", "pre_checkout_query"}
_BESIDE = Path(__file__).parents[4] / "shared" / "telegram" / "bot-api-10.0.json"
SPECIFICATION = Path(os.environ.get("BOT_API_SPECIFICATION", _BESIDE))
Json = dict[str, Any]


@pytest.fixture
async def played(sim: Telegram) -> Telegram:
    await Everything(sim).play()
    return sim


def test_the_scene_leaves_nothing_out(played: Telegram) -> None:
    called = {call.method for call in played.calls if call.error is None}
    assert called == {name for name, _ in METHODS.values()}
    (updates,) = [call.answer for call in played.calls if call.method == "getUpdates"]
    assert {kind for update in updates for kind in update} == UPDATES | {"update_id"}


def test_the_library_knows_every_field(played: Telegram) -> None:
    bot = Bot(played.token, request=InProcessRequest(played))
    for call in played.calls:
        if isinstance(call.answer, int):  # True is one, too
            continue
        answers = call.answer if isinstance(call.answer, list) else [call.answer]
        for answer in answers:
            read = ANSWERS[call.method].de_json(answer, bot)
            unknown = [found for part in parts(read) if (found := dict(part.api_kwargs))]
            assert unknown == [], f"{call.method}: {answer}"


def parts(value: Any) -> Iterator[TelegramObject]:
    """The object and all that it is made of."""
    if isinstance(value, tuple | list):
        for item in value:
            yield from parts(item)
    if isinstance(value, TelegramObject):
        yield value
        names = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
        for name in names - {"_bot", "_id_attrs"}:
            yield from parts(getattr(value, name, None))


def test_the_walk_finds_an_unknown_field_deep_inside() -> None:
    user = {"id": 1, "is_bot": False, "first_name": "x", "nonsense": 1}
    chat = {"id": 1, "type": "private"}
    message = Message.de_json({"message_id": 1, "date": 1, "chat": chat, "from": user}, None)
    assert [dict(part.api_kwargs) for part in parts(message) if part.api_kwargs] == [
        {"nonsense": 1}
    ]


@pytest.mark.skipif(not SPECIFICATION.is_file(), reason="the specification isn't at hand")
def test_every_field_is_of_its_specified_type(played: Telegram) -> None:
    specification = json.loads(SPECIFICATION.read_text())
    checker = Checker(specification["types"])
    for call in played.calls:
        returns = specification["methods"][call.method]["returns"]
        faults = checker.faults(call.answer, returns, call.method)
        assert faults == []


class Checker:
    """Holds values against the types of the specification."""

    SIMPLE: ClassVar = {
        "Integer": int,
        "String": str,
        "Boolean": bool,
        "True": bool,
        "Float": float,
    }

    def __init__(self, types: Json) -> None:
        self._types = types

    def faults(self, value: Any, types: list[str], where: str) -> list[str]:
        """Nothing, when one of the types fits; else what is wrong with the likeliest."""
        attempts = [self._against(value, name, where) for name in types]
        return min(attempts, key=len) if attempts else [f"{where}: no type"]

    def _against(self, value: Any, name: str, where: str) -> list[str]:
        if name.startswith("Array of "):
            inner = name.removeprefix("Array of ")
            if not isinstance(value, list):
                return [f"{where}: {value!r} isn't an Array"]
            return [
                fault
                for index, item in enumerate(value)
                for fault in self._against(item, inner, f"{where}[{index}]")
            ]
        if name in self.SIMPLE:
            fits = type(value) is self.SIMPLE[name]
            return [] if fits else [f"{where}: {value!r} isn't of type {name}"]
        kind = self._types[name]
        if kind.get("subtypes"):
            return self.faults(value, kind["subtypes"], where)
        return self._object(value, kind, where)

    def _object(self, value: Any, kind: Json, where: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: {value!r} isn't a {kind['name']}"]
        fields = {field["name"]: field for field in kind.get("fields", [])}
        missing = [n for n, field in fields.items() if field["required"] and n not in value]
        faults = [f"{where}.{name} is missing" for name in missing]
        for name, item in value.items():
            if name in fields:
                faults += self.faults(item, fields[name]["types"], f"{where}.{name}")
            else:
                faults.append(f"{where}.{name} is unknown to {kind['name']}")
        return faults


def test_the_checker_sees_what_is_wrong() -> None:
    number = {"name": "id", "types": ["Integer"], "required": True}
    checker = Checker({"User": {"name": "User", "fields": [number]}})
    assert checker.faults({"id": 1}, ["User"], "x") == []
    assert checker.faults({"id": "1"}, ["User"], "x") == ["x.id: '1' isn't of type Integer"]
    assert checker.faults([{}], ["Array of User"], "x") == ["x[0].id is missing"]
    assert checker.faults({"id": 1, "y": 2}, ["User"], "x") == ["x.y is unknown to User"]
    assert checker.faults(True, ["Integer"], "x") == ["x: True isn't of type Integer"]
