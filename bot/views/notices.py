"""What people are told without asking. Rendered when it is sent, in the reader's language, from the state as it is then."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.callbacks.all_orders import OperatorOrder
from bot.callbacks.desk import Evidence, Unconfirmed
from bot.callbacks.form import Repeat
from bot.callbacks.money import Balances, Completions
from bot.callbacks.orders import ShowOrder
from bot.callbacks.stock import CatalogueState
from bot.domain.notice import AlertKind
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, CancellationStatus, Refill, RefillStatus
from bot.domain.user import User
from bot.views.lang import Html, Lang
from bot.views.orders import why_rejected
from bot.views.screen import Row, Screen, button, lines
from bot.views.text import clip, esc

_S = OrderStatus


def order(lang: Lang, found: Order, told: OrderStatus) -> Screen:
    """To its owner: the order came to `told`."""
    title = lang.t("Order #{id}", id=found.id)
    what = Html(esc(clip(found.service_name, 80)))
    rows: list[Row] = [(button(lang.label("See the order"), ShowOrder(found.id)),)]
    if told in {_S.REJECTED, _S.CANCELED, _S.FAILED}:
        rows.append((button(lang.label("🔁 Order again"), Repeat(found.id)),))
    return Screen(lines(Html(f"<b>{title}</b> {_came_to(lang, found, told)}"), what), tuple(rows))


def _came_to(lang: Lang, found: Order, told: OrderStatus) -> Html:
    return _NEWS.get(told, _placed_after_all)(lang, found)


def _placed_after_all(lang: Lang, _: Order) -> Html:
    return lang.t("is placed after all.")


def _partial(lang: Lang, found: Order) -> Html:
    if found.delivered is None or found.units is None:
        return lang.t("was delivered in part.{charged}", charged=_charged(lang, found))
    return lang.t(
        "was delivered in part: {done} came, {rest} didn't.{charged}",
        done=lang.number(found.delivered),
        rest=lang.number(found.units - found.delivered),
        charged=_charged(lang, found),
    )


def _canceled(lang: Lang, found: Order) -> Html:
    if found.submitted_at is None:
        return lang.t("is canceled. Nothing was sent, and nothing is charged.")
    return lang.t("is canceled.{charged}", charged=_charged(lang, found))


def _rejected(lang: Lang, found: Order) -> Html:
    news = lang.t("wasn't placed.")
    return Html(f"{news} {why_rejected(lang, found)}")


def _charged(lang: Lang, found: Order) -> Html:
    if found.charge is None:
        return Html("")
    amount = lang.money(found.charge, found.currency)
    return Html(f" {lang.t('Charged: {amount}.', amount=amount)}")


_NEWS: Mapping[OrderStatus, Callable[[Lang, Order], Html]] = {
    _S.COMPLETED: lambda lang, _: lang.t("is done. ✅"),
    _S.PARTIAL: _partial,
    _S.CANCELED: _canceled,
    _S.FAILED: lambda lang, found: lang.t(
        "failed: the service couldn't deliver it.{charged}", charged=_charged(lang, found)
    ),
    _S.EXPIRED: lambda lang, _: lang.t("has ended. ✅"),
    _S.REJECTED: _rejected,
    _S.UNCONFIRMED: lambda lang, _: lang.t(
        "is being checked: we sent it and got no clear answer. It won't be sent twice, "
        "and we'll tell you how it went."
    ),
}


def operator_order(lang: Lang, found: Order, owner: User | None, told: OrderStatus) -> Screen:
    """To operators: an order ended. They can mute it."""
    name = owner.first_name if owner else str(found.user_id)
    text = lines(
        Html(f"<b>{lang.t('Order #{id}', id=found.id)}</b> {_came_to(lang, found, told)}"),
        lang.t("{name} · {service}", name=name, service=clip(found.service_name, 80)),
    )
    row = (
        button(lang.label("See the order"), OperatorOrder(found.id)),
        button(lang.label("🔕 Mute these"), Completions(0)),
    )
    return Screen(text, (row,))


def refill(lang: Lang, request: Refill) -> Screen:
    text = _REFILLS[request.status](lang, request)
    return Screen(text, ((button(lang.label("See the order"), ShowOrder(request.order_id)),),))


def _refused(lang: Lang, request: Refill) -> Html:
    if request.reason:
        return lang.t(
            "The refill of order #{id} was refused: “{reason}”",
            id=request.order_id,
            reason=clip(request.reason, 300),
        )
    return lang.t("The refill of order #{id} was refused.", id=request.order_id)


_REFILLS: Mapping[RefillStatus, Callable[[Lang, Refill], Html]] = {
    RefillStatus.COMPLETED: lambda lang, request: lang.t(
        "♻️ The refill of order #{id} is done.", id=request.order_id
    ),
    RefillStatus.CANCELED: lambda lang, request: lang.t(
        "The refill of order #{id} was canceled.", id=request.order_id
    ),
    RefillStatus.UNKNOWN: lambda lang, request: lang.t(
        "We asked for the refill of order #{id} and got no clear answer. If nothing happens within a day, ask again.",
        id=request.order_id,
    ),
    RefillStatus.REJECTED: _refused,
    RefillStatus.REFUSED: _refused,
}


def cancellation(lang: Lang, request: Cancellation) -> Screen:
    """The order goes on."""
    text = _CANCELLATIONS[request.status](lang, request)
    return Screen(text, ((button(lang.label("See the order"), ShowOrder(request.order_id)),),))


def _not_canceled(lang: Lang, request: Cancellation) -> Html:
    if request.reason:
        return lang.t(
            "Order #{id} can't be canceled: “{reason}”",
            id=request.order_id,
            reason=clip(request.reason, 300),
        )
    return lang.t("Order #{id} can't be canceled; it goes on.", id=request.order_id)


_CANCELLATIONS: Mapping[CancellationStatus, Callable[[Lang, Cancellation], Html]] = {
    CancellationStatus.REFUSED: _not_canceled,
    CancellationStatus.TOO_LATE: lambda lang, request: lang.t(
        "The cancellation of order #{id} came too late: the order had ended by then.",
        id=request.order_id,
    ),
    CancellationStatus.UNKNOWN: lambda lang, request: lang.t(
        "We asked to cancel order #{id} and got no clear answer. The order's card shows what happens.",
        id=request.order_id,
    ),
}


def unconfirmed(lang: Lang, found: Order) -> Screen:
    """To operators: an order needs their decision."""
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
    AlertKind.PANEL_REFUSES: lambda lang, data: lang.t(
        "⚠️ {panel} refused order #{order} for a reason only you can fix. Its owner was told that nothing was ordered.",
        panel=data["subject"],
        order=data.get("order", "?"),
    ),
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
