"""What a panel account holds: read, remembered, and told when it runs low."""

from datetime import datetime

from bot.domain.money import round_refund
from bot.domain.notice import AlertKind
from bot.panel import Balance, PanelError, PanelRejected, Reason, Refusal
from bot.usecases import telling
from bot.usecases.desk import Desk
from storage.storage import Transaction


async def read(desk: Desk, panel: str) -> Balance:
    """The balance now, remembered; raises PanelError after telling operators what only they can mend."""
    try:
        balance = await desk.panels[panel].balance()
    except PanelError as error:
        async with desk.storage.transaction() as tx:
            await _note_unread(tx, error, desk.clock())
        desk.wake.outbox.set()
        raise
    async with desk.storage.transaction() as tx:
        await _note(desk, tx, panel, balance)
    return balance


async def _note(desk: Desk, tx: Transaction, panel: str, balance: Balance) -> None:
    now = desk.clock()
    before = (await tx.panels.all())[panel].balance
    amount = round_refund(balance.amount)
    await tx.panels.set_balance(panel, amount, balance.currency, now)
    await note_answering(desk, tx, panel, now)
    if before is not None and amount > before:
        await tx.orders.wake_parked(panel, now)
        desk.wake.lanes[panel].set()
    if desk.low_balance is None:
        return
    if amount < desk.low_balance:
        details = {"balance": str(amount), "currency": balance.currency}
        await telling.alert(tx, AlertKind.LOW_BALANCE, panel, now, details=details)
        desk.wake.outbox.set()
    else:
        await telling.cleared(tx, AlertKind.LOW_BALANCE, panel, now)


async def _note_unread(tx: Transaction, error: PanelError, now: datetime) -> None:
    """A panel that refuses to tell a balance, in words nobody knows, is as good as down."""
    if isinstance(error, PanelRejected) and error.kind is Refusal.UNKNOWN:
        details = {"reason": error.text}
        await telling.alert(tx, AlertKind.PANEL_DOWN, error.panel, now, details=details)
        return
    await note_trouble(tx, error, now)


async def note_answering(desk: Desk, tx: Transaction, panel: str, now: datetime) -> None:
    """The panel answers, and takes our key; it may still refuse orders, of which one waits then, or went to a stand-in."""
    calm = desk.pace.calm  # a panel that comes and goes is told of once
    await telling.cleared(tx, AlertKind.PANEL_DOWN, panel, now, calm=calm)
    if await tx.orders.any_waits(panel) or await tx.alerts.is_up(AlertKind.PANEL_REFUSES, panel):
        return
    await telling.cleared(tx, AlertKind.KEY_REFUSED, panel, now)


async def note_flowing(tx: Transaction, panel: str, now: datetime) -> None:
    """The panel took an order. What stood in the way is gone once none waits: a cheaper one gets past missing funds."""
    if await tx.orders.any_waits(panel):
        return
    for over in (AlertKind.NO_FUNDS, AlertKind.KEY_REFUSED, AlertKind.ORDERS_WAIT):
        await telling.cleared(tx, over, panel, now)


async def note_trouble(tx: Transaction, error: PanelError, now: datetime) -> None:
    """Operators hear of what a panel's error tells about the account, whatever was being done."""
    if not isinstance(error, PanelRejected):
        await telling.alert(
            tx, AlertKind.PANEL_DOWN, error.panel, now, details={"reason": str(error)}
        )
        return
    kind = _ACCOUNT_TROUBLE.get(error.reason)
    if kind is not None:
        await telling.alert(tx, kind, error.panel, now, details={"reason": error.text})


_ACCOUNT_TROUBLE = {
    Reason.BAD_KEY: AlertKind.KEY_REFUSED,
    Reason.SUSPENDED: AlertKind.KEY_REFUSED,
    Reason.NO_FUNDS: AlertKind.NO_FUNDS,
}
