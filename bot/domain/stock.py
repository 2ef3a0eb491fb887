"""Where a service stands in our catalogue: what operators decided, folded over what its panel says.

The rules are kept by what the panel itself calls things (its service id, its category), so that a decision outlives every
sync, and a service that vanishes and comes back. `place` is the only judge: a sync and a decision both ask it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from bot.domain.platform import platform_of
from bot.domain.service import Service, ServiceType, Unorderable, type_key, why_unorderable

_LONGEST_SHELF = 200
"""Characters of a category that tell it from others, so that an index can hold them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What operators decided about a service, or about a category of one panel."""

    hidden: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that operators decided about one panel's services.

    `services` by the panel's id, `shelves` by platform and `shelf_key`, `types` by `type_key`; `words` are case folded.
    """

    services: Mapping[str, Standing] = field(default_factory=dict)
    shelves: Mapping[tuple[str, str], Standing] = field(default_factory=dict)
    types: Mapping[str, ServiceType] = field(default_factory=dict)
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`type` is the form to ask for: the panel's, or the one an operator chose for a type that nobody knows."""

    platform: str
    shelf: str
    type: ServiceType | None
    unorderable: Unorderable | None = None
    pinned: bool = False
    shelf_pinned: bool = False


def place(service: Service, rules: Rules) -> Place:
    """`service` as its panel describes it."""
    kind = service.type or rules.types.get(type_key(service.type_name))
    known = service if kind is service.type else replace(service, type=kind)
    platform, shelf = platform_of(known), shelf_key(service.category)
    own = rules.services.get(service.id, Standing())
    shared = rules.shelves.get((platform, shelf), Standing())
    return Place(
        platform=platform,
        shelf=shelf,
        type=kind,
        unorderable=_unorderable(known, rules.words, hidden=own.hidden or shared.hidden),
        pinned=own.pinned,
        shelf_pinned=shared.pinned,
    )


def _unorderable(service: Service, words: tuple[str, ...], *, hidden: bool) -> Unorderable | None:
    if hidden:
        return Unorderable.HIDDEN
    if words:
        text = searched(service)
        if any(word in text for word in words):
            return Unorderable.BLOCKED
    return why_unorderable(service)


def searched(service: Service) -> str:
    """Where words are looked for, case folded as they must be."""
    return f"{service.name} {service.category}".casefold()


def shelf_key(category: str) -> str:
    """The same for categories that differ in case, blanks or fancy letters alone: customers see them as one."""
    return " ".join(unicodedata.normalize("NFKC", category).casefold().split())[:_LONGEST_SHELF]


def shelf_order(category: str) -> tuple[str, str]:
    """Sorts categories by their words; the emoji before them don't matter."""
    key = shelf_key(category)
    return re.sub(r"[\W_]+", " ", key).strip(), key


def type_mark(panel: str, type_name: str) -> str:
    """A short name for what this panel calls a type; the same however it spells it."""
    text = f"{panel}\n{type_key(type_name)}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
