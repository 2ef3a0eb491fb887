"""The built-in catalogue: small, but with everything that real ones have.

Every type, flags in all combinations, names with emoji, joiners, HTML and Markdown characters, a
free service, a heading that can't be ordered, a type nobody knows, services without a type or a
category, packages, long names, and categories that don't come in any order.
"""

from decimal import Decimal
from typing import Any

from bot.sandbox.panel.model import Service

_QUICK = "⏱ Start: within minutes\n⚡ Speed: up to 20K a day\n🔗 Link: of the post\n<br>Public only"
_HONEST = "Start: 0–1 hour<br>Quality: real &amp; mixed<br><b>Don't</b> change the link meanwhile."
_LONG = (
    "📌 Please read this before you order\n\n"
    "1. The account must be public.\n"
    "2. One order for a link at a time.\n"
    "3. The start count is read when work begins, not when you order.\n"
    "4. A drop within the warranty is refilled on request; a drop below the start count is not.\n\n"
    "🌍 Countries: mixed\n📉 Drop: 5–10 % in the first week\n♻️ Warranty: 30 days"
)

_WORDY = (
    "YouTube Views ~ a service with a very long name, as they are in the wild: real people ~ "
    "from suggested videos ~ no bots ~ retention 3–7 minutes ~ starts in 0–12 hours ~ speed "
    "500–2 000 a day ~ cancel any time ~ 30 days refill ♻️ ~ works with monetised channels 👨‍👩‍👧‍👦"
)

# id, name, rate, min, max, and what differs from a plain Default service
_Row = tuple[int, str, str, int, int, dict[str, Any]]
_DRIP: dict[str, Any] = {"dripfeed": True}
_ALL: dict[str, Any] = {"dripfeed": True, "refill": True, "cancel": True}


def _type(name: str, **more: Any) -> dict[str, Any]:
    return {"type": name} | more


_INSTAGRAM: dict[str, list[_Row]] = {
    "🔥 Instagram Followers [Best sellers]": [
        (1001, "━━━ ⬇️ Read the description before you order ⬇️ ━━━", "9999999999999.00", 1, 1, {}),
        (
            1002,
            "Instagram Followers | Mixed 🌍 | 30 days refill ♻️ | 5K/day",
            "0.90",
            50,
            10_000,
            _ALL | {"desc": _LONG, "average_time": 42, "one_per_link": True},
        ),
        (
            1003,
            "Instagram Followers [Real profiles] [🇹🇷 Türkiye] ⭐️⭐️⭐️",
            "3.4000",
            100,
            50_000,
            {"refill": True, "desc": _HONEST, "average_time": 310},
        ),
        (1004, "Instagram Followers – no refill, <1 hour start> & cheap 💸", "0.4100", 10, 500_000, {}),
        (
            1005,
            "Followers package *5 000* + 100 likes 🎁",
            "6.50",
            1,
            1,
            _type("Package", desc="One package for one profile."),
        ),
    ],
    "Instagram Likes ❤️": [
        (1010, "Instagram Likes | Instant ⚡️", "0.1200", 10, 100_000, _DRIP | {"cancel": True, "desc": _QUICK}),
        (1011, "Instagram Likes [Women 👩‍🦰] [🇧🇷]", "1.0500", 20, 5_000, {"cancel": True}),
        (1012, "Instagram Likes — gift 🎉 free trial", "0.00", 10, 50, {"one_per_link": True}),
        (
            1013,
            "Likes on a comment 💬 [Instagram]",
            "2.10",
            10,
            2_000,
            _type("Comment Likes", desc="Link of the post, name of who wrote the comment."),
        ),
    ],
    "Instagram Auto Likes & Views [Subscriptions] 🔁": [
        (1020, "Auto Likes for new posts | Start 1–5 min", "0.2500", 20, 5_000, _type("Subscriptions", cancel=True)),
        (1021, "Auto Views 👁 reels + video", "0.0300", 100, 100_000, _type("Subscriptions", desc=_HONEST)),
    ],
    "Instagram Comments 💬": [
        (1030, "Custom Comments [Mixed] 🌐", "4.2000", 5, 500, _type("Custom Comments", refill=True, cancel=True)),
        (1031, "10 Custom Comments from verified accounts ☑️", "12.00", 1, 1, _type("Custom Comments Package")),
        (1032, "Replies to a comment 🗨️", "5.5000", 3, 100, _type("Comment Replies")),
        (1033, "Random Comments 😀😍🔥 [emoji only]", "1.90", 10, 1_000, {"average_time": 25}),
    ],
    "Instagram Mentions 📣": [
        (1040, "Mentions [your list of users]", "3.00", 10, 10_000, _type("Mentions Custom List")),
        (1041, "Mentions of users like these", "2.80", 100, 20_000, _type("Mentions")),
        (1042, "Mentions + hashtags #️⃣", "2.90", 100, 20_000, _type("Mentions with Hashtags")),
        (1043, "Mentions by hashtag", "2.40", 100, 50_000, _type("Mentions Hashtag")),
        (1044, "Mentions: a competitor's followers 🎯", "2.60", 1_000, 50_000, _type("Mentions User Followers")),
        (1045, "Mentions: who liked a post", "2.60", 100, 20_000, _type("Mentions Media Likers")),
    ],
}  # fmt: skip

