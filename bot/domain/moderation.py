"""Reports: what somebody told the moderators, how far it got, and who may see it.

A report separates two people at once, whatever is decided (H10). Some kinds also hold back the other person's matching
for a week, so that nobody is met before a moderator had the time to look.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain.community import Account, Community
from bot.ids import CommunityId, MemberId, ReportId
from bot.text.message import T, Text

WORDS_LONGEST = 1000
HOLD = timedelta(days=7)
ANSWER_WITHIN = timedelta(hours=24)
CLOSE_WITHIN = timedelta(days=7)
MOST_A_DAY = 10
AUTOMATIC_HOLDS = 3
"""How many holds one person's reports can bring by themselves within thirty days; after that a moderator decides."""
LATELY = timedelta(days=30)
KEPT_AFTER_CLOSING = timedelta(days=365)
DRAFT_LASTS = timedelta(hours=1)
NO_END = datetime(9999, 1, 1, tzinfo=UTC)
BY_HAND = NO_END + timedelta(days=1)
"""No end either, and another instant: a hold by hand is told apart from one that a closed report brought."""
ALONE_AFTER = timedelta(hours=24)
"""After this long one moderator may decide alone, where no second one is to be had."""


class Category(StrEnum):
    """What a report is about."""

    UNSAFE = "unsafe"
    PRESSURE = "pressure"
    HARASSMENT = "harassment"
    UNDER_18 = "under-18"
    SELLING = "selling"
    PRIVATE = "private"
    OTHER = "other"
    HELP = "help"  # no report: somebody asked a moderator to write to them

    @property
    def label(self) -> Text:
        """Return the words for the category."""
        return _CATEGORIES[self]

    @property
    def brief(self) -> Text:
        """Return the words where there is room for few, as on a button beside a state and a date."""
        return _BRIEF.get(self, self.label)

    @property
    def holds(self) -> bool:
        """Say whether such a report holds back the other person's matching until it was looked at."""
        return self in _HOLDING


_HOLDING = {Category.UNSAFE, Category.PRESSURE, Category.UNDER_18}
_CATEGORIES: dict[Category, Text] = {
    Category.UNSAFE: T("It felt unsafe"),
    Category.PRESSURE: T("Sexual or romantic pressure, unwanted attention"),
    Category.HARASSMENT: T("Harassment or insults"),
    Category.UNDER_18: T("They may be under 18"),
    Category.SELLING: T("Selling, recruiting or asking for money"),
    Category.PRIVATE: T("Sharing private details"),
    Category.OTHER: T("Something else"),
    Category.HELP: T("Somebody asks a moderator to write to them"),
}
_BRIEF: dict[Category, Text] = {
    Category.PRESSURE: T("Pressure, unwanted attention"),
    Category.SELLING: T("Selling or asking for money"),
    Category.HELP: T("Asks for a moderator"),
}


class ReportState(StrEnum):
    """How far a report got."""

    DRAFT = "draft"  # being written; nobody but the writer sees it, and it is gone after an hour
    OPEN = "open"
    TAKEN = "taken"  # a moderator has it
    DECIDED = "decided"  # a moderator has written an outcome; a second one agrees, or alters it
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of a report."""

    NO_ACTION = "no-action"
    SPOKEN = "spoken"
    SEPARATED = "separated"
    HELD = "held"
    REMOVED = "removed"

    @property
    def label(self) -> Text:
        """Return the words for moderators."""
        return _OUTCOMES[self]

    @property
    def told(self) -> Text:
        """Return what whoever reported is told."""
        return _TOLD[self]


_OUTCOMES: dict[Outcome, Text] = {
    Outcome.NO_ACTION: T("No further step"),
    Outcome.SPOKEN: T("We have spoken with them"),
    Outcome.SEPARATED: T("The two stay apart, and nothing more"),
    Outcome.HELD: T("Not matched until we say otherwise"),
    Outcome.REMOVED: T("Removed from the programme"),
}
_TOLD: dict[Outcome, Text] = {
    Outcome.NO_ACTION: T("We have looked into it and take no further step. The two of you stay apart."),
    Outcome.SPOKEN: T("We have spoken with the other person. The two of you stay apart."),
    Outcome.SEPARATED: T("The two of you stay apart. That is for good."),
    Outcome.HELD: T("The other person is not matched with anybody for now. The two of you stay apart."),
    Outcome.REMOVED: T("The other person is no longer part of the meetups here."),
}


class Route(StrEnum):
    """Who takes a report: it is settled once the platforms have said who moderates."""

    UNKNOWN = "unknown"
    MODERATORS = "moderators"
    ALTERNATE = "alternate"  # it is about a moderator, so no moderator sees it (H9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Hold one report. `by` and `about` are members, where they are; the accounts are how people know them.

    `by_account` is None once whoever wrote it was erased. `taken_by` and `decided_by` are the moderators' accounts.
    `held_until` is the end of the hold that it brought, `NO_END` for one without; None where it brought none.
    """

    id: ReportId
    community: CommunityId
    made_at: datetime
    state: ReportState = ReportState.DRAFT
    category: Category = Category.OTHER
    words: str = ""
    may_write: bool = False
    by: MemberId | None = None
    by_account: Account | None = None
    about: MemberId | None = None
    about_account: Account | None = None
    route: Route = Route.UNKNOWN
    taken_by: Account | None = None
    decided_by: Account | None = None
    decided_at: datetime | None = None
    outcome: Outcome | None = None
    held_until: datetime | None = None
    closed_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Say whether it was sent and is not closed."""
        return self.state not in {ReportState.DRAFT, ReportState.CLOSED}

    def holds_until(self, now: datetime) -> datetime | None:
        """Return until when it holds somebody back: until its hold ends, or for good by its outcome."""
        if self.waits:
            return self.held_until if self.held_until is not None and self.held_until > now else None
        return NO_END if self.keeps_out else None

    @property
    def keeps_out(self) -> bool:
        """Say whether its outcome keeps somebody from being matched until it is undone."""
        return self.state is ReportState.CLOSED and self.outcome in {Outcome.HELD, Outcome.REMOVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Say who wants to see reports: the account they call from, all they have here, and whether they moderate."""

    account: Account
    accounts: frozenset[Account]
    moderator: bool

    def alternate(self, community: Community) -> bool:
        """Say whether they are the contact for reports about a moderator: named, and agreed to it."""
        return community.alternate_agreed and community.alternate in self.accounts

    def sees(self, report: Report, community: Community, about: frozenset[Account]) -> bool:
        """Say whether they may see a report; never one about themselves. `about` are all accounts of its person."""
        if report.state is ReportState.DRAFT or self.accounts & about:
            return False
        if report.route is Route.ALTERNATE:
            return self.alternate(community)
        return self.moderator and report.route is Route.MODERATORS

    def decides(self, report: Report) -> bool:
        """Say whether they may decide on a report: not on one that they wrote."""
        return report.by_account not in self.accounts
