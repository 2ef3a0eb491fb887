"""A panel with a clock moved by hand, and a customer who asks it over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import aiohttp
import pytest

from bot.sandbox.panel import Panel, serve


@dataclass
class Clock:
    """Seconds, moved by the test alone."""

    now: float = 5000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Answer:
    """What came over the wire."""

    status: int
    text: str
    json: Any
    headers: dict[str, str]


@dataclass
class Customer:
    """Somebody with an account at the panel."""

    panel: Panel
    url: str
    session: aiohttp.ClientSession

    async def post(self, **fields: object) -> Answer:
        data = {"key": self.panel.key} | {name: str(value) for name, value in fields.items()}
        async with self.session.post(self.url, data=data, allow_redirects=False) as response:
            text = await response.text()
            try:
                told = await response.json(content_type=None)
            except ValueError:
                told = None
            return Answer(response.status, text, told, dict(response.headers))

    async def ask(self, **fields: object) -> Any:
        return (await self.post(**fields)).json

    async def order(self, service: int = 1010, **fields: object) -> str:
        """Place an order that is fine; gives its id."""
        usual: dict[str, object] = {"link": "https://instagram.com/p/Abc", "quantity": 100}
        told = await self.ask(action="add", service=service, **(usual | fields))
        return str(told["order"])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def panel(clock: Clock) -> Panel:
    return Panel(clock=clock, balance=Decimal(100), today=lambda: date(2030, 6, 15))


@pytest.fixture
async def customer(panel: Panel) -> AsyncIterator[Customer]:
    async with serve(panel) as url, aiohttp.ClientSession() as session:
        yield Customer(panel, url, session)
