"""Around a meeting: a buddy who is told when somebody does not check in, and plans to which somebody did not come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ids import GroupId, MemberId

SIGN_LONGEST = 60
NOBODY_FROM = timedelta(minutes=15)
"""From when on after the agreed time somebody may say that nobody else came."""
NOBODY_UNTIL = timedelta(hours=12)
CAME_AFTER_ALL = timedelta(hours=2)
"""How long that can be taken back."""
EXPLAIN_WITHIN = timedelta(hours=48)
"""How long the one question to whoever did not come stays open before it counts as no answer."""
ABSENCE_FADES = timedelta(days=60)
ABSENCES_TO_PAUSE = 2

REPEAT_AFTER = timedelta(minutes=15)
"""When a check-in with a buddy is asked once more, and how long after that the buddy is told."""
STILL_WORTH_ASKING = timedelta(hours=3)
"""A check-in that an outage delays by more is dropped: by then it says nothing about how somebody is."""
LONGEST_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Note that a member did not come to a plan and gave no word; `at` is when the plan was. Fades after 60 days."""

    member: MemberId
    group: GroupId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BuddyCheck:
    """Hold a member's wish to be asked whether all is good, `after` minutes after a meeting begins.

    `buddy` is told, where they `accepted`, when no answer comes; `told` once that was said.
    """

    member: MemberId
    group: GroupId
    after: int
    buddy: MemberId | None = None
    accepted: bool = False
    told: bool = False
