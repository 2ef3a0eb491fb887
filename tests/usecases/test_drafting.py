"""The form as a person fills it in: nothing lost, nothing doubled, nobody else's."""

from dataclasses import replace

import pytest

from bot.domain.errors import Problem, ShopError
from bot.domain.form import Field
from bot.domain.service import Listing
from bot.usecases import drafting
from storage.tables.orders import drafts
from tests.usecases.shop import CUSTOMER, LIKES, STRANGER, Shop
from tests.usecases.typed import DRIP_FEED, EVERY_FORM, EVERY_FORM_NAMES, Typed


@pytest.mark.parametrize("typed", EVERY_FORM, ids=EVERY_FORM_NAMES)
async def test_every_form_comes_to_its_confirm_screen(shop: Shop, typed: Typed) -> None:
    form = await shop.fill(typed)
    assert form.awaiting is None
    assert form.draft.quote(form.listing.service).cost is not None
    assert set(form.draft.fields(form.listing.service)) == set(typed.answers)
    again = await drafting.of_user(shop.desk, CUSTOMER)
    assert again is not None
    assert again.draft.answers == form.draft.answers


async def test_each_question_is_asked_in_its_turn(shop: Shop) -> None:
    form = await drafting.start(shop.desk, CUSTOMER, (await shop.listing()).key)
    assert form.awaiting is Field.LINK
    form = await shop.answer(form.draft.id, Field.LINK, "instagram.com/p/1")
    assert form.awaiting is Field.QUANTITY
    form = await shop.answer(form.draft.id, Field.QUANTITY, "100")
    assert form.awaiting is None


async def test_a_wrong_answer_changes_nothing_and_says_why(shop: Shop) -> None:
    form = await drafting.start(shop.desk, CUSTOMER, (await shop.listing()).key)
    form = await shop.answer(form.draft.id, Field.LINK, "instagram.com/p/1")
    before = await shop.rows(drafts)
    with pytest.raises(ShopError) as wrong:
        await shop.answer(form.draft.id, Field.QUANTITY, "5")
    assert (wrong.value.problem, wrong.value.details) == (Problem.BELOW_MIN, {"minimum": 10})
    assert await shop.rows(drafts) == before


async def test_an_update_that_comes_twice_changes_the_form_once(shop: Shop) -> None:
    form = await drafting.start(shop.desk, CUSTOMER, (await shop.listing()).key)
    ask = (shop.desk, CUSTOMER, form.draft.id)
    await drafting.answer(*ask, "instagram.com/p/1", field=Field.LINK, update_id=501)
    form = await drafting.answer(*ask, "instagram.com/p/2", field=Field.LINK, update_id=501)
    assert form.draft.answers[Field.LINK] == "https://instagram.com/p/1"
    assert form.awaiting is Field.QUANTITY


async def test_a_wrong_answer_that_comes_twice_is_told_twice(shop: Shop) -> None:
    form = await drafting.start(shop.desk, CUSTOMER, (await shop.listing()).key)
    ask = (shop.desk, CUSTOMER, form.draft.id)
    for _ in range(2):
        with pytest.raises(ShopError):
            await drafting.answer(*ask, "", field=Field.LINK, update_id=501)


async def test_somebody_elses_form_is_out_of_reach(shop: Shop) -> None:
    draft_id = (await shop.draft()).draft.id
    for act in (
        drafting.show(shop.desk, STRANGER, draft_id),
        drafting.edit(shop.desk, STRANGER, draft_id, Field.LINK),
        drafting.want(shop.desk, STRANGER, draft_id, Field.RUNS),
        drafting.drop(shop.desk, STRANGER, draft_id, Field.RUNS),
        drafting.trust(shop.desk, STRANGER, draft_id),
        drafting.back(shop.desk, STRANGER, draft_id),
        shop.answer(draft_id, Field.QUANTITY, "20", user_id=STRANGER),
    ):
        with pytest.raises(ShopError) as refused:
            await act
        assert refused.value.problem is Problem.DRAFT_GONE
    assert await drafting.discard(shop.desk, STRANGER, draft_id) is None
    assert (await drafting.show(shop.desk, CUSTOMER, draft_id)).awaiting is None


async def test_editing_asks_again_and_back_leaves_it_as_it_was(shop: Shop) -> None:
    form = await shop.draft(quantity=100)
    form = await drafting.edit(shop.desk, CUSTOMER, form.draft.id, Field.QUANTITY)
    assert form.awaiting is Field.QUANTITY
    left = await drafting.back(shop.desk, CUSTOMER, form.draft.id)
    assert isinstance(left, drafting.Form)
    assert left.awaiting is None
    assert left.draft.answers[Field.QUANTITY] == 100
    await drafting.edit(shop.desk, CUSTOMER, form.draft.id, Field.QUANTITY)
    form = await shop.answer(form.draft.id, Field.QUANTITY, "200")
    assert (form.awaiting, form.draft.answers[Field.QUANTITY]) == (None, 200)


async def test_back_goes_a_question_at_a_time_and_then_to_the_service(shop: Shop) -> None:
    listing = await shop.listing()
    form = await drafting.start(shop.desk, CUSTOMER, listing.key)
    form = await shop.answer(form.draft.id, Field.LINK, "instagram.com/p/1")
    earlier = await drafting.back(shop.desk, CUSTOMER, form.draft.id)
    assert isinstance(earlier, drafting.Form)
    assert earlier.awaiting is Field.LINK
    service = await drafting.back(shop.desk, CUSTOMER, form.draft.id)
    assert isinstance(service, Listing)
    assert service.key == listing.key
    assert await drafting.of_user(shop.desk, CUSTOMER) is None


