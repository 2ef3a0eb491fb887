"""Who may come in, and what is for operators only."""

from typing import Any

import pytest

from bot.app import Bot
from bot.callbacks import pack
from bot.callbacks.all_orders import AllOrders
from bot.callbacks.cockpit import Cockpit
from bot.callbacks.desk import ItIsOrder
from bot.domain.page import Place
from bot.domain.staff import Right
from bot.handlers import AREAS
from bot.usecases import staffing
from storage.journal import JournalFilter
from tests.chat.conftest import ANN, MAX, OLGA, World
from tests.chat.ordering import LIKES, LINK, order, placed
from tests.chat.samples import sample
from tests.chat.staff import appoint
from tests.chat.talk import Guest


async def test_a_stranger_is_told_that_an_invitation_is_needed(world: World, olga: Guest) -> None:
    stranger = world.guest(MAX, "Max")
    await stranger.says("/start", "hello", "/new", "/orders", "/balance")
    assert len(stranger.from_bot) == 5
    assert all("invit" in message.text for message in stranger.from_bot)
    for data in ("m", "p:0", "n:1", "c:1", "i:1"):
        await stranger.forges(data)
        assert "invit" in stranger.text
    assert all(message.buttons == [] for message in stranger.from_bot)


async def test_an_invitation_lets_one_person_in_once(world: World, olga: Guest) -> None:
    link = await world.invitation(olga)
    ann, max_ = world.guest(ANN, "Ann"), world.guest(MAX, "Max")
    await ann.follows(link)
    assert "Hello, Ann!" in ann.text
    await max_.follows(link)
    assert "used already" in max_.text
    await max_.says("/new")
    assert "invit" in max_.text
    await ann.follows(link)
    assert "Hello, Ann!" in ann.text
    await max_.follows(await world.invitation(olga))
    assert "Hello, Max!" in max_.text


async def test_an_invitation_is_not_used_up_by_who_is_in_already(
    world: World, ann: Guest, olga: Guest
) -> None:
    link = await world.invitation(olga)
    await ann.follows(link)
    await olga.follows(link)
    assert "Hello, Olga!" in olga.text
    max_ = world.guest(MAX, "Max")
    await max_.follows(link)
    assert "Hello, Max!" in max_.text


@pytest.mark.parametrize("payload", ["ref_5", "i", "i_", "order-15", "x" * 64])
async def test_other_deep_links_lead_customers_to_the_menu_and_strangers_nowhere(
    world: World, ann: Guest, payload: str
) -> None:
    link = f"https://t.me/desk_bot?start={payload}"
    await ann.follows(link)
    assert ann.has_button("New order")
    stranger = world.guest(MAX, "Max")
    await stranger.follows(link)
    assert not stranger.last.buttons
    assert "invit" in stranger.text.lower()


async def test_groups_are_ignored(world: World, olga: Guest) -> None:
    calls = len(world.telegram.calls)
    sender = {"id": 1, "is_bot": False, "first_name": "Olga"}
    group = {"id": -100500, "type": "supergroup", "title": "A group"}
    text = {"text": "/invite", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]}
    message = {"message_id": 5, "date": 1_700_000_000, "chat": group, "from": sender, **text}
    world.telegram.updates.put("message", message)
    world.telegram.updates.put(
        "callback_query",
        {"id": "77", "from": sender, "message": message, "chat_instance": "1", "data": "ov"},
    )
    world.telegram.updates.put("message", {**message, "from": {**sender, "is_bot": True}})
    await world.settled()
    made = {call.method for call in world.telegram.calls[calls:]}
    assert made <= {"getUpdates"}


SECRETS = ("Olga", "Dxyz789", "main", "t.me/desk_bot?start=", "$100")


