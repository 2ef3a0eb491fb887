"""A type that the bot doesn't know: an operator chooses its form, customers order, and it can be undone."""

from tests.chat.conftest import World
from tests.chat.ordering import open_service
from tests.chat.talk import Guest

QUIZ = 7004
LINK = "https://facebook.com/events/123"


async def test_a_chosen_form_is_asked_for_at_once_and_can_be_undone(
    world: World, ann: Guest, olga: Guest
) -> None:
    await ann.says(str(QUIZ))
    assert "Nothing is called" in ann.text
    await olga.says("/services")
    await olga.taps("Unknown types · 1")
    assert "Event Quiz (main): 1 service can't be ordered" in olga.text
    await olga.taps("1 · Event Quiz")
    assert "Poll asks for link, answer number, quantity; priced per 1000." in olga.text
    await olga.taps("Poll")
    assert "Event Quiz is asked for as Poll from now on, and at every sync: 1 service." in olga.text
    await world.read_catalogue()
    await open_service(ann, QUIZ)
    await ann.taps("Order this")
    await ann.says(LINK, "2", "100")
    await ann.taps("Confirm")
    await ann.hears("Order #1")
    await world.until(lambda: world.sent)
    assert world.sent[0]["answer_number"] == "2"
    await olga.taps("1 · Event Quiz → Poll", "Undo")
    assert "1 service of the type Event Quiz can't be ordered any more" in olga.text
    await ann.says(str(QUIZ))
    assert "Nothing is called" in ann.text


async def test_a_service_of_the_type_is_a_tap_away(world: World, olga: Guest) -> None:
    await olga.says("/services")
    await olga.taps("Unknown types", "1 · Event Quiz", "Look at one of them")
    assert "of a type that nobody knows" in olga.text
    assert f"Its number there: {QUIZ}" in olga.text
    await olga.says("/services")
    await olga.taps("Unknown types", "1 · Event Quiz", "‹ Unknown types", "‹ Services")
    assert "can be ordered" in olga.text


async def test_a_form_filled_for_another_type_is_checked_again(
    world: World, ann: Guest, olga: Guest
) -> None:
    await olga.says("/services")
    await olga.taps("Unknown types", "1 · Event Quiz", "Default")
    await open_service(ann, QUIZ)
    await ann.taps("Order this")
    await ann.says(LINK, "100")
    card = ann.find("Check your order", LINK)
    await olga.taps("1 · Event Quiz → Default", "Package")
    await ann.taps("Confirm", message=card)
    assert ann.sees("What this service asks for has changed")
    assert world.sent == []


async def test_without_unknown_types_the_list_says_so(world: World, olga: Guest) -> None:
    world.panel.remove_service(QUIZ)
    await world.read_catalogue()
    await olga.says("/services")
    await olga.taps("🧩 Unknown types")
    assert "None: the bot knows the form of every service" in olga.text


async def test_the_way_is_the_same_in_russian(world: World, ann: Guest, olga: Guest) -> None:
    await olga.says("/language")
    await olga.taps("Русский")
    await olga.says("/services")
    await olga.taps("Неизвестные типы · 1", "1 · Event Quiz")
    assert "Poll спрашивает: ссылка, номер ответа, количество" in olga.text
    await olga.taps("Poll")
    assert "С этого момента" in olga.text
    await open_service(ann, QUIZ)
    assert ann.has_button("Order this")
