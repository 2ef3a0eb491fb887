"""An order being put together in the chat.

The step isn't stored: it is the field being edited, else the first one missing; none of both is the confirm screen. So a
restart loses nothing, and a button pressed late finds the form as it is. `seen` are the terms on which the person was
last shown a price: an order is made on these terms or asked about again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.domain.form import (
    DRIPFEED,
    Answers,
    Field,
    Quote,
    Value,
    missing,
    optional,
    quote,
    required,
    to_send,
)
from bot.domain.service import Service, ServiceType


@dataclass(frozen=True, slots=True)
class Terms:
    """`type` belongs to them: it tells what the rate is for."""

    rate: Decimal
    min: int
    max: int
    type: ServiceType | None

    @classmethod
    def of(cls, service: Service) -> "Terms":
        return cls(service.rate, service.min, service.max, service.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`wanted`: optional fields the person added. `message_id`: the card this form lives on.

    `doubted`: the answer looks wrong though it may be right; the person is asked before the form goes on.
    """

    id: int
    user_id: int
    listing_key: int
    seen: Terms
    answers: Answers
    wanted: frozenset[Field] = frozenset()
    editing: Field | None = None
    doubted: Field | None = None
    message_id: int | None = None
    updated_at: datetime

    def awaiting(self, service: Service) -> Field | None:
        """The field that a typed answer is for; None on the confirm screen."""
        if service.type is None:
            return None
        fields = required(service.type, self.answers, self.wanted)
        for field in (self.doubted, self.editing):
            if field in fields:
                return field
        return missing(service.type, self.answers, self.wanted)

    def fields(self, service: Service) -> Mapping[Field, Value]:
        """What will be sent."""
        if service.type is None:
            return {}
        return to_send(service.type, self.answers, self.wanted)

    def quote(self, service: Service) -> Quote:
        return quote(service, self.fields(service))

    def answered(self, field: Field, value: Value, *, doubtful: bool = False) -> "Draft":
        doubted = field if doubtful else None
        answers = {**self.answers, field: value}
        return replace(self, answers=answers, editing=None, doubted=doubted)

    def trusted(self) -> "Draft":
        """The person stands by the doubted answer."""
        return replace(self, doubted=None)

    def edit(self, field: Field) -> "Draft":
        """Ask for `field` again; its answer stays until it is replaced."""
        return replace(self, editing=field, doubted=None)

    def want(self, field: Field) -> "Draft":
        """Add an optional field; drip-feed's two come together."""
        return replace(self, wanted=self.wanted | _together(field), editing=None)

    def drop(self, field: Field) -> "Draft":
        """Take an optional field off again."""
        gone = _together(field)
        kept = {name: value for name, value in self.answers.items() if name not in gone}
        return replace(self, wanted=self.wanted - gone, answers=kept, editing=None)

    def forget(self, field: Field, service: Service) -> "Draft":
        """The answer doesn't fit any more: it is asked for again, or taken off if the service doesn't take it now."""
        if field in self.wanted and field not in optional(service):
            return self.drop(field)
        answers = {name: value for name, value in self.answers.items() if name is not field}
        return replace(self, answers=answers)

    def back(self, service: Service) -> "Draft | None":
        """One step back: to the answer before this question, or off an extra that wasn't answered yet.

        On a complete form an edit is left instead. None when there is nothing before: back to the service's card.
        """
        if self.doubted is not None:
            return self.edit(self.doubted)
        awaited = self.awaiting(service)
        given = list(self.fields(service))
        if awaited in given:
            if self._complete(service):
                return replace(self, editing=None)
            given = given[: given.index(awaited)]
        elif awaited in self.wanted:
            return self.drop(awaited)
        return self.edit(given[-1]) if given else None

    def _complete(self, service: Service) -> bool:
        return service.type is not None and missing(service.type, self.answers, self.wanted) is None


def _together(field: Field) -> frozenset[Field]:
    return frozenset(DRIPFEED) if field in DRIPFEED else frozenset({field})
