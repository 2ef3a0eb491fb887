"""Types that nobody knows: an operator chooses their form, and can take it back."""

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.form import Field
from bot.domain.journal import Act
from bot.domain.riddle import Riddle
from bot.domain.service import ServiceType, Unorderable
from bot.domain.stock import type_mark
from bot.usecases import drafting, mapping
from storage.snapshot import Synced
from storage.tables.staff import journal
from tests.usecases.shop import CUSTOMER, OPERATOR, Shop

QUIZ = "7004"
"""Of the type "Event Quiz"."""

MARK = type_mark("main", "Event Quiz")


async def test_unknown_types_are_listed_with_their_services(shop: Shop) -> None:
    quiz = Riddle(panel="main", names=("Event Quiz",), count=1, read_as=None)
    assert await mapping.riddles(shop.desk) == [quiz]
    found, samples = await mapping.riddle(shop.desk, MARK)
    assert found == quiz
    assert [listing.service.id for listing in samples] == [QUIZ]


async def test_a_chosen_form_holds_at_once_at_every_sync_and_until_it_is_undone(shop: Shop) -> None:
    riddle = await mapping.read_as(shop.desk, OPERATOR, MARK, ServiceType.POLL)
    assert riddle.read_as is ServiceType.POLL
    assert await shop.sync() == Synced(0, 0, 0), "the catalogue is as the sync would make it"
    listing = await shop.listing(QUIZ)
    assert (listing.service.type, listing.unorderable) == (ServiceType.POLL, None)
    form = await drafting.start(shop.desk, CUSTOMER, listing.key)
    await shop.answer(form.draft.id, Field.LINK, "https://t.me/a/1")
    form = await shop.answer(form.draft.id, Field.ANSWER_NUMBER, "2")
    form = await shop.answer(form.draft.id, Field.QUANTITY, str(listing.service.min))
    order = await shop.confirm(form)
    await shop.lanes()
    assert shop.adds()[0]["answer_number"] == "2"
    assert (await shop.get(order)).service_type is ServiceType.POLL

    riddle = await mapping.read_as_nothing(shop.desk, OPERATOR, MARK)
    assert riddle.read_as is None
    assert (await shop.listing(QUIZ)).unorderable is Unorderable.UNKNOWN_TYPE
    assert await shop.sync() == Synced(0, 0, 0)


async def test_another_choice_takes_the_place_of_the_first(shop: Shop) -> None:
    await mapping.read_as(shop.desk, OPERATOR, MARK, ServiceType.POLL)
    await mapping.read_as(shop.desk, OPERATOR, MARK, ServiceType.DEFAULT)
    assert (await shop.listing(QUIZ)).service.type is ServiceType.DEFAULT


async def test_all_spellings_of_a_panel_are_one_type(shop: Shop) -> None:
    template = shop.truth.services[int(QUIZ)]
    for number, name in ((1, "event_quiz"), (2, "EVENT QUIZ")):
        shop.truth.services[number] = type(template)(
            id=number, name="Q", rate=template.rate, min=1, max=9, category="Q", type=name
        )
    await shop.sync()
    (riddle,) = await mapping.riddles(shop.desk)
    assert riddle.count == 3
    await mapping.read_as(shop.desk, OPERATOR, MARK, ServiceType.POLL)
    for service_id in ("1", "2", QUIZ):
        assert (await shop.listing(service_id)).unorderable is None


async def test_a_choice_is_for_one_panel(two_panels: Shop) -> None:
    assert [riddle.panel for riddle in await mapping.riddles(two_panels.desk)] == ["main", "spare"]
    await mapping.read_as(two_panels.desk, OPERATOR, MARK, ServiceType.POLL)
    spare = await two_panels.listing(QUIZ, "spare")
    assert spare.unorderable is Unorderable.UNKNOWN_TYPE
    riddles = await mapping.riddles(two_panels.desk)
    assert [(riddle.panel, riddle.read_as) for riddle in riddles] == [
        ("spare", None),
        ("main", ServiceType.POLL),
    ]


async def test_a_choice_whose_services_are_gone_can_still_be_undone(shop: Shop) -> None:
    await mapping.read_as(shop.desk, OPERATOR, MARK, ServiceType.POLL)
    shop.truth.remove_service(int(QUIZ))
    await shop.sync()
    (riddle,) = await mapping.riddles(shop.desk)
    assert (riddle.count, riddle.read_as) == (0, ServiceType.POLL)
    await mapping.read_as_nothing(shop.desk, OPERATOR, MARK)
    assert await mapping.riddles(shop.desk) == []
    with pytest.raises(ShopError) as gone:
        await mapping.riddle(shop.desk, MARK)
    assert gone.value.problem is Problem.TYPE_GONE


async def test_a_type_that_is_known_or_never_was_is_no_riddle(shop: Shop) -> None:
    for mark in (type_mark("main", "Default"), type_mark("nowhere", "Event Quiz"), "", "x"):
        with pytest.raises(ShopError) as refused:
            await mapping.read_as(shop.desk, OPERATOR, mark, ServiceType.POLL)
        assert refused.value.problem is Problem.TYPE_GONE


async def test_only_operators_choose_and_it_is_written_down_once(shop: Shop) -> None:
    for deed in (
        mapping.read_as(shop.desk, CUSTOMER, MARK, ServiceType.POLL),
        mapping.read_as_nothing(shop.desk, CUSTOMER, MARK),
    ):
        with pytest.raises(ShopError) as refused:
            await deed
        assert refused.value.problem is Problem.NOT_ALLOWED
    for _ in range(2):
        await mapping.read_as(shop.desk, OPERATOR, MARK, ServiceType.POLL)
    for _ in range(2):
        await mapping.read_as_nothing(shop.desk, OPERATOR, MARK)
    written = [(row["act"], row["details"]) for row in await shop.rows(journal)]
    what = {"panel": "main", "type": "Event Quiz"}
    assert written == [
        (Act.TYPE_MAPPED, {**what, "form": "Poll"}),
        (Act.TYPE_UNMAPPED, what),
    ]
