"""A person's orders: the list, and an order's card."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from bot.callbacks.action import Action
from bot.callbacks.browse import Platforms
from bot.callbacks.form import Repeat
from bot.callbacks.menu import Menu
from bot.callbacks.orders import AskCancel, AskRefill, Cancel, MyOrders, Refresh, ShowOrder
from bot.callbacks.support import AskAbout
from bot.domain.card import OrderCard
from bot.domain.order import FINAL, TRACKED, Order, OrderStatus, can_ask_cancel, can_ask_refill
from bot.domain.page import Page
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.views.form import answer_line
from bot.views.lang import Html, Lang, mark
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs, steps
from bot.views.text import clip, esc

PAGE = 6

_S = OrderStatus
SHOWN: Mapping[str, Collection[OrderStatus] | None] = {
    "all": None,
    "running": frozenset(_S) - FINAL,
    "done": frozenset({_S.COMPLETED, _S.EXPIRED}),
    "other": frozenset({_S.PARTIAL, _S.CANCELED, _S.FAILED, _S.REJECTED}),
}
"""What a list can be narrowed to; the word stands in the buttons."""

_SHOWN_NAMES = {
    "all": mark("All"),
    "running": mark("Running"),
    "done": mark("Done"),
    "other": mark("Partial or canceled"),
}

_STATES: Mapping[OrderStatus, tuple[str, str]] = {
    _S.QUEUED: ("🕓", mark("being placed")),
    _S.SUBMITTING: ("🕓", mark("being placed")),
    _S.UNCONFIRMED: ("❔", mark("being checked")),
    _S.REJECTED: ("✖️", mark("not placed")),
    _S.PENDING: ("⏳", mark("placed, will start soon")),
    _S.IN_PROGRESS: ("▶️", mark("in progress")),
    _S.PROCESSING: ("▶️", mark("in progress")),
    _S.ACTIVE: ("▶️", mark("active")),
    _S.PAUSED: ("⏸", mark("paused")),
    _S.COMPLETED: ("✅", mark("completed")),
    _S.PARTIAL: ("◐", mark("partly delivered")),
    _S.CANCELED: ("✖️", mark("canceled")),
    _S.FAILED: ("✖️", mark("failed")),
    _S.EXPIRED: ("✅", mark("ended")),
}

_BAR = 10


def state(lang: Lang, order: Order) -> Html:
    return state_named(lang, order.status)


def state_named(lang: Lang, status: OrderStatus) -> Html:
    icon, text = _STATES[status]
    return Html(f"{icon} {lang.t(text)}")


def orders(lang: Lang, page: Page[Order], *, shown: str, now: datetime) -> Screen:
    """One page of a person's orders, the newest first."""
    found = page.items
    rows: list[Row] = [(button(in_short(lang, order), ShowOrder(order.id)),) for order in found]
    rows.extend(steps(page, lambda at: MyOrders(shown, at=at)))
    rows.extend(filter_rows(lang, shown, MyOrders))
    rows.append(
        (button(lang.label("🛒 New order"), Platforms()), button(lang.label("‹ Menu"), Menu()))
    )
    if not found:
        text = lang.t("Nothing here yet.") if shown == "all" else lang.t("Nothing in this list.")
        return Screen(paragraphs(bold(lang.t("My orders")), text), tuple(rows))
    entries = (entry(lang, order, now) for order in found)
    return Screen(paragraphs(bold(lang.t("My orders")), *entries), tuple(rows))


def in_short(lang: Lang, order: Order) -> str:
    """An order on a button."""
    return f"{lang.label('#{id}', id=order.id)} · {clip(order.service_name, 40)}"


def entry(lang: Lang, order: Order, now: datetime) -> Html:
    """An order in a list, in three lines at most."""
    title = Html(f"<b>{lang.t('#{id}', id=order.id)}</b> {esc(clip(order.service_name, 70))}")
    facts = Html(f"{state(lang, order)} · {esc(lang.when(order.created_at, now))}")
    return lines(title, facts, Html(esc(clip(order.link, 60))))


def filter_rows(lang: Lang, shown: str, go: Callable[[str], Action]) -> tuple[Row, ...]:
    first, second = list(SHOWN)[:2], list(SHOWN)[2:]
    return tuple(
        tuple(
            button(("• " if word == shown else "") + lang.label(_SHOWN_NAMES[word]), go(word))
            for word in words
        )
        for words in (first, second)
    )


