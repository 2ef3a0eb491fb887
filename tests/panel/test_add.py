"""Placing an order: what is sent for each type, and what each answer means."""

import socket
import struct
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from bot.domain.form import Answers, Field
from bot.domain.service import ServiceType
from bot.panel import (
    Cause,
    Panel,
    PanelError,
    PanelRejected,
    PanelUnavailable,
    PanelUndetermined,
    Reason,
    Refusal,
)
from tests.panel.conftest import KEY, Responder, Script, account, said

ORDER: Answers = {Field.LINK: "https://t.me/a", Field.QUANTITY: 100}


async def add(panel: Panel, **options: Any) -> str:
    added = await panel.add("1", ServiceType.DEFAULT, ORDER, **options)
    return added.order_id


L, Q = {Field.LINK: "l"}, {Field.QUANTITY: 100}
FORMS: list[tuple[ServiceType, dict[Field, Any], dict[str, str]]] = [
    (ServiceType.DEFAULT, {**L, **Q}, {"link": "l", "quantity": "100"}),
    (
        ServiceType.DEFAULT,
        {**L, **Q, Field.RUNS: 2, Field.INTERVAL: 30},
        {"link": "l", "quantity": "100", "runs": "2", "interval": "30"},
    ),
    (ServiceType.PACKAGE, L, {"link": "l"}),
    (
        ServiceType.CUSTOM_COMMENTS,
        {**L, Field.COMMENTS: ("nice", "", " so good 👍")},
        {"link": "l", "comments": "nice\nso good 👍"},
    ),
    (
        ServiceType.CUSTOM_COMMENTS_PACKAGE,
        {**L, Field.COMMENTS: ("a",)},
        {"link": "l", "comments": "a"},
    ),
    (
        ServiceType.MENTIONS,
        {**L, **Q, Field.USERNAMES: ("a", "b")},
        {"link": "l", "quantity": "100", "usernames": "a\nb"},
    ),
    (
        ServiceType.MENTIONS_WITH_HASHTAGS,
        {**L, **Q, Field.USERNAMES: ("a",), Field.HASHTAGS: ("x", "y")},
        {"link": "l", "quantity": "100", "usernames": "a", "hashtags": "x\ny"},
    ),
    (
        ServiceType.MENTIONS_CUSTOM_LIST,
        {**L, Field.USERNAMES: ("a", "b")},
        {"link": "l", "usernames": "a\nb"},
    ),
    (
        ServiceType.MENTIONS_HASHTAG,
        {**L, **Q, Field.HASHTAG: "x"},
        {"link": "l", "quantity": "100", "hashtag": "x"},
    ),
    (
        ServiceType.MENTIONS_USER_FOLLOWERS,
        {**L, **Q, Field.USERNAME: "u"},
        {"link": "l", "quantity": "100", "username": "u"},
    ),
    (
        ServiceType.MENTIONS_MEDIA_LIKERS,
        {**L, **Q, Field.MEDIA: "m"},
        {"link": "l", "quantity": "100", "media": "m"},
    ),
    (
        ServiceType.COMMENT_LIKES,
        {**L, **Q, Field.USERNAME: "u"},
        {"link": "l", "quantity": "100", "username": "u"},
    ),
    (
        ServiceType.COMMENT_REPLIES,
        {**L, Field.USERNAME: "u", Field.COMMENTS: ("a", "b")},
        {"link": "l", "username": "u", "comments": "a\nb"},
    ),
    (
        ServiceType.POLL,
        {**L, **Q, Field.ANSWER_NUMBER: 7},
        {"link": "l", "quantity": "100", "answer_number": "7"},
    ),
    (
        ServiceType.SEO,
        {**L, **Q, Field.KEYWORDS: ("k", "w")},
        {"link": "l", "quantity": "100", "keywords": "k\nw"},
    ),
    (
        ServiceType.INVITES_FROM_GROUPS,
        {**L, **Q, Field.GROUPS: ("g",)},
        {"link": "l", "quantity": "100", "groups": "g"},
    ),
    (
        ServiceType.SUBSCRIPTIONS,
        {Field.USERNAME: "u", Field.MIN: 10, Field.MAX: 20, Field.DELAY: 0},
        {"username": "u", "min": "10", "max": "20", "delay": "0"},
    ),
    (
        ServiceType.SUBSCRIPTIONS,
        {
            Field.USERNAME: "u",
            Field.MIN: 10,
            Field.MAX: 20,
            Field.DELAY: 5,
            Field.POSTS: 3,
            Field.OLD_POSTS: 1,
            Field.EXPIRY: "31/12/2031",
        },
        {
            "username": "u",
            "min": "10",
            "max": "20",
            "delay": "5",
            "posts": "3",
            "old_posts": "1",
            "expiry": "31/12/2031",
        },
    ),
    (
        ServiceType.WEB_TRAFFIC,
        {
            **L,
            **Q,
            Field.COUNTRY: "US",
            Field.DEVICE: 5,
            Field.TYPE_OF_TRAFFIC: 1,
            Field.GOOGLE_KEYWORD: "cats",
            Field.REFERRING_URL: "not asked for",
        },
        {
            "link": "l",
            "quantity": "100",
            "country": "US",
            "device": "5",
            "type_of_traffic": "1",
            "google_keyword": "cats",
        },
    ),
    (
        ServiceType.WEB_TRAFFIC,
        {
            **L,
            **Q,
            Field.COUNTRY: "US",
            Field.DEVICE: 1,
            Field.TYPE_OF_TRAFFIC: 2,
            Field.REFERRING_URL: "https://a.b",
            Field.RUNS: 2,
            Field.INTERVAL: 5,
        },
        {
            "link": "l",
            "quantity": "100",
            "country": "US",
            "device": "1",
            "type_of_traffic": "2",
            "referring_url": "https://a.b",
            "runs": "2",
            "interval": "5",
        },
    ),
]