_VIDEO: dict[str, list[_Row]] = {
    "TikTok » Views [ Cheapest ]": [
        (
            2001,
            "TikTok Views | ⚡ 1M+ / DAY | Instant",
            "0.0080",
            100,
            2_147_483_647,
            _DRIP | {"desc": _QUICK, "average_time": 3},
        ),
        (2002, "TikTok Views + 10 % likes 🔥", "0.0210", 100, 10_000_000, {"dripfeed": True, "refill": True}),
    ],
    "TikTok » Followers [ Drop – 0 % ]": [
        (2010, "TikTok Followers | HQ | 𝗟𝗶𝗳𝗲𝘁𝗶𝗺𝗲 ♾️ | ✅🎗🔥⚡️", "4.2826", 50, 1_000_000, _ALL | {"average_time": 615}),
        (2011, "TikTok Followers | USA 🇺🇸 | No refill ⛔️", "7.10", 10, 20_000, {"cancel": True}),
    ],
    "TikTok » Likes & Saves": [
        (2020, "TikTok Likes [🇩🇪🇦🇹🇨🇭]", "1.8500", 10, 50_000, {"refill": True, "cancel": True}),
        (2021, "TikTok Saves / Favorites ⭐", "0.3500", 100, 100_000, _DRIP),
        (2022, "TikTok Live — viewers, 30 minutes 🔴", "5.00", 50, 5_000, {"desc": "Start the live first!"}),
        (2023, "TikTok Comments | your text 📝", "6.80", 5, 1_000, _type("Custom Comments")),
    ],
    "YouTube Views ▶️": [
        (
            3001,
            "YouTube Views | Lifetime ♾ | 0–6 h start | &quot;natural&quot;",
            "1.4900",
            100,
            10_000_000,
            _ALL | {"desc": _LONG, "average_time": 2_160},
        ),
        (3002, "YouTube Views from keyword search 🔍 [SEO]", "3.9000", 500, 100_000, _type("SEO")),
        (
            3003,
            _WORDY,
            "2.7500",
            1_000,
            500_000,
            {"refill": True, "cancel": True},
        ),
    ],
    "YouTube Subscribers 🔔": [
        (3010, "YouTube Subscribers | 100/day | 60 days ♻️", "19.5000", 10, 10_000, {"refill": True, "one_per_link": True}),
        (3011, "YouTube Subscribers [_slow_ & steady]", "11.00", 50, 5_000, _DRIP | {"refill": True}),
    ],
    "YouTube Likes, comments, shares": [
        (3020, "YouTube Likes 👍", "1.1000", 10, 50_000, _DRIP | {"refill": True, "cancel": True}),
        (3021, "YouTube Comments 💬 custom", "15.00", 1, 200, _type("Custom Comments")),
        (3022, "YouTube Watch time 4 000 hours package ⌛", "45.00", 1, 1, _type("Package", refill=True)),
        (3023, "YouTube Comment likes 👍 [top comment]", "2.00", 20, 5_000, _type("Comment Likes", cancel=True)),
    ],
    "Twitch 🟣": [
        (3501, "Twitch Followers", "0.75", 10, 20_000, {"cancel": True}),
        (3502, "Twitch live viewers | 1 hour", "9.00", 20, 1_000, {}),
    ],
}  # fmt: skip

_MESSENGERS: dict[str, list[_Row]] = {
    "Telegram Members 👥": [
        (4001, "Telegram Members [channel / group] 30 days ♻️", "0.8500", 100, 100_000, _ALL | {"desc": _HONEST}),
        (4002, "Telegram Members 🇷🇺🇺🇦🇰🇿 | cheap", "0.3000", 500, 50_000, {"desc": "Drop ≈ 40 %."}),
        (4003, "Members from other groups 🔀 [your groups]", "5.00", 100, 10_000, _type("Invites from Groups")),
        (4004, "Telegram Premium members ⭐ 7 days", "14.00", 50, 20_000, {"cancel": True}),
    ],
    "Telegram Post Views 👁": [
        (4010, "Telegram Views | last post", "0.0100", 100, 5_000_000, _DRIP | {"average_time": 1}),
        (4011, "Telegram auto views | future posts 🔮", "0.0200", 100, 50_000, _type("Subscriptions", cancel=True)),
        (4012, "Telegram Views [last 20 posts] 📚", "0.1800", 100, 200_000, {}),
    ],
    "Telegram Reactions & Polls": [
        (4020, "Reactions mix 👍❤️🔥🎉🤩", "0.0900", 10, 100_000, _DRIP | {"cancel": True}),
        (4021, "Poll votes 🗳", "0.7000", 10, 50_000, _type("Poll", desc="Number of the answer: 1 is the top one.")),
        (4022, "Negative reactions 👎💩🤮", "0.0900", 10, 100_000, {"cancel": True}),
    ],
    "Discord 🎮": [
        (5001, "Discord server members [offline]", "2.20", 100, 10_000, {"refill": True}),
        (5002, "Discord members — online 24/7 🟢 30 days", "18.00", 100, 5_000, {}),
        (5003, "Discord friend requests", "6.00", 10, 1_000, {"cancel": True}),
    ],
    "WhatsApp channel": [
        (5101, "WhatsApp channel followers 🇮🇳", "2.90", 50, 20_000, {"refill": True}),
        (5102, "WhatsApp channel reactions 😂❤️", "3.10", 20, 5_000, {}),
    ],
}  # fmt: skip

