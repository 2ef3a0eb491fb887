"""A webhook gets every update until it says 2xx, one person's updates in order."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.telegram import Person, Telegram
from bot.sandbox.telegram.signals import Signal
from tests.sandbox.telegram.conftest import Api


class Hook:
    """A bot's own server, which answers as it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.answer: dict[str, Any] | None = None
        self.got: list[tuple[str | None, str, int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.received = Signal()

    async def receive(self, request: web.Request) -> web.Response:
        message = (await request.json())["message"]
        status = self.statuses.pop(0) if self.statuses else 200
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((secret, message["text"], status))
        self.received.fire()
        if message["text"] == "slow":
            await self.gate.wait()
        return web.json_response(self.answer or {}, status=status)


@pytest.fixture
async def hook(sim: Telegram) -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await sim.close()
    await runner.cleanup()


async def test_updates_come_with_the_secret_and_are_then_acknowledged(
    sim: Telegram, ann: Person, api: Api, hook: Hook
) -> None:
    assert (await api("setWebhook", url=hook.url, secret_token="s3cret"))["ok"]
    ann.send("second")
    await sim.handled()
    assert hook.got == [("s3cret", "/start", 200), ("s3cret", "second", 200)]
    info = (await api("getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)


async def test_what_isnt_answered_with_2xx_comes_again_in_order(
    sim: Telegram, ann: Person, api: Api, hook: Hook
) -> None:
    hook.statuses = [500, 404]
    ann.send("second")
    await api("setWebhook", url=hook.url)
    await sim.handled()
    assert [(text, status) for _, text, status in hook.got] == [
        ("/start", 500),
        ("/start", 404),
        ("/start", 200),
        ("second", 200),
    ]
    info = (await api("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_one_slow_person_holds_up_nobody_else(
    sim: Telegram, ann: Person, api: Api, hook: Hook
) -> None:
    hook.gate.clear()
    await api("setWebhook", url=hook.url, drop_pending_updates=True)
    ben = sim.add_user(1002, first_name="Ben")
    ann.send("slow")
    ann.send("after it")
    ben.send("fast")
    await hook.received.wait_for(lambda: {text for _, text, _ in hook.got} >= {"slow", "fast"})
    assert "after it" not in [text for _, text, _ in hook.got]
    hook.gate.set()
    await sim.handled()
    assert hook.got[-1][1] == "after it"


async def test_an_answer_may_be_a_call(sim: Telegram, ann: Person, api: Api, hook: Hook) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": ann.id, "text": "at once"}
    await api("setWebhook", url=hook.url)
    await sim.handled()
    assert ann.last.text == "at once"


async def test_an_address_that_telegram_refuses(api: Api) -> None:
    answer = await api("setWebhook", url="http://example.com/hook")
    assert answer["description"] == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    answer = await api("setWebhook", url="https://example.com/hook", secret_token="no spaces")
    assert not answer["ok"]
    assert (await api("getWebhookInfo"))["result"]["url"] == ""
