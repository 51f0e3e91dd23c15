"""A notebook in memory that tests can watch."""

import asyncio
from collections.abc import Callable

from typing_extensions import override

from bot.ports.notebook import Notebook


class MemoryNotebook(Notebook):
    """Keep entries in a dictionary; give the same one to a second platform to play a restart."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.ever: set[str] = set()
        self.written: list[str] = []
        self._changed = asyncio.Condition()

    @override
    async def read(self, key: str) -> str | None:
        return self.entries.get(key)

    @override
    async def write(self, key: str, value: str) -> None:
        self.entries[key] = value
        self.ever.add(key)
        self.written.append(value)
        async with self._changed:
            self._changed.notify_all()

    @override
    async def erase(self, key: str) -> None:
        self.entries.pop(key, None)

    @override
    async def first_time(self, key: str) -> bool:
        if key in self.entries:
            return False
        await self.write(key, "1")
        return True

    @override
    async def keys(self, prefix: str) -> tuple[str, ...]:
        return tuple(sorted(key for key in self.entries if key.startswith(prefix)))

    @override
    async def naming(self, words: str) -> tuple[str, ...]:
        return tuple(sorted(key for key, value in self.entries.items() if words in key or words in value))

    async def wait_for(self, key: str, *, seconds: float = 45.0) -> None:
        """Wait until the key has been written at least once, even if it was erased since."""
        await self.wait_until(lambda: key in self.ever, seconds=seconds)

    async def wait_until(self, met: Callable[[], bool], *, seconds: float = 45.0) -> None:
        """Wait until something holds after a write."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(met)
