"""What operators decided, folded over what a panel says."""

from decimal import Decimal

import pytest

from bot.domain.service import ServiceType, Unorderable
from bot.domain.stock import Place, Rules, Standing, place, shelf_key, shelf_order, type_mark
from tests.domain.build import service

HIDDEN, PINNED = Standing(hidden=True), Standing(pinned=True)


def test_without_rules_a_service_stands_where_its_panel_puts_it() -> None:
    assert place(service(), Rules()) == Place(
        platform="instagram", shelf="instagram", type=ServiceType.DEFAULT
    )


def test_a_service_is_hidden_alone_or_with_its_category() -> None:
    for rules in (
        Rules(services={"7": HIDDEN}),
        Rules(shelves={("instagram", "instagram"): HIDDEN}),
        Rules(services={"7": PINNED}, shelves={("instagram", "instagram"): HIDDEN}),
    ):
        assert place(service(), rules).unorderable is Unorderable.HIDDEN
    for rules in (
        Rules(services={"8": HIDDEN}),
        Rules(shelves={("telegram", "instagram"): HIDDEN, ("instagram", "likes"): HIDDEN}),
    ):
        assert place(service(), rules).unorderable is None


def test_a_hidden_category_is_found_by_whatever_spelling() -> None:
    rules = Rules(shelves={("instagram", shelf_key("Instagram Likes")): HIDDEN})
    for category in ("instagram likes", " INSTAGRAM  Likes ", "𝗜𝗻𝘀𝘁𝗮𝗴𝗿𝗮𝗺 likes"):
        assert place(service(category=category), rules).unorderable is Unorderable.HIDDEN
    assert place(service(category="Instagram Likes 🔥"), rules).unorderable is None


def test_pins_of_a_service_and_of_its_category_are_two() -> None:
    alone = place(service(), Rules(services={"7": PINNED}))
    assert (alone.pinned, alone.shelf_pinned) == (True, False)
    together = place(service(), Rules(shelves={("instagram", "instagram"): PINNED}))
    assert (together.pinned, together.shelf_pinned) == (False, True)


@pytest.mark.parametrize(
    ("word", "blocked"),
    [("follow", True), ("instagram", True), ("followers instagram", True), ("likes", False), ("7", False)],
)  # fmt: skip
def test_a_blocked_word_is_looked_for_in_name_and_category(word: str, blocked: bool) -> None:
    found = place(service(), Rules(words=("nothing", word))).unorderable
    assert found is (Unorderable.BLOCKED if blocked else None)


def test_words_hold_in_every_alphabet() -> None:
    rules = Rules(words=("strasse", "казино"))
    for name in ("STRAẞE", "КАЗИНО бонус"):
        assert place(service(name=name), rules).unorderable is Unorderable.BLOCKED


def test_an_unknown_type_asks_for_the_form_that_was_chosen() -> None:
    riddle = service(None, type_name="Mentions Foo")
    assert place(riddle, Rules()) == Place(
        platform="instagram",
        shelf="instagram",
        type=None,
        unorderable=Unorderable.UNKNOWN_TYPE,
    )
    rules = Rules(types={"mentionfoo": ServiceType.POLL})
    for name in ("Mentions Foo", "mentions_foo", "mention-FOO"):
        found = place(service(None, type_name=name), rules)
        assert (found.type, found.unorderable) == (ServiceType.POLL, None)


def test_a_known_type_is_never_read_as_another() -> None:
    rules = Rules(types={"default": ServiceType.POLL})
    assert place(service(), rules).type is ServiceType.DEFAULT


def test_what_forbids_an_order_by_itself_stays_forbidden() -> None:
    heading = service(None, type_name="Odd", rate=Decimal("9999999999999.00"))
    rules = Rules(types={"odd": ServiceType.DEFAULT})
    assert place(heading, rules).unorderable is Unorderable.HEADING
    assert place(service(min=9, max=1), rules).unorderable is Unorderable.NO_RANGE


def test_an_operators_decision_is_the_first_reason() -> None:
    odd = service(None, rate=Decimal("9999999999999.00"))
    rules = Rules(services={"7": HIDDEN}, words=("followers",))
    assert place(odd, rules).unorderable is Unorderable.HIDDEN
    assert place(odd, Rules(words=("followers",))).unorderable is Unorderable.BLOCKED


def test_categories_are_sorted_by_their_words() -> None:
    names = ["♻️ Views", "🔥 Likes", "comments", "→ Likes [HQ]", "!!!"]
    assert sorted(names, key=shelf_order) == [
        "!!!",
        "comments",
        "🔥 Likes",
        "→ Likes [HQ]",
        "♻️ Views",
    ]


def test_a_category_of_any_length_fits_an_index() -> None:
    assert len(shelf_key("ﷺ" * 10_000)) <= 200


def test_a_types_mark_is_its_own() -> None:
    assert type_mark("main", "Mentions Foo") == type_mark("main", "mention_foo")
    marks = {type_mark("main", "Foo"), type_mark("spare", "Foo"), type_mark("main", "Bar")}
    assert len(marks) == 3
    assert all(len(mark) == 16 for mark in marks)
