"""What operators look at before they decide about a service or a category."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.change import Noted
from bot.domain.service import Listing
from bot.domain.stock import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that is known of a service. `shelf`: what was decided about its category, at its panel."""

    listing: Listing
    added_at: datetime | None
    standing: Standing
    shelf: Standing
    history: Sequence[Noted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one panel has in a category; `key` is a service of it. What is gone isn't counted."""

    key: int
    panel: str
    total: int
    orderable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of all panels that have it. `services` are one page of what they list in it."""

    platform: str
    name: str
    parts: Sequence[tuple[Part, Standing]]
    services: Sequence[Listing]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something that is hidden or pinned: a service, or with `shelf` a category. `key` is the service, or one of its."""

    key: int
    panel: str
    name: str
    shelf: bool
