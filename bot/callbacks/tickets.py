"""Buttons of operators who answer what people ask."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Tickets(Action):
    code = "ot"
    shown: str = "open"
    page: int = 0


@dataclass(frozen=True, slots=True)
class OperatorTicket(Action):
    code = "oti"
    ticket_id: int


@dataclass(frozen=True, slots=True)
class AnswerTicket(Action):
    """Asks for the answer; what is sent is `asked` of this."""

    code = "ota"
    ticket_id: int


@dataclass(frozen=True, slots=True)
class TakeTicket(Action):
    code = "ott"
    ticket_id: int


@dataclass(frozen=True, slots=True)
class CloseTicket(Action):
    code = "otc"
    ticket_id: int


@dataclass(frozen=True, slots=True)
class ReopenTicket(Action):
    code = "otr"
    ticket_id: int
