"""`python -m bot.charts`: a `Picture` as JSON comes in, a PNG goes out."""

import io
import sys

import msgspec

from bot.charts.drawing import draw
from bot.domain.picture import Picture


def main() -> None:
    picture = msgspec.json.decode(sys.stdin.buffer.read(), type=Picture)
    drawn = io.BytesIO()
    draw(picture).save(drawn, "PNG", optimize=True)
    sys.stdout.buffer.write(drawn.getvalue())


if __name__ == "__main__":
    main()
