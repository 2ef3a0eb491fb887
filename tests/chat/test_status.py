"""How things are, for whoever runs the shop, and what went wrong, for its owner."""

from decimal import Decimal

from sqlalchemy import update

from bot.app import Bot
from bot.domain.staff import Right
from bot.version import VERSION
from storage.tables.catalogue import services
from tests.chat.conftest import OLGA, World
from tests.chat.ordering import LIKES, order, placed
from tests.chat.talk import Guest


async def break_services(shop: Bot) -> None:
    """As a damaged row would: a name that isn't text."""
    async with shop.shop.desk.storage._engine.begin() as connection:
        await connection.execute(update(services).values(name=b"\xff"))


async def test_everything_at_a_glance(world: World, shop: Bot, ann: Guest, olga: Guest) -> None:
    world.panel.fate(LIKES, "stall")
    world.panel.set_balance(Decimal("12.34"))
    await placed(ann)
    await olga.says("/status")
    assert f"Bot {VERSION}, Python 3." in olga.text
    assert "SQLite 3." in olga.text
    assert "At work for" in olga.text
    assert "Delay inside the bot:" in olga.text
    assert "✅ main: answers in" in olga.text
    assert "and answered each time" in olga.text
    assert "Balance: $12.34, read" in olga.text
    assert "Services: read" in olga.text
    assert "The last errors" not in olga.text


async def test_refresh_shows_what_is_now_in_the_same_message(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    await olga.says("/start")
    await olga.taps("Run the shop", "Status")
    shown = olga.last
    world.panel.faults.add("add", "reset_after")
    await order(ann)
    await olga.hears("Was order #1 placed?")
    await olga.taps("Refresh", message=shown)
    assert "Orders to decide: 1 (the oldest for" in shown.text
    assert "without an answer 1" in shown.text
    await olga.taps("Your shop", message=shown)
    assert shown.text.startswith("Your shop")


async def test_a_panel_that_is_down_and_what_it_was_found_to_lack(
    world: World, shop: Bot, olga: Guest
) -> None:
    panel = shop.shop.desk.panels["main"]
    for capability in ("cancel", "multi_status"):
        panel._lacks.learn(capability)  # type: ignore[arg-type]
    world.panel.faults.add("balance", "html", times=50)
    await olga.says("/balance", "/status")
    shown = olga.find("Status", "main")
    assert "❌ main" in shown.text
    assert "Doesn't have: cancellations, several orders at once" in shown.text


async def test_the_owner_looks_an_incident_up(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    await break_services(shop)
    await ann.says("/new")
    await ann.taps("TikTok", "Views", "Views")
    assert "incident 2" in ann.text
    await olga.says("/status")
    assert "The last errors" in olga.text
    assert "2: " in olga.text
    assert "×2" in olga.text
    assert not olga.has_button("Incident 1"), "of one place the newest is enough"
    await olga.taps("Incident 2")
    assert "Incident 2" in olga.text
    assert "The same place failed 2 times since" in olga.text
    assert "bot/handlers/" in olga.text
    assert "/work" not in olga.text
    await olga.taps("Status")
    assert "The last errors" in olga.text


async def test_operators_see_how_things_are_but_not_what_went_wrong(
    world: World, shop: Bot, ann: Guest, olga: Guest
) -> None:
    await break_services(shop)
    await olga.says("/new")
    await olga.taps("TikTok", "Views")
    await olga.says("/status")
    incident = olga.data_of("Incident 1")
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(ann.id, {Right.CATALOGUE}, world.clock(), by=OLGA)
    await ann.says("/status")
    assert "main" in ann.text
    assert "The last errors" not in ann.text
    assert not ann.has_button("Incident")
    await ann.forges(incident)
    assert "right" in ann.notice


async def test_customers_are_refused(world: World, ann: Guest) -> None:
    await ann.says("/status")
    assert "Only operators" in ann.text
    for data in ("hs", "hi:1"):
        await ann.forges(data)
        assert "Only operators" in ann.notice
    assert not ann.sees("main")


async def test_an_incident_that_isnt_kept_any_more(olga: Guest) -> None:
    await olga.says("/status")
    await olga.forges("hi:77")
    assert "Nothing found" in olga.notice


async def test_in_russian(world: World, olga: Guest) -> None:
    await olga.says("/language")
    await olga.taps("Русский")
    await olga.says("/status")
    assert "Состояние" in olga.text
    assert "Баланс: 100,00\xa0$, прочитан" in olga.text
    await olga.taps("Обновить")
    assert "Состояние" in olga.text
