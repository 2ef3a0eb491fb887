"""One dialogue for each type of service: what is asked, and what the panel gets for it."""

from dataclasses import dataclass

import pytest

from bot.domain.service import ServiceType
from tests.chat.conftest import World
from tests.chat.ordering import LINK, browse_to, open_form
from tests.chat.talk import Guest


@dataclass(frozen=True, slots=True)
class Tap:
    """An answer by button; the other answers are typed."""

    label: str


@dataclass(frozen=True, slots=True)
class Case:
    """`way`: platform, category, name. `sent`: what the panel gets beside the service."""

    kind: ServiceType
    service: int
    way: tuple[str, str, str]
    answers: tuple[str | Tap, ...]
    sent: dict[str, str]


_T = ServiceType
TRAFFIC = ("Website", "", "Website traffic | USA")
CASES = [
    Case(
        _T.DEFAULT,
        1010,
        ("Instagram", "Likes", "Instagram Likes | Instant"),
        (LINK, Tap("500")),
        {"link": LINK, "quantity": "500"},
    ),
    Case(_T.PACKAGE, 1005, ("Instagram", "Followers", "package"), ("@anna",), {"link": "https://instagram.com/anna"}),
    Case(
        _T.CUSTOM_COMMENTS,
        1030,
        ("Instagram", "Comments", "Custom Comments [Mixed]"),
        (LINK, "Wow\n\n  Great shot!\nLove it\nМолодец\n🔥🔥"),
        {"link": LINK, "comments": "Wow\nGreat shot!\nLove it\nМолодец\n🔥🔥"},
    ),
    Case(
        _T.CUSTOM_COMMENTS_PACKAGE,
        1031,
        ("Instagram", "Comments", "verified"),
        (LINK, "One\nTwo"),
        {"link": LINK, "comments": "One\nTwo"},
    ),
    Case(
        _T.MENTIONS,
        1041,
        ("Instagram", "Mentions", "users like these"),
        (LINK, "@anna, ben.smith", Tap("100")),
        {"link": LINK, "usernames": "anna\nben.smith", "quantity": "100"},
    ),
    Case(
        _T.MENTIONS_WITH_HASHTAGS,
        1042,
        ("Instagram", "Mentions", "hashtags #"),
        (LINK, "anna", "#travel #sunset", "150"),
        {"link": LINK, "usernames": "anna", "hashtags": "travel\nsunset", "quantity": "150"},
    ),
    Case(
        _T.MENTIONS_CUSTOM_LIST,
        1040,
        ("Instagram", "Mentions", "your list"),
        (LINK, "\n".join(f"user{number}" for number in range(12))),
        {"link": LINK, "usernames": "\n".join(f"user{number}" for number in range(12))},
    ),
    Case(
        _T.MENTIONS_HASHTAG,
        1043,
        ("Instagram", "Mentions", "by hashtag"),
        (LINK, "#sunset", "2k"),
        {"link": LINK, "hashtag": "sunset", "quantity": "2000"},
    ),
    Case(
        _T.MENTIONS_USER_FOLLOWERS,
        1044,
        ("Instagram", "Mentions", "competitor"),
        (LINK, "instagram.com/rival", "1 000"),
        {"link": LINK, "username": "rival", "quantity": "1000"},
    ),
    Case(
        _T.MENTIONS_MEDIA_LIKERS,
        1045,
        ("Instagram", "Mentions", "liked a post"),
        (LINK, "instagram.com/p/Other", "100"),
        {"link": LINK, "media": "https://instagram.com/p/Other", "quantity": "100"},
    ),
    Case(
        _T.COMMENT_LIKES,
        1013,
        ("Instagram", "Likes", "on a comment"),
        (LINK, "@anna.smith", "50"),
        {"link": LINK, "username": "anna.smith", "quantity": "50"},
    ),
    Case(
        _T.COMMENT_REPLIES,
        1032,
        ("Instagram", "Comments", "Replies"),
        (LINK, "anna", "Yes\nNo\nMaybe"),
        {"link": LINK, "username": "anna", "comments": "Yes\nNo\nMaybe"},
    ),
    Case(
        _T.POLL,
        4021,
        ("Telegram", "Polls", "Poll votes"),
        ("t.me/channel/12", "2", "500"),
        {"link": "https://t.me/channel/12", "answer_number": "2", "quantity": "500"},
    ),
    Case(
        _T.SEO,
        3002,
        ("YouTube", "Views", "keyword search"),
        ("youtu.be/abc123", "buy shoes\nrunning shoes", "500"),
        {"link": "https://youtu.be/abc123", "keywords": "buy shoes\nrunning shoes", "quantity": "500"},
    ),
    Case(
        _T.INVITES_FROM_GROUPS,
        4003,
        ("Telegram", "Members", "other groups"),
        ("@ourgroup", "t.me/one\n@two", "100"),
        {"link": "https://t.me/ourgroup", "groups": "https://t.me/one\nhttps://t.me/two", "quantity": "100"},
    ),
    Case(
        _T.SUBSCRIPTIONS,
        1020,
        ("Instagram", "Auto Likes", "Auto Likes"),
        ("@anna", "20", "50", Tap("15"), Tap("Future posts"), Tap("5")),
        {"username": "anna", "min": "20", "max": "50", "delay": "15", "posts": "5"},
    ),
    Case(
        _T.WEB_TRAFFIC,
        9001,
        TRAFFIC,
        ("example.com/?utm_source=x", "Germany", Tap("Android"), Tap("Google keyword"), "running shoes", "500"),
        {
            "link": "https://example.com/?utm_source=x",
            "country": "DE",
            "device": "2",
            "type_of_traffic": "1",
            "google_keyword": "running shoes",
            "quantity": "500",
        },
    ),
]  # fmt: skip


