"""How well a panel answers, as its client has seen it in the last hour."""

from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.domain.service import ServiceType
from bot.panel import Health, Panel, PanelError
from tests.panel.conftest import Responder, Script, account, said
from tests.panel.test_lacking import Clock

NOTHING = Health(exchanges=0, failures=0, median=None, most=None, answering=None)
WELL = {"balance": "1", "currency": "USD"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def panel(script: Script, clock: Clock) -> AsyncIterator[Panel]:
    async with Panel(account(script.url, timeout=2), clock=clock) as panel:
        yield panel


def after(seconds: float, clock: Clock, body: object = WELL) -> Responder:
    """An answer that takes so long by the panel's clock."""
    answer = said(body)

    async def respond(request: web.Request) -> web.StreamResponse:
        clock.now += seconds
        return await answer(request)

    return respond


async def test_of_a_panel_that_was_not_asked_nothing_is_known(panel: Panel) -> None:
    assert panel.health == NOTHING


async def test_how_long_answers_take(panel: Panel, script: Script, clock: Clock) -> None:
    script.answers(*(after(seconds, clock) for seconds in (*(1.0,) * 10, *(2.0,) * 9, 9.0)))
    for _ in range(20):
        await panel.balance()
    assert panel.health == Health(exchanges=20, failures=0, median=1.0, most=2.0, answering=True)


async def test_an_answer_behind_a_warning_is_one(panel: Panel, script: Script) -> None:
    script.answers(
        '<br />\n<b>Warning</b>: x in <b>/a.php</b> on line <b>3</b><br />\n{"balance": 1}'
    )
    await panel.balance()
    assert panel.health.failures == 0


async def test_a_no_is_an_answer(panel: Panel, script: Script) -> None:
    script.answers({"error": "Not enough funds on balance"})
    with pytest.raises(PanelError):
        await panel.add("1", ServiceType.DEFAULT, {})
    assert (panel.health.exchanges, panel.health.failures) == (1, 0)
    assert panel.health.answering


async def _cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize(
    "broken",
    [
        said("<html>maintenance</html>"),
        said(""),
        said("  "),
        said({"error": "x"}, status=500),
        said({"error": "slow down"}, status=429),
        said("", status=302, Location="/elsewhere"),
        _cut,
    ],
    ids=["page", "empty", "blank", "500", "429", "redirect", "cut"],
)
async def test_what_is_no_answer_counts_as_a_failure(
    panel: Panel, script: Script, broken: Callable[..., object]
) -> None:
    script.answers(WELL, broken)
    await panel.balance()
    with pytest.raises(PanelError):
        await panel.add("1", ServiceType.DEFAULT, {})
    health = panel.health
    assert (health.exchanges, health.failures, health.answering) == (2, 1, False)
    assert health.median is not None


async def test_what_was_held_back_here_says_nothing_about_the_panel(
    panel: Panel, script: Script
) -> None:
    def stop() -> None:
        raise RuntimeError("not now")

    script.answers(WELL)
    with pytest.raises(PanelError):
        await panel.add("1", ServiceType.DEFAULT, {}, before_send=stop)
    assert panel.health == NOTHING


async def test_an_hour_later_it_is_forgotten(panel: Panel, script: Script, clock: Clock) -> None:
    script.answers(WELL)
    await panel.balance()
    clock.now += 3600
    await panel.balance()
    assert panel.health.exchanges == 2
    clock.now += 1
    assert panel.health.exchanges == 1
    clock.now += 3600
    assert panel.health == NOTHING
