"""What operators see: money, the catalogue, everybody's orders, invitations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from telegram import InlineKeyboardButton

from bot.callbacks.browse import Platforms
from bot.callbacks.desk import Evidence
from bot.callbacks.menu import Menu
from bot.callbacks.operators import (
    AllOrders,
    Balances,
    Completions,
    Invite,
    OperatorOrder,
    OperatorRefresh,
    SyncNow,
)
from bot.domain.evidence import Attempt
from bot.domain.order import Order, OrderStatus
from bot.domain.overview import Account, CatalogueState
from bot.domain.service import Unorderable
from bot.domain.user import User
from bot.views import orders as order_views
from bot.views.browse import why_unorderable
from bot.views.desk import attempt_lines
from bot.views.fields import platform_name
from bot.views.form import answer_line
from bot.views.lang import Html, Lang
from bot.views.orders import PAGE, filter_rows
from bot.views.screen import Row, Screen, bold, button, lines, pager, paragraphs, quoted
from bot.views.text import clip, esc

_SHOWN_TYPES = 20


def balances(
    lang: Lang, accounts: Sequence[Account], now: datetime, *, completions: bool
) -> Screen:
    rows: tuple[Row, ...] = (
        (button(lang.label("🔄 Refresh"), Balances()),),
        (_completions_button(lang, wanted=completions),),
        _menu_row(lang),
    )
    entries = (_account(lang, account, now) for account in accounts)
    return Screen(paragraphs(bold(lang.t("Balance")), *entries), rows)


def _account(lang: Lang, account: Account, now: datetime) -> Html:
    currency = account.currency
    amount = lang.t("unknown")
    if account.balance is not None:
        amount = bold(Html(esc(lang.money(account.balance, currency))))
    lasts = None
    if account.lasts is not None:
        lasts = lang.t("Lasts about {time} at this rate", time=lang.lasting(account.lasts))
    trouble = None
    if account.trouble:
        since = lang.when(account.balance_at, now) if account.balance_at else lang.label("never")
        trouble = lang.t(
            "⚠️ Can't be read now ({why}). Last read: {time}",
            why=clip(account.trouble, 200),
            time=since,
        )
    return lines(
        Html(f"{esc(account.panel)}: {amount}"),
        lang.t("Spent today: {amount}", amount=lang.money(account.today, currency)),
        lang.t("Spent in 7 days: {amount}", amount=lang.money(account.week, currency)),
        lasts,
        trouble,
    )


def _completions_button(lang: Lang, *, wanted: bool) -> InlineKeyboardButton:
    if wanted:
        return button(lang.label("🔕 Don't tell me of finished orders"), Completions(0))
    return button(lang.label("🔔 Tell me of finished orders"), Completions(1))


def completions_set(lang: Lang, *, wanted: bool) -> str:
    if wanted:
        return lang.label("You'll hear of finished orders.")
    return lang.label("Muted. Unmute them under 💰 Balance.")


def catalogue(
    lang: Lang, state: CatalogueState, now: datetime, *, news: Html | None = None
) -> Screen:
    """`news`: what a sync just brought."""
    total = sum(state.platforms.values())
    text = paragraphs(
        bold(lang.t("Services")),
        news,
        lines(*(_synced(lang, panel, at, now) for panel, at in state.synced.items())),
        lines(
            bold(lang.n("{n} can be ordered", "{n} can be ordered", total)),
            *(
                Html(f"{esc(platform_name(lang, key))}: {lang.number(count)}")
                for key, count in sorted(state.platforms.items(), key=lambda item: -item[1])
            ),
        ),
        _types(lang, state.types),
        _unorderable(lang, state.unorderable),
    )
    rows: tuple[Row, ...] = (
        (button(lang.label("🔄 Sync now"), SyncNow()), button(lang.label("Browse"), Platforms())),
        _menu_row(lang),
    )
    return Screen(text, rows)


def _synced(lang: Lang, panel: str, at: datetime | None, now: datetime) -> Html:
    if at is None:
        return lang.t("{panel}: not synced yet", panel=panel)
    return lang.t("{panel}: synced {time}", panel=panel, time=lang.when(at, now))


def _types(lang: Lang, types: Mapping[str, int]) -> Html | None:
    if not types:
        return None
    ordered = sorted(types.items(), key=lambda item: -item[1])[:_SHOWN_TYPES]
    rows = "\n".join(
        f"{esc(clip(name, 40) or 'Default')}: {lang.number(count)}" for name, count in ordered
    )
    return quoted(Html(f"{lang.t('By type')}\n{rows}"))


def _unorderable(lang: Lang, counts: Mapping[tuple[str, Unorderable], int]) -> Html | None:
    if not counts:
        return None
    rows = "\n".join(
        f"{esc(panel)}: {lang.number(count)} – {why_unorderable(lang, why)}"
        for (panel, why), count in sorted(counts.items())
    )
    return lines(bold(lang.t("Can't be ordered")), Html(rows))


def synced_news(lang: Lang, panel: str, added: int, changed: int, gone: int) -> Html:
    if not (added or changed or gone):
        return lang.t("{panel}: nothing new.", panel=panel)
    return lang.t(
        "{panel}: {added} new, {changed} changed, {gone} gone.",
        panel=panel,
        added=lang.number(added),
        changed=lang.number(changed),
        gone=lang.number(gone),
    )


def sync_failed(lang: Lang, panel: str, reason: str) -> Html:
    return lang.t(
        "⚠️ {panel}: the list couldn't be read ({reason}). The services stay as they were.",
        panel=panel,
        reason=clip(reason, 200),
    )


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
    rows.append(_menu_row(lang))
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


def invitation(lang: Lang, link: str) -> Screen:
    text = lang.t(
        "Send this link to the person you invite. It lets one person in, once:\n<code>{link}</code>",
        link=link,
    )
    return Screen(text, ((button(lang.label("✉️ Another one"), Invite()),), _menu_row(lang)))


def _menu_row(lang: Lang) -> Row:
    return (button(lang.label("‹ Menu"), Menu()),)
