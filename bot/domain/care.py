"""Who stays apart from whom, by a private wish or after a report."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.community import Account
from bot.ids import CommunityId, SeparationId


class Why(StrEnum):
    """Say what keeps two people apart."""

    AVOID = "avoid"  # a private wish, which may be taken back
    REPORT = "report"  # for good, whatever becomes of the report


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """Keep two people of a community apart, whoever of the two said so; an avoid belongs to `by`.

    It is about accounts, members or not, so that it outlives everything a member can do.
    """

    community: CommunityId
    by: Account
    other: Account
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoided:
    """Hold one line of somebody's own list; `who` is None once the other person's data was erased."""

    id: SeparationId
    who: Account | None
