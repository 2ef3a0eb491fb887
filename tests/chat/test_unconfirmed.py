"""An add without a trustworthy answer: its owner is told honestly, and an operator decides on evidence."""

from tests.chat.conftest import World
from tests.chat.ordering import LIKES, order, placed
from tests.chat.talk import Guest


async def undecided(world: World, ann: Guest, olga: Guest, *, happened: bool = True) -> None:
    """An order of Ann's that the panel took, or not, without saying so."""
    world.panel.fate(LIKES, "stall")
    world.panel.faults.add("add", "reset_after" if happened else "reset_before")
    card = await order(ann)
    await ann.until(lambda: "being checked" in card.text)
    await ann.hears("Order #", "won't be sent twice")
    await olga.hears("Was order #", "placed?")


async def test_the_evidence_and_the_number_that_settles_it(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann, link="https://instagram.com/p/First")
    await undecided(world, ann, olga)
    at_panel = world.orders[-1].id
    await olga.taps("Look at the evidence")
    for part in (
        "Was order #2 placed?",
        "Sent:",
        "99.88 before",
        "99.76 after",
        "Dxyz789",
        "1,000",
    ):
        assert part in olga.text
    await olga.taps("It was placed")
    await olga.says("99999")
    assert "doesn't know" in olga.text
    await olga.says(world.orders[0].id)
    assert "order #1 already" in olga.text
    await olga.says("x" * 50)
    assert "⚠️" in olga.text
    await olga.says(f"#{at_panel}")
    assert "Is it our order #2?" in olga.text
    await olga.taps("Yes")
    assert at_panel in olga.text
    await ann.hears("Order #2", "placed after all")
    world.panel.set_status(at_panel, "Completed")
    await ann.hears("Order #2", "is done")
    assert len(world.sent) == 2


async def test_not_placed_is_locked_for_a_while_then_settles_it(
    world: World, ann: Guest, olga: Guest
) -> None:
    await undecided(world, ann, olga, happened=False)
    await olga.taps("Look at the evidence")
    evidence = olga.last
    assert not olga.has_button("It wasn't placed", evidence)
    await olga.forges("ox:1", evidence)
    assert "Too early" in olga.notice
    world.later(minutes=11)
    await olga.taps("Look again", "It wasn't placed", message=evidence)
    assert "Sure" in evidence.text
    await olga.taps("Yes", message=evidence)
    assert "not placed" in evidence.text
    await ann.hears("Order #1", "wasn't placed", "nothing is charged")
    await olga.forges("ox:1", evidence)
    assert "decided already" in olga.notice
    assert len(world.sent) == 1
    assert world.orders == []


async def test_leaving_it_keeps_it_on_the_desk(world: World, ann: Guest, olga: Guest) -> None:
    await undecided(world, ann, olga)
    await olga.taps("Look at the evidence", "Leave it")
    assert "Orders to decide" in olga.text
    await olga.says("/start")
    await olga.taps("To decide: 1")
    await olga.taps("#1 ·")
    assert "Was order #1 placed?" in olga.text
    await olga.says("/unconfirmed")
    assert "#1" in olga.text
    await ann.says("/orders")
    await ann.taps("#1 ·")
    assert "being checked" in ann.text
    for label in ("Cancel order", "Refill", "Refresh"):
        assert not ann.has_button(label)


async def test_a_question_to_an_operator_is_over_once_she_does_something_else(
    world: World, ann: Guest, olga: Guest
) -> None:
    await undecided(world, ann, olga)
    await olga.taps("Look at the evidence", "It was placed")
    await olga.says("/help", world.orders[0].id)
    assert "Is it our order" not in olga.text
    await olga.says("/unconfirmed")
    await olga.taps("#1 ·", "It was placed", "Back")
    await olga.says(world.orders[0].id)
    assert "Is it our order" not in olga.text


async def test_an_operator_who_was_asked_still_fills_in_her_own_form(
    world: World, ann: Guest, olga: Guest
) -> None:
    await undecided(world, ann, olga)
    await order(olga, link="https://instagram.com/p/Olga")
    await world.until(lambda: len(world.orders) == 2)


async def test_a_number_typed_after_somebody_else_decided(
    world: World, ann: Guest, olga: Guest
) -> None:
    await undecided(world, ann, olga)
    at_panel = world.orders[0].id
    await olga.taps("Look at the evidence", "It was placed")
    asked = olga.last
    await olga.says(at_panel)
    yes = olga.data_of("Yes")
    await olga.forges(yes, asked)
    await ann.hears("placed after all")
    await olga.forges(yes, asked)
    assert "decided already" in asked.text
    assert ann.count("placed after all") == 1


async def test_an_id_named_beside_an_error_is_a_hint_with_a_button(
    world: World, ann: Guest, olga: Guest
) -> None:
    """The panel took the first add unheard; asked about once more it names the order."""
    await undecided(world, ann, olga)
    at_panel = world.orders[0].id
    sentence = (
        f"You have an active order with this link (#{at_panel}). Wait until the order is completed."
    )
    world.panel.faults.add("add", "unknown_error", value=sentence)
    await order(ann)
    await ann.hears("Order #2", "wasn't placed")
    await olga.taps("Look at the evidence")
    assert at_panel in olga.text
    await olga.taps(f"It is order {at_panel}")
    await ann.hears("Order #1", "placed after all")


async def test_an_answer_with_an_id_that_is_taken_is_undecided(
    world: World, ann: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann, link="https://instagram.com/p/First")
    world.panel.faults.add("add", "duplicate_id")
    card = await order(ann)
    await ann.until(lambda: "being checked" in card.text)
    await olga.hears("Was order #2 placed?")
    await olga.taps("Look at the evidence")
    assert world.orders[0].id in olga.text
