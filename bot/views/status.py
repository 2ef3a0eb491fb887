"""How the bot and its panels are, and what is known of a bug."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.callbacks.status import ShowIncident
from bot.callbacks.status import Status as Refresh
from bot.domain.status import Incident, PanelStatus, Queue, Running, Status, Waiting
from bot.views import measures
from bot.views.lang import Html, Lang, mark
from bot.views.menu import cockpit_row
from bot.views.screen import Screen, bold, button, in_rows, lines, paragraphs, quoted
from bot.views.text import clip, esc

_PANELS = 5
"""More aren't told: a message is short."""

_NAME, _ERROR, _TRACE = 32, 300, 2500

_QUEUES = {
    Queue.TO_SEND: mark("Orders to send: {count}"),
    Queue.BEING_SENT: mark("Being sent: {count}"),
    Queue.TO_DECIDE: mark("Orders to decide: {count}"),
    Queue.TO_CHECK: mark("Orders due for a look: {count}"),
    Queue.REFILLS: mark("Refills due: {count}"),
    Queue.CANCELLATIONS: mark("Cancellations to send: {count}"),
    Queue.TO_TELL: mark("Messages due: {count}"),
    Queue.GIVEN_UP: mark("Messages given up: {count}"),
}
_LACKING = {
    "multi_status": mark("several orders at once"),
    "refill": mark("refills"),
    "multi_refill": mark("several refills at once"),
    "refill_status": mark("how a refill is"),
    "multi_refill_status": mark("how several refills are"),
    "cancel": mark("cancellations"),
}


def status(lang: Lang, found: Status) -> Screen:
    panels = [_panel(lang, panel, found.now) for panel in found.panels[:_PANELS]]
    more = len(found.panels) - len(panels)
    if more:
        panels.append(lang.n("…and {n} more panel", "…and {n} more panels", more))
    text = paragraphs(
        bold(lang.t("Status")),
        _versions(lang, found),
        _running(lang, found.running, found.now),
        *panels,
        _queues(lang, found),
        _incidents(lang, found.incidents, found.now),
    )
    numbers = (
        button(lang.label("⚠️ Incident {number}", number=each.number), ShowIncident(each.number))
        for each in found.incidents
    )
    rows = ((button(lang.label("🔄 Refresh"), Refresh()),), *in_rows(numbers, 2), cockpit_row(lang))
    return Screen(text, rows)


def _versions(lang: Lang, found: Status) -> Html:
    running, books = found.running, found.books
    return lines(
        lang.t(
            "Bot {bot}, Python {python}, python-telegram-bot {telegram}",
            bot=running.bot,
            python=running.python,
            telegram=running.telegram,
        ),
        lang.t(
            "{engine} {version}, step {step}, {size} MB",
            engine=books.engine,
            version=clip(books.version, _NAME),
            step=clip(books.step, _NAME),
            size=measures.megabytes(lang, books.size),
        ),
    )


