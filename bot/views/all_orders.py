"""Everybody's orders, as operators see them."""

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks.all_orders import AllOrders, OperatorOrder, OperatorRefresh
from bot.callbacks.desk import Evidence
from bot.domain.evidence import Attempt
from bot.domain.order import Order, OrderStatus
from bot.domain.user import User
from bot.views import orders as order_views
from bot.views.desk import attempt_lines
from bot.views.form import answer_line
from bot.views.lang import Html, Lang
from bot.views.menu import cockpit_row
from bot.views.orders import PAGE, filter_rows
from bot.views.screen import Row, Screen, bold, button, lines, pager, paragraphs
from bot.views.text import clip, esc


def all_orders(
    lang: Lang,
    found: Sequence[Order],
    *,
    asked: AllOrders,
    total: int,
    now: datetime,
    user: User | None = None,
) -> Screen:
    """Everybody's orders; one user's, if `user` is given."""

    def go(shown: str, page: int = 0) -> AllOrders:
        return AllOrders(shown, page, asked.user_id)

    rows: list[Row] = [
        (button(order_views.in_short(lang, order), OperatorOrder(order.id)),) for order in found
    ]
    pages = max(1, -(-total // PAGE))
    rows.extend(pager(lang, asked.page, pages, lambda to: go(asked.shown, to)))
    rows.extend(filter_rows(lang, asked.shown, go))
    rows.append(cockpit_row(lang))
    whose = lang.t("Orders of {name}", name=_called(user)) if user else lang.t("All orders")
    hint = lang.t("/orders 15 shows order 15; /orders @name shows a user's orders.")
    entries = [order_views.entry(lang, order, now) for order in found]
    return Screen(
        paragraphs(bold(whose), *(entries or [lang.t("Nothing in this list.")]), hint), tuple(rows)
    )


def _called(user: User) -> str:
    return f"{user.first_name} (@{user.username})" if user.username else user.first_name


def order(lang: Lang, found: Order, owner: User | None, attempt: Attempt | None) -> Screen:
    """An order as operators see it: whose it is, and what the panel calls it."""
    who = lang.t(
        "By {name} · {id}",
        name=_called(owner) if owner else lang.label("unknown"),
        id=found.user_id,
    )
    text = paragraphs(
        Html(f"<b>{lang.t('Order #{id}', id=found.id)}</b> · {order_views.state(lang, found)}"),
        lines(Html(esc(clip(found.service_name, 200))), who),
        lang.t(
            "Panel {panel} · service {service} · order {id}",
            panel=found.panel,
            service=clip(found.service_id, 40),
            id=clip(found.panel_order_id or "–", 60),
        ),
        lines(*(answer_line(lang, field, value) for field, value in found.fields.items())),
        order_views.progress(lang, found),
        order_views.facts(lang, found),
        attempt_lines(lang, attempt) if attempt and found.panel_order_id is None else None,
    )
    rows: list[Row] = []
    if found.status is OrderStatus.UNCONFIRMED:
        rows.append((button(lang.label("❗ Decide"), Evidence(found.id)),))
    rows.append((button(lang.label("🔄 Refresh"), OperatorRefresh(found.id)),))
    rows.append((button(lang.label("‹ All orders"), AllOrders()),))
    return Screen(text, tuple(rows))