@pytest.mark.parametrize(("kind", "answers", "sent"), FORMS)
async def test_each_type_sends_its_own_fields(
    panel: Panel, script: Script, kind: ServiceType, answers: Answers, sent: dict[str, str]
) -> None:
    script.answers({"order": 23501})
    added = await panel.add("77", kind, answers)
    assert added.order_id == "23501"
    assert script.received == [{"key": KEY, "action": "add", "service": "77", **sent}]


def test_every_type_has_a_case() -> None:
    assert {kind for kind, _, _ in FORMS} == set(ServiceType)


async def test_a_stray_field_and_an_empty_optional_one_stay_home(
    panel: Panel, script: Script
) -> None:
    script.answers({"order": 1})
    stray = {**ORDER, Field.COMMENTS: ("a",), Field.RUNS: "", Field.USERNAME: "u"}
    await panel.add("1", ServiceType.DEFAULT, stray)
    assert script.received[0].keys() == {"key", "action", "service", "link", "quantity"}


async def test_options_of_a_panel_add_a_quantity_or_a_request_id(script: Script) -> None:
    script.answers({"order": 1})
    options = {"send_package_quantity": True, "send_comments_quantity": True, "request_id": True}
    async with Panel(account(script.url, **options)) as panel:
        await panel.add("1", ServiceType.PACKAGE, L, minimum=10, request_id="r-1")
        await panel.add("1", ServiceType.CUSTOM_COMMENTS, {**L, Field.COMMENTS: ("a", "", "b")})
    package, comments = script.received
    assert (package["quantity"], package["request_id"]) == ("10", "r-1")
    assert comments["quantity"] == "2"
    assert "request_id" not in comments


async def test_without_the_option_a_request_id_is_not_sent(panel: Panel, script: Script) -> None:
    script.answers({"order": 1})
    await add(panel, request_id="r-1", minimum=5)
    assert "request_id" not in script.received[0]


PLACED = [
    ({"order": 23501}, "23501"),
    ({"order": "23501"}, "23501"),
    ({"order": "ord_01HGW2ZZ"}, "ord_01HGW2ZZ"),
    ({"order": 5, "error": None}, "5"),
    ({"order": 5, "error": ""}, "5"),
    ({"order": 5, "error": False, "errors": []}, "5"),
    ({"status": "success", "order": 5, "message": "Order placed"}, "5"),
    ({"success": True, "order": 5}, "5"),
    ({"success": None, "order": 5}, "5"),
    ({"order": 5, "message": "Too many requests may slow it down"}, "5"),
    ({"status": "success", "data": {"order": 5}}, "5"),
    (said({"order": 5}, 201, "application/json"), "5"),
    ("\ufeff \n" + '{"order": 5}', "5"),
    ('PHP Notice: a[2002]{x} in /a.php on line 7\n{"order":5}', "5"),
    ('<br />\n<b>Warning</b>: Undefined index in <b>/a.php</b> on line 7<br />\n{"order":5}', "5"),
]


