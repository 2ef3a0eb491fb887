"""The shop's figures in the chat: one message that changes, a picture by day or by night, and files."""

import csv
import io
import zipfile

import pytest

from bot.app import Bot
from bot.domain.picture import Picture
from bot.domain.staff import Right
from bot.sandbox.telegram.messages import SimMessage
from bot.usecases import drawing
from tests.chat.conftest import OLGA, World
from tests.chat.ordering import LIKES, LIKES_NAME, placed
from tests.chat.talk import Guest


@pytest.fixture
async def sold(world: World, ann: Guest, olga: Guest) -> Guest:
    """Olga, whose shop has sold something: one order is done, one on its way."""
    world.panel.fate(LIKES, "stall")
    await placed(ann, quantity=10_000)
    await placed(ann, link="https://instagram.com/p/Other", quantity=1000)
    world.panel.set_status(world.orders[0].id, "Completed")
    await olga.hears("Order #1", "is done")
    return olga


def pictures(guest: Guest) -> list[SimMessage]:
    return [message for message in guest.from_bot if message.photo]


def png(message: SimMessage) -> bytes:
    assert message.photo is not None
    assert (message.photo.mime_type, message.photo.width) == ("image/png", 1080)
    return message.photo.content


async def test_the_figures_come_as_a_picture_with_a_few_lines(sold: Guest) -> None:
    await sold.says("/stats")
    (shown,) = pictures(sold)
    assert "30 days" in shown.text
    assert "Orders: 2" in shown.text
    assert "Spent: $1.32" in shown.text
    assert "Done: 1 (100%) · on their way: 1" in shown.text
    assert "against" not in shown.text, "there is nothing to compare with"
    assert sold.has_button("✓ 30 d", shown)
    assert sold.has_button("✓ Days", shown)


async def test_every_period_and_every_way_is_a_tap_away_in_the_same_message(sold: Guest) -> None:
    await sold.says("/stats")
    (shown,) = pictures(sold)
    before = png(shown)
    ways = {
        ("Today", "Today"): ("Hours", "Services"),
        ("7 d", "7 days"): ("Days", "Services"),
        ("30 d", "30 days"): ("Days", "Weeks", "Services"),
        ("12 mo", "12 months"): ("Months", "Weeks", "Services"),
    }
    for (label, title), those in ways.items():
        await sold.taps(label, message=shown)
        assert sold.has_button(f"✓ {label}", shown)
        assert title in shown.text
        for way in those:
            await sold.taps(way, message=shown)
            assert sold.has_button(f"✓ {way}", shown)
            assert png(shown) != before
            before = png(shown)
    assert pictures(sold) == [shown]


