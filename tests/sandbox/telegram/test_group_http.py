"""Groups and their members over HTTP, as the page and tests of whole processes use them."""

import base64
from typing import Any

import pytest

from bot.sandbox.telegram import Telegram
from tests.sandbox.telegram.test_files import png
from tests.sandbox.telegram.test_http import API, KEYBOARD, Http, get, next_event, post

MAX = {"id": 1002, "first_name": "Max"}


@pytest.fixture
async def staff(http: Http) -> str:
    """The path of a forum of Ann and Max, of which the bot is an administrator."""
    await post(http, "/sim/users", {"id": 1001, "first_name": "Ann"})
    await post(http, "/sim/users", MAX)
    made = await post(
        http, "/sim/groups", {"title": "Staff", "forum": True, "members": [1001, 1002]}
    )
    await post(http, f"/sim/groups/{made['id']}/bot", {"admin": True})
    return f"/sim/groups/{made['id']}"


async def delete(http: Http, path: str) -> Any:
    async with http.delete(path) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def test_groups_are_listed(http: Http, sim: Telegram, staff: str) -> None:
    (group,) = await get(http, "/sim/groups")
    assert group == {
        "id": -1001000000001,
        "title": "Staff",
        "type": "supergroup",
        "forum": True,
        "members": [1001, 1002],
        "bot": "administrator",
        "upgraded_to": None,
        "topics": [],
    }
    assert await get(http, staff) == group
    assert (await delete(http, f"{staff}/bot"))["bot"] == "kicked"
    rights = {"admin": True, "can_manage_topics": False}
    assert (await post(http, f"{staff}/bot", rights))["bot"] == "administrator"
    assert sim.groups[group["id"]].bot_rights == {"can_delete_messages", "can_pin_messages"}
    assert (await delete(http, f"{staff}/users/1002"))["members"] == [1001]
    assert (await post(http, f"{staff}/users/1002"))["members"] == [1001, 1002]


