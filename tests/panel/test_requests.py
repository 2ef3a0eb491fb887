"""Refills and cancellations: asked for once, and what each answer means."""

import json
from typing import Any

import pytest

from bot.domain.refill import RefillStatus
from bot.panel import (
    Capability,
    Cause,
    Panel,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
    Reason,
    RefillReport,
)
from tests.panel.conftest import Script, account, said
from tests.panel.test_add import refused_port, resets


def brief(outcome: Any) -> Any:
    """An outcome short enough for a table."""
    if isinstance(outcome, PanelRejected):
        return outcome.reason
    return outcome.cause if isinstance(outcome, PanelUndetermined | PanelUnavailable) else outcome


@pytest.mark.parametrize(
    ("answer", "refill_id"),
    [
        ({"refill": "1"}, "1"),
        ({"refill": 1}, "1"),
        ({"refill": "ref_01HG"}, "ref_01HG"),
        ({"success": True, "refill": 7}, "7"),
        ({"status": "success", "data": {"refill": 7}}, "7"),
        ([{"order": 9, "refill": 7}], "7"),
        ({"refill": True}, ""),
        ({"refill": "success"}, ""),
        ({"success": "Refill requested"}, ""),
        ({"status": "success"}, ""),
    ],
)
async def test_a_refill_is_asked_for(
    panel: Panel, script: Script, answer: Any, refill_id: str
) -> None:
    script.answers(answer)
    assert await panel.refill("9") == refill_id
    assert [(form["action"], form["order"]) for form in script.received] == [("refill", "9")]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": "Refill is disabled for this service"}, Reason.NO_REFILL),
        ({"refill": {"error": "The order is not completed"}}, Reason.NOT_COMPLETED),
        ({"refill": "Refill is disabled for this service"}, Reason.NO_REFILL),
        ([{"order": 9, "refill": {"error": "Incorrect order ID"}}], Reason.BAD_ORDER),
        ({"order": 9, "error": "Incorrect order ID"}, Reason.BAD_ORDER),
        ({"success": False, "message": "Incorrect order ID"}, Reason.BAD_ORDER),
        ({"refill": 0}, Reason.UNKNOWN),
        ({"refill": False}, Reason.UNKNOWN),
        ({"error": "Our robots are asleep"}, Reason.UNKNOWN),
        (said({"error": "Easy!"}, 429), Reason.RATE_LIMIT),
    ],
)
async def test_a_refill_is_refused(
    panel: Panel, script: Script, answer: Any, reason: Reason
) -> None:
    script.answers(answer)
    with pytest.raises(PanelRejected) as caught:
        await panel.refill("9")
    assert caught.value.reason is reason
    assert len(script.received) == 1


@pytest.mark.parametrize(
    "answer",
    [
        *("", "<html>", "{}", "[]", '{"refill"', said("", 502), said("", 302, Location="/x")),
        *(said({"error": "Robots asleep"}, 500), said("null", 500), resets),
    ],
)
async def test_a_refill_that_may_have_been_taken_is_sent_once(
    panel: Panel, script: Script, answer: Any
) -> None:
    script.answers(answer)
    with pytest.raises(PanelUndetermined):
        await panel.refill("9")
    with_cancel = await panel.cancel(["9"])
    assert isinstance(with_cancel["9"], PanelUndetermined)
    assert [form["action"] for form in script.received] == ["refill", "cancel"]


async def test_a_refill_that_could_not_be_sent() -> None:
    async with Panel(account(refused_port())) as panel:
        with pytest.raises(PanelUnavailable) as caught:
            await panel.refill("9")
        outcomes = await panel.refills(["1", "2"])
    assert not caught.value.evidence.sent
    assert {brief(outcome) for outcome in outcomes.values()} == {Cause.CONNECT}


@pytest.mark.parametrize("answer", ["null", {"error": "Invalid action"}, '"Incorrect request"'])
async def test_a_panel_without_refills_is_believed_the_second_time(
    panel: Panel, script: Script, answer: Any
) -> None:
    script.answers(answer)
    for _ in range(3):
        with pytest.raises(PanelRejected) as caught:
            await panel.refill("9")
        assert caught.value.reason is Reason.NO_SUCH_ACTION
    assert panel.lacking == {Capability.REFILL}
    assert len(script.received) == 2


BAD = {"error": "Incorrect order ID"}


