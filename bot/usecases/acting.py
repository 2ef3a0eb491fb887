"""What operators do to orders of others, to one or to many of a list.

Nothing here waits for a panel: requests go into the queues that the lanes take them from, and an order that is to be
refreshed is due at once. Who asks for many isn't told of each: `tally` says what has come of all of them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.domain.errors import Problem, ShopError
from bot.domain.journal import Act, Kind
from bot.domain.many import MOST, Deed, Done, Plan, Setting, Tally, Unable, why_not
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, Refill
from bot.domain.search import Search
from bot.domain.staff import Right
from bot.panel import Capability
from bot.usecases import cancelling, finding, refilling, telling
from bot.usecases.desk import Desk
from bot.usecases.staffing import require
from storage.storage import Transaction

_BATCH = 50
_REASONS = 3
_NEEDS = {Deed.CANCEL: Capability.CANCEL, Deed.REFILL: Capability.REFILL}


async def cancel(desk: Desk, operator: int, order_id: int, *, update_id: int) -> Order:
    """As `cancelling.ask`, for anybody's order."""
    async with desk.storage.transaction() as tx:
        order = await _order(tx, operator, order_id)
        now = desk.clock()
        if await tx.users.first_time(update_id, now):
            order = await cancelling.begin(desk, tx, order, now, asked_by=operator)
            await _note(tx, operator, Deed.CANCEL, order, now)
        await telling.card(tx, order, now)
    _wake(desk)
    return order


async def refill(desk: Desk, operator: int, order_id: int, *, update_id: int) -> None:
    """As `refilling.ask`, for anybody's order."""
    async with desk.storage.transaction() as tx:
        order = await _order(tx, operator, order_id)
        now = desk.clock()
        if await tx.users.first_time(update_id, now):
            await refilling.begin(desk, tx, order, now, asked_by=operator)
            await _note(tx, operator, Deed.REFILL, order, now)
        await telling.card(tx, order, now)
    _wake(desk)


async def plan(desk: Desk, operator: int, search_id: int, deed: Deed) -> Plan:
    """What would be done to what is ticked, or else to the whole list. From here on it is just this that is ticked."""
    async with desk.storage.transaction() as tx:
        search = await finding.search(tx, operator, search_id)
        numbers = await _chosen(desk, tx, search)
        await tx.searches.pick(search, numbers)
        found = await tx.order_lists.by_numbers(numbers)
        settings = await _settings(desk, tx, deed, found)
    verdicts = [(order, why_not(deed, order, settings[order.id])) for order in found]
    able = [order for order, verdict in verdicts if verdict is None]
    return Plan(
        deed=deed,
        able=[order.id for order in able],
        unsent=sum(order.status is OrderStatus.QUEUED for order in able),
        unable=Counter(verdict for _, verdict in verdicts if verdict is not None),
    )


async def _chosen(desk: Desk, tx: Transaction, search: Search) -> Sequence[int]:
    if search.picked:
        return search.picked
    wanted = finding.order_filter(search, desk.clock())
    numbers = await tx.order_lists.numbers(wanted, most=MOST + 1)
    if len(numbers) > MOST:
        raise ShopError(Problem.LIST_TOO_LONG, maximum=MOST)
    if not numbers:
        raise ShopError(Problem.NOTHING_THERE)
    return numbers


