"""One person's answers to the form of each service type, and what the panel must receive for them.

The services are the sandbox catalogue's. What is typed is as people type it, so that it differs from what is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.form import Field
from bot.domain.service import ServiceType


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """`wants`: optional fields added with buttons. `sent`: every field of `add` but key, action and service."""

    type: ServiceType
    service: str
    answers: Mapping[Field, str]
    sent: Mapping[str, str]
    wants: tuple[Field, ...] = field(default=())


_F, _T = Field, ServiceType
_POST = "instagram.com/p/Abc?utm_source=x"
_POST_SENT = "https://instagram.com/p/Abc"

EVERY_TYPE = (
    Typed(
        type=_T.DEFAULT,
        service="1010",
        answers={_F.LINK: _POST, _F.QUANTITY: "1 000"},
        sent={"link": _POST_SENT, "quantity": "1000"},
    ),
    Typed(
        type=_T.PACKAGE,
        service="1005",
        answers={_F.LINK: "@somebody"},
        sent={"link": "https://instagram.com/somebody"},
    ),
    Typed(
        type=_T.CUSTOM_COMMENTS,
        service="1030",
        answers={_F.LINK: _POST, _F.COMMENTS: "nice\n\n great \nwow 🔥\nso good\nlove it\n"},
        sent={"link": _POST_SENT, "comments": "nice\ngreat\nwow 🔥\nso good\nlove it"},
    ),
    Typed(
        type=_T.CUSTOM_COMMENTS_PACKAGE,
        service="1031",
        answers={_F.LINK: _POST, _F.COMMENTS: "one\ntwo"},
        sent={"link": _POST_SENT, "comments": "one\ntwo"},
    ),
    Typed(
        type=_T.MENTIONS,
        service="1041",
        answers={_F.LINK: _POST, _F.USERNAMES: "@ann, bob", _F.QUANTITY: "100"},
        sent={"link": _POST_SENT, "usernames": "ann\nbob", "quantity": "100"},
    ),
    Typed(
        type=_T.MENTIONS_WITH_HASHTAGS,
        service="1042",
        answers={
            _F.LINK: _POST,
            _F.USERNAMES: "ann\nbob",
            _F.HASHTAGS: "#sun #sea",
            _F.QUANTITY: "100",
        },
        sent={
            "link": _POST_SENT,
            "usernames": "ann\nbob",
            "hashtags": "sun\nsea",
            "quantity": "100",
        },
    ),
    Typed(
        type=_T.MENTIONS_CUSTOM_LIST,
        service="1040",
        answers={_F.LINK: _POST, _F.USERNAMES: "\n".join(f"user{n}" for n in range(10))},
        sent={"link": _POST_SENT, "usernames": "\n".join(f"user{n}" for n in range(10))},
    ),
    Typed(
        type=_T.MENTIONS_HASHTAG,
        service="1043",
        answers={_F.LINK: _POST, _F.HASHTAG: "#sun", _F.QUANTITY: "100"},
        sent={"link": _POST_SENT, "hashtag": "sun", "quantity": "100"},
    ),
    Typed(
        type=_T.MENTIONS_USER_FOLLOWERS,
        service="1044",
        answers={_F.LINK: _POST, _F.USERNAME: "@rival", _F.QUANTITY: "1k"},
        sent={"link": _POST_SENT, "username": "rival", "quantity": "1000"},
    ),
    Typed(
        type=_T.MENTIONS_MEDIA_LIKERS,
        service="1045",
        answers={_F.LINK: _POST, _F.MEDIA: "instagram.com/p/Xyz", _F.QUANTITY: "100"},
        sent={"link": _POST_SENT, "media": "https://instagram.com/p/Xyz", "quantity": "100"},
    ),
    Typed(
        type=_T.COMMENT_LIKES,
        service="1013",
        answers={_F.LINK: _POST, _F.USERNAME: "ann", _F.QUANTITY: "10"},
        sent={"link": _POST_SENT, "username": "ann", "quantity": "10"},
    ),
    Typed(
        type=_T.COMMENT_REPLIES,
        service="1032",
        answers={_F.LINK: _POST, _F.USERNAME: "ann", _F.COMMENTS: "yes\nno\nmaybe"},
        sent={"link": _POST_SENT, "username": "ann", "comments": "yes\nno\nmaybe"},
    ),
    Typed(
        type=_T.POLL,
        service="4021",
        answers={_F.LINK: "t.me/channel/7", _F.ANSWER_NUMBER: "2", _F.QUANTITY: "10"},
        sent={"link": "https://t.me/channel/7", "answer_number": "2", "quantity": "10"},
    ),
    Typed(
        type=_T.SEO,
        service="3002",
        answers={
            _F.LINK: "youtube.com/watch?v=abc&si=track",
            _F.KEYWORDS: "best cats\nfunny cats",
            _F.QUANTITY: "500",
        },
        sent={
            "link": "https://youtube.com/watch?v=abc",
            "keywords": "best cats\nfunny cats",
            "quantity": "500",
        },
    ),
    Typed(
        type=_T.INVITES_FROM_GROUPS,
        service="4003",
        answers={_F.LINK: "@mygroup", _F.GROUPS: "t.me/one\n@two", _F.QUANTITY: "100"},
        sent={
            "link": "https://t.me/mygroup",
            "groups": "https://t.me/one\nhttps://t.me/two",
            "quantity": "100",
        },
    ),
    Typed(
        type=_T.SUBSCRIPTIONS,
        service="1020",
        answers={
            _F.USERNAME: "@ann",
            _F.MIN: "20",
            _F.MAX: "40",
            _F.DELAY: "5",
            _F.POSTS: "3",
            _F.EXPIRY: "31.12.2030",
        },
        wants=(_F.POSTS, _F.EXPIRY),
        sent={
            "username": "ann",
            "min": "20",
            "max": "40",
            "delay": "5",
            "posts": "3",
            "expiry": "31/12/2030",
        },
    ),
    Typed(
        type=_T.WEB_TRAFFIC,
        service="9001",
        answers={
            _F.LINK: "example.com/shop?utm_source=me",
            _F.COUNTRY: "usa",
            _F.DEVICE: "5",
            _F.TYPE_OF_TRAFFIC: "1",
            _F.GOOGLE_KEYWORD: "cheap shoes",
            _F.QUANTITY: "500",
        },
        sent={
            "link": "https://example.com/shop?utm_source=me",
            "country": "US",
            "device": "5",
            "type_of_traffic": "1",
            "google_keyword": "cheap shoes",
            "quantity": "500",
        },
    ),
)

DRIP_FEED = Typed(
    type=_T.DEFAULT,
    service="1010",
    answers={_F.LINK: _POST, _F.QUANTITY: "100", _F.RUNS: "3", _F.INTERVAL: "30"},
    wants=(_F.RUNS,),
    sent={"link": _POST_SENT, "quantity": "100", "runs": "3", "interval": "30"},
)

BY_TYPE = {typed.type: typed for typed in EVERY_TYPE}
EVERY_FORM = (*EVERY_TYPE, DRIP_FEED)
EVERY_FORM_NAMES = [*(typed.type.value for typed in EVERY_TYPE), "drip-feed"]
