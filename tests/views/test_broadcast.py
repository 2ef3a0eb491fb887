"""Screens of broadcasts, with the ugliest messages, buttons, audiences and figures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.callbacks import parse
from bot.callbacks.broadcast import AskBroadcastMessage
from bot.callbacks.browse import Platforms, Shelves, ShowService
from bot.domain.audience import Audience, Ordered
from bot.domain.broadcast import (
    OVER,
    Broadcast,
    BroadcastStatus,
    LeadsTo,
    Link,
    Source,
    Standing,
    StoppedBy,
)
from bot.domain.broadcast_links import MAX_LINKS
from bot.domain.errors import Problem, ShopError
from bot.domain.platform import PLATFORMS
from bot.views import audience as audience_views
from bot.views import broadcast as views
from bot.views import broadcast_progress as progress_views
from bot.views.lang import Lang, lang
from bot.views.problems import sentence
from bot.views.screen import Screen
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW, UGLY

_S = BroadcastStatus
LINKS = tuple(
    Link(UGLY[:60], to, value)
    for to, value in (
        (LeadsTo.URL, "https://example.com/" + "a" * 1900),
        (LeadsTo.PLATFORM, "apple_music"),
        (LeadsTo.SERVICE, str(BIG)),
        (LeadsTo.ORDER, ""),
    )
)
AUDIENCES = [
    Audience(active_days=90, language="ru", ordered=ordered, what=(LONG * 2)[:60], operators=True)
    for ordered in Ordered
]
UGLIEST = Broadcast(
    id=BIG,
    status=_S.DRAFT,
    author_id=BIG,
    source=Source(chat_id=BIG, message_id=BIG, media="hologram", about=LONG[:200]),
    links=LINKS * 3,
    audience=AUDIENCES[-1],
    total=2**31 - 1,
    sent=2**30,
    unreachable=10**6,
    refused=10**6,
    unknown=10**6,
    created_at=NOW,
    started_by=BIG,
    started_at=NOW - timedelta(days=400),
    since=NOW - timedelta(days=400),
    ended_at=NOW,
    reason=LONG,
    progress_id=BIG,
)


def standing(status: BroadcastStatus, **changes: object) -> Standing:
    broadcast = replace(UGLIEST, status=status, **changes)  # type: ignore[arg-type]
    return Standing(broadcast=broadcast, reaches=10**9, ahead=BIG)


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda each: each.ordered.value)
@pytest.mark.parametrize("reaches", [0, 1, 10**9])
def test_a_draft(reader: Lang, audience: Audience, reaches: int) -> None:
    draft = replace(UGLIEST, audience=audience, links=LINKS * 3)
    shown = Standing(broadcast=draft, reaches=reaches)
    check(views.compose(reader, shown))
    check(views.ask_start(reader, shown))
    check(audience_views.audience(reader, shown, views.reach(reader, reaches)))


def test_a_plain_draft(reader: Lang) -> None:
    bare = replace(
        UGLIEST,
        source=replace(UGLIEST.source, about="", media=""),
        links=(),
        audience=Audience(),
    )
    check(views.compose(reader, Standing(broadcast=bare)))
    check(views.ask_links(reader, Standing(broadcast=bare)))


def test_questions(reader: Lang) -> None:
    wrong = sentence(reader, ShopError(Problem.BAD_LINE, line=3, text=LONG[:60]))
    check(views.ask_message(reader, 0, wrong=wrong))
    check(views.ask_message(reader, BIG))
    check(views.ask_links(reader, standing(_S.DRAFT), wrong=wrong))
    check(audience_views.ask_service(reader, BIG, wrong=wrong))
    check(audience_views.pick_platform(reader, BIG, PLATFORMS))
    check(audience_views.pick_platform(reader, BIG, ()))
    check(progress_views.ask_stop(reader, UGLIEST))


def test_the_list(reader: Lang) -> None:
    found = [replace(UGLIEST, status=status) for status in BroadcastStatus]
    check(views.broadcasts(reader, found, page=3, total=10**6))
    check(views.broadcasts(reader, [], page=0, total=0))


@pytest.mark.parametrize("status", [status for status in BroadcastStatus if status != "draft"])
@pytest.mark.parametrize("live", [True, False])
def test_how_it_goes(reader: Lang, status: BroadcastStatus, live: bool) -> None:
    check(progress_views.progress(reader, standing(status), NOW, live=live))
    fresh = standing(
        status, sent=0, unreachable=0, refused=0, unknown=0, since=None, started_at=None, total=0
    )
    check(progress_views.progress(reader, replace(fresh, ahead=None), NOW, live=live))


@pytest.mark.parametrize("status", sorted(OVER))
@pytest.mark.parametrize("why", [*StoppedBy, None])
def test_the_report(reader: Lang, status: BroadcastStatus, why: StoppedBy | None) -> None:
    check(progress_views.report(reader, replace(UGLIEST, status=status, stopped_by=why)))


def test_the_buttons_under_a_message_lead_where_they_should() -> None:
    markup = views.keyboard(LINKS)
    assert markup is not None
    url, *into_the_shop = [row[0] for row in markup.inline_keyboard]
    assert (url.url or "").startswith("https://example.com/")
    data = [str(button.callback_data) for button in into_the_shop]
    assert all(each.startswith("+") for each in data), "the message itself must stay"
    assert [parse(each) for each in data] == [
        Shelves("apple_music"),
        ShowService(BIG),
        Platforms(),
    ]
    assert views.keyboard(()) is None


def labels(screen: Screen) -> list[str]:
    return [button.text for row in screen.rows for button in row]


def test_what_reaches_nobody_cannot_be_sent() -> None:
    english = lang("en")
    assert not any(
        "Send it" in label for label in labels(views.compose(english, Standing(broadcast=UGLIEST)))
    )
    assert any("Send it" in label for label in labels(views.compose(english, standing(_S.DRAFT))))


def test_order_is_offered_once_and_not_beyond_the_limit() -> None:
    english = lang("en")

    def offered(*links: Link) -> bool:
        shown = standing(_S.DRAFT, links=links)
        return any("Order" in label for label in labels(views.ask_links(english, shown)))

    url = Link("A", LeadsTo.URL, "https://example.com")
    assert offered()
    assert offered(url)
    assert not offered(Link("Go", LeadsTo.ORDER))
    assert not offered(*[url] * MAX_LINKS)


def test_a_new_broadcast_is_one_tap_away() -> None:
    screen = views.broadcasts(lang("en"), [], page=0, total=0)
    assert parse(str(screen.rows[0][0].callback_data)) == AskBroadcastMessage()
