"""A shop on each engine in turn. Repetitions of the panel client don't wait, so that faults cost no time."""

from collections.abc import AsyncIterator, Iterator

import pytest
import stamina

from bot.usecases.desk import Desk
from storage import Storage
from tests.usecases.shop import Shop, open_shop


@pytest.fixture(autouse=True)
def _no_waiting(swift_disk: None) -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
async def shop(storage: Storage) -> AsyncIterator[Shop]:
    async with open_shop(storage) as opened:
        yield opened


@pytest.fixture
async def two_panels(storage: Storage) -> AsyncIterator[Shop]:
    async with open_shop(storage, panels=("main", "spare")) as opened:
        yield opened


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return shop.desk
