"""A bot without a program: the test itself makes its calls, and sees what it is sent."""

from typing import Any

from bot.sandbox.telegram.core import Telegram
from bot.sandbox.telegram.params import Upload

Rows = list[list[dict[str, Any]]]


def key(text: str, data: str) -> dict[str, Any]:
    return {"text": text, "callback_data": data}


class BotByHand:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._offset = 0

    async def call(
        self, method: str, uploads: dict[str, Upload] | None = None, /, **values: Any
    ) -> Any:
        """The result; the simulated Telegram must not refuse the call."""
        answer = await self._telegram.call(self._telegram.token, method, values, uploads)
        assert answer.body["ok"], answer.body
        return answer.body["result"]

    async def say(self, user_id: int, html: str, rows: Rows | None = None) -> int:
        """The id of the new message."""
        message = await self.call("sendMessage", chat_id=user_id, **_content(html, rows))
        return int(message["message_id"])

    async def edit(
        self, user_id: int, message_id: int, html: str, rows: Rows | None = None
    ) -> None:
        where = {"chat_id": user_id, "message_id": message_id}
        await self.call("editMessageText", **where, **_content(html, rows))

    async def next_update(self, kind: str) -> dict[str, Any]:
        """The next thing of that kind which people did; what they did before it is taken too."""
        while True:
            updates = await self.call("getUpdates", offset=self._offset, timeout=20)
            assert updates, f"There is no {kind}."
            for update in updates:
                self._offset = update["update_id"] + 1
                if content := update.get(kind):
                    return dict(content)


def _content(html: str, rows: Rows | None) -> dict[str, Any]:
    markup = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    return {"text": html, "parse_mode": "HTML", **markup}
