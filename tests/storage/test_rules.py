"""What operators decided is kept by what the panel calls things."""

import asyncio

from bot.domain.blocked import BlockedWord
from bot.domain.curation import Decision
from bot.domain.service import ServiceType
from bot.domain.stock import Rules, Standing
from storage import Storage
from storage.rules import TypeRule
from tests.storage.samples import PANEL, entry, stock

HIDDEN, PINNED = Standing(hidden=True), Standing(pinned=True)
BOTH = Standing(hidden=True, pinned=True)


async def test_nothing_is_decided_at_first(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.rules.of(PANEL, ()) == Rules()
        assert await tx.rules.service(PANEL, "1") == Standing()
        assert await tx.rules.shelf(PANEL, "instagram", "likes") == Standing()
        assert await tx.rules.decided(hidden=True) == []
        assert await tx.rules.words() == []


async def test_rules_are_read_panel_by_panel(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.rules.set_service(PANEL, "1", HIDDEN)
        await tx.rules.set_service(PANEL, "1", BOTH)
        await tx.rules.set_service("other", "1", PINNED)
        await tx.rules.set_shelf(PANEL, "instagram", "likes", PINNED)
        await tx.rules.set_type(TypeRule(panel=PANEL, type_name="Odd", type=ServiceType.SEO))
        await tx.rules.set_type(TypeRule(panel=PANEL, type_name="odd", type=ServiceType.POLL))
        await tx.rules.add_word("casino")
        assert await tx.rules.of(PANEL, ("Crypto", "CASINO")) == Rules(
            services={"1": BOTH},
            shelves={("instagram", "likes"): PINNED},
            types={"odd": ServiceType.POLL},
            words=("crypto", "casino"),
        )
        assert await tx.rules.of("other", ()) == Rules(services={"1": PINNED}, words=("casino",))
        assert await tx.rules.service(PANEL, "1") == BOTH
        assert await tx.rules.shelf(PANEL, "instagram", "likes") == PINNED


async def test_what_is_taken_back_leaves_nothing(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.rules.set_service(PANEL, "1", HIDDEN)
        await tx.rules.set_service(PANEL, "1", Standing())
        await tx.rules.set_shelf(PANEL, "instagram", "likes", HIDDEN)
        await tx.rules.set_shelf(PANEL, "instagram", "likes", Standing())
        await tx.rules.set_type(TypeRule(panel=PANEL, type_name="Odd", type=ServiceType.SEO))
        await tx.rules.forget_type(PANEL, "ODD")
        assert await tx.rules.of(PANEL, ()) == Rules()


async def test_words_are_kept_once_and_taken_off_once(storage: Storage) -> None:
    async def add(word: str) -> bool:
        async with storage.transaction() as tx:
            return await tx.rules.add_word(word)

    assert sorted(await asyncio.gather(*(add("казино") for _ in range(4)))) == [False] * 3 + [True]
    assert await add("bet")
    async with storage.transaction() as tx:
        words = await tx.rules.words()
        assert [word.word for word in words] == ["bet", "казино"]
        assert words[0] == BlockedWord(words[0].id, "bet")

    async def remove(word_id: int) -> str | None:
        async with storage.transaction() as tx:
            return await tx.rules.remove_word(word_id)

    removed = await asyncio.gather(*(remove(words[0].id) for _ in range(3)))
    assert sorted(removed, key=str) == [None, None, "bet"]


async def test_decisions_are_listed_with_their_names(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await stock(
            tx,
            PANEL,
            [
                entry("1", name="B", category="Likes"),
                entry("2", name="A", category="Likes"),
                entry("3", name="C", category="Views"),
            ],
        )
        await stock(tx, PANEL, [entry("1", name="B", category="Likes")])
        for service_id in ("1", "2"):
            await tx.rules.set_service(PANEL, service_id, HIDDEN)
        await tx.rules.set_service(PANEL, "never listed", HIDDEN)
        await tx.rules.set_service(PANEL, "3", PINNED)
        await tx.rules.set_shelf(PANEL, "instagram", "views", BOTH)
        views = Decision(key=3, panel=PANEL, name="Views", shelf=True)
        assert await tx.rules.decided(hidden=True) == [
            views,
            Decision(key=2, panel=PANEL, name="A", shelf=False),
            Decision(key=1, panel=PANEL, name="B", shelf=False),
        ]
        assert await tx.rules.decided(hidden=False) == [
            views,
            Decision(key=3, panel=PANEL, name="C", shelf=False),
        ]
