"""How a bot gets its updates and files: getUpdates, webhooks, getFile."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.sandbox.telegram.errors import bad_request, conflict
from bot.sandbox.telegram.files import DOWNLOAD_LIMIT
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.webhook import Target

if TYPE_CHECKING:
    from bot.sandbox.telegram.core import Telegram

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def get_me(sim: "Telegram", _params: Params) -> dict[str, Any]:
    return {
        **sim.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(sim: "Telegram", params: Params) -> list[dict[str, Any]]:
    if sim.webhook.target:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    sim.updates.allow(_kinds(params))
    limit = params.integer("limit")
    return await sim.updates.poll(
        offset=params.integer("offset") or 0,
        limit=100 if limit is None else limit,
        timeout=params.integer("timeout") or 0,
    )


def set_webhook(sim: "Telegram", params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(sim, params)
    _check_address(url)
    secret = params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = params.integer("max_connections") or 40
    sim.updates.allow(_kinds(params))
    if params.flag("drop_pending_updates"):
        sim.updates.drop_all()
    sim.updates.end_poll(conflict("terminated by setWebhook request"))
    sim.webhook.start(Target(url, secret, min(max(connections, 1), 100)))
    return True


def delete_webhook(sim: "Telegram", params: Params) -> bool:
    sim.webhook.stop()
    if params.flag("drop_pending_updates"):
        sim.updates.drop_all()
    return True


def get_webhook_info(sim: "Telegram", _params: Params) -> dict[str, Any]:
    target = sim.webhook.target
    info: dict[str, Any] = {
        "url": target.url if target else "",
        "has_custom_certificate": False,
        "pending_update_count": len(sim.updates.pending),
    }
    if target:
        info["max_connections"] = target.max_connections
    if sim.webhook.last_error:
        info["last_error_date"], info["last_error_message"] = sim.webhook.last_error
    if sim.updates.allowed:
        info["allowed_updates"] = list(sim.updates.allowed)
    return info


def get_file(sim: "Telegram", params: Params) -> dict[str, Any]:
    file = sim.files.find(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.file_size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.file_size,
        "file_path": file.file_path,
    }


def leave(_sim: "Telegram", _params: Params) -> bool:
    """``close`` and ``logOut`` matter to Bot API servers, of which there is one here."""
    return True


def _kinds(params: Params) -> list[str] | None:
    value = params.value("allowed_updates")
    if value is None:
        return None
    if not isinstance(value, list):
        raise bad_request("can't parse allowed_updates: expected an Array of String")
    return [str(kind) for kind in value]


def _check_address(url: str) -> None:
    """HTTPS as Telegram wants it; a bot on this machine may do without."""
    address = urlsplit(url)
    if address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK):
        return
    raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


RECEIVING = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
    "close": leave,
    "logOut": leave,
}