_OTHERS: dict[str, list[_Row]] = {
    "X / Twitter 🐦": [
        (6001, "X (Twitter) Followers | 𝕏 | 15 days ♻️", "5.2000", 20, 50_000, {"refill": True, "cancel": True}),
        (6002, "X Likes [🇯🇵]", "8.00", 10, 5_000, {}),
        (6003, "X Retweets", "6.10", 10, 5_000, _DRIP),
        (6004, "X Poll votes", "2.00", 50, 20_000, _type("Poll")),
        (6005, "X Impressions 📊 + profile clicks", "0.0500", 100, 100_000_000, _DRIP | {"cancel": True}),
    ],
    "Facebook Page & Profile 👍": [
        (7001, "Facebook Page likes + followers", "3.1000", 100, 100_000, {"refill": True, "average_time": 1_440}),
        (7002, "Facebook Post reactions ❤️😮😢😡", "1.2000", 50, 10_000, {"cancel": True}),
        (7003, "Facebook Group members", "2.5000", 100, 50_000, {"refill": True, "cancel": True}),
        (7004, "Facebook Event: interested ✨ questions", "4.00", 10, 500, _type("Event Quiz")),
    ],
    "Spotify 🎧": [
        (8001, "Spotify Plays | 🇺🇸 | royalties eligible", "0.9900", 1_000, 10_000_000, _DRIP | {"refill": True}),
        (8002, "Spotify Playlist followers", "1.5000", 20, 100_000, {"refill": True}),
        (8003, "Spotify Monthly listeners – package 1 000 👤", "3.00", 1, 1, _type("Package")),
    ],
    "SoundCloud ☁️": [
        (8101, "SoundCloud Plays", "0.0040", 100, 10_000_000, _DRIP),
        (8102, "SoundCloud Likes", "2.40", 20, 20_000, {"refill": True}),
    ],
    "Website Traffic 🌐": [
        (9001, "🇺🇸 Website traffic | USA", "0.6500", 500, 1_000_000, _type("Web Traffic", **_DRIP, cancel=True)),
        (9002, "🌍 Worldwide traffic [choose the country]", "0.2500", 500, 10_000_000, _type("Web Traffic")),
        (9003, "Google search keyword clicks 🔎", "3.00", 100, 20_000, _type("SEO", cancel=True)),
        (9004, "Visits from forums", "0.40", 500, 100_000, {"type": None}),
    ],
    "Google 🗺️": [
        (9101, "Google Maps review ⭐⭐⭐⭐⭐ [your text]", "900.00", 1, 50, _type("Custom Comments")),
        (9102, "App installs 📲 [Android]", "95.00", 100, 10_000, {"cancel": True}),
    ],
}  # fmt: skip

_NOWHERE: list[_Row] = [
    (9901, "Anything else? Ask us 🙋", "10.00", 1, 10, {"type": None}),
    (9902, "LinkedIn Followers 💼", "22.00", 100, 5_000, {"refill": True}),
]


def _service(row: _Row, category: str | None) -> Service:
    number, name, rate, least, most, more = row
    return Service(
        id=number, name=name, rate=Decimal(rate), min=least, max=most, category=category, **more
    )


def _catalogue() -> tuple[Service, ...]:
    """As on a real panel, related categories stand apart and a category may come back later."""
    blocks = [
        (category, rows)
        for block in (_INSTAGRAM, _VIDEO, _MESSENGERS, _OTHERS)
        for category, rows in block.items()
    ]
    shuffled = blocks[::3] + blocks[1::3] + blocks[2::3]
    services = [_service(row, category) for category, rows in shuffled for row in rows[:3]]
    services += [_service(row, category) for category, rows in shuffled for row in rows[3:]]
    return (*services, *(_service(row, None) for row in _NOWHERE))


CATALOGUE = _catalogue()
