"""All that Telegram keeps as JSON, so that a simulated Telegram can outlive its process.

Ids that were given after the snapshot was taken, and are forgotten, are never given again. Taps
and checkouts that wait for the bot's answer are left out: by then they would be too old anyway.
"""

from typing import Any

import msgspec

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.entities import Entity
from bot.sandbox.telegram.files import StoredFile
from bot.sandbox.telegram.keyboards import Markup
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.payments import Payment
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.profile import Command, Scope
from bot.sandbox.telegram.updates import Update

_FORGOTTEN = 1000  # more ids of any kind than are given between two snapshots
_SAME = (
    "message_id",
    "from_bot",
    "date",
    "text",
    "entities",
    "reply_markup",
    "invoice",
    "invoice_payload",
    "service",
    "link_preview_options",
    "forward_origin",
    "is_protected",
    "edit_date",
    "edits",
)


class _Message(msgspec.Struct, omit_defaults=True, kw_only=True):
    """As a SimMessage; files and the message it answers by their ids."""

    message_id: int
    from_bot: bool
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    reply_markup: Markup | None = None
    invoice: dict[str, Any] | None = None
    invoice_payload: str = ""
    service: dict[str, Any] = {}
    link_preview_options: dict[str, Any] | None = None
    forward_origin: dict[str, Any] | None = None
    is_protected: bool = False
    edit_date: int | None = None
    edits: int = 0
    photo: str | None = None
    document: str | None = None
    reply_to: int | None = None


class _Person(msgspec.Struct, kw_only=True):
    id: int
    first_name: str
    language_code: str
    username: str | None
    blocked: bool
    started: bool
    messages: list[_Message]
    pinned: list[int]


class _Commands(msgspec.Struct):
    scope: Scope
    language_code: str
    commands: list[Command]


class _Counts(msgspec.Struct):
    """The last ids that were given."""

    messages: int
    files: int
    queries: int
    updates: int


class _Saved(msgspec.Struct, kw_only=True):
    people: list[_Person]
    files: list[StoredFile]
    payments: list[Payment]
    commands: list[_Commands]
    updates: dict[int, Update]  # by their ids
    allowed: tuple[str, ...]
    counts: _Counts


def snapshot(sim: Telegram) -> dict[str, Any]:
    """People, chats, files, payments, commands, and the updates that aren't acknowledged yet."""
    saved = _Saved(
        people=[_person(person) for person in sim.people.values()],
        files=list(sim.files.by_id.values()),
        payments=sim.payments.made,
        commands=[_Commands(*key, commands) for key, commands in sim.profile.commands.items()],
        updates=sim.updates.pending,
        allowed=sim.updates.allowed,
        counts=_Counts(sim.message_count, sim.files.count, sim.queries.count, sim.updates.last_id),
    )
    built: dict[str, Any] = msgspec.to_builtins(saved)
    return built


def restore(sim: Telegram, built: dict[str, Any]) -> None:
    """Fill a Telegram in which nothing has happened yet; ValueError where that can't be read."""
    saved = msgspec.convert(built, _Saved, str_keys=True)
    sim.files.by_id = {file.file_id: file for file in saved.files}
    for person in saved.people:
        _restore_person(sim, person)
    sim.payments.made = saved.payments
    sim.profile.commands = {
        (each.scope, each.language_code): each.commands for each in saved.commands
    }
    sim.updates.pending = saved.updates
    sim.updates.allowed = saved.allowed
    sim.message_count = saved.counts.messages + _FORGOTTEN
    sim.files.count = saved.counts.files + _FORGOTTEN
    sim.queries.count = saved.counts.queries + _FORGOTTEN
    sim.updates.last_id = saved.counts.updates + _FORGOTTEN


def _person(person: Person) -> _Person:
    return _Person(
        id=person.id,
        first_name=person.first_name,
        language_code=person.language_code,
        username=person.username,
        blocked=person.blocked,
        started=person.started,
        messages=[_message(message) for message in person.chat],
        pinned=[message.message_id for message in person.pinned],
    )


def _message(message: SimMessage) -> _Message:
    return _Message(
        **{name: getattr(message, name) for name in _SAME},
        photo=message.photo.file_id if message.photo else None,
        document=message.document.file_id if message.document else None,
        reply_to=message.reply_to.message_id if message.reply_to else None,
    )


def _restore_person(sim: Telegram, saved: _Person) -> None:
    person = sim.add_user(saved.id, saved.first_name, saved.language_code, saved.username)
    person.blocked, person.started = saved.blocked, saved.started
    for message in saved.messages:
        person.messages[message.message_id] = SimMessage(
            person=person,
            **{name: getattr(message, name) for name in _SAME},
            photo=sim.files.find(message.photo or ""),
            document=sim.files.find(message.document or ""),
            reply_to=person.messages.get(message.reply_to or 0),
        )
    shown = (person.messages.get(number) for number in saved.pinned)
    person.pinned = [message for message in shown if message is not None]
