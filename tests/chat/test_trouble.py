"""Trouble at the panel: orders wait, customers aren't bothered with what they can't mend, operators hear of it once."""

from decimal import Decimal

from bot.app import Bot
from bot.jobs import check_balance
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, REFILLABLE, order, placed
from tests.chat.talk import Guest


async def test_an_order_waits_for_a_panel_that_is_down_and_is_placed_once(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.faults.add("*", "status_500_before", times=None)
    card = await order(ann)
    await ann.until(lambda: "takes no orders" in card.text)
    assert ann.has_button("Cancel order", card)
    await olga.hears("main doesn't answer")
    assert world.sent == []
    world.panel.faults.clear()
    world.later(seconds=2)
    await ann.hears("Order #1", "is done")
    await ann.until(lambda: "takes no orders" not in card.text)
    await olga.hears("main answers again")
    assert len(world.sent) == 1
    assert olga.count("main doesn't answer") == 1


async def test_a_panel_without_funds_is_the_operators_business(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    world.panel.set_balance(Decimal("0.01"))
    card = await order(ann)
    await ann.until(lambda: "takes no orders" in card.text)
    await order(ann, link="https://instagram.com/p/Second")
    await olga.hears("main has no funds")
    world.later(seconds=5)
    await world.until(lambda: world.asked("add") >= 2)
    assert olga.count("main has no funds") == 1
    assert not ann.sees("funds")
    assert not ann.sees("balance")
    world.panel.set_balance(Decimal(100))
    await check_balance(shop.shop.desk, "main")
    await ann.hears("Order #1", "is done")
    await ann.hears("Order #2", "is done")
    await olga.hears("main has funds again")
    assert len(world.orders) == 2


async def test_a_refused_key_is_the_operators_business(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.faults.add("*", "wrong_key", times=None)
    card = await order(ann)
    await ann.until(lambda: "takes no orders" in card.text)
    await olga.hears("main refuses our key")
    assert not ann.sees("key")
    world.panel.faults.clear()
    world.later(seconds=5)
    await ann.hears("is done")
    await olga.hears("main takes our key again")


async def test_what_a_customer_can_mend_is_told_in_the_panels_words(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(REFILLABLE, "stall")
    await placed(ann, REFILLABLE)
    sentence = "You have an active order with this link. Please wait until the order is completed."
    world.panel.faults.add("add", "unknown_error", value=sentence)
    card = await order(ann, REFILLABLE)
    news = await ann.hears("Order #2", "wasn't placed", sentence)
    await ann.until(lambda: "not placed" in card.text and sentence in card.text)
    await ann.taps("Order again", message=news)
    assert ann.has_button("Confirm", ann.find("Check your order"))
    assert not olga.sees("refused order")


async def test_an_error_in_words_nobody_knows_is_no_order_if_no_money_moved(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.faults.add("add", "unknown_error", value="Our robots are asleep")
    await order(ann)
    await ann.hears("Order #1", "nothing is charged")
    assert not ann.sees("robots")
    await olga.hears("refused order #1", "robots are asleep")


async def test_a_catalogue_that_cannot_be_read_is_told_once_and_when_it_is_over(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.faults.add("services", "wrong_key", times=None)
    for _ in range(3):
        await world.read_catalogue()
    await olga.hears("services of main can't be read")
    await ann.says("/new")
    assert ann.has_button("Instagram")
    await olga.says("/services")
    await olga.taps("Sync now")
    assert "couldn't be read" in olga.text
    assert olga.count("services of main can't be read") == 1
    world.panel.faults.clear()
    await olga.taps("Sync now")
    await olga.hears("services of main can be read again")


async def test_a_status_nobody_knows_changes_nothing(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.until(lambda: "in progress" in card.text)
    fault = world.panel.faults.add(
        "status", "answer", times=3, value={"23501": {"status": "Beamed up"}}
    )
    await fault.began.wait()
    world.panel.set_status(world.orders[0].id, "Completed")
    world.later(seconds=2)
    await ann.hears("is done")


async def test_a_low_balance_is_told_once_and_when_it_is_over(world: World) -> None:
    world.settings = world.settings.model_copy(update={"low_balance": Decimal(5)})
    async with world.bot() as bot:
        olga = await world.operator()
        world.panel.set_balance(Decimal(1))
        for _ in range(3):
            await check_balance(bot.shop.desk, "main")
        await olga.hears("balance at main is low", "$1.00")
        world.panel.set_balance(Decimal(50))
        await check_balance(bot.shop.desk, "main")
        await olga.hears("balance at main is fine again")
        assert olga.count("is low") == 1
        await olga.says("/balance")
        assert "$50.00" in olga.text
