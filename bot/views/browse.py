"""From platform to category to service, and the service's own card.

Customers needn't know of panels. Whoever keeps the catalogue (`keeper`) sees their names, and a way to what they decide.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.callbacks.action import Action
from bot.callbacks.browse import Platforms, Services, Shelves, ShowService
from bot.callbacks.form import StartDraft
from bot.callbacks.menu import Menu
from bot.callbacks.stock import StockCategory, StockService
from bot.domain.form import FORMS, Counting
from bot.domain.service import Listing, Service, Unorderable
from bot.views.fields import platform_name
from bot.views.lang import Html, Lang, mark
from bot.views.screen import (
    Row,
    Screen,
    bold,
    button,
    in_rows,
    page_of,
    pager,
    paragraphs,
    quoted,
)
from bot.views.text import clip, clip_utf16, esc
from storage.catalogue import Shelf, ShelfPage

_PLATFORMS_SHOWN = 16
_SHELVES_SHOWN = 8
SERVICES_SHOWN = 6
_DESCRIPTION_UNITS = 2200
_PIN = "📌 "


def platforms(lang: Lang, counts: Mapping[str, int], page: int) -> Screen:
    """Those with most services first, "other" last."""
    if not counts:
        return _empty(lang)
    ordered = sorted(counts, key=lambda key: (key == "other", -counts[key], key))
    page, pages = page_of(ordered, page, _PLATFORMS_SHOWN)
    shown = ordered[page * _PLATFORMS_SHOWN :][:_PLATFORMS_SHOWN]
    choices = [
        button(f"{platform_name(lang, key)} · {lang.number(counts[key])}", Shelves(key))
        for key in shown
    ]
    rows = (*in_rows(choices, 2), *pager(lang, page, pages, Platforms), _menu_row(lang))
    text = paragraphs(
        lang.t("<b>New order.</b> For which platform?"),
        lang.t("Or send a word to search all services."),
    )
    return Screen(text, rows)


def shelves(lang: Lang, platform: str, found: Sequence[Shelf], page: int) -> Screen:
    page, pages = page_of(found, page, _SHELVES_SHOWN)
    shown = found[page * _SHELVES_SHOWN :][:_SHELVES_SHOWN]
    rows = (
        *((button(_shelf_label(lang, shelf), Services(shelf.key)),) for shelf in shown),
        *pager(lang, page, pages, lambda to: Shelves(platform, to)),
        (button(lang.label("‹ Platforms"), Platforms()),),
    )
    name = Html(esc(platform_name(lang, platform)))
    return Screen(paragraphs(bold(name), lang.t("Which category?")), rows)


def _shelf_label(lang: Lang, shelf: Shelf) -> str:
    category = clip(shelf.category or lang.label("Without category"), 44)
    pin = _PIN if shelf.pinned else ""
    return f"{pin}{category} · {lang.number(shelf.count)}"


def services(lang: Lang, key: int, shelf: ShelfPage, *, keeper: bool = False) -> Screen:
    """A category's services, in the order of the catalogue."""
    if not shelf.listings:
        return _empty(lang)
    head = shelf.listings[0]
    rows = (
        *_numbered(lang, shelf.listings),
        *pager(lang, shelf.page, shelf.pages, lambda to: Services(key, to)),
        *_keeper_rows(lang, StockCategory(head.key), keeper=keeper),
        _up_row(lang, head, only_shelf=shelf.only),
    )
    category = Html(esc(clip(head.service.category, 150) or lang.t("Without category")))
    return Screen(paragraphs(bold(category), *_entries(lang, shelf.listings, keeper=keeper)), rows)


def _keeper_rows(lang: Lang, decide: Action, *, keeper: bool) -> tuple[Row, ...]:
    return ((button(lang.label("🛠 Hide, pin, details"), decide),),) if keeper else ()


def _up_row(lang: Lang, head: Listing, *, only_shelf: bool) -> Row:
    if only_shelf:
        return (button(lang.label("‹ Platforms"), Platforms()),)
    return (button(lang.label("‹ Categories"), Shelves(head.platform)),)


def found(
    lang: Lang,
    query: str,
    words: Sequence[str],
    listings: Sequence[Listing],
    *,
    more: bool,
    keeper: bool = False,
) -> Screen:
    """What a search brought, the best first; or what to do when it brought nothing."""
    rows = (
        *_numbered(lang, listings),
        (button(lang.label("All platforms"), Platforms()), *_menu_row(lang)),
    )
    shown = clip(query, 60)
    if not listings:
        text = lang.t(
            "Nothing is called “{query}”. Try another word, or look through the platforms.",
            query=shown,
        )
        return Screen(text, rows)
    head = lang.t("Found for “{query}”:", query=shown)
    if not all(word in _searched(listings[0]) for word in words):
        head = lang.t("No service matches all of “{query}”. The closest:", query=shown)
    hint = lang.t("There is more; add a word to narrow it down.") if more else None
    return Screen(paragraphs(head, *_entries(lang, listings, keeper=keeper), hint), rows)


