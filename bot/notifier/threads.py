"""Carries what is said in a question from one side to the other: copied, never forwarded, so that nobody's name comes along.

A notice means that there is more to show in a chat. One message is sent for it at a time, and where it stands is written
down before the next: what was cut off goes on where it was, in order, and repeats one message at most.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import structlog
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.domain.conversation import Conversation
from bot.domain.notice import Notice
from bot.domain.room import Topic
from bot.domain.staff import may
from bot.domain.thread import heading_of, next_for_person, next_for_staff
from bot.domain.ticket import Entry, Side, Spot, Ticket, What
from bot.notifier.staff_room import Place, post
from bot.shop import Shop
from bot.transport import show
from bot.transport.refusals import Refusal, classify
from bot.usecases import threads
from bot.usecases.answering import conversation
from bot.usecases.delivery import InPart, Outcome, Sent
from bot.views import support, tickets
from bot.views.lang import Lang, pick
from bot.views.links import for_group
from bot.views.screen import Screen

T = TypeVar("T")

_log = structlog.get_logger(__name__)


async def to_staff(bot: ExtBot[Any], shop: Shop, notice: Notice) -> Outcome:
    """The head of the question, and everything said in it, into an operator's chat or the staff room."""
    desk = shop.desk
    async with desk.storage.transaction() as tx:
        ticket = await tx.tickets.get(notice.subject or 0)
        room = await tx.rooms.get()
        if ticket is None:
            return Sent()
        for_room = notice.user_id < 0
        if for_room and room is None:
            await threads.tell_staff(tx, ticket, desk.clock())
            return Sent()
        if not for_room and not may(await tx.staff.rights(notice.user_id), threads.RIGHT):
            return Sent()
        chat_id = room.chat_id if for_room and room else notice.user_id
        reader = await tx.users.get(notice.user_id)
        spots = await tx.tickets.spots(ticket.id, chat_id)
        found = await conversation(tx, ticket)
    lang = shop.lang_of(reader)
    if for_room and room:
        lang = pick(room.language, desk.languages.default)
    chat = _Chat(bot=bot, shop=shop, chat_id=chat_id, ticket=ticket, lang=lang, room=for_room)
    if await _show_head(chat, found, spots):
        return InPart()
    entry = next_for_staff(found.entries, spots)
    if entry is None:
        return Sent()
    head = next(spot for spot in reversed(spots) if spot.head)
    if entry.side is Side.STAFF:
        screen = tickets.answered_by(lang, found, entry)
        await chat.send(screen, reply_to=head.message_id, entry_id=entry.id)
    else:
        await chat.copy(entry, head.message_id, tickets.not_carried(lang, entry))
    return InPart()


async def _show_head(chat: "_Chat", found: Conversation, spots: list[Spot]) -> bool:
    """Whether it had to be sent, or to be brought up to date."""
    head = next((spot for spot in reversed(spots) if spot.head), None)
    shown = tickets.shown_by_head(chat.ticket)
    if head is not None and head.shown == shown:
        return False
    screen = tickets.head(chat.lang, found)
    if chat.room:
        screen = _in_room(screen, chat.bot.username)
    if head is not None and await chat.edit(head, screen):
        await chat.keep(replace(head, shown=shown))
    else:
        await chat.send(screen, head=True, shown=shown)
    return True


def _in_room(screen: Screen, username: str) -> Screen:
    """What is done with a question is done there, by who may; what is looked at opens privately."""
    deeds, *looks = screen.rows
    return Screen(
        screen.text, (deeds, *for_group(Screen(screen.text, tuple(looks)), username).rows)
    )


async def to_person(bot: ExtBot[Any], shop: Shop, notice: Notice) -> Outcome:
    """What operators answered, under a heading that names none of them."""
    async with shop.desk.storage.transaction() as tx:
        ticket = await tx.tickets.get(notice.subject or 0)
        if ticket is None:
            return Sent()
        reader = await tx.users.get(ticket.user_id)
        entries = await tx.tickets.entries(ticket.id)
        spots = await tx.tickets.spots(ticket.id, ticket.user_id)
    entry = next_for_person(ticket, entries, spots)
    if entry is None:
        return Sent()
    lang = shop.lang_of(reader)
    chat = _Chat(bot=bot, shop=shop, chat_id=ticket.user_id, ticket=ticket, lang=lang)
    heading = heading_of(entry, entries, spots)
    if entry.what is What.CLOSED:
        await chat.send(support.closed(lang, ticket), entry_id=entry.id)
    elif heading is None:
        await chat.send(support.answers(lang, ticket), entry_id=entry.id, head=True)
    else:
        await chat.copy(entry, heading.message_id, support.not_carried(lang))
    return InPart()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chat:
    """Where a ticket is shown. `room`: the staff room, in which a message finds its topic."""

    bot: ExtBot[Any]
    shop: Shop
    chat_id: int
    ticket: Ticket
    lang: Lang
    room: bool = False

    async def send(
        self,
        screen: Screen,
        *,
        reply_to: int | None = None,
        entry_id: int | None = None,
        head: bool = False,
        shown: str = "",
    ) -> None:
        async def send(place: Place) -> tuple[int, int]:
            return place.chat_id, await show.send(
                self.bot,
                place.chat_id,
                screen.text,
                screen.markup,
                push=True,
                thread=place.thread,
                reply_to=reply_to,
            )

        await self._note(await self._put(send), entry_id=entry_id, head=head, shown=shown)

    async def copy(self, entry: Entry, reply_to: int, instead: Screen) -> None:
        """The message itself; `instead` of one that can't be copied, which mustn't hold up those after it."""
        source_chat, source = entry.chat_id or 0, entry.message_id or 0

        async def copy(place: Place) -> tuple[int, int]:
            return place.chat_id, await show.copy(
                self.bot,
                source_chat,
                source,
                place.chat_id,
                thread=place.thread,
                reply_to=reply_to,
            )

        try:
            stands = await self._put(copy)
        except BadRequest as error:
            if classify(error).refusal not in {Refusal.BROKEN, Refusal.UNREACHABLE}:
                raise
            _log.warning("A message can't be copied", ticket=self.ticket.id, error=repr(error))
            await self.send(instead, reply_to=reply_to, entry_id=entry.id)
            return
        await self._note(stands, entry_id=entry.id)

    async def edit(self, spot: Spot, screen: Screen) -> bool:
        """Whether the message is still there."""

        async def edit(place: Place) -> bool:
            return await show.edit(
                self.bot, place.chat_id, spot.message_id, screen.text, screen.markup, push=True
            )

        return bool(await self._put(edit))

    async def keep(self, spot: Spot) -> None:
        async with self.shop.desk.storage.transaction() as tx:
            await tx.tickets.put(spot)

    async def _note(
        self,
        stands: tuple[int, int] | None,
        *,
        entry_id: int | None,
        head: bool = False,
        shown: str = "",
    ) -> None:
        if stands is None:
            return
        chat_id, message_id = stands
        await self.keep(
            Spot(
                chat_id=chat_id,
                message_id=message_id,
                ticket_id=self.ticket.id,
                entry_id=entry_id,
                head=head,
                shown=shown,
            )
        )

    async def _put(self, send: Callable[[Place], Awaitable[T]]) -> T | None:
        """None: the room was given up meanwhile; the next look at the notice finds that out."""
        if self.room:
            return await post(self.bot, self.shop.desk, Topic.SUPPORT, send)
        return await send(Place(chat_id=self.chat_id, thread=None))
