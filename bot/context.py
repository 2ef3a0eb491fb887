"""What handlers work with: the shop, and the visit of one person that an update is."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot.callbacks import pack
from bot.callbacks.action import Action
from bot.domain.staff import Right
from bot.domain.user import User
from bot.shop import Shop
from bot.transport import show
from bot.transport.patience import passes, until_taken
from bot.usecases.desk import Desk
from bot.views.lang import Lang
from bot.views.screen import Screen

_log = structlog.get_logger(__name__)


class ShopContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[str, Shop]]):
    """`visit` is there for every handler behind the door (`handlers.door`)."""

    visit: "Visit"

    @property
    def shop(self) -> Shop:
        return self.bot_data["shop"]


ShopApplication = Application[
    ExtBot[None], ShopContext, dict[Any, Any], dict[Any, Any], dict[str, Shop], Any
]


@dataclass(slots=True, kw_only=True)
class Visit:
    """One update of one person. `message_id` is the message that answers are shown in; None: a message of its own."""

    bot: ExtBot[None]
    desk: Desk
    user: User
    lang: Lang
    update_id: int
    message_id: int | None = None
    query: CallbackQuery | None = None
    message: Message | None = None
    answered: bool = False
    asking: bool = False

    @property
    def operator(self) -> bool:
        return self.user.operator

    async def show(self, screen: Screen) -> int:
        """Puts the screen before them; the message it stands in. Waits out what passes at Telegram."""
        return await until_taken(
            lambda: show.edit_or_send(
                self.bot, self.user.id, self.message_id, screen.text, screen.markup
            )
        )

    async def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """Ends the spinner on the tapped button, once. Without a text it says nothing, and holds nothing up."""
        query = self.query
        if query is None or self.answered:
            return
        self.answered = True
        if text is not None:
            await until_taken(lambda: show.answer(query, text, alert=alert))
            return
        try:
            await show.answer(query)
        except TelegramError as error:
            if not passes(error):
                raise
            _log.debug("A spinner goes on", error=repr(error))

    async def ask(self, question: Action) -> None:
        """What they send next is the answer to this, unless they tap or command something else."""
        self.asking = True
        async with self.desk.storage.transaction(passing=True) as tx:
            await tx.users.set_asked(self.user.id, pack(question))

    async def strip_buttons(self, message_id: int | None) -> None:
        """An earlier message keeps its text and loses its buttons, where Telegram still allows it."""
        if message_id is None:
            return
        try:
            await self.bot.edit_message_reply_markup(self.user.id, message_id, reply_markup=None)
        except TelegramError as error:
            _log.debug("An old message keeps its buttons", error=str(error))

    def speak(self, lang: Lang, user: User) -> None:
        """From here on in this language."""
        self.lang = lang
        self.user = replace(self.user, language=user.language)


def visit_of(update: Update, context: ShopContext, user: User, *, fresh: bool) -> Visit:
    """`fresh`: the answer comes as a message of its own, although a button was tapped."""
    query = update.callback_query
    shown_in = query.message if query else None
    return Visit(
        bot=context.bot,
        desk=context.shop.desk,
        user=user,
        lang=context.shop.lang_of(user),
        update_id=update.update_id,
        message_id=None if shown_in is None or fresh else shown_in.message_id,
        query=query,
        message=update.message,
    )


Handle = Callable[[Visit, Any], Awaitable[Screen | None]]
"""Gets what was tapped, commanded or asked; returns the screen to show, or None if it showed what it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What a module of handlers is wired to. `right`: only for operators who have it; None: for everybody.

    `answers` take what a person sends after a question (`Visit.ask`); a ShopError leaves the question open.
    """

    right: Right | None = None
    taps: Mapping[type[Action], Handle]
    commands: Mapping[str, Handle] = field(default_factory=dict)
    answers: Mapping[type[Action], Handle] = field(default_factory=dict)
