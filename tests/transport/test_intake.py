"""Updates from a real socket: each handled, in order, and acknowledged only then."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Update
from telegram.ext import ExtBot

from bot.transport.intake import LIMIT, PATIENCE, PERSON_CAP, Intake
from bot.transport.outage import Outage, TokenRefused
from tests.transport.conftest import make_bot
from tests.transport.small_telegram import TOKEN, SmallTelegram, refuses

ANN, BOB, CAT = 7, 8, 9


class Desk:
    """The handler: notes what it was given; waits at gates; fails on demand."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.ids: list[int] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.faults: dict[str, int] = {}
        self._changed = asyncio.Condition()

    def gate(self, text: str) -> asyncio.Event:
        return self.gates.setdefault(text, asyncio.Event())

    async def __call__(self, update: Update) -> None:
        message = update.message
        text = message.text or "" if message else ""
        await self._note(self.begun, text)
        if text in self.gates:
            await self.gates[text].wait()
        if self.faults.get(text, 0) > 0:
            self.faults[text] -= 1
            raise ValueError(text)
        self.ids.append(update.update_id)
        await self._note(self.done, text)

    async def _note(self, where: list[str], text: str) -> None:
        async with self._changed:
            where.append(text)
            self._changed.notify_all()

    async def until(self, condition: Callable[["Desk"], bool]) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: condition(self))

    async def until_begun(self, text: str) -> None:
        await self.until(lambda desk: text in desk.begun)

    async def until_done(self, *texts: str) -> None:
        await self.until(lambda desk: set(texts) <= set(desk.done))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@asynccontextmanager
async def running(
    bot: ExtBot[Any], desk: Desk, **options: Any
) -> AsyncIterator[tuple[Intake, asyncio.Task[None]]]:
    """An intake at work; at the end it dies as a crashed process would, unless it was stopped."""
    options.setdefault("outage", Outage(first=0.01, longest=0.01))
    intake = Intake(bot, desk, retry_pause=0, long_poll=5, **options)
    task = asyncio.create_task(intake.run())
    try:
        yield intake, task
    finally:
        task.cancel()
        await asyncio.wait({task})


def events(logs: Any, level: str) -> list[str]:
    return [each["event"] for each in logs if each["log_level"] == level]