@pytest.mark.parametrize(
    "answer",
    [
        [{"order": 1, "refill": 5}, {"order": 3, "refill": BAD}],
        [{"order": "3", **BAD}, {"order": "1", "refill": "5"}],
        [{"refill": 5}, {"refill": BAD}],
        {"1": {"refill": 5}, "3": BAD},
        {"1": 5, "3": "Incorrect order ID"},
        {"data": [{"order": 1, "refill": 5}, {"order": 3, **BAD}]},
        {"refill": {"1": 5, "3": BAD}},
    ],
)
async def test_many_refills(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    outcomes = await panel.refills(["1", "3"])
    assert {key: brief(outcome) for key, outcome in outcomes.items()} == {
        "1": "5",
        "3": Reason.BAD_ORDER,
    }
    assert [form["orders"] for form in script.received] == ["1,3"]


async def test_a_refill_that_the_answer_leaves_out_may_have_been_taken(
    panel: Panel, script: Script
) -> None:
    script.answers([{"order": 1, "refill": 5}])
    assert brief((await panel.refills(["1", "2"]))["2"]) is Cause.OMITTED


async def test_a_panel_without_many_refills_is_asked_one_by_one(
    panel: Panel, script: Script
) -> None:
    script.answers({"error": "Incorrect request"}, {"refill": 5}, {"refill": 6})
    assert dict(await panel.refills(["1", "2"])) == {"1": "5", "2": "6"}
    assert panel.lacking == {Capability.MULTI_REFILL}


async def test_many_refills_undetermined_are_not_asked_again(panel: Panel, script: Script) -> None:
    script.answers("<html>")
    outcomes = await panel.refills(["1", "2"])
    assert {brief(outcome) for outcome in outcomes.values()} == {Cause.HTML}
    assert len(script.received) == 1


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"status": "Completed"}, RefillStatus.COMPLETED),
        ({"status": "In progress"}, RefillStatus.IN_PROGRESS),
        ({"status": "in_progress"}, RefillStatus.IN_PROGRESS),
        ({"status": "Pending"}, RefillStatus.PENDING),
        ({"status": "Awaiting"}, RefillStatus.PENDING),
        ({"status": "Rejected"}, RefillStatus.REJECTED),
        ({"status": "Canceled"}, RefillStatus.CANCELED),
        ([{"refill": 1, "status": "Completed"}], RefillStatus.COMPLETED),
        ({"1": {"status": "Completed"}}, RefillStatus.COMPLETED),
        ({"data": {"status": "Completed"}}, RefillStatus.COMPLETED),
        ({"status": "Bewitched"}, None),
        ({"order": 1, "refill": 1}, None),
    ],
)
async def test_a_refills_status(
    panel: Panel, script: Script, answer: Any, status: RefillStatus | None
) -> None:
    script.answers(answer)
    assert (await panel.refill_status("1")).status is status
    assert script.received[0]["refill"] == "1"


