"""The part of the storage port that keeps what people agreed to."""

from typing import Protocol

from bot.domain.consent import Consent
from bot.ids import MemberId


class Consents(Protocol):
    """Keep each time that a member agreed."""

    def add(self, consent: Consent) -> None:
        """Write down that a member agreed; the same once more is fine."""
        ...

    def of(self, member: MemberId) -> tuple[Consent, ...]:
        """Return what a member agreed to, oldest first."""
        ...
