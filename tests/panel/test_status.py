"""Orders' statuses: every word, every odd field, every shape of a batch."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.order import OrderStatus, Report
from bot.panel import (
    Capability,
    Panel,
    PanelRejected,
    PanelUnavailable,
    Reason,
    Refusal,
)
from tests.panel.conftest import Script, account, said

PARTIAL = {
    "charge": "0.27819",
    "start_count": "3572",
    "status": "Partial",
    "remains": "157",
    "currency": "TRY",
}
READ = Report(
    status=OrderStatus.PARTIAL,
    word="Partial",
    charge=Decimal("0.27819"),
    currency="TRY",
    start_count=3572,
    remains=157,
)


@pytest.mark.parametrize(
    "answer",
    [
        PARTIAL,
        {**PARTIAL, "charge": 0.27819, "start_count": 3572, "remains": 157},
        {"data": PARTIAL},
        {"7": PARTIAL},
        [PARTIAL],
        said(PARTIAL, status=201),
    ],
)
async def test_the_documented_answer(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    assert await panel.status("7") == READ
    assert script.received[0]["order"] == "7"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Pending", OrderStatus.PENDING),
        ("pending", OrderStatus.PENDING),
        ("Awaiting", OrderStatus.PENDING),
        ("In progress", OrderStatus.IN_PROGRESS),
        ("Inprogress", OrderStatus.IN_PROGRESS),
        ("in_progress", OrderStatus.IN_PROGRESS),
        ("In-Progress", OrderStatus.IN_PROGRESS),
        ("Processing", OrderStatus.PROCESSING),
        ("Processed", OrderStatus.PROCESSING),
        ("Completed", OrderStatus.COMPLETED),
        ("COMPLETED", OrderStatus.COMPLETED),
        ("Partial", OrderStatus.PARTIAL),
        ("Canceled", OrderStatus.CANCELED),
        ("Cancelled", OrderStatus.CANCELED),
        ("Refunded", OrderStatus.CANCELED),
        ("Fail", OrderStatus.FAILED),
        ("Failed", OrderStatus.FAILED),
        ("Error", OrderStatus.FAILED),
        ("Active", OrderStatus.ACTIVE),
        ("Paused", OrderStatus.PAUSED),
        ("Expired", OrderStatus.EXPIRED),
        ("Limit", OrderStatus.PAUSED),
        ("Bewitched", None),
    ],
)
async def test_words(panel: Panel, script: Script, word: str, status: OrderStatus | None) -> None:
    script.answers({**PARTIAL, "status": word})
    report = await panel.status("7")
    assert (report.status, report.word) == (status, word)


async def test_an_order_whose_status_is_error_is_no_error(panel: Panel, script: Script) -> None:
    script.answers({"status": "Error"})
    assert (await panel.status("7")).status is OrderStatus.FAILED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"remains": "0", "status": "Pending"}, {"remains": 0}),
        ({"remains": "-12"}, {"remains": -12}),
        ({"remains": "Unknown"}, {"remains": None}),
        ({"remains": "N/A"}, {"remains": None}),
        ({"start_count": None}, {"start_count": None}),
        ({"start_count": ""}, {"start_count": None}),
        ({"charge": None}, {"charge": None}),
        ({"charge": ""}, {"charge": None}),
        ({"charge": 1e-05}, {"charge": Decimal("0.00001")}),
        ({"currency": None}, {"currency": ""}),
    ],
)
async def test_odd_fields(
    panel: Panel, script: Script, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    script.answers({**PARTIAL, **changes})
    report = await panel.status("7")
    assert {key: getattr(report, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("answer", "children"),
    [
        (
            {"status": "Active", "expiry": None, "posts": "2", "orders": [11, "12"]},
            ("11", "12"),
        ),
        ({"status": "In progress", "runs": 3, "orders": [{"order": 5}]}, ("5",)),
        ({"status": "Active", "posts": "0", "orders": []}, ()),
        ({"status": "Active", "orders": "5,6"}, ("5", "6")),
        ({"status": "Active", "orders": None}, ()),
    ],
)
async def test_child_orders(
    panel: Panel, script: Script, answer: Any, children: tuple[str, ...]
) -> None:
    script.answers(answer)
    assert (await panel.status("7")).children == children


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": "Incorrect order ID"}, Reason.BAD_ORDER),
        ({"7": {"error": "Incorrect order ID"}}, Reason.BAD_ORDER),
        ({"status": "error", "message": "Order not found"}, Reason.BAD_ORDER),
        (said({"error": "Incorrect order ID"}, 404), Reason.BAD_ORDER),
        ({"status": "102", "message": "Invalid API key"}, Reason.BAD_KEY),
        ("null", Reason.NO_SUCH_ACTION),
    ],
)
async def test_refusals(panel: Panel, script: Script, answer: Any, reason: Reason) -> None:
    script.answers(answer)
    with pytest.raises(PanelRejected) as caught:
        await panel.status("7")
    assert caught.value.reason is reason


async def test_a_batch_with_bad_ids(panel: Panel, script: Script) -> None:
    script.answers(
        {"1": PARTIAL, "10": {"error": "Incorrect order ID"}, "11": "Incorrect order ID"}
    )
    found = await panel.statuses(["1", "10", "11", "12"])
    assert script.received[0]["orders"] == "1,10,11,12"
    assert found["1"] == READ
    for bad in ("10", "11"):
        refusal = found[bad]
        assert isinstance(refusal, PanelRejected)
        assert refusal.reason is Reason.BAD_ORDER
    assert "12" not in found


@pytest.mark.parametrize(
    "answer",
    [
        [PARTIAL, {"error": "Incorrect order ID"}],
        [{**PARTIAL, "order": 1}, {"order": 2, "error": "Incorrect order ID"}],
        [{"order": "2", "error": "Incorrect order ID"}, {**PARTIAL, "order": "1"}],
        {"data": {"1": PARTIAL, "2": "Incorrect order ID"}},
        {"data": [PARTIAL, "Incorrect order ID"]},
        {"1": PARTIAL, "2": {"status": "error", "message": "Incorrect order ID"}},
    ],
)
async def test_shapes_of_a_batch(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    found = await panel.statuses(["1", "2"])
    assert found["1"] == READ
    assert isinstance(found["2"], PanelRejected)
    assert len(script.received) == 1


async def test_an_entry_that_says_nothing_is_left_for_later(panel: Panel, script: Script) -> None:
    script.answers({"1": PARTIAL, "2": None, "3": {}, "4": [], "99": PARTIAL})
    assert dict(await panel.statuses(["1", "2", "3", "4"])) == {"1": READ}


async def test_more_than_a_hundred_are_cut_in_batches_each_asked_once(
    panel: Panel, script: Script
) -> None:
    ids = [str(number) for number in range(1, 251)]
    script.answers(dict.fromkeys(ids, PARTIAL))
    found = await panel.statuses([*ids, "1", "2"])
    assert [len(form["orders"].split(",")) for form in script.received] == [100, 100, 50]
    assert list(found) == ids


async def test_no_ids_ask_nothing(panel: Panel, script: Script) -> None:
    assert dict(await panel.statuses([])) == {}
    assert script.received == []


@pytest.mark.parametrize(
    "refusal", [{"error": "Order not found."}, {"error": "Incorrect request"}, "null"]
)
async def test_a_panel_without_a_batch_is_asked_one_by_one_and_remembered(
    panel: Panel, script: Script, refusal: Any
) -> None:
    script.answers(refusal, PARTIAL)
    assert dict(await panel.statuses(["1", "2"])) == {"1": READ, "2": READ}
    assert panel.lacking == {Capability.MULTI_STATUS}
    await panel.statuses(["1", "2"])
    assert [form.get("orders") for form in script.received] == ["1,2", None, None, None, None]


async def test_what_an_earlier_run_learnt_is_used(script: Script) -> None:
    script.answers(PARTIAL)
    known = Panel(account(script.url), lacking=[Capability.MULTI_STATUS])
    async with known as panel:
        await panel.statuses(["1", "2"])
    assert [form.get("order") for form in script.received] == ["1", "2"]


async def test_a_batch_refused_for_one_bad_id_is_not_a_missing_batch(
    panel: Panel, script: Script
) -> None:
    bad = {"error": "Incorrect order ID"}
    script.answers(bad, PARTIAL, bad)
    found = await panel.statuses(["1", "2"])
    assert found["1"] == READ
    assert isinstance(found["2"], PanelRejected)
    assert panel.lacking == frozenset()


async def test_a_short_list_without_ids_is_not_guessed_at(panel: Panel, script: Script) -> None:
    script.answers([PARTIAL], {**PARTIAL, "remains": 1}, {**PARTIAL, "remains": 2})
    found = await panel.statuses(["1", "2"])
    assert [report.remains for report in found.values() if isinstance(report, Report)] == [1, 2]
    assert panel.lacking == frozenset()


async def test_a_refused_key_is_not_asked_about_a_hundred_times(
    panel: Panel, script: Script
) -> None:
    script.answers({"error": "Invalid API key"})
    with pytest.raises(PanelRejected) as caught:
        await panel.statuses(["1", "2"])
    assert caught.value.kind is Refusal.OPERATOR
    assert len(script.received) == 1


async def test_a_read_that_breaks_off_gives_what_it_has(panel: Panel, script: Script) -> None:
    script.answers({"error": "Order not found."}, PARTIAL, said("", 500))
    assert dict(await panel.statuses(["1", "2", "3"])) == {"1": READ}


async def test_a_panel_that_is_down_says_so(panel: Panel, script: Script) -> None:
    script.answers(said("", 500))
    with pytest.raises(PanelUnavailable):
        await panel.statuses(["1", "2"])
