"""The demo, as somebody finds it who starts it for the first time: a month of a shop, which goes on from there in peace."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.demo import Demo, playing
from bot.demo.history.cast import ANN, MAX, OLGA
from bot.demo.history.market import PRIME
from bot.sandbox.telegram import Group

SPEED = 20


@pytest_asyncio.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with playing(port=0, data=tmp_path, speed=SPEED) as demo:
        yield demo


def rows(demo: Demo, query: str) -> list[tuple[Any, ...]]:
    """Asks the books, from outside."""
    with closing(sqlite3.connect(f"file:{demo.world.books}?mode=ro", uri=True)) as books:
        return books.execute(query).fetchall()


def room(demo: Demo) -> Group:
    (group,) = demo.world.telegram.groups.values()
    return group


def told(group: Group, topic: str) -> list[str]:
    """What stands in a topic."""
    (thread,) = (each.id for each in group.topics.by_id.values() if each.name == topic)
    messages = group.messages.values()
    return [each.text for each in messages if each.thread_id == thread and not each.service]


async def test_people_and_what_they_said_are_there(demo: Demo) -> None:
    assert rows(demo, "SELECT count(*) FROM users WHERE member")[0][0] > 38
    assert rows(demo, "SELECT count(*) FROM users WHERE blocked") == [(1,)]
    assert rows(demo, "SELECT count(*) FROM users WHERE NOT reachable") == [(3,)]
    assert rows(demo, "SELECT user_id FROM staff ORDER BY user_id") == [(OLGA,), (MAX,)]
    assert rows(demo, "SELECT status FROM tickets ORDER BY id") == [
        ("closed",), ("answered",), ("open",),
    ]  # fmt: skip
    assert rows(demo, "SELECT status FROM broadcasts ORDER BY id") == [("done",), ("draft",)]
    sent = rows(demo, "SELECT count(*) FROM broadcast_recipients WHERE status = 'sent'")[0][0]
    phones = demo.world.telegram.people.values()
    assert sum("Two for one" in str(phone) for phone in phones) == sent + 1  # and who wrote it
    ann = demo.world.telegram.people[ANN]
    assert "Answer to your question #2" in str(ann)
    assert ann.last.text.startswith("Order #")


async def test_operators_have_a_room_with_news_and_a_log_in_the_order_of_time(demo: Demo) -> None:
    group = room(demo)
    assert set(group.members) == {OLGA, MAX}
    assert len(told(group, "Orders")) > 3
    assert any("Was order #" in text for text in told(group, "Orders"))
    assert any("The balance at prime is low" in text for text in told(group, "Alerts"))
    assert any("It stopped at 1,200 of 3,000" in text for text in told(group, "Support"))
    assert any("Broadcast #1" in text for text in told(group, "Reports"))
    times = [at for (at,) in rows(demo, "SELECT at FROM journal ORDER BY id")]
    assert times == sorted(times)
    assert len(times) > 60


async def test_the_catalogue_has_news_and_decisions(demo: Demo) -> None:
    kinds = rows(demo, "SELECT DISTINCT kind FROM catalogue_changes")
    assert {kind for (kind,) in kinds} == {"new", "gone", "dearer", "cheaper", "limits"}
    assert rows(demo, "SELECT count(*) FROM service_rules WHERE hidden")[0][0] == 3
    assert rows(demo, "SELECT count(*) FROM service_rules WHERE pinned")[0][0] == 1
    assert rows(demo, "SELECT count(*) FROM stand_ins")[0][0] == 2
    assert rows(demo, "SELECT type_name FROM services WHERE unorderable = 'unknown_type'") == [
        ("Event Quiz",)
    ]


async def test_what_goes_on_ends_and_nobody_is_alarmed(demo: Demo) -> None:
    alerts = told(room(demo), "Alerts")
    ((number,),) = rows(demo, f"SELECT max(id) FROM orders WHERE user_id = {ANN}")  # noqa: S608
    await demo.world.telegram.people[ANN].until(
        lambda chat: any(f"Order #{number} is done" in message.text for message in chat)
    )
    await demo.world.telegram.handled()
    assert told(room(demo), "Alerts") == alerts
    assert rows(demo, "SELECT kind, subject FROM alerts") == []
    assert rows(demo, "SELECT key FROM outbox WHERE status = 'dead'") == []
    assert rows(demo, "SELECT count(*) FROM incidents") == [(1,)]
    ended = rows(
        demo,
        "SELECT panel, panel_order_id, charge FROM orders WHERE panel_order_id IS NOT NULL "
        "AND charge IS NOT NULL AND finished_at IS NOT NULL",
    )
    for panel, at_panel, charge in ended:
        order = demo.world.panels[panel].order(at_panel)
        assert order is not None
        assert order.state.final
        assert charge == order.state.charge * 1_000_000


async def test_the_owner_finds_the_order_in_doubt_and_it_goes_on(demo: Demo) -> None:
    olga = demo.world.telegram.people[OLGA]
    ((number,),) = rows(demo, "SELECT id FROM orders WHERE status = 'unconfirmed'")
    ((hint,),) = rows(demo, "SELECT hinted_order_id FROM attempts WHERE hinted_order_id NOT NULL")
    assert demo.world.panels[PRIME].order(hint) is not None
    olga.send("/unconfirmed")
    await olga.until(lambda chat: "Orders to decide" in chat[-1].text)
    olga.tap(f"#{number} ·")
    await olga.until(lambda chat: "Was order" in chat[-1].text)
    olga.tap(f"It is order {hint}")
    await olga.until(lambda chat: "is the panel's" in chat[-1].text)
    ((status, at_panel),) = rows(
        demo,
        f"SELECT status, panel_order_id FROM orders WHERE id = {number}",  # noqa: S608
    )
    assert at_panel == hint
    assert status != "unconfirmed"
