"""Somebody who talks to the bot."""

from dataclasses import dataclass

from bot.domain.staff import Right, may


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """`id` is Telegram's. `language` was chosen in the bot (None: as their Telegram says, `client_language`).

    `member`: came by an invitation. `blocked`: an operator keeps them out. `rights`: what they may do as an operator.
    `dark`: their pictures are drawn on a dark ground.
    `asked`: the question that their next typed text answers, as a button's data, when it isn't about a form.
    """

    id: int
    first_name: str
    username: str = ""
    language: str | None = None
    client_language: str = ""
    member: bool = False
    reachable: bool = True
    asked: str | None = None
    blocked: bool = False
    dark: bool = False
    rights: frozenset[Right] = frozenset()

    @property
    def operator(self) -> bool:
        return bool(self.rights)

    def may(self, right: Right) -> bool:
        return may(self.rights, right)
