"""The books of the month: the catalogues as they came, and then everything that is rows."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from random import Random

from bot.demo.history import books, cast, deeds, evidence, goods, market
from bot.demo.history.cast import DAYS, MAX, MAY, OLGA, Customer
from bot.demo.history.month import Month
from bot.demo.history.room import APPOINTED_AGO
from bot.demo.history.sketches import Shelf
from bot.demo.history.stage import Stage
from bot.domain.order import Order
from bot.domain.service import Unorderable
from bot.domain.stream import Stream, Way
from bot.sandbox.panel import Panel
from bot.usecases import balances, catalogue, staffing
from storage.tables import orders as tables
from storage.tables.people import invites, users
from storage.tables.staff import journal
from storage.tables.stand_ins import handovers

_LOOKED_AGO = timedelta(days=4)
_SOON = timedelta(seconds=4)


async def open_(played: Stage, panels: Mapping[str, Panel]) -> list[Shelf]:
    """Both panels' services are read from the first day on; what changed in them lately, the owner hasn't looked at yet."""
    now, clock, desk = played.now, played.clock, played.desk
    present = {name: dict(panel.services) for name, panel in panels.items()}
    for change in market.CHANGES:
        panels[change.panel].services = market.earlier(present[change.panel], change)
    clock.at = now - timedelta(days=DAYS + 1)
    await _decide(played, panels)
    for name in panels:
        await balances.read(desk, name)
        await catalogue.sync(desk, name)
    shelves = [await _shelf(played, panels)]
    for change in market.CHANGES:
        clock.at = now - change.ago
        panels[change.panel].services = present[change.panel]
        await catalogue.sync(desk, change.panel)
        shelves.append(await _shelf(played, panels))
    return shelves


async def _decide(played: Stage, panels: Collection[str]) -> None:
    await staffing.name_owners(played.desk, (OLGA,))
    async with played.storage.transaction() as tx:
        await tx.staff.appoint(MAX, MAY[MAX], played.now - APPOINTED_AGO, by=OLGA)
        await tx.panels.register(panels)
        for (name, service_id), standing in market.DECIDED.items():
            await tx.rules.set_service(name, service_id, standing)
        await tx.rules.add_word(deeds.WORD)
        await tx.changes.set_look(OLGA, 0, played.now - _LOOKED_AGO)


async def _shelf(played: Stage, names: Collection[str]) -> Shelf:
    """What is sold by the clock."""
    listings = {}
    async with played.storage.reading() as tx:
        for name in names:
            for known in await tx.snapshot.known(name):
                listing = await tx.catalogue.get(known.key)
                if listing and listing.unorderable is not Unorderable.GONE:
                    listings[name, listing.service.id] = listing
    often = {name: goods.weights(name) for name in names}
    wanted = [
        (listing, weight)
        for (name, service_id), listing in listings.items()
        if (weight := often[name].get(service_id))
    ]
    return Shelf(since=played.clock(), listings=listings, wanted=wanted)


async def write(played: Stage, dice: Random, past: Month, people: list[Customer]) -> None:
    """All orders but the one whose card is put into a chat first."""
    live = past.number(past.scenes.live)
    orders = [
        books.row(order, _next_check(dice, order, played.now))
        for number, order in past.orders.items()
        if number != live
    ]
    seen = books.last_seen(past.orders.values())
    rows = (
        (users, cast.rows(people, seen, played.now)),
        (invites, deeds.invitations(people, played.now)),
        (tables.orders, orders),
        (tables.attempts, [each for each in evidence.attempts(past) if each["order_id"] != live]),
        (tables.refills, past.requests.refills),
        (tables.cancellations, past.requests.cancellations),
        (handovers, evidence.handovers(past)),
        (journal, deeds.deeds(dice, past, people)),
    )
    async with played.storage.transaction() as tx:
        for table, values in rows:
            await tx.bulk.insert(table, values)
        await tx.streams.set_way(MAX, Stream.COMPLETIONS, Way.DAILY)
        keys = past.keys
        for service, taker in market.STAND_INS:
            await tx.stand_ins.add(keys[service], keys[taker])


def _next_check(dice: Random, order: Order, now: datetime) -> datetime | None:
    """Not all at once."""
    return now + _SOON * dice.random() if order.status.at_panel else None
