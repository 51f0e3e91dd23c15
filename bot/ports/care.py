"""The part of the storage port that keeps people apart."""

from typing import Protocol

from bot.domain.care import Avoided, Separation
from bot.domain.community import Account
from bot.ids import CommunityId, MemberId, SeparationId


class Separations(Protocol):
    """Keep who stays apart from whom.

    Accounts are kept as keyed hashes, so a separation holds through leaving, erasing and coming back, and under every
    account that a member had at that time. Only the owner of an avoid can read who it is about, and only until that
    person's data is erased.
    """

    def add(self, separation: Separation) -> None:
        """Keep two apart from now on; twice is fine."""
        ...

    def apart(self, community: CommunityId) -> frozenset[tuple[MemberId, MemberId]]:
        """Return the members of a community who stay apart, by whatever accounts, as sorted pairs."""
        ...

    def apart_from(self, member: MemberId) -> frozenset[MemberId]:
        """Return whom a member stays apart from, whoever of the two said so."""
        ...

    def reported_by(self, member: MemberId) -> frozenset[MemberId]:
        """Return who stays apart from a member because they reported them."""
        ...

    def reported(self, member: MemberId) -> frozenset[MemberId]:
        """Return from whom a member stays apart because they reported them."""
        ...

    def avoided_by(self, member: MemberId) -> tuple[Avoided, ...]:
        """Return a member's own list, sorted by account; those who can't be read any more come last."""
        ...

    def take_back(self, member: MemberId, account: Account) -> bool:
        """Take back a member's wish not to meet the person with an account, and say whether there was one.

        Only the account that was named counts: the answer gives away no other one of the same person.
        """
        ...

    def take_back_line(self, member: MemberId, separation: SeparationId) -> bool:
        """Take back one line of a member's list, and say whether there was one."""
        ...

    def forget(self, member: MemberId) -> None:
        """Delete a member's own avoids, and let nobody read that others' are about them.

        Those of others, and what came of reports, stay as keyed hashes under all accounts of the member.
        """
        ...

    def forget_account(self, community: CommunityId, account: Account) -> None:
        """Let nobody read any more that avoids are about an account; they stay as keyed hashes."""
        ...
