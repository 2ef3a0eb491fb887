"""Puts notices into the outbox, inside the transaction that makes them true."""

from datetime import datetime, timedelta

from bot.domain.notice import WHOSE, AlertKind, NoticeKind
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, Refill
from bot.domain.staff import Right
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


async def news(tx: Transaction, order: Order, now: datetime) -> None:
    """Its owner is told that the order came to its present state; operators too, if they want to hear of endings."""
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
    if status not in _TELL_OPERATORS:
        return
    for operator in await _listeners(tx):
        if operator != order.user_id:
            await tx.outbox.put(
                NoticeKind.OPERATOR_ORDER,
                operator,
                f"operator:{order.id}:{status}",
                now=now,
                subject=order.id,
                data={"status": status.value},
            )


async def _listeners(tx: Transaction) -> list[int]:
    found = []
    for operator in await tx.staff.who_may(Right.ORDERS):
        user = await tx.users.get(operator)
        if user is None or user.completions:
            found.append(operator)
    return found


async def refill(tx: Transaction, request: Refill, now: datetime) -> None:
    """Its owner is told what became of a refill."""
    await tx.outbox.put(
        NoticeKind.REFILL,
        request.user_id,
        f"refill:{request.id}:{request.status}",
        now=now,
        subject=request.id,
    )


async def cancellation(tx: Transaction, request: Cancellation, now: datetime) -> None:
    """Its owner is told that the order goes on; a cancellation that worked is the order's own news."""
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
    for operator in await tx.staff.who_may(Right.ORDERS):
        await tx.outbox.put(
            NoticeKind.UNCONFIRMED,
            operator,
            f"unconfirmed:{order.id}",
            now=now,
            subject=order.id,
        )


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
    for operator in await tx.staff.who_may(WHOSE[kind]):
        key = f"alert:{kind}:{subject}:{now.timestamp():.6f}"
        await tx.outbox.put(NoticeKind.ALERT, operator, key, now=now, data=data)


async def cleared(
    tx: Transaction,
    kind: AlertKind,
    subject: str,
    now: datetime,
    *,
    calm: timedelta = timedelta(0),
) -> None:
    """What an alert was about is over, and hasn't come again for `calm`; operators are told, if it was up."""
    raised_at = await tx.alerts.clear(kind, subject, quiet_since=now - calm)
    if raised_at is None:
        return
    data = {"kind": kind.value, "subject": subject}
    for operator in await tx.staff.who_may(WHOSE[kind]):
        key = f"cleared:{kind}:{subject}:{raised_at.timestamp():.6f}"
        await tx.outbox.put(NoticeKind.CLEARED, operator, key, now=now, data=data)