async def test_twenty_quick_dialogues_at_once_each_keep_their_order(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    got: dict[int, list[str]] = defaultdict(list)
    busy: set[int] = set()
    overlaps: set[int] = set()
    most_busy = 0
    all_there = asyncio.Event()

    async def handle(update: Update) -> None:
        nonlocal most_busy
        assert update.effective_user is not None
        assert update.message is not None
        person = update.effective_user.id
        overlaps.update(busy & {person})
        busy.add(person)
        most_busy = max(most_busy, len(busy))
        for _ in range((person * 7 + update.update_id) % 5):
            await bot.get_me()
        busy.discard(person)
        got[person].append(update.message.text or "")
        if sum(map(len, got.values())) == 20 * 15:
            all_there.set()

    intake = Intake(bot, handle)
    task = asyncio.create_task(intake.run())
    for number in range(15):
        for person in range(1, 21):
            await telegram.says(person, str(number))
    await all_there.wait()
    await intake.stop(5)
    await task

    assert all(texts == [str(number) for number in range(15)] for texts in got.values())
    assert len(got) == 20
    assert overlaps == set()
    assert most_busy > 1
    assert telegram.pending == []


async def test_pending_updates_are_never_dropped_at_the_start(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    await telegram.says(ANN, "sent while the bot was down")

    async with running(bot, desk, allowed_updates=["message", "callback_query"]):
        await desk.until_done("sent while the bot was down")

    assert telegram.called("deleteWebhook") == [{"drop_pending_updates": "false"}]
    first = telegram.called("getUpdates")[0]
    assert "offset" not in first
    assert first["allowed_updates"] == '["message", "callback_query"]'


async def test_a_slow_handler_holds_up_nobody_else(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    gate = desk.gate("slow")
    async with running(bot, desk):
        slow = await telegram.says(ANN, "slow")
        await telegram.says(ANN, "after slow")
        await desk.until_begun("slow")
        for number in range(3):
            await telegram.says(BOB, f"quick {number}")
            await desk.until_done(f"quick {number}")

        assert desk.done == ["quick 0", "quick 1", "quick 2"]
        assert telegram.pending[0]["update_id"] == slow
        gate.set()
        await telegram.wait_until_forgotten()

    assert desk.done[3:] == ["slow", "after slow"]


async def test_after_a_crash_what_was_not_handled_comes_again_and_what_was_acknowledged_does_not(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    desk.gate("in the middle")
    async with running(bot, desk):
        await telegram.says(ANN, "handled")
        await telegram.wait_until_forgotten()
        await telegram.says(ANN, "in the middle")
        await telegram.says(ANN, "waiting behind it")
        await desk.until_begun("in the middle")

    later = Desk()
    async with make_bot(telegram) as restarted, running(restarted, later):
        await telegram.wait_until_forgotten()

    assert desk.done == ["handled"]
    assert later.done == ["in the middle", "waiting behind it"]


async def test_an_update_is_acknowledged_only_after_it_is_handled(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    gate = desk.gate("slow")
    async with running(bot, desk):
        slow = await telegram.says(ANN, "slow")
        await desk.until_begun("slow")
        await telegram.wait_for_calls("getUpdates", 4)
        offsets = {int(each.get("offset", 0)) for each in telegram.called("getUpdates")}
        gate.set()
        await telegram.wait_until_forgotten()

    assert max(offsets) <= slow


async def test_an_update_that_cannot_be_parsed_is_set_aside(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    with capture_logs() as logs:
        async with running(bot, desk):
            await telegram.says(ANN, "before")
            odd = await telegram.deliver({"message": {"message_id": "?", "from": 5}})
            await telegram.says(ANN, "after")
            await telegram.wait_until_forgotten()

    assert desk.done == ["before", "after"]
    assert [(each["id"], each["holds"]) for each in logs if each["log_level"] == "error"] == [
        (odd, ["message", "update_id"])
    ]


async def test_a_passing_failure_is_tried_again_before_the_persons_next_update(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    desk.faults["shaky"] = 2
    async with running(bot, desk):
        await telegram.says(ANN, "shaky")
        await telegram.says(ANN, "next")
        await telegram.wait_until_forgotten()

    assert desk.begun == ["shaky", "shaky", "shaky", "next"]
    assert desk.done == ["shaky", "next"]


async def test_an_update_that_fails_three_times_is_set_aside(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    desk.faults["cursed"] = 99
    with capture_logs() as logs:
        async with running(bot, desk):
            cursed = await telegram.says(ANN, "cursed")
            await telegram.says(ANN, "next")
            await telegram.wait_until_forgotten()

    assert desk.begun == ["cursed", "cursed", "cursed", "next"]
    assert desk.done == ["next"]
    told = [each for each in logs if each["event"].startswith("Set aside")]
    assert [each["id"] for each in told] == [cursed]


async def test_a_handler_that_cancels_itself_counts_as_failed(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    tries = 0

    async def handle(update: Update) -> None:
        nonlocal tries
        assert update.message is not None
        if update.message.text == "odd":
            tries += 1
            raise asyncio.CancelledError
        await desk(update)

    intake = Intake(bot, handle, retry_pause=0)
    task = asyncio.create_task(intake.run())
    await telegram.says(ANN, "odd")
    await telegram.says(ANN, "next")
    await desk.until_done("next")
    await intake.stop(5)
    await task

    assert tries == 3
    assert telegram.pending == []


async def test_an_outage_is_one_line_and_one_when_it_ends(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    port = int(telegram.url.rsplit(":", 1)[1])
    with capture_logs() as logs:
        async with running(bot, desk, outage=(outage := CountingOutage())):
            await telegram.says(ANN, "before")
            await telegram.wait_until_forgotten()
            await telegram.close()
            await outage.wait_for_failures(10)
            await telegram.says(ANN, "during")
            await telegram.start(port)
            await telegram.wait_until_forgotten()

    assert desk.done == ["before", "during"]
    assert events(logs, "warning") == ["Telegram can't be reached; trying on"]
    assert events(logs, "info") == ["Telegram is reachable again"]


class CountingOutage(Outage):
    """Lets a test wait until enough attempts failed."""

    def __init__(self) -> None:
        super().__init__(first=0.01, longest=0.01)
        self._failures = asyncio.Semaphore(0)

    def _note(self, error: Any, wait: float) -> float:
        self._failures.release()
        return super()._note(error, wait)

    async def wait_for_failures(self, count: int) -> None:
        for _ in range(count):
            await self._failures.acquire()


async def test_telegram_away_at_the_start_is_waited_for(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    port = int(telegram.url.rsplit(":", 1)[1])
    await telegram.close()
    with capture_logs() as logs:
        async with running(bot, desk, outage=(outage := CountingOutage())):
            await outage.wait_for_failures(5)
            await telegram.start(port)
            await telegram.says(ANN, "hello")
            await desk.until_done("hello")

    assert len(events(logs, "warning")) == 1


async def test_another_copy_is_told_once_and_updates_go_on_when_it_ends(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    telegram.prepare("getUpdates", *[refuses(409, "Conflict: terminated by other")] * 5)
    await telegram.says(ANN, "hello")
    with capture_logs() as logs:
        async with running(bot, desk):
            await desk.until_done("hello")

    assert len(telegram.called("getUpdates")) >= 6
    assert events(logs, "error") == [
        "Another copy of this bot is running (or a webhook is set); trying on"
    ]


async def test_a_wrong_token_ends_the_run(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    telegram.prepare("getUpdates", refuses(401, "Unauthorized"))
    async with running(bot, desk) as (_, task):
        with pytest.raises(TokenRefused) as caught:
            await task

    assert TOKEN not in repr(caught.value)


async def test_stop_waits_for_what_is_at_hand_and_acknowledges_it(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    gate = desk.gate("last")
    async with running(bot, desk) as (intake, task):
        last = await telegram.says(ANN, "last")
        await desk.until_begun("last")
        stopping = asyncio.create_task(intake.stop(30))
        await asyncio.sleep(0)
        await telegram.says(BOB, "too late")
        gate.set()
        await stopping
        await task

    assert desk.done == ["last"]
    assert [each["update_id"] for each in telegram.pending] == [last + 1]
    final = telegram.called("getUpdates")[-1]
    assert (final["limit"], final["timeout"], final["offset"]) == ("1", "0", str(last + 1))


async def test_stop_gives_up_on_a_stuck_handler_and_its_update_comes_again(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    desk.gate("stuck")
    with capture_logs() as logs:
        async with running(bot, desk) as (intake, task):
            await telegram.says(BOB, "quick")
            stuck = await telegram.says(ANN, "stuck")
            await desk.until_begun("stuck")
            await desk.until_done("quick")
            await intake.stop(0.01)
            await task

    assert [each["update_id"] for each in telegram.pending] == [stuck]
    assert [each["come_again"] for each in logs if each["log_level"] == "warning"] == [[stuck]]


async def test_stop_ends_a_long_poll_at_once(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    async with running(bot, desk) as (intake, task):
        await telegram.wait_for_calls("getUpdates", 1)
        await intake.stop(30)
        await task

    assert telegram.called("getUpdates")[-1]["timeout"] == "5"


async def test_stop_before_the_start_leaves_nothing_to_do(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    intake = Intake(bot, desk)
    await intake.stop(1)
    await intake.run()

    assert telegram.called("getUpdates") == []


async def test_one_flooder_is_cut_and_others_are_not(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    gate = desk.gate("0")
    with capture_logs() as logs:
        async with running(bot, desk):
            await telegram.says(ANN, "0")
            await desk.until_begun("0")
            for number in range(1, 60):
                await telegram.says(ANN, str(number))
            paid = {"successful_payment": PAYMENT, "text": "paid"}
            message = telegram.pending[-1]["message"] | paid
            await telegram.deliver({"message": message})
            await telegram.says(BOB, "from Bob")
            await desk.until_done("from Bob")
            gate.set()
            await telegram.wait_until_forgotten()

    kept = [str(number) for number in range(PERSON_CAP + 1)]
    assert [text for text in desk.done if text != "from Bob"] == [*kept, "paid"]
    dropped = [each for each in logs if each["event"].startswith("Dropped")]
    assert {each["who"] for each in dropped} == {ANN}
    assert sum(len(each["ids"]) for each in dropped) == 59 - PERSON_CAP


PAYMENT = {
    "currency": "XTR",
    "total_amount": 1,
    "invoice_payload": "x",
    "telegram_payment_charge_id": "t",
    "provider_payment_charge_id": "p",
}


async def test_a_stuck_handler_cannot_starve_the_others(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    """More wait than Telegram shows at once: the stuck one is let go, after a while."""
    now = 0.0
    gate = desk.gate("stuck")
    with capture_logs() as logs:
        async with running(bot, desk, clock=lambda: now):
            stuck = await telegram.says(ANN, "stuck")
            await desk.until_begun("stuck")
            for number in range(150):
                await telegram.says(100 + number, f"quick {number}")
            await desk.until(lambda each: len(each.done) == LIMIT - 1)
            asked = len(telegram.called("getUpdates"))
            await telegram.wait_for_calls("getUpdates", asked + 3)
            assert len(desk.done) == LIMIT - 1
            assert telegram.pending[0]["update_id"] == stuck

            now = PATIENCE + 1
            await desk.until_done("quick 149")
            assert "stuck" not in desk.done
            await telegram.wait_until_forgotten()
            gate.set()
            await desk.until_done("stuck")

    assert len(desk.done) == len(set(desk.done)) == 151
    let_go = [each["ids"] for each in logs if "let go" in each["event"]]
    assert let_go == [[stuck]]


async def test_a_handler_that_takes_long_is_told(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    told = asyncio.Event()

    class Telling(Intake):
        def _tell_slow(self, update_id: int) -> None:
            super()._tell_slow(update_id)
            told.set()

    gate = desk.gate("slow")
    with capture_logs() as logs:
        intake = Telling(bot, desk, slow=0.01)
        task = asyncio.create_task(intake.run())
        slow = await telegram.says(ANN, "slow")
        await told.wait()
        gate.set()
        await intake.stop(5)
        await task

    assert [each["id"] for each in logs if each["log_level"] == "warning"] == [slow]


async def test_a_restarted_sequence_of_ids_is_followed(
    telegram: SmallTelegram, bot: ExtBot[Any], desk: Desk
) -> None:
    """After a quiet week Telegram may begin anew, with lower ids."""
    async with running(bot, desk):
        await telegram.says(ANN, "high")
        await telegram.wait_until_forgotten()

    telegram._next_update = 10
    later = Desk()
    async with make_bot(telegram) as restarted, running(restarted, later):
        await telegram.says(CAT, "low")
        await telegram.says(CAT, "lower still")
        await telegram.wait_until_forgotten()

    assert later.ids == [10, 11]
