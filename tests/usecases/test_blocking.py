"""Blocked words: those of the settings always hold, operators add more, and see first what they hide."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.blocked import BlockedWord
from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act
from bot.domain.service import Unorderable
from bot.usecases import blocking, catalogue
from storage.snapshot import Placed, Synced
from storage.tables.staff import journal
from tests.usecases.shop import CUSTOMER, OPERATOR, SECOND_OPERATOR, Shop

BAD = "4022"
"""The only one with "negative" in its name."""


async def test_what_a_word_would_hide_is_told_before(shop: Shop) -> None:
    effect = await blocking.effect(shop.desk, " Negative ")
    assert (effect.word, effect.count) == ("negative", 1)
    assert [listing.service.id for listing in effect.samples] == [BAD]
    async with shop.storage.transaction() as tx:
        assert effect.total == await tx.stock.orderable()
    assert (await shop.listing(BAD)).unorderable is None


async def test_a_word_holds_at_once_and_at_every_sync_until_it_is_taken_off(shop: Shop) -> None:
    assert await blocking.block(shop.desk, OPERATOR, "negative") == Placed(0, 1)
    assert (await shop.listing(BAD)).unorderable is Unorderable.BLOCKED
    assert await shop.sync() == Synced(0, 0, 0), "the catalogue is as the sync would make it"
    words = await blocking.words(shop.desk)
    ((word, count),) = words.added
    assert (word.word, count) == ("negative", 1)
    assert await blocking.added(shop.desk, word.id) == (word, 1)
    assert await blocking.unblock(shop.desk, OPERATOR, word.id) == ("negative", Placed(1, 0))
    assert (await shop.listing(BAD)).unorderable is None
    assert await shop.sync() == Synced(0, 0, 0)


async def test_words_of_the_settings_cannot_be_taken_off(shop: Shop) -> None:
    shop.desk = replace(shop.desk, blocked_words=("NEGATIVE", "negative", "spotify"))
    await shop.sync()
    words = await blocking.words(shop.desk)
    assert [word for word, _ in words.settled] == ["negative", "spotify"]
    assert words.settled[0][1] == 1
    assert words.added == []
    with pytest.raises(ShopError) as refused:
        await blocking.effect(shop.desk, "Negative")
    assert refused.value.problem is Problem.WORD_BLOCKED
    assert await blocking.block(shop.desk, OPERATOR, "negative") == Placed()
    assert await shop.rows(journal) == []


async def test_a_service_with_two_words_comes_back_when_both_are_gone(shop: Shop) -> None:
    await blocking.block(shop.desk, OPERATOR, "negative")
    name = (await shop.listing(BAD)).service.name.casefold().split()
    other = next(word for word in name if word.isalpha() and word != "negative")
    await blocking.block(shop.desk, OPERATOR, other)
    ids = {word.word: word.id for word, _ in (await blocking.words(shop.desk)).added}
    assert (await blocking.unblock(shop.desk, OPERATOR, ids["negative"]))[1] == Placed()
    assert (await shop.listing(BAD)).unorderable is Unorderable.BLOCKED
    await blocking.unblock(shop.desk, OPERATOR, ids[other])
    assert (await shop.listing(BAD)).unorderable is None


async def test_a_word_holds_for_all_panels(two_panels: Shop) -> None:
    assert await blocking.block(two_panels.desk, OPERATOR, "negative") == Placed(0, 2)
    for panel in ("main", "spare"):
        assert (await two_panels.listing(BAD, panel)).unorderable is Unorderable.BLOCKED


async def test_a_word_holds_for_what_comes_later(shop: Shop) -> None:
    assert (await blocking.effect(shop.desk, "casino")).count == 0
    await blocking.block(shop.desk, OPERATOR, "casino")
    shop.truth.change_service(int(BAD), name="CASINO chips")
    await shop.sync()
    assert (await shop.listing(BAD)).unorderable is Unorderable.BLOCKED


@pytest.mark.parametrize("text", ["", "a,b", "x" * 61])
async def test_what_is_no_word_is_refused(shop: Shop, text: str) -> None:
    for deed in (blocking.effect(shop.desk, text), blocking.block(shop.desk, OPERATOR, text)):
        with pytest.raises(ShopError):
            await deed
    assert await shop.rows(journal) == []


async def test_only_operators_block_and_it_is_written_down_once(shop: Shop) -> None:
    for deed in (
        blocking.block(shop.desk, CUSTOMER, "negative"),
        blocking.unblock(shop.desk, CUSTOMER, 1),
    ):
        with pytest.raises(ShopError) as refused:
            await deed
        assert refused.value.problem is Problem.NOT_ALLOWED
    for operator in (OPERATOR, SECOND_OPERATOR):
        await blocking.block(shop.desk, operator, "Negative")
    ((word, _),) = (await blocking.words(shop.desk)).added
    await blocking.unblock(shop.desk, SECOND_OPERATOR, word.id)
    for again in (
        blocking.unblock(shop.desk, OPERATOR, word.id),
        blocking.added(shop.desk, word.id),
    ):
        with pytest.raises(ShopError) as gone:
            await again
        assert gone.value.problem is Problem.WORD_GONE
    written = [(row["actor_id"], row["act"], row["details"]) for row in await shop.rows(journal)]
    assert written == [
        (OPERATOR, Act.WORD_BLOCKED, {"word": "negative"}),
        (SECOND_OPERATOR, Act.WORD_UNBLOCKED, {"word": "negative"}),
    ]


async def test_operators_and_syncs_at_once(two_panels: Shop) -> None:
    """Whoever comes first: at the end the catalogue is what the words say, and nobody waits for ever."""
    desk = two_panels.desk
    for truth in two_panels.truths.values():
        truth.change_service(int(BAD), max=77)
    await asyncio.gather(
        blocking.block(desk, OPERATOR, "negative"),
        catalogue.sync(desk, "spare"),
        blocking.block(desk, SECOND_OPERATOR, "instagram"),
        catalogue.sync(desk, "main"),
        blocking.block(desk, SECOND_OPERATOR, "negative"),
    )
    for panel in ("main", "spare"):
        listing = await two_panels.listing(BAD, panel)
        assert (listing.unorderable, listing.service.max) == (Unorderable.BLOCKED, 77)
        assert (await two_panels.listing(panel=panel)).unorderable is Unorderable.BLOCKED
        assert await two_panels.sync(panel) == Synced(0, 0, 0)
    words = await blocking.words(desk)
    assert [type(word) for word, _ in words.added] == [BlockedWord] * 2
