"""`python -m tests.bench [names] [--write FILE]`: measures, prints a table, and keeps it in a file if asked."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from tests.bench import catalogue, old_orders, order, request, sender, start, sweep, taps
from tests.bench.figures import Figure
from tests.bench.report import markdown, table

_BENCHES: Mapping[str, Callable[[], Awaitable[list[Figure]]]] = {
    "taps": taps.run,
    "order": order.run,
    "request": request.run,
    "sweep": sweep.run,
    "catalogue": catalogue.run,
    "start": start.run,
    "old_orders": old_orders.run,
    "sender": sender.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *_BENCHES], help="all, if none is named")
    parser.add_argument("--write", type=Path, help="the page that keeps the figures")
    arguments = parser.parse_args()
    figures: dict[str, list[Figure]] = {}
    for name in arguments.names or _BENCHES:
        figures[name] = asyncio.run(_BENCHES[name]())  # type: ignore[arg-type]
        sys.stdout.write(table(name, figures[name]))
        sys.stdout.flush()
    if arguments.write:
        arguments.write.write_text(markdown(figures), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
