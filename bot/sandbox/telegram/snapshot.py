"""All that Telegram keeps as JSON, so that a simulated Telegram can outlive its process.

Ids that were given after the snapshot was taken, and are forgotten, are never given again. Taps
and checkouts that wait for the bot's answer are left out: by then they would be too old anyway.
"""

from typing import Any

import msgspec

from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.entities import Entity
from bot.sandbox.telegram.files import StoredFile
from bot.sandbox.telegram.groups import Group
from bot.sandbox.telegram.keyboards import Markup
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.payments import Payment
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.profile import Command, Scope
from bot.sandbox.telegram.topics import Topic
from bot.sandbox.telegram.updates import Update

_FORGOTTEN = 1000  # more ids of any kind than are given between two snapshots
_SAME = (
    "message_id",
    "date",
    "text",
    "entities",
    "reply_markup",
    "invoice",
    "invoice_payload",
    "service",
    "link_preview_options",
    "forward_origin",
    "reaction",
    "thread_id",
    "in_topic",
    "is_protected",
    "edit_date",
    "edits",
)


class _Message(msgspec.Struct, omit_defaults=True, kw_only=True):
    """As a SimMessage; its author, its file and the message it answers by their ids."""

    message_id: int
    author: int | None
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    reply_markup: Markup | None = None
    invoice: dict[str, Any] | None = None
    invoice_payload: str = ""
    service: dict[str, Any] = {}
    link_preview_options: dict[str, Any] | None = None
    forward_origin: dict[str, Any] | None = None
    reaction: dict[str, Any] | None = None
    thread_id: int | None = None
    in_topic: bool = False
    is_protected: bool = False
    edit_date: int | None = None
    edits: int = 0
    media: str | None = None
    reply_to: int | None = None


class _Chat(msgspec.Struct):
    messages: list[_Message]
    pinned: list[int]


class _Person(msgspec.Struct, kw_only=True):
    id: int
    first_name: str
    language_code: str
    username: str | None
    blocked: bool
    started: bool
    chat: _Chat


class _Group(msgspec.Struct, kw_only=True):
    id: int
    title: str
    members: list[int]
    is_basic: bool
    is_forum: bool
    bot_status: str
    bot_rights: list[str]
    upgraded_to: int | None
    topics: list[Topic]
    last_message: int
    chat: _Chat


class _Commands(msgspec.Struct):
    scope: Scope
    language_code: str
    commands: list[Command]


class _Counts(msgspec.Struct, kw_only=True):
    """The last ids that were given."""

    messages: int
    groups: int
    files: int
    queries: int
    updates: int


class _Saved(msgspec.Struct, kw_only=True):
    people: list[_Person]
    groups: list[_Group]
    files: list[StoredFile]
    payments: list[Payment]
    commands: list[_Commands]
    updates: dict[int, Update]  # by their ids
    allowed: tuple[str, ...]
    counts: _Counts


def snapshot(sim: Telegram) -> dict[str, Any]:
    """People, groups, chats, files, payments, commands, and the updates that aren't acknowledged yet."""
    saved = _Saved(
        people=[_person(person) for person in sim.people.values()],
        groups=[_group(group) for group in sim.groups.values()],
        files=list(sim.files.by_id.values()),
        payments=sim.payments.made,
        commands=[_Commands(*key, commands) for key, commands in sim.profile.commands.items()],
        updates=sim.updates.pending,
        allowed=sim.updates.allowed,
        counts=_Counts(
            messages=sim.message_count,
            groups=sim.group_count,
            files=sim.files.count,
            queries=sim.queries.count,
            updates=sim.updates.last_id,
        ),
    )
    built: dict[str, Any] = msgspec.to_builtins(saved)
    return built


def restore(sim: Telegram, built: dict[str, Any]) -> None:
    """Fill a Telegram in which nothing has happened yet; ValueError where that can't be read."""
    saved = msgspec.convert(built, _Saved, str_keys=True)
    sim.files.by_id = {file.file_id: file for file in saved.files}
    for person in saved.people:
        _restore_person(sim, person)
    for person in saved.people:
        _restore_chat(sim.people[person.id].place, person.chat)
    for group in saved.groups:
        sim.groups[group.id] = _restored_group(sim, group)
    sim.payments.made = saved.payments
    sim.profile.commands = {
        (each.scope, each.language_code): each.commands for each in saved.commands
    }
    sim.updates.pending = saved.updates
    sim.updates.allowed = saved.allowed
    sim.message_count = saved.counts.messages + _FORGOTTEN
    sim.group_count = saved.counts.groups + _FORGOTTEN
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
        chat=_chat(person.place),
    )


def _group(group: Group) -> _Group:
    return _Group(
        id=group.id,
        title=group.title,
        members=list(group.members),
        is_basic=group.is_basic,
        is_forum=group.is_forum,
        bot_status=group.bot_status,
        bot_rights=sorted(group.bot_rights),
        upgraded_to=group.upgraded_to,
        topics=list(group.topics.by_id.values()),
        last_message=group.message_count,
        chat=_chat(group),
    )


def _chat(chat: Chat) -> _Chat:
    return _Chat(
        messages=[_message(message) for message in chat.messages.values()],
        pinned=[message.message_id for message in chat.pinned],
    )


def _message(message: SimMessage) -> _Message:
    return _Message(
        **{name: getattr(message, name) for name in _SAME},
        author=message.author.id if message.author else None,
        media=message.media.file_id if message.media else None,
        reply_to=message.reply_to.message_id if message.reply_to else None,
    )


def _restore_person(sim: Telegram, saved: _Person) -> None:
    person = sim.add_user(saved.id, saved.first_name, saved.language_code, saved.username)
    person.blocked, person.started = saved.blocked, saved.started


def _restored_group(sim: Telegram, saved: _Group) -> Group:
    group = Group(
        sim=sim,
        group_id=saved.id,
        title=saved.title,
        members={number: sim.people[number] for number in saved.members},
        is_basic=saved.is_basic,
        is_forum=saved.is_forum,
        bot_status=saved.bot_status,
        bot_rights=frozenset(saved.bot_rights),
        message_count=saved.last_message + _FORGOTTEN,
        upgraded_to=saved.upgraded_to,
    )
    group.topics.by_id = {topic.id: topic for topic in saved.topics}
    _restore_chat(group, saved.chat)
    return group


def _restore_chat(chat: Chat, saved: _Chat) -> None:
    for message in saved.messages:
        chat.messages[message.message_id] = SimMessage(
            chat=chat,
            author=chat.sim.people[message.author] if message.author else None,
            **{name: getattr(message, name) for name in _SAME},
            media=chat.sim.files.find(message.media or ""),
            reply_to=chat.messages.get(message.reply_to or 0),
        )
    shown = (chat.messages.get(number) for number in saved.pinned)
    chat.pinned = [message for message in shown if message is not None]
