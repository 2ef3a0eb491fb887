"""What operators are told without asking: privately, or in the staff room. Rendered when it is sent, as it is then."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.callbacks.all_orders import OperatorOrder
from bot.callbacks.desk import Evidence, Unconfirmed
from bot.callbacks.money import Balances
from bot.callbacks.notifications import Completions
from bot.callbacks.stock import CatalogueState
from bot.domain.notice import AlertKind
from bot.domain.order import Order, OrderStatus
from bot.domain.user import User
from bot.views.lang import Html, Lang
from bot.views.notices import came_to
from bot.views.screen import Row, Screen, button, lines
from bot.views.text import clip


def operator_order(lang: Lang, found: Order, owner: User | None, told: OrderStatus) -> Screen:
    """An order ended. Who doesn't want to hear of that can mute it."""
    name = owner.first_name if owner else str(found.user_id)
    text = lines(
        Html(f"<b>{lang.t('Order #{id}', id=found.id)}</b> {came_to(lang, found, told)}"),
        lang.t("{name} · {service}", name=name, service=clip(found.service_name, 80)),
    )
    row = (
        button(lang.label("See the order"), OperatorOrder(found.id)),
        button(lang.label("🔕 Mute these"), Completions(0)),
    )
    return Screen(text, (row,))


def unconfirmed(lang: Lang, found: Order) -> Screen:
    """An order needs a decision."""
    text = lang.t(
        "❗ Was order #{id} placed? It was sent to {panel}, and no clear answer came back.\n{service}",
        id=found.id,
        panel=found.panel,
        service=clip(found.service_name, 100),
    )
    row = (
        button(lang.label("Look at the evidence"), Evidence(found.id)),
        button(lang.label("All to decide"), Unconfirmed()),
    )
    return Screen(text, (row,))


def alert(lang: Lang, data: Mapping[str, str]) -> Screen:
    kind = AlertKind(data["kind"])
    text = _ALERTS[kind](lang, data)
    reason = clip(data.get("reason", ""), 300)
    if reason and kind is not AlertKind.BUG:
        text = lines(text, lang.t("It said: {reason}", reason=reason))
    return Screen(text, _alert_rows(lang, kind))


def _alert_rows(lang: Lang, kind: AlertKind) -> tuple[Row, ...]:
    if kind in {
        AlertKind.LOW_BALANCE,
        AlertKind.NO_FUNDS,
        AlertKind.KEY_REFUSED,
        AlertKind.PANEL_DOWN,
    }:
        return ((button(lang.label("💰 Balance"), Balances()),),)
    if kind in {AlertKind.SYNC_FAILED, AlertKind.PANEL_REFUSES}:
        return ((button(lang.label("🗂 Services"), CatalogueState()),),)
    return ()


def _refuses(lang: Lang, data: Mapping[str, str]) -> Html:
    panel, order, stand_in = data["subject"], data.get("order", "?"), data.get("stand_in")
    if stand_in:
        return lang.t(
            "⚠️ {panel} refused order #{order} for a reason only you can fix. Its stand-in at {stand_in} took it over, "
            "and so it goes with the next ones until {panel} takes orders again.",
            panel=panel,
            order=order,
            stand_in=stand_in,
        )
    return lang.t(
        "⚠️ {panel} refused order #{order} for a reason only you can fix. Its owner was told that nothing was ordered.",
        panel=panel,
        order=order,
    )


_ALERTS: Mapping[AlertKind, Callable[[Lang, Mapping[str, str]], Html]] = {
    AlertKind.LOW_BALANCE: lambda lang, data: lang.t(
        "⚠️ The balance at {panel} is low: {balance}. Top it up soon.",
        panel=data["subject"],
        balance=lang.money(Decimal(data["balance"]), data["currency"]),
    ),
    AlertKind.NO_FUNDS: lambda lang, data: lang.t(
        "⚠️ {panel} has no funds for an order. Orders wait and go out by themselves once you top it up.",
        panel=data["subject"],
    ),
    AlertKind.KEY_REFUSED: lambda lang, data: lang.t(
        "⚠️ {panel} refuses our key. Orders wait. Check the key in the settings, and the account at the panel.",
        panel=data["subject"],
    ),
    AlertKind.PANEL_DOWN: lambda lang, data: lang.t(
        "⚠️ {panel} doesn't answer. Orders wait, nothing is lost; we keep trying.",
        panel=data["subject"],
    ),
    AlertKind.PANEL_REFUSES: _refuses,
    AlertKind.PANEL_GONE: lambda lang, data: lang.t(
        "⚠️ {panel} is not in the settings any more, and {count} of its orders are still open. They aren't followed "
        "until it is back; those not sent yet were canceled.",
        panel=data["subject"],
        count=data.get("count", "?"),
    ),
    AlertKind.ORDERS_WAIT: lambda lang, data: lang.t(
        "⚠️ Orders for {panel} have been waiting for a while, the first is #{order}. They go out once it takes them.",
        panel=data["subject"],
        order=data.get("order", "?"),
    ),
    AlertKind.CONTRADICTION: lambda lang, data: lang.t(
        "⚠️ Order #{order} was decided otherwise, but the panel did take it, as its order {panel_order}. "
        "Look there, and settle it with the customer.",
        order=data.get("order", "?"),
        panel_order=clip(data.get("panel_order", "?"), 60),
    ),
    AlertKind.SYNC_FAILED: lambda lang, data: lang.t(
        "⚠️ The services of {panel} can't be read; the list stays as it was.", panel=data["subject"]
    ),
    AlertKind.BUG: lambda lang, data: lang.t(
        "⚠️ Something went wrong in the bot (incident {number}): {reason}. The log has the details.",
        number=data.get("number", "?"),
        reason=clip(data.get("reason", ""), 200),
    ),
    AlertKind.NOTICE_DEAD: lambda lang, data: lang.t(
        "⚠️ A message couldn't be delivered ({key}). More of them are in the log.",
        key=clip(data.get("key", data["subject"]), 80),
    ),
}


def cleared(lang: Lang, data: Mapping[str, str]) -> Screen | None:
    """None for alerts whose end is nobody's news."""
    text = _CLEARED.get(AlertKind(data["kind"]))
    return None if text is None else Screen(text(lang, data["subject"]))


_CLEARED: Mapping[AlertKind, Callable[[Lang, str], Html]] = {
    AlertKind.LOW_BALANCE: lambda lang, panel: lang.t(
        "✅ The balance at {panel} is fine again.", panel=panel
    ),
    AlertKind.NO_FUNDS: lambda lang, panel: lang.t(
        "✅ {panel} has funds again, and the waiting orders went out.", panel=panel
    ),
    AlertKind.KEY_REFUSED: lambda lang, panel: lang.t(
        "✅ {panel} takes our key again.", panel=panel
    ),
    AlertKind.PANEL_DOWN: lambda lang, panel: lang.t("✅ {panel} answers again.", panel=panel),
    AlertKind.SYNC_FAILED: lambda lang, panel: lang.t(
        "✅ The services of {panel} can be read again.", panel=panel
    ),
}
