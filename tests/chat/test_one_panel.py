"""A shop with a single panel: what needs another one says so."""

from tests.chat.ordering import LIKES_NAME
from tests.chat.talk import Guest


async def test_without_another_panel_there_is_nothing_to_choose_from(olga: Guest) -> None:
    await olga.says("/services")
    await olga.taps("Find a service")
    await olga.says(LIKES_NAME)
    await olga.taps("1", "Stand-ins")
    assert "There is no other panel" in olga.text
    assert not olga.has_button("Add a stand-in")
    await olga.taps("The service")
    assert "Customers can order it" in olga.text
