"""The methods of the Bot API, by name; the API doesn't mind upper and lower case in it."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.telegram.methods.answering import ANSWERING
from bot.sandbox.telegram.methods.chats import CHATS
from bot.sandbox.telegram.methods.editing import EDITING
from bot.sandbox.telegram.methods.forum import FORUM
from bot.sandbox.telegram.methods.presenting import PRESENTING
from bot.sandbox.telegram.methods.receiving import RECEIVING
from bot.sandbox.telegram.methods.sending import SENDING

METHODS: dict[str, tuple[str, Callable[..., Any]]] = {
    name.lower(): (name, handler)
    for group in (RECEIVING, SENDING, EDITING, ANSWERING, CHATS, FORUM, PRESENTING)
    for name, handler in group.items()
}
