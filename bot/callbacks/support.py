"""Buttons of what people ask whoever runs the shop."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Support(Action):
    code = "q"


@dataclass(frozen=True, slots=True)
class AskAbout(Action):
    """Asks for the question, about an order or (0) about something else; what is sent is `asked` of this."""

    code = "qa"
    order_id: int


@dataclass(frozen=True, slots=True)
class ShowQuestion(Action):
    code = "qs"
    ticket_id: int


@dataclass(frozen=True, slots=True)
class WriteMore(Action):
    """Asks for what is to be added; what is sent is `asked` of this."""

    code = "qw"
    ticket_id: int


@dataclass(frozen=True, slots=True)
class CloseQuestion(Action):
    code = "qc"
    ticket_id: int
