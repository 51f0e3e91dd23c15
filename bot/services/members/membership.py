"""Joining, leaving and pausing. Nobody is stored before they agreed, and going is as easy as coming (H1, H17)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import TypeAlias

from bot.domain.community import Account, Community
from bot.domain.consent import Consent
from bot.domain.jobs import Job
from bot.domain.local_words import local_weeks
from bot.domain.member import CONSENT_VERSION, Attendance, Contact, Enrolment, Member, MemberState
from bot.domain.recurrence import instant, local_date, parse_date
from bot.domain.rounds import Circle, CircleState, Round, RoundState
from bot.domain.words import plain
from bot.errors import BadOption, NotAllowed, NotFound
from bot.ids import CircleId, JobKey, MemberId, new_id
from bot.ports.storage import Repositories
from bot.services.circles import circles, schedule
from bot.services.seats import departures
from bot.text.message import Command, T, Text

RESUME = "member.resume"
LONGEST_PAUSE = timedelta(days=366)
_MAX_PAUSE_WEEKS = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichCircle:
    """Say that several circles can be joined."""

    circles: tuple[Circle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNeeded:
    """Say that the person has to agree first; `again` when what they agreed to has changed since."""

    circle: Circle
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Say that the member belongs to the circle; `coming` when they have said yes to its next round."""

    member: Member
    circle: Circle
    round: Round | None
    coming: bool
    attendance: Attendance
    first: bool = False


JoinOutcome: TypeAlias = WhichCircle | ConsentNeeded | Joined


def join(
    repos: Repositories, community: Community, account: Account, words: str, now: datetime
) -> JoinOutcome:
    """Take the Join of an opening post or a typed one; a newcomer is asked for consent first.

    Raise `NotFound` where there is no such circle, or none that runs.
    """
    running = circles.active(repos, community)
    if words:
        running = (_joinable(circles.find(repos, community, words)),)
    if not running:
        raise NotFound(_nothing_to_join(repos, community))
    if len(running) > 1:
        return WhichCircle(circles=running)
    member = repos.members.of_account(community.id, account.platform, account.user)
    if member is None or not member.agreed:
        _check_not_barred(repos, community, account)
        again = member is not None and member.state is not MemberState.LEFT
        return ConsentNeeded(circle=running[0], again=again)
    return _enrol(repos, member, running[0], now)


def consent(
    repos: Repositories,
    community: Community,
    account: Account,
    *,
    circle: CircleId,
    contact: Contact,
    now: datetime,
    rng: Random,
) -> Joined:
    """Store somebody who agreed, or bring back whoever left and is not erased yet, and enrol them."""
    _check_not_barred(repos, community, account)
    chosen = _joinable(circles.find(repos, community, circle))
    member = repos.members.of_account(community.id, account.platform, account.user)
    if member is None:
        member = Member(
            id=MemberId(new_id(rng)),
            community=community.id,
            joined_at=now,
            contact=contact,
            held_until=repos.reports.held(community.id, account),
        )
        repos.members.add(member)
        repos.members.add_account(member.id, account)
        _write_down(repos, member, account, now)
        return _enrol(repos, member, chosen, now, first=True)
    first = not member.agreed
    member = replace(
        member, consent=CONSENT_VERSION, contact=contact, state=MemberState.ACTIVE, erase_at=None
    )
    repos.jobs.cancel(member.id, departures.ERASE)
    _write_down(repos, member, account, now)
    return _enrol(repos, member, chosen, now, first=first)


def _write_down(repos: Repositories, member: Member, account: Account, now: datetime) -> None:
    """Keep what was agreed to, when, where, and how the member chose to be reached."""
    agreed = Consent(
        member=member.id, at=now, version=member.consent, platform=account.platform, contact=member.contact
    )
    repos.consents.add(agreed)


