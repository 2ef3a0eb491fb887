"""Entities that Telegram finds by itself in plain text: commands, mentions, hashtags, addresses."""

import re
from collections.abc import Sequence

from bot.sandbox.telegram.entities import Entity, utf16_length

_PATTERNS = (
    (
        "bot_command",
        re.compile(r"(?<![\w/>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"),
    ),
    ("email", re.compile(r"(?<![\w.+@\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)*\.[A-Za-z]{2,}(?![\w@])")),
    (
        "url",
        re.compile(
            r"(?<![\w@/.\-])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)\]']"
            r"|(?:[A-Za-z0-9\-]+\.)+(?:com|net|org|me|io|ru|app|dev|example)(?![\w\-])"
            r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]'])?)"
        ),
    ),
    ("mention", re.compile(r"(?<![\w@./])@[A-Za-z0-9_]{4,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w&#])#(?=\w*[^\W\d])\w{1,256}")),
)
_UNTOUCHED = frozenset({"code", "pre", "text_link", "text_mention"})


def with_automatic(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The given entities and those found outside code and links, in Telegram's order."""
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in _UNTOUCHED
    ]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if any(start < right and left < end for left, right in taken):
                continue
            taken.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))