async def test_panels_are_told_apart_where_there_are_several(
    world: World, shop: Bot, sold: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sold.says("/stats")
    assert not sold.has_button("Panels")
    desk = shop.shop.desk
    monkeypatch.setitem(desk.panels, "spare", desk.panels["main"])
    await sold.taps("30 d")
    await sold.taps("Panels")
    assert sold.has_button("✓ Panels")
    await sold.taps("CSV")
    assert sold.last.document is not None
    assert b"main" in sold.last.document.content


async def test_what_is_looked_at_stays_when_the_period_changes(sold: Guest) -> None:
    await sold.says("/stats")
    await sold.taps("Services", "7 d")
    assert sold.has_button("✓ Services", sold.last)
    await sold.taps("12 mo", "Months", "Today")
    assert sold.has_button("✓ Hours", sold.last)


async def test_by_day_and_by_night(world: World, sold: Guest) -> None:
    await sold.says("/stats")
    shown = sold.last
    light = png(shown)
    await sold.taps("🌙 Dark")
    dark = png(shown)
    assert dark != light
    await sold.says("/stats")
    assert sold.last is not shown
    assert sold.has_button("☀️ Light", sold.last)
    await sold.taps("☀️ Light", message=sold.last)
    assert sold.has_button("🌙 Dark", sold.last)


async def test_from_the_menu_and_back_the_chat_does_not_fill_with_pictures(sold: Guest) -> None:
    await sold.says("/start")
    await sold.taps("Run the shop")
    menu = sold.last
    many = len(sold.from_bot)
    await sold.taps("Figures", message=menu)
    assert menu.photo is not None
    assert len(sold.from_bot) == many
    await sold.taps("Your shop", message=menu)
    assert menu.deleted
    assert "Your shop" in sold.text
    assert pictures(sold) == []
    await sold.taps("Figures")
    assert len(pictures(sold)) == 1


async def test_what_is_shown_as_a_table_for_programs(sold: Guest) -> None:
    await sold.says("/stats")
    await sold.taps("Services")
    shown = sold.last
    await sold.taps("CSV", message=shown)
    assert sold.last.document is not None
    assert sold.last.document.file_name.startswith("orders-month-by-service-")
    rows = list(csv.DictReader(io.StringIO(sold.last.document.content.decode("utf-8-sig"))))
    (row,) = rows
    assert (row["Panel"], row["Id"]) == ("main", str(LIKES))
    assert row["Service"].startswith(LIKES_NAME)
    assert (row["Orders"], row["Done"], row["On their way"]) == ("2", "1", "1")
    assert (row["Spent, USD"], row["Done, share"]) == ("1.32", "1")
    assert "30 days" in sold.last.text
    await sold.taps("Days", message=shown)
    assert shown.photo is not None, "the picture goes on working above the file"


async def test_everything_as_a_workbook_for_people(sold: Guest) -> None:
    await sold.says("/stats")
    await sold.taps("12 mo", "XLSX")
    sent = sold.last.document
    assert sent is not None
    assert sent.file_name.startswith("orders-year-")
    assert sent.file_name.endswith(".xlsx")
    with zipfile.ZipFile(io.BytesIO(sent.content)) as book:
        sheets = book.read("xl/workbook.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    names = [part.split('"')[0] for part in sheets.split('<sheet name="')[1:]]
    assert names == ["Summary", "Months", "Weeks", "Services", "Panels"]
    assert LIKES_NAME in texts


async def test_an_empty_shop_has_a_picture_too(olga: Guest) -> None:
    await olga.says("/stats")
    assert "Orders: 0" in olga.text
    for way in ("Services", "Today", "CSV"):
        await olga.taps(way)
    assert olga.last.document is not None


async def test_without_a_picture_the_figures_are_told_all_the_same(
    world: World, sold: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sold.says("/stats")
    shown = sold.last

    async def broken(_: Picture) -> bytes:
        raise drawing.DrawingError("no memory")

    monkeypatch.setattr(drawing, "draw", broken)
    await sold.taps("7 d", message=shown)
    told = await sold.hears("Orders: 2", "couldn't be drawn (incident 1)")
    assert shown.deleted
    await sold.hears("went wrong in the bot", "incident 1")
    await sold.taps("CSV", message=told)
    assert sold.last.document is not None
    monkeypatch.undo()
    await sold.taps("Today", message=told)
    assert told.photo is not None
    assert "couldn't be drawn" not in told.text


async def test_in_russian_also_inside_the_picture(
    world: World, sold: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Picture] = []
    draw = drawing.draw

    async def noted(picture: Picture) -> bytes:
        drawn.append(picture)
        return await draw(picture)

    monkeypatch.setattr(drawing, "draw", noted)
    await sold.says("/language")
    await sold.taps("Русский")
    await sold.says("/stats")
    assert "30 дней" in sold.text
    assert "Заказы: 2" in sold.text
    assert "Потрачено: 1,32\xa0$" in sold.text
    await sold.taps("12 мес.", "Месяцы")
    picture = drawn[-1]
    assert picture.title == "12 месяцев"
    assert picture.subtitle.endswith("г. · UTC")
    assert {"янв.", "май", "дек."} <= set(picture.columns[0].labels)
    assert {tile.label for tile in picture.tiles} == {"Заказы", "Потрачено", "Готовы"}
    await sold.taps("CSV")
    assert sold.last.document is not None
    assert "Заказы" in sold.last.document.content.decode("utf-8-sig")


async def test_only_who_may_see_the_money_sees_figures(
    world: World, shop: Bot, sold: Guest, ann: Guest
) -> None:
    await sold.says("/stats")
    shown = sold.last
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(ann.id, {Right.ORDERS}, world.clock(), by=OLGA)
    await ann.says("/stats")
    assert "right" in ann.text
    assert pictures(ann) == []
    for part in ("7 d", "CSV", "XLSX", "🌙", "Your shop"):
        await ann.forges(sold.data_of(part, shown))
        assert "right" in ann.notice
    assert pictures(ann) == []
    assert not any(message.document for message in ann.from_bot)


@pytest.mark.parametrize("data", ["fs:x:y", "fs:month:", "ff:exe:month:day", "fd:7:year:hour"])
async def test_forged_buttons_are_answered(sold: Guest, data: str) -> None:
    await sold.says("/stats")
    await sold.forges(data)
    assert not sold.sees("incident")
