"""What is put before a person: a text in HTML, and buttons under it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import pack
from bot.callbacks.action import Action
from bot.domain.page import Page
from bot.views.lang import Html, Lang
from bot.views.text import clip

Row = tuple[InlineKeyboardButton, ...]

_LABEL = 56
"""Characters of a button's label that a phone shows, more or less."""


@dataclass(frozen=True, slots=True)
class Screen:
    text: Html
    rows: tuple[Row, ...] = ()

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        return InlineKeyboardMarkup(self.rows) if self.rows else None


def button(label: str, action: Action, *, fresh: bool = False) -> InlineKeyboardButton:
    """`fresh`: the answer comes as a message of its own, and the one with this button stays."""
    return InlineKeyboardButton(clip(label, _LABEL), callback_data=pack(action, fresh=fresh))


def paragraphs(*parts: str | None) -> Html:
    """The parts that aren't empty, with a blank line between."""
    return Html("\n\n".join(part for part in parts if part))


def lines(*parts: str | None) -> Html:
    return Html("\n".join(part for part in parts if part))


def bold(text: Html) -> Html:
    return Html(f"<b>{text}</b>")


def quoted(text: Html) -> Html:
    """A long text that opens on a tap."""
    return Html(f"<blockquote expandable>{text}</blockquote>")


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> tuple[Row, ...]:
    every = list(buttons)
    return tuple(tuple(every[start : start + width]) for start in range(0, len(every), width))


def page_of(items: Sequence[object], page: int, size: int) -> tuple[int, int]:
    """The page's number, brought within the list, and how many pages there are."""
    pages = max(1, -(-len(items) // size))
    return min(max(page, 0), pages - 1), pages


def pager(lang: Lang, page: int, pages: int, go: Callable[[int], Action]) -> tuple[Row, ...]:
    """‹ 2 of 5 › under a list that has more than one page."""
    if pages <= 1:
        return ()
    row = (
        button("‹", go((page - 1) % pages)),
        button(lang.label("{page} of {pages}", page=page + 1, pages=pages), go(page)),
        button("›", go((page + 1) % pages)),
    )
    return (row,)


def steps(page: Page[Any], go: Callable[[int], Action]) -> tuple[Row, ...]:
    """‹ › under a long list whose entries have an `id`: to what goes before the first one, and to what follows the last."""
    row = []
    if page.before and page.items:
        row.append(button("‹", go(-page.items[0].id)))
    if page.after and page.items:
        row.append(button("›", go(page.items[-1].id)))
    return (tuple(row),) if row else ()