async def test_every_command_for_operators_is_refused_to_customers(
    world: World, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(max_)
    commands = {name for area in AREAS if area.right for name in area.commands}
    assert commands >= {"balance", "services", "orders", "invite", "unconfirmed"}
    for command in commands - {"orders"}:  # customers have one of that name, for their own
        await ann.says(f"/{command}", f"/{command} 1")
        assert "Only operators" in ann.text
    for secret in SECRETS:
        assert not ann.sees(secret)


async def test_every_button_for_operators_is_refused_to_customers(
    world: World, shop: Bot, ann: Guest, max_: Guest, olga: Guest
) -> None:
    world.panel.faults.add("add", "reset_after")
    await order(max_)
    await olga.hears("Was order #1 placed?")
    kinds = [kind for area in AREAS if area.right for kind in area.taps]
    forged = [pack(sample(kind)) for kind in (*kinds, Cockpit)]
    forged += [pack(ItIsOrder(1, world.orders[0].id)), pack(AllOrders("all", 0, MAX))]
    shown = str(ann.person)
    for data in forged:
        await ann.forges(data)
        assert "Only operators" in ann.notice
    assert str(ann.person) == shown
    assert not any(ann.sees(secret) for secret in SECRETS)
    async with shop.shop.desk.storage.transaction() as tx:
        found = await tx.orders.get(1)
        asked = await tx.users.get(ANN)
    assert found is not None
    assert found.status == "unconfirmed"
    assert asked is not None
    assert asked.asked is None


def buttons_of(*rights: Right) -> list[str]:
    """One of each kind that asks for one of these."""
    return [pack(sample(kind)) for area in AREAS if area.right in rights for kind in area.taps]


def commands_of(*rights: Right) -> list[str]:
    """Those that show nothing to who has none of these."""
    named = {name for area in AREAS if area.right in rights for name in area.commands}
    others = {name for area in AREAS if area.right not in rights for name in area.commands}
    return [f"/{name}" for name in sorted(named - others)]


async def state_of(shop: Bot) -> list[Any]:
    """What a deed of an operator would change or leave behind."""
    async with shop.shop.desk.storage.reading() as tx:
        written = await tx.journal.page(JournalFilter(), Place(), size=99)
        people = await tx.people.by_ids([OLGA, ANN, MAX])
        return [written, {user_id: user.blocked for user_id, user in people.items()}]


@pytest.mark.parametrize("right", Right)
async def test_whoever_lacks_a_right_is_refused_wherever_it_is_asked_for(
    world: World, shop: Bot, ann: Guest, max_: Guest, right: Right
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(max_)
    await appoint(shop, ann, *(set(Right) - {right, Right.OWNER}))
    before, shown = await state_of(shop), str(ann.person)
    buttons, commands = buttons_of(right), commands_of(right)
    assert buttons
    assert commands or right is Right.ORDERS
    for data in buttons:
        await ann.forges(data)
        assert "haven't got the right" in ann.notice, data
    assert str(ann.person) == shown
    for command in commands:
        await ann.says(command, f"{command} 1")
        assert "haven't got the right" in ann.text, command
    assert await state_of(shop) == before


async def test_whoever_was_dismissed_is_refused_everywhere(
    world: World, shop: Bot, olga: Guest, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(max_)
    await appoint(shop, ann, Right.OWNER)
    await ann.says("/orders 1")
    assert "By Max" in ann.text
    await staffing.dismiss(shop.shop.desk, OLGA, ANN)
    await ann.hears("no operator of this shop any more")
    before, shown = await state_of(shop), str(ann.person)
    for data in (*buttons_of(*Right), pack(Cockpit())):
        await ann.forges(data)
        assert "Only operators" in ann.notice, data
    assert str(ann.person) == shown
    for command in commands_of(*Right):
        await ann.says(command, f"{command} 1")
        assert "Only operators" in ann.text, command
    await ann.says("/orders 1")
    assert "My orders" in ann.text
    assert await state_of(shop) == before


async def test_a_question_put_to_an_operator_is_none_once_they_are_a_customer(
    shop: Bot, ann: Guest
) -> None:
    questions = [kind for area in AREAS if area.right for kind in area.answers]
    assert questions
    for kind in questions:
        async with shop.shop.desk.storage.transaction() as tx:
            await tx.users.set_asked(ANN, pack(sample(kind)))
        await ann.says("zebra crossing")
        assert "Nothing is called “zebra crossing”" in ann.text, kind


async def test_a_person_who_blocked_the_bot_stops_nobody(
    world: World, shop: Bot, ann: Guest, max_: Guest, olga: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    await placed(max_, link="https://instagram.com/p/Max")
    ann.person.block()
    await world.settled()
    assert not await reachable(shop, ann)
    for at_panel in world.orders:
        world.panel.set_status(at_panel.id, "Completed")
    await max_.hears("Order #2", "is done")
    await olga.hears("Order #1", "is done")
    ann.person.unblock()
    await ann.says("/orders")
    assert await reachable(shop, ann)
    assert "completed" in ann.text
    await order(ann, link=f"{LINK}again")
    await world.until(lambda: len(world.orders) == 3)


async def test_a_block_that_nobody_was_told_of_is_found_when_writing(
    world: World, shop: Bot, ann: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    world.telegram.fault("sendMessage", "403", chat_id=ANN)
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.until(lambda: any("completed" in message.text for message in ann.from_bot))
    while await reachable(shop, ann):
        await world.settled()
    await ann.says("/start")
    assert await reachable(shop, ann)


async def reachable(shop: Bot, guest: Guest) -> bool:
    async with shop.shop.desk.storage.transaction() as tx:
        user = await tx.users.get(guest.id)
    return user is not None and user.reachable
