"""Telegram reached through a proxy from the settings."""

import pytest

from bot.transport.request import AiohttpRequest, NotSent
from tests.transport.conftest import make_bot
from tests.transport.small_proxy import PASSWORD, SmallProxy
from tests.transport.small_telegram import TOKEN, SmallTelegram

SCHEMES = pytest.mark.parametrize("scheme", ["http", "socks5"])


@SCHEMES
async def test_calls_go_through_the_proxy(scheme: str, telegram: SmallTelegram) -> None:
    async with SmallProxy() as proxy:
        request = AiohttpRequest(proxy=proxy.url(scheme))
        async with make_bot(telegram, request=request) as bot:
            await bot.send_message(7, "hello")
            await bot.send_document(7, b"x" * 100_000, filename="list.txt")

    assert len(telegram.called("sendMessage")) == 1
    assert telegram.files["document"][2] == b"x" * 100_000
    assert proxy.reached == [telegram.url.removeprefix("http://")]


@SCHEMES
async def test_a_proxy_that_refuses_means_not_sent(scheme: str, telegram: SmallTelegram) -> None:
    async with (
        SmallProxy() as proxy,
        AiohttpRequest(proxy=proxy.url(scheme, password="wrong")) as request,
    ):
        with pytest.raises(NotSent) as caught:
            await request.post(f"{telegram.url}/bot{TOKEN}/getMe")

    assert telegram.calls == []
    assert TOKEN not in repr(caught.value)
    assert caught.value.__context__ is None


@SCHEMES
async def test_a_proxy_that_is_down_means_not_sent(scheme: str, telegram: SmallTelegram) -> None:
    async with SmallProxy() as proxy:
        url = proxy.url(scheme)

    async with AiohttpRequest(proxy=url) as request:
        with pytest.raises(NotSent) as caught:
            await request.post(f"{telegram.url}/bot{TOKEN}/getMe")

    assert PASSWORD not in repr(caught.value)
    assert caught.value.__context__ is None
