"""Weekly challenge posts of a community, and what people tapped on them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.ids import ChallengeId, CommunityId, PlatformName, PostId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengePost:
    """Hold one community's challenge of one week; `day` is the local date it was posted for."""

    id: PostId
    community: CommunityId
    day: date
    challenge: ChallengeId


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
