"""What moderators do with a report: take it, decide with a second one, hold or let go, close it.

Each step is checked against the rows of its own transaction: somebody else may have been quicker.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from random import Random

from bot.domain.community import Account, Community
from bot.domain.jobs import Job
from bot.domain.member import Member
from bot.domain.moderation import (
    ALONE_AFTER,
    BY_HAND,
    HOLD,
    KEPT_AFTER_CLOSING,
    NO_END,
    Category,
    Outcome,
    Report,
    ReportState,
    Viewer,
)
from bot.errors import NotFound, UserError
from bot.ids import ReportId
from bot.ports.storage import Repositories
from bot.services.care import holding, names
from bot.services.care.moderators import accounts_with
from bot.services.care.routing import people_of, sender_told
from bot.services.kit import Kit
from bot.services.planned import decision, delivery
from bot.text.message import Command, T


def queue(repos: Repositories, community: Community, viewer: Viewer) -> tuple[Report, ...]:
    """Return the reports that somebody may see, oldest first; none about themselves."""
    return tuple(
        report
        for report in repos.reports.of_community(community.id)
        if viewer.sees(report, community, people_of(repos, community, report))
    )


def one(repos: Repositories, community: Community, viewer: Viewer, name: str) -> Report:
    """Return one report. Raise `NotFound` where it is gone or not for these eyes: the same words for both."""
    found = repos.reports.get(ReportId(name))
    if found is None or found.community != community.id:
        raise NotFound(_GONE)
    if not viewer.sees(found, community, people_of(repos, community, found)):
        raise NotFound(_GONE)
    return found


def take(repos: Repositories, report: Report, viewer: Viewer, now: datetime) -> Report:
    """Let a moderator look after a report; whoever wrote it is told that somebody does."""
    _check_may(viewer, report)
    if report.state is not ReportState.OPEN:
        raise UserError(T("Somebody looks after this one already. You can still help to decide."))
    taken = replace(report, state=ReportState.TAKEN, taken_by=viewer.account)
    repos.reports.save(taken)
    repos.jobs.cancel(report.id, names.UNANSWERED, names.NOTICE)
    sender_told(repos, taken, "taken", now)
    return taken


def decide(repos: Repositories, report: Report, viewer: Viewer, outcome: Outcome, now: datetime) -> Report:
    """Write an outcome down; it comes into force when a second moderator agrees."""
    _check_may(viewer, report)
    if report.state not in {ReportState.TAKEN, ReportState.DECIDED}:
        raise UserError(T("Please take the report first, so that its writer knows that somebody looks."))
    decided = replace(
        report, state=ReportState.DECIDED, outcome=outcome, decided_by=viewer.account, decided_at=now
    )
    repos.reports.save(decided)
    mark = f"{outcome.value}-{int(now.timestamp())}"
    repos.jobs.add(delivery(report.community, names.AGREEMENT, report.id, now, mark=mark))
    return decided


def agree(
    repos: Repositories, community: Community, report: Report, viewer: Viewer, now: datetime, *, rng: Random
) -> Report:
    """Let an outcome come into force, and close the report. Raise `UserError` for whoever wrote the outcome down.

    Where nobody else is to be had, the same moderator may do it a day later.
    """
    _check_may(viewer, report)
    if report.state is not ReportState.DECIDED or report.outcome is None or report.decided_at is None:
        raise UserError(T("No outcome is written down yet."))
    if report.decided_by in viewer.accounts and now < report.decided_at + ALONE_AFTER:
        raise UserError(
            T(
                "Two people decide, so please ask a second moderator to agree. If there is nobody else, you can do it "
                "yourself a day after you wrote the outcome down."
            )
        )
    closed = replace(report, state=ReportState.CLOSED, closed_at=now)
    _enforce(repos, community, closed, report.outcome, now, rng=rng)
    repos.jobs.cancel(report.id)
    sender_told(repos, closed, "closed", now)
    _keep(repos, closed, now)
    return closed


def _keep(repos: Repositories, closed: Report, now: datetime) -> None:
    """Keep a closed report for a year, except by or about somebody who was erased meanwhile."""
    about_nobody = closed.about is not None and repos.members.get(closed.about) is None
    if about_nobody or closed.by_account is None:
        repos.reports.remove(closed.id)
        return
    repos.reports.save(closed)
    repos.jobs.add(decision(closed.community, names.DELETE, closed.id, now + KEPT_AFTER_CLOSING))


def _enforce(
    repos: Repositories, community: Community, report: Report, outcome: Outcome, now: datetime, *, rng: Random
) -> None:
    member, accounts = _person(repos, report), people_of(repos, community, report)
    match outcome:
        case Outcome.REMOVED:
            erase = rng if report.category is Category.UNDER_18 else None
            holding.remove(repos, community, member, accounts, now, erase=erase)
        case Outcome.HELD:
            until = max(member.held_until or NO_END, NO_END) if member is not None else NO_END
            for account in accounts:
                repos.reports.hold(community.id, account, until)
            if member is not None:
                holding.hold(repos, member, until, now)
        case Outcome.NO_ACTION | Outcome.SPOKEN | Outcome.SEPARATED:
            if report.held_until is not None:
                _let_go(repos, community, report, now)


def change_hold(
    repos: Repositories, community: Community, report: Report, viewer: Viewer, now: datetime, *, longer: bool
) -> Report:
    """End the hold that came with a report, or hold for a week from now on.

    What a closed report brought can be ended too, by whoever sees it: nobody else can where it is about a moderator.
    """
    if report.state is ReportState.CLOSED and not longer:
        return _undo(repos, community, report, viewer, now)
    _check_may(viewer, report)
    member = _person(repos, report)
    if member is None or report.state is ReportState.CLOSED:
        raise UserError(T("There is nobody to hold: they are no member, or the report is closed."))
    repos.jobs.cancel(report.id, names.HOLD_OVER)
    if not longer:
        _let_go(repos, community, report, now)
        changed = replace(report, held_until=now)
    else:
        until = now + HOLD
        holding.hold(repos, member, max(member.held_until or now, until), now)
        changed = replace(report, held_until=until)
        mark = str(int(until.timestamp()))
        repos.jobs.add(decision(report.community, names.HOLD_OVER, report.id, until, mark=mark))
    repos.reports.save(changed)
    return changed


def _undo(repos: Repositories, community: Community, report: Report, viewer: Viewer, now: datetime) -> Report:
    """Let somebody take part again whom a closed report keeps out; what is left of its outcome is that two stay apart.

    Whatever else holds them, another report or a moderator's hand, goes on.
    """
    _check_decides(viewer, report)
    if not report.keeps_out:
        raise UserError(T("This report is closed, and holds nobody."))
    member, accounts = _person(repos, report), people_of(repos, community, report)
    changed = replace(report, outcome=Outcome.SEPARATED)
    repos.reports.save(changed)
    others = [
        each
        for each in _all_about(repos, community, member, accounts)
        if each.id != report.id and each.holds_until(now) is not None
    ]
    if any(each.keeps_out and each.outcome is Outcome.REMOVED for each in others):
        return changed
    by_hand = BY_HAND in {
        member.held_until if member is not None else None,
        *_ends(repos, community, accounts),
    }
    ends = [until for each in others if (until := each.holds_until(now)) is not None]
    until = max([*ends, *([BY_HAND] if by_hand else [])], default=None)
    for account in accounts:
        repos.reports.let_in(community.id, account)
    if until is None:
        holding.end_hold(repos, community, member, accounts)
        return changed
    for account in accounts:
        repos.reports.hold(community.id, account, until)
    if member is not None:
        holding.hold(repos, member, until, now)
    return changed


def hold_by_hand(
    repos: Repositories, community: Community, viewer: Viewer, named: Account, now: datetime
) -> None:
    """Hold a member until a moderator releases them. Raise `NotFound` for nobody, `UserError` for oneself."""
    member = repos.members.of_account(community.id, named.platform, named.user)
    if member is None:
        raise NotFound(T("That is no member here, so there is nothing to hold."))
    if named in viewer.accounts:
        raise UserError(T("That is you. {pause} takes you out for a while.", pause=Command("meet pause")))
    holding.hold(repos, member, BY_HAND, now)


def release_by_hand(
    repos: Repositories, community: Community, viewer: Viewer, named: Account, now: datetime
) -> bool:
    """End a hold, or let somebody in who was removed, and say whether there was anything to end.

    A hold by a report that the caller may not see, one about a moderator say, is none for them: it goes on, and what
    they read is what they would read without it.
    """
    member = repos.members.of_account(community.id, named.platform, named.user)
    accounts = accounts_with(repos, community, named)
    seen, hidden = _holding(repos, community, viewer, named, now)
    by_hand = member is not None and member.held_until == BY_HAND
    held = by_hand or bool(seen) if hidden else member is not None and member.held(now)
    marked = not hidden and any(_marked(repos, community, account, now) for account in accounts)
    if named in viewer.accounts or not (held or marked):
        return False
    for report in seen:
        repos.jobs.cancel(report.id, names.HOLD_OVER)
        repos.reports.save(replace(report, held_until=now))
    if hidden:
        if member is not None:
            holding.hold(repos, member, max(hidden), now)
        return True
    for account in accounts:
        repos.reports.let_in(community.id, account)
    holding.end_hold(repos, community, member, accounts)
    return True


def _holding(
    repos: Repositories, community: Community, viewer: Viewer, named: Account, now: datetime
) -> tuple[list[Report], list[datetime]]:
    """Return the open reports that hold somebody and that a viewer sees, and until when those do that they don't."""
    member = repos.members.of_account(community.id, named.platform, named.user)
    accounts = accounts_with(repos, community, named)
    seen: list[Report] = []
    hidden: list[datetime] = []
    for report in _all_about(repos, community, member, accounts):
        until = report.holds_until(now)
        if until is None:
            continue
        if not viewer.sees(report, community, accounts):
            hidden.append(until)
        elif report.waits:
            seen.append(report)
    return seen, hidden