async def test_drip_feed_is_added_and_taken_off(shop: Shop) -> None:
    form = await shop.draft(quantity=100)
    once = form.draft.quote(form.listing.service).cost
    form = await drafting.want(shop.desk, CUSTOMER, form.draft.id, Field.RUNS)
    assert form.awaiting is Field.RUNS
    form = await shop.answer(form.draft.id, Field.RUNS, "3")
    form = await shop.answer(form.draft.id, Field.INTERVAL, "30")
    cost = form.draft.quote(form.listing.service).cost
    assert once is not None
    assert cost == once * 3
    form = await drafting.drop(shop.desk, CUSTOMER, form.draft.id, Field.RUNS)
    assert form.awaiting is None
    assert set(form.draft.fields(form.listing.service)) == {Field.LINK, Field.QUANTITY}


async def test_an_extra_the_service_does_not_offer_is_not_added(shop: Shop) -> None:
    form = await shop.draft(service="1011", quantity=20)
    form = await drafting.want(shop.desk, CUSTOMER, form.draft.id, Field.RUNS)
    assert form.awaiting is None


async def test_a_link_of_another_site_is_doubted_until_trusted(shop: Shop) -> None:
    form = await drafting.start(shop.desk, CUSTOMER, (await shop.listing()).key)
    form = await shop.answer(form.draft.id, Field.LINK, "tiktok.com/@somebody")
    assert (form.draft.doubted, form.awaiting) == (Field.LINK, Field.LINK)
    form = await drafting.trust(shop.desk, CUSTOMER, form.draft.id)
    assert (form.draft.doubted, form.awaiting) == (None, Field.QUANTITY)


async def test_a_running_order_for_the_same_link_is_pointed_out(shop: Shop) -> None:
    order = await shop.order(link="https://instagram.com/p/Same")
    form = await shop.draft(link="http://www.instagram.com/p/Same/")
    assert form.twin is not None
    assert form.twin.id == order.id
    other = await shop.draft(link="https://instagram.com/p/Other")
    assert other.twin is None


async def test_an_order_that_ended_is_no_twin(shop: Shop) -> None:
    order = await shop.placed(link="https://instagram.com/p/Same")
    assert order.panel_order_id is not None
    shop.truth.set_status(order.panel_order_id, "Completed")
    await shop.live(minutes=2)
    assert (await shop.draft(link="https://instagram.com/p/Same")).twin is None


async def test_a_repeated_order_comes_to_its_confirm_screen_at_once(shop: Shop) -> None:
    order = await shop.confirm(await shop.fill(DRIP_FEED))
    form = await drafting.repeat(shop.desk, CUSTOMER, order.id)
    assert form.awaiting is None
    assert form.draft.fields(form.listing.service) == order.fields
    assert form.twin is not None


async def test_a_repeated_order_asks_for_what_no_longer_fits(shop: Shop) -> None:
    order = await shop.order(quantity=1000)
    shop.truth.change_service(int(LIKES), max=500)
    await shop.sync()
    form = await drafting.repeat(shop.desk, CUSTOMER, order.id)
    assert form.awaiting is Field.QUANTITY
    assert Field.LINK in form.draft.answers


async def test_only_ones_own_orders_are_repeated(shop: Shop) -> None:
    order = await shop.order()
    with pytest.raises(ShopError) as refused:
        await drafting.repeat(shop.desk, STRANGER, order.id)
    assert refused.value.problem is Problem.ORDER_UNKNOWN


async def test_a_second_form_takes_the_place_of_the_first(shop: Shop) -> None:
    first = await shop.draft()
    second = await shop.draft()
    with pytest.raises(ShopError) as gone:
        await drafting.show(shop.desk, CUSTOMER, first.draft.id)
    assert gone.value.problem is Problem.DRAFT_GONE
    current = await drafting.of_user(shop.desk, CUSTOMER)
    assert current is not None
    assert current.draft.id == second.draft.id


async def test_a_form_is_thrown_away(shop: Shop) -> None:
    form = await shop.draft()
    listing = await drafting.discard(shop.desk, CUSTOMER, form.draft.id)
    assert listing is not None
    assert listing.key == form.listing.key
    assert await drafting.of_user(shop.desk, CUSTOMER) is None
    assert await drafting.discard(shop.desk, CUSTOMER) is None


async def test_the_form_remembers_the_message_it_lives_on(shop: Shop) -> None:
    form = await shop.draft()
    await drafting.placed_on(shop.desk, form.draft.id, 77)
    assert (await drafting.show(shop.desk, CUSTOMER, form.draft.id)).draft.message_id == 77


@pytest.mark.parametrize("service", ["1001", "7004"])
async def test_a_heading_and_an_unknown_type_have_no_form(shop: Shop, service: str) -> None:
    listing = await shop.listing(service)
    with pytest.raises(ShopError) as refused:
        await drafting.start(shop.desk, CUSTOMER, listing.key)
    assert refused.value.problem is Problem.SERVICE_NOT_ORDERABLE
    with pytest.raises(ShopError) as gone:
        await drafting.start(shop.desk, CUSTOMER, 999_999)
    assert gone.value.problem is Problem.SERVICE_GONE


async def test_a_form_whose_panel_the_bot_no_longer_has_is_refused(shop: Shop) -> None:
    form = await shop.draft()
    shop.desk = replace(shop.desk, panels={})
    with pytest.raises(ShopError) as refused:
        await drafting.show(shop.desk, CUSTOMER, form.draft.id)
    assert refused.value.problem is Problem.SERVICE_NOT_ORDERABLE
