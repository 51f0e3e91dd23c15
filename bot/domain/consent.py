"""What a member agreed to, and when: each time is kept for as long as the member is."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.member import Contact
from bot.ids import MemberId, PlatformName


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Say which version of the consent card a member agreed to, when, on which platform, and how they chose to be reached.

    `platform` is empty for whoever agreed before this was written down.
    """

    member: MemberId
    at: datetime
    version: int
    platform: PlatformName
    contact: Contact
