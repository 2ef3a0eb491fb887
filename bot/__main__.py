"""`python -m bot run | demo | check | migrate`.

Whatever keeps the bot from working is told in a sentence that says the mend, with exit code 2; never a traceback.
Exit code 1: it was stopped in the middle, or ended by an error of its own, whose details go through the redacting log.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import structlog

from bot import app, check, demo
from bot.config import ConfigError, Settings, load_settings
from bot.logs import set_up_logs
from bot.transport.outage import TokenRefused
from bot.web import WebError
from storage import StorageError, open_storage

_log = structlog.get_logger(__name__)

_STOPPED, _CANNOT_WORK = 1, 2
_DEMO_DATA = Path("demo-data")


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    set_up_logs("WARNING", "text", ())  # until the settings say otherwise
    try:
        return command(options)
    except ConfigError as error:
        faults = "\n".join(f"  - {fault}" for fault in error.faults)
        return _fail(f"The settings need mending:\n{faults}")
    except (StorageError, TokenRefused, WebError, demo.DemoError) as error:
        return _fail(str(error))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return _STOPPED
    except Exception as error:  # noqa: BLE001 - the interpreter would print it, secrets and all
        _log.critical("An error of the bot itself", exc_info=error)
        _tell(
            f"The bot ended by an error of its own ({type(error).__name__}): start it again, "
            "and report the lines above if it comes back."
        )
        return _STOPPED


def _fail(sentence: str) -> int:
    _tell(sentence)
    return _CANNOT_WORK


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="A Telegram front end for panels."
    )
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="run the bot with the settings in .env")
    run.set_defaults(command=_run)
    checked = commands.add_parser("check", help="prove the settings: Telegram, panels, database")
    checked.set_defaults(command=_check)
    migrated = commands.add_parser("migrate", help="bring the database up to date")
    migrated.set_defaults(command=_migrate)
    shown = commands.add_parser("demo", help="try it with a simulated Telegram and panel")
    shown.add_argument("--port", type=int, default=8080, help="0: any free one")
    shown.add_argument("--data", type=Path, default=_DEMO_DATA, help="where its books are kept")
    shown.add_argument("--speed", type=float, default=1.0, help="2 is twice as quick")
    shown.set_defaults(command=_demo)
    return parser


def _run(_: argparse.Namespace) -> int:
    settings = _settings()
    asyncio.run(app.run(settings))
    return 0


def _check(_: argparse.Namespace) -> int:
    return 0 if asyncio.run(_print_findings(_settings())) else _CANNOT_WORK


async def _print_findings(settings: Settings) -> bool:
    """Whether all is well."""
    well = True
    async for finding in check.check(settings):
        print(finding, flush=True)
        well = well and finding.well
    return well


def _migrate(_: argparse.Namespace) -> int:
    asyncio.run(_open_and_close(_settings()))
    print("The database is up to date.")
    return 0


async def _open_and_close(settings: Settings) -> None:
    async with open_storage(settings.database_url):
        pass


def _demo(options: argparse.Namespace) -> int:
    asyncio.run(demo.run(options.port, options.data, options.speed))
    return 0


def _settings() -> Settings:
    settings = load_settings()
    set_up_logs(settings.log_level, settings.log_format, settings.secrets)
    return settings


if __name__ == "__main__":
    sys.exit(main())
