"""The worst that panels and people send, in every place where it can come to be shown."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.domain.draft import Draft, Terms
from bot.domain.evidence import Attempt, Case
from bot.domain.form import FORMS, Answers, Field, Value
from bot.domain.order import Order, OrderStatus
from bot.domain.refill import Cancellation, CancellationStatus, Refill, RefillStatus
from bot.domain.service import Listing, Service, ServiceType

NOW = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
BIG = 2**63 - 1
UGLY = "<b>&amp;{0}%s 👩‍👩‍👧‍👦🇧🇷\u202ereversed\u202c ] } \x00\ud83d"
LONG = (UGLY + " very long ") * 30


def service(kind: ServiceType | None = ServiceType.DEFAULT) -> Service:
    return Service(
        id=LONG,
        name=LONG,
        category=LONG,
        type=kind,
        type_name=LONG,
        rate=Decimal("9876543.210000001"),
        min=1,
        max=2_147_483_647,
        dripfeed=True,
        refill=True,
        cancel=True,
        description=LONG * 20,
        average_minutes=100_000,
        network=LONG,
    )


def listing(kind: ServiceType | None = ServiceType.DEFAULT) -> Listing:
    return Listing(key=BIG, panel="p" * 32, platform="other", service=service(kind), currency="<X>")


_URL = "https://example.com/" + "a" * 1900
_LIST = (LONG,) * 10_000
_VALUES: dict[Field, Value] = {
    **dict.fromkeys((Field.COMMENTS, Field.USERNAMES, Field.HASHTAGS), _LIST),
    **dict.fromkeys((Field.KEYWORDS, Field.GROUPS), _LIST),
    **dict.fromkeys((Field.LINK, Field.MEDIA, Field.REFERRING_URL), _URL),
    **dict.fromkeys((Field.HASHTAG, Field.USERNAME, Field.GOOGLE_KEYWORD), LONG[:200]),
    **dict.fromkeys((Field.DEVICE, Field.TYPE_OF_TRAFFIC), 1),
    Field.EXPIRY: "31/12/2030",
    Field.COUNTRY: "US",
}


def value(field: Field) -> Value:
    return _VALUES.get(field, 2_147_483_647)


def answers(kind: ServiceType) -> Answers:
    form = FORMS[kind]
    return {field: value(field) for field in (*form.required, *form.optional)}


def draft(kind: ServiceType) -> Draft:
    return Draft(
        id=BIG,
        user_id=BIG,
        listing_key=BIG,
        seen=Terms(Decimal(1), 1, 2, kind),
        answers=answers(kind),
        wanted=frozenset(FORMS[kind].optional),
        updated_at=NOW,
    )


def order(kind: ServiceType, status: OrderStatus) -> Order:
    return Order(
        id=BIG,
        user_id=BIG,
        panel="p" * 32,
        listing_key=BIG,
        service_id=LONG,
        service_name=LONG,
        service_type=kind,
        platform="other",
        fields=answers(kind),
        units=2_147_483_647,
        cost=Decimal("9876543.21"),
        currency="<X>",
        status=status,
        reason=LONG,
        waits=True,
        panel_order_id=LONG,
        charge=Decimal("9876543.21"),
        start_count=BIG,
        remains=12345,
        children=(LONG,) * 1000,
        refill=True,
        cancel=True,
        created_at=NOW - timedelta(days=400),
        submitted_at=NOW,
        finished_at=NOW,
    )


def attempt() -> Attempt:
    return Attempt(
        id=1,
        order_id=BIG,
        panel="p" * 32,
        service_id=LONG,
        epoch=1,
        started_at=NOW,
        ended_at=NOW,
        outcome=LONG,
        http_status=500,
        answer=LONG,
        balance_before=Decimal(1),
        balance_after=Decimal(2),
        hinted_order_id=LONG,
    )


def case(kind: ServiceType) -> Case:
    return Case(
        order=order(kind, OrderStatus.UNCONFIRMED),
        attempt=attempt(),
        hints=(LONG, "23501"),
        unlocks_in=timedelta(minutes=7),
    )


def refill(status: RefillStatus) -> Refill:
    return Refill(
        id=BIG, order_id=BIG, user_id=BIG, panel="p", status=status, reason=LONG, created_at=NOW
    )


def cancellation(status: CancellationStatus) -> Cancellation:
    return Cancellation(
        id=BIG, order_id=BIG, user_id=BIG, panel="p", status=status, reason=LONG, created_at=NOW
    )
