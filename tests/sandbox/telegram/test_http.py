"""The HTTP front: the Bot API as clients speak it, and the person's side as the page uses it."""

import asyncio
import json
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.telegram import Telegram
from bot.sandbox.telegram.server import PAGE, attach, serve
from tests.sandbox.telegram.test_files import png

API = "/bot100:TEST"
KEYBOARD = {"inline_keyboard": [[{"text": "Go <now>", "callback_data": "go"}]]}
Http = aiohttp.ClientSession


async def get(http: Http, path: str) -> Any:
    async with http.get(path) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def post(http: Http, path: str, body: Any = None, *, status: int = 200) -> Any:
    async with http.post(path, json=body) as response:
        assert response.status == status, await response.text()
        return await response.json()


@pytest.fixture
async def ann(http: Http) -> str:
    """The path of Ann, who has pressed Start."""
    body = {"id": 1001, "first_name": "Ann", "language_code": "en"}
    assert await post(http, "/sim/users", body) == {**body, "blocked": False}
    await post(http, "/sim/users/1001/text", {"text": "/start"})
    return "/sim/users/1001"


async def test_calls_come_as_json_as_a_form_as_multipart_or_in_the_address(
    http: Http, ann: str
) -> None:
    params = {"chat_id": "1001", "text": "x", "reply_markup": json.dumps(KEYBOARD)}
    multipart = aiohttp.FormData(params, default_to_multipart=True)
    calls = [
        http.post(f"{API}/sendMessage", json={**params, "reply_markup": KEYBOARD}),
        http.post(f"{API}/sendMessage", data=params),
        http.post(f"{API}/sendMessage", data=multipart),
        http.get(f"{API}/sendMessage", params=params),
    ]
    for call in calls:
        async with call as response:
            answer = await response.json()
            assert answer["result"]["reply_markup"] == KEYBOARD
    recorded = [call["params"] for call in await get(http, "/sim/calls")]
    assert recorded == [{"chat_id": 1001, "text": "x", "reply_markup": KEYBOARD}] * 4