def _searched(listing: Listing) -> str:
    service = listing.service
    return f"{service.name} {service.category} {service.id}".casefold()


def _entries(lang: Lang, listings: Sequence[Listing], *, keeper: bool) -> list[Html]:
    found = []
    several = len({listing.panel for listing in listings}) > 1
    for number, listing in enumerate(listings, 1):
        pin = _PIN if listing.pinned else ""
        panel = f" · {esc(listing.panel)}" if keeper and several else ""
        name = f"<b>{number}.</b> {pin}{esc(clip(listing.service.name, 110))}"
        found.append(Html(f"{name}\n{facts(lang, listing)}{panel}"))
    return found


def _numbered(lang: Lang, listings: Sequence[Listing]) -> tuple[Row, ...]:
    buttons = [
        button(f"{number} · {short_price(lang, listing)}", ShowService(listing.key))
        for number, listing in enumerate(listings, 1)
    ]
    return in_rows(buttons, 2)


def facts(lang: Lang, listing: Listing) -> Html:
    """Price and limits in one line."""
    service = listing.service
    price = Html(esc(price_of(lang, listing)))
    if _flat(service):
        return price
    limits = lang.t("{min} – {max}", min=lang.number(service.min), max=lang.number(service.max))
    return Html(f"{price} · {limits}")


def short_price(lang: Lang, listing: Listing) -> str:
    if listing.service.rate == 0:
        return lang.label("free")
    return lang.money(listing.service.rate, listing.currency)


def price_of(lang: Lang, listing: Listing) -> str:
    amount = short_price(lang, listing)
    return amount if listing.service.rate == 0 else per(lang, listing, amount)


def per(lang: Lang, listing: Listing, amount: str) -> str:
    """For what one pays so much."""
    if _flat(listing.service):
        return amount
    return lang.label("{amount} per 1000", amount=amount)


def service(lang: Lang, listing: Listing, *, keeper: bool = False) -> Screen:
    """The whole card of a service."""
    offer = listing.service
    text = paragraphs(
        bold(Html(esc(clip_utf16(offer.name, 600)))),
        _details(lang, listing),
        _description(offer),
        _why_not(lang, listing),
    )
    rows: list[Row] = []
    if listing.unorderable is None:
        rows.append((button(lang.label("🛒 Order this"), StartDraft(listing.key)),))
    rows.extend(_keeper_rows(lang, StockService(listing.key), keeper=keeper))
    rows.append((button(lang.label("‹ Back to the list"), Services(listing.key)),))
    return Screen(text, tuple(rows))


def _details(lang: Lang, listing: Listing) -> Html:
    offer = listing.service
    cancel = lang.t("yes") if offer.cancel else lang.t("no")
    rows = [
        lang.t("Price: {price}", price=price_of(lang, listing)),
        lang.t("Quantity: {limits}", limits=_limits(lang, offer)) if not _flat(offer) else None,
        lang.t("Refill: yes, if the number drops later") if offer.refill else lang.t("Refill: no"),
        lang.t("Can be canceled: {answer}", answer=cancel),
        lang.t("Drip-feed: yes, it can come bit by bit") if offer.dripfeed else None,
        _average(lang, offer),
        lang.t(
            "Service {id} · {category}", id=clip(offer.id, 40), category=clip(offer.category, 80)
        ),
    ]
    return Html("\n".join(row for row in rows if row))


def _flat(offer: Service) -> bool:
    return offer.type is not None and FORMS[offer.type].counting is Counting.FLAT


def _limits(lang: Lang, offer: Service) -> str:
    return lang.label("{min} – {max}", min=lang.number(offer.min), max=lang.number(offer.max))


def _average(lang: Lang, offer: Service) -> Html | None:
    if not offer.average_minutes:
        return None
    return lang.t(
        "Takes about {time} on average", time=lang.lasting(timedelta(minutes=offer.average_minutes))
    )


def _description(offer: Service) -> Html | None:
    if not offer.description.strip():
        return None
    return quoted(Html(esc(clip_utf16(offer.description.strip(), _DESCRIPTION_UNITS))))


_REASONS: Mapping[Unorderable, str] = {
    Unorderable.GONE: mark("Our supplier doesn't offer it any more."),
    Unorderable.HIDDEN: mark("It is hidden: customers don't see it."),
    Unorderable.BLOCKED: mark("We don't sell it."),
    Unorderable.UNKNOWN_TYPE: mark(
        "This bot doesn't know its form yet, so it can't be ordered here."
    ),
    Unorderable.HEADING: mark("It is a heading, not a service."),
    Unorderable.NO_RANGE: mark("Its limits contradict each other, so it can't be ordered."),
}


def _why_not(lang: Lang, listing: Listing) -> Html | None:
    return None if listing.unorderable is None else lang.t(_REASONS[listing.unorderable])


def _empty(lang: Lang) -> Screen:
    text = lang.t("There is nothing to order here right now. Try again in a few minutes.")
    return Screen(text, (_menu_row(lang),))


def _menu_row(lang: Lang) -> Row:
    return (button(lang.label("‹ Menu"), Menu()),)
