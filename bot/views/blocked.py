"""Words that keep services out of the shop."""

from collections.abc import Sequence

from bot.callbacks.stock import AskUnblock, AskWord, BlockedWords, BlockWord, UnblockWord
from bot.domain.blocked import BlockedWord, Effect, Words
from bot.views.lang import Html, Lang
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
from bot.views.text import clip, clip_utf16, esc

_SHOWN = 21
_SETTLED_UNITS = 1500


def words(lang: Lang, found: Words, page: int, *, news: Html | None = None) -> Screen:
    """`news`: what was just decided."""
    page, pages = page_of(found.added, page, _SHOWN)
    shown = found.added[page * _SHOWN :][:_SHOWN]
    text = paragraphs(
        bold(lang.t("Blocked words")),
        news,
        lang.t("A service with one of these in its name or category is hidden from customers."),
        _settled(lang, found.settled),
        lines(*(_counted(lang, word.word, count) for word, count in shown)),
        None if found.added or found.settled else lang.t("There are none yet."),
    )
    buttons = [button(f"✖ {clip(word.word, 30)}", AskUnblock(word.id)) for word, _ in shown]
    return Screen(
        text,
        (
            *in_rows(buttons, 3),
            *pager(lang, page, pages, BlockedWords),
            (button(lang.label("➕ Add a word"), AskWord()),),
            stock_row(lang),
        ),
    )


def _settled(lang: Lang, settled: Sequence[tuple[str, int]]) -> Html | None:
    if not settled:
        return None
    head = lang.t("From the settings (BLOCKED_WORDS), always:")
    told = "\n".join(f"{clip(word, 40)} – {lang.number(count)}" for word, count in settled)
    return Html(f"{head}\n{quoted(Html(esc(clip_utf16(told, _SETTLED_UNITS))))}")


def _counted(lang: Lang, word: str, count: int) -> Html:
    return Html(f"· {esc(clip(word, 40))} – {lang.number(count)}")


def ask(lang: Lang, *, wrong: Html | None = None) -> Screen:
    text = paragraphs(
        Html(f"⚠️ {wrong}") if wrong else None,
        lang.t(
            "Send the word or phrase to block, such as <code>casino</code>. "
            "You'll see what it hides before anything is done."
        ),
    )
    return Screen(text, (_list_row(lang), stock_row(lang)))


def confirm(lang: Lang, effect: Effect) -> Screen:
    """What a word would hide."""
    if effect.count == 0:
        told = lang.t("“{word}” hides nothing now; it holds for what comes.", word=effect.word)
    else:
        told = lang.n(
            "“{word}” hides {n} service of {total} that can be ordered.",
            "“{word}” hides {n} services of {total} that can be ordered.",
            effect.count,
            word=effect.word,
            total=lang.number(effect.total),
        )
    names = [Html(f"· {esc(clip(each.service.name, 90))}") for each in effect.samples]
    more = "· …" if effect.count > len(effect.samples) else None
    rows = (
        (button(lang.label("🚫 Block it"), BlockWord(effect.word)),),
        (button(lang.label("Another word"), AskWord()), *_list_row(lang)),
        stock_row(lang),
    )
    return Screen(paragraphs(bold(told), lines(*names, more)), rows)


def ask_unblock(lang: Lang, word: BlockedWord, count: int) -> Screen:
    told = lang.n(
        "Take “{word}” off the list? {n} service has it.",
        "Take “{word}” off the list? {n} services have it.",
        count,
        word=word.word,
    )
    rows = (
        (button(lang.label("✖ Take it off"), UnblockWord(word.id)),),
        _list_row(lang),
        stock_row(lang),
    )
    return Screen(told, rows)


def blocked(lang: Lang, word: str, closed: int) -> Html:
    return lang.n(
        "✅ “{word}” is blocked: {n} service is hidden now.",
        "✅ “{word}” is blocked: {n} services are hidden now.",
        closed,
        word=word,
    )


def unblocked(lang: Lang, word: str, opened: int) -> Html:
    return lang.n(
        "✅ “{word}” is off the list: {n} service can be ordered again.",
        "✅ “{word}” is off the list: {n} services can be ordered again.",
        opened,
        word=word,
    )


def _list_row(lang: Lang) -> Row:
    return (button(lang.label("‹ Blocked words"), BlockedWords()),)
