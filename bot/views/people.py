"""People, as operators see them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from telegram import InlineKeyboardButton

from bot.callbacks.all_orders import AllOrders
from bot.callbacks.journal import Log
from bot.callbacks.people import (
    AskBlock,
    Block,
    Busiest,
    FindPerson,
    Invitations,
    Invite,
    Newcomers,
    RevokeInvite,
    ShowPerson,
    Unblock,
)
from bot.callbacks.team import ShowOperator
from bot.domain.journal import Kind
from bot.domain.listing import COUNTED
from bot.domain.page import Page
from bot.domain.person import OpenInvitations, Person
from bot.domain.staff import Right
from bot.domain.user import User
from bot.views.lang import LANGUAGES, Html, Lang, mark, pick
from bot.views.menu import cockpit_row
from bot.views.screen import (
    Row,
    Screen,
    bold,
    button,
    in_rows,
    lines,
    page_of,
    pager,
    paragraphs,
    steps,
)
from bot.views.text import clip, esc

PAGE = 8
INVITATIONS_PAGE = 6


def called(user: User | None, lang: Lang, user_id: int = 0) -> str:
    """A name to tell somebody by, in plain text; `user_id`, where nothing else is known."""
    if user is None:
        return str(user_id) if user_id else lang.label("unknown")
    name = clip(user.first_name, 40) or str(user.id)
    return f"{name} (@{user.username})" if user.username else name


_MARKS: tuple[tuple[str, Callable[[User], bool], str], ...] = (
    ("🛠", lambda user: user.operator, mark("🛠 operator")),
    ("🚫", lambda user: user.blocked, mark("🚫 blocked")),
    ("🔕", lambda user: not user.reachable, mark("🔕 has blocked the bot")),
    ("🚪", lambda user: not (user.member or user.operator), mark("🚪 not let in")),
)


def newcomers(lang: Lang, page: Page[User]) -> Screen:
    """Everybody, the newest first."""
    rows = (
        *(_person_row(each, called(each, lang)) for each in page.items),
        *steps(page, Newcomers),
        (button(lang.label("📈 Most active"), Busiest()), _find(lang)),
        *_last_rows(lang),
    )
    return Screen(_head(lang, lang.t("The newest first."), page.items), rows)


def busiest(lang: Lang, found: Sequence[tuple[User, int]], page: int) -> Screen:
    """Who ordered most lately, with how many orders."""
    page, pages = page_of(found, page, PAGE)
    shown = found[page * PAGE :][:PAGE]
    rows = (
        *(
            _person_row(user, f"{called(user, lang)} · {lang.number(count)}")
            for user, count in shown
        ),
        *pager(lang, page, pages, Busiest),
        (button(lang.label("🆕 Newest"), Newcomers()), _find(lang)),
        *_last_rows(lang),
    )
    told = lang.t("By their orders of the last 7 days.")
    if not found:
        told = lang.t("Nobody has ordered in the last 7 days.")
    return Screen(_head(lang, told, [user for user, _ in shown]), rows)


def _head(lang: Lang, told: Html, shown: Sequence[User]) -> Html:
    """With what the signs on the buttons mean."""
    signs = [lang.t(text) for _, fits, text in _MARKS if any(map(fits, shown))]
    return paragraphs(lines(bold(lang.t("People")), told), lines(*signs))


def _person_row(user: User, label: str) -> Row:
    signs = "".join(sign for sign, fits, _ in _MARKS if fits(user))
    return (button(f"{signs} {label}".strip(), ShowPerson(user.id)),)


def _find(lang: Lang) -> InlineKeyboardButton:
    return button(lang.label("🔎 Find"), FindPerson())


def _last_rows(lang: Lang) -> tuple[Row, ...]:
    invite = button(lang.label("✉️ Invite"), Invite())
    open_ones = button(lang.label("Open invitations"), Invitations())
    return ((invite, open_ones), cockpit_row(lang))


def ask_name(lang: Lang) -> Screen:
    text = lang.t("Who is it? Send a @name, an id, or a part of their name.")
    return Screen(text, (_people_row(lang),))


def _people_row(lang: Lang) -> Row:
    return (button(lang.label("‹ People"), Newcomers()),)


def which_one(lang: Lang, found: Sequence[User], *, more: bool) -> Screen:
    rows = (*(_person_row(each, called(each, lang)) for each in found), _people_row(lang))
    hint = lang.t("There are more; send more of the name.") if more else None
    return Screen(paragraphs(_head(lang, lang.t("Which one?"), found), hint), rows)


def person(lang: Lang, found: Person, reader: User, now: datetime) -> Screen:
    user = found.user
    told = [lang.t(text) for _, fits, text in _MARKS if fits(user)]
    text = paragraphs(
        bold(Html(esc(called(user, lang)))),
        lines(*told),
        lines(
            lang.t("Id: <code>{id}</code>", id=user.id),
            lang.t("Here since {time}", time=lang.moment(found.since)),
            lang.t("Last seen: {time}", time=lang.when(found.seen, now)),
            lang.t("Language: {language}", language=_language(user)),
            lang.t("Invited by {name}", name=called(found.invited_by, lang))
            if found.invited_by
            else None,
        ),
        lines(*_business(lang, found)),
    )
    return Screen(text, (*_person_rows(lang, user, reader), _people_row(lang)))


def _language(user: User) -> str:
    return LANGUAGES[pick(user.language, user.client_language).code]


def _business(lang: Lang, found: Person) -> list[Html]:
    if not found.orders:
        return [lang.t("No orders yet.")]
    lately = [
        lang.t("Spent in 30 days: {amount}", amount=lang.money(amount, currency))
        for currency, amount in sorted(found.spent.items())[:5]
    ]
    return [
        lang.t("Orders: {n}", n=_up_to(lang, found.orders)),
        lang.t("Running: {n}", n=_up_to(lang, found.running)),
        *lately,
    ]


def _up_to(lang: Lang, count: int) -> str:
    return f"{lang.number(COUNTED)}+" if count >= COUNTED else lang.number(count)


def _person_rows(lang: Lang, user: User, reader: User) -> list[Row]:
    rows: list[Row] = []
    if reader.may(Right.ORDERS):
        orders = AllOrders("all", user_id=user.id)
        rows.append((button(lang.label("📦 Their orders"), orders),))
    if reader.may(Right.OWNER):
        label = (
            lang.label("🛠 What they may do") if user.operator else lang.label("🛠 Make an operator")
        )
        rows.append(
            (
                button(label, ShowOperator(user.id)),
                button(lang.label("📜 In the log"), Log(Kind.USER.value, user.id)),
            )
        )
    if user.blocked:
        rows.append((button(lang.label("✅ Unblock"), Unblock(user.id)),))
    elif not user.operator:
        rows.append((button(lang.label("🚫 Block"), AskBlock(user.id)),))
    if not (user.member or user.operator or user.blocked):
        rows.append((button(lang.label("✉️ Invite"), Invite()),))
    return rows


def ask_block(lang: Lang, user: User) -> Screen:
    text = lang.t(
        "Block {name}? They can't use the bot any more, and a form they have open is closed. "
        "Their orders go on, and they still hear of them.",
        name=called(user, lang),
    )
    row = (
        button(lang.label("Yes, block"), Block(user.id)),
        button(lang.label("‹ Back"), ShowPerson(user.id)),
    )
    return Screen(text, (row,))


def invitation(lang: Lang, link: str) -> Screen:
    text = lang.t(
        "Send this link to the person you invite. It lets one person in, once:\n<code>{link}</code>",
        link=link,
    )
    row = (
        button(lang.label("✉️ Another one"), Invite()),
        button(lang.label("Open invitations"), Invitations()),
    )
    return Screen(text, (row, cockpit_row(lang)))


def invitations(
    lang: Lang, found: OpenInvitations, link: Callable[[str], str], now: datetime
) -> Screen:
    """`link`: the address of a payload."""
    pages = max(1, -(-found.total // INVITATIONS_PAGE))
    entries = [
        Html(
            f"<b>{number}.</b> <code>{esc(link(each.payload))}</code>\n"
            + lang.t(
                "By {name}, {time}",
                name=called(found.makers.get(each.created_by), lang, each.created_by),
                time=lang.when(each.created_at, now),
            )
        )
        for number, each in enumerate(found.shown, 1)
    ]
    revoke = [
        button(lang.label("✖️ Take back {n}", n=number), RevokeInvite(each.token))
        for number, each in enumerate(found.shown, 1)
    ]
    rows = (
        *in_rows(revoke, 2),
        *pager(lang, found.page, pages, Invitations),
        (button(lang.label("✉️ Invite"), Invite()), *_people_row(lang)),
    )
    nothing = lang.t("No invitation is open.")
    title = bold(lang.t("Open invitations"))
    return Screen(paragraphs(title, *(entries or [nothing])), rows)
