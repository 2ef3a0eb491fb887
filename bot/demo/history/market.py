"""What is sold: the second panel's services, how both catalogues were before they changed, and what operators decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.domain.stock import Standing
from bot.sandbox.panel import Service

PRIME, THRIFT = "prime", "thrift"
"""The two panels: the first has everything, the second is cheaper, and sells other things as well."""

_LIKES, _FOLLOWERS = "Instagram Likes ❤️", "🔥 Instagram Followers [Best sellers]"
_VIEWS, _MEMBERS = "TikTok » Views [ Cheapest ]", "Telegram Members 👥"
_REACTIONS = "Telegram Reactions & Polls"

_THRIFT: tuple[tuple[int, str, str, str, int, int, dict[str, Any]], ...] = (
    (51, "Instagram Likes – economy", _LIKES, "0.1000", 10, 100_000, {"dripfeed": True, "cancel": True}),
    (52, "Instagram Likes | slow & steady, within a day", _LIKES, "0.1900", 50, 20_000, {"average_time": 700}),
    (53, "Instagram Followers | 60 days refill ♻️", _FOLLOWERS, "1.1500", 100, 20_000, {"refill": True}),
    (54, "TikTok Views – economy", _VIEWS, "0.0070", 100, 5_000_000, {"dripfeed": True, "average_time": 9}),
    (55, "TikTok Views + shares 🔁", _VIEWS, "0.0300", 100, 1_000_000, {}),
    (56, "Telegram Members | 60 days ♻️", _MEMBERS, "0.9500", 100, 50_000, {"refill": True, "cancel": True}),
    (57, "Reactions 👍 only", _REACTIONS, "0.0700", 10, 50_000, {"cancel": True}),
    (58, "YouTube Views from ads", "YouTube Views ▶️", "1.3500", 1_000, 1_000_000, {"average_time": 1_400}),
    (61, "Threads Followers 🧵", "Threads", "3.2000", 20, 5_000, {"refill": True}),
    (62, "Pinterest Saves 📌", "Pinterest", "0.9000", 20, 10_000, {}),
    (63, "VK Subscribers | live", "VKontakte", "1.1000", 50, 20_000, {"refill": True, "cancel": True}),
    (64, "Reddit Upvotes ⬆️", "Reddit", "9.0000", 10, 1_000, {}),
    (65, "Reddit Comments ✍️ your text", "Reddit", "95.00", 1, 50, {"type": "Custom Comments"}),
)  # fmt: skip


def thrift() -> tuple[Service, ...]:
    return tuple(
        Service(
            id=number, name=name, category=category, rate=Decimal(rate), min=least, max=most, **more
        )
        for number, name, category, rate, least, most, more in _THRIFT
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A catalogue until `ago`: services as they were, those that were still there, and ids of those that weren't yet."""

    panel: str
    ago: timedelta
    before: Mapping[int, Mapping[str, Any]]
    gone: tuple[Service, ...] = ()
    new: frozenset[int] = frozenset()


CHATTERS = Service(
    id=3503,
    name="Twitch chatters | 30 minutes",
    category="Twitch 🟣",
    rate=Decimal("4.00"),
    min=10,
    max=500,
)

CHANGES = (
    Change(
        panel=PRIME,
        ago=timedelta(days=2, hours=3),
        before={
            1010: {"rate": Decimal("0.1400")},
            3010: {"rate": Decimal("17.9000")},
            3020: {"rate": Decimal("0.9800")},
            4001: {"min": 50},
            4010: {"rate": Decimal("0.0120")},
            5002: {"max": 2_000},
        },
        gone=(CHATTERS,),
        new=frozenset({2022, 5102}),
    ),
    Change(
        panel=THRIFT,
        ago=timedelta(hours=19),
        before={58: {"rate": Decimal("1.2000")}, 53: {"rate": Decimal("1.2500")}},
        new=frozenset({64, 65}),
    ),
)
"""The earliest first. What they lead to is what the panels sell now."""

DECIDED: Mapping[tuple[str, str], Standing] = {
    (PRIME, "4022"): Standing(hidden=True),
    (THRIFT, "51"): Standing(hidden=True),
    (THRIFT, "54"): Standing(hidden=True),
    (PRIME, "1002"): Standing(pinned=True),
}
"""What operators decided about services."""

STAND_INS = (((PRIME, "1010"), (THRIFT, "51")), ((PRIME, "2001"), (THRIFT, "54")))


def earlier(services: Mapping[int, Service], change: Change) -> dict[int, Service]:
    """The catalogue as it was before this change."""
    kept = {
        number: replace(service, **change.before.get(number, {}))
        for number, service in services.items()
        if number not in change.new
    }
    return kept | {service.id: service for service in change.gone}
