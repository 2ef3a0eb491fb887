"""The catalogue: an entry is read alone, so that a bad one costs nothing but itself."""

from collections.abc import Iterable

from bot.domain.form import FORMS, Counting
from bot.domain.service import Service, ServiceType, parse_type
from bot.panel.results import Catalogue
from bot.panel.wire import text, values
from bot.panel.wire.answer import Fault, find_fault
from bot.panel.wire.body import Json

_LONGEST = 10 * 365 * 24 * 60
"""Minutes of an average time; more than ten years is nonsense."""
_LISTS = ("value", "data", "services", "result", "response")
_DRIPFEED = ("dripfeed", "drip_feed")
_CANCEL = ("cancel", "canceling_is_available")
_DESCRIPTION = ("description", "desc")
_NETWORK = ("network", "platform")


def read_catalogue(answer: Json) -> Catalogue | Fault | None:
    """None if the answer is no catalogue at all."""
    fault = find_fault(answer, frozenset(_LISTS))
    if fault is not None:
        return fault
    entries = _entries(answer)
    if entries is None:
        return None
    services: dict[str, Service] = {}
    skipped: list[str] = []
    for entry in entries:
        service = _service(entry)
        if service is None or service.id in services:
            skipped.append(_id(entry) or "")
        else:
            services[service.id] = service
    return Catalogue(services=tuple(services.values()), skipped=tuple(skipped))


def _entries(answer: Json) -> list[Json] | None:
    if isinstance(answer, list):
        return answer
    if not isinstance(answer, dict):
        return None
    for key in _LISTS:
        if key in answer:
            return _inner(answer[key])
    return _keyed(answer)


def _inner(value: Json) -> list[Json] | None:
    """An empty catalogue may be a sentence ("Empty Data")."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return _keyed(value)
    return [] if value is None or isinstance(value, str) else None


def _keyed(answer: dict[str, Json]) -> list[Json] | None:
    """PHP writes a list with gaps as an object."""
    entries = list(answer.values())
    return entries if entries and all(isinstance(entry, dict) for entry in entries) else None


def _id(entry: Json) -> str | None:
    return values.identifier(entry.get("service")) if isinstance(entry, dict) else None


def _service(entry: Json) -> Service | None:
    service_id = _id(entry)
    if service_id is None:
        return None
    type_name = text.line(entry.get("type"))
    kind = parse_type(type_name)
    rate = values.number(entry.get("rate"))
    limits = _limits(entry, kind)
    if rate is None or rate < 0 or limits is None:
        return None
    return Service(
        id=service_id,
        name=text.line(entry.get("name")) or f"#{service_id}",
        category=text.line(entry.get("category")),
        type=kind,
        type_name=type_name or ServiceType.DEFAULT.value,
        rate=rate,
        min=limits[0],
        max=limits[1],
        dripfeed=any(values.flag(entry.get(key)) for key in _DRIPFEED),
        refill=values.flag(entry.get("refill")),
        cancel=any(values.flag(entry.get(key)) for key in _CANCEL),
        description=_first(text.paragraphs(entry.get(key)) for key in _DESCRIPTION),
        average_minutes=_average(entry.get("average_time")),
        network=_first(text.line(entry.get(key)) for key in _NETWORK),
    )


def _limits(entry: dict[str, Json], kind: ServiceType | None) -> tuple[int, int] | None:
    """A flat price needs no limits, and many panels give none."""
    lowest, highest = values.whole(entry.get("min")), values.whole(entry.get("max"))
    flat = kind is not None and FORMS[kind].counting is Counting.FLAT
    if flat:
        lowest = 1 if lowest is None else lowest
        highest = lowest if highest is None else highest
    if lowest is None or highest is None or lowest < 0 or highest < 0:
        return None
    return lowest, highest


def _average(value: Json) -> int | None:
    minutes = values.number(value)
    return min(int(minutes), _LONGEST) if minutes is not None and minutes >= 0 else None


def _first(texts: Iterable[str]) -> str:
    return next((said for said in texts if said), "")
