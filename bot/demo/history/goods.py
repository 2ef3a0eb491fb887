"""What customers order: which service, how much of it, for which link, and everything else that its form asks for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from bot.demo.history.cast import Customer
from bot.demo.history.market import PRIME, THRIFT
from bot.domain.form import FORMS, Answers, Counting, Field, Value
from bot.domain.platform import TABLE
from bot.domain.service import Listing, Service, ServiceType

_T = ServiceType
_Answer = Callable[[Random, Customer, Listing], Value]

_WEIGHTS: Mapping[str, str] = {
    PRIME: (
        "1002:15 1003:4 1004:6 1005:2 1010:20 1011:4 1012:3 1013:1 1020:1 1021:1 1030:5 1031:1 1032:1 1033:3 1040:.6 "
        "1041:.6 1042:.5 1043:.5 1044:.6 1045:.6 2001:14 2002:6 2010:5 2011:3 2020:7 2021:3 2023:2 3001:10 3002:1 3003:3 "
        "3010:2 3011:1 3020:6 3021:1 3022:.3 3023:1 3501:5 3502:2 3503:2 4001:8 4002:5 4003:.6 4004:.8 4010:12 4011:1 "
        "4012:4 4020:7 4021:2 5001:3 5002:.5 5003:1 6001:4 6002:3 6003:3 6004:1 6005:3 7001:5 7002:4 7003:2 8001:5 8002:3 "
        "8003:1 8101:6 8102:2 9001:4 9002:4 9003:2 9101:.5"
    ),
    THRIFT: "52:6 53:5 55:5 56:4 57:3 58:3 61:6 62:6 63:6 64:2",
}
"""How often each is ordered, by people who are on its platform."""

_ROUND: tuple[int, ...] = tuple(
    digit * 10**power for power in range(1, 6) for digit in (1, 2, 3, 5, 8)
)
_ELSEWHERE = 0.01
_USUAL, _SPREAD = 0.55, 0.95
"""What people spend on an order: half of them less than e to the first, in dollars."""

_PROFILE = (
    "follower",
    "member",
    "subscriber",
    "friend",
    "listener",
    "page likes",
    "package",
    "profile",
)
_PRAISE = (
    "Love this!", "So good 😍", "Where can I get it?", "Best one yet", "🔥🔥🔥", "Amazing work", "Can't stop watching",
    "This made my day", "Wow, the colours", "Need this in my life", "Stunning", "More of this please", "Bravo 👏",
    "¡Qué bonito!", "Magnifique", "Просто супер", "Harika olmuş", "Così bello", "😂😂 true", "Saved it for later",
)  # fmt: skip
_OTHERS = (
    "maria.cooks", "the_daily_run", "bluehour", "cafe.central", "tinyhouse", "wanderfolk", "studio.nord", "ona.clay",
)  # fmt: skip
_TAGS = ("handmade", "homebaking", "fitness", "vintage", "streetfood", "morningrun", "travelgram")
_PHRASES = (
    "best sourdough near me",
    "how to fix a bike",
    "wedding cake berlin",
    "learn guitar",
    "cheap flights lisbon",
)
_COUNTRIES = ("US", "DE", "BR", "TR", "FR")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def weights(panel: str) -> dict[str, float]:
    """By the ids of its services."""
    pairs = (pair.split(":") for pair in _WEIGHTS[panel].split())
    return {service_id: float(weight) for service_id, weight in pairs}


def choose(dice: Random, who: Customer, sold: Sequence[tuple[Listing, float]]) -> Listing:
    """Something for a platform they are on; rarely for another. With each service stands how often it is chosen."""
    there = who.platforms
    chances = [
        weight if listing.platform in there else weight * _ELSEWHERE for listing, weight in sold
    ]
    listing, _ = dice.choices(sold, chances)[0]
    return listing


def answer(dice: Random, who: Customer, listing: Listing, at: datetime) -> dict[Field, Value]:
    """The whole form. Some of what can be drip-fed is."""
    kind = listing.service.type or _T.DEFAULT
    given: dict[Field, Value] = {}
    for field in FORMS[kind].required:
        given[field] = _ANSWERS[field](dice, who, listing)
    if kind is _T.SUBSCRIPTIONS:
        given[Field.MIN] = _least_each(listing.service)
        given[Field.POSTS] = dice.randint(4, 12)
        if dice.random() < 0.4:
            given[Field.EXPIRY] = f"{at + timedelta(days=60):%d/%m/%Y}"
    if kind is _T.DEFAULT and listing.service.dripfeed and dice.random() < 0.06:
        _drip(dice, listing.service, given)
    return given


def is_dripfed(answers: Answers) -> bool:
    return Field.RUNS in answers


def is_flat(listing: Listing) -> bool:
    kind = listing.service.type
    return kind is not None and FORMS[kind].counting is Counting.FLAT


def link(dice: Random, who: Customer, listing: Listing) -> str:
    """A profile, or something they posted there."""
    platform, handle = listing.platform, who.handle
    if any(word in listing.service.name.casefold() for word in _PROFILE):
        known = TABLE.get(platform)
        if known is not None and known.profile:
            return known.profile.format(handle)
    made = _POSTS.get(platform)
    if made is None:
        return f"https://{handle.replace('.', '-')}.com/"
    return made.format(who=handle, code=_code(dice, 11), number=dice.randint(10**8, 10**9))


_POSTS: Mapping[str, str] = {
    "instagram": "https://instagram.com/p/{code}",
    "tiktok": "https://tiktok.com/@{who}/video/7{number}{number}",
    "youtube": "https://youtube.com/watch?v={code}",
    "telegram": "https://t.me/{who}/{number}",
    "x": "https://x.com/{who}/status/18{number}",
    "facebook": "https://facebook.com/{who}/posts/{number}",
    "twitch": "https://twitch.tv/{who}",
    "discord": "https://discord.gg/{code}",
    "spotify": "https://open.spotify.com/track/{code}{code}",
    "soundcloud": "https://soundcloud.com/{who}/track-{number}",
    "threads": "https://threads.net/@{who}",
    "pinterest": "https://pinterest.com/pin/{number}",
    "vk": "https://vk.com/{who}",
    "reddit": "https://reddit.com/r/videos/comments/{code}",
    "google": "https://maps.google.com/?cid={number}",
}


def _code(dice: Random, length: int) -> str:
    return "".join(dice.choices(_LETTERS, k=length)).strip("-_") or "Cx"


def _quantity(dice: Random, _: Customer, listing: Listing) -> int:
    """A round number that comes near to what they want to spend."""
    service = listing.service
    budget = Decimal(min(dice.lognormvariate(_USUAL, _SPREAD), 22))
    wanted = budget * 1000 / service.rate if service.rate else Decimal(service.max)
    fit: list[int] = [n for n in _ROUND if service.min <= n <= service.max] or [max(service.min, 1)]
    return min(fit, key=lambda n: abs(n - wanted))


def _drip(dice: Random, service: Service, given: dict[Field, Value]) -> None:
    """In runs, as many as the service's limit lets it be."""
    quantity = given[Field.QUANTITY]
    runs = dice.choice((2, 3, 4, 5))
    if isinstance(quantity, int) and quantity * runs <= service.max:
        given[Field.RUNS], given[Field.INTERVAL] = runs, dice.choice((30, 60, 90))


