"""The form of each service type: which fields it needs, which it may have, what it counts and costs.

One table, `FORMS`, is the whole of panel-API knowledge about types; a new type is a row here. A `Field`'s value is its
name on the wire. Drip-feed is no type: a Default or Web Traffic order becomes one when `runs` and `interval` are.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum, auto

from bot.domain.money import round_charge
from bot.domain.service import Service, ServiceType

Value = str | int | tuple[str, ...]
"""An answer, parsed: a text, a number, or the lines of a list. A date stays in the wire's form, dd/mm/YYYY."""


class Field(StrEnum):
    LINK = "link"
    QUANTITY = "quantity"
    RUNS = "runs"
    INTERVAL = "interval"
    COMMENTS = "comments"
    USERNAMES = "usernames"
    HASHTAGS = "hashtags"
    HASHTAG = "hashtag"
    USERNAME = "username"
    MEDIA = "media"
    ANSWER_NUMBER = "answer_number"
    KEYWORDS = "keywords"
    GROUPS = "groups"
    MIN = "min"
    MAX = "max"
    DELAY = "delay"
    POSTS = "posts"
    OLD_POSTS = "old_posts"
    EXPIRY = "expiry"
    COUNTRY = "country"
    DEVICE = "device"
    TYPE_OF_TRAFFIC = "type_of_traffic"
    GOOGLE_KEYWORD = "google_keyword"
    REFERRING_URL = "referring_url"


Answers = Mapping[Field, Value]

DRIPFEED = (Field.RUNS, Field.INTERVAL)
"""Wanted together or not at all: panels refuse one without the other."""

INTERVALS = (5, 10, 15, 30, 60, 90)
"""Minutes between runs that are safe on every panel."""

DELAYS = (0, 5, 10, 15, 30, 60, 90)
"""Minutes a subscription waits after a post, safe on every panel."""

MAX_DELAY = 600

GOOGLE_TRAFFIC, REFERRER_TRAFFIC, BLANK_TRAFFIC = 1, 2, 3
TRAFFIC_TYPES = (GOOGLE_TRAFFIC, REFERRER_TRAFFIC, BLANK_TRAFFIC)
DEVICES = (1, 2, 3, 4, 5)
"""Desktop, Android, iOS, mixed mobile, mixed."""


class Counting(Enum):
    """What a type counts; the rate is per 1000 of it."""

    QUANTITY = auto()
    LINES = auto()
    FLAT = auto()
    POSTS = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """Fields in the order they are asked for. `lines` is the list that is counted when `counting` is LINES."""

    required: tuple[Field, ...]
    counting: Counting
    optional: tuple[Field, ...] = ()
    lines: Field | None = None


_F, _C = Field, Counting

FORMS: Mapping[ServiceType, Form] = {
    ServiceType.DEFAULT: Form((_F.LINK, _F.QUANTITY), _C.QUANTITY, DRIPFEED),
    ServiceType.PACKAGE: Form((_F.LINK,), _C.FLAT),
    ServiceType.CUSTOM_COMMENTS: Form((_F.LINK, _F.COMMENTS), _C.LINES, lines=_F.COMMENTS),
    ServiceType.CUSTOM_COMMENTS_PACKAGE: Form((_F.LINK, _F.COMMENTS), _C.FLAT),
    ServiceType.MENTIONS: Form((_F.LINK, _F.USERNAMES, _F.QUANTITY), _C.QUANTITY),
    ServiceType.MENTIONS_WITH_HASHTAGS: Form(
        (_F.LINK, _F.USERNAMES, _F.HASHTAGS, _F.QUANTITY), _C.QUANTITY
    ),
    ServiceType.MENTIONS_CUSTOM_LIST: Form((_F.LINK, _F.USERNAMES), _C.LINES, lines=_F.USERNAMES),
    ServiceType.MENTIONS_HASHTAG: Form((_F.LINK, _F.HASHTAG, _F.QUANTITY), _C.QUANTITY),
    ServiceType.MENTIONS_USER_FOLLOWERS: Form((_F.LINK, _F.USERNAME, _F.QUANTITY), _C.QUANTITY),
    ServiceType.MENTIONS_MEDIA_LIKERS: Form((_F.LINK, _F.MEDIA, _F.QUANTITY), _C.QUANTITY),
    ServiceType.COMMENT_LIKES: Form((_F.LINK, _F.USERNAME, _F.QUANTITY), _C.QUANTITY),
    ServiceType.COMMENT_REPLIES: Form(
        (_F.LINK, _F.USERNAME, _F.COMMENTS), _C.LINES, lines=_F.COMMENTS
    ),
    ServiceType.POLL: Form((_F.LINK, _F.ANSWER_NUMBER, _F.QUANTITY), _C.QUANTITY),
    ServiceType.SEO: Form((_F.LINK, _F.KEYWORDS, _F.QUANTITY), _C.QUANTITY),
    ServiceType.INVITES_FROM_GROUPS: Form((_F.LINK, _F.GROUPS, _F.QUANTITY), _C.QUANTITY),
    ServiceType.SUBSCRIPTIONS: Form(
        (_F.USERNAME, _F.MIN, _F.MAX, _F.DELAY), _C.POSTS, (_F.POSTS, _F.OLD_POSTS, _F.EXPIRY)
    ),
    ServiceType.WEB_TRAFFIC: Form(
        (_F.LINK, _F.COUNTRY, _F.DEVICE, _F.TYPE_OF_TRAFFIC, _F.QUANTITY), _C.QUANTITY, DRIPFEED
    ),
}


