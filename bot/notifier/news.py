"""What a notice says now: rendered when it is sent, from the state as it is then; None where nothing is to tell any more."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.notice import AlertKind, Notice, NoticeKind, alert_key, key_of_alert
from bot.domain.order import OrderStatus
from bot.usecases.desk import Desk
from bot.views import broadcast_progress, notices, room, staff_notices, team
from bot.views.lang import Lang
from bot.views.screen import Screen
from storage.storage import Transaction


async def order(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    """That it is being checked is no news once it has been."""
    async with desk.storage.reading() as tx:
        order = await tx.orders.get(notice.subject or 0)
    told = OrderStatus(notice.data["status"])
    if order is None or (told is OrderStatus.UNCONFIRMED and order.status is not told):
        return None
    return notices.order(lang, order, told)


async def operator_order(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    async with desk.storage.reading() as tx:
        order = await tx.orders.get(notice.subject or 0)
        owner = None if order is None else await tx.users.get(order.user_id)
    told = OrderStatus(notice.data["status"])
    return None if order is None else staff_notices.operator_order(lang, order, owner, told)


async def refill(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    """To who asked for it: the order's owner, or an operator."""
    async with desk.storage.reading() as tx:
        request = await tx.refills.get(notice.subject or 0)
        order = None if request is None else await tx.orders.owned(request.order_id, notice.user_id)
    return None if request is None else notices.refill(lang, request, own=order is not None)


async def cancellation(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    """As `refill`."""
    async with desk.storage.reading() as tx:
        request = await tx.cancellations.get(notice.subject or 0)
        order = None if request is None else await tx.orders.owned(request.order_id, notice.user_id)
    return None if request is None else notices.cancellation(lang, request, own=order is not None)


async def unconfirmed(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    """Decided meanwhile: nothing to tell any more."""
    async with desk.storage.reading() as tx:
        order = await tx.orders.get(notice.subject or 0)
    if order is None or order.status is not OrderStatus.UNCONFIRMED:
        return None
    return staff_notices.unconfirmed(lang, order)


async def alert(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    """Over meanwhile: nothing to tell any more."""
    async with desk.storage.reading() as tx:
        stands = await still_true(tx, notice)
    return staff_notices.alert(lang, notice.data) if stands else None


async def still_true(tx: Transaction, alert: Notice) -> bool:
    """What happened stays true; a state may be over, and may have come again, which is another alert."""
    kind, subject = AlertKind(alert.data["kind"]), alert.data["subject"]
    if kind in _EVENTS:
        return True
    raised_at = await tx.alerts.raised_at(kind, subject)
    return raised_at is not None and alert.key == alert_key(kind, subject, raised_at)


async def cleared(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    """Only to who may have heard of the alert."""
    async with desk.storage.reading() as tx:
        known = await is_known(tx, notice)
    return staff_notices.cleared(lang, notice.data) if known else None


async def is_known(tx: Transaction, cleared: Notice) -> bool:
    """Where nothing is known of the alert any more, it was long ago that it was told."""
    told = await tx.outbox.fates(key_of_alert(cleared.key), cleared.user_id)
    return all(fate.may_be_known for fate in told)


async def broadcast(desk: Desk, notice: Notice, lang: Lang) -> Screen | None:
    """Its report; in the staff room (a negative chat) as well as to who started it, if they are still an operator."""
    async with desk.storage.reading() as tx:
        found = await tx.broadcasts.get(notice.subject or 0)
        rights = await tx.staff.rights(notice.user_id)
    if found is None or (notice.user_id > 0 and not rights):
        return None
    return broadcast_progress.report(lang, found)


async def rights(desk: Desk, notice: Notice, lang: Lang) -> Screen:
    async with desk.storage.reading() as tx:
        return team.told(lang, await tx.staff.rights(notice.user_id))


async def room_lost(_: Desk, notice: Notice, lang: Lang) -> Screen:
    return room.lost(lang, notice.data["title"])


_EVENTS = frozenset({AlertKind.BUG, AlertKind.NOTICE_DEAD})

Render = Callable[[Desk, Notice, Lang], Awaitable[Screen | None]]
RENDERERS: Mapping[NoticeKind, Render] = {
    NoticeKind.ORDER: order,
    NoticeKind.OPERATOR_ORDER: operator_order,
    NoticeKind.REFILL: refill,
    NoticeKind.CANCELLATION: cancellation,
    NoticeKind.UNCONFIRMED: unconfirmed,
    NoticeKind.ALERT: alert,
    NoticeKind.CLEARED: cleared,
    NoticeKind.RIGHTS: rights,
    NoticeKind.ROOM_LOST: room_lost,
    NoticeKind.BROADCAST: broadcast,
}
