"""What stands in for a service, as operators choose it; and on an order, that a stand-in took it over."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.callbacks.stand_ins import (
    AddStandIn,
    Backed,
    FindStandIn,
    RemoveStandIn,
    ShowStandIns,
    StandInUp,
)
from bot.callbacks.stock import FindService, StockService
from bot.domain.change import percent
from bot.domain.order import Order
from bot.domain.service import Listing, Service
from bot.domain.stand_in import MOST, Candidate, Handover, Misfit, StandIns
from bot.views.browse import facts
from bot.views.lang import Html, Lang, mark
from bot.views.menu import stock_row
from bot.views.screen import Row, Screen, bold, button, in_rows, lines, pager, paragraphs
from bot.views.text import clip, esc

PAGE = 6

_MISFITS: Mapping[Misfit, str] = {
    Misfit.SAME_PANEL: mark("it is at the same panel"),
    Misfit.OTHER_FORM: mark("it asks another form"),
    Misfit.NO_PANEL: mark("its panel isn't in the settings"),
    Misfit.NOT_ORDERABLE: mark("it can't be ordered now"),
    Misfit.OTHER_CURRENCY: mark("its price isn't known to be in the same currency"),
    Misfit.DEARER: mark("it costs more"),
    Misfit.NO_REFILL: mark("it comes without refill"),
    Misfit.LIMITS: mark("no quantity suits both"),
    Misfit.ANSWERS: mark("it doesn't take the answers"),
    Misfit.ASKED_BEFORE: mark("its panel was asked before"),
}


def stand_ins(lang: Lang, found: StandIns, *, others: bool) -> Screen:
    """`others`: there is another panel in the settings."""
    service, key = found.service, found.service.key
    text = paragraphs(
        bold(lang.t("🔀 Stand-ins")),
        lines(Html(esc(clip(service.service.name, 150))), _place(lang, service)),
        lang.t(
            "When {panel} surely refuses an order, the first of these that fits takes it over: never after an unclear "
            "answer, and never for more money. Its owner reads so on the order.",
            panel=service.panel,
        ),
        *_entries(lang, found),
        None if found.candidates or not others else lang.t("Nothing stands in for it yet."),
        None
        if others
        else lang.t("There is no other panel. Add one to the settings to choose stand-ins."),
    )
    rows: list[Row] = [
        _choices(key, number, each) for number, each in enumerate(found.candidates, 1)
    ]
    if others and len(found.candidates) < MOST:
        rows.append((button(lang.label("➕ Add a stand-in"), FindStandIn(key)),))
    rows.append(
        (
            button(lang.label("‹ The service"), StockService(key)),
            button(lang.label("All with stand-ins"), Backed()),
        )
    )
    return Screen(text, tuple(rows))


def _choices(key: int, number: int, candidate: Candidate) -> Row:
    own = candidate.listing.key
    remove = button(f"✖️ {number}", RemoveStandIn(key, own))
    return (remove,) if number == 1 else (button(f"⬆️ {number}", StandInUp(key, own)), remove)


def find(lang: Lang, found: StandIns, query: str, *, shown: int) -> Screen:
    """What could stand in: the nearest in price, or what was looked for. More than `shown` is told, not shown."""
    service = found.service
    nearest = StandIns(service=service, candidates=found.candidates[:shown])
    head = lang.t("The nearest in price at other panels:")
    if query:
        head = lang.t("Found for “{query}”, the nearest in price first:", query=clip(query, 60))
    if not found.candidates:
        head = lang.t("Nothing of the same form is sold at other panels.")
        if query:
            head = lang.t(
                "Nothing of the same form is called “{query}” at other panels.",
                query=clip(query, 60),
            )
    text = paragraphs(
        lines(
            bold(lang.t("What may stand in?")),
            Html(esc(clip(service.service.name, 150))),
            _place(lang, service),
        ),
        head,
        *_entries(lang, nearest),
        lang.t("Send a word from its name, or its number at its panel, to find another."),
    )
    numbers = [
        button(str(number), AddStandIn(service.key, each.listing.key))
        for number, each in enumerate(nearest.candidates, 1)
    ]
    back = (button(lang.label("‹ Back"), ShowStandIns(service.key)),)
    return Screen(text, (*in_rows(numbers, 6), back))


def _entries(lang: Lang, found: StandIns) -> list[Html]:
    return [
        _entry(lang, number, each, found.service) for number, each in enumerate(found.candidates, 1)
    ]


def _entry(lang: Lang, number: int, candidate: Candidate, service: Listing) -> Html:
    listing = candidate.listing
    price = _compared(lang, service.service.rate, listing.service.rate)
    return lines(
        Html(f"<b>{number}.</b> {esc(clip(listing.service.name, 100))}"),
        Html(" · ".join(part for part in (_place(lang, listing), price) if part)),
        _fit(lang, candidate, service),
    )


def _place(lang: Lang, listing: Listing) -> Html:
    number = esc(clip(listing.service.id, 40))
    return Html(f"{esc(listing.panel)} · <code>{number}</code> · {facts(lang, listing)}")


def _compared(lang: Lang, rate: Decimal, other: Decimal) -> Html | None:
    """In whole percents, one at least."""
    by = percent(rate, other)
    if by is None:
        return None
    if by == 0:
        return lang.t("the same price")
    sign = "+" if by > 0 else "−"
    return Html(f"{sign}{lang.number(max(1, round(abs(by))))}%")


def _fit(lang: Lang, candidate: Candidate, service: Listing) -> Html:
    if candidate.misfit is not None:
        return lang.t("⚠️ Doesn't fit now: {why}", why=lang.t(_MISFITS[candidate.misfit]))
    less = _less(lang, candidate.listing.service, service.service)
    if not less:
        return lang.t("✅ Fits")
    return Html(f"{lang.t('✅ Fits')} · {esc(' · '.join(less))}")


def _less(lang: Lang, offer: Service, wanted: Service) -> list[str]:
    """What of the service it hasn't, though that keeps it from nothing."""
    least, most = max(offer.min, wanted.min), min(offer.max, wanted.max)
    narrower = (least, most) != (wanted.min, wanted.max)
    limits = lang.label("{min} – {max}", min=lang.number(least), max=lang.number(most))
    return [
        *([lang.label("only for {limits}", limits=limits)] if narrower else []),
        *([lang.label("can't be canceled")] if wanted.cancel and not offer.cancel else []),
        *([lang.label("no drip-feed")] if wanted.dripfeed and not offer.dripfeed else []),
    ]


