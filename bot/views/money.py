"""The panels' money, as operators see it."""

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks.money import Balances
from bot.domain.overview import Account
from bot.views.lang import Html, Lang
from bot.views.menu import cockpit_row
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs
from bot.views.text import clip, esc


def balances(lang: Lang, accounts: Sequence[Account], now: datetime) -> Screen:
    rows: tuple[Row, ...] = (
        (button(lang.label("🔄 Refresh"), Balances()),),
        cockpit_row(lang),
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
