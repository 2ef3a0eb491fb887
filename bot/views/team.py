"""Operators: who they are, what each may do, and what a change of it means."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from bot.callbacks.cockpit import Cockpit
from bot.callbacks.menu import Menu
from bot.callbacks.team import (
    AskDismiss,
    ChooseRights,
    Dismiss,
    FindOperator,
    SetRights,
    ShowOperator,
    Team,
)
from bot.domain.staff import BITS, Operator, Right, to_bits
from bot.domain.user import User
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.people import called
from bot.views.screen import Row, Screen, bold, button, lines, page_of, pager, paragraphs
from bot.views.text import esc

_NAMES: Mapping[Right, str] = {
    Right.OWNER: mark("everything"),
    Right.ORDERS: mark("orders"),
    Right.CATALOGUE: mark("services"),
    Right.MONEY: mark("money"),
    Right.PEOPLE: mark("people"),
}
_MEANING: Mapping[Right, str] = {
    Right.OWNER: mark("<b>everything</b>: all of the below, the log, and who is an operator"),
    Right.ORDERS: mark("<b>orders</b>: everybody's; cancel, refill, decide what is unclear"),
    Right.CATALOGUE: mark("<b>services</b>: what is sold, hidden and shown first"),
    Right.MONEY: mark("<b>money</b>: balances at the panels, and what was spent"),
    Right.PEOPLE: mark("<b>people</b>: invite, block, answer and write to them"),
}
_PAGE = 10


def right_name(lang: Lang, right: Right) -> str:
    return lang.label(_NAMES[right])


def _names(lang: Lang, rights: AbstractSet[Right]) -> str:
    return ", ".join(right_name(lang, right) for right in Right if right in rights)


def team(lang: Lang, staff: Sequence[tuple[Operator, User | None]], page: int) -> Screen:
    page, pages = page_of(staff, page, _PAGE)
    shown = staff[page * _PAGE :][:_PAGE]
    entries = (
        Html(
            f"<b>{esc(called(user, lang, each.user_id))}</b>\n"
            f"{esc(_names(lang, each.rights))}{_named(lang, each)}"
        )
        for each, user in shown
    )
    rows = (
        *(
            (button(called(user, lang), ShowOperator(user.id)),)
            for _, user in shown
            if user is not None
        ),
        *pager(lang, page, pages, Team),
        (button(lang.label("➕ Appoint somebody"), FindOperator()),),
        cockpit_row(lang),
    )
    return Screen(paragraphs(bold(lang.t("Operators")), *entries), rows)


def _named(lang: Lang, operator: Operator) -> str:
    return f" · {lang.t('by the settings')}" if operator.named else ""


def ask_who(lang: Lang) -> Screen:
    text = lang.t(
        "Who is to be an operator? Send a @name, an id, or a part of their name. "
        "They must have written to this bot once."
    )
    return Screen(text, (_team_row(lang),))


def which_one(lang: Lang, found: Sequence[User]) -> Screen:
    rows = (
        *((button(called(each, lang), ShowOperator(each.id)),) for each in found),
        _team_row(lang),
    )
    return Screen(lang.t("Which one?"), rows)


def _team_row(lang: Lang) -> Row:
    return (button(lang.label("‹ Operators"), Team()),)


def operator(lang: Lang, user: User, known: Operator | None, chosen: AbstractSet[Right]) -> Screen:
    """`known`: None if they are none yet. `chosen`: what is ticked; nothing is changed before it is saved."""
    if known is not None and known.named:
        return _fixed(lang, user)
    before = known.rights if known else frozenset()
    rows: list[Row] = [_toggle_row(lang, user, right, chosen) for right in Right]
    if chosen != before:
        label = lang.label("✅ Save") if known else lang.label("✅ Make an operator")
        rows.append((button(label, SetRights(user.id, to_bits(chosen))),))
    if known is not None:
        rows.append((button(lang.label("✖️ Dismiss"), AskDismiss(user.id)),))
    rows.append(_team_row(lang))
    told = lang.t("Tick what they may do, then save.")
    text = paragraphs(
        bold(lang.t("What may {name} do?", name=called(user, lang))),
        lines(*(Html(f"· {lang.t(_MEANING[right])}") for right in Right)),
        lang.t("Not saved yet.") if known and chosen != before else told,
    )
    return Screen(text, tuple(rows))


def _toggle_row(lang: Lang, user: User, right: Right, chosen: AbstractSet[Right]) -> Row:
    ticked = right in chosen
    label = f"{'☑' if ticked else '☐'} {right_name(lang, right)}"
    return (button(label, ChooseRights(user.id, to_bits(chosen) ^ BITS[right])),)


def _fixed(lang: Lang, user: User) -> Screen:
    text = lang.t(
        "{name} is an owner by the bot's settings. To change that, take them out of ADMIN_IDS "
        "and start the bot again.",
        name=called(user, lang),
    )
    return Screen(text, (_team_row(lang),))


def ask_sure(lang: Lang, user: User, rights: AbstractSet[Right], *, themselves: bool) -> Screen:
    """Before what can't be taken back by oneself: `themselves`, they give up being an owner."""
    text = lang.t(
        "Make {name} an owner? They can do everything then: appoint, dismiss, and take your rights away too.",
        name=called(user, lang),
    )
    if themselves:
        text = lang.t(
            "You give up being an owner. Only another owner can make you one again. Go on?"
        )
    row = (
        button(lang.label("Yes, go on"), SetRights(user.id, to_bits(rights), 1)),
        button(lang.label("‹ Back"), ShowOperator(user.id)),
    )
    return Screen(text, (row,))


