"""The part of the storage port that finds everything that is stored about somebody."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeAlias

from bot.domain.community import Account
from bot.ids import MemberId

Plain: TypeAlias = str | int | float | bool | Sequence["Plain"] | Mapping[str, "Plain"] | None
"""What JSON can say."""
Row: TypeAlias = Mapping[str, Plain]


class Dossier(Protocol):
    """Find rows about people, table by table."""

    def about(
        self, members: Collection[MemberId], accounts: Collection[Account]
    ) -> Mapping[str, Sequence[Row]]:
        """Return all rows about some members and accounts of one person, and those that explain them.

        Whole rows, opened where they are sealed: what of them the person may see is for the register to say.
        """
        ...