def _all_about(
    repos: Repositories, community: Community, member: Member | None, accounts: Iterable[Account]
) -> tuple[Report, ...]:
    """Return every report that was sent about a person, by whichever account."""
    name = member.id if member is not None else None
    found = {
        report.id: report
        for account in accounts
        for report in repos.reports.about(community.id, name, account)
    }
    return tuple(found.values())


def _ends(
    repos: Repositories, community: Community, accounts: Iterable[Account]
) -> tuple[datetime | None, ...]:
    return tuple(repos.reports.held(community.id, account) for account in accounts)


def _marked(repos: Repositories, community: Community, account: Account, now: datetime) -> bool:
    until = repos.reports.held(community.id, account)
    return repos.reports.barred(community.id, account) or (until is not None and until > now)


def _let_go(repos: Repositories, community: Community, report: Report, now: datetime) -> None:
    """End a hold, unless another open report holds the same person too: then it lasts as long as that one's.

    A hold without an end came by a closed report or by hand: only a moderator's release ends it.
    """
    member, accounts = _person(repos, report), people_of(repos, community, report)
    ends = (*_ends(repos, community, accounts), member.held_until if member is not None else None)
    if any(end is not None and end >= NO_END for end in ends):
        return
    others = [
        each.held_until
        for each in repos.reports.about(community.id, report.about, report.about_account)
        if each.id != report.id and each.waits and each.held_until is not None and each.held_until > now
    ]
    if not others:
        holding.end_hold(repos, community, member, accounts)
    elif member is not None:
        holding.hold(repos, member, max(others), now)
    else:
        for account in accounts:
            repos.reports.hold(community.id, account, max(others))