@pytest.mark.parametrize(("answer", "order_id"), PLACED)
async def test_an_id_and_no_error_is_a_placed_order(
    panel: Panel, script: Script, answer: Any, order_id: str
) -> None:
    script.answers(answer)
    added = await panel.add("1", ServiceType.DEFAULT, ORDER)
    assert added.order_id == order_id
    assert added.evidence.sent
    assert len(script.received) == 1


REFUSED = [
    ({"error": "Not enough funds on balance"}, Refusal.OPERATOR, Reason.NO_FUNDS),
    (said({"error": "Payment needed"}, 402), Refusal.OPERATOR, Reason.NO_FUNDS),
    (said({"error": "Denied"}, 401), Refusal.OPERATOR, Reason.BAD_KEY),
    (said({"error": "Easy!"}, 429), Refusal.PASSING, Reason.RATE_LIMIT),
    (said({"error": "Under maintenance"}, 503), Refusal.PASSING, Reason.MAINTENANCE),
    (said({"error": "Invalid API key"}, 403), Refusal.OPERATOR, Reason.BAD_KEY),
    (said({"error": "Bad link"}, 422), Refusal.USER, Reason.LINK),
    (said({"error": "Bad link"}, 400), Refusal.USER, Reason.LINK),
    ({"error": {"message": "Bad link"}}, Refusal.USER, Reason.LINK),
    ({"errors": {"link": ["Enter a valid link"]}}, Refusal.USER, Reason.LINK),
    ({"errors": ["Incorrect quantity"]}, Refusal.USER, Reason.QUANTITY),
    ({"status": "error", "message": "Bad link"}, Refusal.USER, Reason.LINK),
    ({"status": "fail", "data": {"message": "Bad link"}}, Refusal.USER, Reason.LINK),
    ({"success": False, "msg": "Bad link"}, Refusal.USER, Reason.LINK),
    ({"msg": "Bad link"}, Refusal.USER, Reason.LINK),
    ({"error": "Bad link", "status": "102"}, Refusal.USER, Reason.LINK),
    ({"error": True, "message": "Bad link"}, Refusal.USER, Reason.LINK),
    ("Incorrect request".join('""'), Refusal.CAPABILITY, Reason.NO_SUCH_ACTION),
    ({"error": "Our robots are asleep"}, Refusal.UNKNOWN, Reason.UNKNOWN),
    ({"error": True}, Refusal.UNKNOWN, Reason.UNKNOWN),
    ({"status": "error", "message": "Too many requests"}, Refusal.PASSING, Reason.RATE_LIMIT),
    ({"status": False, "message": "Under maintenance"}, Refusal.PASSING, Reason.MAINTENANCE),
    ({"success": False, "message": "Not enough funds"}, Refusal.OPERATOR, Reason.NO_FUNDS),
    ({"errors": ["Ordering is disabled"]}, Refusal.PASSING, Reason.ORDERING_DISABLED),
    ({"error": "Account suspended", "id": None}, Refusal.OPERATOR, Reason.SUSPENDED),
    ({"error": "Rate limit", "status": 200}, Refusal.PASSING, Reason.RATE_LIMIT),
    (said({"message": "Denied"}, 401), Refusal.OPERATOR, Reason.BAD_KEY),
    (said({"message": "Too many requests"}, 429), Refusal.PASSING, Reason.RATE_LIMIT),
    (said('"Too many requests"', 429), Refusal.PASSING, Reason.RATE_LIMIT),
    ({"error": "Too many orders created. Rate limit"}, Refusal.PASSING, Reason.RATE_LIMIT),
    ({"error": "Order was not placed: low balance"}, Refusal.OPERATOR, Reason.NO_FUNDS),
    ({"error": "No order was created. Rate limit"}, Refusal.PASSING, Reason.RATE_LIMIT),
    ({"error": "Not successful: bad link"}, Refusal.USER, Reason.LINK),
    ({"order": None, "error": "Our robots are asleep"}, Refusal.UNKNOWN, Reason.UNKNOWN),
    (said({"error": "Our robots are asleep"}, 404), Refusal.UNKNOWN, Reason.UNKNOWN),
]


@pytest.mark.parametrize(("answer", "kind", "reason"), REFUSED)
async def test_an_error_alone_is_a_refusal(
    panel: Panel, script: Script, answer: Any, kind: Refusal, reason: Reason
) -> None:
    script.answers(answer)
    with pytest.raises(PanelRejected) as caught:
        await add(panel)
    assert (caught.value.kind, caught.value.reason) == (kind, reason)
    assert caught.value.evidence.sent
    assert len(script.received) == 1


