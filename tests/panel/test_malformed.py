"""Whatever a panel sends, nothing but a result or one of our own errors comes out; and `add` is sent once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.order import Report
from bot.domain.service import ServiceType
from bot.panel import (
    Added,
    Balance,
    Catalogue,
    Evidence,
    Panel,
    PanelError,
    PanelRejected,
    PanelUndetermined,
    RefillReport,
)
from bot.panel.wire.body import decode
from tests.panel.conftest import Script, account, said, serve
from tests.panel.test_add import ORDER

WORDS = (
    *("order", "error", "errors", "status", "message", "msg", "data", "value", "success", "refill"),
    *("cancel", "balance", "currency", "charge", "remains", "orders", "service", "rate", "min"),
    *("max", "name", "type", "1", "2", "3", "id", "Completed", "Pending", "Error", "success"),
    *("Incorrect order ID", "", "0", "N/A", "1,000", "\ud83d", "9" * 60, "1e999"),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(WORDS),
    st.text(max_size=20),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), inner, max_size=5),
    ),
    max_leaves=12,
)
STATUSES = st.sampled_from([200, 201, 302, 400, 401, 402, 403, 404, 422, 429, 500, 502, 503])


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """JSON, JSON with something around it or missing, and plain noise."""
    raw = json.dumps(draw(JSON)).encode()
    match draw(st.integers(0, 4)):
        case 0:
            return draw(st.binary(max_size=60))
        case 1:
            return raw[: draw(st.integers(0, len(raw)))]
        case 2:
            return draw(st.sampled_from([b"\xef\xbb\xbf", b"<br />Warning ", b"\xff\xfe"])) + raw
        case _:
            return raw


class World:
    """One server and one client for all examples of a test; each example gets a fresh memory."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self.script = Script()

    def run(self, call: Callable[[Panel], Awaitable[Any]], body: bytes, status: int) -> Any:
        self.script.received.clear()
        self.script.requests.clear()
        self.script.answers(said(body, status))
        return self._runner.run(self._call(call))

    async def _call(self, call: Callable[[Panel], Awaitable[Any]]) -> Any:
        async with Panel(account(self.script.url)) as panel:
            try:
                return await call(panel)
            except PanelError as error:
                return error


@pytest.fixture
def world() -> Any:
    with asyncio.Runner() as runner:
        world = World(runner)
        serving = serve(world.script)
        runner.run(serving.__aenter__())
        yield world
        runner.run(serving.__aexit__(None, None, None))


EXAMPLES = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(body=bodies(), status=STATUSES)
@example(body=b'{"order":1,"error":"x"}', status=200)
@example(body=b"[" * 100_000, status=200)
@example(body=b'{"order":' + b"9" * 100_000 + b"}", status=200)
@example(body=b'{"order":1e999999999}', status=200)
def test_add(world: World, body: bytes, status: int) -> None:
    outcome = world.run(lambda panel: panel.add("1", ServiceType.DEFAULT, ORDER), body, status)
    assert isinstance(outcome, Added | PanelRejected | PanelUndetermined)
    assert isinstance(outcome.evidence, Evidence)
    assert outcome.evidence.sent
    assert len(world.script.received) == 1
    if isinstance(outcome, Added):
        assert 200 <= status < 300
        assert b"order" in body
        assert outcome.order_id
        assert "," not in outcome.order_id


READS: list[tuple[Callable[[Panel], Awaitable[Any]], type]] = [
    (lambda panel: panel.services(), Catalogue),
    (lambda panel: panel.balance(), Balance),
    (lambda panel: panel.status("1"), Report),
    (lambda panel: panel.refill_status("1"), RefillReport),
    (lambda panel: panel.refill("1"), str),
]


@pytest.mark.parametrize(("call", "wanted"), READS)
@EXAMPLES
@given(body=bodies(), status=STATUSES)
@example(body=b'{"balance":1e999999,"status":"Pending","charge":1e-999999}', status=200)
def test_single_calls(
    world: World, call: Callable[[Panel], Awaitable[Any]], wanted: type, body: bytes, status: int
) -> None:
    outcome = world.run(call, body, status)
    assert isinstance(outcome, (wanted, PanelError))


BATCHES: list[tuple[Callable[[Panel], Awaitable[Any]], Any]] = [
    (lambda panel: panel.statuses(["1", "2"]), Report),
    (lambda panel: panel.refill_statuses(["1", "2"]), RefillReport),
    (lambda panel: panel.refills(["1", "2"]), str),
    (lambda panel: panel.cancel(["1", "2"]), type(None)),
]


@pytest.mark.parametrize(("call", "wanted"), BATCHES)
@EXAMPLES
@given(body=bodies(), status=STATUSES)
def test_batches(
    world: World, call: Callable[[Panel], Awaitable[Any]], wanted: type, body: bytes, status: int
) -> None:
    outcome = world.run(call, body, status)
    if isinstance(outcome, PanelError):
        assert wanted in {Report, RefillReport}
        return
    assert set(outcome) <= {"1", "2"}
    assert all(isinstance(value, (wanted, PanelError)) for value in outcome.values())
    if wanted in {str, type(None)}:
        assert set(outcome) == {"1", "2"}


SERVICE = st.fixed_dictionaries(
    {"service": SCALARS, "rate": SCALARS, "min": SCALARS, "max": SCALARS},
    optional=dict.fromkeys(("name", "type", "category", "desc", "average_time", "cancel"), JSON),
)


@EXAMPLES
@given(entries=st.lists(SERVICE, max_size=4))
def test_entries_of_a_catalogue(world: World, entries: list[Any]) -> None:
    body = json.dumps(entries).encode()
    outcome = world.run(lambda panel: panel.services(), body, 200)
    assert isinstance(outcome, Catalogue)
    assert len(outcome.services) + len(outcome.skipped) == len(entries)
    for service in outcome.services:
        assert service.rate.is_finite()
        assert service.min >= 0
        service.name.encode()


@given(st.binary())
def test_any_bytes_are_decoded_or_faulted(body: bytes) -> None:
    decoded = decode(body)
    assert decoded.fault is None or decoded.value is None


@given(JSON)
def test_json_comes_through_with_exact_numbers(value: Any) -> None:
    decoded = decode(json.dumps(value).encode())
    assert not has_float(decoded.value)


def has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(has_float, value.values()))
    return any(map(has_float, value)) if isinstance(value, list) else isinstance(value, float)


def test_a_rate_is_never_rounded_on_its_way() -> None:
    decoded = decode(b'{"rate":0.10000000000000000000000000000001}')
    assert decoded.value == {"rate": Decimal("0.10000000000000000000000000000001")}
