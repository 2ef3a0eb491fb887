"""The buttons of a broadcast as an operator types them: one a line, "Text | where it leads"."""

import re
from dataclasses import dataclass

from bot.domain.errors import Problem, ShopError
from bot.domain.link import MAX_LINK
from bot.domain.platform import PLATFORMS
from bot.domain.typed import lines, visible_word

MAX_LINKS = 10
MAX_TEXT = 60
"""Characters of a button's text; a phone shows fewer."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/?#@.]+(\.[^\s/?#@.]+)+([/?#]\S*)?", re.IGNORECASE)
_APP = re.compile(r"tg://\S+", re.IGNORECASE)
_NAME = re.compile(r"@([a-z]\w{3,31})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedLink:
    """`url` if it leads out of the bot, else `word`: what is sold here under that name or number. `line` counts from 1."""

    line: int
    text: str
    url: str
    word: str


def typed_links(text: str) -> list[TypedLink]:
    """ShopError: EMPTY, TOO_MANY_LINES, BAD_LINE."""
    found = lines(text)
    if not found:
        raise ShopError(Problem.EMPTY)
    if len(found) > MAX_LINKS:
        raise ShopError(Problem.TOO_MANY_LINES, count=len(found), maximum=MAX_LINKS)
    return [_typed(number, line) for number, line in found]


def bad_line(number: int, line: str) -> ShopError:
    return ShopError(Problem.BAD_LINE, line=number, text=line[:MAX_TEXT])


def _typed(number: int, line: str) -> TypedLink:
    label, bar, target = (part.strip() for part in line.rpartition("|"))
    target = visible_word(target)
    if not (bar and visible_word(label) and target) or len(label) > MAX_TEXT:
        raise bad_line(number, line)
    url = _url(target)
    if url is None:
        raise bad_line(number, line)
    return TypedLink(number, label, url, "" if url else target)


def _url(target: str) -> str | None:
    """An address; "" for what is no address, None for one that Telegram wouldn't take."""
    if len(target) > MAX_LINK:
        return None
    if name := _NAME.fullmatch(target):
        return f"https://t.me/{name[1]}"
    if _SCHEME.match(target):
        return target if _WEB.fullmatch(target) or _APP.fullmatch(target) else None
    if "/" in target or _WEB.fullmatch(f"https://{target}"):
        return f"https://{target}" if _WEB.fullmatch(f"https://{target}") else None
    return ""


def platform_called(word: str) -> str | None:
    """The key of the platform with this key or title."""
    wanted = word.casefold()
    return next(
        (key for key, title in PLATFORMS.items() if wanted in {key, title.casefold()}), None
    )
