"""Orders that are there to be looked at: Ann's own, what goes on now, is stuck, in doubt, or went to a stand-in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.demo.history import sketches
from bot.demo.history.cast import Customer
from bot.demo.history.lives import Going, Life
from bot.demo.history.market import PRIME, THRIFT
from bot.demo.history.sketches import Shelves, Sketch
from bot.domain.form import Field, Value
from bot.domain.order import OrderStatus
from bot.domain.service import Listing
from bot.sandbox.panel import Fate

_S = OrderStatus
_BROKE = timedelta(days=9, hours=2)
"""How long ago the first panel's account was empty; it was so for as long as `_UNTIL_PAID`."""

_UNTIL_PAID = timedelta(hours=1, minutes=40)
_TAKEN_OVER = 5
_IN_PART = 3
_GOING = (
    ("4010", 100, 18), ("1010", 170, 35), ("2020", 260, 60), ("2011", 420, 95), ("4020", 640, 140),
    ("1004", 960, 200), ("2021", 1500, 280), ("3001", 2400, 420),
)  # fmt: skip
"""On their way now: the service, how many seconds ago it was ordered, and in how many it is over."""

_ALL_OF_IT = (
    "Love this!",
    "So good 😍",
    "Where can I get it?",
    "🔥🔥🔥",
    "Saved it for later",
    "This made my day",
)
_POST, _PROFILE = "https://instagram.com/p/C9xBread{n}", "https://instagram.com/ann.bakes"
_VIDEO = "https://tiktok.com/@ann.bakes/video/74{n}0018822"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """`live`: Ann's newest, made a moment ago. `moved`: taken over by a stand-in. `others`: whatever else is set by hand.

    `asked_about` is Ann's, `settled` another customer's; both were asked about.
    """

    live: Sketch
    stuck: Sketch
    doubtful: Sketch
    asked_about: Sketch
    settled: Sketch
    moved: tuple[Sketch, ...]
    others: tuple[Sketch, ...]

    @property
    def all(self) -> tuple[Sketch, ...]:
        named = (self.asked_about, self.settled, self.stuck, self.doubtful, self.live)
        return (*self.others, *self.moved, *named)


@dataclass(frozen=True, slots=True)
class _Shop:
    """What was sold when."""

    dice: Random
    now: datetime
    shelves: Shelves

    def listing(self, panel: str, service_id: str, at: datetime) -> Listing:
        return sketches.shelf_at(self.shelves, at).listings[panel, service_id]

    def sketch(
        self,
        who: Customer,
        service_id: str,
        ago: timedelta,
        answers: Mapping[Field, Value],
        life: Life | Going,
    ) -> Sketch:
        at = self.now - ago
        listing = self.listing(PRIME, service_id, at)
        return Sketch(user_id=who.id, listing=listing, answers=answers, at=at, life=life)


def scenes(
    dice: Random, now: datetime, ann: Customer, people: list[Customer], shelves: Shelves
) -> Scenes:
    shop = _Shop(dice, now, shelves)
    named = {each.username: each for each in people}
    return Scenes(
        live=_live(shop, ann),
        stuck=_stuck(shop, named["luciafit"]),
        doubtful=_doubtful(shop, named["mehmetk"]),
        asked_about=_done(
            shop, ann, "1002", 21, {Field.LINK: _PROFILE, Field.QUANTITY: 2_000}, hours=19
        ),
        settled=_done(
            shop,
            named["dm_media"],
            "4010",
            5.5,
            {Field.LINK: "https://t.me/dm_media/187940", Field.QUANTITY: 20_000},
            hours=2,
        ),
        moved=tuple(_moved(shop, people)),
        others=(*_of_ann(shop, ann), *_on_their_way(shop, people), *_long_ones(shop, named)),
    )


def broke(now: datetime) -> tuple[datetime, datetime]:
    """From when until when the first panel's account was empty."""
    return now - _BROKE, now - _BROKE + _UNTIL_PAID


def _live(shop: _Shop, ann: Customer) -> Sketch:
    ago = timedelta(seconds=38)
    answers: dict[Field, Value] = {Field.LINK: _PROFILE, Field.QUANTITY: 5_000}
    going = Going(
        sent=shop.now - ago,
        share=0.12,
        left=timedelta(seconds=150),
        heard=timedelta(seconds=1),
        moved=timedelta(seconds=1),
    )
    return shop.sketch(ann, "1002", ago, answers, going)


def _stuck(shop: _Shop, who: Customer) -> Sketch:
    """It came some of the way, days ago."""
    ago = timedelta(days=2, hours=6)
    answers: dict[Field, Value] = {
        Field.LINK: "https://instagram.com/lucia.fit",
        Field.QUANTITY: 3_000,
    }
    going = Going(
        sent=shop.now - ago,
        share=0.4,
        left=timedelta(days=1),
        fate=Fate.STALL,
        heard=timedelta(minutes=50),
        moved=ago - timedelta(hours=1),
    )
    return shop.sketch(who, "1002", ago, answers, going)


def _doubtful(shop: _Shop, who: Customer) -> Sketch:
    """The panel has it, and said so beside an error."""
    ago = timedelta(minutes=47)
    answers: dict[Field, Value] = {
        Field.LINK: "https://tiktok.com/@ustamehmet/video/7412009731",
        Field.QUANTITY: 200_000,
    }
    going = Going(sent=shop.now - ago, share=0.3, left=timedelta(minutes=4))
    return replace(shop.sketch(who, "2001", ago, answers, going), doubtful=True)


