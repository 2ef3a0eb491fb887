import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.user import User
from storage import Storage
from tests.storage.samples import ANN, NOW


async def _meet(storage: Storage, user: User) -> User:
    async with storage.transaction() as tx:
        met, _ = await tx.users.meet(user, NOW)
        return met


async def test_somebody_new_is_known_from_then_on(storage: Storage) -> None:
    anna = replace(ANN, username="Анна", client_language="pt-br")
    assert await _meet(storage, anna) == anna
    async with storage.transaction() as tx:
        assert await tx.users.get(ANN.id) == anna
        assert await tx.users.get(1) is None


async def test_two_first_messages_at_once_make_one_person(storage: Storage) -> None:
    assert await asyncio.gather(*(_meet(storage, ANN) for _ in range(5))) == [ANN] * 5


async def test_names_follow_telegram_and_choices_stay(storage: Storage) -> None:
    await _meet(storage, ANN)
    async with storage.transaction() as tx:
        await tx.users.set_language(ANN.id, "ru")
        await tx.users.set_member(ANN.id)
        await tx.users.set_asked(ANN.id, "d:5")
    renamed = replace(ANN, first_name="Anne", username="anne", client_language="fr")
    chosen = replace(renamed, language="ru", member=True, asked="d:5")
    assert await _meet(storage, renamed) == chosen
    async with storage.transaction() as tx:
        await tx.users.set_asked(ANN.id, None)
        assert await tx.users.get(ANN.id) == replace(chosen, asked=None)


async def test_who_writes_again_is_reachable_again(storage: Storage) -> None:
    await _meet(storage, ANN)
    async with storage.transaction() as tx:
        assert await tx.users.set_reachable(ANN.id, reachable=False) == replace(
            ANN, reachable=False
        )
    assert (await _meet(storage, ANN)).reachable


async def test_choices_of_somebody_unknown_are_nobodys(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.users.set_language(1, "ru") is None
        assert await tx.users.set_member(1) is None
        assert await tx.users.get(1) is None


async def test_people_are_found_by_number_and_by_name(storage: Storage) -> None:
    anna = replace(ANN, username="Anna_K")
    await _meet(storage, anna)
    await _meet(storage, User(id=5, first_name="Bob"))
    async with storage.transaction() as tx:
        for name in (str(ANN.id), "anna_k", "@Anna_K"):
            assert await tx.users.find(name) == anna, name
        for name in ("", "@", "anna", "6", "annaxk", "anna%", "９" * 30):
            assert await tx.users.find(name) is None, name


async def _first_time(storage: Storage, update_id: int) -> bool:
    async with storage.transaction() as tx:
        return await tx.users.first_time(update_id, NOW)


async def test_an_update_counts_once(storage: Storage) -> None:
    told = await asyncio.gather(*(_first_time(storage, 900) for _ in range(5)))
    assert sorted(told) == [False] * 4 + [True]
    assert await _first_time(storage, 899)


async def test_an_update_whose_work_failed_counts_again(storage: Storage) -> None:
    async def failing() -> None:
        async with storage.transaction() as tx:
            assert await tx.users.first_time(900, NOW)
            raise LookupError

    for _ in range(2):
        try:
            await failing()
        except LookupError:
            continue
    assert await _first_time(storage, 900)


async def test_updates_of_days_ago_are_forgotten(storage: Storage) -> None:
    await _first_time(storage, 900)
    async with storage.transaction() as tx:
        await tx.users.forget_updates(NOW)
        assert not await tx.users.first_time(900, NOW)
        await tx.users.forget_updates(NOW + timedelta(microseconds=1))
        assert await tx.users.first_time(900, NOW)
