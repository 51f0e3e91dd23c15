"""Remembering that a member was here today, once a day: about profiles that nobody uses any more people are asked.

The language of their app is remembered too, whenever it is another one.
"""

from datetime import date

from bot.domain.member import Member
from bot.ids import MemberId
from bot.services.kit import Kit


class Presence:
    """Note the day of a member's first call of each day."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._today: date | None = None
        self._seen: dict[MemberId, str] = {}

    async def saw(self, member: Member | None, language: str) -> None:
        """Take note of somebody who called, with an app in a language; whoever is no member is not noted anywhere."""
        today = self._kit.clock.now().date()
        if today != self._today:
            self._today, self._seen = today, {}
        if member is None:
            return
        before = self._seen.get(member.id)
        if before is None or (language and language != before):
            await self._kit.storage.run(lambda repos: repos.sightings.note(member.id, today, language))
            self._seen[member.id] = language or before or ""
