"""Puts together what one message tells of all that was collected for it."""

from collections import Counter
from collections.abc import Callable, Sequence

from bot.domain.digest import Digest
from bot.domain.notice import Notice, NoticeKind, key_of_alert
from bot.domain.order import OrderStatus
from bot.notifier.news import is_known, still_true
from bot.usecases.desk import Desk

Keep = Callable[[Notice], bool]

_DONE = frozenset({OrderStatus.COMPLETED, OrderStatus.EXPIRED})
_ODD = 5


async def compose(desk: Desk, digest: Notice, keep: Keep) -> Digest:
    """`keep`: what concerns the reader."""
    async with desk.storage.reading() as tx:
        items = [item for item in await tx.digests.items(digest.id) if keep(item)]
        alerts = _of(items, NoticeKind.ALERT)
        up = [alert for alert in alerts if await still_true(tx, alert)]
        here = {alert.key for alert in alerts}
        over = [
            cleared
            for cleared in _of(items, NoticeKind.CLEARED)
            if key_of_alert(cleared.key) not in here and await is_known(tx, cleared)
        ]
        doubtful = {item.subject for item in _of(items, NoticeKind.UNCONFIRMED)}
        to_decide = await tx.orders.in_status(OrderStatus.UNCONFIRMED) if doubtful else ()
        ended = _of(items, NoticeKind.OPERATOR_ORDER)
        return Digest(
            to_decide=[order for order in to_decide if order.id in doubtful],
            alerts=[alert.data for alert in up],
            over=[cleared.data for cleared in over],
            passed=len(alerts) - len(up),
            ended=Counter(OrderStatus(item.data["status"]) for item in ended),
            odd=[order for id_ in _odd(ended) if (order := await tx.orders.get(id_))],
        )


def _of(items: Sequence[Notice], kind: NoticeKind) -> list[Notice]:
    return [item for item in items if item.kind is kind]


def _odd(ended: Sequence[Notice]) -> list[int]:
    """The newest orders that weren't simply done."""
    odd = [item.subject for item in ended if OrderStatus(item.data["status"]) not in _DONE]
    return [id_ for id_ in reversed(odd) if id_ is not None][:_ODD]
