"""A browsing tap and a form step, each against a bare python-telegram-bot callback that makes the same calls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.callbacks import pack
from bot.callbacks.browse import Services, ShowService
from bot.callbacks.form import Edit, StartDraft
from bot.domain.form import Field
from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.inprocess import InProcessRequest
from bot.sandbox.telegram.people import Person
from tests.bench.figures import Figure, in_turns, milliseconds, seconds
from tests.bench.shop import Shop, shop, taken
from tests.bench.stall import watched

_TIMES = 100
Bare = Application[Any, Any, Any, Any, Any, Any]


async def run() -> list[Figure]:
    async with shop() as ours:
        await ours.bot.intake.stop(1)  # updates are given to each application by hand
        person = ours.telegram.add_user(1, "Olga")
        person.send("/start")
        await ours.handle()
        async with ours.bot.shop.desk.storage.transaction() as tx:
            listing = next(
                each
                for each in await tx.catalogue.search(["50000"], limit=5)
                if each.service.id == "50000"
            )
        async with watched() as stall:
            browsing = await _browsing(ours, person, listing.key)
            form = await _form(ours, person, listing.key)
        return [
            browsing,
            form,
            Figure(what="longest stall under taps", value=stall.longest * 1000, unit="ms", most=50),
        ]


async def _browsing(ours: Shop, person: Person, key: int) -> Figure:
    there, back = pack(ShowService(key)), pack(Services(key))
    message = person.last

    async def tap(data: str) -> None:
        person.tap(data=data, message_id=message.message_id)
        await ours.handle()

    screens = []
    for data in (there, back):
        await tap(data)
        screens.append((message.html, message.reply_markup))

    async def taps() -> None:
        for _ in range(_TIMES // 2):
            await tap(there)
            await tap(back)

    async with _bare(ours.telegram) as bare:
        shown = [
            (html, InlineKeyboardMarkup.de_json(dict(markup or {}), bare.bot))
            for html, markup in screens
        ]

        async def answer(update: object, _: object) -> None:
            query = update.callback_query  # type: ignore[attr-defined]
            await query.answer()
            text, markup = shown[query.data == back]
            await query.edit_message_text(text, parse_mode="HTML", reply_markup=markup)

        bare.add_handler(CallbackQueryHandler(answer))

        async def bare_taps() -> None:
            for data in [there, back] * (_TIMES // 2):
                person.tap(data=data, message_id=message.message_id)
                await bare.process_update(taken(ours.telegram, bare.bot))

        mine, theirs, ratio = await in_turns(partial(seconds, taps), partial(seconds, bare_taps))
    return Figure(
        what="a browsing tap / bare callback",
        value=ratio,
        most=1.5,
        made_of=f"{milliseconds(mine / _TIMES)} / {milliseconds(theirs / _TIMES)}",
    )


async def _form(ours: Shop, person: Person, key: int) -> Figure:
    """The quantity is typed; the tap that asks for it again isn't counted, on either side."""
    person.tap(data=pack(StartDraft(key)), message_id=person.last.message_id)
    await ours.handle()
    person.send("https://instagram.com/p/Dxyz789")
    await ours.handle()
    async with ours.bot.shop.desk.storage.transaction() as tx:
        draft = await tx.drafts.of_user(person.id)
    assert draft is not None
    again = pack(Edit(draft.id, Field.QUANTITY.value))

    async def type_quantity() -> None:
        person.send("1000")
        await ours.handle()

    await type_quantity()
    card = person.last

    async def steps() -> float:
        took = 0.0
        for _ in range(_TIMES):
            person.tap(data=again, message_id=person.last.message_id)
            await ours.handle()
            took += await seconds(type_quantity)
        return took

    async with _bare(ours.telegram) as bare:
        markup = InlineKeyboardMarkup.de_json(dict(card.reply_markup or {}), bare.bot)

        async def answer(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
            message = update.message  # type: ignore[attr-defined]
            shown = await message.reply_text(card.html, parse_mode="HTML", reply_markup=markup)
            await context.bot.edit_message_reply_markup(
                message.chat_id, shown.message_id, reply_markup=None
            )

        bare.add_handler(MessageHandler(filters.TEXT, answer))

        async def bare_steps() -> None:
            for _ in range(_TIMES):
                person.send("1000")
                await bare.process_update(taken(ours.telegram, bare.bot))

        mine, theirs, ratio = await in_turns(steps, partial(seconds, bare_steps))
    return Figure(
        what="a form step / bare callback",
        value=ratio,
        most=3.5,
        made_of=f"{milliseconds(mine / _TIMES)} / {milliseconds(theirs / _TIMES)}",
    )


@asynccontextmanager
async def _bare(telegram: Telegram) -> AsyncIterator[Bare]:
    """python-telegram-bot as it comes, over the same wire."""
    application = (
        Application.builder()
        .token(telegram.token)
        .request(InProcessRequest(telegram))
        .get_updates_request(InProcessRequest(telegram))
        .updater(None)
        .build()
    )
    async with application:
        yield application
