"""A type that nobody knows is read as one that is known: operators choose which form its services ask for."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act
from bot.domain.riddle import Riddle
from bot.domain.service import Listing, ServiceType, parse_type, type_key
from bot.domain.staff import Right
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.rules import TypeRule
from storage.snapshot import Placed, type_is
from storage.storage import Transaction

_SAMPLES = 3


async def riddles(desk: Desk) -> list[Riddle]:
    """Those nobody chose a form for first, with the most services first."""
    async with desk.storage.reading() as tx:
        found = await _riddles(tx)
    return sorted(
        found.values(),
        key=lambda each: (each.read_as is not None, -each.count, each.panel, each.names),
    )


async def riddle(desk: Desk, mark: str) -> tuple[Riddle, list[Listing]]:
    """With some of its services."""
    async with desk.storage.reading() as tx:
        found = await _find(tx, mark)
        return found, await tx.stock.of_type(found.panel, found.names, limit=_SAMPLES)


async def read_as(desk: Desk, user_id: int, mark: str, kind: ServiceType) -> Riddle:
    """From now on, and at every sync."""
    async with desk.storage.transaction() as tx:
        found = await _locked(tx, user_id, mark)
        if found.read_as is not kind:
            name = found.names[0]
            await tx.rules.set_type(TypeRule(panel=found.panel, type_name=name, type=kind))
            await _place(desk, tx, found)
            details = {"panel": found.panel, "type": name, "form": kind.value}
            await tx.journal.add(user_id, Act.TYPE_MAPPED, desk.clock(), details=details)
        return replace(found, read_as=kind)


async def read_as_nothing(desk: Desk, user_id: int, mark: str) -> Riddle:
    """Its services can't be ordered any more."""
    async with desk.storage.transaction() as tx:
        found = await _locked(tx, user_id, mark)
        if found.read_as is not None:
            name = found.names[0]
            await tx.rules.forget_type(found.panel, name)
            await _place(desk, tx, found)
            details = {"panel": found.panel, "type": name}
            await tx.journal.add(user_id, Act.TYPE_UNMAPPED, desk.clock(), details=details)
        return replace(found, read_as=None)


async def _place(desk: Desk, tx: Transaction, found: Riddle) -> Placed:
    rules = await tx.rules.of(found.panel, desk.blocked_words)
    return await tx.snapshot.place(found.panel, rules, type_is(found.names))


async def _locked(tx: Transaction, user_id: int, mark: str) -> Riddle:
    await require(tx, user_id, Right.CATALOGUE)
    found = await _find(tx, mark)
    await tx.panels.revise(found.panel)
    return await _find(tx, mark)


async def _find(tx: Transaction, mark: str) -> Riddle:
    found = (await _riddles(tx)).get(mark)
    if found is None:
        raise ShopError(Problem.TYPE_GONE)
    return found


async def _riddles(tx: Transaction) -> Mapping[str, Riddle]:
    """By mark. What is mapped stays here when no service has the type any more, so that it can be undone."""
    read_as = {(rule.panel, type_key(rule.type_name)): rule for rule in await tx.rules.types()}
    spellings: dict[tuple[str, str], dict[str, int]] = {
        key: {rule.type_name: 0} for key, rule in read_as.items()
    }
    for (panel, name), count in (await tx.stock.types()).items():
        if parse_type(name) is None:
            spellings.setdefault((panel, type_key(name)), {})[name] = count
    found = [
        Riddle(
            panel=key[0],
            names=tuple(names),
            count=sum(names.values()),
            read_as=read_as[key].type if key in read_as else None,
        )
        for key, names in spellings.items()
    ]
    return {each.mark: each for each in found}