@pytest.mark.parametrize(
    "answer",
    [
        *({"error": "Refill not found"}, {"status": {"error": "Refill not found"}}),
        *([{"refill": 1, "status": {"error": "Refill not found"}}], '"Refill not found"'),
        {"status": "error", "message": "Refill not found"},
    ],
)
async def test_a_refill_nobody_knows(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    with pytest.raises(PanelRejected) as caught:
        await panel.refill_status("1")
    assert caught.value.reason is Reason.BAD_REFILL


DONE = RefillReport(status=RefillStatus.COMPLETED, word="Completed")


@pytest.mark.parametrize(
    "answer",
    [
        [
            {"refill": 1, "status": "Completed"},
            {"refill": 3, "status": {"error": "Refill not found"}},
        ],
        [{"refill": 1, "status": "Completed"}, {"refill": 3, "error": "Refill not found"}],
        [
            {"order": 1, "status": "Completed"},
            {"order": 3, "refill": {"error": "Refill not found"}},
        ],
        [{"status": "Completed"}, {"error": "Refill not found"}],
        {"1": "Completed", "3": {"error": "Refill not found"}},
    ],
)
async def test_many_refill_statuses(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    found = await panel.refill_statuses(["1", "3"])
    assert found["1"] == DONE
    assert brief(found["3"]) is Reason.BAD_REFILL
    assert script.received[0]["refills"] == "1,3"


async def test_the_sample_printed_by_mistake_says_that_the_refill_is_there(
    panel: Panel, script: Script
) -> None:
    script.answers([{"order": 1, "refill": 1}, {"order": 3, "refill": BAD}])
    found = await panel.refill_statuses(["1", "3"])
    assert found["1"] == RefillReport(status=None)
    assert isinstance(found["3"], PanelRejected)


async def test_a_panel_without_many_refill_statuses(panel: Panel, script: Script) -> None:
    script.answers({"error": "Refill not found"}, {"status": "Completed"})
    assert dict(await panel.refill_statuses(["1", "2"])) == {"1": DONE, "2": DONE}
    assert panel.lacking == {Capability.MULTI_REFILL_STATUS}


@pytest.mark.parametrize(
    "answer",
    [
        [{"order": 9, "cancel": BAD}, {"order": 2, "cancel": 1}],
        [{"order": 9, **BAD}, {"order": "2", "cancel": 5502}],
        [{"cancel": BAD}, {"cancel": "ok"}],
        {"9": {"cancel": BAD}, "2": {"cancel": 1}},
        {"9": BAD, "2": {"success": True}},
        {"9": "Incorrect order ID", "2": True},
        {"cancel": {"9": BAD, "2": 1}},
    ],
)
async def test_cancellations_are_told_apart(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    outcomes = await panel.cancel(["9", "2"])
    assert {key: brief(outcome) for key, outcome in outcomes.items()} == {
        "9": Reason.BAD_ORDER,
        "2": None,
    }
    assert [(form["action"], form.get("orders")) for form in script.received] == [("cancel", "9,2")]
    assert "order" not in script.received[0]


@pytest.mark.parametrize(
    "answer", [{"success": True}, {"status": "success"}, {"cancel": 1}, {"cancel": "req_77"}]
)
async def test_a_yes_to_the_whole_batch(panel: Panel, script: Script, answer: Any) -> None:
    script.answers(answer)
    assert dict(await panel.cancel(["1", "2"])) == {"1": None, "2": None}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ([{"order": 1, "cancel": 1}], None),
        ({"cancel": 1}, None),
        ({"success": True}, None),
        ({"cancel": 0}, Reason.UNKNOWN),
        ({"cancel": BAD}, Reason.BAD_ORDER),
        (
            {"error": "This order has already started and cannot be cancelled."},
            Reason.NOT_CANCELABLE,
        ),
        ({"error": "There is already an open request for this order."}, Reason.ALREADY_REQUESTED),
        ({"message": "Something"}, Cause.ODD),
        ('"Incorrect request"', Reason.NO_SUCH_ACTION),
        ({"order": 1}, Cause.OMITTED),
        ("7", Cause.OMITTED),
    ],
)
async def test_one_cancellation_goes_as_a_batch_of_one(
    panel: Panel, script: Script, answer: Any, outcome: Any
) -> None:
    script.answers(answer)
    assert brief((await panel.cancel(["1"]))["1"]) is outcome
    assert [form.get("orders") for form in script.received] == ["1"]


async def test_one_bad_id_that_fails_the_batch_has_each_asked_by_itself(
    panel: Panel, script: Script
) -> None:
    script.answers(BAD, [{"order": 1, "cancel": 1}], BAD, {"success": True})
    outcomes = await panel.cancel(["1", "2", "3"])
    assert {key: brief(outcome) for key, outcome in outcomes.items()} == {
        "1": None,
        "2": Reason.BAD_ORDER,
        "3": None,
    }
    assert [form["orders"] for form in script.received] == ["1,2,3", "1", "2", "3"]


@pytest.mark.parametrize("answer", ["", "<html>", said("", 500), {"order": 1}, "[]", resets])
async def test_a_batch_that_may_have_been_taken_is_not_asked_again(
    panel: Panel, script: Script, answer: Any
) -> None:
    script.answers(answer)
    outcomes = await panel.cancel(["1", "2"])
    assert all(isinstance(outcome, PanelUndetermined) for outcome in outcomes.values())
    assert len(script.received) == 1


@pytest.mark.parametrize("sentence", ["Invalid API key", "Too many requests"])
async def test_a_refusal_of_the_account_is_not_repeated_for_each(
    panel: Panel, script: Script, sentence: str
) -> None:
    script.answers({"error": sentence})
    outcomes = await panel.cancel(["1", "2"])
    assert all(isinstance(outcome, PanelRejected) for outcome in outcomes.values())
    assert len(script.received) == 1


async def test_a_panel_without_cancel_is_believed_the_second_time(
    panel: Panel, script: Script
) -> None:
    script.answers("null")
    for _ in range(3):
        outcomes = await panel.cancel(["1"])
        assert {brief(outcome) for outcome in outcomes.values()} == {Reason.NO_SUCH_ACTION}
    assert panel.lacking == {Capability.CANCEL}
    assert len(script.received) == 2


BUSY = "Too many requests"
DOUBTFUL_REQUESTS = [
    ({"message": BUSY}, Cause.ODD),
    ({"msg": "Under maintenance"}, Cause.ODD),
    ({"message": "Accepted, though your balance is too low for another"}, Cause.ODD),
    ({"ACTION": BUSY}, Cause.ODD),
    ({"ACTION": "Our robots are asleep"}, Cause.ODD),
    (json.dumps(BUSY), Cause.ODD),
    (said({"message": "Under maintenance"}, 503), Cause.SERVER_ERROR),
    ({"error": "Request accepted. Too many requests may slow it down"}, Cause.CONTRADICTION),
    ({"error": "ACTION was accepted, Service not found in cache"}, Cause.CONTRADICTION),
    ({"ACTION": 7, "error": BUSY}, None),
    ({"ACTION": True, "error": BUSY}, None),
    ({"success": True, "error": BUSY}, None),
    ({"status": "error", "ACTION": 7, "message": BUSY}, None),
]


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize(("answer", "cause"), DOUBTFUL_REQUESTS)
async def test_a_request_that_may_have_been_taken_is_not_called_refused(
    panel: Panel, script: Script, action: str, answer: Any, cause: Cause | None
) -> None:
    if isinstance(answer, dict):
        answer = json.loads(json.dumps(answer).replace("ACTION", action))
    script.answers(answer)
    with pytest.raises(PanelUndetermined) as caught:
        await request(panel, action)
    both = {Cause.ODD, Cause.OMITTED}
    assert caught.value.cause in (both if cause is None else {cause})


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": BUSY}, Reason.RATE_LIMIT),
        ({"status": "error", "message": BUSY}, Reason.RATE_LIMIT),
        ({"success": False, "message": BUSY}, Reason.RATE_LIMIT),
        ({"order": 1, "error": BUSY}, Reason.RATE_LIMIT),
        (said({"message": BUSY}, 429), Reason.RATE_LIMIT),
        (said({"message": "Denied"}, 401), Reason.BAD_KEY),
        ({"message": "Order not found"}, Reason.BAD_ORDER),
        ({"ACTION": "There is already an open request"}, Reason.ALREADY_REQUESTED),
        (
            {"error": "Order completed, or refill was already submitted less than 24 hours ago"},
            Reason.TOO_EARLY,
        ),
        (
            {"error": "This order was already processed and cannot be cancelled."},
            Reason.NOT_CANCELABLE,
        ),
    ],
)
async def test_a_request_is_refused_for_sure(
    panel: Panel, script: Script, action: str, answer: Any, reason: Reason
) -> None:
    if isinstance(answer, dict):
        answer = json.loads(json.dumps(answer).replace("ACTION", action))
    script.answers(answer)
    with pytest.raises(PanelRejected) as caught:
        await request(panel, action)
    assert caught.value.reason is reason