def required(kind: ServiceType, answers: Answers, wanted: AbstractSet[Field]) -> tuple[Field, ...]:
    """Every field this order must have, as asked: the type's own, what an answer calls for, what was opted into."""
    form = FORMS[kind]
    fields: list[Field] = []
    for field in form.required:
        fields.append(field)
        if field is Field.TYPE_OF_TRAFFIC:
            fields.extend(_traffic_source(answers.get(field)))
    fields.extend(field for field in form.optional if field in wanted)
    return tuple(fields)


def _traffic_source(traffic: Value | None) -> tuple[Field, ...]:
    if traffic == GOOGLE_TRAFFIC:
        return (Field.GOOGLE_KEYWORD,)
    if traffic == REFERRER_TRAFFIC:
        return (Field.REFERRING_URL,)
    return ()


def optional(service: Service) -> tuple[Field, ...]:
    """What may be added to the form of this service; drip-feed only where it is offered and two runs fit the limits."""
    if service.type is None:
        return ()
    fields = FORMS[service.type].optional
    if service.dripfeed and service.min * 2 <= service.max:
        return fields
    return tuple(field for field in fields if field not in DRIPFEED)


def missing(kind: ServiceType, answers: Answers, wanted: AbstractSet[Field]) -> Field | None:
    """The field to ask for next; None when the form is complete."""
    return next((f for f in required(kind, answers, wanted) if f not in answers), None)


def to_send(kind: ServiceType, answers: Answers, wanted: AbstractSet[Field]) -> dict[Field, Value]:
    """Exactly the fields of the type that were answered. Panels take a stray field for another order's."""
    return {f: answers[f] for f in required(kind, answers, wanted) if f in answers}


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of an order. `units` is what is counted (None for a flat price or an unlimited subscription)."""

    cost: Decimal | None
    units: int | None
    estimate: bool = False


def quote(service: Service, answers: Answers) -> Quote:
    """What an order with these answers costs; `cost` is None while what is counted isn't known.

    A subscription's is an estimate, max × posts × rate / 1000; without a number of posts it has no end and no price.
    """
    if service.type is None:
        return Quote(None, None)
    form = FORMS[service.type]
    if form.counting is Counting.FLAT:
        return Quote(round_charge(service.rate), None)
    units = _units(form, answers)
    estimate = form.counting is Counting.POSTS
    if units is None:
        return Quote(None, None, estimate)
    return Quote(round_charge(service.rate * units / 1000), units, estimate)


def _units(form: Form, answers: Answers) -> int | None:
    match form.counting:
        case Counting.QUANTITY:
            return _product(answers.get(Field.QUANTITY), answers.get(Field.RUNS, 1))
        case Counting.LINES:
            lines = answers.get(form.lines) if form.lines else None
            return len(lines) if isinstance(lines, tuple) else None
        case Counting.POSTS:
            return _product(answers.get(Field.MAX), answers.get(Field.POSTS))
        case Counting.FLAT:
            return None


def _product(one: Value | None, other: Value | None) -> int | None:
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    return None
