"""Service tests run on a fresh database in memory."""

from collections.abc import AsyncIterator

import pytest

from bot.ports.storage import Storage
from tests.support.many import empty_storage
from tests.support.town import build


@pytest.fixture
async def storage() -> AsyncIterator[Storage]:
    """Open an empty database."""
    with empty_storage() as opened:
        yield opened


@pytest.fixture
async def town(storage: Storage) -> Storage:
    """Open a database in which the small community of `tests.support.town` lives."""
    await storage.run(build)
    return storage
