"""Updates are handed out until they are acknowledged, to one poller at a time."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.telegram import Person, Telegram
from tests.sandbox.telegram.conftest import Api

OTHER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


def texts(answer: dict[str, Any]) -> list[str]:
    return [update["message"]["text"] for update in answer["result"]]


async def test_an_update_is_handed_out_again_until_it_is_acknowledged(
    ann: Person, api: Api
) -> None:
    ann.send("second")
    first = await api("getUpdates")
    assert texts(first) == texts(await api("getUpdates", offset=0)) == ["/start", "second"]
    ids = [update["update_id"] for update in first["result"]]
    assert ids == [ids[0], ids[0] + 1]
    assert texts(await api("getUpdates", offset=ids[0])) == ["/start", "second"]
    assert texts(await api("getUpdates", offset=ids[1])) == ["second"]
    assert texts(await api("getUpdates")) == ["second"]
    assert texts(await api("getUpdates", offset=ids[1] + 1)) == []
    assert texts(await api("getUpdates", offset=ids[0])) == []


async def test_limits_and_offsets_from_the_end(ann: Person, api: Api) -> None:
    for number in range(150):
        ann.send(str(number))
    assert len((await api("getUpdates"))["result"]) == 100
    assert len((await api("getUpdates", limit=1000))["result"]) == 100
    assert texts(await api("getUpdates", limit=2)) == ["/start", "0"]
    assert texts(await api("getUpdates", offset=-2)) == ["148", "149"]
    assert texts(await api("getUpdates")) == ["148", "149"]


async def test_a_long_poll_returns_when_something_happens(
    sim: Telegram, ann: Person, api: Api
) -> None:
    after = sim.updates.last_id + 1
    poll = asyncio.create_task(api("getUpdates", offset=after, timeout=50))
    await sim.polled()
    ann.send("now")
    assert texts(await poll) == ["now"]


async def test_a_long_poll_ends_empty_at_its_timeout(api: Api) -> None:
    assert (await api("getUpdates", timeout=1))["result"] == []


async def test_a_second_poller_ends_the_first(sim: Telegram, api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=50))
    await sim.polled()
    assert (await api("getUpdates"))["result"] == []
    assert await first == {"ok": False, "error_code": 409, "description": OTHER}


async def test_a_webhook_excludes_polling(sim: Telegram, api: Api) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await sim.polled()
    assert (await api("setWebhook", url="http://127.0.0.1:9/hook"))["ok"]
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refused = await api("getUpdates")
    assert (refused["error_code"], refused["description"]) == (409, WEBHOOK_ACTIVE)
    assert (await api("deleteWebhook"))["ok"]
    assert (await api("getUpdates"))["result"] == []
    await sim.close()


async def test_closing_ends_a_long_poll(sim: Telegram, api: Api) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await sim.polled()
    await sim.close()
    assert (await poll)["result"] == []


async def test_only_the_wanted_kinds_come(sim: Telegram, ann: Person, api: Api) -> None:
    after = sim.updates.last_id + 1
    await api("getUpdates", offset=after, allowed_updates=["my_chat_member"])
    ann.send("unwanted")
    ann.block()
    (update,) = (await api("getUpdates"))["result"]
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await api("getUpdates", offset=update["update_id"] + 1, allowed_updates=[])
    ann.unblock()
    ann.send("wanted again")
    back, message = (await api("getUpdates"))["result"]
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert message["message"]["text"] == "wanted again"


async def test_handled_waits_for_the_acknowledgement_and_for_calls_under_way(
    sim: Telegram, ann: Person, api: Api
) -> None:
    sim.fault("sendMessage", "latency", seconds=0.05)
    handled = asyncio.create_task(sim.handled())
    (update,) = (await api("getUpdates"))["result"]
    assert not handled.done()
    sending = asyncio.create_task(api("sendMessage", chat_id=ann.id, text="x"))
    await asyncio.sleep(0)
    await api("getUpdates", offset=update["update_id"] + 1)
    assert not handled.done()
    await handled
    assert ann.last.text == "x"
    await sending


async def test_handled_says_what_it_waited_for(sim: Telegram, ann: Person) -> None:
    with pytest.raises(TimeoutError, match="/start"):
        await sim.handled(within=0.01)
    assert ann.chat


async def test_a_reset_forgets_all_but_the_numbers(sim: Telegram, ann: Person, api: Api) -> None:
    last_update, last_message = sim.updates.last_id, ann.chat[-1].message_id
    sim.fault("*", "500")
    sim.reset()
    assert (await api("getUpdates"))["result"] == []
    answer = await api("sendMessage", chat_id=ann.id, text="x")
    assert answer["description"] == "Bad Request: chat not found"
    again = sim.add_user(1001).send("hello")
    assert again.message_id > last_message
    assert (await api("getUpdates"))["result"][0]["update_id"] == last_update + 1


async def test_a_poller_that_has_left_is_not_refused_for_the_one_after_it(
    sim: Telegram, api: Api
) -> None:
    gone = asyncio.create_task(api("getUpdates", timeout=50))
    await sim.polled()
    gone.cancel()
    await asyncio.wait({gone})
    assert not sim.updates.is_polled
    assert texts(await api("getUpdates")) == []
