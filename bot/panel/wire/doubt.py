"""Signs that an order was placed all the same, in an answer to `add` that reads like a refusal."""

from collections import deque

from bot.panel.wire import values
from bot.panel.wire.answer import is_given, unwrapped
from bot.panel.wire.body import Json
from bot.panel.wire.status import folded

_ORDER = frozenset({"order", "orders", "orderid", "orderids", "ordernumber"})
_ID = frozenset({"id"})


def shown_orders(answer: Json) -> list[Json]:
    """What stands under keys that name an order, outermost first and however deep; under `id`, which may be anything's,
    only on the outside.
    """
    outside = unwrapped(answer)
    found = _under(outside, _ORDER) + _under(outside, _ID)
    waiting = deque([answer])
    while waiting:
        item = waiting.popleft()
        found += _under(item, _ORDER)
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found


def _under(item: Json, keys: frozenset[str]) -> list[Json]:
    if not isinstance(item, dict):
        return []
    return [
        value
        for key, value in item.items()
        if folded(key) in keys and is_given(value) and value not in ([], {})
    ]


def first_id(shown: list[Json]) -> str | None:
    """The first that can be an order's id, also as `{"id": …}`."""
    plain = (value.get("id") if isinstance(value, dict) else value for value in shown)
    return next((name for value in plain if (name := values.identifier(value))), None)
