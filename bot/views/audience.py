"""Who gets a broadcast: in words, and the buttons that change it."""

from collections.abc import Collection
from typing import assert_never

from telegram import InlineKeyboardButton

from bot.callbacks.broadcast import (
    AskAudienceService,
    PickAudiencePlatform,
    SetAudience,
    ShowAudience,
    ShowBroadcast,
)
from bot.domain.audience import ACTIVE_DAYS, Audience, Ordered, Part
from bot.domain.broadcast import Standing
from bot.domain.platform import PLATFORMS
from bot.views.lang import LANGUAGES, Html, Lang
from bot.views.screen import Row, Screen, button, in_rows, lines, paragraphs


def described(lang: Lang, audience: Audience) -> Html:
    facts = [
        lang.n("Active in the last {n} day", "Active in the last {n} days", audience.active_days)
        if audience.active_days
        else None,
        lang.t("Language: {name}", name=_language(audience.language))
        if audience.language
        else None,
        _ordered(lang, audience),
        lang.t("Operators too") if audience.operators else None,
    ]
    wanted = [Html(f"• {fact}") for fact in facts if fact]
    return lines(lang.t("Who gets it:"), *(wanted or [Html(f"• {lang.t('All customers')}")]))


def _language(code: str) -> str:
    return LANGUAGES.get(code, code)


def _ordered(lang: Lang, audience: Audience) -> Html | None:
    match audience.ordered:
        case Ordered.WHATEVER:
            return None
        case Ordered.ANYTHING:
            return lang.t("Have ordered something")
        case Ordered.NOTHING:
            return lang.t("Have never ordered")
        case Ordered.PLATFORM:
            name = PLATFORMS.get(audience.what, audience.what)
            return lang.t("Have ordered for {platform}", platform=name)
        case Ordered.SERVICE:
            return lang.t("Have ordered “{service}”", service=audience.what)
        case _:
            assert_never(audience.ordered)


def audience(lang: Lang, shown: Standing, reach: Html) -> Screen:
    """`reach` says how many that is."""
    draft = shown.broadcast
    text = paragraphs(described(lang, draft.audience), reach)
    rows = (
        *_active_row(lang, draft.id, draft.audience),
        *_language_row(lang, draft.id, draft.audience),
        *_ordered_rows(lang, draft.id, draft.audience),
        _operators_row(lang, draft.id, draft.audience),
        (button(lang.label("‹ Done"), ShowBroadcast(draft.id)),),
    )
    return Screen(text, rows)


def _active_row(lang: Lang, broadcast_id: int, chosen: Audience) -> tuple[Row, ...]:
    def choice(label: str, days: int) -> InlineKeyboardButton:
        action = SetAudience(broadcast_id, Part.ACTIVE.value, str(days))
        return _choice(label, action, chosen=(chosen.active_days or 0) == days)

    days = [choice(lang.n("{n} day", "{n} days", count), count) for count in ACTIVE_DAYS]
    return ((choice(lang.label("Active at any time"), 0),), tuple(days))


def _language_row(lang: Lang, broadcast_id: int, chosen: Audience) -> tuple[Row, ...]:
    def choice(label: str, code: str) -> InlineKeyboardButton:
        action = SetAudience(broadcast_id, Part.LANGUAGE.value, code)
        return _choice(label, action, chosen=(chosen.language or "") == code)

    every = [choice(lang.label("All languages"), "")]
    return in_rows([*every, *(choice(name, code) for code, name in LANGUAGES.items())], 3)


def _ordered_rows(lang: Lang, broadcast_id: int, chosen: Audience) -> tuple[Row, ...]:
    def choice(label: str, ordered: Ordered) -> InlineKeyboardButton:
        action = SetAudience(broadcast_id, Part.ORDERED.value, ordered.value)
        return _choice(label, action, chosen=chosen.ordered is ordered)

    platform, service = lang.label("For a platform…"), lang.label("A service…")
    return (
        (choice(lang.label("With or without orders"), Ordered.WHATEVER),),
        (
            choice(lang.label("Have ordered"), Ordered.ANYTHING),
            choice(lang.label("Never ordered"), Ordered.NOTHING),
        ),
        (
            _choice(
                platform,
                PickAudiencePlatform(broadcast_id),
                chosen=chosen.ordered is Ordered.PLATFORM,
            ),
            _choice(
                service, AskAudienceService(broadcast_id), chosen=chosen.ordered is Ordered.SERVICE
            ),
        ),
    )


def _operators_row(lang: Lang, broadcast_id: int, chosen: Audience) -> Row:
    action = SetAudience(broadcast_id, Part.OPERATORS.value, str(int(not chosen.operators)))
    return (_choice(lang.label("Operators too"), action, chosen=chosen.operators),)


def _choice(
    label: str,
    action: SetAudience | PickAudiencePlatform | AskAudienceService,
    *,
    chosen: bool,
) -> InlineKeyboardButton:
    return button(f"✓ {label}" if chosen else label, action)


def pick_platform(lang: Lang, broadcast_id: int, platforms: Collection[str]) -> Screen:
    choices = [
        button(title, SetAudience(broadcast_id, Part.PLATFORM.value, key))
        for key, title in PLATFORMS.items()
        if key in platforms
    ]
    rows = (*in_rows(choices, 2), (button(lang.label("‹ Back"), ShowAudience(broadcast_id)),))
    return Screen(lang.t("Who has ordered for which platform?"), rows)


def ask_service(lang: Lang, broadcast_id: int, *, wrong: Html | None = None) -> Screen:
    text = paragraphs(
        Html(f"⚠️ {wrong}") if wrong else None,
        lang.t(
            "Send the service's number, or words of its name, such as <code>likes</code>. "
            "Whoever ordered it gets the message."
        ),
    )
    return Screen(text, ((button(lang.label("‹ Back"), ShowAudience(broadcast_id)),),))
