"""Everything together: a real Application against the simulated Telegram, over both its fronts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, MessageHandler

from bot.sandbox.telegram import InProcessRequest, Telegram
from bot.sandbox.telegram.server import serve
from bot.transport.intake import Intake
from bot.transport.outage import Outage, TokenRefused
from bot.transport.pacing import Pacer
from bot.transport.request import AiohttpRequest
from bot.transport.show import answer, edit_or_send, send

MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
App = Application[Any, Any, Any, Any, Any, Any]


async def on_text(update: Update, context: Any) -> None:
    assert update.message is not None
    await send(context.bot, update.message.chat_id, f"You said {update.message.text}", MORE)


async def on_tap(update: Update, context: Any) -> None:
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    await answer(query, "Here is more")
    chat_id, message_id = query.message.chat.id, query.message.message_id
    await edit_or_send(context.bot, chat_id, message_id, "<b>More</b>")


@asynccontextmanager
async def application(sim: Telegram, front: str) -> AsyncIterator[App]:
    builder = ApplicationBuilder().token(sim.token).rate_limiter(Pacer()).updater(None)
    if front == "in process":
        builder.request(InProcessRequest(sim)).get_updates_request(InProcessRequest(sim))
        async with _built(builder) as app:
            yield app
        return
    async with serve(sim) as url:
        builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
        builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
        async with _built(builder) as app:
            yield app


@asynccontextmanager
async def _built(builder: Any) -> AsyncIterator[App]:
    app: App = builder.build()
    app.add_handler(MessageHandler(None, on_text))
    app.add_handler(CallbackQueryHandler(on_tap))
    async with app:
        yield app


@asynccontextmanager
async def taking_updates(app: App) -> AsyncIterator[None]:
    intake = Intake(app.bot, app.process_update, outage=Outage(first=0.01))
    task = asyncio.create_task(intake.run())
    try:
        yield
    finally:
        await intake.stop(5)
        await task


async def test_the_start_waits_for_telegram_and_a_wrong_token_ends_it_unquoted() -> None:
    sim = Telegram()
    wrong = f"{sim.bot['id']}:{'A' * 35}"
    async with serve(sim) as url:
        app = (
            ApplicationBuilder()
            .token(wrong)
            .base_url(f"{url}/bot")
            .request(AiohttpRequest())
            .get_updates_request(AiohttpRequest())
            .updater(None)
            .build()
        )
        sim.fault("getMe", "502")
        with pytest.raises(TokenRefused) as caught:
            await Outage(first=0.01).insist(app.initialize)
        await app.bot.shutdown()

    assert wrong not in f"{caught.value!r} {caught.value.__context__!r}"


FRONTS = pytest.mark.parametrize("front", ["in process", "over HTTP"])


@FRONTS
async def test_twenty_people_talk_to_the_bot_at_once(front: str) -> None:
    sim = Telegram()
    people = [sim.add_user(1000 + number) for number in range(20)]
    async with application(sim, front) as app, taking_updates(app):
        for person in people:
            person.send("one")
            person.send("two")
        await sim.handled()
        for person in people:
            assert [each.text for each in person.chat if each.from_bot] == [
                "You said one",
                "You said two",
            ]
            person.tap("More")
        await sim.handled()

    assert all(person.last.text == "More" for person in people)
    assert sim.updates.pending == {}


@FRONTS
async def test_trouble_on_telegrams_side_loses_no_update(front: str) -> None:
    sim = Telegram()
    ann = sim.add_user(1001)
    with capture_logs() as logs:
        async with application(sim, front) as app:
            for kind in ("500", "drop", "502", "429"):
                sim.fault("getUpdates", kind)
            sim.fault("deleteWebhook", "500")
            ann.send("hello")
            async with taking_updates(app):
                await sim.handled()

    assert ann.last.text == "You said hello"
    outages = [each["event"] for each in logs if each["event"].startswith("Telegram can't")]
    assert len(outages) == 2  # one for the webhook, one for the polling
