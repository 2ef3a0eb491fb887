import asyncio
from dataclasses import replace
from decimal import Decimal

from bot.domain.draft import Draft, Terms
from bot.domain.form import Field, Value
from bot.domain.service import ServiceType
from tests.storage.samples import ANN, MINUTE, NOW, Shop, until_somebody_waits


def _draft(shop: Shop) -> Draft:
    return Draft(
        id=0,
        user_id=ANN.id,
        listing_key=shop.listing_key,
        seen=Terms(Decimal("0.90"), 10, 100_000, ServiceType.DEFAULT),
        answers={},
        updated_at=NOW,
    )


async def _start(shop: Shop) -> Draft:
    async with shop.storage.transaction() as tx:
        return await tx.drafts.start(_draft(shop))


async def test_a_form_half_filled_is_found_after_a_restart(shop: Shop) -> None:
    started = await _start(shop)
    assert started == replace(_draft(shop), id=started.id)
    filled = replace(
        started,
        seen=Terms(Decimal("0.95"), 20, 5_000_000_000, ServiceType.POLL),
        answers={Field.COMMENTS: ("one", "два"), Field.QUANTITY: 10, Field.LINK: "https://x"},
        wanted=frozenset({Field.RUNS, Field.INTERVAL}),
        editing=Field.QUANTITY,
        doubted=Field.LINK,
        message_id=12,
        updated_at=NOW + MINUTE,
    )
    async with shop.storage.transaction() as tx:
        await tx.drafts.save(filled)
    async with shop.storage.transaction() as tx:
        assert await tx.drafts.get(started.id) == filled
        assert await tx.drafts.of_user(ANN.id) == filled
        assert await tx.drafts.of_user(1) is None
        assert await tx.drafts.get(started.id + 1) is None


async def test_answers_keep_the_order_they_were_given_in(shop: Shop) -> None:
    started = await _start(shop)
    answers: dict[Field, Value] = {Field.QUANTITY: 10, Field.LINK: "https://x", Field.RUNS: 2}
    async with shop.storage.transaction() as tx:
        await tx.drafts.save(replace(started, answers=answers))
        stored = await tx.drafts.get(started.id)
    assert stored is not None
    assert list(stored.answers) == list(answers)


async def test_a_person_has_one_draft_and_its_number_is_never_used_again(shop: Shop) -> None:
    """The number is what makes a confirmed order one: a late tap must not meet another form."""
    first = await _start(shop)
    second = await _start(shop)
    assert second.id > first.id
    async with shop.storage.transaction() as tx:
        assert await tx.drafts.get(first.id) is None
        await tx.drafts.delete(second.id)
        assert await tx.drafts.of_user(ANN.id) is None
    assert (await _start(shop)).id > second.id


async def test_forms_started_at_once_leave_one(shop: Shop) -> None:
    """Two taps that two replicas handle."""
    started = await asyncio.gather(*(_start(shop) for _ in range(4)))
    async with shop.storage.transaction() as tx:
        assert await tx.drafts.of_user(ANN.id) in started


async def test_who_confirms_holds_the_form_until_it_became_an_order(postgres_shop: Shop) -> None:
    storage = postgres_shop.storage
    started = await _start(postgres_shop)

    async def second_tap() -> Draft | None:
        async with storage.transaction() as tx:
            return await tx.drafts.get(started.id)

    async with storage.transaction() as tx:
        await tx.drafts.get(started.id)
        waiting = asyncio.create_task(second_tap())
        await until_somebody_waits(postgres_shop)
        await tx.drafts.delete(started.id)
    assert await waiting is None
