"""Pictures are drawn whole, whatever is in them, and fit a phone."""

import asyncio
import io
import sys
from dataclasses import replace

import pytest
from PIL import Image

from bot.charts.canvas import drawable, fitting, width_of
from bot.charts.colours import DARK, LIGHT
from bot.charts.drawing import draw
from bot.domain.picture import Bar, Columns, Mark, Picture, Tile
from bot.usecases import drawing
from tests.views.worst import LONG, UGLY

PLAIN = Picture(
    dark=False,
    title="30 days",
    subtitle="Oct 26 – Nov 24, 2030",
    tiles=(
        Tile(label="Orders", value="1,234", change="▲ 12%", good=True),
        Tile(label="Spent", value="$1,234.50"),
        Tile(label="Done", value="92%", change="▼ 2 points", good=False),
    ),
    columns=(
        Columns(
            title="Spent",
            heights=(0, 1, 250, 1000),
            labels=("21", "22", "23", "24"),
            marks=(Mark(500, "$50"), Mark(1000, "$100")),
            open=3,
        ),
    ),
    facts=(Tile(label="Done in", value="42 min", change="nine of ten within 3 hr"),),
)
BARS = replace(
    PLAIN,
    columns=(),
    bars=(
        Bar(name="Followers", other="main · 1", value="$9.00", note="3 orders", length=1000),
        Bar(name="Likes", other="main · 2", value="$0.01", note="1 order", length=0),
    ),
)


def colours(image: Image.Image) -> set[tuple[int, ...]]:
    found = image.getcolors(image.width * image.height)
    assert found is not None
    return {colour for _, colour in found if isinstance(colour, tuple)}


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def share(image: Image.Image, colour: str) -> float:
    """How much of the picture has this colour."""
    found = image.getcolors(image.width * image.height)
    assert found is not None
    count = next((count for count, each in found if each == rgb(colour)), 0)
    return count / (image.width * image.height)


@pytest.mark.parametrize("picture", [PLAIN, BARS], ids=["columns", "bars"])
def test_a_picture_fits_a_phone_and_is_not_empty(picture: Picture) -> None:
    drawn = draw(picture)
    assert drawn.width == 1080
    assert 500 < drawn.height <= 1280
    assert {rgb(LIGHT.card), rgb(LIGHT.text), rgb(LIGHT.main)} <= colours(drawn)


def test_by_night_it_is_dark() -> None:
    light, dark = draw(PLAIN), draw(replace(PLAIN, dark=True))
    assert light.size == dark.size
    assert share(light, LIGHT.card) > 0.5
    assert share(dark, DARK.card) > 0.5
    assert rgb(LIGHT.card) not in colours(dark)


def test_taller_columns_have_more_colour_and_what_is_open_is_paler() -> None:
    (columns,) = PLAIN.columns
    low = replace(PLAIN, columns=(replace(columns, heights=(100,) * 4),))
    high = replace(PLAIN, columns=(replace(columns, heights=(900,) * 4),))
    assert share(draw(high), LIGHT.main) > 2 * share(draw(low), LIGHT.main)
    assert share(draw(high), LIGHT.main_pale) > 0
    closed = replace(PLAIN, columns=(replace(columns, open=None),))
    assert share(draw(closed), LIGHT.main_pale) == 0


def test_nothing_to_draw_is_said() -> None:
    empty = replace(PLAIN, columns=(), facts=(), empty="No orders in this time")
    assert draw(empty).height < draw(PLAIN).height
    assert draw(empty).tobytes() != draw(replace(empty, empty="Nothing")).tobytes()


def test_whatever_is_in_it_it_is_drawn() -> None:
    tile = Tile(label=LONG, value=LONG, change=LONG)
    columns = Columns(
        title=LONG,
        heights=(1000,) * 60,
        labels=(LONG,) * 60,
        marks=(Mark(1000, "$" + "9" * 12),),
        open=59,
    )
    bar = Bar(name=UGLY, other=LONG, value="9" * 60, note=LONG, length=1000)
    for dark in (False, True):
        drawn = draw(
            Picture(
                dark=dark,
                title=LONG,
                subtitle=LONG,
                tiles=(tile,) * 3,
                columns=(columns,) * 3,
                bars=(bar,) * 8,
                facts=(tile, tile),
                empty=LONG,
            )
        )
        assert drawn.width == 1080


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("🔥 Followers ✨ | R30 🇷🇺", "Followers | R30"),
        ("Подписчики №1 · 1 000 ₽", "Подписчики №1 · 1 000 ₽"),
        ("▲ 12 % – ±", "▲ 12 % – ±"),
        ("粉丝", ""),
        ("", ""),
    ],
)
def test_only_what_the_typeface_has_is_drawn(text: str, shown: str) -> None:
    assert drawable(text) == shown


def test_a_long_name_is_cut_where_there_is_no_more_room() -> None:
    cut = fitting("Instagram Followers | Real | Fast", 300, size=28)
    assert cut.endswith("…")
    assert "Instagram" in cut
    assert width_of(cut, size=28) <= 300
    assert fitting("Likes", 300, size=28) == "Likes"
    assert fitting("Likes", 1, size=28) == "…"


async def test_a_process_of_its_own_draws() -> None:
    drawn = await drawing.draw(PLAIN)
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.format, image.width) == ("PNG", 1080)
        assert image.convert("RGB").tobytes() == draw(PLAIN).tobytes()


async def test_what_cannot_be_drawn_is_an_error_that_says_why() -> None:
    broken = replace(PLAIN, columns=(replace(PLAIN.columns[0], heights=("x",)),))  # type: ignore[arg-type]
    with pytest.raises(drawing.DrawingError, match=r"ended with 1: .*heights"):
        await drawing.draw(broken)


async def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []

    async def stuck() -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        command = (sys.executable, "-c", "import time; time.sleep(60)")
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe
        )
        started.append(process)
        return process

    monkeypatch.setattr(drawing, "_start", stuck)
    monkeypatch.setattr(drawing, "_SECONDS", 0.1)
    with pytest.raises(drawing.DrawingError, match="longer than"):
        await drawing.draw(PLAIN)
    assert started[0].returncode is not None


async def test_where_nothing_can_be_started_there_is_no_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(drawing.DrawingError, match="no process could be started"):
        await drawing.draw(PLAIN)
