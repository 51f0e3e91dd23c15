"""Remembering that a member was here today, once a day: about profiles that nobody uses any more people are asked."""

from datetime import date

from bot.domain.member import Member
from bot.ids import MemberId
from bot.services.kit import Kit


class Presence:
    """Note the day of a member's first call of each day."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._today: date | None = None
        self._seen: set[MemberId] = set()

    async def saw(self, member: Member | None) -> None:
        """Take note of somebody who called; whoever is no member is not noted anywhere."""
        today = self._kit.clock.now().date()
        if today != self._today:
            self._today, self._seen = today, set()
        if member is not None and member.id not in self._seen:
            await self._kit.storage.run(lambda repos: repos.sightings.note(member.id, today))
            self._seen.add(member.id)
