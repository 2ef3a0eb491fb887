"""My orders: the list, its pages and filters, an order's card, and ordering again."""

from decimal import Decimal

from bot.callbacks import pack
from bot.callbacks.form import Repeat
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, LINK, REFILLABLE, order, placed, to_confirm
from tests.chat.talk import Guest


async def test_an_empty_list_leads_to_a_first_order(ann: Guest) -> None:
    await ann.says("/orders")
    assert "My orders" in ann.text
    await ann.taps("New order")
    assert "platform" in ann.text


async def test_orders_are_paged_the_newest_first(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    await order(ann, quantity=10)
    for _ in range(7):
        await ann.forges(pack(Repeat(1), fresh=True))
        await ann.taps("Confirm")
    await ann.says("/orders")
    screen = ann.last
    assert [n for n in range(1, 9) if f"#{n} " in screen.text] == [3, 4, 5, 6, 7, 8]
    assert screen.text.index("#8") < screen.text.index("#3")
    await ann.taps("›", message=screen)
    assert [n for n in range(1, 9) if f"#{n} " in screen.text] == [1, 2]
    assert not ann.has_button("›", screen)
    await ann.taps("‹", message=screen)
    assert "#8" in screen.text
    assert "‹" not in [button.text for button in screen.buttons]
    await ann.taps("›", message=screen)
    await ann.taps("#1 ·", message=screen)
    assert "Order #1" in screen.text
    assert LINK in screen.text


async def test_a_button_of_an_old_list_still_leads_to_the_list(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    await order(ann)
    await ann.forges("o:running:3")
    assert "#1 " in ann.text
    await ann.forges("o:all:0:-1")
    assert "#1 " in ann.text


async def test_orders_are_filtered_by_how_they_stand(world: World, ann: Guest) -> None:
    for fate in ("complete", "partial", "stall"):
        world.panel.fate(LIKES, fate)
        await placed(ann, link=f"https://instagram.com/p/{fate}")
    await ann.hears("Order #1", "is done")
    await ann.hears("Order #2", "in part")
    await ann.taps("My orders")
    listed = {}
    for label in ("Running", "Done", "Partial", "All"):
        await ann.taps(label)
        listed[label] = [n for n in (1, 2, 3) if f"#{n} " in ann.text]
    assert listed == {"Running": [3], "Done": [1], "Partial": [2], "All": [1, 2, 3]}


async def test_the_card_shows_how_far_an_order_is(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann, quantity=1000)
    (at_panel,) = world.orders
    world.panel.set_status(at_panel.id, "In progress", remains=400, start_count=5120)
    await ann.until(lambda: "600 of 1,000" in card.text)
    assert "▰▰▰▰▰▰▱▱▱▱" in card.text
    assert "5,120" in card.text
    assert "400" in card.text
    assert "$0.12" in card.text
    assert LINK in card.text
    world.panel.set_status(at_panel.id, "Partial", remains=400, charge=Decimal("0.072"))
    news = await ann.hears("Order #1", "in part")
    for part in ("600", "400", "$0.072"):
        assert part in news.text
    await ann.until(lambda: "partly delivered" in card.text)


async def test_refresh_asks_the_panel_now(world: World, ann: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    await ann.until(lambda: "in progress" in card.text)
    await ann.says("/orders")
    await ann.taps("#1 ·")
    shown = ann.last
    (at_panel,) = world.orders
    world.panel.set_status(at_panel.id, "In progress", remains=123)
    await ann.taps("Refresh", message=shown)
    assert "877 of 1,000" in shown.text
    world.panel.faults.add("status", "wrong_key", times=None)
    await ann.taps("Refresh", message=shown)
    assert "Try again in a minute" in ann.text
    assert not ann.sees("key")


async def test_the_runs_of_a_drip_feed_are_shown_as_child_orders(world: World, ann: Guest) -> None:
    card = await to_confirm(ann, quantity=100)
    await ann.taps("drip-feed", "3", "30")
    await ann.taps("Confirm")
    await ann.hears("is done")
    (at_panel,) = world.orders
    assert len(at_panel.children) == 3
    await ann.until(lambda: all(child in card.text for child in at_panel.children))


async def test_order_again_fills_in_the_form(world: World, ann: Guest) -> None:
    card = await order(ann, quantity=500)
    await ann.hears("is done")
    await ann.until(lambda: ann.has_button("Order again", card))
    await ann.taps("Order again", message=card)
    assert "Order #1" in card.text
    assert ann.has_button("Confirm")
    assert LINK in ann.text
    await ann.taps("Confirm")
    await ann.hears("Order #2", "is done")
    assert world.sent[0] == world.sent[1]


async def test_order_again_asks_anew_what_does_not_fit_any_more(world: World, ann: Guest) -> None:
    card = await order(ann, quantity=20)
    await ann.hears("is done")
    await ann.until(lambda: ann.has_button("Order again", card))
    world.panel.change_service(LIKES, min=50)
    await world.read_catalogue()
    await ann.taps("Order again", message=card)
    assert "How many" in ann.text
    assert LINK in ann.text
    world.panel.remove_service(LIKES)
    await world.read_catalogue()
    await ann.taps("Order again", message=card)
    assert "can't be ordered" in ann.text
    assert "Order #1" in card.text


async def test_buttons_are_there_only_where_they_can_work(world: World, ann: Guest) -> None:
    world.panel.fate(1004, "stall")
    card = await placed(ann, 1004)
    await ann.until(lambda: "in progress" in card.text)
    assert ann.has_button("Refresh", card)
    for label in ("Refill", "Cancel", "Order again"):
        assert not ann.has_button(label, card)
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.until(lambda: "completed" in card.text)
    assert ann.has_button("Order again", card)
    for label in ("Refill", "Cancel", "Refresh"):
        assert not ann.has_button(label, card)
    world.panel.fate(REFILLABLE, "stall")
    other = await placed(ann, REFILLABLE)
    await ann.until(lambda: "in progress" in other.text)
    assert ann.has_button("Cancel", other)
    assert not ann.has_button("Refill", other)
    world.panel.set_status(world.orders[1].id, "Completed")
    await ann.until(lambda: "completed" in other.text)
    assert ann.has_button("Refill", other)
    assert not ann.has_button("Cancel", other)
