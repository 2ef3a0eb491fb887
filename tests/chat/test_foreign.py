"""Everybody's orders and forms are their own, whatever a button says."""

from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from bot.callbacks import pack
from bot.callbacks.action import Action
from bot.callbacks.form import (
    BackInDraft,
    Choose,
    Confirm,
    Discard,
    Drop,
    Edit,
    Repeat,
    ShowDraft,
    Trust,
    Want,
)
from bot.callbacks.orders import AskCancel, AskRefill, Cancel, Refresh, ShowOrder
from bot.sandbox.telegram.messages import SimMessage
from tests.chat.conftest import World
from tests.chat.ordering import LINK, REFILLABLE, placed, to_confirm
from tests.chat.talk import Guest

ABOUT_ORDERS: list[Callable[[int], Action]] = [
    ShowOrder,
    Refresh,
    AskRefill,
    AskCancel,
    Cancel,
    Repeat,
]
ABOUT_FORMS: list[Callable[[int], Action]] = [
    ShowDraft,
    Trust,
    BackInDraft,
    Discard,
    Confirm,
    lambda draft: Choose(draft, "quantity", "10"),
    lambda draft: Edit(draft, "quantity"),
    lambda draft: Want(draft, "runs"),
    lambda draft: Drop(draft, "runs"),
]


def shows(card: SimMessage, part: str) -> bool:
    return part in card.text


def shown_to(guest: Guest) -> str:
    return str(guest.person) + " ".join(answer.text for answer in guest.person.answers)


async def test_an_order_is_nobody_elses_whatever_the_button_says(
    world: World, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(REFILLABLE, "stall")
    card = await placed(ann, REFILLABLE)
    await ann.until(lambda: "in progress" in card.text)
    for status in ("In progress", "Completed"):
        world.panel.set_status(world.orders[0].id, status)
        await ann.until(partial(shows, card, status.lower()))
        for action in ABOUT_ORDERS:
            for order_id in (1, 999, -1):
                await max_.forges(pack(action(order_id)))
                assert "no such order" in max_.notice
    assert "Dxyz789" not in shown_to(max_)
    assert "Followers" not in shown_to(max_)
    assert world.asked("refill") == world.asked("cancel") == 0
    assert len(world.orders) == 1


async def test_a_form_is_nobody_elses_whatever_the_button_says(
    world: World, ann: Guest, max_: Guest
) -> None:
    card = await to_confirm(ann)
    draft = int(ann.data_of("Confirm", card).split(":")[1])
    before = (card.text, ann.buttons)
    for action in ABOUT_FORMS:
        for draft_id in (draft, 999, -1):
            await max_.forges(pack(action(draft_id)))
            assert LINK not in shown_to(max_)
    assert world.sent == []
    await ann.says("/start")
    await ann.taps("Continue")
    assert (ann.text, ann.buttons) == before
    await ann.taps("Confirm")
    await ann.hears("is done")
    await max_.forges(pack(Confirm(draft)))
    assert "closed" in max_.text
    assert LINK not in shown_to(max_)


async def test_the_list_holds_ones_own_orders_only(world: World, ann: Guest, max_: Guest) -> None:
    await placed(ann)
    await max_.says("/orders", "/orders 1", "/orders @ann", "/orders 1001")
    await max_.forges("o:all:0:1001")
    await max_.forges("o:nonsense:-5")
    assert LINK not in shown_to(max_)
    assert "#1" not in shown_to(max_)


async def test_an_operator_acts_on_her_own_orders_only_too(
    world: World, ann: Guest, olga: Guest
) -> None:
    """She sees everybody's orders on her own screens; a customer's buttons stay the customer's."""
    world.panel.fate(REFILLABLE, "stall")
    await placed(ann, REFILLABLE)
    for action in (Cancel, AskRefill, Repeat, ShowOrder):
        await olga.forges(pack(action(1)))
        assert "no such order" in olga.notice


@pytest.mark.parametrize("field", ["nonsense", "", "service", "key", "runs", "posts"])
async def test_a_field_that_the_form_does_not_have_changes_nothing(
    world: World, ann: Guest, field: str
) -> None:
    card = await to_confirm(ann, 1004)
    draft = int(ann.data_of("Confirm", card).split(":")[1])
    taps: list[Callable[[], Awaitable[None]]] = [
        lambda: ann.forges(pack(Choose(draft, field, "5")), card),
        lambda: ann.forges(pack(Edit(draft, field)), card),
        lambda: ann.forges(pack(Want(draft, field)), card),
        lambda: ann.forges(pack(Drop(draft, field)), card),
    ]
    for tap in taps:
        await tap()
    await ann.says("/start")
    await ann.taps("Continue")
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent == [{"service": "1004", "link": LINK, "quantity": "1000"}]
