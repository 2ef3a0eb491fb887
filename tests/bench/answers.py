"""`python -m tests.bench.answers`: a Bot API and a panel that say the same thing to everybody, and cost next to nothing."""

import asyncio
import json
import sys
from itertools import count

from aiohttp import web

_ME = {"id": 100, "is_bot": True, "first_name": "Desk", "username": "desk_bot"}
_MESSAGE = {
    "message_id": 1,
    "date": 1_760_000_000,
    "chat": {"id": 1, "type": "private", "first_name": "Ann"},
    "from": _ME,
    "text": "Order #15 is done.",
}
_IN_PROGRESS = {
    "charge": "0.27819",
    "start_count": "3572",
    "status": "In progress",
    "remains": "157",
    "currency": "USD",
}


_orders = count(1)
_NETWORKS = ("Instagram", "TikTok", "YouTube", "Telegram", "Facebook", "Twitter", "Spotify")
_KINDS = ("Likes", "Followers", "Views", "Comments")
_SERVICES = json.dumps(
    [
        {
            "service": 50_000 + number,
            "name": f"{_NETWORKS[number % 7]} {_KINDS[number % 4]} | Max {number}K | {number % 5 + 1}K a day ⚡",
            "type": "Default",
            "category": f"{_NETWORKS[number % 7]} {_KINDS[number % 4]} {number // 400}",
            "rate": f"{number % 900 / 100 + 0.01:.2f}",
            "min": "10",
            "max": "100000",
            "refill": number % 2 == 0,
            "cancel": number % 3 == 0,
        }
        for number in range(10_000)
    ]
)


async def _telegram(request: web.Request) -> web.Response:
    await request.read()
    result = _ME if request.match_info["method"] == "getMe" else _MESSAGE
    return web.json_response({"ok": True, "result": result})


async def _panel(request: web.Request) -> web.Response:
    form = await request.post()
    match form.get("action"):
        case "services":
            return web.Response(text=_SERVICES, content_type="application/json")
        case "add":
            return web.json_response({"order": next(_orders)})
        case "status" if "order" in form:
            return web.json_response(_IN_PROGRESS)
        case "balance":
            return web.json_response({"balance": "100", "currency": "USD"})
    ids = str(form.get("orders", "")).split(",")
    one = json.dumps(_IN_PROGRESS)
    body = ",".join(f'"{order}":{one}' for order in ids)
    return web.Response(text=f"{{{body}}}", content_type="application/json")


async def main() -> None:
    app = web.Application(client_max_size=2**24)
    app.router.add_post("/bot{token}/{method}", _telegram)
    app.router.add_post("/panel", _panel)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