@pytest.mark.parametrize(
    ("answer", "explicit"),
    [
        ({"error": "Incorrect service ID"}, True),
        ({"status": "error", "message": "Incorrect service ID"}, True),
        (said({"message": "Incorrect service ID"}, 404), True),
        ({"message": "Incorrect service ID"}, False),
        (said({"message": "Incorrect service ID"}, 502), False),
        ("Incorrect request".join('""'), False),
    ],
)
async def test_a_refusal_tells_whether_the_answer_calls_itself_an_error(
    panel: Panel, script: Script, answer: Any, explicit: bool
) -> None:
    """A success that mentions a wrong service is imaginable; nothing may be sent elsewhere because of it."""
    script.answers(answer)
    with pytest.raises(PanelRejected) as caught:
        await add(panel)
    assert caught.value.explicit is explicit


async def test_a_duplicate_error_tells_the_first_order(panel: Panel, script: Script) -> None:
    script.answers({"error": "You have active order with this link (#100011). Please wait"})
    with pytest.raises(PanelRejected) as caught:
        await add(panel)
    assert (caught.value.reason, caught.value.order_id) == (Reason.DUPLICATE, "100011")


async def test_a_rate_limit_tells_when_to_come_back(panel: Panel, script: Script) -> None:
    script.answers(said({"error": "Too many requests"}, 429, Retry_After="17"))
    with pytest.raises(PanelRejected) as caught:
        await add(panel)
    assert caught.value.retry_after == 17


PAGE = "<!doctype html><html><body>Oops { }</body></html>"
UNDETERMINED: list[tuple[Any, Cause]] = [
    ("", Cause.EMPTY),
    (said("", 500), Cause.EMPTY),
    ("   \n", Cause.EMPTY),
    ("null", Cause.ODD),
    ("{}", Cause.ODD),
    ("[]", Cause.ODD),
    ("true", Cause.ODD),
    ("23501", Cause.ODD),
    (PAGE, Cause.HTML),
    (said(PAGE, 403), Cause.HTML),
    (said(PAGE, 401), Cause.HTML),
    (said(PAGE, 429), Cause.HTML),
    (said(PAGE, 502), Cause.HTML),
    ('{"order": 235', Cause.BROKEN),
    ('{"order": 1}{"order": 2}', Cause.BROKEN),
    ('{"error": "x"}{"order": 2}', Cause.BROKEN),
    ("Order placed", Cause.BROKEN),
    ("Warning: x in /a.php on line 7", Cause.BROKEN),
    ("Warning: x in /a.php on line 7\nnull", Cause.ODD),
    ('"Done!"', Cause.ODD),
    ({"order": 0}, Cause.ODD),
    ({"order": -1}, Cause.ODD),
    ({"order": True}, Cause.ODD),
    ({"order": ""}, Cause.ODD),
    ({"order": "N/A"}, Cause.ODD),
    ({"order": "success"}, Cause.ODD),
    ({"order": "0"}, Cause.ODD),
    ({"order": 1.5}, Cause.ODD),
    ({"order": [1, 2]}, Cause.ODD),
    ({"order": {"id": 1}}, Cause.ODD),
    ({"order": "1,2"}, Cause.ODD),
    ({"status": "success"}, Cause.ODD),
    ({"message": "Order placed"}, Cause.ODD),
    ({"error": "Robots asleep", "order": 7}, Cause.CONTRADICTION),
    ({"status": "error", "order": 7, "message": "hm"}, Cause.CONTRADICTION),
    ({"success": False, "order": 7}, Cause.CONTRADICTION),
    (said({"order": 7}, 500), Cause.SERVER_ERROR),
    (said({"order": 7}, 404), Cause.ODD),
    (said({"error": "Robots asleep"}, 500), Cause.SERVER_ERROR),
    (said({"order": 7}, 302, Location="/elsewhere"), Cause.REDIRECT),
    (said({"error": "Bad link"}, 307, Location="/elsewhere"), Cause.REDIRECT),
    (said("", 301, Location="/elsewhere"), Cause.REDIRECT),
    (said("", 308, Location="/elsewhere"), Cause.REDIRECT),
    ({"message": "Order received. Too many requests may slow it down"}, Cause.ODD),
    ({"message": "Order accepted, balance is too low for another"}, Cause.ODD),
    ({"message": "Too many requests"}, Cause.ODD),
    ({"msg": "Not enough funds on balance"}, Cause.ODD),
    ({"msg": "Invalid API key"}, Cause.ODD),
    ({"message": "Account suspended"}, Cause.ODD),
    ({"message": "Ordering is disabled"}, Cause.ODD),
    ('"Too many requests"', Cause.ODD),
    (said({"message": "Under maintenance"}, 503), Cause.SERVER_ERROR),
    ({"error": "", "message": "Too many requests"}, Cause.ODD),
    ({"error": False, "status": "102", "message": "Too many requests"}, Cause.ODD),
    ({"success": None, "message": "Too many requests"}, Cause.ODD),
    ({"success": True, "message": "Too many requests"}, Cause.ODD),
    ({"success": True, "message": "Order created"}, Cause.ODD),
    ({"message": "Order created. Quantity must be lower next time"}, Cause.ODD),
    ({"error": "Order created"}, Cause.CONTRADICTION),
    ({"error": "Order created, but low balance"}, Cause.CONTRADICTION),
    ({"error": "Your order has been successfully placed. Rate limit"}, Cause.CONTRADICTION),
    ({"error": "Success: bad link"}, Cause.CONTRADICTION),
    ({"error": "Заказ 55 принят. Слишком много запросов"}, Cause.CONTRADICTION),
    (said({"message": "Order accepted. Too many requests"}, 429), Cause.ODD),
    ({"success": True, "error": "Too many requests"}, Cause.CONTRADICTION),
    ({"status": "success", "error": "Not enough funds"}, Cause.CONTRADICTION),
]