def backed(lang: Lang, found: Sequence[StandIns], *, page: int, total: int) -> Screen:
    """The services that have stand-ins."""
    head = bold(lang.t("🔀 Stand-ins"))
    search = (button(lang.label("🔎 Find a service"), FindService()),)
    if not found:
        text = lang.t(
            "No service has a stand-in yet. Find one, and choose what takes its orders over when its panel refuses them."
        )
        return Screen(paragraphs(head, text), (search, stock_row(lang)))
    entries = [_backed(lang, number, each) for number, each in enumerate(found, 1)]
    numbers = [
        button(str(number), ShowStandIns(each.service.key)) for number, each in enumerate(found, 1)
    ]
    pages = max(1, -(-total // PAGE))
    rows = (*in_rows(numbers, 6), *pager(lang, page, pages, Backed), search, stock_row(lang))
    return Screen(paragraphs(head, *entries), rows)


def _backed(lang: Lang, number: int, each: StandIns) -> Html:
    fit = sum(candidate.misfit is None for candidate in each.candidates)
    counts = lang.n("{n} stand-in", "{n} stand-ins", len(each.candidates))
    warning = lang.t("⚠️ none fits now") if fit == 0 else lang.n("{n} fits", "{n} fit", fit)
    return lines(
        Html(f"<b>{number}.</b> {esc(clip(each.service.service.name, 100))}"),
        _place(lang, each.service),
        Html(f"{counts}, {warning}"),
    )


def way(lang: Lang, order: Order, handovers: Sequence[Handover]) -> Html | None:
    """To operators: which panels refused the order, what they said, and where it went."""
    if not handovers:
        return None
    return lines(
        bold(lang.t("🔀 Taken over by a stand-in")),
        *(
            lang.t(
                "{panel} · service {service} refused it: “{said}”",
                panel=each.panel,
                service=clip(each.service_id, 40),
                said=clip(each.said, 150),
            )
            for each in handovers
        ),
        lang.t(
            "Now at {panel} · service {service}",
            panel=order.panel,
            service=clip(order.service_id, 40),
        ),
    )
