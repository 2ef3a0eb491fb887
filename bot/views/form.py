"""The form: one question at a time, and the card to confirm."""

from collections.abc import Mapping

from bot.callbacks.browse import ShowService
from bot.callbacks.form import BackInDraft, Choose, Confirm, Discard, Drop, Edit, Trust, Want
from bot.callbacks.orders import ShowOrder
from bot.domain.answers import quantity_choices
from bot.domain.draft import Draft, Terms
from bot.domain.form import (
    DELAYS,
    DRIPFEED,
    INTERVALS,
    Field,
    Value,
    optional,
)
from bot.domain.order import Order
from bot.domain.service import Listing, Service
from bot.views.browse import facts, price_of
from bot.views.fields import choices, name, platform_name, prompt, shown
from bot.views.lang import Html, Lang
from bot.views.screen import Row, Screen, bold, button, in_rows, lines, paragraphs
from bot.views.text import clip, esc

_OFTEN: Mapping[Field, tuple[int, ...]] = {
    Field.RUNS: (2, 3, 5, 10),
    Field.INTERVAL: INTERVALS,
    Field.DELAY: DELAYS,
    Field.POSTS: (5, 10, 20, 50),
    Field.OLD_POSTS: (1, 3, 5, 10),
}
"""Answers that people often give."""


def ask(
    lang: Lang, draft: Draft, listing: Listing, field: Field, *, wrong: Html | None = None
) -> Screen:
    """The question for one field; `wrong` says what was the matter with the last answer."""
    text = paragraphs(
        _head(lang, listing),
        _so_far(lang, draft, listing),
        Html(f"⚠️ {wrong}") if wrong else None,
        prompt(lang, field, listing),
        _price_so_far(lang, draft, listing),
    )
    rows: list[Row] = list(_handy(lang, draft, listing, field))
    if field is Field.INTERVAL or field is Field.RUNS:
        rows.append((button(lang.label("Without drip-feed"), Drop(draft.id, Field.RUNS.value)),))
    elif field in optional(listing.service):
        rows.append((button(lang.label("Skip it"), Drop(draft.id, field.value)),))
    rows.append(_leave_row(lang, draft))
    return Screen(text, tuple(rows))


def ask_doubted(lang: Lang, draft: Draft, listing: Listing, field: Field) -> Screen:
    """A link that doesn't look like the service's platform: asked about, not refused."""
    question = lang.t(
        "This link doesn't look like {platform}:\n<code>{link}</code>\nUse it anyway?",
        platform=platform_name(lang, listing.platform),
        link=clip(str(draft.answers.get(field, "")), 200),
    )
    rows: tuple[Row, ...] = (
        (
            button(lang.label("Yes, use it"), Trust(draft.id)),
            button(lang.label("Another link"), Edit(draft.id, field.value)),
        ),
        _leave_row(lang, draft),
    )
    return Screen(paragraphs(_head(lang, listing), question), rows)


def confirm(
    lang: Lang,
    draft: Draft,
    listing: Listing,
    *,
    twin: Order | None = None,
    before: Terms | None = None,
) -> Screen:
    """Everything that will be sent, and the price. `before`: the terms shown last time, if they are others now.

    `twin` may be somebody else's order: then nothing of it is shown but that it runs.
    """
    own_twin = twin is not None and twin.user_id == draft.user_id
    text = paragraphs(
        _changed(lang, listing, before) if before else None,
        bold(lang.t("Check your order")),
        _head(lang, listing),
        _answers(lang, draft, listing),
        _total(lang, draft, listing),
        _warn_of(lang, twin, own=own_twin) if twin else None,
    )
    rows: list[Row] = [(button(lang.label("✅ Confirm"), Confirm(draft.id)),)]
    rows.extend(_edit_rows(lang, draft, listing))
    rows.extend(_extra_rows(lang, draft, listing.service))
    if twin and own_twin:
        rows.append(
            (button(lang.label("See order #{id}", id=twin.id), ShowOrder(twin.id), fresh=True),)
        )
    rows.append(_leave_row(lang, draft))
    return Screen(text, tuple(rows))


def left(lang: Lang, listing: Listing | None) -> Screen:
    """The form was thrown away."""
    rows: tuple[Row, ...] = ()
    if listing is not None:
        rows = ((button(lang.label("‹ Back to the service"), ShowService(listing.key)),),)
    return Screen(lang.t("Canceled. Nothing was ordered."), rows)


def _head(lang: Lang, listing: Listing) -> Html:
    title = Html(esc(clip(listing.service.name, 150)))
    return lines(bold(title), facts(lang, listing))


def _so_far(lang: Lang, draft: Draft, listing: Listing) -> Html | None:
    return _answers(lang, draft, listing) if draft.fields(listing.service) else None