def saved(lang: Lang, user: User, reader: User) -> Screen:
    text = lang.t(
        "{name} may do this now: {rights}. They are told.",
        name=called(user, lang),
        rights=_names(lang, user.rights),
    )
    return Screen(text, (_way_on(lang, user, reader),))


def _way_on(lang: Lang, user: User, reader: User) -> Row:
    """Whoever gave up their own rights has no list of operators to go back to."""
    if user.id != reader.id or user.may(Right.OWNER):
        return _team_row(lang)
    return (button(lang.label("‹ Menu"), Menu()),)


def ask_dismiss(lang: Lang, user: User, *, themselves: bool) -> Screen:
    text = lang.t(
        "Dismiss {name}? They can't do anything as an operator any more, at once, and are told. "
        "They stay a customer.",
        name=called(user, lang),
    )
    if themselves:
        text = lang.t(
            "Dismiss yourself? You can't do anything as an operator any more, and only an owner can appoint you again."
        )
    row = (
        button(lang.label("Yes, dismiss"), Dismiss(user.id)),
        button(lang.label("‹ Back"), ShowOperator(user.id)),
    )
    return Screen(text, (row,))


def dismissed(lang: Lang, user: User, reader: User) -> Screen:
    text = lang.t("{name} is no operator any more, and is told.", name=called(user, lang))
    return Screen(text, (_way_on(lang, user, reader),))


def told(lang: Lang, rights: AbstractSet[Right]) -> Screen:
    """To somebody whose rights have changed; none are left to who was dismissed."""
    if not rights:
        text = lang.t(
            "You're no operator of this shop any more. You can go on ordering here as before."
        )
        return Screen(text, ((button(lang.label("‹ Menu"), Menu()),),))
    meaning = [Html(f"· {lang.t(_MEANING[right])}") for right in Right if right in rights]
    text = paragraphs(
        lang.t("You are an operator of this shop. This is what you may do:"),
        lines(*meaning),
        lang.t("Your commands are in the list beside the text field, and in /help."),
    )
    return Screen(text, ((button(lang.label("🛠 Run the shop"), Cockpit()),),))
