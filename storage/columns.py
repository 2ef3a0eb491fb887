"""Column types: what the domain has, and how a row keeps it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Enum, Integer, String, Text, TypeDecorator

from bot.domain.broadcast import LeadsTo, Link
from bot.domain.form import Answers, Field, Value
from bot.domain.money import from_micros, to_micros
from bot.domain.staff import Right

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Key = BigInteger().with_variant(Integer, "sqlite")
"""A row number; SQLite counts up only in a column that is called INTEGER."""

E = TypeVar("E", bound=StrEnum)


def word(kind: type[E]) -> Enum:
    """A member of `kind`, kept as its value; no constraint in the schema, so that a new member needs no migration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Moment(TypeDecorator[datetime]):
    """A point in time, in whole microseconds since 1970, UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class Money(TypeDecorator[Decimal]):
    """An amount in whole micro-units, so that the database can add it up."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else from_micros(int(value))


class Rate(TypeDecorator[Decimal]):
    """A price as its panel wrote it, to the last digit: heading rows have rates too large for micro-units."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class FieldValues(TypeDecorator[Answers]):
    """The answers to a form."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Answers | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(
            {field.value: answer for field, answer in value.items()}, ensure_ascii=False
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> Answers | None:
        if value is None:
            return None
        return {Field(name): _value(answer) for name, answer in json.loads(value).items()}


def _value(answer: Any) -> Value:
    if isinstance(answer, list):
        return tuple(answer)
    if isinstance(answer, (str, int)):
        return answer
    raise TypeError("an answer is a text, a whole number, or a list of lines")


class _WordSet(TypeDecorator[frozenset[E]]):
    """Members of `kind`."""

    impl = Text
    kind: type[E]

    def process_bind_param(self, value: frozenset[E] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(sorted(member.value for member in value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[E] | None:
        return None if value is None else frozenset(self.kind(word) for word in json.loads(value))


class FieldSet(_WordSet[Field]):
    cache_ok = True
    kind = Field


class Rights(_WordSet[Right]):
    cache_ok = True
    kind = Right


class Texts(TypeDecorator[tuple[str, ...]]):
    """A short list of texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A short list of row numbers."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:
        return None if value is None else tuple(json.loads(value))


class Strings(TypeDecorator[Mapping[str, str]]):
    """A few named texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(dict(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, str] | None:
        return None if value is None else json.loads(value)


class Links(TypeDecorator[tuple[Link, ...]]):
    """The buttons under a broadcast."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Link, ...] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        rows = [[link.text, link.to.value, link.value] for link in value]
        return json.dumps(rows, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Link, ...] | None:
        if value is None:
            return None
        return tuple(Link(text, LeadsTo(to), what) for text, to, what in json.loads(value))
