"""What holds on PostgreSQL only."""

from adapters.sql.migrate import migrate


async def test_migrating_twice_does_nothing(postgres):
    await migrate(postgres)
    assert await migrate(postgres) == "The database is up to date (schema 0002)."
