"""Brings a database to the tables of this version, all of it or nothing.

A step never imports `storage.tables`: it must go on doing what it did when it was written.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

_WRITTEN = "alembic_version"


async def migrate(engine: AsyncEngine) -> None:
    """Upgrade to the newest step; several at once take turns."""
    if await _is_newest(engine):
        return
    from storage.migrations import upgrading  # noqa: PLC0415 - see its docstring

    await upgrading.migrate(engine)


async def check(engine: AsyncEngine) -> None:
    """Refuse a database that isn't at the newest step."""
    if await _is_newest(engine):
        return
    from storage.migrations import upgrading  # noqa: PLC0415 - see its docstring

    await upgrading.check(engine)


async def _is_newest(engine: AsyncEngine) -> bool:
    async with engine.begin() as connection:
        return await connection.run_sync(_step) == newest()


def _step(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_WRITTEN):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_WRITTEN}")).scalar()  # noqa: S608


def newest() -> str:
    """The number of the newest step, by which its file is called."""
    return max(step.name[:4] for step in (Path(__file__).parent / "versions").glob("0*.py"))
