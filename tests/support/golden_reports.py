"""What Kith says of reports and of help, made from fixed facts."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.community import Account, Channel, Community
from bot.domain.moderation import Category, Outcome, Report, ReportState, Route
from bot.ids import ChannelId, CommunityId, MemberId, ReportId
from bot.ports.messages import Message
from bot.services.cards import reports as cards
from bot.services.cards import safety as safety_cards
from tests.support.golden import Cast

WORDS = "They came along to my street & *would not* leave when I asked."


def town(cast: Cast, *, complete: bool = True) -> Community:
    """Return a community where everything for reports is set up, or nothing."""
    bare = Community(id=CommunityId("c1"), zone="Europe/Amsterdam", steward="Noor", contact="Sam")
    if not complete:
        return bare
    return replace(
        bare,
        emergency="112",
        help_lines="Listening line: 0800 1234",
        moderator_channel=Channel(platform=cast.platform, channel=ChannelId("1")),
        alternate=_account(cast, "Chi"),
        alternate_agreed=True,
    )


def _account(cast: Cast, name: str) -> Account:
    return Account(platform=cast.platform, user=cast.users[name])


def report(cast: Cast, now, **changes) -> Report:
    """Return a report by Ada about Ben that came in a moment ago."""
    sent = Report(
        id=ReportId("r1"),
        community=CommunityId("c1"),
        made_at=now,
        state=ReportState.OPEN,
        category=Category.PRESSURE,
        words=WORDS,
        may_write=True,
        by=MemberId("a"),
        by_account=_account(cast, "Ada"),
        about=MemberId("b"),
        about_account=_account(cast, "Ben"),
        route=Route.MODERATORS,
        held_until=now + timedelta(days=7),
    )
    return replace(sent, **changes)


def decided(cast: Cast, now) -> Report:
    """Return a report on which one moderator has written down an outcome."""
    return report(
        cast,
        now,
        state=ReportState.DECIDED,
        taken_by=_account(cast, "Dia"),
        decided_by=_account(cast, "Dia"),
        decided_at=now,
        outcome=Outcome.SPOKEN,
    )


def question(cast: Cast, now) -> Report:
    """Return what comes in when somebody asks a moderator to write to them."""
    return report(
        cast, now, category=Category.HELP, about=None, about_account=None, words="", held_until=None
    )


def full(cast: Cast, shown: Report, *, may_decide: bool = True) -> Message:
    """Return a report as a moderator reads it."""
    return cards.full(shown, town(cast), held=shown.held_until is not None, may_decide=may_decide)


def messages(now):
    """Return every card by name: what makes it, and whether it is read in a group's place."""
    return {**_to_the_writer(now), **_to_moderators(now), **_HELP}


def _to_the_writer(now):
    return {
        "report-whom": (lambda cast: cards.whom([(cast.users["Ben"], "Sunday walks")]), False),
        "report-what": (lambda cast: cards.about_what(cast.users["Ben"]), False),
        "report-read-through": (
            lambda cast: cards.read_through(report(cast, now, state=ReportState.DRAFT)),
            False,
        ),
        "report-receipt": (lambda cast: cards.receipt(report(cast, now), town(cast)), False),
        "report-receipt-table": (
            lambda cast: cards.receipt(report(cast, now), town(cast), tables=True),
            False,
        ),
        "report-receipt-bare": (
            lambda cast: cards.receipt(
                report(cast, now, held_until=None, may_write=False), town(cast, complete=False)
            ),
            False,
        ),
        "report-told-taken": (
            lambda cast: cards.told(report(cast, now, state=ReportState.TAKEN)),
            False,
        ),
        "report-told-closed": (
            lambda cast: cards.told(replace(decided(cast, now), state=ReportState.CLOSED)),
            False,
        ),
    }


def _to_moderators(now):
    return {
        "report-notice": (lambda cast: cards.notice(report(cast, now), town(cast)), True),
        "report-notice-alternate": (
            lambda cast: cards.notice(report(cast, now, route=Route.ALTERNATE), town(cast)),
            False,
        ),
        "report-reminder": (
            lambda cast: cards.notice(report(cast, now), town(cast), reminder="first"),
            True,
        ),
        "report-agreement": (
            lambda cast: cards.notice(decided(cast, now), town(cast), reminder="agree"),
            True,
        ),
        "report-list": (
            lambda cast: cards.listed([report(cast, now), decided(cast, now)], town(cast)),
            False,
        ),
        "report-new": (lambda cast: full(cast, report(cast, now)), False),
        "report-own": (lambda cast: full(cast, report(cast, now), may_decide=False), False),
        "report-taken": (
            lambda cast: full(
                cast, report(cast, now, state=ReportState.TAKEN, taken_by=_account(cast, "Dia"))
            ),
            False,
        ),
        "report-decided": (lambda cast: full(cast, decided(cast, now)), False),
        "report-question": (lambda cast: full(cast, question(cast, now)), False),
        "report-room": (lambda _: cards.welcome(), True),
    }


_HELP = {
    "safe": (lambda cast: safety_cards.help_card(town(cast), plan=True), False),
    "safe-bare": (lambda cast: safety_cards.help_card(town(cast, complete=False), plan=False), False),
    "safe-ping": (lambda _: safety_cards.ping(), False),
    "under-age-told": (lambda _: safety_cards.under_age(), True),
}
