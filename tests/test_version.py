"""The version is written in two places, for the bot is run from its folder and never installed."""

import tomllib
from pathlib import Path

from bot.version import VERSION


def test_the_bot_says_the_version_of_the_project() -> None:
    project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION
