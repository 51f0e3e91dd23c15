"""How long things are kept, in one place: the table of the privacy notice (`care.md` 4e).

"Availability" is the grid of a member who takes part in no circle any more, and the times and slots that a group was
offered. Whoever takes part keeps the grid, because the next round is matched by it. Reports and crisis texts look after
themselves: a report is kept for a year after it was closed (`moderation`), a crisis text never.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.text.message import T, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Say for how long something is kept, and from when that counts."""

    what: Text
    days: int
    since: Text

    @property
    def length(self) -> timedelta:
        """Return how long it is kept."""
        return timedelta(days=self.days)


AVAILABILITY = Kept(what=T("Your times"), days=7, since=T("after your last round"))
PLAN = Kept(what=T("When and where a group meets"), days=7, since=T("after the meeting"))
ANSWER = Kept(what=T("What you said to a round"), days=14, since=T("after the round"))
FEEDBACK = Kept(what=T("What you answered after a meeting"), days=30, since=T("after the round"))
HISTORY = Kept(
    what=T("Who was matched with whom, under numbers without names"), days=365, since=T("after the round")
)
TAPS = Kept(what=T("Taps on challenges that are not in your diary"), days=30, since=T("after the week"))
QUIET = Kept(what=T("A profile that nobody uses"), days=90, since=T("after your last visit, and I ask first"))
LEFT = Kept(what=T("What belongs to you when you leave"), days=30, since=T("after you left"))

TABLE = (AVAILABILITY, PLAN, ANSWER, FEEDBACK, HISTORY, TAPS, QUIET, LEFT)

ANSWER_WITHIN = timedelta(days=14)
"""How long a question about a quiet profile waits for its answer."""
