"""Weekly challenge posts of a community, and what people tapped on them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.challenges import Practice
from bot.domain.season import Rung
from bot.ids import ChallengeId, CommunityId, PlatformName, PostId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengePost:
    """Hold one community's challenge of one week; `day` is the local date it was posted for.

    Which step of which season it was, and its practice, stand here too: they outlive the library that it came from.
    Posts from before seasons were counted may not know them.
    """

    id: PostId
    community: CommunityId
    day: date
    challenge: ChallengeId
    season: int = 0
    rung: Rung | None = None
    practice: Practice | None = None


class Tap(StrEnum):
    """What somebody tapped on a challenge."""

    DONE = "done"
    SWAPPED = "swapped"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeTap:
    """Hold one person's private answer to a post: the latest tap, what they were shown, and their diary line."""

    post: PostId
    platform: PlatformName
    user: UserId
    tap: Tap
    shown: tuple[ChallengeId, ...]
    note: str = ""
