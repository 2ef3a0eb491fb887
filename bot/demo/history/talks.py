"""What customers asked, and what they were answered: one question is settled, one is answered, one waits."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bot.demo.history.cast import ANN, MAX, OLGA
from bot.demo.history.month import Month
from bot.demo.history.stage import Play, Stage
from bot.domain import ticket as tickets
from bot.domain.notice import Notice, NoticeKind
from bot.domain.ticket import Message, Side, Ticket, What
from bot.notifier import threads
from bot.sandbox.telegram import SimMessage
from bot.transport import show
from bot.usecases.delivery import InPart, Outcome
from bot.views import support

SETTLED_AGO = timedelta(days=5, hours=2)
TAKEN, CLOSED = timedelta(minutes=4), timedelta(minutes=55)
"""After it was asked."""

SETTLED = 1
"""The number of that question."""

_ANSWERED_AGO, _WAITING_AGO = timedelta(hours=21), timedelta(minutes=26)

_Carry = Callable[[Any, Any, Notice], Awaitable[Outcome]]


@dataclass(slots=True)
class _Talk:
    """A question of `user_id` about an order; `ticket` is as it stands in the books, once it is asked."""

    user_id: int
    order_id: int
    ticket: Ticket | None = None

    async def ask(self, stage: Stage, text: str) -> None:
        said = stage.telegram.people[self.user_id].send(text)
        begun, now = self.ticket is None, stage.clock()
        async with stage.storage.transaction() as tx:
            ticket = self.ticket or await tx.tickets.open(self.user_id, self.order_id, now)
            await tx.tickets.say(ticket.id, Side.PERSON, self.user_id, _message(said), now)
            self.ticket = tickets.asked(ticket, now)
            await tx.tickets.save(self.ticket)
        lang = await stage.lang_of(self.user_id)
        await stage.say(self.user_id, support.taken(lang, self.ticket, begun=begun))
        await self._carry(stage, threads.to_staff, stage.room.id)

    async def answer(self, stage: Stage, who: int, text: str) -> None:
        """In the staff room, below what was asked."""
        ticket, room, now = self._asked, stage.room, stage.clock()
        async with stage.storage.reading() as tx:
            spots = await tx.tickets.spots(ticket.id, room.id)
        member = room.seat(stage.telegram.people[who])
        said = member.send(text, reply_to=spots[-1].message_id)
        await show.nod(stage.bot, room.id, said.message_id)
        async with stage.storage.transaction() as tx:
            await tx.tickets.say(ticket.id, Side.STAFF, who, _message(said), now)
            self.ticket = tickets.answered(ticket, now)
            await tx.tickets.save(self.ticket)
        await self._carry(stage, threads.to_person, self.user_id)
        await self._carry(stage, threads.to_staff, room.id)

    async def take(self, stage: Stage, who: int) -> None:
        self.ticket = tickets.taken(self._asked, who)
        async with stage.storage.transaction() as tx:
            await tx.tickets.save(self.ticket)

    async def close(self, stage: Stage, who: int) -> None:
        ticket, now = self._asked, stage.clock()
        async with stage.storage.transaction() as tx:
            await tx.tickets.do(ticket.id, Side.STAFF, who, What.CLOSED, now)
            self.ticket = tickets.closed(ticket, now)
            await tx.tickets.save(self.ticket)
        await self._carry(stage, threads.to_person, self.user_id)
        await self._carry(stage, threads.to_staff, stage.room.id)

    @property
    def _asked(self) -> Ticket:
        if self.ticket is None:
            raise LookupError("nothing has been asked yet")
        return self.ticket

    async def _carry(self, stage: Stage, carry: _Carry, chat_id: int) -> None:
        """Whatever of it that chat hasn't been shown yet."""
        notice = Notice(
            id=0,
            key="",
            kind=NoticeKind.THREAD,
            user_id=chat_id,
            subject=self._asked.id,
            data={},
            attempts=0,
        )
        while isinstance(await carry(stage.bot, stage.shop, notice), InPart):
            pass


def talks(month: Month) -> Iterator[Play]:
    yield from _settled(month)
    yield from _answered(month)
    yield from _waiting(month)


def _settled(month: Month) -> Iterator[Play]:
    """About an order that was done when it was asked."""
    at = month.now - SETTLED_AGO
    order = month.order(month.scenes.settled)
    talk = _Talk(order.user_id, order.id)
    question = "Здравствуйте! Заказ выполнен, а счётчик почти не вырос."
    answer = (
        "Здравствуйте! Счётчик обновляется с задержкой, обычно до часа. Напишите, если не появится."
    )
    yield at, partial(talk.ask, text=question)
    yield at + TAKEN, partial(talk.take, who=MAX)
    yield at + TAKEN * 2, partial(talk.answer, who=MAX, text=answer)
    yield at + TAKEN * 12, partial(talk.ask, text="Да, всё на месте. Спасибо! 🙌")
    yield at + CLOSED, partial(talk.close, who=MAX)


def _answered(month: Month) -> Iterator[Play]:
    talk = _Talk(ANN, month.number(month.scenes.asked_about))
    at = month.now - _ANSWERED_AGO
    question = "Hi! A few hundred of these followers dropped since last week. Can they be refilled?"
    answer = (
        "Hi! Yes, for 30 days. Tap Refill on the order's card; it usually takes less than a day."
    )
    yield at, partial(talk.ask, text=question)
    yield at + timedelta(minutes=13), partial(talk.answer, who=OLGA, text=answer)


def _waiting(month: Month) -> Iterator[Play]:
    stuck = month.order(month.scenes.stuck)
    talk = _Talk(stuck.user_id, stuck.id)
    question = "¡Hola! It stopped at 1,200 of 3,000 two days ago 😕 Could you have a look?"
    yield month.now - _WAITING_AGO, partial(talk.ask, text=question)


def _message(said: SimMessage) -> Message:
    return Message(chat_id=said.chat.id, message_id=said.message_id, text=said.text)
