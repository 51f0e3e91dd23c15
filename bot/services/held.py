"""Texts that wait for their writer's word: in memory only, for a short time, and nowhere else.

A text that tells of a crisis or gives a private detail away is not stored before its writer says so (`care.md` 5).
So it lives here until it is sent, changed or deleted, for fifteen minutes at most; a restart forgets it.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import NotFound
from bot.ids import PlatformName, UserId
from bot.ports.commands import Invocation, Option
from bot.text.message import T

KEPT = timedelta(minutes=15)
MOST = 1000
MOST_OF_ONE = 5
_GONE = T(
    "I keep an unsent text for 15 minutes at most, and only in memory, so it is gone now. Nothing of it was stored. "
    "If you like, write it once more."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Hold a call that waits. `option` takes the text that is asked about; None where the call waits for other reasons.

    `cleared` says that its writer has decided about its words already.
    """

    call: Invocation
    at: datetime
    option: Option | None = None
    cleared: bool = False

    @property
    def owner(self) -> tuple[PlatformName, UserId]:
        """Return whose text it is."""
        return self.call.place.platform, self.call.actor.user_id


@dataclass(slots=True)
class HeldTexts:
    """Keep calls under a token each: few, shortly, for their writer alone."""

    _texts: OrderedDict[str, Held] = field(default_factory=OrderedDict)

    def keep(self, token: str, held: Held) -> None:
        """Hold a call; the oldest go where there are too many, of one person or of all."""
        self._forget_old(held.at)
        own = [known for known, other in self._texts.items() if other.owner == held.owner]
        for known in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
            del self._texts[known]
        while len(self._texts) >= MOST:
            self._texts.popitem(last=False)
        self._texts[token] = held

    def look(self, token: str, caller: Invocation, now: datetime) -> Held:
        """Return what the caller wrote. Raise `NotFound` where it is gone, or somebody else's."""
        self._forget_old(now)
        held = self._texts.get(token)
        if held is None or held.owner != (caller.place.platform, caller.actor.user_id):
            raise NotFound(_GONE)
        return held

    def holds(self, token: str, caller: Invocation, now: datetime) -> bool:
        """Say whether a text of the caller is still held."""
        try:
            self.look(token, caller, now)
        except NotFound:
            return False
        return True

    def asked(self, token: str, caller: Invocation, now: datetime) -> tuple[Option, str]:
        """Return the text that the caller is asked about, with the option that takes it. Raise `NotFound`."""
        held = self.look(token, caller, now)
        if held.option is None:
            raise NotFound(_GONE)
        return held.option, held.call.options.get(held.option.name, "")

    def take(self, token: str, caller: Invocation, now: datetime) -> Held:
        """Return what the caller wrote, and hold it no longer."""
        held = self.look(token, caller, now)
        del self._texts[token]
        return held

    def drop(self, token: str, caller: Invocation, now: datetime) -> None:
        """Forget what the caller wrote; where it is gone already, that is as well."""
        if self.holds(token, caller, now):
            del self._texts[token]

    def _forget_old(self, now: datetime) -> None:
        while self._texts:
            held = next(iter(self._texts.values()))
            if now - held.at <= KEPT:
                return
            self._texts.popitem(last=False)
