"""What was sent for each order, and what came back."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.demo.history.accounts import Entry
from bot.demo.history.month import Month
from bot.domain.money import round_charge
from bot.domain.order import Order
from bot.panel.errors import Cause

NO_FUNDS = "Not enough funds on balance"
_TOOK = timedelta(milliseconds=420)
_TOOK_LONG = timedelta(seconds=29)
_TOO_LITTLE = Decimal("0.31")


def attempts(month: Month) -> Iterator[dict[str, Any]]:
    moved = {month.number(each) for each in month.scenes.moved}
    for number, order in month.orders.items():
        if number in moved:
            yield _refused_before(month, order)
        yield last(month, order)


def last(month: Month, order: Order) -> dict[str, Any]:
    """The attempt that settled it, or left it in doubt."""
    entry = month.accounts[order.panel].entries.get(order.id)
    if entry is None:
        return _row(order, outcome="refused", answer=f'{{"error":"{order.reason}"}}')
    if order.panel_order_id is None:
        return _in_doubt(order, entry)
    had = round_charge(entry.had)
    return _row(order, outcome="placed", answer=f'{{"order":{entry.order.id}}}', balance_before=had)


def handovers(month: Month) -> list[dict[str, Any]]:
    """Which panel refused an order before a stand-in took it over."""
    return [
        {
            "order_id": month.number(sketch),
            "panel": sketch.listing.panel,
            "step": 1,
            "service_id": sketch.listing.service.id,
            "said": NO_FUNDS,
            "at": sketch.at + timedelta(seconds=1),
        }
        for sketch in month.scenes.moved
    ]


def _refused_before(month: Month, order: Order) -> dict[str, Any]:
    """Where it was sent at first."""
    first = month.sketched[order.id].listing
    row = _row(order, outcome="refused", answer=f'{{"error":"{NO_FUNDS}"}}')
    there = {"panel": first.panel, "service_id": first.service.id}
    return {**row, **there, "balance_before": _TOO_LITTLE}


def _in_doubt(order: Order, entry: Entry) -> dict[str, Any]:
    """The panel's answer is an error with an order's number beside it; and what it costs is gone from the balance."""
    answer = f'{{"error":"Server error, try again later","order":{entry.order.id}}}'
    row = _row(
        order,
        outcome=f"{order.panel}: undetermined, {Cause.CONTRADICTION}",
        answer=answer,
        balance_before=round_charge(entry.had),
        balance_after=round_charge(entry.had - entry.order.charge),
        hint=entry.order.id,
    )
    return row | {"http_status": 500, "ended_at": order.created_at + _TOOK_LONG}


def _row(
    order: Order,
    *,
    outcome: str,
    answer: str,
    balance_before: Decimal | None = None,
    balance_after: Decimal | None = None,
    hint: str | None = None,
) -> dict[str, Any]:
    sent = order.submitted_at or order.created_at
    return {
        "order_id": order.id,
        "panel": order.panel,
        "service_id": order.service_id,
        "epoch": 0,
        "started_at": sent,
        "ended_at": sent + _TOOK,
        "outcome": outcome,
        "http_status": 200,
        "answer": answer,
        "balance_before": balance_before,
        "balance_after": balance_after,
        "hinted_order_id": hint,
    }
