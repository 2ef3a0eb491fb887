"""Everybody's orders, as operators see them: the list, what it can be narrowed to, and ticks for doing something to many."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.callbacks.all_orders import (
    AllOrders,
    AskMany,
    NarrowOrders,
    OperatorOrder,
    OrderList,
    PickOrders,
    SearchOrders,
    SetOrders,
    TickAll,
    TickOrder,
)
from bot.domain.listing import COUNTED, OrderListing
from bot.domain.many import Deed
from bot.domain.order import Order
from bot.domain.order_search import AGES, LOOK, STATES, Wanted
from bot.domain.search import Search
from bot.domain.user import User
from bot.views import orders as order_views
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.people import called
from bot.views.screen import Row, Screen, bold, button, in_rows, lines, paragraphs, steps
from bot.views.stuck import why_stuck
from bot.views.text import clip, esc

PAGE = 6

_STATES: Mapping[str, str] = {
    LOOK: mark("Needs a look"),
    "running": mark("Running"),
    "unsent": mark("Being placed"),
    "unconfirmed": mark("To decide"),
    "done": mark("Done"),
    "partial": mark("In part"),
    "canceled": mark("Canceled"),
    "failed": mark("Failed"),
    "other": mark("Partial or canceled"),
}
_CHOICES = [word for word in STATES if word != "other"]


def state_words(lang: Lang) -> dict[str, str]:
    """The reader's own words for the states, case folded; those of several words can't be typed."""
    named = {lang.label(name).casefold(): word for word, name in _STATES.items()}
    return {name: word for name, word in named.items() if " " not in name}


def listed(lang: Lang, found: OrderListing, now: datetime) -> Screen:
    search = found.search
    rows: list[Row] = [
        (button(order_views.in_short(lang, each), OperatorOrder(each.id, search.id)),)
        for each in found.page.items
    ]
    rows.extend(steps(found.page, lambda at: OrderList(search.id, at)))
    rows.extend(_filter_rows(lang, found))
    ticked = len(search.picked)
    select = lang.label("☑️ {n} ticked", n=lang.number(ticked)) if ticked else lang.label("☑️ Select")
    rows.append(
        (button(lang.label("🔎 Search"), SearchOrders()), button(select, PickOrders(search.id)))
    )
    rows.append(cockpit_row(lang))
    entries = [_entry(lang, each, found, now) for each in found.page.items]
    nothing = lang.t("Nothing in this list.")
    return Screen(paragraphs(_head(lang, found), *(entries or [nothing])), tuple(rows))


def _head(lang: Lang, found: OrderListing) -> Html:
    wanted = found.wanted
    title = lang.t("All orders")
    if wanted.state == LOOK:
        title = Html(f"⚠️ {lang.t(_STATES[LOOK])}")
    if wanted.user_id:
        whose = called(found.people.get(wanted.user_id), lang, wanted.user_id)
        title = lang.t("Orders of {name}", name=whose)
    return lines(bold(title), _narrowed_to(lang, wanted), _count(lang, found.total))


def _narrowed_to(lang: Lang, wanted: Wanted) -> Html | None:
    parts = [
        lang.label(_STATES[wanted.state]) if wanted.state and wanted.state != LOOK else "",
        wanted.panel,
        age(lang, wanted.age) if wanted.age else "",
        clip(wanted.link, 60),
        ", ".join(lang.label("#{id}", id=number) for number in wanted.numbers[:5]),
    ]
    return Html("🔎 " + esc(" · ".join(filter(None, parts)))) if any(parts) else None


def _count(lang: Lang, total: int) -> Html | None:
    if total >= COUNTED:
        return lang.t("{n} orders or more", n=lang.number(COUNTED))
    return lang.n("{n} order", "{n} orders", total) if total else None


def _entry(lang: Lang, order: Order, found: OrderListing, now: datetime) -> Html:
    who = clip(called(found.people.get(order.user_id), lang, order.user_id), 40)
    return lines(
        order_views.entry(lang, order, now),
        Html(f"👤 {esc(who)} · {esc(order.panel)}"),
        why_stuck(lang, order, now, found.followed),
    )


def _filter_rows(lang: Lang, found: OrderListing) -> list[Row]:
    search, wanted = found.search, found.wanted
    first = []
    if found.stuck and wanted.state != LOOK:
        stuck = f"{lang.number(min(found.stuck, COUNTED))}{'+' if found.stuck >= COUNTED else ''}"
        label = lang.label("⚠️ Needs a look: {n}", n=stuck)
        first.append(button(label, SetOrders(search.id, "state", LOOK)))
    if wanted != Wanted():
        first.append(button(lang.label("All orders"), AllOrders("all")))
    state = lang.label(_STATES[wanted.state]) if wanted.state else lang.label("State")
    narrow = [button(f"{state} ▾", NarrowOrders(search.id, "state"))]
    if len(found.panels) > 1:
        panel = wanted.panel or lang.label("Panel")
        narrow.append(button(f"{clip(panel, 16)} ▾", NarrowOrders(search.id, "panel")))
    when = age(lang, wanted.age) if wanted.age else lang.label("Age")
    narrow.append(button(f"{when} ▾", NarrowOrders(search.id, "age")))
    return [tuple(row) for row in (first, narrow) if row]


def age(lang: Lang, word: str) -> str:
    """ ">2d" in words."""
    sign, count, unit = word[0], int(word[1:-1]), word[-1]
    return str(_AGES[sign + unit](lang, count))


_AGES: Mapping[str, Callable[[Lang, int], Html]] = {
    ">m": lambda lang, n: lang.n("older than {n} minute", "older than {n} minutes", n),
    ">h": lambda lang, n: lang.n("older than {n} hour", "older than {n} hours", n),
    ">d": lambda lang, n: lang.n("older than {n} day", "older than {n} days", n),
    ">w": lambda lang, n: lang.n("older than {n} week", "older than {n} weeks", n),
    "<m": lambda lang, n: lang.n("the last {n} minute", "the last {n} minutes", n),
    "<h": lambda lang, n: lang.n("the last {n} hour", "the last {n} hours", n),
    "<d": lambda lang, n: lang.n("the last {n} day", "the last {n} days", n),
    "<w": lambda lang, n: lang.n("the last {n} week", "the last {n} weeks", n),
}


def narrow(lang: Lang, found: OrderListing, what: str) -> Screen:
    """The choices of one kind."""
    search, wanted = found.search, found.wanted
    match what:
        case "panel":
            chosen, choices = wanted.panel, {panel: panel for panel in found.panels}
        case "age":
            chosen, choices = wanted.age, {word: age(lang, word) for word in AGES}
        case _:
            what = "state"
            chosen = wanted.state
            choices = {word: lang.label(_STATES[word]) for word in (LOOK, *_CHOICES)}
    buttons = [
        button(("• " if word == chosen else "") + name, SetOrders(search.id, what, word))
        for word, name in {"": lang.label("Any"), **choices}.items()
    ]
    rows = (*in_rows(buttons[:60], 2), (button(lang.label("‹ Back"), OrderList(search.id)),))
    return Screen(paragraphs(_head(lang, found), lang.t("Show only:")), rows)


def ask_words(lang: Lang) -> Screen:
    text = paragraphs(
        lang.t("What do you look for? Send one or several of these:"),
        lang.t(
            "· an order's number, ours or the panel's\n"
            "· a link, in any spelling\n"
            "· a person's @name, id or first name\n"
            "· a state or a panel, as on the buttons\n"
            "· an age: <code>&gt;2d</code> is older than two days, <code>&lt;3h</code> the last three hours"
        ),
        lang.t("For example: <code>{example}</code>", example="@ann running >2d"),
    )
    return Screen(text, ((button(lang.label("‹ All orders"), AllOrders()),),))


def who_is_meant(lang: Lang, search: Search, people: Sequence[User]) -> Screen:
    """A name of several people."""
    rows = (
        *(
            (button(called(each, lang), SetOrders(search.id, "user", str(each.id))),)
            for each in people
        ),
        (button(lang.label("‹ All orders"), AllOrders()),),
    )
    return Screen(lang.t("Whose orders do you mean?"), rows)


def pick(lang: Lang, found: OrderListing, at: int) -> Screen:
    """The list with ticks. What is done is done to what is ticked, or to the whole list if nothing is."""
    search = found.search
    rows: list[Row] = []
    for each in found.page.items:
        tick = "☑" if each.id in search.picked else "☐"
        label = f"{tick} {order_views.in_short(lang, each)}"
        rows.append((button(label, TickOrder(search.id, at, each.id)),))
    rows.extend(steps(found.page, lambda to: PickOrders(search.id, to)))
    rows.append(
        (
            button(lang.label("☑ Tick all"), TickAll(search.id, at, 1)),
            button(lang.label("☐ Tick none"), TickAll(search.id, at, 0)),
        )
    )
    rows.append(
        (
            button(lang.label("🔄 Refresh"), AskMany(search.id, Deed.REFRESH.value)),
            button(lang.label("✖️ Cancel"), AskMany(search.id, Deed.CANCEL.value)),
            button(lang.label("♻️ Refill"), AskMany(search.id, Deed.REFILL.value)),
        )
    )
    rows.append((button(lang.label("‹ Back to the list"), OrderList(search.id, at)),))
    ticked = lang.t(
        "Tick orders; what you do then is done to the ticked ones, or to the whole list."
    )
    if search.picked:
        ticked = lang.n("{n} order is ticked.", "{n} orders are ticked.", len(search.picked))
    entries = (
        Html(
            f"<b>{lang.t('#{id}', id=each.id)}</b> {order_views.state(lang, each)} · {esc(clip(each.link, 40))}"
        )
        for each in found.page.items
    )
    return Screen(paragraphs(_head(lang, found), lines(*entries), ticked), tuple(rows))
