"""The bot is stopped, or killed, in the middle of things, and goes on where it was."""

import signal

import pytest

from tests.process.conftest import World
from tests.process.processes import until

LINK = "https://instagram.com/p/Abc123/"


@pytest.mark.parametrize(
    ("number", "log_format"), [(signal.SIGTERM, "text"), (signal.SIGKILL, "json")]
)
def test_an_order_is_placed_and_completed_across_two_restarts(
    world: World, number: signal.Signals, log_format: str
) -> None:
    """One in the middle of the form, one while the order runs; its owner hears once that it is done."""
    world.log_format = log_format
    bot = world.quick()
    olga = world.operator()
    ann = world.customer(olga)
    ann.begin_order(LINK)
    quiet(world)
    assert bot.stop(number) == (0 if number is signal.SIGTERM else -signal.SIGKILL)

    bot = world.quick()
    world.panel.post("/sim/panel/services/1010", {"fate": "stall"})
    ann.end_order()
    until(world.orders)
    (order,) = world.orders()
    world.panel.post(f"/sim/panel/orders/{order['id']}", {"status": "In progress", "remains": 40})
    ann.sees("in progress")
    quiet(world)
    bot.stop(number)

    bot = world.quick()
    world.panel.post(f"/sim/panel/orders/{order['id']}", {"status": "Completed"})
    ann.sees("is done")
    olga.sees("is done")
    quiet(world)
    assert bot.stop() == 0
    assert (ann.told("is done"), ann.told("completed")) == (1, 1)
    assert (world.adds(), len(world.orders())) == (1, 1)
    assert order["fields"]["link"] == LINK


def quiet(world: World) -> None:
    """Waits until nothing more is to be told, so that a kill hits no message on its way."""
    until(lambda: not world.rows("SELECT 1 FROM outbox WHERE status IN ('due', 'claimed')"))
