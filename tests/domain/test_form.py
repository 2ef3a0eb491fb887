"""What each type asks for, in which order, what is sent and what it costs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.form import (
    DRIPFEED,
    FORMS,
    Answers,
    Field,
    Value,
    missing,
    optional,
    quote,
    required,
    to_send,
)
from bot.domain.service import ServiceType
from tests.domain.build import service

F, T = Field, ServiceType
NONE: frozenset[Field] = frozenset()

# The table of the panel API, written down a second time: a slip in one of them shows.
WIRE = {
    T.DEFAULT: "link quantity",
    T.PACKAGE: "link",
    T.CUSTOM_COMMENTS: "link comments",
    T.CUSTOM_COMMENTS_PACKAGE: "link comments",
    T.MENTIONS: "link quantity usernames",
    T.MENTIONS_WITH_HASHTAGS: "link quantity usernames hashtags",
    T.MENTIONS_CUSTOM_LIST: "link usernames",
    T.MENTIONS_HASHTAG: "link quantity hashtag",
    T.MENTIONS_USER_FOLLOWERS: "link quantity username",
    T.MENTIONS_MEDIA_LIKERS: "link quantity media",
    T.COMMENT_LIKES: "link quantity username",
    T.COMMENT_REPLIES: "link username comments",
    T.POLL: "link quantity answer_number",
    T.SEO: "link quantity keywords",
    T.INVITES_FROM_GROUPS: "link quantity groups",
    T.SUBSCRIPTIONS: "username min max delay",
    T.WEB_TRAFFIC: "link quantity country device type_of_traffic",
}

values = st.one_of(
    st.integers(1, 10**6), st.text(max_size=5), st.lists(st.text(max_size=3)).map(tuple)
)
answers = st.dictionaries(st.sampled_from(Field), values)


@pytest.mark.parametrize("kind", ServiceType)
def test_the_form_is_the_one_of_the_panel_api(kind: ServiceType) -> None:
    assert set(required(kind, {}, NONE)) == set(WIRE[kind].split())


@pytest.mark.parametrize("kind", ServiceType)
def test_the_link_is_asked_for_first_and_the_quantity_last(kind: ServiceType) -> None:
    asked = required(kind, {}, NONE)
    assert asked[0] in {F.LINK, F.USERNAME}
    if F.QUANTITY in asked:
        assert asked[-1] is F.QUANTITY


@given(st.sampled_from(ServiceType), answers, st.frozensets(st.sampled_from(Field)))
def test_only_fields_of_the_type_are_sent(
    kind: ServiceType, given_answers: dict[Field, Value], wanted: frozenset[Field]
) -> None:
    sent = to_send(kind, given_answers, wanted)
    extra = {F.GOOGLE_KEYWORD, F.REFERRING_URL} if kind is T.WEB_TRAFFIC else set()
    allowed = set(WIRE[kind].split()) | extra | (set(FORMS[kind].optional) & wanted)
    assert set(sent) <= allowed
    assert all(sent[field] == given_answers[field] for field in sent)
    asked = required(kind, given_answers, wanted)
    assert list(sent) == [field for field in asked if field in given_answers]
    assert len(set(asked)) == len(asked)
    unanswered = [field for field in asked if field not in given_answers]
    assert missing(kind, given_answers, wanted) == (unanswered[0] if unanswered else None)


def test_where_the_visitors_come_from_decides_what_else_is_asked() -> None:
    asked = {
        traffic: set(required(T.WEB_TRAFFIC, {F.TYPE_OF_TRAFFIC: traffic}, NONE))
        - set(WIRE[T.WEB_TRAFFIC].split())
        for traffic in (1, 2, 3)
    }
    assert asked == {1: {F.GOOGLE_KEYWORD}, 2: {F.REFERRING_URL}, 3: set()}


def test_a_source_that_was_changed_is_not_sent() -> None:
    changed: Answers = {F.TYPE_OF_TRAFFIC: 3, F.GOOGLE_KEYWORD: "shoes", F.REFERRING_URL: "x"}
    assert set(to_send(T.WEB_TRAFFIC, changed, NONE)) == {F.TYPE_OF_TRAFFIC}


def test_dripfeed_is_offered_where_the_panel_has_it_and_two_runs_fit() -> None:
    assert optional(service(dripfeed=True)) == DRIPFEED
    assert optional(service(T.WEB_TRAFFIC, dripfeed=True)) == DRIPFEED
    assert optional(service()) == ()
    assert optional(service(T.POLL, dripfeed=True)) == ()
    assert optional(service(dripfeed=True, min=100, max=199)) == ()
    assert optional(service(T.SUBSCRIPTIONS)) == (F.POSTS, F.OLD_POSTS, F.EXPIRY)
    assert optional(service(None, dripfeed=True)) == ()


@pytest.mark.parametrize(
    ("kind", "given_answers", "cost", "units"),
    [
        (T.DEFAULT, {F.QUANTITY: 500}, "0.45", 500),
        (T.DEFAULT, {F.QUANTITY: 500, F.RUNS: 3}, "1.35", 1500),
        (T.DEFAULT, {}, None, None),
        (T.PACKAGE, {}, "0.9", None),
        (T.CUSTOM_COMMENTS_PACKAGE, {F.COMMENTS: ("a", "b")}, "0.9", None),
        (T.CUSTOM_COMMENTS, {F.COMMENTS: ("a", "b")}, "0.0018", 2),
        (T.CUSTOM_COMMENTS, {F.COMMENTS: ("a", "b"), F.QUANTITY: 100}, "0.0018", 2),
        (T.COMMENT_REPLIES, {F.COMMENTS: ("a",) * 10}, "0.009", 10),
        (T.MENTIONS_CUSTOM_LIST, {F.USERNAMES: ("a",) * 10}, "0.009", 10),
        (T.MENTIONS, {F.USERNAMES: ("a",) * 10, F.QUANTITY: 100}, "0.09", 100),
        (T.POLL, {F.ANSWER_NUMBER: 2, F.QUANTITY: 100}, "0.09", 100),
        (T.SUBSCRIPTIONS, {F.MIN: 50, F.MAX: 100, F.POSTS: 10}, "0.9", 1000),
        (T.SUBSCRIPTIONS, {F.MIN: 50, F.MAX: 100}, None, None),
        (T.WEB_TRAFFIC, {F.QUANTITY: 1000, F.RUNS: 2}, "1.8", 2000),
    ],
)
def test_the_price(
    kind: ServiceType, given_answers: Answers, cost: str | None, units: int | None
) -> None:
    told = quote(service(kind), given_answers)
    assert (told.cost, told.units) == (None if cost is None else Decimal(cost), units)
    assert told.estimate is (kind is T.SUBSCRIPTIONS)


def test_an_unknown_type_has_no_price() -> None:
    assert quote(service(None), {F.QUANTITY: 100}).cost is None


def test_a_fraction_of_a_micro_unit_is_charged() -> None:
    assert quote(service(rate=Decimal("0.0001")), {F.QUANTITY: 1}).cost == Decimal("0.000001")
    assert quote(service(rate=Decimal("0.0011")), {F.QUANTITY: 1}).cost == Decimal("0.000002")


@given(
    st.decimals(min_value=0, max_value=10**9, places=6),
    st.integers(1, 2_147_483_647),
    st.integers(1, 1000),
)
def test_the_price_is_the_exact_one_rounded_up(rate: Decimal, quantity: int, runs: int) -> None:
    cost = quote(service(rate=rate), {F.QUANTITY: quantity, F.RUNS: runs}).cost
    assert cost is not None
    exact_nanos = int(rate * 10**6) * quantity * runs  # rate / 1000, in units of 10**-9
    charged_nanos = int(cost * 10**6) * 1000
    assert exact_nanos <= charged_nanos < exact_nanos + 1000
