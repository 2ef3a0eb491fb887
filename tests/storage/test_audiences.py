"""Who is in an audience: as many as were announced, and they are whom the broadcast is addressed to."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.audience import Audience, Ordered
from bot.domain.broadcast import BroadcastStatus, Source
from bot.domain.language import Languages
from bot.domain.order import OrderStatus
from bot.domain.staff import Right
from bot.domain.user import User
from storage import Transaction
from storage.tables.broadcasts import recipients
from tests.storage.samples import ANN, NOW, PANEL, Shop, entry, stock

DAY = timedelta(days=1)
LANGUAGES = Languages(("en", "ru"), "en")
SOURCE = Source(chat_id=1, message_id=2, media="text", about="Hello")


async def join(tx: Transaction, user_id: int, *, client: str = "en", ago: int = 0) -> None:
    """A customer who was here last `ago` days ago."""
    person = User(id=user_id, first_name="A", client_language=client)
    await tx.users.meet(person, NOW - ago * DAY)
    await tx.users.set_member(user_id)


async def reached(shop: Shop, languages: Languages = LANGUAGES, **wanted: Any) -> set[int]:
    audience = Audience(**wanted)
    async with shop.storage.transaction() as tx:
        draft = await tx.broadcasts.add(1, SOURCE, NOW)
        await tx.broadcasts.edit(draft.id, audience=audience)
        started = await tx.broadcasts.move(
            draft.id, {BroadcastStatus.DRAFT}, BroadcastStatus.WAITING
        )
        assert started is not None
        addressed = await tx.broadcasts.address(started, languages, NOW)
        assert addressed is not None
        assert addressed.total == await tx.broadcasts.reaches(audience, languages, NOW)
        written = await tx.broadcasts._connection.execute(
            select(recipients.c.user_id).where(recipients.c.broadcast_id == draft.id)
        )
        found = set(written.scalars())
    assert len(found) == addressed.total
    return found


async def test_customers_and_neither_strangers_nor_the_blocked_nor_the_unreachable(
    shop: Shop,
) -> None:
    async with shop.storage.transaction() as tx:
        for user_id in (1, 2, 3):
            await join(tx, user_id)
        await tx.users.set_blocked(2, blocked=True)
        await tx.users.set_reachable(3, reachable=False)
    assert await reached(shop) == {1}, "Ann was never let in"


async def test_operators_only_if_asked(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        for user_id in (1, 2):
            await join(tx, user_id)
        await tx.staff.appoint(2, {Right.ORDERS}, NOW)
        await tx.staff.appoint(ANN.id, {Right.OWNER}, NOW)
        await tx.staff.appoint(99, {Right.OWNER}, NOW)
    assert await reached(shop) == {1}
    assert await reached(shop, operators=True) == {1, 2, ANN.id}, "99 never wrote to the bot"


async def test_by_when_they_were_here(shop: Shop) -> None:
    async with shop.storage.transaction() as tx:
        for user_id, ago in ((1, 0), (2, 7), (3, 8), (4, 89), (5, 400)):
            await join(tx, user_id, ago=ago)
    assert await reached(shop, active_days=7) == {1, 2}
    assert await reached(shop, active_days=30) == {1, 2, 3}
    assert await reached(shop, active_days=90) == {1, 2, 3, 4}
    assert await reached(shop) == {1, 2, 3, 4, 5}


async def test_by_the_language_that_is_spoken_to_them(shop: Shop) -> None:
    clients = {1: "en", 2: "ru", 3: "ru-RU", 4: "RU_ru", 5: "de", 6: "", 7: "rue", 8: "en-GB"}
    async with shop.storage.transaction() as tx:
        for user_id, client in clients.items():
            await join(tx, user_id, client=client)
        await tx.users.set_language(1, "ru")
        await tx.users.set_language(2, "en")
    assert await reached(shop, language="ru") == {1, 3, 4}
    assert await reached(shop, language="en") == {2, 5, 6, 7, 8}
    russian = Languages(("en", "ru"), "ru")
    assert await reached(shop, russian, language="ru") == {1, 3, 4, 5, 6, 7}
    assert await reached(shop, russian, language="en") == {2, 8}


@pytest.fixture
async def ordered(shop: Shop) -> Shop:
    """1 ordered likes on Instagram, 2 reels on TikTok, 3 something that was refused; 4 nothing."""
    reels = entry("1101", name="Reels Просмотры", platform="tiktok", category="TikTok")
    async with shop.storage.transaction() as tx:
        await stock(tx, PANEL, [entry("11"), reels])
        for user_id in (1, 2, 3, 4):
            await join(tx, user_id)
        keys = {
            listing.service.id: listing.key
            for listing in await tx.catalogue.search(["11"], limit=9)
        }
    likes: dict[str, Any] = {"listing_key": keys["11"], "service_id": "11"}
    await shop.put(1, user_id=1, status=OrderStatus.COMPLETED, **likes)
    await shop.put(2, user_id=1, status=OrderStatus.CANCELED, **likes)
    await shop.put(3, user_id=2, platform="tiktok", listing_key=keys["1101"], service_id="1101")
    await shop.put(4, user_id=3, status=OrderStatus.REJECTED, **likes)
    return shop


async def test_by_what_they_ordered(ordered: Shop) -> None:
    assert await reached(ordered, ordered=Ordered.ANYTHING) == {1, 2}
    assert await reached(ordered, ordered=Ordered.NOTHING) == {3, 4}
    assert await reached(ordered, ordered=Ordered.PLATFORM, what="tiktok") == {2}
    assert await reached(ordered, ordered=Ordered.PLATFORM, what="youtube") == set()


@pytest.mark.parametrize(
    ("what", "whom"),
    [
        ("11", {1}),  # a number is a whole one
        ("1101", {2}),
        ("likes", {1}),
        ("INSTAGRAM Likes", {1}),
        ("просмотры reels", {2}),
        ("ПРОСМОТРЫ", {2}),
        ("likes reels", set()),
        ("100%", set()),
        ("_", set()),
        ("9" * 60, set()),
    ],
)
async def test_by_a_service(ordered: Shop, what: str, whom: set[int]) -> None:
    assert await reached(ordered, ordered=Ordered.SERVICE, what=what) == whom
    async with ordered.storage.transaction() as tx:
        assert len(await tx.broadcasts.services_called(what)) == len(whom)


async def test_all_that_was_chosen_must_hold(ordered: Shop) -> None:
    async with ordered.storage.transaction() as tx:
        await tx.users.set_language(1, "ru")
        await join(tx, 5, client="ru")
    assert await reached(ordered, language="ru", ordered=Ordered.ANYTHING) == {1}
    assert await reached(ordered, language="ru", ordered=Ordered.NOTHING, active_days=7) == {5}
    assert await reached(ordered, language="en", ordered=Ordered.SERVICE, what="11") == set()
