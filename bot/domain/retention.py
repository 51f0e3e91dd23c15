"""How long things are kept: the rules, by name. What carries them out is in `bot.services.privacy`."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Keep(StrEnum):
    """Name how long something is kept."""

    MEMBERSHIP = "membership"
    AVAILABILITY_AFTER_ROUND = "availability-after-round"
    PLAN_AFTER_MEETING = "plan-after-meeting"
    ANSWERS_AFTER_ROUND = "answers-after-round"
    FEEDBACK_AFTER_ROUND = "feedback-after-round"
    HISTORY = "history"
    ABSENCE = "absence"
    DIARY = "diary"
    TAPS_AFTER_WEEK = "taps-after-week"
    COUNTS = "counts"
    SEPARATION = "separation"
    REPORT_AFTER_CLOSING = "report-after-closing"
    UNTIL_EXPIRED = "until-expired"
    COMMUNITY = "community"
    DATABASE = "database"

    @property
    def words(self) -> str:
        """Return the rule in a plain sentence."""
        return _RULES[self].words

    @property
    def length(self) -> timedelta:
        """Return how long something outlives what it was for. Raise `ValueError` where no time ends it."""
        if self.after is None:
            raise ValueError(f"{self.value} ends by no time of its own")
        return self.after

    @property
    def after(self) -> timedelta | None:
        """Return how long something outlives what it was for; None where no time ends it."""
        return _RULES[self].after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    words: str
    after: timedelta | None = None


_RULES = {
    Keep.MEMBERSHIP: _Rule(
        words="As long as you are a member. Erased 30 days after you leave, at once with `my forget`; a profile that "
        "nobody used for 90 days is asked about, then erased.",
        after=timedelta(days=30),
    ),
    Keep.AVAILABILITY_AFTER_ROUND: _Rule(
        words="As long as you take part in a circle; 7 days after that it is erased.", after=timedelta(days=7)
    ),
    Keep.PLAN_AFTER_MEETING: _Rule(
        words="Erased 7 days after the meeting, or 14 days after the match where no plan stood.",
        after=timedelta(days=7),
    ),
    Keep.ANSWERS_AFTER_ROUND: _Rule(words="Erased 7 days after the round.", after=timedelta(days=7)),
    Keep.FEEDBACK_AFTER_ROUND: _Rule(
        words="Counted when the round ends, and erased within 30 days after it.", after=timedelta(days=30)
    ),
    Keep.HISTORY: _Rule(
        words="12 months, so that the same people are not matched again and turns stay fair. After `my forget` it "
        "stands under a number that leads to nobody.",
        after=timedelta(days=365),
    ),
    Keep.ABSENCE: _Rule(
        words="60 days, or until you say a word about it. Gone when it has paused you.",
        after=timedelta(days=60),
    ),
    Keep.DIARY: _Rule(words="Your own diary: until you leave, or call `my forget`."),
    Keep.TAPS_AFTER_WEEK: _Rule(
        words="What is no part of your diary: counted, and erased 30 days after the week.",
        after=timedelta(days=30),
    ),
    Keep.COUNTS: _Rule(
        words="Counts without names stay, so that no number moves when somebody is forgotten."
    ),
    Keep.SEPARATION: _Rule(
        words="Until whoever wished it takes it back. What came of a report stays for good, as keyed hashes that name "
        "nobody."
    ),
    Keep.REPORT_AFTER_CLOSING: _Rule(words="12 months after it was closed.", after=timedelta(days=365)),
    Keep.UNTIL_EXPIRED: _Rule(
        words="Until it is done or has expired; 60 days at most.", after=timedelta(days=60)
    ),
    Keep.COMMUNITY: _Rule(
        words="As long as the community uses Kith. It is what organisers set, not about members."
    ),
    Keep.DATABASE: _Rule(words="As long as the database. It says nothing about anybody."),
}

QUIET_AFTER = timedelta(days=90)
"""After so long without a visit a member is asked whether to keep the profile."""
ANSWER_WITHIN = timedelta(days=14)
"""How long that question waits for its answer."""
