"""The month's orders as rows of the shop's books, each in agreement with what its panel has."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.demo.history.accounts import Entry
from bot.demo.history.lives import Going, Life
from bot.demo.history.sketches import Sketch
from bot.domain.form import Field
from bot.domain.link import same_link_key
from bot.domain.money import round_charge
from bot.domain.order import Order, OrderStatus
from bot.domain.service import ServiceType
from bot.domain.stuck import look_at

CURRENCY = "USD"
_NAMES = [field.name for field in fields(Order)]
_GOING = {
    "Pending": OrderStatus.PENDING,
    "In progress": OrderStatus.IN_PROGRESS,
    "Active": OrderStatus.ACTIVE,
}


def order(number: int, sketch: Sketch, entry: Entry | None, now: datetime) -> Order:
    """`entry`: None for what no panel has."""
    listing, taker, quote = sketch.listing, sketch.placed_at, sketch.quote
    return Order(
        id=number,
        user_id=sketch.user_id,
        panel=taker.panel,
        listing_key=listing.key,
        stand_in_key=sketch.taker.key if sketch.taker else None,
        service_id=taker.service.id,
        service_name=listing.service.name,
        service_type=listing.service.type or ServiceType.DEFAULT,
        platform=listing.platform,
        fields=sketch.answers,
        units=None if quote.estimate else quote.units,
        rate=listing.service.rate,
        cost=quote.cost,
        currency=CURRENCY,
        refill=listing.service.refill,
        cancel=listing.service.cancel and taker.service.cancel,
        created_at=sketch.at,
        average_minutes=taker.service.average_minutes,
        **_course(sketch, entry, now),
    )


def _course(sketch: Sketch, entry: Entry | None, now: datetime) -> dict[str, Any]:
    """How far it has come."""
    if sketch.doubtful:
        return {"status": OrderStatus.UNCONFIRMED, "submitted_at": sketch.life.sent}
    known = {} if entry is None else _known(entry)
    if isinstance(sketch.life, Life):
        return _over(sketch.life) | known
    return _under_way(sketch.life, now) | known


def _known(entry: Entry) -> dict[str, Any]:
    """What the panel tells. Of what is made of several orders it tells only the state."""
    state, kind = entry.order.state, entry.order.plan.kind
    told: dict[str, Any] = {"panel_order_id": entry.order.id}
    if not state.final:
        told["status"] = _GOING[state.status]
    if kind == "plain":
        told |= {
            "charge": round_charge(state.charge),
            "start_count": state.start_count,
            "remains": state.remains,
        }
    return told


def _over(life: Life) -> dict[str, Any]:
    sent = None if life.status is OrderStatus.REJECTED else life.sent
    return {
        "status": life.status,
        "reason": life.reason,
        "submitted_at": sent,
        "started_at": life.begun,
        "finished_at": life.ended,
        "heard_at": life.ended if sent else None,
        "moved_at": life.ended if sent else None,
    }


def _under_way(life: Going, now: datetime) -> dict[str, Any]:
    begun = life.sent + (now - life.sent) / 10
    return {
        "submitted_at": life.sent,
        "started_at": begun if life.begun else None,
        "heard_at": now - life.heard,
        "moved_at": now - life.moved,
    }


def row(found: Order, next_check_at: datetime | None) -> dict[str, Any]:
    """No draft has the negative of a number."""
    return {
        **{name: getattr(found, name) for name in _NAMES},
        "draft_id": -found.id,
        "link_key": link_key(found),
        "next_check_at": next_check_at,
        "look_at": look_at(found),
    }


def link_key(found: Order) -> str:
    target = found.fields.get(Field.LINK) or found.fields.get(Field.USERNAME) or ""
    return same_link_key(str(target))


def last_seen(found: Iterable[Order]) -> dict[int, datetime]:
    """When each customer ordered last."""
    seen: dict[int, datetime] = {}
    for each in found:
        seen[each.user_id] = max(each.created_at, seen.get(each.user_id, each.created_at))
    return seen
