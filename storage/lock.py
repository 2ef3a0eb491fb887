"""One copy of the bot per SQLite database.

The lock lives in the kernel and ends with the process that holds it, however that process ends. Its file stays: taking it
away would let two openers lock two files of the same name.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import InUseError


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the database's lock. `InUseError` when somebody else does, `OSError` when the disk can't lock."""
    path = database.with_name(f"{database.name}.lock")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUseError(
                f"Another copy of the bot is using {database}: stop it first, or give this one its own DATABASE_URL."
            ) from None
        yield
    finally:
        os.close(handle)
