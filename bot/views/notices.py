"""What customers are told without asking. Rendered when it is sent, in their language, from the state as it is then."""

from collections.abc import Callable, Mapping

from bot.callbacks.all_orders import OperatorOrder
from bot.callbacks.form import Repeat
from bot.callbacks.orders import ShowOrder
from bot.callbacks.support import AskAbout
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, CancellationStatus, Refill, RefillStatus
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
    if told is _S.FAILED:
        rows.append((button(lang.label("💬 Ask about it"), AskAbout(found.id)),))
    return Screen(lines(Html(f"<b>{title}</b> {came_to(lang, found, told)}"), what), tuple(rows))


def came_to(lang: Lang, found: Order, told: OrderStatus) -> Html:
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


def refill(lang: Lang, request: Refill, *, own: bool = True) -> Screen:
    """`own`: the reader's order; it is somebody else's where an operator asked."""
    text = _REFILLS[request.status](lang, request)
    return Screen(text, (_see_row(lang, request.order_id, own=own),))


def _see_row(lang: Lang, order_id: int, *, own: bool) -> Row:
    shown = ShowOrder(order_id) if own else OperatorOrder(order_id)
    return (button(lang.label("See the order"), shown),)


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


def cancellation(lang: Lang, request: Cancellation, *, own: bool = True) -> Screen:
    """The order goes on. `own` as for a refill."""
    text = _CANCELLATIONS[request.status](lang, request)
    return Screen(text, (_see_row(lang, request.order_id, own=own),))


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