async def carry_out(
    desk: Desk, operator: int, search_id: int, deed: Deed, *, update_id: int
) -> Done | None:
    """Done to what is ticked; ticked is then what it was done to. None if this update did it before."""
    async with desk.storage.transaction() as tx:
        search = await finding.search(tx, operator, search_id)
        if not await tx.users.first_time(update_id, desk.clock()):
            return None
    did: list[Order] = []
    unable: Counter[Unable] = Counter()
    for start in range(0, len(search.picked), _BATCH):
        async with desk.storage.transaction() as tx:
            await require(tx, operator, Right.ORDERS)
            found = await tx.order_lists.by_numbers(search.picked[start : start + _BATCH])
            settings = await _settings(desk, tx, deed, found)
            for order in found:
                verdict = why_not(deed, order, settings[order.id])
                if verdict is not None:
                    unable[verdict] += 1
                elif await _do(desk, tx, operator, deed, order):
                    did.append(order)
                else:
                    unable[Unable.BEING_SENT] += 1
    async with desk.storage.transaction() as tx:
        await tx.searches.pick(search, [order.id for order in did])
    _wake(desk)
    unsent = sum(order.status is OrderStatus.QUEUED for order in did)
    return Done(deed=deed, asked=len(did) - unsent, taken_back=unsent, unable=unable)


async def _do(desk: Desk, tx: Transaction, operator: int, deed: Deed, order: Order) -> bool:
    """Whether it was done: the order may have moved on in the meantime."""
    now = desk.clock()
    if deed is Deed.REFRESH:
        await tx.orders.reschedule([order.id], now)
        return True
    try:
        if deed is Deed.CANCEL:
            await cancelling.begin(desk, tx, order, now, asked_by=operator, quiet=True)
        else:
            await refilling.begin(desk, tx, order, now, asked_by=operator, quiet=True)
    except ShopError:
        return False
    await _note(tx, operator, deed, order, now)
    await telling.card_of(tx, order.id, now)
    return True


async def tally(desk: Desk, operator: int, search_id: int, deed: Deed) -> Tally:
    """What has come of it, as far as it is known now."""
    async with desk.storage.reading() as tx:
        search = await finding.search(tx, operator, search_id)
        requests: Sequence[Refill | Cancellation]
        if deed is Deed.REFILL:
            requests = await tx.refills.latest(search.picked)
        else:
            requests = await tx.cancellations.latest(search.picked)
        found = await tx.order_lists.by_numbers(search.picked)
    asked = {request.order_id for request in requests}
    reasons = Counter(request.reason for request in requests if request.reason)
    taken_back = sum(
        order.status is OrderStatus.CANCELED and order.id not in asked for order in found
    )
    return Tally(
        deed=deed,
        states=Counter(request.status.value for request in requests),
        taken_back=taken_back if deed is Deed.CANCEL else 0,
        reasons=dict(reasons.most_common(_REASONS)),
    )


async def _settings(
    desk: Desk, tx: Transaction, deed: Deed, found: Sequence[Order]
) -> dict[int, Setting]:
    numbers = [order.id for order in found]
    requests: Sequence[Refill | Cancellation] = []
    if deed is Deed.CANCEL:
        requests = await tx.cancellations.latest(numbers)
    elif deed is Deed.REFILL:
        requests = await tx.refills.latest(numbers)
    asked = {request.order_id for request in requests if request.status.open}
    settings = {}
    for order in found:
        panel = desk.panels.get(order.panel)
        settings[order.id] = Setting(
            at_hand=panel is not None,
            takes=panel is not None and _NEEDS.get(deed) not in panel.lacking,
            asked=order.id in asked,
        )
    return settings


async def _order(tx: Transaction, operator: int, order_id: int) -> Order:
    await require(tx, operator, Right.ORDERS)
    order = await tx.orders.get(order_id)
    if order is None:
        raise ShopError(Problem.NOT_FOUND)
    return order


async def _note(tx: Transaction, operator: int, deed: Deed, order: Order, now: datetime) -> None:
    act = Act.ORDER_REFILL_ASKED if deed is Deed.REFILL else Act.ORDER_CANCEL_ASKED
    if order.status in {OrderStatus.QUEUED, OrderStatus.CANCELED}:
        act = Act.ORDER_TAKEN_BACK
    await tx.journal.add(operator, act, now, kind=Kind.ORDER, number=order.id)


def _wake(desk: Desk) -> None:
    for lane in desk.wake.lanes.values():
        lane.set()
    desk.wake.outbox.set()
