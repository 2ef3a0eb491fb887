"""Screens for a group: their buttons open the bot's private chat, for everybody in the group could tap them."""

from telegram import InlineKeyboardButton

from bot.callbacks import parse
from bot.callbacks.action import Action
from bot.callbacks.links import payload_of
from bot.views.screen import Row, Screen


def link(username: str, action: Action) -> str | None:
    """None for what no link may open."""
    payload = payload_of(action)
    return None if payload is None else f"https://t.me/{username}?start={payload}"


def for_group(screen: Screen, username: str) -> Screen:
    """Buttons that do more than show something are left out."""
    rows = (tuple(_linked(row, username)) for row in screen.rows)
    return Screen(screen.text, tuple(row for row in rows if row))


def _linked(row: Row, username: str) -> list[InlineKeyboardButton]:
    found = []
    for button in row:
        action = parse(button.callback_data) if isinstance(button.callback_data, str) else None
        url = link(username, action) if action else button.url
        if url:
            found.append(InlineKeyboardButton(button.text, url=url))
    return found
