"""One order, as operators see it: whose it is, where it is, what stands in its way, and what can be done about it."""

from datetime import datetime

from bot.callbacks.all_orders import (
    AllOrders,
    AskOperatorCancel,
    OperatorCancel,
    OperatorOrder,
    OperatorRefill,
    OperatorRefresh,
    OrderHistory,
    OrderList,
)
from bot.callbacks.desk import Evidence
from bot.callbacks.journal import Log
from bot.callbacks.people import ShowPerson
from bot.domain.dossier import Dossier, History
from bot.domain.evidence import Attempt
from bot.domain.journal import Kind
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, Refill
from bot.domain.staff import Right
from bot.domain.user import User
from bot.views import orders as order_views
from bot.views.desk import attempt_lines
from bot.views.form import answer_line
from bot.views.journal import deed
from bot.views.lang import Html, Lang
from bot.views.people import called
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs, quoted
from bot.views.stand_ins import way
from bot.views.stuck import why_stuck
from bot.views.text import clip, esc

_REQUESTS = 5


def order(lang: Lang, found: Dossier, reader: User, now: datetime, search_id: int) -> Screen:
    """`search_id`: the list it was opened from; 0: none."""
    shown = found.card.order
    text = paragraphs(
        lines(_title(lang, shown), Html(esc(clip(shown.service_name, 200)))),
        lines(
            lang.t(
                "By {name} · {id}",
                name=called(found.owner, lang, shown.user_id),
                id=shown.user_id,
            ),
            lang.t(
                "Panel {panel} · service {service} · order {id}",
                panel=shown.panel,
                service=clip(shown.service_id, 40),
                id=clip(shown.panel_order_id or "–", 60),
            ),
        ),
        way(lang, shown, found.handovers),
        why_stuck(lang, shown, now, {shown.panel} if found.followed else ()),
        lines(*(answer_line(lang, field, value) for field, value in shown.fields.items())),
        order_views.progress(lang, shown),
        order_views.facts(lang, shown),
        _heard(lang, shown, now),
        order_views.requests(lang, found.card),
        _evidence(lang, found.attempt) if shown.panel_order_id is None else None,
    )
    rows = (*_deeds(lang, found, search_id), *_ways(lang, shown, reader, search_id))
    return Screen(text, rows)


def _title(lang: Lang, shown: Order) -> Html:
    return Html(f"<b>{lang.t('Order #{id}', id=shown.id)}</b> · {order_views.state(lang, shown)}")


def _heard(lang: Lang, shown: Order, now: datetime) -> Html | None:
    if shown.heard_at is None or not shown.status.at_panel:
        return None
    return lang.t("Last heard of: {time}", time=lang.when(shown.heard_at, now))


def _evidence(lang: Lang, attempt: Attempt | None) -> Html | None:
    return None if attempt is None else attempt_lines(lang, attempt)


def _deeds(lang: Lang, found: Dossier, search_id: int) -> list[Row]:
    shown = found.card.order
    rows: list[Row] = []
    if shown.status is OrderStatus.UNCONFIRMED:
        rows.append((button(lang.label("❗ Decide"), Evidence(shown.id)),))
    deeds = [button(lang.label("🔄 Refresh"), OperatorRefresh(shown.id, search_id))]
    if order_views.may_cancel(found.card):
        label = lang.label("✖️ Cancel order")
        if shown.status is OrderStatus.QUEUED:
            label = lang.label("✖️ Take it back")
        deeds.append(button(label, AskOperatorCancel(shown.id, search_id)))
    if order_views.may_refill(found.card):
        deeds.append(button(lang.label("♻️ Refill"), OperatorRefill(shown.id, search_id)))
    rows.append(tuple(deeds))
    return rows


def _ways(lang: Lang, shown: Order, reader: User, search_id: int) -> list[Row]:
    whose = [button(lang.label("📦 Their orders"), AllOrders("all", user_id=shown.user_id))]
    if reader.may(Right.PEOPLE):
        whose.append(button(lang.label("👤 The person"), ShowPerson(shown.user_id)))
    rows: list[Row] = [
        tuple(whose),
        (button(lang.label("🕘 History"), OrderHistory(shown.id, search_id)),),
    ]
    if search_id:
        back = OrderList(search_id, start=shown.id)
        rows.append((button(lang.label("‹ Back to the list"), back),))
    else:
        rows.append((button(lang.label("‹ All orders"), AllOrders()),))
    return rows


def ask_cancel(lang: Lang, shown: Order, search_id: int) -> Screen:
    text = lang.t(
        "Ask {panel} to cancel order #{id}? What was delivered by then stays, and is charged. Its owner is told.",
        panel=shown.panel,
        id=shown.id,
    )
    if shown.status is OrderStatus.QUEUED:
        text = lang.t(
            "Take back order #{id}? It wasn't sent yet, so nothing is charged. Its owner is told.",
            id=shown.id,
        )
    row = (
        button(lang.label("Yes, cancel it"), OperatorCancel(shown.id, search_id)),
        button(lang.label("No, keep it"), OperatorOrder(shown.id, search_id)),
    )
    return Screen(text, (row,))


def history(lang: Lang, found: History, reader: User, search_id: int) -> Screen:
    shown = found.order
    deeds = (deed(lang, each, found.actors, {}) for each in found.entries)
    text = paragraphs(
        _title(lang, shown),
        lines(bold(lang.t("Sent to a panel")), *(_attempt(lang, each) for each in found.attempts))
        if found.attempts
        else lang.t("It was never sent to a panel."),
        _requests(lang, found),
        lines(bold(lang.t("What operators did")), *deeds) if found.entries else None,
    )
    rows: list[Row] = []
    if reader.may(Right.OWNER):
        rows.append((button(lang.label("📜 In the log"), Log(Kind.ORDER.value, shown.id)),))
    rows.append((button(lang.label("‹ Back to the order"), OperatorOrder(shown.id, search_id)),))
    return Screen(text, tuple(rows))


def _attempt(lang: Lang, attempt: Attempt) -> Html:
    where = f" · {clip(attempt.panel, 32)}" if attempt.panel else ""
    status = "" if attempt.http_status is None else f" · HTTP {attempt.http_status}"
    outcome = clip(attempt.outcome or "–", 80)
    answer = attempt.answer.strip()
    return lines(
        Html(esc(f"{lang.moment(attempt.started_at)}{where}{status}: {outcome}")),
        quoted(Html(esc(clip(answer, 60)))) if answer else None,
    )


def _requests(lang: Lang, found: History) -> Html | None:
    made: list[Refill | Cancellation] = [*found.refills, *found.cancellations]
    made.sort(key=lambda each: each.created_at, reverse=True)
    if not made:
        return None
    return lines(
        bold(lang.t("Asked of the panel")), *(_request(lang, each) for each in made[:_REQUESTS])
    )


def _request(lang: Lang, request: Refill | Cancellation) -> Html:
    if isinstance(request, Refill):
        state = order_views.refill_state(lang, request.status)
    else:
        state = order_views.cancellation_state(lang, request.status)
    reason = f" – {esc(clip(request.reason, 60))}" if request.reason else ""
    return Html(f"{esc(lang.moment(request.created_at))}: {state}{reason}")
