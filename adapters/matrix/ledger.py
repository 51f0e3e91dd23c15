"""The order of what came in: up to where everything was handled.

The server's token is written down only when every event before it has been handled; after a crash the rest
comes again. Marks on single events keep those that were handled already from being answered twice; once the
token has passed them they are not needed any more.
"""

from collections import deque
from dataclasses import dataclass, field

from bot.ports.notebook import Notebook

TOKEN = "sync/token"  # noqa: S105 - the name of an entry, and the token is a place in a stream


@dataclass(slots=True)
class _Batch:
    token: str
    open: set[str] = field(default_factory=set)
    events: list[str] = field(default_factory=list)


class Ledger:
    """Keep batches until they are done."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._batches: deque[_Batch] = deque()
        self._busy: set[str] = set()

    async def start(self) -> str | None:
        """Return the token to go on from."""
        return await self._notebook.read(TOKEN)

    def open(self, token: str, events: list[str]) -> list[str]:
        """Enter a batch; return those of its events that are not being handled already."""
        fresh = [event for event in dict.fromkeys(events) if event not in self._busy]
        self._busy.update(fresh)
        self._batches.append(_Batch(token, open=set(fresh), events=fresh))
        return fresh

    async def done(self, event: str) -> None:
        """Strike out an event and move the token as far as possible."""
        self._busy.discard(event)
        for batch in self._batches:
            batch.open.discard(event)
        await self.advance()

    async def advance(self) -> None:
        """Write the newest token that has nothing open before it, and clear the marks it makes needless."""
        passed: list[_Batch] = []
        while self._batches and not self._batches[0].open:
            passed.append(self._batches.popleft())
        if not passed:
            return
        await self._notebook.write(TOKEN, passed[-1].token)
        for batch in passed:
            for event in batch.events:
                await self._notebook.erase(f"done/{event}")
