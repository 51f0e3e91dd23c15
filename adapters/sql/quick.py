"""A database that lives in memory and in this thread: for the demo, whose clock runs through weeks in seconds.

The real one hands every statement to a thread, which takes longer than what SQLite does with it.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine, StaticPool, create_engine

from adapters.sql.engine import tame
from adapters.sql.migrate import upgrade
from adapters.sql.sealing import Keyring, hand_over, new_key
from adapters.sql.storage import SqlRepositories
from bot.ports.storage import Repositories

R = TypeVar("R")


class QuickStorage:
    """Run use cases at once, each in a transaction; whatever is stored goes away with `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def run(self, use_case: Callable[[Repositories], R], /) -> R:
        """Run a synchronous use case and commit; roll back if it raises."""
        with self._engine.begin() as connection:
            return use_case(SqlRepositories(connection))

    async def tidy(self) -> None:
        """Do nothing: memory has no log."""

    def close(self) -> None:
        """Forget everything."""
        self._engine.dispose()


def open_quick_storage() -> QuickStorage:
    """Make a database in memory, with all tables."""
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)
    tame(engine)
    hand_over(engine, Keyring((new_key(),)))
    with engine.connect() as connection:
        upgrade(connection)
    return QuickStorage(engine)
