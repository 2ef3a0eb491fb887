"""Takes the steps that a database lacks; loaded only then, for Alembic takes longer to load than all of storage."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.errors import StorageError

_MIGRATION_LOCK = 5_207_391_847


async def migrate(engine: AsyncEngine) -> None:
    """Upgrade to the newest step; several at once take turns."""
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK}
            )
        await connection.run_sync(upgrade)


async def check(engine: AsyncEngine) -> None:
    """Refuse a database that isn't at the newest step."""
    async with engine.begin() as connection:
        await connection.run_sync(_check)


def upgrade(connection: Connection, step: str = "head") -> None:
    """Upgrade inside the caller's transaction."""
    config = configuration()
    _current(connection, ScriptDirectory.from_config(config))
    config.attributes["connection"] = connection
    command.upgrade(config, step)


def configuration() -> Config:
    config = Config()
    folder = str(Path(__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _check(connection: Connection) -> None:
    scripts = ScriptDirectory.from_config(configuration())
    if _current(connection, scripts) != scripts.get_current_head():
        raise StorageError(
            "The database is of an older version of the bot: run python -m bot migrate first."
        )


def _current(connection: Connection, scripts: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise StorageError(
            "The database was written by a newer version of the bot: start that version, or restore a backup."
        )
    return current
