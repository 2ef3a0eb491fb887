"""Why the books can't be opened, in one sentence that says the mend."""

from collections.abc import Iterator


class StorageError(Exception):
    """Its text is for the operator, and holds no password."""


class InUseError(StorageError):
    """Another copy of the bot has the books."""


def origins(error: BaseException) -> Iterator[BaseException]:
    """`error`, and what it came from: SQLAlchemy wraps a driver's errors."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = getattr(seen, "orig", None) or seen.__cause__
