"""A real python-telegram-bot application talks to it, inside the process and over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import Conflict, NetworkError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox.telegram import InProcessRequest, Telegram
from bot.sandbox.telegram.server import serve

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, _context: Context) -> None:
    assert update.message
    more = InlineKeyboardMarkup([[InlineKeyboardButton("One more", callback_data="1")]])
    await update.message.reply_html("<b>Taps:</b> 0", reply_markup=more)


async def tapped(update: Update, _context: Context) -> None:
    query = update.callback_query
    assert query
    assert query.data
    await query.answer("Counted")
    more = [[InlineKeyboardButton("One more", callback_data=str(int(query.data) + 1))]]
    await query.edit_message_text(f"Taps: {query.data}", reply_markup=InlineKeyboardMarkup(more))


async def file_sent(update: Update, _context: Context) -> None:
    assert isinstance(update.message, Message)
    assert update.message.document
    file = await update.message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_document(content.upper(), filename="LOUD.txt", caption="Louder")


async def poll(app: App) -> None:
    """Handle updates one by one, and acknowledge each when it is handled."""
    offset = 0
    while True:
        for update in await app.bot.get_updates(offset=offset, timeout=30):
            await app.process_update(update)
            offset = update.update_id + 1


@dataclass(frozen=True)
class Running:
    """The bot, and the loop in which it asks for updates."""

    app: App
    polling: asyncio.Task[None]


@asynccontextmanager
async def running(app: App) -> AsyncIterator[Running]:
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(tapped))
    app.add_handler(MessageHandler(filters.Document.ALL, file_sent))
    async with app:
        polling = asyncio.create_task(poll(app))
        try:
            yield Running(app, polling)
        finally:
            polling.cancel()
            await asyncio.wait((polling,))


@asynccontextmanager
async def in_process(sim: Telegram) -> AsyncIterator[Running]:
    builder = ApplicationBuilder().token(sim.token).updater(None)
    builder.request(InProcessRequest(sim)).get_updates_request(InProcessRequest(sim))
    app = builder.build()
    async with running(app) as bot:
        yield bot


@asynccontextmanager
async def over_http(sim: Telegram) -> AsyncIterator[Running]:
    async with serve(sim) as url:
        builder = ApplicationBuilder().token(sim.token).updater(None)
        app = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
        async with running(app) as bot:
            yield bot


Front = Callable[[Telegram], Any]
both_fronts = pytest.mark.parametrize("front", [in_process, over_http])


@both_fronts
async def test_a_dialogue(sim: Telegram, front: Front) -> None:
    ann, ben = sim.add_user(1001, "Ann"), sim.add_user(1002, "Ben")
    async with front(sim):
        ann.send("/start")
        ben.send("/start")
        await sim.handled()
        assert ann.last.html == "<b>Taps:</b> 0"
        for _ in range(3):
            ann.tap("One more")
            await sim.handled()
        assert (ann.last.text, ann.last.edits, ben.last.edits) == ("Taps: 3", 3, 0)
        assert [answer.text for answer in ann.answers] == ["Counted"] * 3
        assert len(ann.chat) == 2


@both_fronts
async def test_files_both_ways(sim: Telegram, front: Front) -> None:
    ann = sim.add_user(1001, "Ann")
    async with front(sim):
        ann.send_file("list.txt", "one\ntwo")
        await sim.handled()
        assert ann.last.document
        assert ann.last.document.content == b"ONE\nTWO"
        assert (ann.last.document.file_name, ann.last.text) == ("LOUD.txt", "Louder")


@both_fronts
async def test_a_dropped_connection_is_a_network_error(sim: Telegram, front: Front) -> None:
    ann = sim.add_user(1001, "Ann")
    async with front(sim) as bot:
        ann.send("/start")
        await sim.handled()
        for when, shown in (("before", 2), ("after", 3)):
            sim.fault("sendMessage", "drop", when=when)
            with pytest.raises(NetworkError):
                await bot.app.bot.send_message(ann.id, "x")
            assert len(ann.chat) == shown


@both_fronts
async def test_a_second_copy_of_the_bot_ends_the_first(sim: Telegram, front: Front) -> None:
    async with front(sim) as first:
        await sim.polled()
        async with front(sim):
            with pytest.raises(Conflict, match="only one bot instance"):
                await first.polling
