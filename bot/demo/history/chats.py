"""The two chats that are seen first: the owner before what she can do, the customer before an order on its way."""

from collections.abc import Iterator
from datetime import timedelta

from bot.demo.history import books, evidence
from bot.demo.history.cast import ANN, OLGA
from bot.demo.history.month import Month
from bot.demo.history.stage import Play, Stage
from bot.domain.card import OrderCard
from bot.domain.user import User
from bot.views import cockpit, menu, orders
from storage.tables import orders as tables

_OLGA_AGO, _ANN_AGO = timedelta(minutes=19), timedelta(minutes=2)


def chats(month: Month) -> Iterator[Play]:
    live = month.order(month.scenes.live)
    yield month.now - _OLGA_AGO, _owner
    yield month.now - _ANN_AGO, _customer
    yield live.created_at, lambda stage: _order(stage, month)


async def _owner(stage: Stage) -> None:
    stage.telegram.people[OLGA].send("/start")
    screen = cockpit.cockpit(await stage.lang_of(OLGA), await _user(stage, OLGA))
    await stage.say(OLGA, screen)


async def _customer(stage: Stage) -> None:
    person = stage.telegram.people[ANN]
    person.send("/start")
    await stage.say(ANN, menu.menu(await stage.lang_of(ANN), person.first_name))


async def _order(stage: Stage, month: Month) -> None:
    """Its card shows it as it is now, and goes on from there."""
    order = month.order(month.scenes.live)
    screen = orders.card(await stage.lang_of(ANN), OrderCard(order=order), live=True)
    stands = await stage.say(ANN, screen)
    async with stage.storage.transaction() as tx:
        row = books.row(order, stage.now) | {"message_id": stands}
        await tx.bulk.insert(tables.orders, [row])
        await tx.bulk.insert(tables.attempts, [evidence.last(month, order)])


async def _user(stage: Stage, user_id: int) -> User:
    async with stage.storage.reading() as tx:
        found = await tx.users.get(user_id)
    if found is None:
        raise LookupError(f"{user_id} isn't in the books")
    return found
