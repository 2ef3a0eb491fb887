"""The settings of the bot, from `.env` and from the environment, which wins. Nothing else reads the environment.

All that is wrong is told at once, one sentence a fault. Neither a fault nor a repr holds a token, a key or a password.
"""

import difflib
import io
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.config.settings import PanelSettings, Settings

__all__ = ["SETTING_NAMES", "ConfigError", "PanelSettings", "Settings", "load_settings"]

_ENV_FILE = Path(".env")
_MAIN = "main"  # the panel that PANEL_URL and PANEL_KEY describe
_MISSING = {
    "bot_token": "create a bot with @BotFather and paste its token.",
    "admin_ids": "write your own number of Telegram, which @userinfobot tells you.",
    "url": "write the address of the panel's API, which its API page tells, as in https://panel.example/api/v2.",
    "key": "paste the API key from your account at the panel.",
}


class ConfigError(Exception):
    """All faults of the settings, each a sentence that names the setting and the mend."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


_Path = tuple[str, ...]  # where a value stands in Settings
_PANEL_DEFAULT = "PANEL_REQUESTS_PER_MINUTE"
_PATHS: dict[str, _Path] = {
    **{name.upper(): (name,) for name in Settings.model_fields if name != "panels"},
    "PANEL_URL": ("panels", _MAIN, "url"),
    "PANEL_KEY": ("panels", _MAIN, "key"),
}
SETTING_NAMES = frozenset({*_PATHS, _PANEL_DEFAULT})
"""All settings but those of further panels, which are PANELS__<NAME>__<SETTING>."""


def load_settings(env_file: Path = _ENV_FILE, environ: Mapping[str, str] = os.environ) -> Settings:
    """A setting without a value counts as not there. `ConfigError` with all faults."""
    lines, faults = _read(env_file)
    given = {**lines, **_filled({name: environ[name] for name in environ if _is_setting(name)})}
    tree, names, misplaced = _arrange(given)
    faults += misplaced
    settings = None
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        faults = list(dict.fromkeys(_sentence(detail, names) for detail in details)) + faults
    if faults or settings is None:
        raise ConfigError(tuple(faults))
    return settings


def _is_setting(name: str) -> bool:
    return name in SETTING_NAMES or name.startswith("PANELS__")


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in values.items() if value.strip()}


def _read(env_file: Path) -> tuple[dict[str, str], list[str]]:
    """The settings in the file, and what is wrong with its lines."""
    try:
        text = env_file.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError):
        return {}, [
            f"{env_file} can't be read: make it a text file in UTF-8 which the user of the bot may read."
        ]
    values: dict[str, str] = {}
    faults = []
    for line in parse_stream(io.StringIO(text)):
        if line.error or (line.key and line.value is None):
            faults.append(
                f"{env_file}, line {line.original.line}: write NAME=value, or put a # before it."
            )
        elif line.key in values:
            faults.append(f"{line.key} stands twice in {env_file}: keep one.")
        elif line.key is not None:
            values[line.key] = line.value or ""
    faults += [_unknown(name, env_file) for name in values if not _is_setting(name)]
    return _filled({name: value for name, value in values.items() if _is_setting(name)}), faults


def _unknown(name: str, env_file: Path) -> str:
    similar = difflib.get_close_matches(name.upper(), sorted(SETTING_NAMES), n=1)
    mend = (
        f"did you mean {similar[0]}?"
        if similar
        else "take the line out; .env.example has all there are."
    )
    return f"{name} in {env_file} is no setting of the bot: {mend}"


def _arrange(given: Mapping[str, str]) -> tuple[dict[str, Any], dict[_Path, str], list[str]]:
    """The values as `Settings` nests them, which name each came by, and what has no place."""
    names: dict[_Path, str] = {}
    faults = []
    for name in given:
        path = _PATHS.get(name) or _panel_path(name)
        if path in names:
            faults.append(f"{names[path]} and {name} are the same setting: keep one.")
        elif path:
            names[path] = name
        elif name != _PANEL_DEFAULT:
            faults.append(_misnamed(name))
    panels = {path[1] for path in names if len(path) > 1} or {_MAIN}
    if _PANEL_DEFAULT in given:
        for panel in panels:
            names.setdefault(("panels", panel, "requests_per_minute"), _PANEL_DEFAULT)
    tree: dict[str, Any] = {"panels": {panel: {} for panel in sorted(panels)}}
    for path, name in names.items():
        branch = tree["panels"][path[1]] if len(path) > 1 else tree
        branch[path[-1]] = given[name]
    return tree, names, faults


def _panel_path(name: str) -> _Path | None:
    match = re.fullmatch(r"PANELS__([A-Za-z0-9_]{1,32})__([A-Z_]+)", name)
    if match is None or match[2].lower() not in PanelSettings.model_fields:
        return None
    return ("panels", match[1].lower(), match[2].lower())


def _misnamed(name: str) -> str:
    options = ", ".join(option.upper() for option in PanelSettings.model_fields)
    return (
        f"{name} is no setting of a panel: write PANELS__<NAME>__<SETTING>, where the name is up to 32 letters, "
        f"digits and _, and the setting is one of {options}."
    )


def _sentence(error: ErrorDetails, names: Mapping[_Path, str]) -> str:
    path = tuple(map(str, error["loc"]))
    name = names.get(path) or _written(path)
    if error["type"] == "missing":
        return f"{name} is missing: {_MISSING[path[-1]]}"
    if error["type"] == "value_error":
        return f"{name} {error['ctx']['error']}"
    fields = PanelSettings.model_fields if len(path) > 1 else Settings.model_fields
    return f"{name} must be {fields[path[-1]].description}."


def _written(path: _Path) -> str:
    if path[:2] == ("panels", _MAIN):
        return f"PANEL_{path[-1]}".upper()
    return "__".join(path).upper()
