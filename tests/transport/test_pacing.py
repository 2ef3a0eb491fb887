"""Within Telegram's limits, in virtual time: who goes when, and what a refusal stops."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import RetryAfter, TimedOut

from bot.transport.pacing import (
    BROADCAST,
    BROADCASTS_PER_SECOND,
    BURST,
    GROUP_PER_MINUTE,
    MESSAGES_PER_SECOND,
    PUSH,
    Pacer,
)
from bot.transport.refusals import seconds_to_wait
from tests.transport.virtual_time import run_in_virtual_time

GROUP = -100123


class Desk:
    """Sends through a pacer and notes when each call reached Telegram."""

    def __init__(self) -> None:
        self.pacer = Pacer()
        self.reached: list[tuple[float, int | str, str]] = []
        self.errors: dict[int | str, list[Exception]] = {}

    async def send(
        self,
        chat: int | str,
        text: str = "",
        *,
        push: bool = False,
        endpoint: str = "sendMessage",
    ) -> Any:
        return await self._call(chat, text, endpoint, PUSH if push else None)

    async def broadcast(self, chat: int | str) -> Any:
        return await self._call(chat, "broadcast", "copyMessage", BROADCAST)

    async def _call(
        self, chat: int | str, text: str, endpoint: str, limits: dict[str, bool] | None
    ) -> Any:
        async def call(chat_id: int | str) -> bool:
            self.reached.append((now(), chat_id, text))
            errors = self.errors.get(chat_id)
            if errors:
                raise errors.pop(0)
            return True

        return await self.pacer.process_request(
            callback=call,
            args=(chat,),
            kwargs={},
            endpoint=endpoint,
            data={"chat_id": chat},
            rate_limit_args=limits,
        )

    def within(self, start: float, seconds: float, chat: int | str | None = None) -> int:
        return sum(
            start <= at < start + seconds and chat in {None, who} for at, who, _ in self.reached
        )


def now() -> float:
    return round(asyncio.get_running_loop().time(), 3)


def run(main: Coroutine[Any, Any, None]) -> None:
    run_in_virtual_time(main)


def test_over_all_no_more_than_telegram_allows() -> None:
    async def main() -> None:
        desk = Desk()
        await asyncio.gather(*(desk.send(chat, push=True) for chat in range(1, 301)))

        assert len(desk.reached) == 300
        # A full bucket at the start, and its refill of the same size each second.
        for start in range(10):
            assert desk.within(start + 0.01, 1) <= MESSAGES_PER_SECOND + 1
        assert now() == pytest.approx((300 - MESSAGES_PER_SECOND) / MESSAGES_PER_SECOND)

    run(main())


def test_pushes_to_one_person_come_one_a_second() -> None:
    async def main() -> None:
        desk = Desk()
        await asyncio.gather(*(desk.send(7, push=True) for _ in range(5)))

        assert [round(at) for at, _, _ in desk.reached] == [0, 1, 2, 3, 4]

    run(main())


def test_answers_may_come_in_a_small_burst() -> None:
    async def main() -> None:
        desk = Desk()
        await asyncio.gather(*(desk.send(7) for _ in range(BURST + 3)))

        assert [round(at) for at, _, _ in desk.reached] == [0] * BURST + [1, 2, 3]

    run(main())


@pytest.mark.parametrize("group", [GROUP, str(GROUP), "@channel"])
def test_a_group_gets_its_messages_a_minute(group: int | str) -> None:
    async def main() -> None:
        desk = Desk()
        await asyncio.gather(*(desk.send(group) for _ in range(2 * GROUP_PER_MINUTE)))

        assert desk.within(0, 0.5) == GROUP_PER_MINUTE
        assert now() == pytest.approx(60)

    run(main())


def test_a_push_to_a_group_that_had_its_messages_goes_back_at_once() -> None:
    async def main() -> None:
        desk = Desk()
        for _ in range(GROUP_PER_MINUTE):
            await desk.send(GROUP, push=True)
        with pytest.raises(RetryAfter) as refusal:
            await desk.send(GROUP, push=True)
        assert now() == 0
        wait = seconds_to_wait(refusal.value)
        await asyncio.sleep(wait)
        await desk.send(GROUP, push=True)
        assert now() == pytest.approx(wait)
        assert len(desk.reached) == GROUP_PER_MINUTE + 1

    run(main())


def test_answers_go_ahead_of_pushes() -> None:
    async def main() -> None:
        desk = Desk()
        pushes = [asyncio.create_task(desk.send(chat, "push", push=True)) for chat in range(1, 201)]
        await asyncio.sleep(0.001)
        assert len(desk.reached) == MESSAGES_PER_SECOND
        await asyncio.gather(*(desk.send(1000 + chat, "answer") for chat in range(20)))
        texts = [text for _, _, text in desk.reached[MESSAGES_PER_SECOND:]]
        await asyncio.gather(*pushes)

        assert texts.count("answer") == 20
        assert texts.count("push") <= 1

    run(main())


@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "getChat", "sendChatAction"])
def test_what_is_no_message_passes_at_once(endpoint: str) -> None:
    async def main() -> None:
        desk = Desk()
        await asyncio.gather(*(desk.send(7, endpoint=endpoint) for _ in range(100)))

        assert now() == 0

    run(main())


def test_edits_do_not_wait_for_messages_and_are_limited_lightly() -> None:
    async def main() -> None:
        desk = Desk()
        messages = [asyncio.create_task(desk.send(7)) for _ in range(20)]
        await asyncio.gather(*(desk.send(7, "edit", endpoint="editMessageText") for _ in range(12)))
        edits = [at for at, _, text in desk.reached if text == "edit"]
        await asyncio.gather(*messages)

        assert edits == pytest.approx([0] * 8 + [0.5, 1, 1.5, 2])

    run(main())


def test_a_refusal_pauses_its_chat_only() -> None:
    async def main() -> None:
        desk = Desk()
        desk.errors[7] = [RetryAfter(5)]
        refused = asyncio.create_task(desk.send(7, "refused"))
        await asyncio.sleep(0)
        same_chat = asyncio.create_task(desk.send(7, "same chat"))
        await desk.send(8, "other chat")
        assert now() == 0
        await asyncio.gather(refused, same_chat)

        assert [(at, text) for at, _, text in desk.reached] == [
            (0, "refused"),
            (0, "other chat"),
            (5, "refused"),
            (5, "same chat"),
        ]

    run(main())


def test_an_answer_is_tried_three_times_at_most() -> None:
    async def main() -> None:
        desk = Desk()
        desk.errors[7] = [RetryAfter(2)] * 5
        with pytest.raises(RetryAfter):
            await desk.send(7)

        assert [at for at, _, _ in desk.reached] == [0, 2, 4]

    run(main())


def test_an_answer_does_not_wait_out_a_long_refusal() -> None:
    async def main() -> None:
        desk = Desk()
        desk.errors[7] = [RetryAfter(60)]
        for left in (60, 55, 50):
            with pytest.raises(RetryAfter) as caught:
                await desk.send(7)
            assert round(seconds_to_wait(caught.value)) == left
            await asyncio.sleep(5)
        assert len(desk.reached) == 1

        await asyncio.sleep(40)
        await desk.send(7)
        assert len(desk.reached) == 2

    run(main())


def test_a_refused_push_goes_back_at_once_and_so_do_those_after_it() -> None:
    async def main() -> None:
        desk = Desk()
        desk.errors[7] = [RetryAfter(3)]
        for _ in range(2):
            with pytest.raises(RetryAfter) as caught:
                await desk.send(7, push=True)
            assert round(seconds_to_wait(caught.value), 3) == 3
        assert now() == 0
        assert len(desk.reached) == 1

        await asyncio.sleep(3.1)
        await desk.send(7, push=True)
        assert len(desk.reached) == 2

    run(main())


def test_refusals_in_several_chats_pause_everybody() -> None:
    async def main() -> None:
        desk = Desk()
        for chat in (1, 2, 3):
            assert await desk.send(9, push=False)
            desk.errors[chat] = [RetryAfter(4)]
            with pytest.raises(RetryAfter):
                await desk.send(chat, push=True)
        assert now() == 0

        await desk.send(10)
        assert now() == 4

    with capture_logs() as logs:
        run(main())
    assert [each["event"] for each in logs] == [
        "Telegram asks to slow down in a chat",
        "Telegram asks to slow down in a chat",
        "Telegram asks to slow down everywhere",
    ]


def test_refusals_far_apart_in_time_pause_their_chats_only() -> None:
    async def main() -> None:
        desk = Desk()
        for chat in (1, 2, 3):
            desk.errors[chat] = [RetryAfter(4)]
            with pytest.raises(RetryAfter):
                await desk.send(chat, push=True)
            await asyncio.sleep(6)
        before = now()
        await desk.send(10)
        assert now() == before

    run(main())


def test_a_message_that_timed_out_is_not_sent_again() -> None:
    async def main() -> None:
        desk = Desk()
        desk.errors[7] = [TimedOut()]
        with pytest.raises(TimedOut):
            await desk.send(7)

        assert len(desk.reached) == 1

    run(main())


def test_chats_that_rest_are_forgotten() -> None:
    async def main() -> None:
        desk = Desk()
        for chat in range(1, 3001):
            await desk.send(chat, endpoint="editMessageText")
            await asyncio.sleep(1)

        assert len(desk.pacer._chats) <= 1024

    run(main())


def test_broadcasts_leave_a_third_to_everybody_else() -> None:
    async def main() -> None:
        desk = Desk()
        await asyncio.gather(*(desk.broadcast(chat) for chat in range(1, 201)))

        for start in range(9):
            assert desk.within(start + 0.01, 1) <= BROADCASTS_PER_SECOND + 1
        assert now() == pytest.approx(199 / BROADCASTS_PER_SECOND, abs=0.01)

    run(main())


def test_answers_and_other_pushes_go_ahead_of_broadcasts() -> None:
    async def main() -> None:
        desk = Desk()
        broadcasts = [asyncio.create_task(desk.broadcast(chat)) for chat in range(1, 101)]
        pushes = [asyncio.create_task(desk.send(chat, push=True)) for chat in range(101, 201)]
        await asyncio.sleep(0.001)
        before = len(desk.reached)
        news = [desk.send(1000 + chat, "news", push=True) for chat in range(20)]
        answers = [desk.send(2000 + chat, "answer") for chat in range(20)]
        await asyncio.gather(*pushes, *news, *answers)
        ahead = [text for _, _, text in desk.reached[before:]].count("broadcast")
        await asyncio.gather(*broadcasts)

        assert ahead <= 2, "one that stood in the queue before, and one that asked before the last"
        assert len(desk.reached) == 240

    run(main())


def test_a_refused_broadcast_goes_back_at_once() -> None:
    async def main() -> None:
        desk = Desk()
        desk.errors[7] = [RetryAfter(3)]
        for _ in range(2):
            with pytest.raises(RetryAfter):
                await desk.broadcast(7)
        assert len(desk.reached) == 1

    run(main())
