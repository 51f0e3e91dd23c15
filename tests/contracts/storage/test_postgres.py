"""What holds on PostgreSQL only."""

import pytest

from adapters.sql.migrate import migrate
from adapters.sql.reading import open_for_reading
from bot.errors import StorageError
from tests.support.storage import KEYS
from tests.support.stored import community


async def test_migrating_twice_does_nothing(postgres):
    await migrate(postgres, keys=KEYS)
    assert await migrate(postgres, keys=KEYS) == "The database is up to date (schema 0004)."


async def test_reading_cannot_write(postgres):
    await migrate(postgres, keys=KEYS)
    async with open_for_reading(postgres, KEYS) as storage:
        await storage.run(lambda repos: repos.communities.all())
        with pytest.raises(StorageError, match="read-only"):
            await storage.run(lambda repos: repos.communities.add(community("elsewhere")))
