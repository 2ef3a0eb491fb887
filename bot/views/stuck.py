"""Why somebody should have a look at an order, in a sentence."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.order import Order
from bot.domain.stuck import Stuck, since, why
from bot.views.lang import Html, Lang


def why_stuck(lang: Lang, order: Order, now: datetime, followed: Collection[str]) -> Html | None:
    """None if it isn't. `followed`: the panels in the settings."""
    reason = why(order, now)
    if reason is None:
        return None
    span = lang.lasting(max(now - since(order, reason), timedelta(minutes=1)))
    return Html(f"⚠️ {_sentence(lang, order, reason, span, followed)}")


def _sentence(
    lang: Lang, order: Order, reason: Stuck, span: str, followed: Collection[str]
) -> Html:
    if reason is Stuck.UNCONFIRMED:
        return lang.t("Nobody knows whether it was placed: decide it.")
    if order.panel not in followed:
        return lang.t("{panel} isn't in the settings, so nobody follows it.", panel=order.panel)
    match reason:
        case Stuck.UNSENT if order.waits:
            return lang.t(
                "Not sent for {span}: {panel} takes no orders.", span=span, panel=order.panel
            )
        case Stuck.UNSENT:
            return lang.t("Not sent for {span}.", span=span)
        case Stuck.SILENT:
            return lang.t("{panel} hasn't told how it is for {span}.", span=span, panel=order.panel)
        case Stuck.SLOW:
            return _slow(lang, order, span)


def _slow(lang: Lang, order: Order, span: str) -> Html:
    if not order.average_minutes:
        return lang.t("Nothing has moved for {span}.", span=span)
    return lang.t(
        "Nothing has moved for {span}; its service takes about {average}.",
        span=span,
        average=lang.lasting(timedelta(minutes=order.average_minutes)),
    )