def _answers(lang: Lang, draft: Draft, listing: Listing) -> Html:
    given = draft.fields(listing.service)
    return lines(*(answer_line(lang, field, value) for field, value in given.items()))


def answer_line(lang: Lang, field: Field, value: Value) -> Html:
    return Html(f"{esc(name(lang, field))}: {shown(lang, field, value)}")


def _price_so_far(lang: Lang, draft: Draft, listing: Listing) -> Html | None:
    if Field.QUANTITY not in draft.fields(listing.service):
        return None
    return _total(lang, draft, listing)


def _total(lang: Lang, draft: Draft, listing: Listing) -> Html:
    quote = draft.quote(listing.service)
    if quote.cost is None:
        return lang.t("Price: {price}, for what is delivered", price=price_of(lang, listing))
    amount = lang.money(quote.cost, listing.currency)
    if quote.estimate:
        return lang.t("Price: up to about <b>{amount}</b>", amount=amount)
    if quote.cost == 0:
        return lang.t("Price: <b>free</b>")
    return lang.t("Price: <b>{amount}</b>", amount=amount)


def _changed(lang: Lang, listing: Listing, before: Terms) -> Html:
    now = Terms.of(listing.service)
    if now.type is not before.type:
        return lang.t("⚠️ What this service asks for has changed. Please check everything again.")
    if now.rate != before.rate:
        return lang.t(
            "⚠️ The price has changed: {old} → <b>{new}</b>. If that's fine, tap Confirm again.",
            old=lang.money(before.rate, listing.currency),
            new=lang.money(now.rate, listing.currency),
        )
    return lang.t(
        "⚠️ The limits have changed: now {min} – {max}. Please check again.",
        min=lang.number(now.min),
        max=lang.number(now.max),
    )


def _warn_of(lang: Lang, twin: Order, *, own: bool) -> Html:
    if not own:
        return lang.t(
            "⚠️ An order for the same link is still running. "
            "Many services refuse a second one or count it wrongly; better wait."
        )
    return lang.t(
        "⚠️ Order #{id} for the same link is still running. "
        "Many services refuse a second one or count it wrongly; better wait.",
        id=twin.id,
    )


def _edit_rows(lang: Lang, draft: Draft, listing: Listing) -> tuple[Row, ...]:
    buttons = [
        button(f"✏️ {name(lang, field)}", Edit(draft.id, field.value))
        for field in draft.fields(listing.service)
    ]
    return in_rows(buttons, 2)


def _extra_rows(lang: Lang, draft: Draft, service: Service) -> tuple[Row, ...]:
    """Optional fields to add, or to take off again; drip-feed's two are one button."""
    buttons = []
    for field in optional(service):
        if field is Field.INTERVAL:
            continue
        title = lang.label("drip-feed") if field in DRIPFEED else name(lang, field)
        if field in draft.wanted:
            buttons.append(button(f"➖ {title}", Drop(draft.id, field.value)))
        else:
            buttons.append(button(f"➕ {title}", Want(draft.id, field.value)))
    return in_rows(buttons, 2)


def _handy(lang: Lang, draft: Draft, listing: Listing, field: Field) -> tuple[Row, ...]:
    """Buttons with answers people often give."""
    fixed = choices(field)
    if fixed:
        buttons = [
            button(lang.label(text), Choose(draft.id, field.value, str(value)))
            for value, text in fixed.items()
        ]
        return in_rows(buttons, 2)
    numbers = _numbers(draft, listing.service, field)
    buttons = [
        button(_number_label(lang, draft, listing, field, n), Choose(draft.id, field.value, str(n)))
        for n in numbers
    ]
    return in_rows(buttons, 2 if field is Field.QUANTITY else 3)


def _number_label(lang: Lang, draft: Draft, listing: Listing, field: Field, number: int) -> str:
    """A quantity comes with the price as it would be."""
    if field is not Field.QUANTITY:
        return lang.number(number)
    quote = draft.answered(field, number).quote(listing.service)
    if not quote.cost:
        return lang.number(number)
    return f"{lang.number(number)} · {lang.money(quote.cost, listing.currency)}"


def _numbers(draft: Draft, service: Service, field: Field) -> tuple[int, ...]:
    if field is Field.MAX:
        least = draft.answers.get(Field.MIN)
        return tuple(n for n in quantity_choices(service) if isinstance(least, int) and n >= least)
    if field in {Field.QUANTITY, Field.MIN}:
        return quantity_choices(service)
    return _OFTEN.get(field, ())


def _leave_row(lang: Lang, draft: Draft) -> Row:
    return (
        button(lang.label("‹ Back"), BackInDraft(draft.id)),
        button(lang.label("✖️ Cancel"), Discard(draft.id)),
    )
