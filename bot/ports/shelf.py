"""The storage of a community's own shelf: suggestions, packs, what is left out, and who said that something does not fit."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from bot.domain.community import Account
from bot.domain.shelf import Pack, PackEntry, Suggestion
from bot.ids import ChallengeId, CommunityId, PackId, SuggestionId


class Suggestions(Protocol):
    """Keep suggestions until they are approved, or for some time after they were declined."""

    def add(self, suggestion: Suggestion) -> None: ...
    def save(self, suggestion: Suggestion) -> None: ...
    def get(self, suggestion: SuggestionId) -> Suggestion | None: ...
    def remove(self, suggestion: SuggestionId) -> None:
        """Delete a suggestion; a missing one is fine."""
        ...

    def of_accounts(self, community: CommunityId, accounts: Collection[Account]) -> tuple[Suggestion, ...]:
        """Return what was written with some accounts, whatever became of it, oldest first."""
        ...

    def waiting(self, community: CommunityId, *, offset: int, limit: int) -> tuple[Suggestion, ...]:
        """Return, some at a time, what waits for an organiser, oldest first."""
        ...

    def how_many_wait(self, community: CommunityId) -> int: ...
    def forget(self, community: CommunityId, account: Account) -> None:
        """Delete everything that an account suggested and nobody approved."""
        ...

    def drop_old(self, community: CommunityId, *, declined_before: datetime, sent_before: datetime) -> int:
        """Delete what was declined, or sent and never decided, before an instant each; return how many there were."""
        ...


class Packs(Protocol):
    """Keep packs, what is left out of the library, and how many said that something does not fit."""

    def all(self, community: CommunityId) -> tuple[Pack, ...]: ...
    def put(self, pack: Pack) -> None:
        """Add or replace a pack."""
        ...

    def remove(self, community: CommunityId, pack: PackId) -> None: ...
    def entries(self, community: CommunityId) -> tuple[PackEntry, ...]:
        """Return the challenges of all packs, retired ones too, in the order of their packs and files."""
        ...

    def entry(self, community: CommunityId, challenge: ChallengeId) -> PackEntry | None: ...
    def put_entries(self, *entries: PackEntry) -> None:
        """Add or replace challenges of packs."""
        ...

    def remove_entry(self, community: CommunityId, challenge: ChallengeId) -> None: ...
    def seen(self, community: CommunityId) -> frozenset[ChallengeId]:
        """Return every challenge that was ever posted or shown to anybody here."""
        ...

    def left_out(self, community: CommunityId) -> frozenset[str]:
        """Return the challenges and starters that organisers do not want here."""
        ...

    def leave_out(self, community: CommunityId, name: str) -> None:
        """Leave a challenge or a starter out; twice is fine."""
        ...

    def take_back_in(self, community: CommunityId, name: str) -> None: ...
    def say_misfit(
        self, community: CommunityId, challenge: ChallengeId, accounts: Collection[Account], day: date
    ) -> None:
        """Note, as a keyed hash, that somebody thinks that a challenge does not fit; of their accounts one counts."""
        ...

    def misfits(self, community: CommunityId) -> Mapping[ChallengeId, int]:
        """Return how many said so of which challenge, people who are forgotten included."""
        ...

    def clear_misfits(self, community: CommunityId, challenge: ChallengeId) -> None:
        """Start counting anew."""
        ...

    def forget(self, community: CommunityId, account: Account) -> None:
        """Keep what an account said of challenges as a bare count."""
        ...

    def drop_misfits(self, community: CommunityId, before: date) -> int:
        """Delete what was said before a day, and return how many there were."""
        ...
