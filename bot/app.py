"""The composition root: builds everything, in order, and closes it in the opposite one. Nothing else builds or starts.

Start: the books (migrated, locked), what an earlier run left half done, the panels, Telegram, then the loops.
Stop: no more updates and no more work are taken, what is in flight ends, the outbox is flushed, everything is closed.
Cancelled, or told that another copy may have the books, it stops at once, which is safe: whatever was being sent is found
again at the next start.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import cast

import structlog
from telegram.error import BadRequest
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest

from bot import commands, handlers, jobs, web
from bot.announcer import Announcer
from bot.config import PanelSettings, Settings
from bot.context import ShopApplication, ShopContext
from bot.domain.language import Languages
from bot.metrics import measure
from bot.notifier import Notifier
from bot.panel import Account, Capability, Panel
from bot.shop import Shop
from bot.stopping import told_by_signals
from bot.transport.intake import Intake
from bot.transport.outage import Outage
from bot.transport.pacing import Pacer
from bot.transport.request import AiohttpRequest
from bot.usecases import (
    broadcasting,
    cancelling,
    delivery,
    incidents,
    orphans,
    refilling,
    staffing,
    submitting,
)
from bot.usecases.desk import Desk, Pace, Wake
from bot.views.lang import LANGUAGES
from bot.workers import flush_outbox, repeat, run_broadcasts, run_lane, run_outbox, run_progress
from storage import Storage, open_storage

_log = structlog.get_logger(__name__)

_UPDATES = ("message", "callback_query", "my_chat_member")
_GRACE = 40.0
"""Seconds that updates at hand and an `add` in flight may take to end; longer than any panel's time-out."""
_READS = 5.0
"""Seconds that what only looks (a status, a catalogue) may take to end; it is looked at again."""
_FLUSH = 5.0
_CONNECTIONS = 64


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Requests:
    """How Telegram is reached: for calls, and for the long poll."""

    calls: BaseRequest
    updates: BaseRequest