def _check_not_barred(repos: Repositories, community: Community, account: Account) -> None:
    """Raise `NotAllowed`, in neutral words, for somebody whom moderators took out of the programme."""
    if repos.reports.barred(community.id, account):
        raise NotAllowed(
            T(
                "The meetups here are not open to you at the moment. If you have a question about it, "
                "please ask {contact}.",
                contact=community.contact,
            )
        )


def _joinable(circle: Circle) -> Circle:
    if circle.state is not CircleState.ACTIVE:
        raise NotFound(T("{circle} is taking a break right now.", circle=circle.name))
    return circle


def _nothing_to_join(repos: Repositories, community: Community) -> Text:
    if repos.rounds.circles(community.id):
        return T("Every circle here is taking a break right now. Please try again another week.")
    return T("There is no circle here yet. An organiser can make one with {command}.", command=_CREATE)


def _enrol(
    repos: Repositories, member: Member, circle: Circle, now: datetime, *, first: bool = False
) -> Joined:
    """Put the member into the circle, end a pause, and say yes to its next round.

    Whoever just agreed for the first time is in for a round that is open, because its Join brought them here; a round
    that is only planned asks them when it opens, as they were told.
    """
    resumed = replace(member, state=MemberState.ACTIVE, paused_until=None)
    repos.members.save(resumed)
    repos.jobs.cancel(member.id, RESUME)
    known = enrolment_in(repos, member.id, circle.id)
    enrolment = known or Enrolment(circle=circle.id, member=member.id, attendance=Attendance.ASK)
    repos.members.enrol(enrolment)
    waiting = schedule.upcoming(repos, circle)
    if waiting is not None and waiting.due_at > now and (waiting.state is RoundState.OPEN or not first):
        repos.rounds.answer(waiting.id, member.id, coming=True)
    return Joined(
        member=resumed,
        circle=circle,
        round=waiting,
        coming=said_yes(repos, waiting, member.id),
        attendance=enrolment.attendance,
        first=first,
    )


def said_yes(repos: Repositories, round_: Round | None, member: MemberId) -> bool:
    """Say whether a member has said yes to a round."""
    return round_ is not None and repos.rounds.answers(round_.id).get(member, False)


def enrolment_in(repos: Repositories, member: MemberId, circle: CircleId) -> Enrolment | None:
    """Return the member's enrolment in a circle."""
    return next((each for each in repos.members.enrolments(member) if each.circle == circle), None)


def attend(
    repos: Repositories, community: Community, member: Member, words: str, *, how: Attendance, now: datetime
) -> Joined:
    """Set how a member takes part in a circle from now on; "always" is no yes to a round that they skipped."""
    member = _as_now(repos, member)
    circle = _joinable(circles.find(repos, community, words))
    known = enrolment_in(repos, member.id, circle.id)
    fresh = Enrolment(circle=circle.id, member=member.id, attendance=how)
    repos.members.enrol(fresh if known is None else replace(known, attendance=how))
    waiting = schedule.upcoming(repos, circle)
    answered = waiting is not None and member.id in repos.rounds.answers(waiting.id)
    if how is Attendance.ALWAYS and waiting is not None and waiting.due_at > now and not answered:
        repos.rounds.answer(waiting.id, member.id, coming=True)
    coming = said_yes(repos, waiting, member.id)
    return Joined(member=member, circle=circle, round=waiting, coming=coming, attendance=how)


def _as_now(repos: Repositories, member: Member) -> Member:
    """Return a member as stored in this transaction; whoever was opted out since the call came in stays out."""
    found = repos.members.get(member.id)
    if found is None or found.state is MemberState.LEFT:
        raise NotFound(T("You have left, so there is nothing to change. {join} brings you back.", join=_JOIN))
    return found


def leave(repos: Repositories, member: Member, now: datetime) -> datetime:
    """Opt a member out of everything here at once and return when they are erased."""
    departures.opt_out(repos, _as_now(repos, member), now)
    return now + departures.KEPT_AFTER_LEAVING