async def request(panel: Panel, action: str) -> None:
    if action == "refill":
        await panel.refill("1")
        return
    outcome = (await panel.cancel(["1"]))["1"]
    if outcome is not None:
        raise outcome


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize("word", ["Done, but order not found in cache", BUSY])
async def test_a_batch_is_asked_one_by_one_only_after_a_plain_error(
    panel: Panel, script: Script, action: str, word: str
) -> None:
    script.answers({"message": word})
    outcomes = await (panel.refills if action == "refill" else panel.cancel)(["1", "2"])
    assert all(isinstance(outcome, PanelUndetermined) for outcome in outcomes.values())
    assert len(script.received) == 1


async def test_an_entry_of_a_batch_is_read_as_strictly(panel: Panel, script: Script) -> None:
    script.answers(
        [
            {"order": 1, "refill": BUSY},
            {"order": 2, "refill": {"error": BUSY}},
            {"order": 3, "refill": 5, "error": BUSY},
            {"order": 4, "refill": "success"},
        ]
    )
    outcomes = await panel.refills(["1", "2", "3", "4"])
    assert [brief(outcome) for outcome in outcomes.values()] == [
        *(Cause.ODD, Reason.RATE_LIMIT, Cause.OMITTED, ""),
    ]


async def test_many_cancellations_are_cut_at_a_hundred(panel: Panel, script: Script) -> None:
    script.answers({"success": True})
    outcomes = await panel.cancel([str(number) for number in range(1, 103)])
    assert len(outcomes) == 102
    assert not any(isinstance(outcome, PanelError) for outcome in outcomes.values())
    assert [len(form["orders"].split(",")) for form in script.received] == [100, 2]
