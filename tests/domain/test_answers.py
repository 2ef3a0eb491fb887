"""Each question of the form takes what fits the service, and says what doesn't."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answers import check_answers, parse_answer, quantity_choices
from bot.domain.country import CODES
from bot.domain.errors import Problem, ShopError
from bot.domain.form import DEVICES, DRIPFEED, FORMS, TRAFFIC_TYPES, Answers, Field, Value, required
from bot.domain.service import Service, ServiceType
from tests.domain.build import TODAY, problem, service

F, T = Field, ServiceType
NOTHING: Answers = {}


def answer(
    field: Field,
    text: str,
    *,
    of: Service | None = None,
    platform: str = "instagram",
    given: Answers = NOTHING,
) -> Value:
    return parse_answer(field, text, of or service(), platform, given, TODAY)


def refused(
    field: Field, text: str, *, of: Service | None = None, given: Answers = NOTHING
) -> object:
    with pytest.raises(ShopError) as error:
        answer(field, text, of=of, given=given)
    return problem(error.value)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (F.LINK, "instagram.com/anna?igsh=1", "https://instagram.com/anna"),
        (F.LINK, "@anna", "https://instagram.com/anna"),
        (F.MEDIA, "instagram.com/p/C1", "https://instagram.com/p/C1"),
        (F.REFERRING_URL, "example.com/?utm_source=a", "https://example.com/?utm_source=a"),
        (F.QUANTITY, "1k", 1000),
        (F.RUNS, "3", 3),
        (F.INTERVAL, "45", 45),
        (F.COMMENTS, "Nice\n\nWow", ("Nice", "Wow")),
        (F.USERNAMES, "@anna\nboris", ("anna", "boris")),
        (F.HASHTAGS, "#sea #sun", ("sea", "sun")),
        (F.HASHTAG, "#sea view", "sea view"),
        (F.USERNAME, "@anna", "anna"),
        (F.ANSWER_NUMBER, "2", 2),
        (F.KEYWORDS, "sea view\nsun", ("sea view", "sun")),
        (F.GROUPS, "t.me/club", ("https://t.me/club",)),
        (F.MIN, "100", 100),
        (F.MAX, "200", 200),
        (F.DELAY, "0", 0),
        (F.DELAY, "600", 600),
        (F.POSTS, "1", 1),
        (F.OLD_POSTS, "0", 0),
        (F.EXPIRY, "31.12.2026", "31/12/2026"),
        (F.COUNTRY, "germany", "DE"),
        (F.DEVICE, "5", 5),
        (F.TYPE_OF_TRAFFIC, "1", 1),
        (F.GOOGLE_KEYWORD, " buy  flowers ", "buy flowers"),
    ],
)
def test_an_answer_is_taken(field: Field, text: str, value: Value) -> None:
    assert answer(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "why", "details"),
    [
        (F.LINK, "anna", Problem.NOT_A_LINK, {}),
        (F.QUANTITY, "many", Problem.NOT_A_NUMBER, {}),
        (F.QUANTITY, "9", Problem.BELOW_MIN, {"minimum": 10}),
        (F.QUANTITY, "1001", Problem.ABOVE_MAX, {"maximum": 1000}),
        (F.RUNS, "1", Problem.BELOW_MIN, {"minimum": 2}),
        (F.INTERVAL, "0", Problem.BELOW_MIN, {"minimum": 1}),
        (F.INTERVAL, "1441", Problem.ABOVE_MAX, {"maximum": 1440}),
        (F.ANSWER_NUMBER, "101", Problem.ABOVE_MAX, {"maximum": 100}),
        (F.DELAY, "601", Problem.ABOVE_MAX, {"maximum": 600}),
        (F.POSTS, "0", Problem.BELOW_MIN, {"minimum": 1}),
        (F.MIN, "1001", Problem.ABOVE_MAX, {"maximum": 1000}),
        (F.EXPIRY, "01/01/2026", Problem.DATE_PAST, {}),
        (F.COUNTRY, "Atlantis", Problem.NOT_A_COUNTRY, {}),
        (F.DEVICE, "6", Problem.NOT_A_CHOICE, {}),
        (F.TYPE_OF_TRAFFIC, "google", Problem.NOT_A_CHOICE, {}),
        (F.USERNAME, "an na", Problem.NOT_A_USERNAME, {}),
    ],
)
def test_an_answer_that_cant_be_is_refused_with_its_limit(
    field: Field, text: str, why: Problem, details: dict[str, object]
) -> None:
    assert refused(field, text) == (why, details)


def test_nobody_orders_nothing_even_where_a_panel_allows_it() -> None:
    free = service(min=0, max=100)
    assert refused(F.QUANTITY, "0", of=free) == (Problem.BELOW_MIN, {"minimum": 1})


def test_all_runs_together_stay_within_the_limit() -> None:
    assert answer(F.RUNS, "4", given={F.QUANTITY: 250}) == 4
    over = (Problem.TOTAL_ABOVE_MAX, {"maximum": 1000, "runs": 5})
    assert refused(F.RUNS, "5", given={F.QUANTITY: 250}) == over
    assert refused(F.QUANTITY, "250", given={F.RUNS: 5}) == over
    assert answer(F.QUANTITY, "200", given={F.RUNS: 5}) == 200


def test_lines_are_counted_only_where_lines_are_what_is_sold() -> None:
    per_line = service(T.CUSTOM_COMMENTS, min=2, max=3)
    assert refused(F.COMMENTS, "one", of=per_line) == (
        Problem.TOO_FEW_LINES,
        {"minimum": 2, "count": 1},
    )
    assert refused(F.COMMENTS, "1\n2\n3\n4", of=per_line) == (
        Problem.TOO_MANY_LINES,
        {"maximum": 3, "count": 4},
    )
    assert answer(F.COMMENTS, "one", of=service(T.CUSTOM_COMMENTS_PACKAGE)) == ("one",)
    assert answer(F.USERNAMES, "anna", of=service(T.MENTIONS)) == ("anna",)
    listed = service(T.MENTIONS_CUSTOM_LIST)
    assert refused(F.USERNAMES, "anna", of=listed) == (
        Problem.TOO_FEW_LINES,
        {"minimum": 10, "count": 1},
    )


def test_a_post_never_gets_less_at_most_than_at_least() -> None:
    crossed: object = (Problem.MIN_ABOVE_MAX, {})
    assert refused(F.MAX, "100", given={F.MIN: 200}) == crossed
    assert refused(F.MIN, "200", given={F.MAX: 100}) == crossed
    assert answer(F.MAX, "200", given={F.MIN: 200}) == 200


def test_who_a_username_is_depends_on_the_form() -> None:
    assert answer(F.USERNAME, "Anna B", of=service(T.COMMENT_LIKES)) == "Anna B"
    private = answer(F.USERNAME, "t.me/+AbC", of=service(T.SUBSCRIPTIONS), platform="telegram")
    assert private == "https://t.me/+AbC"


SHAPES = {
    str: frozenset({F.LINK, F.MEDIA, F.REFERRING_URL, F.HASHTAG, F.USERNAME, F.EXPIRY, F.COUNTRY, F.GOOGLE_KEYWORD}),
    tuple: frozenset({F.COMMENTS, F.USERNAMES, F.HASHTAGS, F.KEYWORDS, F.GROUPS}),
}  # fmt: skip


def _looks_right(field: Field, value: Value, sold: Service) -> bool:
    match field:
        case F.QUANTITY | F.MIN | F.MAX:
            return isinstance(value, int) and sold.min <= value <= sold.max
        case F.EXPIRY:
            return re.fullmatch(r"\d\d/\d\d/\d{4}", str(value)) is not None
        case F.COUNTRY:
            return value in CODES
        case F.DEVICE:
            return value in DEVICES
        case F.TYPE_OF_TRAFFIC:
            return value in TRAFFIC_TYPES
    kind = next((kind for kind, fields in SHAPES.items() if field in fields), int)
    return isinstance(value, kind)


@given(
    st.sampled_from(Field),
    st.sampled_from(ServiceType),
    st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from("0123456789\n /.,k@#")),
    st.sampled_from(["telegram", "website", "other"]),
)
def test_any_text_for_any_field_gives_a_value_of_its_shape_or_a_reason(
    field: Field, kind: ServiceType, text: str, platform: str
) -> None:
    sold = service(kind, min=1, max=10_000)
    try:
        value = answer(field, text, of=sold, platform=platform)
    except ShopError:
        return
    assert _looks_right(field, value, sold)
    single = value if isinstance(value, tuple) else (str(value),)
    assert all(entry and "\n" not in entry and "\r" not in entry for entry in single)
    again = "\n".join(single)
    assert answer(field, again, of=sold, platform=platform) == value


GIVEN: Answers = {
    F.LINK: "https://t.me/anna",
    F.QUANTITY: 100,
    F.RUNS: 5,
    F.INTERVAL: 30,
    F.COMMENTS: ("one", "two"),
    F.MIN: 50,
    F.MAX: 80,
}


@pytest.mark.parametrize(
    ("sold", "wanted", "misfits"),
    [
        (service(), DRIPFEED, ()),
        (service(dripfeed=True), DRIPFEED, ()),
        (service(min=101), (), (F.QUANTITY,)),
        (service(max=99), (), (F.QUANTITY,)),
        (service(dripfeed=True, max=499), DRIPFEED, (F.RUNS,)),
        (service(dripfeed=True, max=199), DRIPFEED, (F.QUANTITY,)),
        (service(T.CUSTOM_COMMENTS, min=3), (), (F.COMMENTS,)),
        (service(T.CUSTOM_COMMENTS, min=1, max=1), (), (F.COMMENTS,)),
        (service(T.CUSTOM_COMMENTS_PACKAGE, min=3), (), ()),
        (service(T.SUBSCRIPTIONS, min=60), (), (F.MIN,)),
        (service(T.SUBSCRIPTIONS, max=40), (), (F.MIN, F.MAX)),
        (service(None), (), ()),
    ],
)
def test_answers_are_looked_at_again_when_the_service_has_changed(
    sold: Service, wanted: tuple[Field, ...], misfits: tuple[Field, ...]
) -> None:
    gone = () if sold.dripfeed or not wanted else DRIPFEED
    assert check_answers(sold, GIVEN, frozenset(wanted)) == (misfits or gone)


@given(st.integers(1, 1000), st.integers(2, 50), st.integers(1, 500), st.integers(0, 2000))
def test_a_misfit_that_is_asked_again_can_be_answered(
    quantity: int, runs: int, minimum: int, room: int
) -> None:
    """Unless the service has no room for a drip-feed at all: then the drip-feed is what doesn't fit."""
    sold = service(dripfeed=True, min=minimum, max=minimum + room)
    given_before: Answers = {
        F.LINK: "https://t.me/a",
        F.QUANTITY: quantity,
        F.RUNS: runs,
        F.INTERVAL: 5,
    }
    misfits = check_answers(sold, given_before, frozenset(DRIPFEED))
    kept = {f: v for f, v in given_before.items() if f not in misfits}
    if sold.max < 2 * sold.min:
        assert set(misfits) >= set(DRIPFEED)
        return
    for field, least in ((F.QUANTITY, sold.min), (F.RUNS, 2)):
        if field in misfits:
            kept[field] = answer(field, str(least), of=sold, given=kept)
    assert check_answers(sold, kept, frozenset(DRIPFEED)) == ()