def _lines(texts: tuple[str, ...], field: Field) -> _Answer:
    """As many as are counted, or ten for a package of ten; of what isn't counted, a few."""

    def several(dice: Random, _: Customer, listing: Listing) -> Value:
        kind = listing.service.type or _T.DEFAULT
        least, most = 2, 6
        if FORMS[kind].lines is field:
            least, most = listing.service.min, max(listing.service.min, len(texts) * 2 // 3)
        elif is_flat(listing):
            least = most = 10
        return tuple(dice.sample(texts, min(dice.randint(least, most), len(texts))))

    return several


def _handle(_: Random, who: Customer, _listing: Listing) -> Value:
    return who.handle


def _one_of(*values: Value) -> _Answer:
    return lambda dice, _who, _listing: dice.choice(values)


def _least_each(service: Service) -> int:
    return max(service.min, 100)


def _most_each(dice: Random, _: Customer, listing: Listing) -> Value:
    return dice.choice((1, 2, 3)) * _least_each(listing.service)


_ANSWERS: Mapping[Field, _Answer] = {
    Field.LINK: link,
    Field.QUANTITY: _quantity,
    Field.COMMENTS: _lines(_PRAISE, Field.COMMENTS),
    Field.USERNAMES: _lines(
        tuple(f"{name}{n}" for name in _OTHERS for n in ("", "_", "2")), Field.USERNAMES
    ),
    Field.HASHTAGS: _lines(_TAGS, Field.HASHTAGS),
    Field.HASHTAG: _one_of(*_TAGS),
    Field.USERNAME: _handle,
    Field.MEDIA: link,
    Field.ANSWER_NUMBER: _one_of(1, 2, 3),
    Field.KEYWORDS: _lines(_PHRASES, Field.KEYWORDS),
    Field.GROUPS: _one_of(("https://t.me/city_chat", "https://t.me/flea_market")),
    Field.MIN: _most_each,
    Field.MAX: _most_each,
    Field.DELAY: _one_of(0, 5, 30),
    Field.COUNTRY: _one_of(*_COUNTRIES),
    Field.DEVICE: _one_of(1, 4, 5),
    Field.TYPE_OF_TRAFFIC: _one_of(3),
}
