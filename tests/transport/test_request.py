"""What python-telegram-bot sees of HTTP: results, errors, uploads, time-outs; and never a token."""

import asyncio
import io
import socket
from typing import Any

import pytest
from aiohttp import web
from telegram import InputFile, InputMediaDocument
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.transport.request import AiohttpRequest, Cut, NotSent, NotSentInTime
from tests.transport.conftest import make_bot
from tests.transport.small_telegram import (
    TOKEN,
    Prepared,
    SmallTelegram,
    cuts,
    hangs,
    refuses,
    says,
)


def chain(error: BaseException | None) -> list[BaseException]:
    """The error and all that led to it, suppressed or not."""
    found: list[BaseException] = []
    todo = [error]
    while todo:
        each = todo.pop()
        if each is not None and each not in found:
            found.append(each)
            todo += [each.__cause__, each.__context__]
    return found


def assert_token_free(error: BaseException) -> None:
    for each in chain(error):
        assert TOKEN not in f"{each} {each!r} {each.args!r} {vars(each)}"
        assert TOKEN.split(":")[1] not in f"{each} {each!r}"


async def test_parameters_arrive_as_telegram_expects_them(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    await bot.send_message(7, "naïve & <b>bold</b> ✓", disable_notification=True)

    sent = telegram.called("sendMessage")[0]
    assert sent["text"] == "naïve & <b>bold</b> ✓"
    assert sent["chat_id"] == "7"
    assert sent["disable_notification"] == "true"


async def test_connections_are_used_again(telegram: SmallTelegram, bot: ExtBot[Any]) -> None:
    for _ in range(5):
        await bot.get_me()

    assert len(telegram.peers) == 1


@pytest.mark.parametrize("name", ["список.txt", 'a "quoted" name.txt', "plain.txt"])
async def test_a_file_arrives_whole_under_its_name(
    name: str, telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    content = bytes(range(256)) * 8192  # 2 MiB: more than one write

    await bot.send_document(7, content, filename=name, caption="Ваш список")

    filename, content_type, arrived = telegram.files["document"]
    assert (filename, content_type) == (name, "text/plain")
    assert arrived == content
    assert telegram.called("sendDocument")[0]["caption"] == "Ваш список"


async def test_a_file_handle_is_streamed(telegram: SmallTelegram, bot: ExtBot[Any]) -> None:
    handle = io.BytesIO(b"x" * 100_000)

    await bot.send_document(7, InputFile(handle, filename="a.bin", read_file_handle=False))

    assert telegram.files["document"][2] == b"x" * 100_000


async def test_an_album_arrives_with_all_its_files(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    telegram.prepare("sendMediaGroup", says('{"ok":true,"result":[]}'))
    album = [InputMediaDocument(f"file {n}".encode(), filename=f"{n}.txt") for n in (1, 2)]

    await bot.send_media_group(7, album)

    assert sorted(part[2] for part in telegram.files.values()) == [b"file 1", b"file 2"]
    media = telegram.called("sendMediaGroup")[0]["media"]
    assert all(f"attach://{name}" in media for name in telegram.files)


async def test_a_file_is_downloaded(telegram: SmallTelegram, bot: ExtBot[Any]) -> None:
    telegram.prepare(
        "getFile",
        says('{"ok":true,"result":{"file_id":"a","file_unique_id":"b","file_path":"list.txt"}}'),
    )

    file = await bot.get_file("a")

    assert bytes(await file.download_as_bytearray()) == b"contents"


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        (refuses(400, "Bad Request: chat not found"), BadRequest, "Chat not found"),
        (refuses(401, "Unauthorized"), InvalidToken, "Unauthorized"),
        (refuses(403, "Forbidden: bot was blocked by the user"), Forbidden, "blocked"),
        (refuses(404, "Not Found"), InvalidToken, "Not Found"),
        (refuses(409, "Conflict: terminated by other getUpdates"), Conflict, "terminated"),
        (refuses(429, "Too Many Requests", retry_after=70), RetryAfter, "0:01:10"),
        (refuses(400, "upgraded", migrate_to_chat_id=-100123), ChatMigrated, "-100123"),
        (refuses(500, "Internal Server Error"), NetworkError, "Internal"),
        (says("<html>Bad Gateway</html>", status=502), NetworkError, "Bad Gateway"),
        (says("<html>Pay for your Wi-Fi</html>"), NetworkError, "did not come from Telegram"),
        (says("[]"), NetworkError, "did not come from Telegram"),
        (says('{"result": 1}'), NetworkError, "did not come from Telegram"),
        (says(""), NetworkError, "did not come from Telegram"),
        (cuts, Cut, "ServerDisconnectedError"),
    ],
)
async def test_each_answer_becomes_its_error(
    answer: Prepared,
    error: type[TelegramError],
    message: str,
    telegram: SmallTelegram,
    bot: ExtBot[Any],
) -> None:
    telegram.prepare("sendMessage", answer)

    with pytest.raises(error, match=message) as caught:
        await bot.send_message(7, "hello")

    assert type(caught.value) is error
    assert_token_free(caught.value)
    assert len(telegram.called("sendMessage")) == 1


async def test_a_redirect_is_not_followed(telegram: SmallTelegram, bot: ExtBot[Any]) -> None:
    async def elsewhere(_request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": "getMe"})

    telegram.prepare("sendMessage", elsewhere)

    with pytest.raises(NetworkError, match="Temporary Redirect"):
        await bot.send_message(7, "hello")

    assert [name for name, _ in telegram.calls] == ["getMe", "sendMessage"]


async def test_a_page_that_quotes_the_url_does_not_carry_the_token_into_the_error(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    page = f"<p>Can't open {telegram.url}/bot{TOKEN}/getMe</p>"
    telegram.prepare("getMe", says(page, status=502))

    with pytest.raises(NetworkError) as caught:
        await bot.get_me()

    assert_token_free(caught.value)


async def test_no_answer_in_time_is_told_from_no_connection_in_time(
    telegram: SmallTelegram, bot: ExtBot[Any]
) -> None:
    telegram.prepare("sendMessage", hangs)

    with pytest.raises(TimedOut) as caught:
        await bot.send_message(7, "hello", read_timeout=0.05)

    assert not isinstance(caught.value, NotSent)
    assert_token_free(caught.value)


async def test_an_exhausted_pool_means_not_sent(telegram: SmallTelegram) -> None:
    request = AiohttpRequest(connections=1, connect_timeout=0.02, pool_timeout=0.02)
    async with make_bot(telegram, request=request) as bot:
        telegram.prepare("getChat", hangs)

        async def occupy() -> None:
            with pytest.raises(TimedOut):
                await bot.get_chat(1, read_timeout=5)

        occupied = asyncio.create_task(occupy())
        await telegram.wait_for_calls("getChat", 1)
        with pytest.raises(NotSentInTime) as caught:
            await bot.send_message(7, "hello")
        occupied.cancel()

    assert telegram.called("sendMessage") == []
    assert_token_free(caught.value)


async def test_nobody_listening_means_not_sent(telegram: SmallTelegram, bot: ExtBot[Any]) -> None:
    await bot.get_me()
    await telegram.close()

    with pytest.raises(NotSent, match="Connection refused") as caught:
        await _retry_on_stale_connection(bot)

    assert_token_free(caught.value)


async def _retry_on_stale_connection(bot: ExtBot[Any]) -> None:
    """The kept-alive connection may learn of the server's end by the first write only."""
    try:
        await bot.send_message(7, "hello")
    except Cut:
        await bot.send_message(7, "hello")


async def test_a_wrong_address_means_not_sent() -> None:
    async with AiohttpRequest() as request:
        for url in (f"http:///bot{TOKEN}/getMe", f"http://no-such-host.invalid/bot{TOKEN}/getMe"):
            with pytest.raises(NotSent) as caught:
                await request.post(url)
            assert_token_free(caught.value)


async def test_an_upload_that_stalls_ends(bot: ExtBot[Any]) -> None:
    """A server that takes the connection and then reads nothing."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/bot{TOKEN}/sendDocument"
        data = _upload(b"x" * 20_000_000)
        with pytest.raises(TimedOut) as caught:
            await bot.request.post(
                url,
                data,
                read_timeout=0.05,
                write_timeout=0.05,
                connect_timeout=0.5,
                pool_timeout=0.05,
            )

    assert_token_free(caught.value)


def _upload(content: bytes) -> Any:
    return RequestData([RequestParameter.from_input("document", InputFile(content, "a.bin"))])


async def test_it_can_be_shut_down_and_used_again(telegram: SmallTelegram) -> None:
    request = AiohttpRequest()
    url = f"{telegram.url}/bot{TOKEN}/getMe"

    for _ in range(2):
        async with request:
            await request.initialize()
            assert await request.post(url)

    await request.shutdown()
    with pytest.raises(NetworkError, match="initialize"):
        await request.post(url)


def test_the_default_read_timeout_is_told() -> None:
    assert AiohttpRequest(read_timeout=3.5).read_timeout == 3.5
