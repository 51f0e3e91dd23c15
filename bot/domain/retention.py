"""How long things are kept: the rules, by name. What carries them out is in `bot.services.privacy`."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.text.message import T, Text


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
    ASKED = "asked"
    SUGGESTION = "suggestion"
    MISFIT = "misfit"
    COUNTS = "counts"
    SEPARATION = "separation"
    REPORT_AFTER_CLOSING = "report-after-closing"
    UNTIL_EXPIRED = "until-expired"
    COMMUNITY = "community"
    DATABASE = "database"

    @property
    def words(self) -> Text:
        """Return the rule in plain sentences."""
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
    words: Text
    after: timedelta | None = None


_RULES = {
    Keep.MEMBERSHIP: _Rule(
        words=T(
            "Kept while you are a member. Erased 30 days after you leave, or at once when you ask to be forgotten. If you "
            "aren't here for 90 days, I ask, and erase it if there is no answer."
        ),
        after=timedelta(days=30),
    ),
    Keep.AVAILABILITY_AFTER_ROUND: _Rule(
        words=T("Kept while you take part in a circle, and 7 days longer."), after=timedelta(days=7)
    ),
    Keep.PLAN_AFTER_MEETING: _Rule(
        words=T("Erased 7 days after the meeting, or 14 days after the match if no plan stood."),
        after=timedelta(days=7),
    ),
    Keep.ANSWERS_AFTER_ROUND: _Rule(words=T("Erased 7 days after the round."), after=timedelta(days=7)),
    Keep.FEEDBACK_AFTER_ROUND: _Rule(
        words=T("Counted when the round is over, and erased within 30 days."), after=timedelta(days=30)
    ),
    Keep.HISTORY: _Rule(
        words=T(
            "Kept for 12 months. If you ask to be forgotten, it stands under numbers that lead to nobody until then."
        ),
        after=timedelta(days=365),
    ),
    Keep.ABSENCE: _Rule(
        words=T("Kept for 60 days, or until you say a word about it. Gone once it has paused you."),
        after=timedelta(days=60),
    ),
    Keep.DIARY: _Rule(words=T("Kept until you erase it, leave, or ask to be forgotten.")),
    Keep.TAPS_AFTER_WEEK: _Rule(
        words=T("What is no part of your diary is counted, and erased 30 days after the week."),
        after=timedelta(days=30),
    ),
    Keep.ASKED: _Rule(
        words=T("Erased after 5 weeks at most. It never says whether you answered, or what."),
        after=timedelta(weeks=5),
    ),
    Keep.SUGGESTION: _Rule(
        words=T(
            "Kept until an organiser has decided, a year at most. A declined text is erased after 30 days. An approved "
            "one belongs to everybody here and stays, without your name and without any link to you."
        ),
        after=timedelta(days=30),
    ),
    Keep.MISFIT: _Rule(
        words=T("Counted for 12 months, or until an organiser has decided."), after=timedelta(days=365)
    ),
    Keep.COUNTS: _Rule(
        words=T("Counts without names stay, so that no number moves when somebody is forgotten.")
    ),
    Keep.SEPARATION: _Rule(
        words=T(
            "Kept until you take it back. What came of a report is kept for good, as a keyed hash that names nobody."
        )
    ),
    Keep.REPORT_AFTER_CLOSING: _Rule(
        words=T("Kept for 12 months after the report was closed."), after=timedelta(days=365)
    ),
    Keep.UNTIL_EXPIRED: _Rule(words=T("Kept until done or over, 60 days at most."), after=timedelta(days=60)),
    Keep.COMMUNITY: _Rule(words=T("Kept while this community uses Kith.")),
    Keep.DATABASE: _Rule(words=T("Kept while the database is. It says nothing about anybody.")),
}

QUIET_AFTER = timedelta(days=90)
"""After so long without a visit a member is asked whether to keep the profile."""
SUGGESTION_WAITS = timedelta(days=365)
"""How long a suggestion waits for an organiser who never reads it."""
ANSWER_WITHIN = timedelta(days=14)
"""How long that question waits for its answer."""