def _running(lang: Lang, running: Running, now: datetime) -> Html:
    up = measures.span(lang, max(now - running.since, timedelta(0)))
    lag = lang.number(running.lag // timedelta(milliseconds=1))
    memory = None
    if running.memory is not None:
        memory = lang.t("Memory: {size} MB", size=measures.megabytes(lang, running.memory))
    return lines(
        lang.t("At work for {span}, since {time}", span=up, time=lang.moment(running.since)),
        memory,
        lang.t("Delay inside the bot: {count} ms", count=lag),
    )


def _panel(lang: Lang, panel: PanelStatus, now: datetime) -> Html:
    sign = {True: "✅", False: "❌", None: "⚪️"}[panel.answering]
    name = bold(Html(esc(clip(panel.name, _NAME))))
    return lines(
        Html(f"{sign} {name}: {_answers(lang, panel)}"),
        _failures(lang, panel),
        _lacks(lang, panel.lacking),
        _balance(lang, panel, now),
        _synced(lang, panel.synced_at, now),
    )


def _answers(lang: Lang, panel: PanelStatus) -> Html:
    if panel.answering is None:
        return lang.t("not asked in the last hour")
    if panel.median is None or panel.most is None:
        return lang.t("no answer in the last hour")
    return lang.t(
        "answers in {median}, 95 of 100 within {most}",
        median=_seconds(lang, panel.median),
        most=_seconds(lang, panel.most),
    )


def _seconds(lang: Lang, took: timedelta) -> str:
    return lang.label("{count} ms", count=lang.number(took // timedelta(milliseconds=1)))


def _failures(lang: Lang, panel: PanelStatus) -> Html | None:
    if not panel.exchanges:
        return None
    asked = lang.number(panel.exchanges)
    if not panel.failures:
        return lang.t("Asked {count} times in the last hour, and answered each time", count=asked)
    share = 100 * panel.failures // panel.exchanges
    return lang.t(
        "Asked {count} times in the last hour, without an answer {failures} ({share})",
        count=asked,
        failures=lang.number(panel.failures),
        share=measures.share(lang, share),
    )


def _lacks(lang: Lang, lacking: Sequence[str]) -> Html | None:
    if not lacking:
        return None
    told = ", ".join(lang.label(_LACKING[each]) if each in _LACKING else each for each in lacking)
    return lang.t("Doesn't have: {what}", what=told)


def _balance(lang: Lang, panel: PanelStatus, now: datetime) -> Html:
    if panel.balance is None or panel.balance_at is None:
        return lang.t("Balance: never read")
    return lang.t(
        "Balance: {amount}, read {time}",
        amount=measures.money(lang, panel.balance, panel.currency),
        time=lang.when(panel.balance_at, now),
    )


def _synced(lang: Lang, synced_at: datetime | None, now: datetime) -> Html:
    if synced_at is None:
        return lang.t("Services: never read")
    return lang.t("Services: read {time}", time=lang.when(synced_at, now))


def _queues(lang: Lang, found: Status) -> Html:
    told = [
        _queue(lang, words, found.queues[queue], found.now)
        for queue, words in _QUEUES.items()
        if found.queues[queue].count
    ]
    if not told:
        return lang.t("Nothing waits.")
    return lines(bold(lang.t("What waits")), *told)


def _queue(lang: Lang, words: str, waiting: Waiting, now: datetime) -> Html:
    told = lang.t(words, count=lang.number(waiting.count))
    if waiting.since is None:
        return told
    age = measures.span(lang, max(now - waiting.since, timedelta(0)))
    return Html(f"{told} {lang.t('(the oldest for {span})', span=age)}")


def _incidents(lang: Lang, incidents: Sequence[Incident], now: datetime) -> Html | None:
    if not incidents:
        return None
    told = []
    for each in incidents:
        line = lang.t(
            "{number}: {time}, {error}",
            number=each.number,
            time=lang.when(each.at, now),
            error=clip(each.error, 60),
        )
        told.append(Html(f"{line} ×{each.times}") if each.times > 1 else line)
    return lines(bold(lang.t("The last errors")), *told)


def incident(lang: Lang, found: Incident, now: datetime) -> Screen:
    often = None
    if found.times > 1:
        often = lang.t(
            "The same place failed {count} times since {time}.",
            count=lang.number(found.times),
            time=lang.moment(found.first),
        )
    text = paragraphs(
        bold(lang.t("Incident {number}", number=found.number)),
        lines(Html(f"{esc(lang.when(found.at, now))} · {esc(lang.moment(found.at))}"), often),
        Html(f"<code>{esc(clip(found.error, _ERROR))}</code>"),
        quoted(Html(esc(clip(found.trace, _TRACE)))) if found.trace else None,
        lang.t("The log has the whole of it, under the same number."),
    )
    rows = ((button(lang.label("‹ Status"), Refresh()),), cockpit_row(lang))
    return Screen(text, rows)
