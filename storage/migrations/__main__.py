"""Writes the next step: what the tables have and the steps don't make yet.

    python -m storage.migrations "add wallets"

Read it, and mend it, before it is committed: what is in the rows it can't see.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.migrations.upgrading import configuration, migrate
from storage.sqlite import SqliteFile
from storage.tables import metadata


def _write(connection: Connection, message: str) -> None:
    config = configuration()
    steps = len(list(ScriptDirectory.from_config(config).walk_revisions()))
    config.attributes.update(connection=connection, metadata=metadata)
    command.revision(config, message, autogenerate=True, rev_id=f"{steps + 1:04}")


async def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with SqliteFile(Path(folder, "empty.db")).open() as (engine, _):
            await migrate(engine)
            async with engine.begin() as connection:
                await connection.run_sync(_write, message)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m storage.migrations")
    parser.add_argument("message", help="what the step does, in a few words")
    asyncio.run(main(parser.parse_args().message))
