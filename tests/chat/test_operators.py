"""What operators ask: balances, the catalogue, invitations."""

from decimal import Decimal

from bot.app import Bot
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, LIKES_NAME, order, placed
from tests.chat.talk import Guest


async def test_the_balance_what_was_spent_and_how_long_it_lasts(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann, quantity=10_000)
    world.panel.set_balance(Decimal("12.34"))
    await olga.says("/balance")
    assert "$12.34" in olga.text
    assert "Spent today: $1.20" in olga.text
    assert "Spent in 7 days: $1.20" in olga.text
    assert "Lasts about" in olga.text
    world.panel.key = "another"
    await olga.taps("Refresh")
    assert "Can't be read now" in olga.text
    assert "$12.34" in olga.text


async def test_the_catalogue_what_cannot_be_ordered_and_a_sync_now(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    await olga.says("/services")
    assert "75 can be ordered" in olga.text
    assert "Instagram: 20" in olga.text
    assert "Event Quiz: 1" in olga.text
    assert "heading" in olga.text
    world.panel.remove_service(LIKES)
    await olga.taps("Sync now")
    assert "gone" in olga.text
    assert "74 can be ordered" in olga.text
    await ann.says(LIKES_NAME)
    assert LIKES_NAME not in ann.buttons
    await olga.taps("Browse")
    assert olga.has_button("Instagram · 19")


async def test_an_invitation_leads_somebody_in_and_the_next_is_another(
    world: World, olga: Guest
) -> None:
    await olga.says("/invite")
    first = _link(olga)
    await olga.taps("Another")
    assert _link(olga) != first
    guest = Guest(world.telegram.add_user(2002, "Ben"), world.telegram)
    await guest.follows(first)
    assert guest.has_button("New order")


def _link(olga: Guest) -> str:
    return next(word for word in olga.text.split() if word.startswith("https://t.me/"))


async def test_an_operator_orders_too(world: World, olga: Guest) -> None:
    card = await order(olga)
    await olga.until(lambda: "completed" in card.text)
    await olga.hears("is done")
    await world.settled()
    assert olga.count("is done") == 1  # told as the owner, not once more as the operator