@pytest.mark.parametrize(("answer", "cause"), UNDETERMINED)
async def test_anything_else_may_have_been_an_order_and_is_sent_once(
    panel: Panel, script: Script, answer: Any, cause: Cause
) -> None:
    script.answers(answer)
    with pytest.raises(PanelUndetermined) as caught:
        await add(panel)
    assert caught.value.cause is cause
    assert caught.value.evidence.sent
    assert caught.value.evidence.http_status is not None
    assert len(script.received) == 1


HINTED = [
    ({"id": 55, "message": "Order created; we are under maintenance"}, "55"),
    ({"id": 55, "error": "Under maintenance"}, "55"),
    ({"order_id": "ord_5", "error": "Too many requests"}, "ord_5"),
    ({"orderId": 5, "status": "error", "message": "Too many requests"}, "5"),
    ({"status": "error", "message": "Rate limit", "data": {"id": 5}}, "5"),
    ({"status": "error", "message": "Rate limit", "data": [{"order": 5}]}, "5"),
    ({"error": {"message": "Rate limit", "order": 5}}, "5"),
    (said({"order": 5, "message": "Too many requests"}, 429), "5"),
    ({"order": {"id": 5}}, "5"),
    ({"order_id": 5}, "5"),
    ({"error": "Bad link", "order": 0}, None),
    ({"error": "Order already placed #123"}, "123"),
    ({"error": "You have already placed an order (#123)"}, "123"),
    ({"message": "Order #123 accepted, too many requests"}, "123"),
]


@pytest.mark.parametrize(("answer", "hint"), HINTED)
async def test_an_id_in_an_answer_that_refuses_is_a_hint_and_no_refusal(
    panel: Panel, script: Script, answer: Any, hint: str | None
) -> None:
    script.answers(answer)
    with pytest.raises(PanelUndetermined) as caught:
        await add(panel)
    assert caught.value.order_id == hint
    assert len(script.received) == 1


async def test_the_id_beside_an_error_is_kept_for_the_operator(
    panel: Panel, script: Script
) -> None:
    script.answers({"error": "Robots asleep", "order": 7})
    with pytest.raises(PanelUndetermined) as caught:
        await add(panel)
    assert (caught.value.order_id, caught.value.text) == ("7", "Robots asleep")
    assert caught.value.evidence.body == '{"error": "Robots asleep", "order": 7}'


def reset(request: web.Request) -> web.Response:
    transport = request.transport
    assert transport is not None
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    return web.Response()


async def resets(request: web.Request) -> web.StreamResponse:
    return reset(request)


