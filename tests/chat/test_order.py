"""An order from the first tap to the news that it is done."""

from bot.context import Shop
from bot.sandbox.telegram.people import Person
from tests.chat.conftest import World


async def test_a_customer_orders_by_taps_and_hears_that_it_is_done(
    world: World, ann: Person
) -> None:
    ann.tap("New order")
    await world.settled()
    ann.tap("Instagram")
    await world.settled()
    print(ann)
    print(ann.buttons())
    assert 0