async def test_members_write_answer_and_tap(http: Http, staff: str) -> None:
    chat_id = int(staff.rpartition("/")[2])
    topic = await post(http, f"{API}/createForumTopic", {"chat_id": chat_id, "name": "Room"})
    there = {"chat_id": chat_id, "message_thread_id": topic["result"]["message_thread_id"]}
    await post(http, f"{API}/sendMessage", {**there, "text": "Who?", "reply_markup": KEYBOARD})
    asked = (await get(http, f"{staff}/chat"))[-1]
    assert (asked["text"], asked["user_id"]) == ("Who?", None)
    assert asked["thread_id"] == there["message_thread_id"]

    me = f"{staff}/users/1002"
    answer = {"text": "Me", "reply_to": asked["message_id"]}
    said = await post(http, f"{me}/text", answer)
    assert (said["user_id"], said["thread_id"]) == (1002, there["message_thread_id"])
    assert said["reply_to"]["text"] == "Who?"
    await post(http, f"{me}/text", {"text": "/all", "thread_id": None, "reply_to": None})
    picture = base64.b64encode(png(3, 2)).decode()
    photo = await post(http, f"{me}/photo", {"base64": picture, "caption": "<"})
    assert (photo["photo"]["width"], photo["html"], photo["thread_id"]) == (3, "&lt;", None)
    voice = {"name": "a.oga", "base64": picture, "kind": "voice", "reply_to": said["message_id"]}
    assert (await post(http, f"{me}/file", voice))["voice"]["file_name"] == "a.oga"
    await post(http, f"{me}/file", {"name": "a.txt", "text": "abc"})
    await post(http, f"{me}/tap", {"label": "Go"})
    assert await get(http, f"{me}/chat") == await get(http, f"{staff}/chat")
    assert await get(http, f"{me}/commands") == []

    updates = (await get(http, f"{API}/getUpdates"))["result"]
    query = updates[-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (1002, chat_id)
    kinds = [
        kind
        for update in updates
        for kind in ("photo", "voice", "document")
        if kind in update.get("message", {})
    ]
    assert kinds == ["photo", "voice", "document"]


async def test_members_manage_topics(http: Http, staff: str) -> None:
    ann = f"{staff}/users/1001"
    topic = await post(http, f"{ann}/topics", {"name": "Room"})
    closed = await post(http, f"{ann}/topics/{topic['id']}", {"closed": True})
    assert closed["topics"] == [{**topic, "name": "Room", "icon_color": 0x6FB9F0, "closed": True}]
    opened = await post(http, f"{ann}/topics/{topic['id']}", {"closed": False})
    assert not opened["topics"][0]["closed"]
    assert (await delete(http, f"{ann}/topics/{topic['id']}"))["topics"] == []


async def test_topics_are_turned_on(http: Http, staff: str) -> None:
    team = await post(http, "/sim/groups", {"title": "Team", "members": [1001]})
    assert not team["forum"]
    assert (await post(http, f"/sim/groups/{team['id']}/topics"))["forum"]


async def test_what_happens_is_told_in_sentences(http: Http, staff: str) -> None:
    chat_id = int(staff.rpartition("/")[2])
    ann = f"{staff}/users/1001"
    here = {"chat_id": chat_id}
    topic = (await post(http, f"{ann}/topics", {"name": "Room {who}"}))["id"]
    there = {**here, "message_thread_id": topic}
    await post(http, f"{API}/editForumTopic", {**there, "name": "Other"})
    await post(http, f"{API}/editForumTopic", {**there, "icon_custom_emoji_id": "5"})
    await post(http, f"{API}/closeForumTopic", there)
    await post(http, f"{ann}/topics/{topic}", {"closed": False})
    long = await post(http, f"{ann}/text", {"text": "x" * 50})
    voice = {"name": "a.oga", "base64": "AAAA", "kind": "voice"}
    for sent in (long, await post(http, f"{ann}/file", voice)):
        pin = {**here, "message_id": sent["message_id"]}
        await post(http, f"{API}/pinChatMessage", pin)
    await delete(http, f"{staff}/users/1002")
    await post(http, f"{staff}/users/1002")
    await delete(http, f"{staff}/bot")
    told = [message.get("event") for message in await get(http, f"{staff}/chat")]
    assert [sentence for sentence in told if sentence] == [
        "Ann added Desk",
        "Ann opened the topic “Room {who}”",
        "Desk changed the topic to “Other”",
        "Desk changed the topic's icon",
        "Desk closed the topic",
        "Ann opened the topic again",
        f"Desk pinned “{'x' * 40}…”",
        "Desk pinned a message",
        "Max left",
        "Max joined",
        "Ann removed Desk",
    ]


async def test_a_basic_group_is_upgraded(http: Http, staff: str) -> None:
    body = {"title": "Team", "basic": True, "members": [1001]}
    team = await post(http, "/sim/groups", body)
    await post(http, f"/sim/groups/{team['id']}/bot")
    above = await post(http, f"/sim/groups/{team['id']}/upgrade")
    events = [
        (await get(http, f"/sim/groups/{number}/chat"))[-1]["event"]
        for number in (team["id"], above["id"])
    ]
    assert events == ["The group became a supergroup", "This was a basic group before"]
    message = {"chat_id": team["id"], "text": "x"}
    answer = await post(http, f"{API}/sendMessage", message, status=400)
    assert answer["parameters"] == {"migrate_to_chat_id": above["id"]}


async def test_events_say_which_group_is_meant(http: Http, staff: str) -> None:
    chat_id = int(staff.rpartition("/")[2])
    async with http.get("/sim/events") as events:
        await events.content.readline()
        message = {"chat_id": chat_id, "text": "x", "reply_markup": KEYBOARD}
        await post(http, f"{API}/sendMessage", message)
        assert await next_event(events) == {"chat_id": chat_id, "kind": "chat"}
        tap = await post(http, f"{staff}/users/1002/tap", {"label": "Go"})
        url = "https://t.me/desk_bot?start=x"
        answer = {**tap, "url": url}
        await post(http, f"{API}/answerCallbackQuery", answer)
        tapped = {"chat_id": chat_id, "user_id": 1002}
        assert await next_event(events) == {**tapped, "kind": "answered", "query_data": "go"}
        assert await next_event(events) == {**tapped, "kind": "link", "url": url}


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("", {"title": "x", "members": []}, 400, "A group needs a member: its owner."),
        ("", {"title": "x", "members": [5]}, 404, "There is no user 5."),
        ("", {"title": "x", "members": 5}, 400, "“members” must be a list."),
        ("", {"title": "x", "members": [1001], "forum": 1}, 400, "“forum” must be a truth value."),
        ("/-5/users/1001/text", {"text": "x"}, 404, "There is no group -5."),
        ("/x/users/1001/text", {"text": "x"}, 404, "“x” isn't a number."),
        ("/{id}/users/1003/text", {"text": "x"}, 400, "Ben isn't in Staff."),
        (
            "/{id}/users/1002/text",
            {"text": "x", "thread_id": 9},
            404,
            "There is no topic 9 in Staff.",
        ),
        ("/{id}/users/1002/text", {"text": "x", "reply_to": 99}, 404, "Max sees no message 99."),
        ("/{id}/users/1002/photo", {"base64": "!"}, 400, "“base64” isn't base64."),
        ("/{id}/users/1002/photo", {}, 400, "“base64” must be a string."),
        (
            "/{id}/users/1002/photo",
            {"base64": "AAAA"},
            400,
            "Telegram doesn't take it: Bad Request: IMAGE_PROCESS_FAILED",
        ),
    ],
)
async def test_a_mistake_is_told_in_a_sentence(
    http: Http, staff: str, path: str, body: Any, status: int, sentence: str
) -> None:
    await post(http, "/sim/users", {"id": 1003, "first_name": "Ben"})
    place = f"/sim/groups{path.replace('{id}', staff.rpartition('/')[2])}"
    assert await post(http, place, body, status=status) == {"error": sentence}
