"""Putting a broadcast together: what a draft keeps, and what its words mean in this shop."""

from dataclasses import replace

import pytest

from bot.domain.audience import Audience, Ordered
from bot.domain.broadcast import BroadcastStatus, LeadsTo, Link, Source
from bot.domain.broadcast_links import typed_links
from bot.domain.errors import Problem, ShopError
from bot.usecases import broadcasting, composing
from tests.usecases.shop import CUSTOMER, LIKES, OPERATOR, SECOND_OPERATOR, Shop

SOURCE = Source(chat_id=OPERATOR, message_id=5, media="photo", about="Hello")


async def draft(shop: Shop) -> int:
    return (await composing.begin(shop.desk, OPERATOR, SOURCE)).broadcast.id


async def test_a_new_draft_goes_to_all_customers(shop: Shop) -> None:
    shown = await composing.begin(shop.desk, OPERATOR, SOURCE)
    assert shown.broadcast.status is BroadcastStatus.DRAFT
    assert (shown.broadcast.source, shown.broadcast.audience) == (SOURCE, Audience())
    assert shown.reaches == 1, "the one customer of this shop"


async def test_each_change_shows_how_many_it_reaches(shop: Shop) -> None:
    number = await draft(shop)
    steps = [("operators", "1", 3), ("ordered", "anything", 0), ("ordered", "nothing", 3)]
    for part, value, reaches in steps:
        shown = await composing.set_audience(shop.desk, OPERATOR, number, part, value)
        assert shown.reaches == reaches
    await shop.order()
    assert (await composing.look(shop.desk, OPERATOR, number)).reaches == 2
    shown = await composing.set_service(shop.desk, OPERATOR, number, f" {LIKES} ")
    assert (shown.broadcast.audience.what, shown.reaches) == (LIKES, 1)
    shown = await composing.set_service(shop.desk, OPERATOR, number, "instagram  LIKES")
    assert shown.reaches == 1
    assert shown.broadcast.audience.ordered is Ordered.SERVICE


@pytest.mark.parametrize("typed", ["", "   ", "999999", "no such service", "likes nonsense"])
async def test_a_service_that_nobody_sells_is_not_looked_for(shop: Shop, typed: str) -> None:
    number = await draft(shop)
    with pytest.raises(ShopError) as refused:
        await composing.set_service(shop.desk, OPERATOR, number, typed)
    assert refused.value.problem is Problem.NOTHING_CALLED_SO
    assert (await composing.look(shop.desk, OPERATOR, number)).broadcast.audience == Audience()


async def test_typed_buttons_lead_out_or_into_the_shop(shop: Shop) -> None:
    typed = typed_links(f"Ours | t.me/ours\nLikes | {LIKES}\nInsta | instagram")
    listing = await shop.listing(LIKES)
    assert await composing.meant(shop.desk, typed) == [
        Link("Ours", LeadsTo.URL, "https://t.me/ours"),
        Link("Likes", LeadsTo.SERVICE, str(listing.key)),
        Link("Insta", LeadsTo.PLATFORM, "instagram"),
    ]


@pytest.mark.parametrize("word", ["999999", "Likes", "Steam"])
async def test_a_button_to_what_is_not_sold_is_refused(shop: Shop, word: str) -> None:
    """Words would be a search; a platform must have something to sell."""
    with pytest.raises(ShopError) as refused:
        await composing.meant(shop.desk, typed_links(f"Look | {word}"))
    assert refused.value.problem is Problem.NOTHING_CALLED_SO
    assert refused.value.details["text"] == word


async def test_what_was_started_or_thrown_away_is_changed_no_more(shop: Shop) -> None:
    gone, started = await draft(shop), await draft(shop)
    await composing.throw_away(shop.desk, SECOND_OPERATOR, gone)
    await broadcasting.start(shop.desk, OPERATOR, started, message_id=1)
    for number, problem in (
        (gone, Problem.BROADCAST_GONE),
        (started, Problem.BROADCAST_STARTED),
    ):
        for deed in (
            composing.set_message(shop.desk, OPERATOR, number, replace(SOURCE, message_id=9)),
            composing.set_links(shop.desk, OPERATOR, number, ()),
            composing.set_audience(shop.desk, OPERATOR, number, "active", "7"),
            composing.set_service(shop.desk, OPERATOR, number, LIKES),
            composing.look_at_draft(shop.desk, OPERATOR, number),
            composing.throw_away(shop.desk, OPERATOR, number),
        ):
            with pytest.raises(ShopError) as refused:
                await deed
            assert refused.value.problem is problem


async def test_the_list_has_the_newest_first(shop: Shop) -> None:
    numbers = [await draft(shop) for _ in range(3)]
    found, total = await composing.page(shop.desk, SECOND_OPERATOR, offset=0, limit=2)
    assert [each.id for each in found] == numbers[:0:-1]
    assert total == 3


async def test_a_customer_sees_none_of_it(shop: Shop) -> None:
    number = await draft(shop)
    with pytest.raises(ShopError) as refused:
        await composing.look(shop.desk, CUSTOMER, number)
    assert refused.value.problem is Problem.NOT_ALLOWED
