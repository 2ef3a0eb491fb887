"""What a panel is found to lack: learnt from how many answers, forgotten when."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bot.panel import Capability, Panel, PanelError
from bot.panel.lacks import Lacks
from tests.panel.conftest import Script, account

DAY = 24 * 60 * 60
C = Capability
MANY = {
    C.MULTI_STATUS: "status",
    C.MULTI_REFILL: "refill",
    C.MULTI_REFILL_STATUS: "refill_status",
}
SINGLE = {
    C.REFILL: {"refill": 1},
    C.REFILL_STATUS: {"status": "Pending"},
    C.CANCEL: {"cancel": 1},
}


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def panel(script: Script, clock: Clock) -> AsyncIterator[Panel]:
    async with Panel(account(script.url), clock=clock) as panel:
        yield panel


async def ask(panel: Panel, capability: Capability, *ids: str) -> Any:
    """What came of it, errors included."""
    ids = ids or ("1",)
    calls: dict[Capability, Callable[[], Awaitable[Any]]] = {
        C.REFILL: lambda: panel.refill(ids[0]),
        C.REFILL_STATUS: lambda: panel.refill_status(ids[0]),
        C.CANCEL: lambda: panel.cancel(ids),
        C.MULTI_STATUS: lambda: panel.statuses(ids),
        C.MULTI_REFILL: lambda: panel.refills(ids),
        C.MULTI_REFILL_STATUS: lambda: panel.refill_statuses(ids),
    }
    try:
        outcome = await calls[capability]()
    except PanelError as error:
        return error
    return outcome[ids[0]] if capability is C.CANCEL else outcome


async def hear(panel: Panel, script: Script, capability: Capability, *answers: Any) -> list[Any]:
    """Asks once an answer."""
    script.answers(*answers)
    return [await ask(panel, capability) for _ in answers]


@pytest.mark.parametrize("capability", SINGLE)
@pytest.mark.parametrize("absent", ["null", {"error": "Incorrect request"}])
@pytest.mark.parametrize(
    ("heard", "learnt"),
    [
        ("-", False),
        ("--", True),
        ("-+", False),
        ("-+-", False),
        ("-+--", True),
        ("+-", False),
        ("-e-", True),
    ],
)
async def test_an_action_is_missed_after_two_such_answers_in_a_row(
    panel: Panel, script: Script, capability: Capability, absent: Any, heard: str, learnt: bool
) -> None:
    told = {"-": absent, "+": SINGLE[capability], "e": {"error": "Incorrect order ID"}}
    await hear(panel, script, capability, *(told[sign] for sign in heard))
    assert panel.lacking == ({capability} if learnt else frozenset())


@pytest.mark.parametrize("capability", SINGLE)
async def test_what_is_missed_is_asked_for_again_after_a_day(
    panel: Panel, script: Script, clock: Clock, capability: Capability
) -> None:
    await hear(panel, script, capability, "null", "null")
    clock.now += DAY - 1
    assert isinstance(await ask(panel, capability), PanelError)
    assert len(script.received) == 2
    clock.now += 1
    assert panel.lacking == frozenset()
    await hear(panel, script, capability, "null")
    assert panel.lacking == {capability}
    clock.now += DAY
    (outcome,) = await hear(panel, script, capability, SINGLE[capability])
    assert not isinstance(outcome, PanelError)
    await hear(panel, script, capability, "null")
    assert panel.lacking == frozenset()


@pytest.mark.parametrize("capability", Capability)
async def test_what_an_earlier_run_learnt_is_believed_for_a_day(
    script: Script, clock: Clock, capability: Capability
) -> None:
    earlier = Panel(account(script.url), lacking=[capability], clock=clock)
    assert earlier.lacking == {capability}
    clock.now += DAY - 1
    assert earlier.lacking == {capability}
    clock.now += 1
    assert earlier.lacking == frozenset()


@pytest.mark.parametrize("capability", MANY)
async def test_a_mended_batch_is_used_again_after_a_day(
    panel: Panel, script: Script, clock: Clock, capability: Capability
) -> None:
    single: dict[str, Any] = {"status": "Pending", "refill": 5}
    script.answers("null", single)
    await ask(panel, capability, "1", "2")
    assert panel.lacking == {capability}
    assert len(script.received) == 3
    clock.now += DAY
    script.received.clear()
    script.answers({"1": single, "2": single})
    for _ in range(2):
        assert set(await ask(panel, capability, "1", "2")) == {"1", "2"}
    field = "refills" if capability is C.MULTI_REFILL_STATUS else "orders"
    assert [form[field] for form in script.asked(MANY[capability])] == ["1,2", "1,2"]
    assert panel.lacking == frozenset()


def test_an_answer_that_was_under_way_when_it_was_missed_counts_too(clock: Clock) -> None:
    lacks = Lacks([C.CANCEL], clock)
    lacks.works(C.CANCEL)
    lacks.suspect(C.CANCEL)
    assert lacks.now() == frozenset()
