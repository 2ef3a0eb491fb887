"""A message's text as Telegram would take it: parsed, trimmed, measured."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.autolinks import with_automatic
from bot.sandbox.telegram.entities import Entity, MarkupError, parse_html, utf16_length
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
FindUser = Callable[[Any], dict[str, Any] | None]
_BLANKS = " \t\n\r\f\v"


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: tuple[Entity, ...]


def message_text(params: Params, find_user: FindUser) -> Formatted:
    """The text of a message, 1 to 4096 UTF-16 units after parsing.

    ``find_user`` gives the user object behind a ``tg://user?id=`` link.
    """
    formatted = _formatted(params, "text", "entities", find_user)
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return formatted


def caption(params: Params, find_user: FindUser) -> Formatted:
    """A caption, at most 1024 UTF-16 units after parsing."""
    formatted = _formatted(params, "caption", "caption_entities", find_user)
    if utf16_length(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def _formatted(params: Params, field: str, entities_field: str, find_user: FindUser) -> Formatted:
    text = params.text(field)
    entities = _given_entities(params.value(entities_field))
    mode = params.text("parse_mode")
    if mode:
        text, entities = _parsed(text, mode)
    text, entities = _trimmed(text, entities)
    entities = [known for entity in entities if (known := _with_user(entity, find_user))]
    return Formatted(text, tuple(with_automatic(text, entities)))


def _parsed(text: str, mode: str) -> tuple[str, list[Entity]]:
    if mode.lower() != "html":
        # Markdown exists at Telegram but not here: better refused loudly than shown wrongly.
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(text)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from error


def _given_entities(value: Any) -> list[Entity]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entity, dict) for entity in value):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    entities = [dict(entity) for entity in value]
    for entity in entities:
        numbers = (entity.get("offset"), entity.get("length"))
        if not all(isinstance(number, int) and number >= 0 for number in numbers):
            raise bad_request("can't parse entities: MessageEntity has a wrong offset or length")
        if not isinstance(entity.get("type"), str):
            raise bad_request("can't parse entities: can't find field \"type\"")
    return entities


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    shorter = text.lstrip(_BLANKS)
    cut = utf16_length(text) - utf16_length(shorter)
    shorter = shorter.rstrip(_BLANKS)
    end = utf16_length(shorter)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return shorter, kept


def _with_user(entity: Entity, find_user: FindUser) -> Entity | None:
    if entity["type"] != "text_mention":
        return entity
    given = entity.get("user")
    user = find_user(given.get("id")) if isinstance(given, dict) else None
    return {**entity, "user": user} if user else None
