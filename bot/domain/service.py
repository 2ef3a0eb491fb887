"""What a panel sells, and the form it asks for.

A type is an input form, not a meaning: "Mentions Hashtag" is sold as keyword views, "Poll" as reactions. So a type
decides which fields are asked for, never what is said about a service. A type nobody knows can be listed, not ordered.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, auto

# A rate that no service has: panels use it for heading rows (seen: 9999999999999.00).
_HEADING_RATE = Decimal(1_000_000_000)

_LONGEST_TYPE = 200
"""Characters of a type's name that tell it from others, so that an index can hold them."""


class ServiceType(StrEnum):
    DEFAULT = "Default"
    PACKAGE = "Package"
    CUSTOM_COMMENTS = "Custom Comments"
    CUSTOM_COMMENTS_PACKAGE = "Custom Comments Package"
    MENTIONS = "Mentions"
    MENTIONS_WITH_HASHTAGS = "Mentions with Hashtags"
    MENTIONS_CUSTOM_LIST = "Mentions Custom List"
    MENTIONS_HASHTAG = "Mentions Hashtag"
    MENTIONS_USER_FOLLOWERS = "Mentions User Followers"
    MENTIONS_MEDIA_LIKERS = "Mentions Media Likers"
    COMMENT_LIKES = "Comment Likes"
    COMMENT_REPLIES = "Comment Replies"
    POLL = "Poll"
    SEO = "SEO"
    INVITES_FROM_GROUPS = "Invites from Groups"
    SUBSCRIPTIONS = "Subscriptions"
    WEB_TRAFFIC = "Web Traffic"


def parse_type(text: str | None) -> ServiceType | None:
    """The type a panel means: case, blanks, `_`, `-` and plural folded. Missing means Default; None, unknown."""
    if text is None or not text.strip():
        return ServiceType.DEFAULT
    return _BY_FOLDED_NAME.get(type_key(text))


def type_key(text: str) -> str:
    """The same for all spellings of a type. Every s goes: a plural stands inside "MentionsHashtag" too."""
    return re.sub(r"[\s_\-s]", "", text[:_LONGEST_TYPE].lower())


_BY_FOLDED_NAME = {type_key(kind.value): kind for kind in ServiceType}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service as its panel describes it. `rate` is per 1000, a package's for the whole, in the panel's currency."""

    id: str
    name: str
    category: str
    type: ServiceType | None
    type_name: str
    rate: Decimal
    min: int
    max: int
    dripfeed: bool = False
    refill: bool = False
    cancel: bool = False
    description: str = ""
    average_minutes: int | None = None
    network: str = ""


class Unorderable(StrEnum):
    """Why a listed service can't be ordered; operators see it counted."""

    GONE = auto()  # not in the panel's last whole answer
    HIDDEN = auto()  # by an operator, alone or with its category
    BLOCKED = auto()  # a blocked word is in its name or category
    UNKNOWN_TYPE = auto()
    HEADING = auto()  # a row that is a headline, with a price nobody asks
    NO_RANGE = auto()  # max below min


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A service in our catalogue. `key` is ours and short, so that buttons can carry it. `pinned`: on top of its list."""

    key: int
    panel: str
    platform: str
    service: Service
    currency: str = ""
    unorderable: Unorderable | None = None
    pinned: bool = False


def why_unorderable(service: Service) -> Unorderable | None:
    """What about the service itself forbids to order it; `stock.place` adds what operators decided."""
    if service.rate >= _HEADING_RATE:
        return Unorderable.HEADING
    if service.type is None:
        return Unorderable.UNKNOWN_TYPE
    if service.max < service.min:
        return Unorderable.NO_RANGE
    return None
