"""Buttons of the log. `search_id`: the list they belong to, which is kept in the books."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class Log(Action):
    """A new list; about one thing, if `number` isn't 0: `kind` is a `Kind` of the journal."""

    code = "jo"
    kind: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class LogList(Action):
    """What follows the entry `at` in the list; what goes before it, if it is negative."""

    code = "jl"
    search_id: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class NarrowLog(Action):
    """Choices of one kind: who, what or when."""

    code = "jf"
    search_id: int
    what: str


@dataclass(frozen=True, slots=True)
class SetLog(Action):
    """The list with one of them changed; any, if `word` is empty."""

    code = "jz"
    search_id: int
    what: str
    word: str


@dataclass(frozen=True, slots=True)
class SearchLog(Action):
    """Asks for words; the typed answer is `asked` of this."""

    code = "js"
