"""What of a message can be carried over, and what its history keeps."""

from typing import Any

import pytest
import telegram

from bot.domain.errors import ShopError
from bot.domain.ticket import KEPT, Message, What
from bot.transport.contents import read

_FILE = {"file_id": "a", "file_unique_id": "b"}
_SIZED = {**_FILE, "width": 1, "height": 1}
_ANN = {"id": 1001, "type": "private", "first_name": "Ann"}


def message(**content: Any) -> telegram.Message:
    raw = {"message_id": 7, "date": 1_700_000_000, "chat": _ANN, **content}
    found = telegram.Message.de_json(raw, None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("content", "what", "text"),
    [
        ({"text": "Hello\u202e there\x00"}, What.TEXT, "Hello there"),
        ({"photo": [_SIZED], "caption": "Look"}, What.PHOTO, "Look"),
        ({"video": {**_SIZED, "duration": 1}}, What.VIDEO, ""),
        ({"video_note": {**_FILE, "length": 1, "duration": 1}}, What.VIDEO, ""),
        (
            {"animation": {**_SIZED, "duration": 1}, "document": {**_FILE, "file_name": "x.gif"}},
            What.VIDEO,
            "",
        ),
        ({"voice": {**_FILE, "duration": 3}}, What.VOICE, ""),
        ({"audio": {**_FILE, "duration": 3}, "caption": "Hum"}, What.AUDIO, "Hum"),
        ({"document": {**_FILE, "file_name": "a.pdf"}}, What.FILE, "a.pdf"),
        (
            {"document": {**_FILE, "file_name": "a.pdf"}, "caption": "Here"},
            What.FILE,
            "a.pdf: Here",
        ),
        ({"document": _FILE}, What.FILE, ""),
        (
            {"sticker": {**_SIZED, "is_animated": False, "is_video": False, "type": "regular"}},
            What.STICKER,
            "",
        ),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, What.OTHER, ""),
        ({"contact": {"phone_number": "1", "first_name": "Max"}}, What.OTHER, ""),
    ],
)
def test_a_message_is_read(content: dict[str, Any], what: What, text: str) -> None:
    assert read(message(**content)) == Message(chat_id=1001, message_id=7, what=what, text=text)


def test_an_album_is_known_by_its_mark() -> None:
    found = read(message(photo=[_SIZED], media_group_id="123"))
    assert found.album == "123"


def test_the_history_keeps_the_beginning() -> None:
    found = read(message(text="ж" * 4096))
    assert found.text == "ж" * KEPT


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": _ANN}},
        {"new_chat_title": "A group"},
        {"text": "Secret", "has_protected_content": True},
    ],
)
def test_what_cannot_be_copied_is_not_taken(content: dict[str, Any]) -> None:
    with pytest.raises(ShopError):
        read(message(**content))


def test_no_message_is_nothing() -> None:
    with pytest.raises(ShopError):
        read(None)
