"""An order from an invitation to the news that it is done."""

from tests.chat.conftest import World
from tests.chat.talk import Guest


async def test_a_customer_orders_by_taps_and_hears_that_it_is_done(
    world: World, ann: Guest
) -> None:
    await ann.taps("New order", "Instagram", "Likes", "1 ·")
    assert "price" in ann.text.lower()
    await ann.taps("Back to the list", "2 ·", "Order this")
    assert "link" in ann.text
    await ann.says("www.instagram.com/p/Cabc123/?igsh=abc")
    assert "How many" in ann.text
    await ann.taps("5,000")
    card = ann.last
    for part in ("Check your order", "instagram.com/p/Cabc123", "5,000", "$0.60"):
        assert part in card.text
    assert world.sent == []
    await ann.taps("Confirm")
    news = await ann.hears("Order #1", "is done")
    assert news.message_id != card.message_id
    await ann.until(lambda: "completed" in card.text)
    assert world.sent == [
        {"service": "1010", "link": "https://www.instagram.com/p/Cabc123/", "quantity": "5000"}
    ]
    assert ann.count("is done") == 1
