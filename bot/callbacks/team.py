"""Buttons about operators. `rights` is a sum of their bits (`bot.domain.staff.BITS`)."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Team(Action):
    code = "tm"
    page: int = 0


@dataclass(frozen=True, slots=True)
class FindOperator(Action):
    """Asks who is to be appointed; the typed answer is `asked` of this."""

    code = "tf"


@dataclass(frozen=True, slots=True)
class ShowOperator(Action):
    """What they may do, and may do from now on; of somebody who is no operator yet, too."""

    code = "ti"
    user_id: int


@dataclass(frozen=True, slots=True)
class ChooseRights(Action):
    """The same with these rights ticked; nothing is changed by it."""

    code = "tc"
    user_id: int
    rights: int


@dataclass(frozen=True, slots=True)
class SetRights(Action):
    """`sure`: 1 once they were told what it means."""

    code = "ts"
    user_id: int
    rights: int
    sure: int = 0


@dataclass(frozen=True, slots=True)
class AskDismiss(Action):
    """Asks whether it is meant; `Dismiss` does it."""

    code = "tq"
    user_id: int


@dataclass(frozen=True, slots=True)
class Dismiss(Action):
    code = "tx"
    user_id: int
