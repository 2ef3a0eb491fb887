"""Operators look for orders: what they typed is looked up in the books, and the list is kept there to be gone through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import Problem, ShopError
from bot.domain.listing import COUNTED, OrderListing
from bot.domain.order import Order
from bot.domain.order_search import (
    LOOK,
    STATES,
    Typed,
    Wanted,
    link_keys,
    parse,
    span,
    wanted,
)
from bot.domain.page import Place
from bot.domain.search import Area, Search
from bot.domain.staff import Right
from bot.domain.user import User
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.order_lists import OrderFilter
from storage.storage import Transaction

_SAME_NUMBER = 20
_SAME_NAME = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text led to: one order, or a list; `people` may be meant by it."""

    search: Search
    order: Order | None = None
    people: Sequence[User] = ()


async def open_list(desk: Desk, operator: int, state: str = "", user_id: int = 0) -> Search:
    """A new list. "first": of what needs a look, if anything does."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.ORDERS)
        now = desk.clock()
        if state == "first":
            stuck = await tx.order_lists.count(OrderFilter(stuck_by=now), most=1)
            state = LOOK if stuck else ""
        chosen = Wanted(state=state if state in {LOOK, *STATES} else "", user_id=user_id)
        return await tx.searches.open(Area.ORDERS, operator, chosen.words(), now)


async def narrow(desk: Desk, operator: int, search_id: int, what: str, word: str) -> None:
    async with desk.storage.transaction() as tx:
        found = await search(tx, operator, search_id)
        before = wanted(found.words)
        after = before.narrowed(what, word)
        if after != before:
            await tx.searches.narrow(found, after.words())


async def listing(
    desk: Desk, operator: int, search_id: int, at: int = 0, start: int = 0, *, size: int
) -> OrderListing:
    """What follows the order `at`, or goes before it if it is negative; or the page that begins with `start`."""
    async with desk.storage.reading() as tx:
        found = await search(tx, operator, search_id)
        now = desk.clock()
        chosen = wanted(found.words)
        fits = order_filter(found, now)
        if start:
            at = start - 1 if fits.oldest_first else start + 1
        page = await tx.order_lists.page(fits, Place.of(at), size=size)
        return OrderListing(
            search=found,
            wanted=chosen,
            page=page,
            total=await tx.order_lists.count(fits, most=COUNTED),
            stuck=await tx.order_lists.count(OrderFilter(stuck_by=now), most=COUNTED),
            people=await tx.people.by_ids({chosen.user_id, *(each.user_id for each in page.items)}),
            panels=list(await tx.panels.all()),
            followed=desk.panels.keys(),
        )


async def tick(desk: Desk, operator: int, search_id: int, order_id: int) -> None:
    async with desk.storage.transaction() as tx:
        found = await search(tx, operator, search_id)
        picked = set(found.picked) ^ {order_id}
        if len(picked) > COUNTED:
            raise ShopError(Problem.LIST_TOO_LONG, maximum=COUNTED)
        await tx.searches.pick(found, sorted(picked))


async def tick_all(desk: Desk, operator: int, search_id: int, *, most: int) -> None:
    """Raises LIST_TOO_LONG past `most`."""
    async with desk.storage.transaction() as tx:
        found = await search(tx, operator, search_id)
        numbers = await tx.order_lists.numbers(order_filter(found, desk.clock()), most=most + 1)
        if len(numbers) > most:
            raise ShopError(Problem.LIST_TOO_LONG, maximum=most)
        await tx.searches.pick(found, sorted({*numbers, *found.picked}))


async def untick(desk: Desk, operator: int, search_id: int) -> None:
    async with desk.storage.transaction() as tx:
        await tx.searches.pick(await search(tx, operator, search_id), ())


async def look_up(desk: Desk, operator: int, text: str, states: Mapping[str, str]) -> Found:
    """What a text means; raises NOT_FOUND for a number or a name of nobody. `states`: the reader's words for them."""
    async with desk.storage.transaction() as tx:
        await require(tx, operator, Right.ORDERS)
        typed = parse(text, panels=await tx.panels.all(), states=states)
        chosen, people = await _meant(tx, typed)
        found = await tx.searches.open(Area.ORDERS, operator, chosen.words(), desk.clock())
        order = None
        if not people and chosen == Wanted(numbers=chosen.numbers) and len(chosen.numbers) == 1:
            order = await tx.orders.get(chosen.numbers[0])
            if order is None:
                raise ShopError(Problem.NOT_FOUND)
        return Found(search=found, order=order, people=people)


async def _meant(tx: Transaction, typed: Typed) -> tuple[Wanted, Sequence[User]]:
    """With the numbers and the person that are meant; several people, where it isn't clear who is."""
    chosen = typed.wanted
    if typed.number:
        chosen = await _numbered(tx, chosen, typed.number)
    if not typed.names:
        return chosen, ()
    people = await _named(tx, typed.names)
    if len(people) > 1:
        return chosen, people
    return replace(chosen, user_id=people[0].id), ()


async def _numbered(tx: Transaction, chosen: Wanted, number: str) -> Wanted:
    """Our order and those that their panels call so; a person, if there are none."""
    orders = await tx.order_lists.called(number, limit=_SAME_NUMBER)
    own = await tx.orders.get(int(number)) if number.isdigit() else None
    numbers = {order.id for order in (own, *orders) if order is not None}
    if numbers:
        return replace(chosen, numbers=tuple(sorted(numbers)))
    person = await tx.users.get(int(number)) if number.isdigit() else None
    if person is None:
        raise ShopError(Problem.NOT_FOUND)
    return replace(chosen, user_id=person.id)


async def _named(tx: Transaction, names: Sequence[str]) -> Sequence[User]:
    if len(names) == 1 and names[0].startswith("@"):
        person = await tx.users.find(names[0])
        if person is not None:
            return [person]
    people = await tx.people.named(" ".join(names), limit=_SAME_NAME)
    if not people:
        raise ShopError(Problem.NOT_FOUND)
    return people


async def search(tx: Transaction, operator: int, search_id: int) -> Search:
    """The operator's own; raises LIST_GONE if it is forgotten, or another's."""
    await require(tx, operator, Right.ORDERS)
    found = await tx.searches.get(Area.ORDERS, search_id, operator)
    if found is None:
        raise ShopError(Problem.LIST_GONE)
    return found


def order_filter(found: Search, now: datetime) -> OrderFilter:
    chosen = wanted(found.words)
    before = since = None
    if chosen.age.startswith(">"):
        before = now - span(chosen.age)
    elif chosen.age:
        since = now - span(chosen.age)
    return OrderFilter(
        user_id=chosen.user_id or None,
        panel=chosen.panel or None,
        statuses=STATES.get(chosen.state),
        numbers=chosen.numbers or None,
        link_keys=link_keys(chosen.link) if chosen.link else None,
        before=before,
        since=since,
        stuck_by=now if chosen.state == LOOK else None,
    )
