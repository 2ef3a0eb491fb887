"""What is in flight when the bot is told to stop, or is killed."""

import re
import signal
from functools import partial

import pytest

from tests.process.conftest import ANN, AT_WORK, World
from tests.process.people import Person
from tests.process.processes import until

LINK = "https://instagram.com/p/Abc{}/"
STOPS, CROWD, STEPS = 20, 8, 1
WAY = ("Instagram ·", "Instagram Likes", "2 · $", "Order this")
UNTOLD = (
    "FROM orders WHERE finished_at IS NULL "
    "UNION ALL SELECT 1 FROM outbox WHERE status IN ('due', 'claimed')"
)


def confirmed(world: World) -> tuple[Person, Person]:
    """Olga, and Ann, whose order is just being sent to the panel."""
    olga = world.operator()
    ann = world.customer(olga)
    ann.begin_order(LINK.format(1))
    ann.end_order()
    until(lambda: world.adds() == 1)
    return olga, ann


def status(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT status FROM orders ORDER BY id")]


def test_an_order_that_is_being_sent_is_placed_before_the_bot_stops(world: World) -> None:
    bot = world.run()
    world.fault("latency", seconds=1.5)
    olga, ann = confirmed(world)
    assert bot.stop() == 0
    assert status(world) == ["pending"]
    assert (world.adds(), len(world.orders())) == (1, 1)
    ann.sees("placed, will start")
    assert olga.told("placed?") == 0


def test_an_order_that_was_being_sent_when_the_bot_was_killed_is_for_operators(
    world: World,
) -> None:
    bot = world.run()
    world.fault("hang_after")
    olga, ann = confirmed(world)
    bot.stop(signal.SIGKILL)
    world.panel.post("/sim/panel/faults/clear")
    bot = world.quick()
    olga.sees("Was order #1 placed?")
    ann.sees("being checked")
    assert status(world) == ["unconfirmed"]
    assert bot.stop() == 0
    assert (world.adds(), len(world.orders())) == (1, 1)


def test_a_second_signal_stops_at_once(world: World) -> None:
    bot = world.run()
    world.fault("hang")
    confirmed(world)
    bot.tell(signal.SIGTERM)
    bot.said("Stopping")
    assert bot.stop() == 1
    world.panel.post("/sim/panel/faults/clear")
    assert status(world) == ["submitting"]
    assert world.orders() == []


@pytest.mark.timeout(150)
def test_twenty_stops_while_people_order_lose_nothing_and_double_nothing(world: World) -> None:
    """Whoever ordered has one order at the panel and hears of its end once; nothing is unconfirmed."""
    bot = world.quick()
    olga = world.operator()
    crowd = [Shopper(world.customer(olga, ANN + number), number) for number in range(CROWD)]
    for _ in range(STOPS):
        bot.said(AT_WORK)
        for shopper in crowd:
            shopper.go_on()
        assert bot.stop() == 0
        bot = world.quick()
    for shopper in crowd:
        while shopper.step:
            shopper.act()
    confirmed = sorted(link for shopper in crowd for link in shopper.confirmed)

    def all_over() -> bool:
        return len(status(world)) == len(confirmed) and not world.rows(f"SELECT 1 {UNTOLD}")

    until(all_over, lambda: f"the end of {len(confirmed)} orders: {status(world)}")
    assert bot.stop() == 0
    assert sorted(order["fields"]["link"] for order in world.orders()) == confirmed
    assert world.adds() == len(confirmed)
    assert world.rows("SELECT id FROM attempts WHERE outcome <> 'placed'") == []
    news = sorted(found for shopper in crowd for found in shopper.news())
    assert news == sorted(row[0] for row in world.rows("SELECT id FROM orders"))


class Shopper:
    """Places one order after another, a few steps at a time; everyone is at another step."""

    def __init__(self, person: Person, number: int) -> None:
        self.person = person
        self.number = number
        self.step = 0
        self.confirmed: list[str] = []
        for _ in range(number):
            self.act()

    def go_on(self) -> None:
        """The last step is still unanswered when this returns."""
        for _ in range(STEPS):
            self.act()

    def act(self) -> None:
        link = LINK.format(f"{self.number}x{len(self.confirmed)}")
        steps = (
            partial(self.person.write, "/new"),
            *(partial(self.person.tap, label) for label in WAY),
            partial(self.person.write, link),
            partial(self.person.write, "100"),
            partial(self.person.tap, "Confirm"),
        )
        steps[self.step]()
        self.step = (self.step + 1) % len(steps)
        if self.step == 0:
            self.confirmed.append(link)

    def news(self) -> list[int]:
        """The numbers of the orders that they were told the end of; cards aren't news."""
        found = (re.match(r"Order #(\d+) [^·]", text) for text in self.person.texts)
        return [int(each[1]) for each in found if each]
