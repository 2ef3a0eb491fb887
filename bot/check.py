"""`check`: proves the settings, one line each: Telegram, every panel, the database; and says how to mend what failed.

It changes nothing: the database is only looked at, no update is taken, nothing is ordered.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.app import account, over_http
from bot.config import Settings
from bot.domain.service import why_unorderable
from bot.panel import Panel, PanelError, PanelRejected, Reason
from storage import InUseError, StorageError, open_storage
from storage.engine import database
from storage.sqlite import SqliteFile

_Check = Callable[[Settings], Awaitable[str]]


class CheckError(Exception):
    """One sentence with the mend."""


@dataclass(frozen=True, slots=True)
class Finding:
    title: str
    well: bool
    said: str

    def __str__(self) -> str:
        return f"{'✓' if self.well else '✗'} {self.title}: {self.said}"


async def check(settings: Settings) -> AsyncIterator[Finding]:
    """What was found, one thing after the other as it is found."""
    checks: list[tuple[str, _Check]] = [("Telegram", _telegram), ("Database", _database)]
    checks += [(f"Panel {name}", _panel(name)) for name in settings.panels]
    for title, run in checks:
        try:
            said = await run(settings)
        except CheckError as failure:
            yield Finding(title, well=False, said=str(failure))
        else:
            yield Finding(title, well=True, said=said)


async def _telegram(settings: Settings) -> str:
    requests = over_http(settings)
    bot: ExtBot[None] = ExtBot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        request=requests.calls,
        get_updates_request=requests.updates,
    )
    try:
        async with bot:
            return f"the bot is @{bot.username}."
    except InvalidToken:
        raise CheckError("it refuses BOT_TOKEN: copy the token from @BotFather again.") from None
    except TelegramError as error:
        raise CheckError(
            f"it can't be reached at {settings.telegram_api_url} ({type(error).__name__}): check the network, "
            "or set TELEGRAM_PROXY."
        ) from None


async def _database(settings: Settings) -> str:
    place = database(settings.database_url, exclusive=True)
    if isinstance(place, SqliteFile) and not place.path.exists():
        return _to_be_made(place.path)
    try:
        async with (
            open_storage(settings.database_url, migrate=False) as storage,
            storage.transaction() as tx,
        ):
            orders = sum((await tx.orders.counts()).values())
    except InUseError:
        return "a running bot has it open."
    except StorageError as error:
        raise CheckError(str(error)) from None
    return f"opened; it holds {orders} orders."


def _to_be_made(path: Path) -> str:
    """To open it would make it, so only its folder, or the one that it will be made in, is looked at."""
    folder = next(parent for parent in path.parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise CheckError(
            f"{path} can't be made: let the bot's user write to {folder}, or name another place in DATABASE_URL."
        )
    return f"{path} isn't there yet; the first start makes it."


def _panel(name: str) -> _Check:
    async def run(settings: Settings) -> str:
        try:
            async with Panel(account(name, settings.panels[name])) as panel:
                balance = await panel.balance()
                catalogue = await panel.services()
        except PanelError as error:
            raise CheckError(_mend(name, error)) from None
        services = catalogue.services
        orderable = sum(why_unorderable(service) is None for service in services)
        return (
            f"balance {balance.amount:,.2f} {balance.currency or '(no currency named)'}, "
            f"{len(services)} services, {orderable} of them can be ordered."
        )

    return run


def _mend(name: str, error: PanelError) -> str:
    which = "PANEL" if name == "main" else f"PANELS__{name.upper()}_"
    if isinstance(error, PanelRejected) and error.reason is Reason.BAD_KEY:
        return f"it refuses the key: copy {which}_KEY from your account there again."
    return f"{error}. Check {which}_URL: it is the address on the panel's API page."
