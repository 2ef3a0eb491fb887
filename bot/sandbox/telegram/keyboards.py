"""Reply markup, held against Telegram's limits before it is taken."""

import re
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params

Markup = dict[str, Any]

ROW_LIMIT = 8
KEYBOARD_LIMIT = 100
DATA_LIMIT = 64  # bytes
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOKS = ("icon_custom_emoji_id", "style")
_BUTTON = "can't parse inline keyboard button: "
_HOST = re.compile(r"[^\s/?#.]+(\.[^\s/?#.]+)+|localhost(:\d+)?|\[[0-9a-f:]+\]", re.IGNORECASE)


def inline_markup(params: Params, *, may_pay: bool = False) -> Markup | None:
    """The inline keyboard of the call, with nothing in it that Telegram doesn't know."""
    value = _markup(params)
    if value is None:
        return None
    if "inline_keyboard" not in value:
        raise bad_request("inline keyboard expected")
    return _inline(value["inline_keyboard"], may_pay=may_pay)


def any_markup(params: Params) -> Markup | None:
    """An inline keyboard, a reply keyboard, its removal, or a forced reply."""
    value = _markup(params)
    if value is None:
        return None
    if "inline_keyboard" in value:
        return _inline(value["inline_keyboard"], may_pay=False)
    if "keyboard" in value:
        _check_reply_keyboard(value["keyboard"])
        return value
    if value.get("remove_keyboard") is True or value.get("force_reply") is True:
        return value
    if value:
        raise bad_request("can't parse reply keyboard markup JSON object")
    return None


def shown_markup(markup: Markup | None) -> Markup | None:
    """The part that a message carries: reply keyboards belong to the chat, not to the message."""
    return markup if markup and "inline_keyboard" in markup else None


def _markup(params: Params) -> Markup | None:
    value = params.value("reply_markup")
    if value is None or value == "":
        return None
    if isinstance(value, str):
        raise bad_request("can't parse reply keyboard markup JSON object")
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    return value


def _rows(value: Any, name: str) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad_request(f'field "{name}" of the reply markup must be an Array')
    if not all(isinstance(row, list) for row in value):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    rows = [row for row in value if row]
    too_wide = any(len(row) > ROW_LIMIT for row in rows)
    if too_wide or sum(len(row) for row in rows) > KEYBOARD_LIMIT:
        raise bad_request("reply markup is too long")
    return rows


def _inline(value: Any, *, may_pay: bool) -> Markup | None:
    rows = [[_button(button) for button in row] for row in _rows(value, "inline_keyboard")]
    for index, button in enumerate(button for row in rows for button in row):
        if button.get("pay") and (not may_pay or index):
            raise bad_request("BUTTON_TYPE_INVALID")
    return {"inline_keyboard": rows} if rows else None


def _button(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise bad_request(f"{_BUTTON}InlineKeyboardButton must be an Object")
    text = _label(value, _BUTTON)
    actions = [name for name in _ACTIONS if _is_set(name, value.get(name))]
    if not actions:
        raise bad_request(f"{_BUTTON}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{_BUTTON}exactly one action must be given, found {', '.join(actions)}")
    action = actions[0]
    _check_action(action, value[action])
    looks = {name: value[name] for name in _LOOKS if name in value}
    return {"text": text, **looks, action: value[action]}


def _label(button: dict[str, Any], context: str) -> str:
    if "text" not in button:
        raise bad_request(f'{context}Can\'t find field "text"')
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'{context}Field "text" must be of type String')
    if not text.strip():
        raise bad_request(f"{context}text of a button must be non-empty")
    return text


def _is_set(name: str, value: Any) -> bool:
    if name.startswith("switch_inline_query"):
        return value is not None  # an empty query is a query
    return value not in (None, "", False)


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data":
        if not isinstance(value, str):
            raise bad_request(f'{_BUTTON}Field "callback_data" must be of type String')
        if len(value.encode("utf-8", "surrogatepass")) > DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        _check_url(value)
    elif action == "web_app":
        url = value.get("url") if isinstance(value, dict) else None
        if not isinstance(url, str) or not url.startswith("https://"):
            raise bad_request(
                f"inline keyboard button Web App URL '{url}' is invalid: "
                "Only HTTPS links are allowed"
            )
    elif action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_url(value: Any) -> None:
    if not isinstance(value, str):
        raise bad_request(f'{_BUTTON}Field "url" must be of type String')
    complaint = f"inline keyboard button URL '{value}' is invalid: "
    scheme, separator, rest = value.partition("://")
    if not separator:
        scheme, rest = "http", value
    if scheme.lower() not in {"http", "https", "tg", "ton", "tonsite"}:
        raise bad_request(f"{complaint}Unsupported URL protocol")
    if scheme.lower() in {"http", "https"} and not _HOST.match(rest):
        raise bad_request(f"{complaint}Wrong HTTP URL")


def _check_reply_keyboard(value: Any) -> None:
    context = "can't parse keyboard button: "
    for row in _rows(value, "keyboard"):
        for button in row:
            if isinstance(button, str):
                _label({"text": button}, context)
            elif isinstance(button, dict):
                _label(button, context)
            else:
                raise bad_request(f"{context}KeyboardButton must be an Object")
