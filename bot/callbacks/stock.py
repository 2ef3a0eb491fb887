"""Buttons of the catalogue as operators see it."""

from dataclasses import dataclass

from bot.callbacks.action import Action


@dataclass(frozen=True, slots=True)
class CatalogueState(Action):
    code = "os"


@dataclass(frozen=True, slots=True)
class SyncNow(Action):
    code = "on"


@dataclass(frozen=True, slots=True)
class Changes(Action):
    """One of `change.LISTS`; "" is the first that has something. `every`: those seen already too. `panel`: "" is all."""

    code = "sc"
    kind: str = ""
    page: int = 0
    every: int = 0
    panel: str = ""


@dataclass(frozen=True, slots=True)
class Seen(Action):
    """All changes up to the batch `until` have been seen."""

    code = "se"
    until: int


@dataclass(frozen=True, slots=True)
class FindService(Action):
    """A question: its answer is what to look for."""

    code = "sf"


@dataclass(frozen=True, slots=True)
class StockService(Action):
    code = "sv"
    key: int


@dataclass(frozen=True, slots=True)
class HideService(Action):
    """`on`: 1 hides, 0 shows."""

    code = "sh"
    key: int
    on: int


@dataclass(frozen=True, slots=True)
class PinService(Action):
    code = "sp"
    key: int
    on: int


@dataclass(frozen=True, slots=True)
class StockCategory(Action):
    """The category of the service `key`."""

    code = "sg"
    key: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class HideCategory(Action):
    """What the panel of the service `key` has in its category. `on`: 1 hides, 0 shows."""

    code = "sk"
    key: int
    on: int


@dataclass(frozen=True, slots=True)
class PinCategory(Action):
    code = "sq"
    key: int
    on: int


@dataclass(frozen=True, slots=True)
class Decided(Action):
    """All that is hidden (`hidden` is 1), or all that is pinned."""

    code = "sd"
    hidden: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Types(Action):
    """The types that nobody knows."""

    code = "sy"
    page: int = 0


@dataclass(frozen=True, slots=True)
class PickType(Action):
    code = "st"
    mark: str


@dataclass(frozen=True, slots=True)
class ReadAs(Action):
    """The type `mark` asks for the form of the type `kind`; "" for none."""

    code = "sa"
    mark: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class BlockedWords(Action):
    code = "sw"
    page: int = 0


@dataclass(frozen=True, slots=True)
class AskWord(Action):
    """A question: its answer is a word to block."""

    code = "sb"


@dataclass(frozen=True, slots=True)
class BlockWord(Action):
    code = "sx"
    word: str


@dataclass(frozen=True, slots=True)
class AskUnblock(Action):
    code = "su"
    word_id: int


@dataclass(frozen=True, slots=True)
class UnblockWord(Action):
    code = "sz"
    word_id: int
