"""Tells a notice: rendered now, in the reader's present language, and sent; Telegram's refusals become outcomes.

An order's card is edited, which can be repeated. A message whose sending got no answer may have arrived; it is sent again
a few times, later and later, for nobody may miss that an order is done.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.domain.notice import AlertKind, Notice, NoticeKind
from bot.domain.order import OrderStatus
from bot.shop import Shop
from bot.transport import show
from bot.transport.refusals import Refusal, classify
from bot.usecases import showing
from bot.usecases.delivery import Broken, Later, Outcome, Sent, Unreachable
from bot.views import notices, orders
from bot.views.lang import Lang
from bot.views.screen import Screen

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Notifier:
    bot: ExtBot[Any]
    shop: Shop

    async def tell(self, notice: Notice) -> Outcome:
        async with self.shop.desk.storage.transaction() as tx:
            reader = await tx.users.get(notice.user_id)
            rights = await tx.staff.rights(notice.user_id)
        if notice.kind in _FOR_OPERATORS and not rights:
            return Sent()  # not one of them any more
        lang = self.shop.lang_of(reader)
        try:
            if notice.kind is NoticeKind.CARD:
                await self._edit_card(notice, lang)
                return Sent()
            screen = await _RENDERERS[notice.kind](self, notice, lang)
            if screen is not None:
                await show.send(self.bot, notice.user_id, screen.text, screen.markup, push=True)
        except TelegramError as error:
            return _outcome(notice, error)
        return Sent()

    async def _edit_card(self, notice: Notice, lang: Lang) -> None:
        """A card that its owner deleted is gone; the order stays in their list."""
        desk = self.shop.desk
        async with desk.storage.transaction() as tx:
            order = await tx.orders.get(notice.subject or 0)
        if order is None or order.message_id is None:
            return
        card = await showing.card(desk, order)
        screen = orders.card(lang, card, live=True)
        await show.edit(
            self.bot, notice.user_id, order.message_id, screen.text, screen.markup, push=True
        )

    async def order(self, notice: Notice, lang: Lang) -> Screen | None:
        """That it is being checked is no news once it has been."""
        async with self.shop.desk.storage.transaction() as tx:
            order = await tx.orders.get(notice.subject or 0)
        told = OrderStatus(notice.data["status"])
        if order is None or (told is OrderStatus.UNCONFIRMED and order.status is not told):
            return None
        return notices.order(lang, order, told)

    async def operator_order(self, notice: Notice, lang: Lang) -> Screen | None:
        async with self.shop.desk.storage.transaction() as tx:
            order = await tx.orders.get(notice.subject or 0)
            owner = None if order is None else await tx.users.get(order.user_id)
        told = OrderStatus(notice.data["status"])
        return None if order is None else notices.operator_order(lang, order, owner, told)

    async def refill(self, notice: Notice, lang: Lang) -> Screen | None:
        async with self.shop.desk.storage.transaction() as tx:
            request = await tx.refills.get(notice.subject or 0)
        return None if request is None else notices.refill(lang, request)

    async def cancellation(self, notice: Notice, lang: Lang) -> Screen | None:
        async with self.shop.desk.storage.transaction() as tx:
            request = await tx.cancellations.get(notice.subject or 0)
        return None if request is None else notices.cancellation(lang, request)

    async def unconfirmed(self, notice: Notice, lang: Lang) -> Screen | None:
        """Decided meanwhile: nothing to tell any more."""
        async with self.shop.desk.storage.transaction() as tx:
            order = await tx.orders.get(notice.subject or 0)
        if order is None or order.status is not OrderStatus.UNCONFIRMED:
            return None
        return notices.unconfirmed(lang, order)

    async def alert(self, notice: Notice, lang: Lang) -> Screen | None:
        """Over meanwhile: nothing to tell any more."""
        kind = AlertKind(notice.data["kind"])
        async with self.shop.desk.storage.transaction() as tx:
            up = await tx.alerts.is_up(kind, notice.data["subject"])
        return notices.alert(lang, notice.data) if up else None

    async def cleared(self, notice: Notice, lang: Lang) -> Screen | None:
        return notices.cleared(lang, notice.data)


_Render = Callable[[Notifier, Notice, Lang], Awaitable[Screen | None]]
_RENDERERS: Mapping[NoticeKind, _Render] = {
    NoticeKind.ORDER: Notifier.order,
    NoticeKind.OPERATOR_ORDER: Notifier.operator_order,
    NoticeKind.REFILL: Notifier.refill,
    NoticeKind.CANCELLATION: Notifier.cancellation,
    NoticeKind.UNCONFIRMED: Notifier.unconfirmed,
    NoticeKind.ALERT: Notifier.alert,
    NoticeKind.CLEARED: Notifier.cleared,
}


_FOR_OPERATORS = frozenset(
    {
        NoticeKind.OPERATOR_ORDER,
        NoticeKind.UNCONFIRMED,
        NoticeKind.ALERT,
        NoticeKind.CLEARED,
    }
)
_SOON = timedelta(seconds=10)
_UNSURE = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""When a message is sent again whose sending got no answer: a double is better than nothing, but not many of them."""


def _outcome(notice: Notice, error: TelegramError) -> Outcome:
    """What Telegram surely didn't take is tried until it does: an outage loses nothing, however long it lasts."""
    classified = classify(error)
    said = f"{type(error).__name__}: {error}"
    match classified.refusal:
        case Refusal.NOT_MODIFIED | Refusal.GONE:
            return Sent()
        case Refusal.UNREACHABLE:
            return Unreachable(said)
        case Refusal.FLOOD:
            wait = timedelta(seconds=classified.retry_after or 1)
            return Later(said, after=wait, counts=False)
        case Refusal.PASSING:
            return Later(said, after=_SOON, counts=False)
        case Refusal.UNKNOWN:
            return _unsure(notice, said)
        case _:
            _log.error("Telegram finds a notice faulty", error=said)
            return Broken(said)


def _unsure(notice: Notice, said: str) -> Outcome:
    """It may have arrived: a card is simply edited again, a message sent again a few times."""
    if notice.kind is NoticeKind.CARD:
        return Later(said)
    if notice.attempts > len(_UNSURE):
        return Broken(said)
    return Later(said, after=_UNSURE[notice.attempts - 1])
