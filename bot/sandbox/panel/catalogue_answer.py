"""The answer to `services`: the catalogue spelled in a dialect."""

import html
from collections.abc import Iterable
from typing import Any

from bot.sandbox.panel.dialects import Dialect
from bot.sandbox.panel.model import Service


def services_answer(services: Iterable[Service], dialect: Dialect) -> Any:
    """The list of services, wrapped where the dialect wraps it."""
    listed = [_service(service, dialect) for service in services]
    if not listed and dialect.empty_data:
        return {"status": "success", "data": "Empty Data"}
    return {dialect.wrap: listed} if dialect.wrap else listed


def _service(service: Service, dialect: Dialect) -> dict[str, Any]:
    told: dict[str, Any] = {"service": service.id, "name": service.name}
    word = dialect.type_word(service.type) if service.type else None
    if word is not None:
        told["type"] = word
    if dialect.categories == "null":
        told["category"] = None
    elif dialect.categories == "documented" and service.category is not None:
        told["category"] = service.category
    told |= {"rate": str(service.rate), "min": str(service.min), "max": str(service.max)}
    if dialect.flags != "missing":
        told["refill"] = dialect.flag(service.refill)
        told["cancel" if dialect.flags == "documented" else dialect.flags] = dialect.flag(
            service.cancel
        )
    if dialect.network and service.category:
        told |= {"network": service.category.split()[0], "step": 1}
    return told | _extras(service, dialect) if dialect.extras else told


def _extras(service: Service, dialect: Dialect) -> dict[str, Any]:
    desc = service.desc
    for _ in range(dialect.desc_escaped if desc else 0):
        desc = html.escape(desc or "")
    extras: dict[str, Any] = {
        "dripfeed": dialect.flag(service.dripfeed),
        dialect.desc_key: desc,
    }
    if service.average_time is not None:
        extras["average_time"] = str(service.average_time)
    return extras
