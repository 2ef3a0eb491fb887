"""Types that nobody knows, and the forms that operators choose for them."""

from collections.abc import Mapping, Sequence

from bot.callbacks.stock import PickType, ReadAs, StockService, Types
from bot.domain.form import FORMS, Counting
from bot.domain.riddle import Riddle
from bot.domain.service import Listing, ServiceType
from bot.views.browse import facts
from bot.views.fields import name
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
)
from bot.views.text import clip, esc

_SHOWN = 8


def riddles(lang: Lang, found: Sequence[Riddle], page: int, *, news: Html | None = None) -> Screen:
    """`news`: what was just decided."""
    page, pages = page_of(found, page, _SHOWN)
    shown = found[page * _SHOWN :][:_SHOWN]
    hint = lang.t("Tap one to choose which form its services ask for.")
    if not found:
        hint = lang.t("None: the bot knows the form of every service.")
    text = paragraphs(
        bold(lang.t("Types that the bot doesn't know")),
        news,
        lines(*(_told(lang, number, riddle) for number, riddle in enumerate(shown, 1))),
        hint,
    )
    rows: tuple[Row, ...] = (
        *(_choice(number, riddle) for number, riddle in enumerate(shown, 1)),
        *pager(lang, page, pages, Types),
        stock_row(lang),
    )
    return Screen(text, rows)


def _told(lang: Lang, number: int, riddle: Riddle) -> Html:
    what = {"type": clip(riddle.names[0], 60), "panel": riddle.panel}
    if riddle.read_as is None:
        told = lang.n(
            "{type} ({panel}): {n} service can't be ordered",
            "{type} ({panel}): {n} services can't be ordered",
            riddle.count,
            **what,
        )
    else:
        told = lang.n(
            "{type} ({panel}): {n} service, asked for as {form}",
            "{type} ({panel}): {n} services, asked for as {form}",
            riddle.count,
            form=riddle.read_as.value,
            **what,
        )
    return Html(f"<b>{number}.</b> {told}")


def _choice(number: int, riddle: Riddle) -> Row:
    label = f"{number} · {clip(riddle.names[0], 24)}"
    if riddle.read_as is not None:
        label += f" → {riddle.read_as.value}"
    return (button(label, PickType(riddle.mark)),)


def pick(lang: Lang, riddle: Riddle, samples: Sequence[Listing]) -> Screen:
    """What it may be, and what each known form asks for."""
    text = paragraphs(
        bold(lang.t("Type: {type}", type=clip(riddle.names[0], 60))),
        _told_now(lang, riddle),
        lines(lang.t("Such as:"), *(_sample(lang, listing) for listing in samples))
        if samples
        else None,
        lang.t(
            "Which form should its services ask for? The wrong one sends the panel what it doesn't "
            "understand, so look at its site if you aren't sure."
        ),
        lines(*(_form(lang, kind) for kind in ServiceType)),
    )
    kinds = [
        button(("✓ " if kind is riddle.read_as else "") + kind.value, ReadAs(riddle.mark, kind))
        for kind in ServiceType
    ]
    return Screen(
        text,
        (
            *in_rows(kinds, 2),
            *_undo_rows(lang, riddle),
            *_sample_rows(lang, samples),
            (button(lang.label("‹ Unknown types"), Types()),),
            stock_row(lang),
        ),
    )


def _undo_rows(lang: Lang, riddle: Riddle) -> tuple[Row, ...]:
    if riddle.read_as is None:
        return ()
    return ((button(lang.label("✖ Undo: can't be ordered"), ReadAs(riddle.mark)),),)


def _sample_rows(lang: Lang, samples: Sequence[Listing]) -> tuple[Row, ...]:
    if not samples:
        return ()
    label = lang.label("🔎 Look at one of them")
    return ((button(label, StockService(samples[0].key)),),)


def _told_now(lang: Lang, riddle: Riddle) -> Html:
    what = {"panel": riddle.panel}
    if riddle.read_as is None:
        return lang.n(
            "{panel} has {n} service of it, which can't be ordered yet.",
            "{panel} has {n} services of it, which can't be ordered yet.",
            riddle.count,
            **what,
        )
    return lang.n(
        "{panel} has {n} service of it, asked for as {form} now.",
        "{panel} has {n} services of it, asked for as {form} now.",
        riddle.count,
        form=riddle.read_as.value,
        **what,
    )


def _sample(lang: Lang, listing: Listing) -> Html:
    return Html(f"· {esc(clip(listing.service.name, 90))} – {facts(lang, listing)}")


_PRICED: Mapping[Counting, str] = {
    Counting.QUANTITY: mark("priced per 1000"),
    Counting.LINES: mark("priced per 1000 lines"),
    Counting.FLAT: mark("one price for all"),
    Counting.POSTS: mark("priced per 1000, for each new post"),
}


def _form(lang: Lang, kind: ServiceType) -> Html:
    form = FORMS[kind]
    fields = ", ".join(name(lang, field).lower() for field in form.required)
    return lang.t(
        "<b>{form}</b> asks for {fields}; {priced}.",
        form=kind.value,
        fields=fields,
        priced=lang.t(_PRICED[form.counting]),
    )


def decided(lang: Lang, riddle: Riddle) -> Html:
    """What came of a choice."""
    what = {"type": clip(riddle.names[0], 60)}
    if riddle.read_as is None:
        return lang.n(
            "✅ Undone: {n} service of the type {type} can't be ordered any more.",
            "✅ Undone: {n} services of the type {type} can't be ordered any more.",
            riddle.count,
            **what,
        )
    return lang.n(
        "✅ {type} is asked for as {form} from now on, and at every sync: {n} service.",
        "✅ {type} is asked for as {form} from now on, and at every sync: {n} services.",
        riddle.count,
        form=riddle.read_as.value,
        **what,
    )
