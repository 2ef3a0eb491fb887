"""Two broadcasts: one that went to everybody last week, and the draft of another."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from bot.demo.history.cast import MAX, OLGA, Customer
from bot.demo.history.month import Month
from bot.demo.history.stage import Play, Stage
from bot.domain.audience import Ordered
from bot.domain.broadcast import BroadcastStatus, LeadsTo, Link, RecipientStatus, Source
from bot.domain.room import Topic
from bot.sandbox.telegram import SimMessage
from bot.transport import show
from bot.usecases import composing
from bot.views import broadcast as views
from bot.views import broadcast_progress
from bot.views.links import for_group
from storage.tables.broadcasts import broadcasts, recipients

SENT = 1
"""The number of the one that went out."""

SENT_AGO = timedelta(days=7, hours=3)
_DRAFT_AGO = timedelta(hours=25)
_PACE = timedelta(milliseconds=260)
_WEEKEND = "🎉 Two for one this weekend!\n\nOrder Instagram likes until Sunday, and the second thousand is on us."
_THREADS = "🧵 New here: followers for Threads, with refill.\n\nWho wants to be the first?"
_LINKS = (Link("📸 To the likes", LeadsTo.PLATFORM, "instagram"),)


def announcements(month: Month, people: list[Customer]) -> Iterator[Play]:
    there = month.now - SENT_AGO
    yield there, partial(_send, people=addressed(people, month))
    yield month.now - _DRAFT_AGO, _draft


def addressed(people: list[Customer], month: Month) -> list[Customer]:
    """Who was a customer then; three of them have blocked the bot."""
    return [each for each in people if each.member and each.joined < month.now - SENT_AGO]


async def _send(stage: Stage, people: list[Customer]) -> None:
    """Everybody has a copy of what the owner wrote, and she a message with the figures."""
    began = stage.clock()
    source, copy = await _write(stage, OLGA, _WEEKEND, _LINKS)
    reached = [each for each in people if each.reachable]
    for each in reached:
        stage.clock.at += _PACE
        _give(stage, each.id, copy)
    ended = stage.clock.at = stage.clock.at + timedelta(seconds=1)
    row = {
        **source,
        "status": BroadcastStatus.DONE,
        "author_id": OLGA,
        "links": _LINKS,
        "ordered": Ordered.WHATEVER,
        "total": len(people),
        "sent": len(reached),
        "unreachable": len(people) - len(reached),
        "created_at": began - timedelta(minutes=4),
        "started_by": OLGA,
        "started_at": began,
        "since": began,
        "ended_at": ended,
        "due_at": began,
    }
    outcomes = [
        {
            "broadcast_id": SENT,
            "user_id": each.id,
            "status": RecipientStatus.SENT if each.reachable else RecipientStatus.UNREACHABLE,
            "due_at": began,
        }
        for each in people
    ]
    async with stage.storage.transaction() as tx:
        await tx.bulk.insert(broadcasts, [row])
        await tx.bulk.insert(recipients, outcomes)
        sent = await composing.known(tx, SENT)
    report = broadcast_progress.report(await stage.lang_of(OLGA), sent)
    await stage.say(OLGA, report)
    shown = for_group(report, stage.bot.username)
    await stage.say(stage.room.id, shown, thread=stage.threads[Topic.REPORTS])


def _give(stage: Stage, user_id: int, copy: SimMessage) -> None:
    stage.telegram.add_message(
        stage.telegram.people[user_id].place,
        author=None,
        text=copy.text,
        entities=copy.entities,
        reply_markup=copy.reply_markup,
    )


async def _draft(stage: Stage) -> None:
    source, _ = await _write(stage, MAX, _THREADS, ())
    found = await composing.begin(stage.desk, MAX, Source(**source))
    await stage.say(MAX, views.compose(await stage.lang_of(MAX), found))


async def _write(
    stage: Stage, author: int, text: str, links: tuple[Link, ...]
) -> tuple[dict[str, Any], SimMessage]:
    """An operator writes it, and the bot keeps a copy that nobody can edit."""
    person = stage.telegram.people[author]
    said = person.send(text)
    stands = await show.copy(stage.bot, author, said.message_id, author)
    keyboard = views.keyboard(links)
    if keyboard:
        await stage.bot.edit_message_reply_markup(author, stands, reply_markup=keyboard)
    source = {"chat_id": author, "message_id": stands, "media": "text", "about": text}
    return source, person.message(stands)
