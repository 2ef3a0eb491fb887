"""A sheet to draw on, in units of a phone's picture (`WIDTH` across); finer inside, so that edges and letters are smooth."""

from bisect import bisect_left
from functools import cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
_FINER = 2
_ELLIPSIS = "…"
_LONGEST = 200
"""Letters; no line of a picture has room for so many."""

_NOWHERE = "\U0010fffe"
"""No typeface has it: what is drawn for it is what is drawn for every letter that is missing."""

_WEIGHTS = {"regular": 440, "medium": 560, "bold": 720}
_SMALLEST_OPTICAL, _LARGEST_OPTICAL = 14, 32


class Canvas:
    def __init__(self, height: int, colour: str) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINER, height * _FINER), colour)
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        return self._image.reduce(_FINER)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: str,
        *,
        radius: float = 0,
        feet: bool = True,
    ) -> None:
        """`feet`: also the lower corners are round."""
        self._draw.rounded_rectangle(
            (left * _FINER, top * _FINER, right * _FINER - 1, bottom * _FINER - 1),
            radius * _FINER,
            fill=colour,
            corners=(True, True, feet, feet),
        )

    def text(
        self,
        left: float,
        baseline: float,
        words: str,
        colour: str,
        *,
        size: int,
        weight: str = "regular",
        anchor: str = "l",
    ) -> None:
        """`anchor`: whether `left` is the text's left (l), middle (m) or right (r)."""
        self._draw.text(
            (left * _FINER, baseline * _FINER),
            drawable(words),
            font=_font(size, weight),
            fill=colour,
            anchor=f"{anchor}s",
        )


def width_of(words: str, *, size: int, weight: str = "regular") -> float:
    return _font(size, weight).getlength(drawable(words)) / _FINER


def fitting(words: str, room: float, *, size: int, weight: str = "regular") -> str:
    """As much of the beginning as there is room for."""
    words = drawable(words[:_LONGEST])
    if width_of(words, size=size, weight=weight) <= room:
        return words

    def too_wide(end: int) -> bool:
        return width_of(_cut(words, end), size=size, weight=weight) > room

    return _cut(words, bisect_left(range(1, len(words)), x=True, key=too_wide))


def _cut(words: str, end: int) -> str:
    return words[:end].rstrip(" ·|-–,.") + _ELLIPSIS


def drawable(words: str) -> str:
    """Without the letters that the typeface hasn't, such as emoji, and the gaps they leave."""
    return " ".join("".join(filter(_is_drawable, words)).split())


@cache
def _is_drawable(letter: str) -> bool:
    if letter.isascii() or letter.isspace():
        return True
    font = _font(20, "regular")
    shown = font.getmask(letter)
    missing = font.getmask(_NOWHERE)
    return bool(shown.size[0]) and (shown.size, bytes(shown)) != (missing.size, bytes(missing))


@cache
def _font(size: int, weight: str) -> ImageFont.FreeTypeFont:
    with as_file(files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf") as path:
        font = ImageFont.truetype(str(path), size * _FINER)
    optical = min(max(size, _SMALLEST_OPTICAL), _LARGEST_OPTICAL)
    font.set_variation_by_axes([optical, _WEIGHTS[weight]])
    return font
