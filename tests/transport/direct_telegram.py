"""A Telegram without sockets, for virtual time: it keeps updates and repeats those not forgotten."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from telegram._utils.types import ODVInput
from telegram.ext import ApplicationBuilder, ExtBot
from telegram.request import BaseRequest, RequestData

from tests.transport.small_telegram import ME, TOKEN

_DEFAULT = BaseRequest.DEFAULT_NONE


class DirectTelegram:
    """`on_forget` is called with each update's id as the bot lets Telegram forget it."""

    def __init__(self, on_forget: Callable[[int], None] = lambda _: None) -> None:
        self.pending: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self._on_forget = on_forget
        self._changed = asyncio.Condition()

    async def deliver(self, update_id: int, person: int, text: str) -> None:
        user = {"id": person, "is_bot": False, "first_name": "P"}
        message = {
            "message_id": update_id,
            "date": 1_700_000_000,
            "chat": {"id": person, "type": "private"},
            "from": user,
            "text": text,
        }
        async with self._changed:
            self.pending.append({"update_id": update_id, "message": message})
            self._changed.notify_all()

    def bot(self) -> ExtBot[Any]:
        builder = ApplicationBuilder().token(TOKEN).updater(None)
        request = _Request(self)
        bot: ExtBot[Any] = builder.request(request).get_updates_request(request).build().bot
        return bot

    async def updates(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        self.asked.append(fields)
        async with self._changed:
            self._forget(fields.get("offset", 0))
            try:
                async with asyncio.timeout(fields["timeout"]):
                    await self._changed.wait_for(lambda: self.pending)
            except TimeoutError:
                return []
            return self.pending[: fields["limit"]]

    async def wait_until_forgotten(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: not self.pending)

    def _forget(self, offset: int) -> None:
        for each in [each for each in self.pending if each["update_id"] < offset]:
            self._on_forget(each["update_id"])
            self.pending.remove(each)
        self._changed.notify_all()


class _Request(BaseRequest):
    def __init__(self, telegram: DirectTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the interface's signature, here and below
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = _DEFAULT,  # noqa: ARG002
        write_timeout: ODVInput[float] = _DEFAULT,  # noqa: ARG002
        connect_timeout: ODVInput[float] = _DEFAULT,  # noqa: ARG002
        pool_timeout: ODVInput[float] = _DEFAULT,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        await asyncio.sleep(0.02)  # the way there and back
        result: Any = ME if url.endswith("/getMe") else True
        if url.endswith("/getUpdates"):
            result = await self._telegram.updates(request_data.parameters if request_data else {})
        return 200, json.dumps({"ok": True, "result": result}).encode()