async def test_refusals_have_their_status(http: Http, ann: str) -> None:
    for path, status, description in [
        (f"{API}/sendMessage?chat_id=5&text=x", 400, "Bad Request: chat not found"),
        (f"{API}/nonsense", 404, "Not Found"),
        ("/bot100:WRONG/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
    ]:
        async with http.get(path) as response:
            body = {"ok": False, "error_code": status, "description": description}
            assert (response.status, await response.json()) == (status, body)
    async with http.post(
        f"{API}/getMe", data=b"[", headers={"Content-Type": "application/json"}
    ) as response:
        assert response.status == 400


async def test_files_are_uploaded_and_shown(http: Http, ann: str) -> None:
    picture = png(30, 20)
    form = aiohttp.FormData({"chat_id": "1001", "caption": "<3", "photo": "attach://p"})
    form.add_field("p", picture, filename="p.png", content_type="image/png")
    async with http.post(f"{API}/sendPhoto", data=form) as response:
        assert (await response.json())["ok"]
    form = aiohttp.FormData({"chat_id": "1001"})
    form.add_field("document", b"<script>", filename="a.html", content_type="text/html")
    async with http.post(f"{API}/sendDocument", data=form) as response:
        assert (await response.json())["ok"]

    _, photo, document = await get(http, f"{ann}/chat")
    assert (photo["text"], photo["html"], photo["caption"]) == ("<3", "&lt;3", "<3")
    assert (photo["photo"]["width"], photo["photo"]["height"]) == (30, 20)
    async with http.get(f"/sim/files/{photo['photo']['file_id']}") as response:
        assert (response.content_type, await response.read()) == ("image/png", picture)
    assert (document["document"]["file_name"], document["document"]["file_size"]) == ("a.html", 8)
    async with http.get(f"/sim/files/{document['document']['file_id']}") as response:
        assert response.headers["Content-Disposition"] == "attachment"
    async with http.get("/sim/files/nonsense") as response:
        assert response.status == 404


async def test_files_may_be_big_but_not_endless(http: Http, ann: str) -> None:
    form = aiohttp.FormData({"chat_id": "1001"})
    form.add_field("document", BytesIO(bytes(3 * 1024 * 1024)), filename="a.bin")
    async with http.post(f"{API}/sendDocument", data=form) as response:
        file_id = (await response.json())["result"]["document"]["file_id"]
    async with http.get(f"/sim/files/{file_id}") as response:
        assert len(await response.read()) == 3 * 1024 * 1024
    too_big = BytesIO(bytes(52 * 1024 * 1024))
    async with http.post(f"{API}/sendDocument", data=too_big) as response:
        assert (await response.json())["description"] == "Request Entity Too Large"


async def test_a_person_writes_taps_and_sees(http: Http, ann: str) -> None:
    message = {"chat_id": 1001, "text": "<b>Hi</b>", "parse_mode": "HTML"}
    sent = await post(http, f"{API}/sendMessage", {**message, "reply_markup": KEYBOARD})
    message_id = sent["result"]["message_id"]
    start, shown = await get(http, f"{ann}/chat")
    assert (start["from"], start["text"]) == ("user", "/start")
    date = shown.pop("date")
    assert date == sent["result"]["date"]
    assert shown == {
        "message_id": message_id,
        "from": "bot",
        "text": "Hi",
        "html": "<b>Hi</b>",
        "keyboard": [[{"text": "Go <now>", "data": "go"}]],
        "edits": 0,
    }

    for tap in (
        {"label": "Go"},
        {"message_id": message_id, "label": "Go <now>"},
        {"message_id": message_id, "data": "go"},
        {"message_id": message_id, "data": "forged"},
    ):
        assert await post(http, f"{ann}/tap", tap)
    await post(http, f"{ann}/file", {"name": "list.txt", "text": "one\ntwo"})
    await post(http, f"{ann}/block")
    await post(http, f"{ann}/unblock")
    updates = (await get(http, f"{API}/getUpdates"))["result"]
    kinds = [key for update in updates for key in update if key != "update_id"]
    assert kinds == ["message", *["callback_query"] * 4, "message", *["my_chat_member"] * 2]
    assert [update["callback_query"]["data"] for update in updates[1:5]] == [
        "go",
        "go",
        "go",
        "forged",
    ]


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("/sim/users/5/text", {"text": "x"}, 404, "There is no user 5."),
        ("/sim/users/x/text", {"text": "x"}, 404, "There is no user x."),
        ("/sim/users/1001/text", {}, 400, "“text” must be a string."),
        ("/sim/users/1001/text", {"text": " "}, 400, "An empty message can't be sent."),
        ("/sim/users/1001/text", [], 400, "The body must be a JSON object."),
        ("/sim/users/1001/tap", {"message_id": "1"}, 400, "“message_id” must be a number."),
        (
            "/sim/users/1001/tap",
            {"label": "Go"},
            404,
            "Ann sees no button “Go”. There are: none",
        ),
        ("/sim/users", {"id": 0}, 400, "A person's id is a positive number that isn't the bot's."),
        ("/sim/faults", {"kind": "x"}, 400, None),
        ("/sim/faults", {"method": "x"}, 400, "“kind” must be a string."),
        ("/sim/faults", {"kind": "500", "x": 1}, 400, "A fault has no field x."),
        ("/sim/faults", {"kind": "500", "times": "2"}, 400, "“times” must be a number."),
    ],
)
async def test_a_mistake_is_told_in_a_sentence(
    http: Http, ann: str, path: str, body: Any, status: int, sentence: str | None
) -> None:
    answer = await post(http, path, body, status=status)
    assert set(answer) == {"error"}
    assert sentence is None or answer["error"] == sentence


async def test_languages_and_commands(http: Http, ann: str) -> None:
    commands = [{"command": "help", "description": "Помощь"}]
    await post(http, f"{API}/setMyCommands", {"commands": commands, "language_code": "ru"})
    assert await get(http, f"{ann}/commands") == []
    await post(http, f"{ann}/language", {"language_code": "ru"})
    assert await get(http, f"{ann}/commands") == commands
    assert await get(http, "/sim/bot") == {"id": 100, "username": "desk_bot", "first_name": "Desk"}
    (listed,) = await get(http, "/sim/users")
    assert listed == {"id": 1001, "first_name": "Ann", "language_code": "ru", "blocked": False}