def _moved(shop: _Shop, people: list[Customer]) -> Iterator[Sketch]:
    """Likes that the second panel delivered while the first had no money."""
    since, until = broke(shop.now)
    there = [each for each in people if "instagram" in each.platforms and each.joined < since]
    for place, who in enumerate(there[:_TAKEN_OVER]):
        at = since + (until - since) * (place + 1) / (_TAKEN_OVER + 1)
        likes = shop.listing(PRIME, "1010", at)
        taker = shop.listing(THRIFT, "51", at)
        made = sketches.order(shop.dice, who, likes, at, shop.now)
        life = Life(
            status=_S.COMPLETED,
            sent=at + timedelta(seconds=3),
            begun=at + timedelta(minutes=4),
            ended=at + timedelta(minutes=30 + 9 * place),
        )
        yield replace(made, taker=taker, life=life)


def _on_their_way(shop: _Shop, people: list[Customer]) -> Iterator[Sketch]:
    """All but the first have begun; one will come in part only."""
    members = [each for each in people if each.zeal and each.reachable and not each.blocked]
    for place, (service_id, ago, left) in enumerate(_GOING):
        at = shop.now - timedelta(seconds=ago)
        listing = shop.listing(PRIME, service_id, at)
        who = next(each for each in members[place:] if listing.platform in each.platforms)
        made = sketches.order(shop.dice, who, listing, at, shop.now)
        going = Going(
            sent=at + timedelta(seconds=2),
            share=0.15 + 0.08 * place,
            left=timedelta(seconds=left),
            begun=place > 0,
            fate=Fate.PARTIAL if place == _IN_PART else Fate.COMPLETE,
        )
        yield replace(made, life=going)


def _long_ones(shop: _Shop, named: Mapping[str, Customer]) -> Iterator[Sketch]:
    """A subscription that likes every new post, and a drip-feed between two runs."""
    ago = timedelta(days=2)
    answers: dict[Field, Value] = {
        Field.USERNAME: "vintage.chloe", Field.MIN: 100, Field.MAX: 200, Field.DELAY: 5, Field.POSTS: 12,
    }  # fmt: skip
    going = Going(sent=shop.now - ago, share=0.3, left=timedelta(minutes=20), moved=ago / 3)
    yield shop.sketch(named["chloe_vtg"], "1020", ago, answers, going)
    ago = timedelta(hours=1)
    answers = {
        Field.LINK: "https://t.me/dm_media/188201", Field.QUANTITY: 10_000, Field.RUNS: 4, Field.INTERVAL: 30,
    }  # fmt: skip
    going = Going(sent=shop.now - ago, share=0.3, left=timedelta(minutes=6))
    yield shop.sketch(named["dm_media"], "4010", ago, answers, going)


def _of_ann(shop: _Shop, ann: Customer) -> Iterator[Sketch]:
    post, video = {Field.LINK: _POST.format(n=7)}, {Field.LINK: _VIDEO.format(n=3)}
    yield _done(shop, ann, "1012", 26, {**post, Field.QUANTITY: 50}, hours=1)
    yield _done(shop, ann, "1010", 25, {**post, Field.QUANTITY: 1_000}, hours=1)
    yield _done(shop, ann, "1030", 17, {**post, Field.COMMENTS: _ALL_OF_IT}, hours=5)
    yield _done(shop, ann, "2001", 14, {**video, Field.QUANTITY: 20_000}, hours=2)
    yield _ended(shop, ann, "1010", 11, {**post, Field.QUANTITY: 3_000}, _S.PARTIAL, 2_140)
    yield _ended(shop, ann, "2010", 9, {**video, Field.QUANTITY: 500}, _S.CANCELED, 0)
    yield _refused(shop, ann, 6)
    yield _done(shop, ann, "1003", 3, {Field.LINK: _PROFILE, Field.QUANTITY: 500}, hours=14)
    yield _done(shop, ann, "2002", 1, {**video, Field.QUANTITY: 8_000}, hours=3)
    yield _done(
        shop, ann, "1010", 0.09, {Field.LINK: _POST.format(n=12), Field.QUANTITY: 2_000}, hours=1
    )


def _done(
    shop: _Shop,
    who: Customer,
    service_id: str,
    days: float,
    answers: Mapping[Field, Value],
    *,
    hours: float,
) -> Sketch:
    made = _ended(shop, who, service_id, days, answers, _S.COMPLETED, None)
    life = made.life
    if isinstance(life, Life):
        life = replace(life, ended=life.sent + timedelta(hours=hours))
    return replace(made, life=life)


def _ended(  # noqa: PLR0917 - an order in a line
    shop: _Shop,
    who: Customer,
    service_id: str,
    days: float,
    answers: Mapping[Field, Value],
    status: OrderStatus,
    delivered: int | None,
) -> Sketch:
    ago = timedelta(days=days)
    sent = shop.now - ago + timedelta(seconds=2)
    life = Life(
        status=status,
        sent=sent,
        begun=None if delivered == 0 else sent + timedelta(minutes=6),
        ended=sent + timedelta(hours=6),
        delivered=delivered,
    )
    return shop.sketch(who, service_id, ago, answers, life)


def _refused(shop: _Shop, ann: Customer, days: float) -> Sketch:
    """Two orders for one profile don't go together at this service."""
    ago = timedelta(days=days)
    sent = shop.now - ago + timedelta(seconds=2)
    life = Life(
        status=_S.REJECTED,
        sent=sent,
        ended=sent + timedelta(seconds=1),
        reason="You have active order with this link. Please wait until order being completed.",
    )
    return shop.sketch(ann, "1002", ago, {Field.LINK: _PROFILE, Field.QUANTITY: 1_000}, life)
