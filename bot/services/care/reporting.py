"""Writing a report, and what it does at once: the two are parted for good, some kinds hold the other's matching."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.domain.community import Account, Community
from bot.domain.moderation import (
    ANSWER_WITHIN,
    AUTOMATIC_HOLDS,
    CLOSE_WITHIN,
    DRAFT_LASTS,
    HOLD,
    LATELY,
    MOST_A_DAY,
    Category,
    Report,
    ReportState,
)
from bot.domain.recurrence import local_date
from bot.errors import NotFound, UserError
from bot.ids import MemberId, ReportId, UserId, new_id
from bot.ports.storage import Repositories
from bot.services.care import names
from bot.services.care.holding import hold, part
from bot.services.care.moderators import accounts_with
from bot.services.people import user_on
from bot.services.planned import decision, delivery
from bot.text.message import Command, T

_REMEMBERED = timedelta(days=60)
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Hold what somebody is about to report."""

    about: Account | None
    category: Category
    words: str = ""
    may_write: bool = False


def companions(
    repos: Repositories, community: Community, account: Account, now: datetime
) -> tuple[tuple[UserId, str], ...]:
    """Return whom somebody was matched with lately and in which circle, the newest first, each once."""
    me = repos.members.of_account(community.id, account.platform, account.user)
    if me is None:
        return ()
    since = local_date(now - _REMEMBERED, community.zone)
    circles = {circle.id: circle.name for circle in repos.rounds.circles(community.id)}
    found: dict[UserId, str] = {}
    for circle, member in repos.rounds.companions(me.id, since=since):
        user = user_on(repos, member, account.platform)
        if user is not None and member != me.id:
            found.setdefault(user, circles.get(circle, ""))
    return tuple(found.items())[:_SHOWN]


def check_who(repos: Repositories, community: Community, account: Account, about: Account) -> None:
    """Raise `UserError` where somebody is about to report themselves."""
    if about in accounts_with(repos, community, account):
        raise UserError(
            T(
                "That is you. If something is on your mind, {safe} asks a moderator to write to you.",
                safe=Command("meet safe"),
            )
        )


def write(
    repos: Repositories, community: Community, account: Account, draft: Draft, *, now: datetime, rng: Random
) -> Report:
    """Keep a report until its writer has read it through; after an hour it is gone. Raise `UserError`."""
    if draft.about is not None:
        check_who(repos, community, account, draft.about)
    accounts = accounts_with(repos, community, account)
    drafts = sum(repos.reports.drafts(community.id, each) for each in accounts)
    _check_limit(repos, community, account, now, more=drafts)
    report = Report(
        id=ReportId(new_id(rng)),
        community=community.id,
        made_at=now,
        category=draft.category,
        words=draft.words,
        may_write=draft.may_write,
        by=_member(repos, community, account),
        by_account=account,
        about=_member(repos, community, draft.about),
        about_account=draft.about,
    )
    repos.reports.add(report)
    repos.jobs.add(decision(community.id, names.DRAFT_OVER, report.id, now + DRAFT_LASTS))
    return report


def _check_limit(
    repos: Repositories, community: Community, account: Account, now: datetime, *, more: int = 0
) -> None:
    """Raise `UserError` where somebody sent enough for one day, with whichever account; `more` is what they write."""
    sent = _by(repos, community, account)
    if sum(each.made_at > now - timedelta(days=1) for each in sent) + more >= MOST_A_DAY:
        raise UserError(
            T(
                "That is a lot for one day, so please give the moderators time to read it. "
                "{contact} can be asked too.",
                contact=community.contact,
            )
        )


def _by(repos: Repositories, community: Community, account: Account) -> list[Report]:
    """Return what somebody sent with any of their accounts."""
    accounts = accounts_with(repos, community, account)
    return [report for each in accounts for report in repos.reports.by_account(community.id, each)]


def drafted(repos: Repositories, community: Community, account: Account, report: str) -> Report:
    """Return a report that its writer has not sent yet. Raise `NotFound` for any other."""
    found = repos.reports.get(ReportId(report))
    mine = found is not None and found.community == community.id and found.by_account == account
    if found is None or not mine or found.state is not ReportState.DRAFT:
        raise NotFound(
            T("That report was sent, or is gone. {command} begins a new one.", command=Command("meet report"))
        )
    return found


def throw_away(repos: Repositories, community: Community, account: Account, report: str) -> None:
    """Delete a report that its writer does not want to send."""
    found = drafted(repos, community, account, report)
    repos.reports.remove(found.id)
    repos.jobs.cancel(found.id)


def send(repos: Repositories, community: Community, account: Account, report: str, now: datetime) -> Report:
    """Send a report: part the two, hold where that is due, and let the moderators know."""
    found = drafted(repos, community, account, report)
    _check_limit(repos, community, account, now)
    repos.jobs.cancel(found.id)
    return _opened(repos, community, found, now)


def give_receipt(repos: Repositories, report: Report, now: datetime) -> None:
    """Plan the receipt as a direct message too: whoever reports from their group's place is out of it at once."""
    repos.jobs.add(delivery(report.community, names.RECEIPT, report.id, now))


def ask_for_moderator(
    repos: Repositories, community: Community, account: Account, now: datetime, rng: Random
) -> Report:
    """Ask a moderator to write to somebody; a question that is open already is not asked twice."""
    for earlier in repos.reports.by_account(community.id, account):
        if earlier.category is Category.HELP and earlier.waits:
            return earlier
    asked = Report(
        id=ReportId(new_id(rng)),
        community=community.id,
        made_at=now,
        category=Category.HELP,
        may_write=True,
        by=_member(repos, community, account),
        by_account=account,
    )
    repos.reports.add(asked)
    return _opened(repos, community, asked, now)


def _opened(repos: Repositories, community: Community, report: Report, now: datetime) -> Report:
    if report.by_account is not None and report.about_account is not None:
        part(repos, community, report.by_account, report.about_account, now)
    until = _hold(repos, community, report, now)
    opened = replace(report, state=ReportState.OPEN, made_at=now, held_until=until)
    repos.reports.save(opened)
    repos.jobs.add(
        decision(community.id, names.ROUTE, report.id, now),
        decision(community.id, names.UNANSWERED, report.id, now + ANSWER_WITHIN),
        decision(community.id, names.UNCLOSED, report.id, now + CLOSE_WITHIN),
    )
    if until is not None:
        repos.jobs.add(decision(community.id, names.HOLD_OVER, report.id, until))
    return opened


def _hold(repos: Repositories, community: Community, report: Report, now: datetime) -> datetime | None:
    """Hold the matching of whom the report is about, where it calls for that, and return until when.

    Holds don't add up: one that runs is not made longer, the same person's next report about them brings no other one
    within a month, and after several holds by one person's reports, from whichever account, a moderator decides. The
    report itself counts as much as any other.
    """
    member = repos.members.get(report.about) if report.about is not None else None
    if member is None or report.by_account is None or not report.category.holds:
        return None
    lately = [
        each
        for each in _by(repos, community, report.by_account)
        if each.held_until is not None and each.made_at > now - LATELY
    ]
    if len(lately) >= AUTOMATIC_HOLDS or any(each.about == member.id for each in lately):
        return None
    running = member.held_until if member.held_until is not None and member.held(now) else now + HOLD
    hold(repos, member, running, now)
    return min(running, now + HOLD)


def _member(repos: Repositories, community: Community, account: Account | None) -> MemberId | None:
    if account is None:
        return None
    member = repos.members.of_account(community.id, account.platform, account.user)
    return member.id if member is not None else None
