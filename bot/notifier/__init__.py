"""Tells a notice: rendered now, in the reader's present language, and sent; Telegram's refusals become outcomes.

An order's card is edited, which can be repeated. A message whose sending got no answer may have arrived; it is sent again
a few times, later and later, for nobody may miss that an order is done. What needs nobody now makes no sound.
A negative chat is the staff room: it has a language of its own, and buttons that open the bot's private chat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.domain.notice import Notice, NoticeKind
from bot.domain.room import Topic
from bot.domain.staff import Right, may
from bot.domain.stream import QUIET, STREAMS, Stream, Way, right_of, stream_of
from bot.notifier import digests, news, threads
from bot.notifier.outcomes import outcome
from bot.notifier.staff_room import Place, post
from bot.shop import Shop
from bot.transport import show
from bot.usecases import showing
from bot.usecases.delivery import Dropped, Outcome, Sent
from bot.views import orders
from bot.views.digest import digest
from bot.views.lang import Lang, pick
from bot.views.links import for_group
from bot.views.room import topic_closed
from bot.views.screen import Screen, paragraphs


@dataclass(frozen=True, slots=True)
class _Said:
    screen: Screen
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Who is no operator any more, or hasn't the right any more, isn't told what others must deal with."""

    rights: frozenset[Right]
    ways: Mapping[Stream, Way]

    def is_concerned(self, notice: Notice) -> bool:
        if notice.kind is NoticeKind.ROOM_LOST:
            return Right.OWNER in self.rights
        stream = stream_of(notice.kind, notice.data)
        return stream is None or may(self.rights, right_of(stream, notice.data))

    def wants(self, item: Notice) -> bool:
        """In a digest: nothing of what they turned off since it was collected."""
        stream = stream_of(item.kind, item.data)
        return self.is_concerned(item) and (stream is None or self.ways[stream] is not Way.OFF)


@dataclass(frozen=True, slots=True)
class Notifier:
    bot: ExtBot[Any]
    shop: Shop

    async def tell(self, notice: Notice) -> Outcome:
        try:
            if notice.kind is NoticeKind.CARD:
                await self._edit_card(notice)
                return Sent()
            if notice.kind is NoticeKind.THREAD:
                return await threads.to_staff(self.bot, self.shop, notice)
            if notice.kind is NoticeKind.ANSWERS:
                return await threads.to_person(self.bot, self.shop, notice)
            told = await (self._to_room(notice) if notice.user_id < 0 else self._to_person(notice))
        except TelegramError as error:
            return outcome(notice, error)
        return Sent() if told else Dropped()

    async def _edit_card(self, notice: Notice) -> None:
        """A card that its owner deleted is gone; the order stays in their list."""
        desk = self.shop.desk
        async with desk.storage.reading() as tx:
            order = await tx.orders.get(notice.subject or 0)
            reader = await tx.users.get(notice.user_id)
        if order is None or order.message_id is None:
            return
        card = await showing.card(desk, order)
        screen = orders.card(self.shop.lang_of(reader), card, live=True)
        await show.edit(
            self.bot, notice.user_id, order.message_id, screen.text, screen.markup, push=True
        )

    async def _to_person(self, notice: Notice) -> bool:
        async with self.shop.desk.storage.reading() as tx:
            user = await tx.users.get(notice.user_id)
            rights = user.rights if user else await tx.staff.rights(notice.user_id)
            ways = await tx.streams.ways(notice.user_id)
        reader = _Reader(rights=rights, ways=ways)
        if not reader.is_concerned(notice):
            return False
        said = await self._said(notice, self.shop.lang_of(user), reader.wants)
        if said is None:
            return False
        screen = said.screen
        await show.send(
            self.bot,
            notice.user_id,
            screen.text,
            screen.markup,
            push=True,
            silent=said.silent,
        )
        return True

    async def _to_room(self, notice: Notice) -> bool:
        desk = self.shop.desk
        async with desk.storage.reading() as tx:
            room = await tx.rooms.get()
        if room is None or room.chat_id != notice.user_id:
            return False
        lang = pick(room.language, desk.languages.default)
        said = await self._said(notice, lang, _everything)
        if said is None:
            return False
        send = partial(self._put_there, said, lang)
        return await post(self.bot, desk, _topic_of(notice), send) is not None

    async def _put_there(self, said: _Said, lang: Lang, place: Place) -> int:
        screen = for_group(said.screen, self.bot.username)
        closed = topic_closed(lang, place.closed) if place.closed else None
        return await show.send(
            self.bot,
            place.chat_id,
            paragraphs(closed, screen.text),
            screen.markup,
            push=True,
            silent=said.silent,
            thread=place.thread,
        )

    async def _said(self, notice: Notice, lang: Lang, keep: digests.Keep) -> _Said | None:
        desk = self.shop.desk
        if notice.kind is NoticeKind.DIGEST:
            told = await digests.compose(desk, notice, keep)
            return None if told.empty else _Said(digest(lang, told), told.quiet)
        screen = await news.RENDERERS[notice.kind](desk, notice, lang)
        return None if screen is None else _Said(screen, notice.kind in QUIET)


def _everything(_: Notice) -> bool:
    return True


def _topic_of(notice: Notice) -> Topic:
    stream = stream_of(notice.kind, notice.data)
    return Topic(notice.data["topic"]) if stream is None else STREAMS[stream].topic
