"""Confirm: one order, on the terms that were seen, however often and wherever it is tapped."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.draft import Terms
from bot.domain.errors import Problem, ShopError
from bot.domain.form import Field
from bot.domain.notice import NoticeKind
from bot.domain.order import Order, OrderStatus
from bot.domain.service import ServiceType
from bot.usecases import drafting, ordering
from bot.usecases.ordering import AskAgain
from storage import open_storage
from storage.tables.orders import orders
from tests.usecases.shop import CUSTOMER, LIKES, STRANGER, Shop


async def test_a_confirmed_order_is_what_was_on_the_screen(shop: Shop) -> None:
    form = await shop.draft(link="https://instagram.com/p/1", quantity=1000)
    order = await ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=77)
    assert isinstance(order, Order)
    assert (order.status, order.units, order.cost) == (OrderStatus.QUEUED, 1000, Decimal("0.12"))
    assert order.fields == {Field.LINK: "https://instagram.com/p/1", Field.QUANTITY: 1000}
    assert (order.panel, order.service_id, order.cancel, order.refill) == (
        "main",
        LIKES,
        True,
        False,
    )
    assert (order.message_id, order.created_at) == (77, shop.clock.now)
    assert await drafting.of_user(shop.desk, CUSTOMER) is None
    assert shop.desk.wake.lanes["main"].is_set()


async def test_confirm_tapped_twice_gives_one_order_and_the_same_answer(shop: Shop) -> None:
    form = await shop.draft()
    first = await shop.confirm(form)
    assert await shop.confirm(form) == first
    await shop.lanes()
    again = await shop.confirm(form)
    assert (again.id, again.status) == (first.id, OrderStatus.PENDING)
    assert len(await shop.rows(orders)) == 1
    assert len(shop.adds()) == 1


async def test_a_burst_of_taps_gives_one_order(shop: Shop) -> None:
    form = await shop.draft()
    answers = await asyncio.gather(*(shop.confirm(form) for _ in range(20)))
    assert {answer.id for answer in answers} == {answers[0].id}
    assert len(await shop.rows(orders)) == 1


async def test_taps_on_two_replicas_give_one_order(shop: Shop, storage_url: str) -> None:
    if storage_url.startswith("sqlite"):
        pytest.skip("a SQLite database has one copy of the bot")
    form = await shop.draft()
    async with AsyncExitStack() as stack:
        books = [
            await stack.enter_async_context(
                open_storage(storage_url, migrate=False, exclusive=False)
            )
            for _ in range(2)
        ]
        desks = [replace(shop.desk, storage=book) for book in books]
        answers = await asyncio.gather(
            *(
                ordering.confirm(desk, CUSTOMER, form.draft.id, message_id=1)
                for _ in range(5)
                for desk in desks
            )
        )
    assert {answer.id for answer in answers if isinstance(answer, Order)} == {1}
    assert len(await shop.rows(orders)) == 1


async def test_a_changed_price_is_asked_about_and_then_confirmed(shop: Shop) -> None:
    form = await shop.draft(quantity=1000)
    shop.truth.change_service(int(LIKES), rate=Decimal("0.15"))
    await shop.sync()
    asked = await ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=None)
    assert isinstance(asked, AskAgain)
    assert asked.before == Terms(Decimal("0.1200"), 10, 100_000, ServiceType.DEFAULT)
    assert asked.form.draft.seen.rate == Decimal("0.15")
    assert asked.form.awaiting is None
    assert await shop.rows(orders) == []
    order = await shop.confirm(asked.form)
    assert order.cost == Decimal("0.15")


async def test_two_taps_across_a_changed_price_order_nothing_unseen(shop: Shop) -> None:
    """The second tap was made on the old screen, but comes after the new one was shown: it confirms the new terms.

    Telegram can't tell the two apart; the handler edits the screen before the next tap of the same person is handled.
    """
    form = await shop.draft()
    shop.truth.change_service(int(LIKES), rate=Decimal("0.15"))
    await shop.sync()
    answers = [
        await ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=None)
        for _ in range(2)
    ]
    assert [type(answer) for answer in answers] == [AskAgain, Order]


async def test_a_limit_that_changed_asks_for_that_field_again(shop: Shop) -> None:
    form = await shop.draft(quantity=1000)
    shop.truth.change_service(int(LIKES), max=500)
    await shop.sync()
    asked = await ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=None)
    assert isinstance(asked, AskAgain)
    assert asked.form.awaiting is Field.QUANTITY
    assert Field.LINK in asked.form.draft.answers
    with pytest.raises(ShopError) as incomplete:
        await shop.confirm(asked.form)
    assert incomplete.value.problem is Problem.FORM_INCOMPLETE
    form = await shop.answer(asked.form.draft.id, Field.QUANTITY, "400")
    assert (await shop.confirm(form)).units == 400


async def test_another_type_at_the_same_rate_is_another_price(shop: Shop) -> None:
    """A thousand comments cost the rate, and so does a whole package of them."""
    listing = await shop.listing("1030")
    form = await drafting.start(shop.desk, CUSTOMER, listing.key)
    await shop.answer(form.draft.id, Field.LINK, "https://instagram.com/p/abc")
    form = await shop.answer(form.draft.id, Field.COMMENTS, "one\ntwo\nthree\nfour\nfive")
    shop.truth.change_service(1030, type="Custom Comments Package")
    await shop.sync()
    asked = await ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=None)
    assert isinstance(asked, AskAgain)
    assert asked.before.type is ServiceType.CUSTOM_COMMENTS
    order = await shop.confirm(asked.form)
    assert order.cost == listing.service.rate


async def test_a_limit_that_changed_and_still_fits_is_shown_too(shop: Shop) -> None:
    form = await shop.draft(quantity=1000)
    shop.truth.change_service(int(LIKES), max=5000)
    await shop.sync()
    asked = await ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=None)
    assert isinstance(asked, AskAgain)
    assert asked.form.awaiting is None


async def test_a_service_that_is_gone_orders_nothing(shop: Shop) -> None:
    form = await shop.draft()
    shop.truth.remove_service(int(LIKES))
    await shop.sync()
    with pytest.raises(ShopError) as gone:
        await shop.confirm(form)
    assert gone.value.problem is Problem.SERVICE_NOT_ORDERABLE
    assert await shop.rows(orders) == []


async def test_a_service_whose_panel_left_the_settings_orders_nothing(shop: Shop) -> None:
    form = await shop.draft()
    shop.desk = replace(shop.desk, panels={})
    with pytest.raises(ShopError) as gone:
        await shop.confirm(form)
    assert gone.value.problem is Problem.SERVICE_NOT_ORDERABLE
    assert await shop.rows(orders) == []


async def test_an_incomplete_form_is_not_an_order(shop: Shop) -> None:
    form = await drafting.start(shop.desk, CUSTOMER, (await shop.listing()).key)
    with pytest.raises(ShopError) as refused:
        await shop.confirm(form)
    assert refused.value.problem is Problem.FORM_INCOMPLETE


async def test_a_doubted_link_has_to_be_trusted_first(shop: Shop) -> None:
    form = await shop.draft(link="https://tiktok.com/@somebody")
    form = await drafting.edit(shop.desk, CUSTOMER, form.draft.id, Field.LINK)
    form = await shop.answer(form.draft.id, Field.LINK, "https://tiktok.com/@other")
    with pytest.raises(ShopError) as refused:
        await shop.confirm(form)
    assert refused.value.problem is Problem.FORM_INCOMPLETE


async def test_nobody_confirms_or_sees_somebody_elses_order(shop: Shop) -> None:
    form = await shop.draft()
    for _ in range(2):
        with pytest.raises(ShopError) as refused:
            await shop.confirm(form, user_id=STRANGER)
        assert refused.value.problem is Problem.DRAFT_GONE
        await ordering.confirm(shop.desk, CUSTOMER, form.draft.id, message_id=None)
    assert [row["user_id"] for row in await shop.rows(orders)] == [CUSTOMER]


async def test_a_discarded_form_is_never_ordered(shop: Shop) -> None:
    form = await shop.draft()
    await drafting.discard(shop.desk, CUSTOMER, form.draft.id)
    with pytest.raises(ShopError) as gone:
        await shop.confirm(form)
    assert gone.value.problem is Problem.DRAFT_GONE


async def test_the_card_is_edited_and_no_message_is_sent(shop: Shop) -> None:
    order = await shop.order()
    told = await shop.tell()
    assert [(n.kind, n.user_id, n.subject) for n in told] == [(NoticeKind.CARD, CUSTOMER, order.id)]
