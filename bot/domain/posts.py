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


class Felt(StrEnum):
    """How a challenge was, against what was expected; for nobody but the person who answers."""

    EASIER = "easier"
    AS_EXPECTED = "as-expected"
    HARDER = "harder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeTap:
    """Hold one person's private answer to a post: the latest tap, what they were shown, and their diary.

    `did` is the challenge that they did; it stands in their diary with `note` and `felt` until they erase it.
    """

    post: PostId
    platform: PlatformName
    user: UserId
    tap: Tap
    shown: tuple[ChallengeId, ...]
    note: str = ""
    did: ChallengeId | None = None
    felt: Felt | None = None

    @property
    def in_diary(self) -> bool:
        """Say whether there is something here that the person would want to read again."""
        return (self.tap is Tap.DONE and self.did is not None) or bool(self.note)
