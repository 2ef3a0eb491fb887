"""The shop as whoever speaks for it needs it: the desk, and which language to speak to whom."""

from dataclasses import dataclass

from bot.domain.user import User
from bot.usecases.desk import Desk
from bot.views.lang import Lang, pick


@dataclass(frozen=True, slots=True)
class Shop:
    """Built once, by `app`."""

    desk: Desk

    def lang_of(self, user: User | None) -> Lang:
        """Chosen in the bot, else as their Telegram says, else the shop's."""
        default = self.desk.languages.default
        if user is None:
            return pick(default)
        return pick(user.language, user.client_language, default)
