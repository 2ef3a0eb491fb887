"""Buttons about people."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Invite(Action):
    code = "ov"


@dataclass(frozen=True, slots=True)
class Invitations(Action):
    """Those that nobody has used yet."""

    code = "uv"
    page: int = 0


@dataclass(frozen=True, slots=True)
class RevokeInvite(Action):
    code = "ur"
    token: str


@dataclass(frozen=True, slots=True)
class Newcomers(Action):
    """Everybody, the newest first: who came before `at`; after them, if it is negative."""

    code = "un"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Busiest(Action):
    """Who ordered most lately."""

    code = "ub"
    page: int = 0


@dataclass(frozen=True, slots=True)
class FindPerson(Action):
    """Asks for a name; the typed answer is `asked` of this."""

    code = "uf"


@dataclass(frozen=True, slots=True)
class ShowPerson(Action):
    code = "ui"
    user_id: int


@dataclass(frozen=True, slots=True)
class AskBlock(Action):
    """Asks whether it is meant; `Block` does it."""

    code = "uq"
    user_id: int


@dataclass(frozen=True, slots=True)
class Block(Action):
    code = "ux"
    user_id: int


@dataclass(frozen=True, slots=True)
class Unblock(Action):
    code = "uy"
    user_id: int
