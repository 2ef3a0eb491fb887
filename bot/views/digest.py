"""One message about much that happened."""

from collections.abc import Mapping, Sequence

from bot.callbacks.all_orders import AllOrders
from bot.callbacks.desk import Unconfirmed
from bot.callbacks.notifications import Notifications
from bot.domain.digest import Digest
from bot.domain.order import Order
from bot.views import staff_notices
from bot.views.lang import Html, Lang
from bot.views.orders import state, state_named
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs
from bot.views.text import clip

_ALERTS, _OVER, _ORDERS, _ODD = 4, 3, 10, 4
_REASON = 80
"""How much of each is told; together it is one message at most."""


def digest(lang: Lang, told: Digest) -> Screen:
    alerts = [staff_notices.alert(lang, _shorter(data)) for data in told.alerts[:_ALERTS]]
    text = paragraphs(
        bold(lang.t("📋 In short")),
        _to_decide(lang, told.to_decide),
        *(alert.text for alert in alerts),
        _more_alerts(lang, len(told.alerts) - len(alerts)),
        lines(*_over(lang, told), _passed(lang, told.passed)),
        _ended(lang, told),
    )
    return Screen(text, _rows(lang, told, alerts))


def _shorter(alert: Mapping[str, str]) -> Mapping[str, str]:
    return {**alert, "reason": clip(alert.get("reason", ""), _REASON)}


def _to_decide(lang: Lang, orders: Sequence[Order]) -> Html | None:
    if not orders:
        return None
    numbers = [lang.t("#{id}", id=order.id) for order in orders[:_ORDERS]]
    more = ["…"] if len(orders) > len(numbers) else []
    return lang.n(
        "❗ {n} order to decide: {orders}",
        "❗ {n} orders to decide: {orders}",
        len(orders),
        orders=Html(", ".join([*numbers, *more])),
    )


def _more_alerts(lang: Lang, count: int) -> Html | None:
    if count <= 0:
        return None
    return lang.n("…and {n} more alert.", "…and {n} more alerts.", count)


def _over(lang: Lang, told: Digest) -> list[Html]:
    screens = [staff_notices.cleared(lang, data) for data in told.over[:_OVER]]
    return [screen.text for screen in screens if screen is not None]


def _passed(lang: Lang, count: int) -> Html | None:
    if not count:
        return None
    return lang.n("{n} alert came and went.", "{n} alerts came and went.", count)


def _ended(lang: Lang, told: Digest) -> Html | None:
    if not told.ended:
        return None
    count = sum(told.ended.values())
    kinds = (
        Html(f"{state_named(lang, status)}: {lang.number(number)}")
        for status, number in sorted(told.ended.items(), key=lambda item: -item[1])
    )
    odd = (
        lang.t(
            "#{id} {state} · {service}",
            id=order.id,
            state=state(lang, order),
            service=clip(order.service_name, 40),
        )
        for order in told.odd[:_ODD]
    )
    title = lang.n("📦 {n} order ended:", "📦 {n} orders ended:", count)
    return lines(bold(title), *kinds, *odd)


def _rows(lang: Lang, told: Digest, alerts: Sequence[Screen]) -> tuple[Row, ...]:
    """Each way once: several alerts may lead to the same screen."""
    rows: list[Row] = []
    if told.to_decide:
        rows.append((button(lang.label("❗ All to decide"), Unconfirmed()),))
    known = set()
    for row in (row for alert in alerts for row in alert.rows):
        if row not in known:
            known.add(row)
            rows.append(row)
    if told.ended:
        rows.append((button(lang.label("📦 All orders"), AllOrders()),))
    rows.append((button(lang.label("🔔 Notifications"), Notifications()),))
    return tuple(rows)