async def closes(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def cuts_the_body(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"order": 7')
    return reset(request)


def hangs(script: Script) -> Responder:
    async def respond(_request: web.Request) -> web.StreamResponse:
        await script.released.wait()
        return web.Response()

    return respond


def stalls_in_the_body(script: Script) -> Responder:
    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"order": 7')
        await script.released.wait()
        return response

    return respond


BROKEN_WAYS: list[tuple[Callable[[Script], Responder], Cause]] = [
    (lambda _: resets, Cause.RESET),
    (lambda _: closes, Cause.RESET),
    (lambda _: cuts_the_body, Cause.RESET),
    (hangs, Cause.TIMEOUT),
    (stalls_in_the_body, Cause.TIMEOUT),
    (lambda _: said(b" " * (17 * 2**20)), Cause.TOO_LARGE),
    (lambda _: said(b"not gzip", Content_Encoding="gzip"), Cause.RESET),
]


@pytest.mark.parametrize(("way", "cause"), BROKEN_WAYS)
async def test_a_connection_that_breaks_after_sending_is_undetermined_and_sent_once(
    script: Script, way: Callable[[Script], Responder], cause: Cause
) -> None:
    script.answers(way(script))
    async with Panel(account(script.url, timeout=0.5 if cause is Cause.TIMEOUT else 30)) as panel:
        with pytest.raises(PanelUndetermined) as caught:
            await add(panel)
    assert (caught.value.cause, caught.value.evidence.sent) == (cause, True)
    assert len(script.asked("add")) == 1


async def test_what_had_arrived_before_the_cut_is_evidence(panel: Panel, script: Script) -> None:
    script.answers(cuts_the_body)
    with pytest.raises(PanelUndetermined) as caught:
        await add(panel)
    assert (caught.value.evidence.http_status, caught.value.evidence.body) == (200, '{"order": 7')


def refused_port() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}/api/v2"


def silent_port() -> tuple[socket.socket, str]:
    """It accepts connections, reads nothing and says nothing: a TLS handshake there never ends."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening, f"https://127.0.0.1:{listening.getsockname()[1]}/api/v2"


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        (refused_port(), Cause.CONNECT),
        ("http://no-such-host.invalid/api/v2", Cause.DNS),
        ("not a url", Cause.CONNECT),
    ],
    ids=["refused", "no such host", "no url"],  # the same in every worker, though the port isn't
)
async def test_without_a_connection_nothing_was_sent(url: str, cause: Cause) -> None:
    async with Panel(account(url)) as panel:
        with pytest.raises(PanelUnavailable) as caught:
            await add(panel)
    assert (caught.value.cause, caught.value.evidence.sent) == (cause, False)


async def test_a_server_without_tls_gets_nothing_under_https(script: Script) -> None:
    script.answers({"order": 1})
    async with Panel(account(script.url.replace("http:", "https:"))) as panel:
        with pytest.raises(PanelUnavailable) as caught:
            await add(panel)
    assert (caught.value.cause, caught.value.evidence.sent) == (Cause.TLS, False)
    assert script.received == []


async def test_a_handshake_that_never_ends_sends_nothing() -> None:
    listening, url = silent_port()
    with listening:
        async with Panel(account(url, timeout=0.2)) as panel:
            with pytest.raises(PanelUnavailable) as caught:
                await add(panel)
    assert (caught.value.cause, caught.value.evidence.sent) == (Cause.TIMEOUT, False)


class LeaseLostError(Exception):
    pass


async def test_a_lost_lease_holds_the_order_back_with_no_byte_sent(
    panel: Panel, script: Script
) -> None:
    script.answers({"order": 1})

    def lease_guard() -> None:
        raise LeaseLostError

    with pytest.raises(PanelUnavailable) as caught:
        await add(panel, before_send=lease_guard)
    assert (caught.value.cause, caught.value.evidence.sent) == (Cause.GUARD, False)
    assert "LeaseLostError" in str(caught.value)
    assert script.requests == []


async def test_a_guard_that_agrees_lets_it_through(panel: Panel, script: Script) -> None:
    script.answers({"order": 1})
    asked: list[int] = []
    assert await add(panel, before_send=lambda: asked.append(len(script.requests))) == "1"
    assert asked == [0]


async def test_every_request_comes_on_a_connection_of_its_own(panel: Panel, script: Script) -> None:
    script.answers({"order": 1})
    for _ in range(3):
        await add(panel)
    assert len(set(script.peers)) == 3
    assert all(request.headers["Connection"] == "close" for request in script.requests)


async def test_evidence_is_clipped(panel: Panel, script: Script) -> None:
    script.answers({"error": "x" * 5000})
    with pytest.raises(PanelError) as caught:
        await add(panel)
    assert len(caught.value.evidence.body) == 500
