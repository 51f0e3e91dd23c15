"""The part of the storage port for a question whose answers are only ever counted."""

from typing import Protocol

from bot.domain.community import Account
from bot.domain.norms import NormAsked, NormCount
from bot.ids import CommunityId


class Norms(Protocol):
    """Keep who was asked apart from what was answered: nothing here leads from the one to the other."""

    def asked(self, community: CommunityId, account: Account) -> NormAsked | None:
        """Return in which five weeks an account was asked last, if that is remembered."""
        ...

    def ask(self, asked: NormAsked) -> None:
        """Remember that an account was asked, in the place of an earlier time."""
        ...

    def count(self, answers: NormCount) -> None:
        """Add answers to those that are counted since the same day."""
        ...

    def counts(self, community: CommunityId) -> tuple[NormCount, ...]:
        """Return what was answered, the newest counting first."""
        ...

    def forget(self, account: Account, community: CommunityId) -> None:
        """Delete that an account was asked in a community; the counts stay."""
        ...