async def test_faults_over_http(http: Http, ann: str) -> None:
    message = {"chat_id": 1001, "text": "x"}
    await post(http, "/sim/faults", {"method": "sendMessage", "kind": "429", "retry_after": 3})
    answer = await post(http, f"{API}/sendMessage", message, status=429)
    assert answer["parameters"] == {"retry_after": 3}
    await post(http, "/sim/faults", {"kind": "latency", "seconds": 0})
    await post(http, f"{API}/sendMessage", message)

    for when, shown in (("before", 2), ("after", 3)):
        fault = {"method": "sendMessage", "kind": "drop", "when": when}
        await post(http, "/sim/faults", fault)
        with pytest.raises(aiohttp.ClientConnectionError):
            await post(http, f"{API}/sendMessage", message)
        assert len(await get(http, f"{ann}/chat")) == shown

    await post(http, "/sim/faults", {"kind": "500", "times": 1000})
    await post(http, f"{API}/sendMessage", message, status=500)
    async with http.delete("/sim/faults") as response:
        assert response.status == 200
    await post(http, f"{API}/sendMessage", message)


async def test_an_invoice_is_paid_over_http(http: Http, ann: str) -> None:
    terms = {"title": "x", "description": "x", "payload": "x", "currency": "XTR"}
    prices = [{"label": "x", "amount": 5}]
    await post(http, f"{API}/sendInvoice", {"chat_id": 1001, **terms, "prices": prices})
    query = (await post(http, f"{ann}/pay"))["pre_checkout_query_id"]
    answer = {"pre_checkout_query_id": query, "ok": True}
    assert (await post(http, f"{API}/answerPreCheckoutQuery", answer))["ok"]
    assert (await get(http, f"{ann}/chat"))[1]["invoice"]["total_amount"] == 5


async def next_event(events: aiohttp.ClientResponse) -> Any:
    while not (line := await events.content.readline()).startswith(b"data: "):
        assert line, "the stream has ended"
    return json.loads(line.removeprefix(b"data: "))


async def test_events_tell_what_a_person_would_notice(http: Http, ann: str) -> None:
    async with http.get("/sim/events") as events:
        assert events.content_type == "text/event-stream"
        assert (await events.content.readline()).startswith(b":")
        await post(http, f"{API}/sendChatAction", {"chat_id": 1001, "action": "typing"})
        assert await next_event(events) == {"user_id": 1001, "kind": "typing"}
        message = {"chat_id": 1001, "text": "x", "reply_markup": KEYBOARD}
        await post(http, f"{API}/sendMessage", message)
        assert await next_event(events) == {"user_id": 1001, "kind": "chat"}
        query = (await post(http, f"{ann}/tap", {"label": "Go"}))["callback_query_id"]
        answer = {"callback_query_id": query, "text": "Done"}
        await post(http, f"{API}/answerCallbackQuery", answer)
        answered = {"user_id": 1001, "kind": "answered", "query_data": "go"}
        assert await next_event(events) == answered
        toast = {"user_id": 1001, "kind": "toast", "text": "Done", "alert": False}
        assert await next_event(events) == toast
        await post(http, "/sim/reset")
        assert await next_event(events) == {"kind": "reset"}
    assert await get(http, "/sim/users") == []


async def test_a_page_that_is_closed_leaves_no_trace(
    sim: Telegram, http: Http, ann: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with http.get("/sim/events") as events:
        await events.content.readline()
        assert sim.events.listeners == 1
    while sim.events.listeners:
        await post(http, f"{ann}/text", {"text": "anybody there?"})
    assert caplog.records == []


async def test_the_server_stops_at_once_whoever_is_waiting(sim: Telegram) -> None:
    async with aiohttp.ClientSession() as http:
        async with serve(sim) as url:
            poll = asyncio.create_task(get(http, f"{url}{API}/getUpdates?timeout=50"))
            events = await http.get(f"{url}/sim/events")
            await sim.polled()
        assert (await poll)["result"] == []
        assert (await events.read()).startswith(b": listening")


async def test_it_can_be_a_part_of_another_application(sim: Telegram) -> None:
    app = web.Application()
    app.router.add_get("/panel/api/v2", _panel)
    attach(app, sim)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(base) as http:
        assert await get(http, "/panel/api/v2") == {"balance": "1"}
        assert (await get(http, f"{API}/getMe"))["ok"]
    await runner.cleanup()


async def _panel(_request: web.Request) -> web.Response:
    return web.json_response({"balance": "1"})


async def test_the_page_and_nothing_outside_it(http: Http) -> None:
    has_page = (PAGE / "index.html").is_file()
    for path in ("/", "/page/index.html"):
        async with http.get(path) as response:
            assert response.status == (200 if has_page else 404)
    for path in ("/page/none.js", "/page/..%2Fcore.py", "/page/%2e%2e/core.py"):
        async with http.get(path) as response:
            assert response.status == 404