def _person(repos: Repositories, report: Report) -> Member | None:
    """Return whom a report is about, if they are a member now: somebody who was erased may have come back."""
    member = repos.members.get(report.about) if report.about is not None else None
    if member is None and report.about_account is not None:
        account = report.about_account
        member = repos.members.of_account(report.community, account.platform, account.user)
    return member


def _check_decides(viewer: Viewer, report: Report) -> None:
    if not viewer.decides(report):
        raise UserError(T("You wrote this report, so somebody else decides on it."))


def _check_may(viewer: Viewer, report: Report) -> None:
    _check_decides(viewer, report)
    if report.state is ReportState.CLOSED:
        raise UserError(T("This report is closed."))


def hold_over(kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """End a week's hold that nobody made longer. Somebody who may be under 18 does not come back by silence (H2).

    Where a moderator wrote down that they may stay, it is no silence, though a second one has not agreed yet.
    """
    report = repos.reports.get(ReportId(job.subject))
    community = repos.communities.get(job.community)
    if report is None or community is None or not report.waits:
        return
    if report.held_until is None or report.held_until > now:
        return
    member = _person(repos, report)
    kept = report.outcome in {Outcome.NO_ACTION, Outcome.SPOKEN, Outcome.SEPARATED}
    if kept or report.category is not Category.UNDER_18:
        _let_go(repos, community, report, now)
    elif member is not None:
        accounts = people_of(repos, community, report)
        holding.remove(repos, community, member, accounts, now, erase=kit.rng)


def draft_over(_kit: Kit, repos: Repositories, job: Job, _now: datetime) -> None:
    """Delete what somebody began to write and did not send."""
    report = repos.reports.get(ReportId(job.subject))
    if report is not None and report.state is ReportState.DRAFT:
        repos.reports.remove(report.id)


def unanswered(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Remind whoever takes a report that nobody has looked at it for a day."""
    report = repos.reports.get(ReportId(job.subject))
    if report is not None and report.state is ReportState.OPEN:
        repos.jobs.add(delivery(report.community, names.REMIND, report.id, now, mark="first"))


def unclosed(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Remind whoever takes a report that it is open for a week."""
    report = repos.reports.get(ReportId(job.subject))
    if report is not None and report.waits:
        repos.jobs.add(delivery(report.community, names.REMIND, report.id, now, mark="close"))


def delete(_kit: Kit, repos: Repositories, job: Job, _now: datetime) -> None:
    """Delete a report a year after it was closed."""
    repos.reports.remove(ReportId(job.subject))


_GONE = T(
    "That report is not there (any more). {command} shows what is.", command=Command("organise reports")
)
