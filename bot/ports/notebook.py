"""A small durable notebook for adapters: sync tokens, sent messages, half-filled forms.

Each adapter gets a notebook of its own (keys of two adapters never meet). It is not for the core's facts:
those have tables. Every call is one committed transaction.
"""

from typing import Protocol


class Notebook(Protocol):
    """Keep short strings under short keys across restarts."""

    async def read(self, key: str) -> str | None:
        """Return what was written under the key, or None."""
        ...

    async def write(self, key: str, value: str) -> None:
        """Write or replace an entry."""
        ...

    async def erase(self, key: str) -> None:
        """Remove an entry; a missing one is fine."""
        ...

    async def first_time(self, key: str) -> bool:
        """Write the key down and say whether it was new: for events that may come twice."""
        ...

    async def keys(self, prefix: str) -> tuple[str, ...]:
        """Return all keys that start with the prefix, sorted."""
        ...

    async def naming(self, words: str) -> tuple[str, ...]:
        """Return all keys whose entries contain some words, in the key or in what is written there, sorted."""
        ...
