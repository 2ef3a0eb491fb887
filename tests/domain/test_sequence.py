"""Numbers that keep a list in order, with few of them written anew."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sequence import STEP, numbers

LISTS = st.lists(st.sampled_from("abcdefghijkl"), unique=True)


def written(known: Mapping[str, int], order: Sequence[str]) -> dict[str, int]:
    """The numbers after they were written; what isn't in the list any more keeps its own."""
    return {**known, **numbers(known, order)}


def in_order(known: Mapping[str, int], order: Sequence[str]) -> bool:
    found = [known[name] for name in order]
    return found == sorted(set(found))


@given(st.lists(LISTS, max_size=12))
def test_after_any_changes_all_stand_in_order(orders: list[list[str]]) -> None:
    known: dict[str, int] = {}
    for order in orders:
        known = written(known, order)
        assert in_order(known, order)
        assert numbers(known, order) == {}


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(-5, 5)), LISTS)
def test_whatever_was_written_before(known: dict[str, int], order: list[str]) -> None:
    assert in_order(written(known, order), order)


@given(LISTS, st.data())
def test_what_is_taken_out_moves_nothing(order: list[str], data: st.DataObject) -> None:
    known = written({}, order)
    left = [name for name in order if data.draw(st.booleans())]
    assert numbers(known, left) == {}


def test_what_comes_is_all_that_is_written() -> None:
    known = written({}, "bdf")
    assert numbers(known, "abdf").keys() == {"a"}
    assert numbers(known, "bcdf").keys() == {"c"}
    assert numbers(known, "bdfgh").keys() == {"g", "h"}


def test_what_moved_is_all_that_is_written() -> None:
    known = written({}, "abcdef")
    assert numbers(known, "bcdefa").keys() == {"a"}
    assert numbers(known, "fabcde").keys() == {"f"}


def test_where_no_room_is_left_all_are_numbered_anew() -> None:
    known = {"a": 1, "c": 2, "d": 3}
    assert numbers(known, "abcd") == {"a": 0, "b": STEP, "c": 2 * STEP, "d": 3 * STEP}


def test_numbers_stay_within_what_a_column_holds() -> None:
    known = {"a": 2**31 - 5, "b": 2**31 - 2}
    assert max(written(known, "abc").values()) < 2**31
    known = {"b": -(2**31) + 2}
    assert min(written(known, "ab").values()) > -(2**31)