def card(lang: Lang, shown: OrderCard, *, live: bool) -> Screen:
    """`live`: this message follows the order, so what leads elsewhere opens a message of its own."""
    order = shown.order
    text = paragraphs(
        lines(
            Html(f"<b>{lang.t('Order #{id}', id=order.id)}</b> · {state(lang, order)}"),
            Html(esc(clip(order.service_name, 200))),
        ),
        lines(
            *(answer_line(lang, field, value) for field, value in order.fields.items()),
            progress(lang, order),
        ),
        facts(lang, order),
        _explanation(lang, order),
        _elsewhere(lang, order),
        requests(lang, shown),
        lang.t("If the number drops later, tap Refill.") if may_refill(shown) else None,
    )
    return Screen(text, _card_rows(lang, shown, live=live))


def _card_rows(lang: Lang, shown: OrderCard, *, live: bool) -> tuple[Row, ...]:
    order = shown.order
    actions = []
    if order.status.at_panel:
        actions.append(button(lang.label("🔄 Refresh"), Refresh(order.id)))
    if may_refill(shown):
        actions.append(button(lang.label("♻️ Refill"), AskRefill(order.id)))
    if may_cancel(shown):
        actions.append(button(lang.label("✖️ Cancel order"), AskCancel(order.id)))
    rows: list[Row] = [tuple(actions)] if actions else []
    asking = button(lang.label("💬 Ask about it"), AskAbout(order.id), fresh=live)
    if order.status.final:
        rows.append((button(lang.label("🔁 Order again"), Repeat(order.id), fresh=live), asking))
    else:
        rows.append((asking,))
    rows.append(
        (
            button(lang.label("📦 My orders"), MyOrders(), fresh=live),
            button(lang.label("Menu"), Menu(), fresh=live),
        )
    )
    return tuple(rows)


def may_refill(shown: OrderCard) -> bool:
    open_already = shown.refill is not None and shown.refill.status.open
    return can_ask_refill(shown.order) and shown.can_refill and not open_already


def may_cancel(shown: OrderCard) -> bool:
    if shown.order.status is OrderStatus.QUEUED:
        return True
    open_already = shown.cancellation is not None and shown.cancellation.status.open
    return can_ask_cancel(shown.order) and shown.can_cancel and not open_already


def ask_cancel(lang: Lang, order: Order) -> Screen:
    text = lang.t(
        "Cancel order #{id}? What was delivered by then stays, and is charged.", id=order.id
    )
    if order.status is OrderStatus.QUEUED:
        text = lang.t("Cancel order #{id}? It wasn't sent yet, so nothing is charged.", id=order.id)
    row = (
        button(lang.label("Yes, cancel it"), Cancel(order.id)),
        button(lang.label("No, keep it"), ShowOrder(order.id)),
    )
    return Screen(text, (row,))


def progress(lang: Lang, order: Order) -> Html | None:
    """▰▰▰▱▱ 1,200 of 4,000"""
    delivered = order.delivered
    if delivered is None or not order.units or order.status in {_S.QUEUED, _S.SUBMITTING}:
        return None
    filled = delivered * _BAR // order.units
    bar = "▰" * filled + "▱" * (_BAR - filled)
    counts = lang.t("{done} of {all}", done=lang.number(delivered), all=lang.number(order.units))
    return Html(f"{bar} {counts}")


def facts(lang: Lang, order: Order) -> Html:
    """Numbers and times, one a line."""
    return lines(
        _number(lang, mark("Start count: {n}"), order.start_count),
        _number(lang, mark("Remaining: {n}"), order.remains) if order.status in TRACKED else None,
        _price(lang, order),
        lang.t("Ordered: {time}", time=lang.moment(order.created_at)),
        _ended(lang, order),
        _children(lang, order),
    )


def _ended(lang: Lang, order: Order) -> Html | None:
    if order.finished_at is None:
        return None
    took = lang.lasting(order.finished_at - order.created_at)
    return lang.t("Ended: {time}, after {span}", time=lang.moment(order.finished_at), span=took)


def _number(lang: Lang, message: str, number: int | None) -> Html | None:
    return None if number is None else lang.t(message, n=lang.number(number))


