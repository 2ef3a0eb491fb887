"""The form asks one thing after the other, always ends at the confirm screen, and can always be left."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import Draft, Terms
from bot.domain.form import DRIPFEED, Answers, Field, Value, optional
from bot.domain.service import Service, ServiceType
from tests.domain.build import NOW, service

F, T = Field, ServiceType
NOTHING: Answers = {}


def draft(sold: Service, answers: Answers = NOTHING, **facts: object) -> Draft:
    return Draft(
        id=1,
        user_id=5,
        listing_key=3,
        seen=Terms.of(sold),
        answers=answers,
        updated_at=NOW,
        **facts,  # type: ignore[arg-type]
    )


def plausible(field: Field, traffic: int = 3) -> Value:
    if field is F.TYPE_OF_TRAFFIC:
        return traffic
    if field in {F.COMMENTS, F.USERNAMES, F.HASHTAGS, F.KEYWORDS, F.GROUPS}:
        return ("one", "two")
    numbers = {F.QUANTITY, F.MIN, F.MAX, F.DELAY, F.POSTS, F.OLD_POSTS, F.RUNS, F.INTERVAL}
    return 20 if field in numbers | {F.ANSWER_NUMBER, F.DEVICE} else "text"


def fill(form: Draft, sold: Service, traffic: int = 3) -> tuple[Draft, list[Field]]:
    """Answer what is asked until nothing is."""
    asked: list[Field] = []
    while (field := form.awaiting(sold)) is not None:
        assert field not in asked, "asked twice"
        asked.append(field)
        form = form.answered(field, plausible(field, traffic))
    return form, asked


@pytest.mark.parametrize("traffic", [1, 2, 3])
@pytest.mark.parametrize("kind", ServiceType)
def test_answering_what_is_asked_ends_at_the_confirm_screen(
    kind: ServiceType, traffic: int
) -> None:
    sold = service(kind, dripfeed=True)
    form, asked = fill(draft(sold), sold, traffic)
    assert list(form.fields(sold)) == asked
    for extra in optional(sold):
        form = form.want(extra)
    form, more = fill(form, sold, traffic)
    assert more == list(optional(sold))
    assert list(form.fields(sold)) == asked + more


@pytest.mark.parametrize("kind", ServiceType)
def test_back_leads_from_any_question_to_the_services_card(kind: ServiceType) -> None:
    sold = service(kind, dripfeed=True)
    form: Draft | None = draft(sold)
    assert form is not None
    _, asked = fill(form, sold)
    for answered in range(len(asked)):
        form = draft(sold, {field: plausible(field) for field in asked[:answered]})
        seen = []
        while form is not None:
            seen.append(form.awaiting(sold))
            form = form.back(sold)
        assert seen == list(reversed(asked[: answered + 1]))


@pytest.mark.parametrize("kind", ServiceType)
def test_an_edit_is_answered_or_left_and_both_lead_to_the_confirm_screen(kind: ServiceType) -> None:
    sold = service(kind)
    form, asked = fill(draft(sold), sold)
    for field in asked:
        editing = form.edit(field)
        assert editing.awaiting(sold) is field
        assert editing.fields(sold) == form.fields(sold)
        assert editing.back(sold) == form
        assert editing.answered(field, plausible(field)) == form


def test_back_on_the_confirm_screen_asks_the_last_thing_again_and_loses_nothing() -> None:
    sold = service(T.CUSTOM_COMMENTS)
    form, _ = fill(draft(sold), sold)
    again = form.back(sold)
    assert again is not None
    assert again.awaiting(sold) is F.COMMENTS
    assert again.fields(sold) == form.fields(sold)


def test_dripfeed_comes_and_goes_as_a_pair() -> None:
    sold = service(dripfeed=True)
    plain, _ = fill(draft(sold), sold)
    wanted = plain.want(F.RUNS)
    assert wanted.wanted == set(DRIPFEED)
    half = wanted.answered(F.RUNS, 3)
    assert half.awaiting(sold) is F.INTERVAL
    assert half.back(sold) == plain
    whole, _ = fill(wanted, sold)
    assert set(whole.fields(sold)) - set(plain.fields(sold)) == set(DRIPFEED)
    assert whole.drop(F.INTERVAL) == plain


def test_an_extra_that_is_offered_no_more_can_still_be_taken_off() -> None:
    form, _ = fill(draft(service(dripfeed=True)), service(dripfeed=True))
    assert form.want(F.RUNS).back(service(dripfeed=False)) == form


def test_a_subscriptions_extras_come_one_by_one() -> None:
    sold = service(T.SUBSCRIPTIONS)
    form, _ = fill(draft(sold), sold)
    asking = form.want(F.EXPIRY)
    assert asking.awaiting(sold) is F.EXPIRY
    assert asking.back(sold) == form
    assert asking.answered(F.EXPIRY, "31/12/2026").drop(F.EXPIRY) == form


def test_a_doubtful_link_is_asked_about_before_the_form_goes_on() -> None:
    sold = service()
    doubted = draft(sold).answered(F.LINK, "https://example.com/a", doubtful=True)
    assert doubted.awaiting(sold) is F.LINK
    assert doubted.trusted().awaiting(sold) is F.QUANTITY
    asked_again = doubted.back(sold)
    assert asked_again is not None
    assert asked_again.awaiting(sold) is F.LINK
    assert asked_again.doubted is None
    assert asked_again.back(sold) is None


def test_a_change_of_the_traffics_source_asks_for_what_it_needs() -> None:
    sold = service(T.WEB_TRAFFIC)
    form, _ = fill(draft(sold), sold, traffic=1)
    changed = form.edit(F.TYPE_OF_TRAFFIC).answered(F.TYPE_OF_TRAFFIC, 2)
    assert changed.awaiting(sold) is F.REFERRING_URL
    assert F.GOOGLE_KEYWORD not in changed.fields(sold)
    assert F.QUANTITY in changed.fields(sold)


def test_a_type_nobody_knows_asks_for_nothing_and_sends_nothing() -> None:
    sold = service(None)
    form = draft(sold, {F.LINK: "https://t.me/a"})
    assert form.awaiting(sold) is None
    assert form.fields(sold) == {}
    assert form.quote(sold).cost is None
    assert form.back(sold) is None


def test_the_price_is_of_what_will_be_sent() -> None:
    sold = service(dripfeed=True)
    left = draft(sold, {F.LINK: "https://t.me/a", F.QUANTITY: 100, F.RUNS: 9, F.INTERVAL: 5})
    assert left.quote(sold).cost == Decimal("0.09")
    assert left.want(F.RUNS).quote(sold).cost == Decimal("0.81")


taps = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.none()),
        st.tuples(st.sampled_from(["edit", "want", "drop"]), st.sampled_from(Field)),
        st.tuples(st.sampled_from(["back", "trust", "doubt"]), st.none()),
    ),
    max_size=25,
)


def tap(form: Draft, sold: Service, what: str, field: Field | None) -> Draft | None:
    awaited = form.awaiting(sold)
    match what:
        case "answer" | "doubt" if awaited is not None:
            return form.answered(awaited, plausible(awaited), doubtful=what == "doubt")
        case "edit" if field is not None:
            return form.edit(field)
        case "want" if field in optional(sold) and field is not None:
            return form.want(field)
        case "drop" if field is not None:
            return form.drop(field)
        case "back":
            return form.back(sold)
    return form.trusted() if what == "trust" else form


@given(st.sampled_from(ServiceType), taps)
def test_after_any_taps_the_form_can_be_finished_and_left(
    kind: ServiceType, pressed: list[tuple[str, Field | None]]
) -> None:
    sold = service(kind, dripfeed=True)
    form = draft(sold)
    for what, field in pressed:
        form = tap(form, sold, what, field) or draft(sold)
    finished, _ = fill(form.trusted(), sold)
    assert finished.awaiting(sold) is None
    leaving: Draft | None = draft(sold, form.answers, wanted=form.wanted)
    assert leaving is not None
    for _ in range(2 * len(Field)):
        if leaving is None or leaving.awaiting(sold) is None:
            return  # the service's card or the confirm screen: both have a way out
        leaving = leaving.back(sold)
    pytest.fail("Back goes round in circles")
