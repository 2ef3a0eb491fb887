"""The desk of the unconfirmed: the evidence, and an operator's decision."""

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks.all_orders import OperatorOrder
from bot.callbacks.desk import (
    AskNotPlaced,
    AskPanelOrder,
    Evidence,
    ItIsOrder,
    NotPlaced,
    Unconfirmed,
)
from bot.domain.evidence import Attempt, Case
from bot.domain.order import Order, OrderStatus, Report
from bot.views import orders as order_views
from bot.views.form import answer_line
from bot.views.lang import Html, Lang
from bot.views.menu import cockpit_row
from bot.views.orders import PAGE
from bot.views.screen import Row, Screen, bold, button, lines, pager, paragraphs, quoted
from bot.views.text import clip, esc


def unconfirmed(lang: Lang, found: Sequence[Order], now: datetime, page: int) -> Screen:
    """The desk: orders whose `add` got no trustworthy answer."""
    if not found:
        text = lang.t("Nothing to decide. Every order is either placed or surely not.")
        return Screen(paragraphs(bold(lang.t("Orders to decide")), text), (cockpit_row(lang),))
    pages = -(-len(found) // PAGE)
    page = min(page, pages - 1)
    shown = found[page * PAGE :][:PAGE]
    rows: tuple[Row, ...] = (
        *((button(order_views.in_short(lang, order), Evidence(order.id)),) for order in shown),
        *pager(lang, page, pages, Unconfirmed),
        cockpit_row(lang),
    )
    entries = (order_views.entry(lang, order, now) for order in shown)
    return Screen(paragraphs(bold(lang.t("Orders to decide")), *entries), rows)


def evidence(lang: Lang, case: Case) -> Screen:
    """What is known, and the three ways out."""
    found = case.order
    text = paragraphs(
        bold(lang.t("Was order #{id} placed?", id=found.id)),
        lines(
            Html(esc(clip(found.service_name, 150))),
            lang.t(
                "Panel {panel} · service {service}",
                panel=found.panel,
                service=clip(found.service_id, 40),
            ),
            *(answer_line(lang, field, value) for field, value in found.fields.items()),
        ),
        attempt_lines(lang, case.attempt) if case.attempt else None,
        _hints(lang, case.hints),
        lang.t(
            "Look in the panel's own order list. None of this proves anything alone; "
            "if you aren't sure, leave it."
        ),
        lang.t("“It wasn't placed” opens in {time}.", time=lang.lasting(case.unlocks_in))
        if case.unlocks_in
        else None,
    )
    rows: list[Row] = [
        (button(lang.label("It is order {id}", id=hint), ItIsOrder(found.id, hint)),)
        for hint in case.hints
        if len(hint) <= 32
    ]
    rows.append((button(lang.label("✅ It was placed: give its number"), AskPanelOrder(found.id)),))
    if case.unlocks_in is None:
        rows.append((button(lang.label("✖️ It wasn't placed"), AskNotPlaced(found.id)),))
    else:
        rows.append((button(lang.label("🔄 Look again"), Evidence(found.id)),))
    rows.append((button(lang.label("Leave it for now"), Unconfirmed()),))
    return Screen(text, tuple(rows))


def attempt_lines(lang: Lang, attempt: Attempt) -> Html:
    status = "" if attempt.http_status is None else f" (HTTP {attempt.http_status})"
    answer = attempt.answer.strip()
    balance = None
    if attempt.balance_before is not None:
        after = lang.label("unknown")
        if attempt.balance_after is not None:
            after = lang.money(attempt.balance_after, "")
        balance = lang.t(
            "Balance: {before} before, {after} after",
            before=lang.money(attempt.balance_before, ""),
            after=after,
        )
    return lines(
        lang.t("Sent: {time}", time=f"{attempt.started_at:%Y-%m-%d %H:%M:%S} UTC"),
        lang.t(
            "What came back: {outcome}{status}", outcome=clip(attempt.outcome, 300), status=status
        ),
        quoted(Html(esc(clip(answer, 400)))) if answer else None,
        balance,
    )


def _hints(lang: Lang, hints: Sequence[str]) -> Html | None:
    if not hints:
        return None
    return lang.t(
        "The panel named in an error: {ids}", ids=", ".join(clip(hint, 40) for hint in hints[:5])
    )


def ask_panel_order(lang: Lang, order_id: int, *, wrong: Html | None = None) -> Screen:
    text = paragraphs(
        Html(f"⚠️ {wrong}") if wrong else None,
        lang.t(
            "Send the number that the panel gave order #{id}, such as <code>23501</code>.",
            id=order_id,
        ),
    )
    return Screen(text, ((button(lang.label("‹ Back"), Evidence(order_id)),),))


def is_it_this(lang: Lang, order_id: int, panel_order_id: str, report: Report) -> Screen:
    """What the panel says about the number given; to be confirmed."""
    text = paragraphs(
        lang.t("The panel's order <code>{id}</code>:", id=panel_order_id),
        lines(
            lang.t("Status: {word}", word=report.word),
            lang.t("Charge: {amount}", amount=report.charge) if report.charge is not None else None,
            lang.t("Start count: {n}", n=report.start_count)
            if report.start_count is not None
            else None,
            lang.t("Remaining: {n}", n=report.remains) if report.remains is not None else None,
        ),
        lang.t("Is it our order #{id}?", id=order_id),
    )
    row = (
        button(lang.label("Yes"), ItIsOrder(order_id, panel_order_id)),
        button(lang.label("No, another number"), AskPanelOrder(order_id)),
    )
    return Screen(text, (row, (button(lang.label("‹ Back"), Evidence(order_id)),)))


def ask_not_placed(lang: Lang, order_id: int) -> Screen:
    text = lang.t(
        "Sure that the panel never took order #{id}? Its owner will read that nothing was ordered.",
        id=order_id,
    )
    row = (
        button(lang.label("Yes, it wasn't placed"), NotPlaced(order_id)),
        button(lang.label("‹ Back"), Evidence(order_id)),
    )
    return Screen(text, (row,))


def decided(lang: Lang, found: Order) -> Screen:
    if found.status is OrderStatus.REJECTED:
        text = lang.t("Order #{id} counts as not placed; its owner is told.", id=found.id)
    else:
        text = lang.t(
            "Order #{id} is the panel's {panel_id} now, and is followed from here on.",
            id=found.id,
            panel_id=clip(found.panel_order_id or "–", 60),
        )
    row = (
        button(lang.label("Orders to decide"), Unconfirmed()),
        button(lang.label("See the order"), OperatorOrder(found.id)),
    )
    return Screen(text, (row, cockpit_row(lang)))
