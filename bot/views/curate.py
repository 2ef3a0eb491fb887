"""Services and categories as operators see and decide about them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from telegram import InlineKeyboardButton

from bot.callbacks.browse import ShowService
from bot.callbacks.stand_ins import ShowStandIns
from bot.callbacks.stock import (
    Decided,
    FindService,
    HideCategory,
    HideService,
    PinCategory,
    PinService,
    StockCategory,
    StockService,
)
from bot.domain.change import ChangeKind, Noted
from bot.domain.curation import Category, Decision, Part, Record
from bot.domain.service import Listing, ServiceType, parse_type
from bot.domain.stock import Standing
from bot.views.browse import facts
from bot.views.changes import change_facts
from bot.views.fields import platform_name
from bot.views.lang import Html, Lang, mark
from bot.views.menu import stock_row
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
    quoted,
)
from bot.views.stock import why_not
from bot.views.text import clip, clip_utf16, esc

_DECIDED_SHOWN = 8
_PARTS_SHOWN = 10
_DESCRIPTION_UNITS = 1200

_HEADS = {
    ChangeKind.NEW: mark("came"),
    ChangeKind.DEARER: mark("dearer"),
    ChangeKind.CHEAPER: mark("cheaper"),
    ChangeKind.LIMITS: mark("limits"),
}


def ask(lang: Lang) -> Screen:
    text = lang.t(
        "Send a word from the name or the category, or the service's number at its panel. "
        "Hidden services are found too."
    )
    return Screen(text, (stock_row(lang),))


def found(lang: Lang, query: str, listings: Sequence[Listing], *, more: bool) -> Screen:
    """What was looked for in everything that panels list."""
    shown = clip(query, 60)
    if not listings:
        text = lang.t("Nothing is called “{query}”. Send another word.", query=shown)
        return Screen(text, (stock_row(lang),))
    hint = lang.t("There is more; send another word with it to narrow it down.") if more else None
    text = paragraphs(
        lang.t("Found for “{query}”:", query=shown),
        *_entries(lang, listings, with_panel=True),
        hint,
    )
    again = (button(lang.label("🔎 Find another"), FindService()),)
    return Screen(text, (*_numbers(listings), again, stock_row(lang)))


def _entries(lang: Lang, listings: Sequence[Listing], *, with_panel: bool) -> list[Html]:
    return [
        _entry(lang, number, listing, with_panel=with_panel)
        for number, listing in enumerate(listings, 1)
    ]


def _entry(lang: Lang, number: int, listing: Listing, *, with_panel: bool) -> Html:
    service = listing.service
    about = [facts(lang, listing), Html(f"<code>{esc(clip(service.id, 40))}</code>")]
    if with_panel:
        about.append(Html(esc(listing.panel)))
    pin = "📌 " if listing.pinned else ""
    name = Html(f"<b>{number}.</b> {pin}{esc(clip(service.name, 100))}")
    return lines(name, Html(" · ".join(about)), _why(lang, listing))


def _why(lang: Lang, listing: Listing) -> Html | None:
    if listing.unorderable is None:
        return None
    return Html(f"<i>{why_not(lang, listing.unorderable)}</i>")


def _numbers(listings: Sequence[Listing]) -> tuple[Row, ...]:
    buttons = [
        button(str(number), StockService(listing.key)) for number, listing in enumerate(listings, 1)
    ]
    return in_rows(buttons, 4)


def service(lang: Lang, record: Record, now: datetime) -> Screen:
    """Everything that its panel says, and what can be decided about it."""
    listing, standing = record.listing, record.standing
    pin = "📌 " if standing.pinned else ""
    text = paragraphs(
        bold(Html(f"{pin}{esc(clip_utf16(listing.service.name, 500))}")),
        _state(lang, record),
        _facts(lang, record, now),
        _history(lang, record.history, now),
        _description(listing.service.description),
    )
    key = listing.key
    return Screen(
        text,
        (
            (
                _hide(lang, HideService(key, int(not standing.hidden)), standing),
                _pin(lang, PinService(key, int(not standing.pinned)), standing),
            ),
            (
                button(lang.label("📂 Its category"), StockCategory(key)),
                button(lang.label("🔀 Stand-ins"), ShowStandIns(key)),
            ),
            (button(lang.label("🛒 As customers see it"), ShowService(key)),),
            stock_row(lang),
        ),
    )


def _hide(
    lang: Lang, action: HideService | HideCategory, standing: Standing, at: str = ""
) -> InlineKeyboardButton:
    label = lang.label("👁 Show") if standing.hidden else lang.label("🙈 Hide")
    return button(f"{label}{at}", action)


def _pin(
    lang: Lang, action: PinService | PinCategory, standing: Standing, at: str = ""
) -> InlineKeyboardButton:
    label = lang.label("Unpin") if standing.pinned else lang.label("📌 Pin")
    return button(f"{label}{at}", action)


def _state(lang: Lang, record: Record) -> Html:
    listing = record.listing
    if listing.unorderable is None:
        return lang.t("🟢 Customers can order it.")
    text = lang.t("🔴 Customers can't order it: {why}.", why=why_not(lang, listing.unorderable))
    if record.shelf.hidden:
        text = lang.t("🔴 Customers can't order it: its category is hidden.")
    return text


def _facts(lang: Lang, record: Record, now: datetime) -> Html:
    listing = record.listing
    offer = listing.service
    rate = f"{_plain(offer.rate)} {listing.currency}".strip()
    rows = [
        lang.t("Panel: {panel}", panel=listing.panel),
        lang.t("Its number there: {id}", id=clip(offer.id, 40)),
        lang.t("Category: {category}", category=clip(offer.category, 120) or "–"),
        lang.t("Platform: {platform}", platform=platform_name(lang, listing.platform)),
        _type(lang, offer.type_name, offer.type),
        lang.t("Rate: {rate}", rate=clip(rate, 60)),
        lang.t("Quantity: {limits}", limits=f"{lang.number(offer.min)} – {lang.number(offer.max)}"),
        _flags(lang, refill=offer.refill, cancel=offer.cancel, dripfeed=offer.dripfeed),
        _average(lang, offer.average_minutes),
        lang.t("Network: {network}", network=clip(offer.network, 40)) if offer.network else None,
        lang.t("First seen: {time}", time=lang.when(record.added_at, now))
        if record.added_at
        else None,
    ]
    return lines(*rows)


def _plain(rate: Decimal) -> str:
    """As the panel wrote it, to the last digit."""
    return f"{rate:f}"


def _type(lang: Lang, name: str, kind: ServiceType | None) -> Html:
    shown = clip(name, 60)
    if kind is not None and parse_type(name) is None:
        return lang.t("Type: {type}, asked for as {form}", type=shown, form=kind.value)
    return lang.t("Type: {type}", type=shown)


def _flags(lang: Lang, *, refill: bool, cancel: bool, dripfeed: bool) -> Html:
    flags = {
        lang.label("refill"): refill,
        lang.label("cancel"): cancel,
        lang.label("drip-feed"): dripfeed,
    }
    return Html(" · ".join(f"{'✓' if on else '✗'} {esc(name)}" for name, on in flags.items()))


def _average(lang: Lang, minutes: int | None) -> Html | None:
    if not minutes:
        return None
    return lang.t("Takes about {time} on average", time=lang.lasting(timedelta(minutes=minutes)))


def _history(lang: Lang, history: Sequence[Noted], now: datetime) -> Html | None:
    if not history:
        return None
    rows = []
    for noted in history:
        head = _HEADS.get(noted.change.kind)
        told = change_facts(lang, noted.change, noted.listing)
        if noted.change.kind is ChangeKind.NEW:
            told = Html("")
        if noted.change.kind is ChangeKind.GONE:
            told = lang.t("gone")
        if noted.change.kind is ChangeKind.BACK:
            told = lang.t("back again")
        text = " ".join(part for part in (lang.t(head) if head else "", told) if part)
        rows.append(Html(f"{esc(lang.when(noted.at, now))}: {text}"))
    return lines(bold(lang.t("What happened to it")), *rows)


def _description(text: str) -> Html | None:
    if not text.strip():
        return None
    return quoted(Html(esc(clip_utf16(text.strip(), _DESCRIPTION_UNITS))))


def category(lang: Lang, shown: Category, key: int) -> Screen:
    """`key`: the service by which it was found."""
    name = esc(clip(shown.name, 150) or lang.label("Without category"))
    parts, several = shown.parts[:_PARTS_SHOWN], len(shown.parts) > 1
    text = paragraphs(
        lines(bold(Html(name)), Html(esc(platform_name(lang, shown.platform)))),
        lines(*(_part(lang, part, standing) for part, standing in parts)),
        *_entries(lang, shown.services, with_panel=several),
    )
    decisions = [
        (
            _hide(lang, HideCategory(part.key, int(not standing.hidden)), standing, at),
            _pin(lang, PinCategory(part.key, int(not standing.pinned)), standing, at),
        )
        for part, standing in parts
        for at in [f" · {part.panel}" if several else ""]
    ]
    return Screen(
        text,
        (
            *decisions,
            *_numbers(shown.services),
            *pager(lang, shown.page, shown.pages, lambda to: StockCategory(key, to)),
            stock_row(lang),
        ),
    )


def _part(lang: Lang, part: Part, standing: Standing) -> Html:
    marks = [
        lang.label("🙈 hidden") if standing.hidden else "",
        lang.label("📌 pinned") if standing.pinned else "",
    ]
    told = lang.t(
        "{panel}: {total} listed, {orderable} can be ordered",
        panel=part.panel,
        total=lang.number(part.total),
        orderable=lang.number(part.orderable),
    )
    return Html(" · ".join(filter(None, (told, *map(esc, marks)))))


def decided(lang: Lang, things: Sequence[Decision], *, hidden: bool, page: int) -> Screen:
    """All that is hidden, or all that is pinned."""
    page, pages = page_of(things, page, _DECIDED_SHOWN)
    shown = things[page * _DECIDED_SHOWN :][:_DECIDED_SHOWN]
    head = bold(lang.t("Hidden from customers") if hidden else lang.t("Pinned on top"))
    if not things:
        nothing = lang.t("Nothing yet. Find a service to decide about it or its category.")
        find = (button(lang.label("🔎 Find a service"), FindService()),)
        return Screen(paragraphs(head, nothing), (find, stock_row(lang)))
    rows = [
        Html(f"<b>{number}.</b> {_thing(lang, thing)}") for number, thing in enumerate(shown, 1)
    ]
    numbers = [
        button(str(number), StockCategory(thing.key) if thing.shelf else StockService(thing.key))
        for number, thing in enumerate(shown, 1)
    ]
    return Screen(
        paragraphs(head, lines(*rows)),
        (
            *in_rows(numbers, 4),
            *pager(lang, page, pages, lambda to: Decided(int(hidden), to)),
            stock_row(lang),
        ),
    )


def _thing(lang: Lang, thing: Decision) -> Html:
    name = esc(clip(thing.name, 100) or lang.label("Without category"))
    if thing.shelf:
        return Html(f"📂 {name} · {esc(thing.panel)}")
    return Html(f"{name} · {esc(thing.panel)}")
