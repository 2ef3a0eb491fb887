"""The figures as a table for the eye, and as the page that is kept."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.figures import Figure

_PACKAGES = ("python-telegram-bot", "aiohttp", "sqlalchemy", "aiosqlite", "msgspec", "httpx")


def table(name: str, figures: Iterable[Figure]) -> str:
    rows = [[each.what, _value(each), _aim(each), each.made_of] for each in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = (
        "  ".join(part.ljust(width) for part, width in zip(row, widths, strict=True))
        for row in rows
    )
    return f"\n{name}\n" + "".join(f"  {line.rstrip()}\n" for line in lines)


def markdown(figures: Mapping[str, Iterable[Figure]]) -> str:
    parts = [_INTRODUCTION, _machine()]
    for name, found in figures.items():
        parts.append(f"## {name}\n\n| what | figure | aim | made of |\n|---|---|---|---|")
        parts[-1] += "".join(
            f"\n| {each.what} | {_value(each)} | {_aim(each)} | {each.made_of} |" for each in found
        )
    return "\n\n".join(parts) + "\n"


_INTRODUCTION = """# What it costs

Written by `make bench WRITE=1`. Ratios are of things measured in turns in one run, medians of at least five rounds; a
figure is worth as much as its ratio, for machines differ."""


def _machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {_processor()}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.release()}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}."
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    return next(
        (line.split(":", 1)[1].strip() for line in lines if "model name" in line),
        platform.machine(),
    )


def _value(figure: Figure) -> str:
    digits = 2 if abs(figure.value) < 100 and figure.unit != "rows" else 0
    shown = f"{figure.value:,.{digits}f}"
    return f"{shown}{figure.unit}" if figure.unit == "×" else f"{shown} {figure.unit}"


def _aim(figure: Figure) -> str:
    if figure.met is None:
        return "–"
    bound = f"≤ {figure.most:g}" if figure.most is not None else f"≥ {figure.least:g}"
    return f"{bound} {'met' if figure.met else 'MISSED'}"
