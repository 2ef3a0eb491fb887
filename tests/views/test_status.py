"""How things are, with the ugliest that can be told of them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.domain.status import Books, Incident, PanelStatus, Queue, Running, Status, Waiting
from bot.panel import Capability
from bot.views import status
from bot.views.lang import Lang, lang
from tests.views.checks import check
from tests.views.worst import BIG, LONG, NOW

EN = lang("en")
PANEL = PanelStatus(
    name="main",
    exchanges=120,
    failures=3,
    median=timedelta(milliseconds=412),
    most=timedelta(seconds=1.5),
    answering=True,
    lacking=(),
    balance=Decimal("12.5"),
    currency="USD",
    balance_at=NOW - timedelta(minutes=5),
    synced_at=NOW - timedelta(minutes=20),
)
QUIET = Status(
    now=NOW,
    running=Running(
        bot="1.2.3",
        python="3.11.7",
        telegram="22.8",
        since=NOW - timedelta(days=3, hours=4),
        lag=timedelta(milliseconds=2, microseconds=700),
        memory=109_400_000,
    ),
    books=Books(engine="SQLite", version="3.40.1", step="0004", size=12_340_000),
    panels=(PANEL,),
    queues=dict.fromkeys(Queue, Waiting()),
    incidents=(),
)
INCIDENT = Incident(
    number=BIG, at=NOW, place=LONG, error=LONG, trace=LONG * 5, times=BIG, first=NOW
)
WORST_PANEL = replace(
    PANEL,
    name="<" * 32,
    exchanges=BIG,
    failures=BIG,
    lacking=(*Capability, LONG[:60]),
    balance=Decimal("9876543.21"),
    currency="<X>",
)


def test_the_worst_can_be_told(reader: Lang) -> None:
    worst = replace(
        QUIET,
        running=replace(QUIET.running, bot=LONG[:40], since=NOW + timedelta(days=1), memory=BIG),
        books=Books(engine="PostgreSQL", version=LONG, step=LONG, size=BIG),
        panels=(WORST_PANEL,) * 20,
        queues=dict.fromkeys(Queue, Waiting(BIG, NOW - timedelta(days=9999))),
        incidents=(INCIDENT,) * 5,
    )
    check(status.status(reader, worst))
    check(status.incident(reader, INCIDENT, NOW))
    check(status.incident(reader, replace(INCIDENT, trace="", error="E", times=1), NOW))


def test_every_capability_has_its_words(reader: Lang) -> None:
    shown = status.status(reader, replace(QUIET, panels=(replace(PANEL, lacking=(*Capability,)),)))
    for capability in Capability:
        if "_" in capability.value:
            assert capability.value not in shown.text


def test_a_quiet_shop_in_words() -> None:
    text = status.status(EN, QUIET).text
    assert "Bot 1.2.3, Python 3.11.7, python-telegram-bot 22.8" in text
    assert "SQLite 3.40.1, step 0004, 12.3 MB" in text
    assert "At work for 3\u00a0days 4\u00a0hr, since Dec 29, 23:04 UTC" in text
    assert "Memory: 109.4 MB" in text
    assert "Delay inside the bot: 2 ms" in text
    assert "✅ <b>main</b>: answers in 412 ms, 95 of 100 within 1,500 ms" in text
    assert "Asked 120 times in the last hour, without an answer 3 (2%)" in text
    assert "Balance: $12.50, read 5 minutes ago" in text
    assert "Services: read 20 minutes ago" in text
    assert "Nothing waits." in text
    assert "errors" not in text


def test_what_is_not_known_is_said() -> None:
    unknown = replace(
        PANEL,
        exchanges=0,
        failures=0,
        median=None,
        most=None,
        answering=None,
        balance=None,
        balance_at=None,
        synced_at=None,
    )
    down = replace(unknown, name="spare", exchanges=7, failures=7, answering=False)
    running = replace(QUIET.running, memory=None)
    text = status.status(EN, replace(QUIET, panels=(unknown, down), running=running)).text
    assert "⚪️ <b>main</b>: not asked in the last hour" in text
    assert "❌ <b>spare</b>: no answer in the last hour" in text
    assert "without an answer 7 (100%)" in text
    assert "Balance: never read" in text
    assert "Services: never read" in text
    assert "Memory" not in text


def test_what_waits_and_how_long() -> None:
    queues = QUIET.queues | {Queue.TO_SEND: Waiting(3, NOW - timedelta(minutes=12))}
    text = status.status(EN, replace(QUIET, queues=queues)).text
    assert "Orders to send: 3 (the oldest for 12\u00a0min)" in text
    assert "Messages" not in text
