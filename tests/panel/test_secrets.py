"""The key is in the request and nowhere else."""

import html
import json
import logging
import traceback
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from bot.domain.service import ServiceType
from bot.panel import Panel, PanelError
from bot.panel.redact import Redactor
from tests.panel.conftest import KEY, Responder, Script, account, said
from tests.panel.test_add import ORDER, add, cuts_the_body, refused_port, resets

SPELLINGS = (KEY, quote(KEY, safe=""), quote_plus(KEY), html.escape(KEY), json.dumps(KEY)[1:-1])
ECHO = " ".join(SPELLINGS)


def everything_said(error: BaseException) -> str:
    """All that a logger with every detail switched on would write: text, arguments, chain, and each frame's locals."""
    parts: list[str] = []
    chain: BaseException | None = error
    while chain is not None:
        parts += [str(chain), repr(chain), repr(chain.args), repr(vars(chain))]
        frames = [frame for frame, _ in traceback.walk_tb(chain.__traceback__)]
        # The test's own frames know the key; what comes below them must not.
        below = [frame for frame in frames if "/tests/" not in frame.f_code.co_filename]
        parts += [repr(value) for frame in below for value in frame.f_locals.values()]
        chain = chain.__cause__ or chain.__context__
    return "\n".join(parts)


ANSWERS: list[Any] = [
    {"error": f"Invalid API key {ECHO}"},
    {"error": {"message": KEY}},
    {"message": KEY},
    said(f"<html>key={ECHO}</html>"),
    said(f"<html>{quote_plus(KEY).lower()}</html>", 500),
    said(f'{{"order": "{ECHO}"}}'),
    {"error": KEY, "order": 1},
    {"order": KEY},
    said("x" * 490 + KEY),
    cuts_the_body,
    resets,
    said("", 302, Location=f"http://localhost:1/?key={quote(KEY, safe='')}"),
]


@pytest.mark.parametrize("answer", ANSWERS)
async def test_no_error_holds_the_key(
    panel: Panel,
    script: Script,
    answer: dict[str, Any] | Responder,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    script.answers(answer)
    said_aloud: list[str] = []
    for call in (add(panel), panel.balance(), panel.refill("9"), panel.status("9")):
        try:
            await call
        except PanelError as error:
            said_aloud.append(everything_said(error))
    outcomes = await panel.cancel(["8", "9"])
    said_aloud += [everything_said(out) for out in outcomes.values() if out is not None]
    said_aloud += [caplog.text, *capsys.readouterr(), repr(panel), str(panel)]
    whole = "\n".join(said_aloud).lower()
    assert len(said_aloud) > 6
    for spelling in SPELLINGS:
        assert spelling.lower() not in whole


async def test_a_connection_that_fails_tells_no_key() -> None:
    async with Panel(account(refused_port())) as panel:
        with pytest.raises(PanelError) as caught:
            await add(panel)
    assert KEY not in everything_said(caught.value)
    assert caught.value.__context__ is None


def test_an_account_shows_everything_but_its_key() -> None:
    shown = repr(account("https://panel.example/api/v2"))
    assert "panel.example" in shown
    assert KEY not in shown


async def test_a_placed_order_s_evidence_is_redacted(panel: Panel, script: Script) -> None:
    script.answers({"order": 7, "echo": KEY})
    added = await panel.add("1", ServiceType.DEFAULT, ORDER)
    assert added.evidence.body == '{"order": 7, "echo": "***"}'


@pytest.mark.parametrize("key", ["", "1"])
def test_a_key_too_short_to_be_told_from_text_spoils_nothing(key: str) -> None:
    assert Redactor(key).text("order 11") == "order 11"
    assert Redactor(key).body(b"order 11") == b"order 11"
