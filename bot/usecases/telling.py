"""Puts notices into the outbox, inside the transaction that makes them true."""

from datetime import datetime, timedelta

from bot.domain.notice import AlertKind, NoticeKind, alert_key, cleared_key
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, Refill
from bot.usecases import hearing
from storage.storage import Transaction

_TELL_OPERATORS = frozenset(
    {
        OrderStatus.COMPLETED,
        OrderStatus.PARTIAL,
        OrderStatus.CANCELED,
        OrderStatus.FAILED,
        OrderStatus.EXPIRED,
    }
)


async def card(tx: Transaction, order: Order, now: datetime) -> None:
    """The order's card in its owner's chat must show its present state."""
    await tx.outbox.put_card(order.user_id, order.id, now)


async def card_of(tx: Transaction, order_id: int, now: datetime) -> None:
    order = await tx.orders.get(order_id)
    if order is not None:
        await card(tx, order, now)


async def news(tx: Transaction, order: Order, now: datetime) -> None:
    """Its owner is told that the order came to its present state; operators too, if it ended."""
    status = order.status
    await card(tx, order, now)
    await tx.outbox.put(
        NoticeKind.ORDER,
        order.user_id,
        f"order:{order.id}:{status}",
        now=now,
        subject=order.id,
        data={"status": status.value},
    )
    if status in _TELL_OPERATORS:
        await hearing.tell(
            tx,
            NoticeKind.OPERATOR_ORDER,
            f"operator:{order.id}:{status}",
            now,
            subject=order.id,
            data={"status": status.value},
            but=order.user_id,
        )


async def refill(tx: Transaction, request: Refill, now: datetime) -> None:
    """Whoever asked is told what became of a refill."""
    if request.quiet:
        return
    await tx.outbox.put(
        NoticeKind.REFILL,
        request.user_id,
        f"refill:{request.id}:{request.status}",
        now=now,
        subject=request.id,
    )


async def cancellation(tx: Transaction, request: Cancellation, now: datetime) -> None:
    """Whoever asked is told that the order goes on; a cancellation that worked is the order's own news."""
    if request.quiet:
        return
    await tx.outbox.put(
        NoticeKind.CANCELLATION,
        request.user_id,
        f"cancellation:{request.id}:{request.status}",
        now=now,
        subject=request.id,
    )


async def unconfirmed(tx: Transaction, order: Order, now: datetime) -> None:
    """Operators get the order on their desk, its owner hears that it isn't sure yet."""
    await news(tx, order, now)
    await hearing.tell(tx, NoticeKind.UNCONFIRMED, f"unconfirmed:{order.id}", now, subject=order.id)


async def alert(
    tx: Transaction,
    kind: AlertKind,
    subject: str,
    now: datetime,
    *,
    details: dict[str, str] | None = None,
) -> None:
    """Operators are told once until it clears."""
    if not await tx.alerts.set(kind, subject, now):
        return
    data = {"kind": kind.value, "subject": subject, **(details or {})}
    await hearing.tell(tx, NoticeKind.ALERT, alert_key(kind, subject, now), now, data=data)


async def cleared(
    tx: Transaction,
    kind: AlertKind,
    subject: str,
    now: datetime,
    *,
    calm: timedelta = timedelta(0),
) -> None:
    """What an alert was about is over, and hasn't come again for `calm`: it is said where the alert was told."""
    raised_at = await tx.alerts.clear(kind, subject, quiet_since=now - calm)
    if raised_at is None:
        return
    told = await tx.outbox.fates(alert_key(kind, subject, raised_at))
    data = {"kind": kind.value, "subject": subject}
    await hearing.tell_after(tx, told, cleared_key(kind, subject, raised_at), now, data=data)