async def give(guest: Guest, answers: tuple[str | Tap, ...]) -> None:
    for answer in answers:
        if isinstance(answer, Tap):
            await guest.taps(answer.label, message=guest.last)
        else:
            await guest.says(answer)


def test_there_is_a_dialogue_for_every_type() -> None:
    assert {case.kind for case in CASES} == set(ServiceType)


@pytest.mark.parametrize("case", CASES, ids=[case.kind.name.lower() for case in CASES])
async def test_a_customer_orders_each_type(world: World, ann: Guest, case: Case) -> None:
    await browse_to(ann, *case.way)
    await ann.taps("Order this")
    await give(ann, case.answers)
    assert ann.has_button("Confirm")
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent == [{"service": str(case.service), **case.sent}]


async def test_a_default_order_comes_in_runs(world: World, ann: Guest) -> None:
    await open_form(ann)
    await give(ann, (LINK, "100"))
    assert "$0.012" in ann.text
    await give(ann, (Tap("drip-feed"), Tap("5"), Tap("30")))
    assert "$0.06" in ann.text
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent == [
        {"service": "1010", "link": LINK, "quantity": "100", "runs": "5", "interval": "30"}
    ]


async def test_web_traffic_comes_in_runs_from_a_page(world: World, ann: Guest) -> None:
    await browse_to(ann, *TRAFFIC)
    await ann.taps("Order this")
    await give(
        ann, ("example.com", "WW", Tap("Mixed"), Tap("Custom referrer"), "blog.example.com", "500")
    )
    await give(ann, (Tap("drip-feed"), "2", "60"))
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent == [
        {
            "service": "9001",
            "link": "https://example.com",
            "country": "WW",
            "device": "5",
            "type_of_traffic": "2",
            "referring_url": "https://blog.example.com",
            "quantity": "500",
            "runs": "2",
            "interval": "60",
        }
    ]


async def test_what_an_earlier_answer_called_for_goes_with_it(world: World, ann: Guest) -> None:
    """The keyword belongs to one source of traffic; with another one it isn't sent."""
    await open_form(ann, 9001)
    await give(ann, ("example.com", "US", Tap("Desktop"), Tap("Google keyword"), "shoes", "500"))
    await give(ann, (Tap("Traffic source"), Tap("No referrer")))
    assert "shoes" not in ann.text
    await ann.taps("Confirm")
    await ann.hears("is done")
    assert world.sent[0]["type_of_traffic"] == "3"
    assert "google_keyword" not in world.sent[0]


async def test_a_subscription_without_an_end_has_no_price_and_goes_on(
    world: World, ann: Guest
) -> None:
    await open_form(ann, 1021)
    await give(ann, ("anna", "100", "200", "0"))
    assert "for what is delivered" in ann.text
    await ann.taps("Confirm")
    await ann.until(lambda: "active" in ann.text)
    assert world.sent == [
        {"service": "1021", "username": "anna", "min": "100", "max": "200", "delay": "0"}
    ]
