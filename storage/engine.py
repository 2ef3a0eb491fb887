"""Reads DATABASE_URL: which database it means, or what is wrong with it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Union
from urllib.parse import parse_qs, urlsplit

from storage.errors import StorageError
from storage.sqlite import SqliteFile

if TYPE_CHECKING:
    from storage.postgresql import PostgresDatabase

_UNREADABLE = (
    "DATABASE_URL can't be read: write it as sqlite:///data/bot.db or as "
    "postgresql://user:password@host/name, with every sign in the password but letters and digits as %XX (@ is %40)."
)


def database(url: str, *, exclusive: bool) -> Union[SqliteFile, "PostgresDatabase"]:
    """What `url` names. A SQLite database always belongs to one bot, whatever `exclusive` says."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        raise StorageError(_UNREADABLE)
    match scheme.lower():
        case "sqlite" | "sqlite+aiosqlite":
            return SqliteFile(_file(rest))
        case "postgresql" | "postgres" | "postgresql+asyncpg":
            return _server(f"postgresql://{rest}", exclusive=exclusive)
    raise StorageError(
        "DATABASE_URL names a database the bot can't use: take SQLite (sqlite:///data/bot.db) "
        "or PostgreSQL (postgresql://user:password@host/name)."
    )


def _file(rest: str) -> Path:
    name = rest.removeprefix("/")
    if not rest or name in {"", ":memory:"} or ":memory:" in name:
        raise StorageError(
            "DATABASE_URL names no file, and the bot would forget every order: write sqlite:///data/bot.db."
        )
    if not rest.startswith("/") or "?" in name or name.startswith("file:"):
        raise StorageError(
            "DATABASE_URL can't be read: a SQLite database is sqlite:///data/bot.db "
            "(three strokes; four before a path from the root), with nothing after the name."
        )
    return Path(name).absolute()


def _server(dsn: str, *, exclusive: bool) -> "PostgresDatabase":
    """A sign of the password that isn't written as %XX would end up in the host, which is told to people."""
    try:
        parts = urlsplit(dsn)
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
        host = parts.hostname or "".join(query.get("host", ["localhost"])[-1:])
        port = parts.port
    except ValueError:
        raise StorageError(_UNREADABLE) from None
    stray = "@" in parts.path + parts.query or "#" in dsn or parts.netloc.count("@") > 1
    if stray or not re.fullmatch(r"[\w.:/%-]+", host):
        raise StorageError(_UNREADABLE)
    from storage.postgresql import PostgresDatabase  # noqa: PLC0415 - a shop on SQLite does without

    return PostgresDatabase(dsn, f"{host}:{port}" if port else host, exclusive)