def leave_circle(repos: Repositories, community: Community, member: Member, words: str) -> Circle:
    """Take a member out of one circle and its next round. Raise `NotFound` where they are not in it."""
    circle = circles.find(repos, community, words)
    if enrolment_in(repos, member.id, circle.id) is None:
        raise NotFound(T("You aren't in {circle}, so there is nothing to leave.", circle=circle.name))
    repos.members.unenrol(circle.id, member.id)
    if (waiting := schedule.upcoming(repos, circle)) is not None:
        repos.rounds.answer(waiting.id, member.id, coming=False)
    return circle


def stop(repos: Repositories, account: Account, now: datetime) -> int:
    """Opt an account out in every community at once, forget its challenge taps, and return how many memberships ended."""
    memberships = [
        member
        for member in repos.members.of_user(account.platform, account.user)
        if member.state is not MemberState.LEFT
    ]
    for member in memberships:
        departures.opt_out(repos, member, now)
    repos.challenges.forget(account.platform, account.user)
    return len(memberships)


def pause(repos: Repositories, member: Member, until: datetime) -> Member:
    """Leave a member out of all rounds until an instant; the pause ends by itself."""
    paused = replace(_as_now(repos, member), state=MemberState.PAUSED, paused_until=until)
    repos.members.save(paused)
    repos.jobs.cancel(member.id, RESUME)
    repos.jobs.add(
        Job(
            key=JobKey(f"member/{member.id}/resume/{int(until.timestamp())}"),
            community=member.community,
            step=RESUME,
            subject=member.id,
            due=until,
            delivery=False,
        )
    )
    return paused


def resume(repos: Repositories, member: Member) -> bool:
    """End a pause and say whether there was one."""
    found = _as_now(repos, member)
    if found.state is not MemberState.PAUSED:
        return False
    repos.members.save(replace(found, state=MemberState.ACTIVE, paused_until=None))
    repos.jobs.cancel(member.id, RESUME)
    return True


def resume_when_due(repos: Repositories, member_id: MemberId, now: datetime) -> None:
    """End a pause whose time has come (the decision step `member.resume`); a longer one that was set since stays."""
    member = repos.members.get(member_id)
    if member is None or member.state is not MemberState.PAUSED:
        return
    if member.paused_until is None or member.paused_until <= now:
        repos.members.save(replace(member, state=MemberState.ACTIVE, paused_until=None))


def pause_end(words: str, zone: str, now: datetime, language: str) -> datetime:
    """Read "2 weeks" or "2026-12-24" (back on that day) as an instant. Raise `BadOption` for anything else.

    Weeks may be said in the language of whoever pauses, too.
    """
    said = plain(words).casefold()
    today = local_date(now, zone)
    found = re.fullmatch(r"(\d{1,2})(?: ?weeks?| ?w)?", said, flags=re.ASCII)
    weeks = int(found.group(1)) if found else local_weeks(said, language)
    if weeks is not None:
        if not 1 <= weeks <= _MAX_PAUSE_WEEKS:
            raise BadOption("until", _TOO_LONG)
        return instant(today + timedelta(weeks=weeks), time.min, zone)
    try:
        day = parse_date(said)
    except ValueError as error:
        sentence = T(
            "{words} is not a date I can read. Try 2026-12-24, or 1 week, 2 weeks or 4 weeks.",
            words=plain(words, 60),
        )
        raise BadOption("until", sentence) from error
    if day <= today:
        raise BadOption("until", T("That day is not in the future. Please choose a later one."))
    if day - today > LONGEST_PAUSE:
        raise BadOption("until", _TOO_LONG)
    return instant(day, time.min, zone)


_CREATE = Command("organise circle create")
_JOIN = Command("meet join")
_TOO_LONG = T(
    "A pause can be a year at most. You can also leave with {command} and come back any time.",
    command=Command("meet leave"),
)
