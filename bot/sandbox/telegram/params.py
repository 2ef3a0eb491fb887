"""The parameters of one Bot API call, however they travelled: JSON, a form or multipart.

A form carries every value as a string, so nested values come as JSON in a string. They are
decoded once, here, and both fronts then look the same to the methods and in the recorded calls.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_JSON = frozenset({
    "allowed_updates",
    "button",
    "caption_entities",
    "commands",
    "entities",
    "link_preview_options",
    "media",
    "menu_button",
    "message_ids",
    "prices",
    "reaction",
    "reply_markup",
    "reply_parameters",
    "results",
    "scope",
})  # fmt: skip
_INTEGERS = frozenset({
    "cache_time",
    "chat_id",
    "from_chat_id",
    "icon_color",
    "limit",
    "max_connections",
    "message_id",
    "message_thread_id",
    "offset",
    "timeout",
    "user_id",
})  # fmt: skip
_FLAGS = frozenset({
    "disable_notification",
    "drop_pending_updates",
    "is_big",
    "is_personal",
    "ok",
    "protect_content",
    "return_bots",
    "show_alert",
})  # fmt: skip
_INTEGER = re.compile(r"-?\d{1,19}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    file_name: str
    content: bytes
    mime_type: str | None


class Params:
    """Typed access to the parameters; what can't be read as asked counts as absent."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload]) -> None:
        self.values = {name: _decoded(name, value) for name, value in values.items()}
        self.uploads = dict(uploads)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if isinstance(value, bool | dict | list) or value is None:
            return ""
        return str(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def value(self, name: str) -> Any:
        return self.values.get(name)

    def upload(self, name: str) -> Upload | None:
        """The file under this name itself, or the one it points to by ``attach://``."""
        value = self.text(name)
        if value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return self.uploads.get(name)

    def recorded(self) -> dict[str, Any]:
        """A copy fit for JSON: files are given by name and size."""
        files = {
            name: {"file_name": upload.file_name, "file_size": len(upload.content)}
            for name, upload in self.uploads.items()
        }
        return {**self.values, **files}


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _FLAGS:
        return value.lower() in {"true", "1", "yes"}
    if name in _INTEGERS and _INTEGER.fullmatch(value):
        return int(value)
    if name in _JSON:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