def over_http(settings: Settings) -> Requests:
    proxy = settings.telegram_proxy
    return Requests(
        AiohttpRequest(connections=_CONNECTIONS, proxy=proxy),
        AiohttpRequest(connections=1, proxy=proxy),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The running bot."""

    application: ShopApplication
    shop: Shop
    intake: Intake
    notifier: Notifier
    announcer: Announcer
    stopping: asyncio.Event


async def run(
    settings: Settings, *, requests: Requests | None = None, pace: Pace | None = None
) -> None:
    """Run until SIGINT or SIGTERM; raises what keeps it from working, as StorageError, TokenRefused or WebError."""
    with told_by_signals() as stop:
        async with running(settings, requests=requests, pace=pace) as bot:
            stop.at_work(bot.stopping)
            gc.freeze()  # all that is there now stays: to look through it again and again would hold everybody up
            await bot.stopping.wait()
            _log.info("Stopping: what is in flight ends first")
    _log.info("Stopped")


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    requests: Requests | None = None,
    pace: Pace | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Bot]:
    """The bot at work until the end of the block."""
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(settings.database_url))
        desk = await _open_desk(stack, settings, storage, pace or Pace(), clock)
        await staffing.name_owners(desk, settings.admin_ids)
        await _recover(desk)
        shop = Shop(desk)
        await _serve_pages(stack, settings, desk)
        application = _application(settings, requests or over_http(settings), shop)
        stack.push_async_callback(application.bot.shutdown)  # what is half initialised as well
        outage = Outage()
        await outage.insist(application.initialize)
        stack.push_async_callback(application.shutdown)
        await outage.insist(lambda: _publish_commands(application, shop))
        bot = Bot(
            application=application,
            shop=shop,
            intake=Intake(application.bot, application.process_update, allowed_updates=_UPDATES),
            notifier=Notifier(application.bot, shop),
            announcer=Announcer(application.bot, shop),
            stopping=asyncio.Event(),
        )
        await stack.enter_async_context(_at_work(bot))
        _log.info("The bot is at work", username=application.bot.username)
        yield bot


async def _open_desk(
    stack: AsyncExitStack,
    settings: Settings,
    storage: Storage,
    pace: Pace,
    clock: Callable[[], datetime],
) -> Desk:
    async with storage.transaction() as tx:
        await tx.panels.register(settings.panels)
        known = await tx.panels.all()
        epoch = await tx.counters.next("runs")
    panels = {}
    for name, panel in settings.panels.items():
        lacking = [Capability(word) for word in known[name].lacking if word in _CAPABILITIES]
        panels[name] = await stack.enter_async_context(Panel(account(name, panel), lacking=lacking))
    return Desk(
        storage=storage,
        panels=panels,
        clock=clock,
        epoch=epoch,
        started_at=clock(),
        wake=Wake(lanes={name: asyncio.Event() for name in panels}),
        pace=pace,
        languages=Languages(tuple(LANGUAGES), settings.default_language),
        low_balance=settings.low_balance,
        blocked_words=settings.blocked_words,
    )


_CAPABILITIES = {capability.value for capability in Capability}


def account(name: str, panel: PanelSettings) -> Account:
    """The panel account that these settings describe."""
    return Account(
        name=name,
        url=panel.url,
        key=panel.key.get_secret_value(),
        requests_per_second=max(1.0, panel.requests_per_minute / 60),
        requests_per_minute=panel.requests_per_minute,
        request_id=panel.request_id,
        send_package_quantity=panel.send_package_quantity,
        send_comments_quantity=panel.send_comments_quantity,
    )


async def _recover(desk: Desk) -> None:
    """What an earlier run was sending when it ended is settled before anything new is sent."""
    unconfirmed = await submitting.recover(desk)
    if unconfirmed:
        _log.warning("Orders were being sent when the bot ended", unconfirmed=unconfirmed)
    await refilling.recover(desk)
    await cancelling.recover(desk)
    await incidents.forget(desk)
    await orphans.settle(desk)
    await delivery.recover(desk)
    await broadcasting.recover(desk)


async def _serve_pages(stack: AsyncExitStack, settings: Settings, desk: Desk) -> None:
    if settings.http_port is None:
        return

    async def database() -> None:
        async with desk.storage.transaction() as tx:
            await tx.panels.all()

    checks = {"database": database}
    figures = partial(measure, desk.storage, desk.panels)
    url = await stack.enter_async_context(
        web.serve(settings.http_host, settings.http_port, checks, figures)
    )
    _log.info("Health page", url=f"{url}/healthz")


def _application(settings: Settings, requests: Requests, shop: Shop) -> ShopApplication:
    application = cast(
        "ShopApplication",
        Application.builder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(requests.calls)
        .get_updates_request(requests.updates)
        .rate_limiter(Pacer())
        .context_types(ContextTypes(context=ShopContext))
        .updater(None)
        .build(),
    )
    application.bot_data["shop"] = shop
    handlers.register(application)
    return application


async def _publish_commands(application: ShopApplication, shop: Shop) -> None:
    """The bot works without them: a list that Telegram refuses mustn't keep it from starting."""
    try:
        await commands.publish(application.bot)
    except BadRequest as error:
        _log.error("Telegram refuses the list of commands", error=str(error))
    async with shop.desk.storage.transaction() as tx:
        operators = [await tx.users.get(each.user_id) for each in await tx.staff.all()]
    for user in filter(None, operators):
        await commands.publish_for(application.bot, user, shop.lang_of(user))


Tasks = list[asyncio.Task[None]]


@asynccontextmanager
async def _at_work(bot: Bot) -> AsyncIterator[None]:
    """The loops run until the block ends; then they end in order. One that fails ends the bot, with its error."""
    desk, tell = bot.shop.desk, bot.notifier.tell
    stop = asyncio.Event()
    await bot.application.start()
    watching = _begin(bot, [desk.storage.watch()])
    sending = _begin(bot, [bot.intake.run(), run_outbox(desk, tell, stop)])
    sending += _begin(bot, [run_broadcasts(desk, bot.announcer.send, stop)])
    sending += _begin(bot, [run_progress(desk, bot.announcer.show, stop)])
    sending += _begin(bot, (run_lane(desk, panel, stop) for panel in desk.panels))
    looking = _begin(
        bot,
        (repeat(desk, job.work, job.every, stop, first=job.first) for job in jobs.timetable(desk)),
    )
    try:
        yield
        desk.storage.check()
        stop.set()
        _wake_all(desk)
        await _end_work(bot, sending, looking)
        _raise_failure([*watching, *sending, *looking])
        await flush_outbox(desk, tell, _FLUSH)
    finally:
        await _cancel([*watching, *sending, *looking])
        await bot.application.stop()


def _begin(bot: Bot, loops: Iterable[Coroutine[None, None, None]]) -> Tasks:
    return [asyncio.create_task(_watched(bot, loop)) for loop in loops]


async def _watched(bot: Bot, loop: Coroutine[None, None, None]) -> None:
    """However a loop ends, the bot doesn't go on without it."""
    try:
        await loop
    finally:
        bot.stopping.set()


async def _end_work(bot: Bot, sending: Tasks, looking: Tasks) -> None:
    """Nothing more is taken, what is in flight ends. What takes too long is left to the next start."""
    clock = asyncio.get_running_loop().time
    began = clock()
    await bot.intake.stop(_GRACE)
    _, late = await asyncio.wait(sending, timeout=max(began + _GRACE - clock(), 0))
    if late:
        _log.warning("Stopped in the middle of sending", seconds=_GRACE)
    _, late = await asyncio.wait(looking, timeout=max(began + _READS - clock(), 0))
    if late:
        _log.warning("Stopped in the middle of asking panels", seconds=_READS)
        await _cancel(looking)


async def _cancel(tasks: Tasks) -> None:
    """Returns when all have ended: none may look for the books when they are closed."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _raise_failure(tasks: Tasks) -> None:
    for task in tasks:
        if task.done() and not task.cancelled():
            task.result()


def _wake_all(desk: Desk) -> None:
    for lane in desk.wake.lanes.values():
        lane.set()
    desk.wake.outbox.set()
    desk.wake.broadcasts.set()
    desk.wake.progress.set()
