"""Buttons from long ago, broken or forged: always an answer, never a crash."""

import string
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.callbacks import pack
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, placed, to_confirm
from tests.chat.samples import kinds, sample
from tests.chat.talk import Guest

CODES = [kind.code for kind in kinds()]
NUMBERS = st.one_of(
    st.integers(-3, 5), st.sampled_from([2**31, 2**63 - 1, 2**63, -(2**63), 10**30])
)
PARTS = st.one_of(
    NUMBERS.map(str),
    st.sampled_from(["", "quantity", "link", "runs", "all", "instagram", "٣", "1.5", "None"]),
    st.text(max_size=12),
)
LIKE_OURS = st.builds(
    lambda mark, code, parts: mark + ":".join([code, *parts]),
    st.sampled_from(["", "+", "++"]),
    st.sampled_from(CODES),
    st.lists(PARTS, max_size=4),
)
ANY = st.one_of(LIKE_OURS, st.text(string.printable, max_size=64), st.text(max_size=16)).map(
    lambda data: data.encode("utf-8", "ignore")[:64].decode("utf-8", "ignore")
)


async def all_answered(world: World, guests: Sequence[Guest], taps: Sequence[str]) -> None:
    """Each tap's spinner ends, and nothing breaks. As many at once as one person may have waiting."""
    for start in range(0, len(taps), _AT_ONCE):
        batch = taps[start : start + _AT_ONCE]
        queries = {
            guest.person.tap(data=data, message_id=guest.last.message_id): (guest, data)
            for data in batch
            for guest in guests
        }
        await world.settled()
        for query, (guest, data) in queries.items():
            assert any(answer.query_id == query for answer in guest.person.answers), data
    for guest in guests:
        assert not guest.sees("ncident")


_AT_ONCE = 25


@pytest.fixture
async def busy(world: World, olga: Guest) -> tuple[Guest, Guest]:
    """Ann and Olga, each with an order and an open form."""
    ann = await world.invited(olga)
    for guest in (ann, olga):
        world.panel.fate(LIKES, "stall")
        await placed(guest)
        await to_confirm(guest, 1004)
    return ann, olga


async def test_every_kind_of_button_with_numbers_of_nobody(
    world: World, busy: tuple[Guest, Guest]
) -> None:
    odd = ((1, "1"), (0, ""), (-1, "x"), (2**63 - 1, ":::"))
    taps = [pack(sample(kind, number, word)) for kind in kinds() for number, word in odd]
    await all_answered(world, busy, taps)


async def test_whatever_bytes_a_button_sends_it_is_answered(
    world: World, busy: tuple[Guest, Guest]
) -> None:
    await all_answered(world, busy, some_data())


async def test_a_button_nobody_knows_says_so(ann: Guest) -> None:
    for data in ("zz:1", "n:one", "i:1:2", "c:99999999999999999999", "🙈"):
        await ann.forges(data)
        assert "menu" in ann.notice


def some_data() -> list[str]:
    found: list[str] = []

    @settings(
        max_examples=100, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(ANY)
    def collect(data: str) -> None:
        found.append(data)

    collect()
    return [data for data in dict.fromkeys(found) if data]
