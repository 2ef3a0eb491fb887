"""Owners read who did what. Nobody writes here: a deed is written down by whoever does it, and never changed."""

from collections.abc import Mapping, Sequence

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Kind
from bot.domain.journal_search import LogWanted, log_wanted, parse
from bot.domain.listing import LogListing
from bot.domain.page import Place
from bot.domain.search import Area, Search
from bot.domain.staff import Right
from bot.domain.user import User
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.journal import JournalFilter
from storage.storage import Transaction

_SAME_NAME = 8


async def open_log(desk: Desk, owner: int, wanted: LogWanted) -> Search:
    async with desk.storage.transaction() as tx:
        await require(tx, owner, Right.OWNER)
        return await tx.searches.open(Area.JOURNAL, owner, wanted.words(), desk.clock())


async def look_up(desk: Desk, owner: int, text: str, kinds: Mapping[str, str]) -> Search:
    """What a text means; raises USER_UNKNOWN for a name of nobody. `kinds`: the reader's words for them."""
    wanted, names = parse(text, kinds)
    async with desk.storage.transaction() as tx:
        await require(tx, owner, Right.OWNER)
        if names:
            wanted = await _with_person(tx, wanted, " ".join(names))
        elif wanted.kind == Kind.ORDER and await _is_persons(tx, wanted.number):
            wanted = await _with_person(tx, wanted, str(wanted.number))
        return await tx.searches.open(Area.JOURNAL, owner, wanted.words(), desk.clock())


async def _is_persons(tx: Transaction, number: int) -> bool:
    """Not an order's number, but somebody's id."""
    return await tx.orders.get(number) is None and await tx.users.get(number) is not None


async def _with_person(tx: Transaction, wanted: LogWanted, name: str) -> LogWanted:
    """What they did, if they ever did anything here; else what was done to them."""
    exactly = await tx.users.find(name) if name.startswith("@") else None
    people = [exactly] if exactly else await tx.people.named(name, limit=_SAME_NAME)
    if not people:
        raise ShopError(Problem.USER_UNKNOWN)
    actors = set(await tx.journal.actors())
    for person in people:
        if person.id in actors:
            return wanted.narrowed("who", str(person.id))
    return LogWanted(kind=Kind.USER.value, number=people[0].id, when=wanted.when)


async def narrow(desk: Desk, owner: int, search_id: int, what: str, word: str) -> None:
    async with desk.storage.transaction() as tx:
        search = await _search(tx, owner, search_id)
        before = log_wanted(search.words)
        after = before.narrowed(what, word)
        if after != before:
            await tx.searches.narrow(search, after.words())


async def listing(desk: Desk, owner: int, search_id: int, at: int, *, size: int) -> LogListing:
    async with desk.storage.reading() as tx:
        search = await _search(tx, owner, search_id)
        wanted = log_wanted(search.words)
        since, before = wanted.span(desk.clock())
        fits = JournalFilter(
            actor_id=wanted.actor_id or None,
            kind=Kind(wanted.kind) if wanted.kind in set(Kind) else None,
            number=wanted.number or None,
            since=since,
            before=before,
        )
        page = await tx.journal.page(fits, Place.of(at), size=size)
        subjects = {(entry.kind, entry.number) for entry in page.items}
        subjects.add((fits.kind or Kind.SHOP, wanted.number))
        people = {number for kind, number in subjects if kind is Kind.USER}
        people |= {entry.actor_id for entry in page.items} | {wanted.actor_id}
        return LogListing(
            search=search,
            wanted=wanted,
            page=page,
            people=await tx.people.by_ids(people),
            services=await _services(tx, [n for kind, n in subjects if kind is Kind.SERVICE]),
        )


async def _services(tx: Transaction, keys: Sequence[int]) -> dict[int, str]:
    listings = [await tx.catalogue.get(key) for key in keys]
    return {each.key: each.service.name for each in listings if each is not None}


async def actors(desk: Desk, owner: int) -> Sequence[tuple[int, User | None]]:
    """Everybody who ever did something here."""
    async with desk.storage.reading() as tx:
        await require(tx, owner, Right.OWNER)
        ids = await tx.journal.actors()
        known = await tx.people.by_ids(ids)
    return [(actor_id, known.get(actor_id)) for actor_id in ids]


async def _search(tx: Transaction, owner: int, search_id: int) -> Search:
    await require(tx, owner, Right.OWNER)
    found = await tx.searches.get(Area.JOURNAL, search_id, owner)
    if found is None:
        raise ShopError(Problem.LIST_GONE)
    return found
