import pytest

from storage import Storage
from tests.storage.samples import Shop, open_shop


@pytest.fixture
async def shop(storage: Storage) -> Shop:
    """On each engine in turn."""
    return await open_shop(storage)


@pytest.fixture
async def postgres_shop(postgres_storage: Storage) -> Shop:
    return await open_shop(postgres_storage)
