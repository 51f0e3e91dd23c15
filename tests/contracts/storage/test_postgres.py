"""What holds on PostgreSQL only."""

from dataclasses import replace

import pytest

from adapters.sql.keys import KeySource
from adapters.sql.migrate import migrate
from adapters.sql.reading import open_for_reading
from adapters.sql.rotating import rotate_key
from adapters.sql.sealing import new_key, written
from adapters.sql.storage import open_storage
from bot.errors import SetupError, StorageError
from bot.ids import MemberId
from tests.support.storage import KEY, KEYS
from tests.support.stored import community, member


async def test_migrating_twice_does_nothing(postgres):
    await migrate(postgres, keys=KEYS)
    assert await migrate(postgres, keys=KEYS) == "The database is up to date (schema 0006)."


async def test_reading_cannot_write(postgres):
    await migrate(postgres, keys=KEYS)
    async with open_for_reading(postgres, KEYS) as storage:
        await storage.run(lambda repos: repos.communities.all())
        with pytest.raises(StorageError, match="read-only"):
            await storage.run(lambda repos: repos.communities.add(community("elsewhere")))


async def test_a_new_key_seals_everything_and_a_running_bot_is_in_the_way(postgres):
    old, new = KEY, new_key()
    await migrate(postgres, keys=KEYS)
    both = KeySource(given=written(new, old))
    running = await open_storage(postgres, keys=both)
    await running.run(lambda repos: repos.communities.add(community("sealed")))
    await running.run(lambda repos: repos.members.add(replace(member("zoe", "sealed"), hello="Hello")))
    with pytest.raises(SetupError, match="Another Kith is using the database"):
        await rotate_key(postgres, both)
    await running.close()
    await rotate_key(postgres, both)
    with pytest.raises(SetupError, match="not the one of this database"):
        await open_storage(postgres, keys=KEYS)
    again = await open_storage(postgres, keys=KeySource(given=written(new)))
    assert (await again.run(lambda repos: repos.members.get(MemberId("zoe")))).hello == "Hello"
    await again.close()
    await rotate_key(postgres, KeySource(given=written(old, new)))


async def test_a_wrong_key_is_refused(postgres):
    await migrate(postgres, keys=KEYS)
    with pytest.raises(SetupError, match="not the one of this database"):
        await migrate(postgres, keys=KeySource(given=written(new_key())))
    with pytest.raises(SetupError, match="key of the database is missing"):
        await migrate(postgres, keys=KeySource())
