"""The catalogue, in every shape seen, and three real ones."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.domain.service import Service, ServiceType, Unorderable, why_unorderable
from bot.panel import Cause, Panel, PanelRejected, PanelUnavailable, Reason
from tests.panel.conftest import Script, said

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
ENTRY: dict[str, Any] = {
    "service": 1,
    "name": "Followers",
    "type": "Default",
    "category": "First Category",
    "rate": "0.90",
    "min": "50",
    "max": "10000",
    "refill": True,
    "cancel": True,
}


async def one(panel: Panel, script: Script, **changes: Any) -> Service:
    entry = {key: value for key, value in {**ENTRY, **changes}.items() if value is not ...}
    script.answers([entry])
    (service,) = (await panel.services()).services
    return service


async def test_the_documented_entry(panel: Panel, script: Script) -> None:
    assert await one(panel, script) == Service(
        id="1",
        name="Followers",
        category="First Category",
        type=ServiceType.DEFAULT,
        type_name="Default",
        rate=Decimal("0.90"),
        min=50,
        max=10000,
        refill=True,
        cancel=True,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"service": "1"}, {"id": "1"}),
        ({"service": "srv_9"}, {"id": "srv_9"}),
        ({"min": 50, "max": 2147483647}, {"min": 50, "max": 2147483647}),
        ({"min": "1,000", "max": "1000.0"}, {"min": 1000, "max": 1000}),
        ({"rate": 0.29}, {"rate": Decimal("0.29")}),
        ({"rate": 3}, {"rate": Decimal(3)}),
        ({"rate": "6.2761"}, {"rate": Decimal("6.2761")}),
        ({"rate": "0.00"}, {"rate": Decimal(0)}),
        ({"refill": ..., "cancel": ...}, {"refill": False, "cancel": False}),
        ({"refill": None, "cancel": 0}, {"refill": False, "cancel": False}),
        ({"cancel": ..., "canceling_is_available": True}, {"cancel": True}),
        ({"category": ...}, {"category": ""}),
        ({"category": None}, {"category": ""}),
        ({"type": ...}, {"type": ServiceType.DEFAULT}),
        ({"type": None}, {"type": ServiceType.DEFAULT}),
        ({"type": "custom_comments"}, {"type": ServiceType.CUSTOM_COMMENTS}),
        ({"type": "Custom Comment"}, {"type": ServiceType.CUSTOM_COMMENTS}),
        ({"type": "default"}, {"type": ServiceType.DEFAULT}),
        ({"type": "Teleport"}, {"type": None, "type_name": "Teleport"}),
        ({"dripfeed": True}, {"dripfeed": True}),
        ({"dripfeed": 1}, {"dripfeed": True}),
        ({"dripfeed": "1"}, {"dripfeed": True}),
        ({"dripfeed": "0"}, {"dripfeed": False}),
        ({"dripfeed": False}, {"dripfeed": False}),
        ({"desc": "a<br>b"}, {"description": "a\nb"}),
        ({"description": "x &amp;amp; y"}, {"description": "x & y"}),
        ({"description": None, "desc": "d"}, {"description": "d"}),
        ({"description": None}, {"description": ""}),
        ({"average_time": "32"}, {"average_minutes": 32}),
        ({"average_time": 924}, {"average_minutes": 924}),
        ({"average_time": "Not enough data"}, {"average_minutes": None}),
        ({"average_time": None}, {"average_minutes": None}),
        ({"network": "VK"}, {"network": "VK"}),
        ({"platform": "TikTok"}, {"network": "TikTok"}),
        ({"network": None}, {"network": ""}),
        ({"step": 10, "whatever": {"a": 1}}, {"name": "Followers"}),
        ({"name": "  A &amp; B\n🇺🇸 "}, {"name": "A & B 🇺🇸"}),
        ({"name": None}, {"name": "#1"}),
        ({"name": "x" * 324}, {"name": "x" * 324}),
        ({"type": "Package", "min": ..., "max": ...}, {"min": 1, "max": 1}),
        ({"type": "Package", "min": "5", "max": "5"}, {"min": 5, "max": 5}),
    ],
)
async def test_an_entry_in_the_wild(
    panel: Panel, script: Script, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    service = await one(panel, script, **changes)
    assert {key: getattr(service, key) for key in expected} == expected


async def test_a_heading_row_is_listed_and_not_orderable(panel: Panel, script: Script) -> None:
    service = await one(panel, script, rate="9999999999999.00")
    assert service.rate == Decimal(9999999999999)
    assert why_unorderable(service) is Unorderable.HEADING


@pytest.mark.parametrize(
    "answer",
    [
        {"value": [ENTRY]},
        {"data": [ENTRY]},
        {"status": "success", "data": [ENTRY]},
        {"1": ENTRY},
        {"data": {"1": ENTRY}},
        said([ENTRY], content_type="text/html"),
        "\ufeff" + json.dumps([ENTRY]),
        "\r\n  " + json.dumps([ENTRY]),
        "<br />\n<b>Notice</b>: x in <b>/y</b> on line <b>3</b><br />\n" + json.dumps([ENTRY]),
        said([ENTRY], status=500),
    ],
)
async def test_wrappings(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    catalogue = await panel.services()
    assert [service.id for service in catalogue.services] == ["1"]
    assert catalogue.whole


@pytest.mark.parametrize(
    "answer", [{"status": "success", "data": "Empty Data"}, [], {"data": []}, {"value": None}]
)
async def test_an_empty_catalogue_is_never_whole(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    catalogue = await panel.services()
    assert (catalogue.services, catalogue.whole) == ((), False)


async def test_a_bad_entry_costs_only_itself(panel: Panel, script: Script) -> None:
    bad = [
        {**ENTRY, "service": 2, "rate": "soon"},
        {**ENTRY, "service": 3, "rate": "-1"},
        {**ENTRY, "service": 4, "max": None},
        {**ENTRY, "service": None},
        "a string",
        None,
        {**ENTRY, "name": "the same again"},
    ]
    good = [{**ENTRY, "service": number} for number in range(10, 20)]
    script.answers([ENTRY, *bad, *good])
    catalogue = await panel.services()
    assert [service.id for service in catalogue.services] == ["1", *map(str, range(10, 20))]
    assert catalogue.skipped == ("2", "3", "4", "", "", "", "1")
    assert catalogue.whole


async def test_a_mostly_unreadable_catalogue_is_not_whole(panel: Panel, script: Script) -> None:
    script.answers([ENTRY, {}, {}])
    assert not (await panel.services()).whole


async def test_half_an_emoji_or_a_raw_line_end_in_one_name_costs_nothing(
    panel: Panel, script: Script
) -> None:
    names = (b'"cut \\ud83d"', b'"raw\x01 control"', b'"bad \xff byte"')
    raw = b"[" + b",".join(
        b'{"service":%d,"name":%s,"rate":"1","min":1,"max":2}' % (number, name)
        for number, name in enumerate(names, start=1)
    )
    script.answers(raw + b"]")
    found = (await panel.services()).services
    assert [service.name for service in found] == ["cut", "raw control", "bad � byte"]


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (json.dumps([ENTRY])[:-20], Cause.BROKEN),
        ("", Cause.EMPTY),
        ("<html>", Cause.HTML),
        ({"status": "success"}, Cause.ODD),
        ("7", Cause.ODD),
        (b" " * (16 * 2**20 + 1), Cause.TOO_LARGE),
    ],
)
async def test_no_catalogue_at_all(panel: Panel, script: Script, answer: Any, cause: Cause) -> None:
    script.answers(answer)
    with pytest.raises(PanelUnavailable) as caught:
        await panel.services()
    assert caught.value.cause is cause


async def test_a_catalogue_of_nearly_16_mb_is_read(panel: Panel, script: Script) -> None:
    script.answers(b" " * (15 * 2**20) + json.dumps([ENTRY]).encode())
    assert len((await panel.services()).services) == 1


async def test_a_refused_catalogue(panel: Panel, script: Script) -> None:
    script.answers({"error": "Invalid API key"})
    with pytest.raises(PanelRejected) as caught:
        await panel.services()
    assert caught.value.reason is Reason.BAD_KEY


@pytest.mark.parametrize("name", ["catalogue-a.json", "catalogue-b.json", "catalogue-c.json"])
async def test_a_real_catalogue_is_read_without_loss(
    panel: Panel, script: Script, name: str
) -> None:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the real catalogues aren't beside this checkout")
    raw = path.read_bytes()
    entries = json.loads(raw)
    script.answers(raw)
    catalogue = await panel.services()
    assert catalogue.skipped == ()
    assert len(catalogue.services) == len(entries)
    for service, entry in zip(catalogue.services, entries, strict=True):
        assert service.id == str(entry["service"])
        assert service.rate == Decimal(entry["rate"])
        assert (service.min, service.max) == (int(entry["min"]), int(entry["max"]))
        assert (service.refill, service.cancel) == (entry["refill"], entry["cancel"])
        assert service.dripfeed == entry.get("dripfeed", False)
        assert service.type is not None
        assert service.type.value == entry["type"]
        assert service.name
        assert service.category
        described = entry.get("desc") or entry.get("description") or ""
        assert bool(service.description) == bool(described.strip())
        assert service.network == (entry.get("network") or "")
