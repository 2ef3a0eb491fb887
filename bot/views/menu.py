"""The way in: menu, help, language, and the door."""

from bot.callbacks.browse import Platforms
from bot.callbacks.cockpit import Cockpit
from bot.callbacks.desk import Unconfirmed
from bot.callbacks.form import ShowDraft
from bot.callbacks.menu import Help, Languages, Menu, SetLanguage
from bot.callbacks.orders import MyOrders
from bot.callbacks.stock import CatalogueState
from bot.callbacks.support import Support
from bot.domain.user import User
from bot.views.commands import described, for_all, for_operator
from bot.views.lang import LANGUAGES, Html, Lang, mark
from bot.views.screen import Row, Screen, bold, button, in_rows, paragraphs


def menu(
    lang: Lang,
    first_name: str,
    *,
    draft_id: int | None = None,
    operator: bool = False,
    unconfirmed: int = 0,
) -> Screen:
    """`draft_id`: a form they left open. `unconfirmed`: how many orders wait for an operator's decision."""
    rows: list[Row] = []
    if draft_id is not None:
        rows.append((button(lang.label("✏️ Continue your order"), ShowDraft(draft_id)),))
    rows += [
        (button(lang.label("🛒 New order"), Platforms()),),
        (
            button(lang.label("📦 My orders"), MyOrders()),
            button(lang.label("💬 Support"), Support()),
        ),
        (button(lang.label("Help"), Help()), button("🌐 " + LANGUAGES[lang.code], Languages())),
    ]
    if operator:
        rows.extend(_operator_rows(lang, unconfirmed))
    text = paragraphs(
        lang.t("Hello, {name}!", name=first_name),
        lang.t("Pick a service, answer a few questions, and follow your order right here."),
    )
    return Screen(text, tuple(rows))


def _operator_rows(lang: Lang, unconfirmed: int) -> list[Row]:
    rows: list[Row] = [(button(lang.label("🛠 Run the shop"), Cockpit()),)]
    if unconfirmed:
        label = lang.label("❗ To decide: {count}", count=unconfirmed)
        rows.insert(0, (button(label, Unconfirmed()),))
    return rows


def cockpit_row(lang: Lang) -> Row:
    """Under the screens of operators: back to their menu."""
    return (button(lang.label("‹ Your shop"), Cockpit()),)


def stock_row(lang: Lang) -> Row:
    """Under the screens about the catalogue: back to its state, or further."""
    return (button(lang.label("‹ Services"), CatalogueState()), *cockpit_row(lang))


def help_(lang: Lang, user: User) -> Screen:
    text = paragraphs(
        bold(lang.t("How it works")),
        lang.t(
            "1. Tap <b>New order</b> and pick a platform, a category and a service. Or just send a word, "
            "such as <code>followers</code>, to search.\n"
            "2. Answer what the service needs. Nothing is ordered until you tap <b>Confirm</b>.\n"
            "3. The order's card shows its progress, and we tell you when it's done.\n"
            "4. Some services come with a refill: if the number drops later, tap <b>Refill</b> on the order's card."
        ),
        described(lang, for_all()),
        _operator_help(lang, user) if user.operator else None,
    )
    return Screen(text, ((button(lang.label("‹ Menu"), Menu()),),))


def _operator_help(lang: Lang, user: User) -> Html:
    return paragraphs(bold(lang.t("For operators")), described(lang, for_operator(user)))


def languages(lang: Lang) -> Screen:
    choices = [
        button(("✓ " if code == lang.code else "") + name, SetLanguage(code))
        for code, name in LANGUAGES.items()
    ]
    rows = (*in_rows(choices, 2), (button(lang.label("‹ Menu"), Menu()),))
    return Screen(lang.t("Which language do you prefer?"), rows)


def closed(lang: Lang) -> Screen:
    """For somebody who isn't let in."""
    return Screen(
        lang.t("This shop is for invited customers. Ask whoever runs it for an invitation link.")
    )


_BLOCKED = mark(
    "You can't use this shop any more. Orders that are under way go on, and you'll hear of them here."
)


def blocked(lang: Lang) -> Screen:
    """For somebody whom an operator keeps out."""
    return Screen(lang.t(_BLOCKED))


def blocked_in_short(lang: Lang) -> str:
    return lang.label(_BLOCKED)


def not_understood(lang: Lang) -> Screen:
    text = lang.t(
        "I can read text and text files only. Send a word to search the services, or pick from the menu."
    )
    return Screen(text, (_ways_on(lang),))


def file_unasked(lang: Lang) -> Screen:
    text = lang.t(
        "Files are for lists: send one when an order form asks for several lines. Now none is needed."
    )
    return Screen(text, (_ways_on(lang),))


def _ways_on(lang: Lang) -> Row:
    return (button(lang.label("🛒 New order"), Platforms()), button(lang.label("‹ Menu"), Menu()))


def nothing_to_cancel(lang: Lang) -> Html:
    return lang.t("No order form is open, so there is nothing to leave.")


def sorry(lang: Lang, incident: int | None) -> Screen:
    """For an error of ours; without a number if it couldn't even be written down."""
    text = lang.t(
        "Something went wrong on our side. We know about it (incident {number}), and nothing was ordered twice. "
        "Try again in a minute.",
        number=incident,
    )
    if incident is None:
        text = lang.t(
            "Something went wrong on our side, and nothing was changed. Try again in a minute."
        )
    return Screen(text, ((button(lang.label("‹ Menu"), Menu()),),))
