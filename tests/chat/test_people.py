"""Operators look at people, keep some out, and invite others; owners say who is an operator."""

import pytest

from bot.app import Bot
from bot.callbacks import pack
from bot.callbacks.people import Block, RevokeInvite, ShowPerson, Unblock
from bot.callbacks.team import ChooseRights, Dismiss, SetRights, ShowOperator
from bot.domain.journal import Act
from bot.domain.staff import BITS, Right
from tests.chat.conftest import ANN, MAX, OLGA, World
from tests.chat.ordering import LIKES, placed, to_confirm
from tests.chat.staff import acts, appoint
from tests.chat.talk import Guest

PLAIN = {"start", "new", "orders", "language", "cancel", "help", "support"}


def commands(guest: Guest) -> set[str]:
    """Beside their text field."""
    return {name for name, _ in guest.person.commands}


async def rights(shop: Bot, user_id: int) -> frozenset[Right]:
    async with shop.shop.desk.storage.reading() as tx:
        return await tx.staff.rights(user_id)


# People


async def test_everybody_the_newest_first_and_the_busiest(
    world: World, olga: Guest, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(ann)
    await olga.says("/users")
    screen = olga.last
    assert olga.buttons[:3] == ["Max", "Ann", "🛠 Olga"]
    assert "🛠 operator" in screen.text
    await olga.taps("Most active", message=screen)
    assert "Ann · 1" in olga.buttons
    await olga.taps("Newest", "Ann", message=screen)
    for part in ("Ann", "Id: 1001", "Language: English", "Invited by Olga", "Orders: 1"):
        assert part in screen.text
    assert "Spent in 30 days: $0.12" in screen.text
    await olga.taps("Their orders", message=screen)
    assert "Orders of Ann" in screen.text
    await olga.says("/start")
    await olga.taps("Run the shop", "👥 People")
    assert olga.has_button("Ann")


async def test_people_are_found_by_their_names(
    world: World, olga: Guest, ann: Guest, max_: Guest
) -> None:
    world.telegram.people[ANN].username = "ann_s"
    await ann.says("/start")
    for words in ("ann", str(ANN), "@ann_s"):
        await olga.says(f"/users {words}")
        assert "Id: 1001" in olga.text
    await olga.says("/users a")
    assert "Which one?" in olga.text
    await olga.taps("Max")
    assert "Id: 1002" in olga.text
    await olga.taps("‹ People", "Find")
    await olga.says("nobody")
    assert "Nobody here is called so" in olga.text
    await olga.says("max")
    assert "Id: 1002" in olga.text
    await olga.says("likes")
    assert "Found for" in olga.text
    await olga.forges(pack(ShowPerson(999)))
    assert "Nobody here" in olga.notice


async def test_a_long_list_of_people_is_paged(world: World, olga: Guest) -> None:
    for n in range(10):
        await world.guest(5000 + n, f"Guest {n}").says("/start")
    await olga.says("/users")
    screen = olga.last
    assert olga.has_button("🚪 Guest 9", screen)
    assert "not let in" in screen.text
    await olga.taps("›", message=screen)
    assert olga.has_button("Guest 0", screen)
    await olga.taps("‹", message=screen)
    assert olga.has_button("Guest 9", screen)
    await olga.taps("Guest 9", "Invite", message=screen)
    assert "Send this link" in screen.text


async def test_a_blocked_person_is_told_plainly_and_their_orders_go_on(
    world: World, shop: Bot, olga: Guest, ann: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    card = await placed(ann)
    form = await to_confirm(ann, 1004)
    await olga.says("/users ann")
    screen = olga.last
    await olga.taps("Block", message=screen)
    assert "Block Ann?" in screen.text
    await olga.taps("‹ Back", "Block", "Yes, block", message=screen)
    assert "🚫 blocked" in screen.text
    shown, asked = card.text, form.text
    await ann.taps("Confirm", message=form)
    await ann.taps("Refresh", message=card)
    assert "can't use this shop any more" in ann.notice
    assert (card.text, form.text) == (shown, asked), "what they were told stays"
    for words in ("/start", "likes", "/orders"):
        await ann.says(words)
        assert ann.text.startswith("You can't use this shop any more")
        assert ann.buttons == []
    world.panel.set_status(world.orders[0].id, "Completed")
    await ann.hears("Order #1", "is done")
    assert len(world.orders) == 1
    await olga.taps("Unblock", message=screen)
    assert "🚫" not in screen.text
    await ann.says("/start")
    assert "Hello, Ann!" in ann.text
    assert not ann.has_button("Continue your order")
    assert await acts(shop, Act.INVITED) == [Act.USER_UNBLOCKED, Act.USER_BLOCKED]


async def test_an_operator_cannot_be_blocked(shop: Bot, olga: Guest, ann: Guest) -> None:
    await appoint(shop, ann, Right.MONEY)
    await olga.says("/users ann")
    assert not olga.has_button("Block")
    for forged in (Block(ANN), Block(OLGA)):
        await olga.forges(pack(forged))
        assert "dismiss them first" in olga.notice
    for nobody in (Block(999), Unblock(999)):
        await olga.forges(pack(nobody))
        assert "Nobody here" in olga.notice
    assert await acts(shop, Act.INVITED) == [Act.APPOINTED]


async def test_open_invitations_are_listed_and_taken_back(
    world: World, shop: Bot, olga: Guest
) -> None:
    first, second = [await world.invitation(olga) for _ in range(2)]
    await olga.taps("Open invitations")
    screen = olga.last
    assert first in screen.text
    assert second in screen.text
    assert "By Olga" in screen.text
    await olga.taps("Take back 1", message=screen)
    assert second not in screen.text
    max_ = world.guest(MAX, "Max")
    await max_.follows(second)
    assert "used already, or taken back" in max_.text
    await max_.follows(first)
    assert "Hello, Max!" in max_.text
    await olga.taps("Take back 1", message=screen)
    assert "gone already" in olga.notice
    await olga.says("/users")
    await olga.taps("Open invitations")
    assert "No invitation is open" in olga.text
    await olga.forges(pack(RevokeInvite("no such")))
    assert "gone already" in olga.notice
    assert (await acts(shop, Act.INVITED)) == [Act.INVITE_REVOKED]


# Operators


async def test_somebody_is_appointed_and_may_do_what_was_ticked(
    world: World, shop: Bot, olga: Guest, ann: Guest
) -> None:
    assert commands(ann) == PLAIN
    await olga.says("/users ann")
    screen = olga.last
    await olga.taps("Make an operator", message=screen)
    assert not olga.has_button("Make an operator", screen)
    await olga.taps("☐ orders", "☐ money", "☑ money", "☐ people", message=screen)
    assert await rights(shop, ANN) == frozenset()
    await olga.taps("Make an operator", message=screen)
    assert "Ann may do this now: orders, people" in screen.text
    news = await ann.hears("You are an operator of this shop")
    assert "orders" in news.text
    assert "money" not in news.text
    assert commands(ann) >= PLAIN | {"users", "unconfirmed"}
    assert not commands(ann) & {"balance", "team", "log"}
    await ann.taps("Run the shop", message=news)
    assert ann.has_button("All orders", news)
    assert not ann.has_button("Balance", news)
    await ann.says("/orders")
    assert "All orders" in ann.text
    await ann.says("/team")
    assert "haven't got the right" in ann.text
    assert await acts(shop, Act.INVITED) == [Act.APPOINTED]


async def test_rights_are_changed_and_nothing_happens_before_it_is_saved(
    world: World, shop: Bot, olga: Guest, ann: Guest
) -> None:
    await appoint(shop, ann, Right.ORDERS)
    await olga.says("/team")
    screen = olga.last
    assert "Olga" in screen.text
    assert "by the settings" in screen.text
    await olga.taps("Ann", message=screen)
    assert not olga.has_button("Save", screen)
    await olga.taps("☑ orders", "☐ money", message=screen)
    assert "Not saved yet" in screen.text
    assert await rights(shop, ANN) == {Right.ORDERS}
    await olga.taps("Save", message=screen)
    assert await rights(shop, ANN) == {Right.MONEY}
    await ann.hears("You are an operator", "money")
    assert "balance" in commands(ann)
    await olga.taps("‹ Operators", "Ann", "☑ money", "Save", message=screen)
    assert "Tick what they may do first" in olga.notice
    assert await rights(shop, ANN) == {Right.MONEY}


async def test_a_dismissed_operator_is_told_and_refused_everywhere_at_once(
    world: World, shop: Bot, olga: Guest, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await placed(max_)
    await appoint(shop, ann, Right.ORDERS, Right.PEOPLE)
    await ann.says("/orders")
    open_list = ann.last
    await ann.says("/users")
    await ann.taps("Find")
    await olga.says("/team")
    screen = olga.last
    await olga.taps("Ann", "Dismiss", message=screen)
    assert "Dismiss Ann?" in screen.text
    await olga.taps("‹ Back", "Dismiss", "Yes, dismiss", message=screen)
    assert "no operator any more" in screen.text
    news = await ann.hears("You're no operator of this shop any more")
    assert commands(ann) == PLAIN
    for label in ("#1 ·", "Search", "Select", "State"):
        await ann.taps(label, message=open_list)
        assert "Only operators" in ann.notice
    await ann.says("max")
    assert "Nothing is called" in ann.text, "the question is over, too"
    await ann.says("/orders")
    assert "My orders" in ann.text
    await ann.taps("Menu", message=news)
    assert not ann.has_button("Run the shop", news)
    assert await acts(shop, Act.INVITED) == [Act.DISMISSED, Act.APPOINTED]


async def test_an_owner_is_made_only_by_who_is_sure(shop: Bot, olga: Guest, ann: Guest) -> None:
    await olga.says("/team")
    screen = olga.last
    await olga.taps("Appoint", message=screen)
    await olga.says("nobody")
    assert "Nobody here is called so" in olga.text
    await olga.says("ann")
    screen = olga.last
    await olga.taps("☐ everything", "Make an operator", message=screen)
    assert "Make Ann an owner?" in screen.text
    assert await rights(shop, ANN) == frozenset()
    await olga.taps("‹ Back", "☐ everything", "Make an operator", "Yes", message=screen)
    assert await rights(shop, ANN) == {Right.OWNER}


async def test_who_gives_up_being_an_owner_is_asked_twice(
    world: World, shop: Bot, olga: Guest, ann: Guest
) -> None:
    await appoint(shop, ann, Right.OWNER)
    await ann.says("/team")
    screen = ann.last
    await ann.taps("Ann", "☑ everything", "☐ orders", "Save", message=screen)
    assert "You give up being an owner" in screen.text
    await ann.taps("‹ Back", "Dismiss", message=screen)
    assert "Dismiss yourself?" in screen.text
    assert await rights(shop, ANN) == {Right.OWNER}
    await ann.taps("Yes, dismiss", message=screen)
    assert await rights(shop, ANN) == frozenset()
    await ann.taps("Menu", message=screen)
    assert "Hello, Ann!" in screen.text


async def test_the_owner_in_the_settings_stays_one(
    world: World, shop: Bot, olga: Guest, ann: Guest
) -> None:
    await appoint(shop, ann, Right.OWNER)
    await ann.says("/team")
    screen = ann.last
    await ann.taps("Olga", message=screen)
    assert "ADMIN_IDS" in screen.text
    assert not ann.has_button("Dismiss", screen)
    await ann.taps("‹ Operators", message=screen)
    for forged in (Dismiss(OLGA), SetRights(OLGA, BITS[Right.MONEY], 1)):
        await ann.forges(pack(forged))
        assert "ADMIN_IDS" in ann.notice
    assert await rights(shop, OLGA) == {Right.OWNER}


async def test_a_blocked_person_and_a_stranger_to_the_bot_are_not_appointed(
    shop: Bot, olga: Guest, ann: Guest
) -> None:
    await olga.forges(pack(Block(ANN)))
    for user_id, said in ((ANN, "Unblock them first"), (999, "Nobody here")):
        await olga.forges(pack(SetRights(user_id, BITS[Right.MONEY], 1)))
        assert said in olga.notice
    for forged in (ShowOperator(999), ChooseRights(999, 3), Dismiss(999)):
        await olga.forges(pack(forged))
        assert "Nobody here" in olga.notice
    assert await rights(shop, ANN) == frozenset()


async def test_the_notice_comes_in_the_language_of_who_is_appointed(
    world: World, shop: Bot, olga: Guest
) -> None:
    vera = world.guest(1005, "Вера", "ru")
    await vera.follows(await world.invitation(olga))
    await olga.says("/users вера")
    screen = olga.last
    await olga.taps("Make an operator", "☐ orders", "Make an operator", message=screen)
    news = await vera.hears("Теперь вы оператор")
    assert "заказы" in news.text
    assert dict(vera.person.commands)["orders"] == "Все заказы"
    await vera.says("/users")
    assert "Only operators" not in vera.text
    assert "нет такого права" in vera.text


async def test_people_and_team_in_russian(world: World, olga: Guest, ann: Guest) -> None:
    await olga.says("/language")
    await olga.taps("Русский")
    await olga.says("/users ann")
    screen = olga.last
    assert "Заказов пока нет" in screen.text
    await olga.taps("Заблокировать", message=screen)
    assert "Заблокировать: Ann?" in screen.text
    await olga.taps("‹ Назад", "Сделать оператором", "☐ деньги", message=screen)
    await olga.taps("Сделать оператором", message=screen)
    assert "Ann, права теперь: деньги" in screen.text
    await ann.hears("You are an operator of this shop", "money")


@pytest.mark.parametrize("word", ["Operators", "Log"])
async def test_the_way_there_and_back(olga: Guest, word: str) -> None:
    await olga.says("/start")
    await olga.taps("Run the shop", word, "Your shop")
    assert olga.has_button(word)