def test_every_field_of_every_form_has_a_parser() -> None:
    asked = {
        field
        for kind in FORMS
        for traffic in TRAFFIC_TYPES
        for field in required(kind, {F.TYPE_OF_TRAFFIC: traffic}, frozenset(Field))
    }
    assert asked == set(Field)


@pytest.mark.parametrize(
    ("minimum", "maximum", "choices"),
    [
        (100, 100, (100,)),
        (10, 1000, (10, 50, 100, 500, 1000)),
        (50, 10_000, (50, 100, 500, 1000, 5000, 10_000)),
        (0, 5, (1, 5)),
        (7, 8, (7, 8)),
    ],
)
def test_handy_quantities_are_round_and_end_at_the_limits(
    minimum: int, maximum: int, choices: tuple[int, ...]
) -> None:
    assert quantity_choices(service(min=minimum, max=maximum)) == choices


def test_a_limit_of_two_thousand_million_is_no_button() -> None:
    choices = quantity_choices(service(min=100, max=2_147_483_647))
    assert choices[0] == 100
    assert len(choices) <= 6
    assert choices[-1] < 1_000_000


@given(st.integers(1, 10**6), st.integers(0, 2**31))
def test_every_handy_quantity_can_be_ordered(minimum: int, room: int) -> None:
    sold = service(min=minimum, max=minimum + room)
    choices = quantity_choices(sold)
    assert 1 <= len(choices) <= 6
    assert list(choices) == sorted(set(choices))
    for choice in choices:
        assert answer(F.QUANTITY, str(choice), of=sold) == choice