def _price(lang: Lang, order: Order) -> Html | None:
    if order.status is _S.REJECTED or (order.status is _S.CANCELED and not order.submitted_at):
        return lang.t("Charged: nothing")
    if order.cost == 0 and not order.charge:
        return lang.t("Price: free")
    if order.charge is not None:
        return lang.t("Charged: {amount}", amount=lang.money(order.charge, order.currency))
    if order.cost is None:
        return None
    return lang.t("Price: {amount}", amount=lang.money(order.cost, order.currency))


def _children(lang: Lang, order: Order) -> Html | None:
    if not order.children:
        return None
    shown = ", ".join(clip(child, 24) for child in order.children[:5]) + (
        ", …" if len(order.children) > 5 else ""
    )
    count = lang.n("{n} order made from it", "{n} orders made from it", len(order.children))
    return Html(f"{count}: {esc(shown)}")


def _explanation(lang: Lang, order: Order) -> Html | None:
    """What the state means for its owner, where that isn't plain."""
    match order.status:
        case _S.QUEUED if order.waits:
            return lang.t(
                "The service takes no orders right now. We keep yours and place it as soon as we can; "
                "until then you can cancel it."
            )
        case _S.UNCONFIRMED:
            return lang.t(
                "We sent it and got no clear answer, so we are checking whether it was placed. "
                "It won't be sent twice, and we'll tell you how it went."
            )
        case _S.REJECTED:
            return why_rejected(lang, order)
        case _S.FAILED:
            return lang.t(
                "The service couldn't deliver it. If you were charged, tap <b>Ask about it</b>."
            )
        case _:
            return None


def _elsewhere(lang: Lang, order: Order) -> Html | None:
    """That a stand-in has it. Of what was never placed there is nothing to say."""
    never_placed = order.status is _S.CANCELED and not order.submitted_at
    if order.stand_in_key is None or order.status is _S.REJECTED or never_placed:
        return None
    return lang.t(
        "It was passed to another supplier, because the usual one couldn't take it. It doesn't cost you more."
    )


def why_rejected(lang: Lang, order: Order) -> Html:
    if order.reason:
        return lang.t(
            "The service didn't take it, and nothing is charged. It says: “{reason}”",
            reason=clip(order.reason, 300),
        )
    return lang.t(
        "The service is unavailable right now. Nothing was ordered, and nothing is charged. "
        "Try later, or pick another service."
    )


_REFILLS: Mapping[RefillStatus, str] = {
    RefillStatus.QUEUED: mark("♻️ Refill: being requested"),
    RefillStatus.SUBMITTING: mark("♻️ Refill: being requested"),
    RefillStatus.REFUSED: mark("♻️ Refill: refused"),
    RefillStatus.UNKNOWN: mark("♻️ Refill: no clear answer"),
    RefillStatus.PENDING: mark("♻️ Refill: requested"),
    RefillStatus.IN_PROGRESS: mark("♻️ Refill: in progress"),
    RefillStatus.COMPLETED: mark("♻️ Refill: done"),
    RefillStatus.REJECTED: mark("♻️ Refill: refused"),
    RefillStatus.CANCELED: mark("♻️ Refill: canceled"),
}
_CANCELLATIONS: Mapping[CancellationStatus, str] = {
    CancellationStatus.QUEUED: mark("Cancellation: being requested"),
    CancellationStatus.SUBMITTING: mark("Cancellation: being requested"),
    CancellationStatus.REFUSED: mark("Cancellation: refused"),
    CancellationStatus.UNKNOWN: mark("Cancellation: no clear answer"),
    CancellationStatus.REQUESTED: mark("Cancellation: requested"),
    CancellationStatus.DONE: mark("Cancellation: done"),
    CancellationStatus.TOO_LATE: mark("Cancellation: came too late"),
}


def refill_state(lang: Lang, status: RefillStatus) -> Html:
    return lang.t(_REFILLS[status])


def cancellation_state(lang: Lang, status: CancellationStatus) -> Html:
    return lang.t(_CANCELLATIONS[status])


def requests(lang: Lang, shown: OrderCard) -> Html | None:
    refill, cancellation = shown.refill, shown.cancellation
    return lines(
        refill_state(lang, refill.status) if refill else None,
        cancellation_state(lang, cancellation.status) if cancellation else None,
    )
