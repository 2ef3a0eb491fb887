"""What is written comes back the same, whatever it is: on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, MetaData, Table
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.form import Field
from bot.domain.order import OrderStatus
from storage import Storage, open_storage
from storage.columns import (
    FieldSet,
    FieldValues,
    Key,
    Moment,
    Money,
    Rate,
    Strings,
    Texts,
    word,
)

values = Table(
    "values_of_every_type",
    MetaData(),
    Column("id", Key, primary_key=True),
    Column("moment", Moment),
    Column("money", Money),
    Column("rate", Rate),
    Column("answers", FieldValues),
    Column("fields", FieldSet),
    Column("texts", Texts),
    Column("strings", Strings),
    Column("status", word(OrderStatus)),
    Column("number", BigInteger),
)

# Neither engine keeps half a surrogate pair, and PostgreSQL no NUL: both are taken out where text comes in.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
LIMIT = 2**63 - 1
ROWS: dict[str, st.SearchStrategy[Any]] = {
    "moment": st.datetimes(timezones=st.just(UTC)),
    "money": st.integers(-LIMIT, LIMIT).map(lambda micros: Decimal(micros).scaleb(-6)),
    "rate": st.decimals(allow_nan=False, allow_infinity=False),
    "answers": st.dictionaries(
        st.sampled_from(Field), TEXT | st.integers() | st.lists(TEXT).map(tuple)
    ),
    "fields": st.frozensets(st.sampled_from(Field)),
    "texts": st.lists(TEXT).map(tuple),
    "strings": st.dictionaries(TEXT, TEXT),
    "status": st.sampled_from(OrderStatus),
    "number": st.integers(-LIMIT - 1, LIMIT),
}
row = st.fixed_dictionaries({name: st.none() | one for name, one in ROWS.items()})


class Books:
    """One connection on a loop of its own: Hypothesis calls a plain function many times."""

    def __init__(self, url: str) -> None:
        self._runner = asyncio.Runner()
        self._opening = open_storage(url)
        self._storage: Storage = self._runner.run(self._opening.__aenter__())
        self._runner.run(self._make())

    async def _make(self) -> None:
        async with self._storage._engine.begin() as connection:
            await connection.run_sync(values.create)

    async def _back(self, connection: AsyncConnection, written: dict[str, Any]) -> dict[str, Any]:
        stored = await connection.execute(values.insert().values(written).returning(values.c.id))
        found = await connection.execute(values.select().where(values.c.id == stored.scalar_one()))
        return dict(found.mappings().one())

    async def _written(self, written: dict[str, Any]) -> dict[str, Any]:
        async with self._storage._engine.begin() as connection:
            return await self._back(connection, written)

    def back(self, written: dict[str, Any]) -> dict[str, Any]:
        """What a row holds after it was written so."""
        found = self._runner.run(self._written(written))
        return {name: found[name] for name in written}

    async def _drop(self) -> None:
        async with self._storage._engine.begin() as connection:
            await connection.run_sync(values.drop)

    def close(self) -> None:
        self._runner.run(self._drop())
        self._runner.run(self._opening.__aexit__(None, None, None))
        self._runner.close()


@pytest.fixture
def books(storage_url: str) -> Iterator[Books]:
    opened = Books(storage_url)
    yield opened
    opened.close()


def test_every_value_comes_back(books: Books) -> None:
    @given(row)
    @settings(max_examples=60, deadline=None)
    def comes_back(written: dict[str, Any]) -> None:
        assert books.back(written) == written

    comes_back()


def test_a_rate_keeps_every_digit(books: Books) -> None:
    for rate in ("9999999999999.00", "0.000120", "1E+3", "-0"):
        assert str(books.back({"rate": Decimal(rate)})["rate"]) == rate


def test_a_moment_of_another_zone_is_the_same_moment(books: Books) -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    back = books.back({"moment": moment})["moment"]
    assert back == moment
    assert back.tzinfo is UTC


def test_a_moment_without_a_zone_is_a_bug(books: Books) -> None:
    with pytest.raises(StatementError, match="offset-naive"):
        books.back({"moment": datetime(2026, 3, 1)})  # noqa: DTZ001 - the bug itself


def test_an_amount_that_was_not_rounded_is_a_bug(books: Books) -> None:
    with pytest.raises(StatementError, match="must be rounded"):
        books.back({"money": Decimal("0.0000001")})


def test_a_word_is_kept_as_it_is_written_in_the_domain(books: Books) -> None:
    books.back({"status": OrderStatus.IN_PROGRESS})

    async def raw() -> object:
        async with books._storage._engine.begin() as connection:
            found = await connection.exec_driver_sql("SELECT status FROM values_of_every_type")
            return found.scalar()

    assert books._runner.run(raw()) == "in_progress"
