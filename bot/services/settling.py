"""From taps to a plan that stands."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain.jobs import Job
from bot.domain.plans import (
    HORIZON_DAYS,
    LEAD,
    MEETING_LENGTH,
    NOTICE,
    cannot_settle,
    overlaps,
    propose_times,
    settled_time,
)
from bot.domain.recurrence import instant, local_date
from bot.domain.rounds import CLOSE_AFTER_MEETING, NUDGE_AFTER, RELEASE_AFTER, Acceptance, Group, GroupState
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import buddies, names
from bot.services.people import active_seats
from bot.services.planned import decision, delivery

REMINDERS_HOURS = (24, 2)
"""Each is worth saying for half of that time, so that no outage brings both at once."""
CHECK_IN_AT = 10
CHECK_IN_AGAIN_AFTER = timedelta(hours=48)
_BEFORE_ASKING_AGAIN = CHECK_IN_AGAIN_AFTER - timedelta(hours=1)
"""After an outage only the later of the two questions is asked."""
_CONFIRM_BEFORE = timedelta(hours=24)
AGAIN_DECIDED_AFTER = timedelta(hours=72)
"""When, after the first question, it is looked who of a larger group would meet again; always then, so that nobody's
silence or no can be read from the hour."""
_NOT_BEFORE = timedelta(hours=12)
_SUGGESTED = 12


def settle_if_shared(repos: Repositories, group: Group, now: datetime) -> Group:
    """Let the plan stand if everybody shares a time; offer other times if all answered and none is shared.

    No plan is made on top of another one of anybody's.
    """
    seats = active_seats(repos, group)
    taps = [seat.accepted for seat in seats]
    taken = {at for seat in seats for at in other_plans(repos, group, seat.member)}
    at = settled_time(group.options, taps, after=now + NOTICE, taken=taken)
    if at is not None:
        return agree(repos, group, at, now)
    if cannot_settle(taps):
        return offer_others(repos, group, now)
    return group


def other_plans(repos: Repositories, group: Group, member: MemberId) -> set[datetime]:
    """Return when a member meets other groups than this one."""
    mine = repos.rounds.groups_of(member)
    return {other.meets_at for other in mine if other.id != group.id and other.meets_at is not None}


def agree(repos: Repositories, group: Group, at: datetime, now: datetime) -> Group:
    """Let the plan stand, with its reminders and check-in."""
    community = repos.communities.get(group.community)
    zone = community.zone if community is not None else "UTC"
    agreed = replace(group, state=GroupState.AGREED, meets_at=at)
    repos.rounds.save_group(agreed)
    buddies.replan(repos, agreed)
    repos.jobs.cancel(
        group.id,
        *(names.NUDGE, names.NUDGED, names.RELEASE, names.CHECK_IN, names.CLOSE, names.OTHER_TIMES),
        *(names.REMINDER, names.CONFIRM, names.TIME, names.AGAIN_SOME),
    )
    ask_at = check_in_at(at, zone)
    seats = active_seats(repos, agreed)
    repos.jobs.add(
        announce(agreed, now),
        *(_reminder(agreed, at, hours) for hours in REMINDERS_HOURS if at - timedelta(hours=hours) > now),
        *(_confirmation(agreed, at, seat.member) for seat in seats if at - _CONFIRM_BEFORE > now),
        _hour(agreed, at),
        decision(group.community, names.AGAIN_SOME, group.id, ask_at + AGAIN_DECIDED_AFTER),
        decision(group.community, names.CHECK_IN, group.id, ask_at, mark="1", worth=_BEFORE_ASKING_AGAIN),
        decision(group.community, names.CHECK_IN, group.id, ask_at + CHECK_IN_AGAIN_AFTER, mark="2"),
        decision(group.community, names.CLOSE, group.id, at + CLOSE_AFTER_MEETING),
    )
    return agreed


def announce(group: Group, now: datetime) -> Job:
    """Return the delivery that says a plan stands, or has changed."""
    return delivery(group.community, names.AGREED, group.id, now, mark=str(group.revision))


def _reminder(group: Group, at: datetime, hours: int) -> Job:
    due = at - timedelta(hours=hours)
    return delivery(
        group.community,
        names.REMINDER,
        group.id,
        due,
        mark=f"{hours}-{int(at.timestamp())}",
        args={"hours": str(hours)},
        worth=timedelta(hours=hours / 2),
    )


def _confirmation(group: Group, at: datetime, member: MemberId) -> Job:
    """Return the question to one member whether they are still on; its key names the time, as plans can move."""
    due, mark = at - _CONFIRM_BEFORE, f"{member}-{int(at.timestamp())}"
    args = {"member": member}
    worth = _CONFIRM_BEFORE / 2
    return delivery(group.community, names.CONFIRM, group.id, due, mark=mark, args=args, worth=worth)


def _hour(group: Group, at: datetime) -> Job:
    """Return what stands in the group's place when the meeting begins."""
    mark = str(int(at.timestamp()))
    return delivery(group.community, names.TIME, group.id, at, mark=mark, worth=MEETING_LENGTH / 2)


CHECK_IN_WITHOUT_PLAN = timedelta(days=5)


def unplanned_check_ins(group: Group, zone: str, now: datetime) -> tuple[Job, ...]:
    """Return the question on the fifth day of a group without a plan, at ten, local; once more; and what follows."""
    ask_at = instant(local_date(now + CHECK_IN_WITHOUT_PLAN, zone), time(CHECK_IN_AT), zone)
    again_at = ask_at + CHECK_IN_AGAIN_AFTER
    return (
        decision(
            group.community, names.CHECK_IN, group.id, ask_at, mark="unplanned", worth=_BEFORE_ASKING_AGAIN
        ),
        decision(group.community, names.CHECK_IN, group.id, again_at, mark="unplanned-2"),
        decision(group.community, names.AGAIN_SOME, group.id, ask_at + AGAIN_DECIDED_AFTER),
    )


def check_in_at(at: datetime, zone: str) -> datetime:
    """Return the next morning at ten, local, at least twelve hours after the meeting."""
    day = local_date(at, zone)
    while True:
        day += timedelta(days=1)
        ask = instant(day, time(CHECK_IN_AT), zone)
        if ask - at >= _NOT_BEFORE:
            return ask


def offer_others(repos: Repositories, group: Group, now: datetime) -> Group:
    """Offer the next two shared times; when none is left within the horizon, the group is let go."""
    community = repos.communities.get(group.community)
    if community is None or not group.options:
        return group
    after = max(now, group.options[-1] - LEAD + timedelta(minutes=1))
    last = group.matched_at + timedelta(days=HORIZON_DAYS)
    found = propose_times(group.shared_slots, after=after, zone=community.zone, how_many=_SUGGESTED)
    seats = active_seats(repos, group)
    taken = {at for seat in seats for at in other_plans(repos, group, seat.member)}
    fresh = tuple(at for at in found if at not in group.options and at <= last and not overlaps(at, taken))[
        :2
    ]
    if not fresh:
        repos.jobs.add(decision(group.community, names.RELEASE, group.id, now, mark="no-time"))
        return group
    offered = replace(group, options=fresh)
    repos.rounds.save_group(offered)
    for seat in seats:
        repos.rounds.save_seat(replace(seat, accepted=Acceptance.SILENT))
    mark = str(int(fresh[0].timestamp()))
    repos.jobs.cancel(group.id, names.NUDGE, names.NUDGED, names.RELEASE)
    repos.jobs.add(
        delivery(group.community, names.OTHER_TIMES, group.id, now, mark=mark),
        *patience(offered, now, mark=mark),
    )
    return offered


def patience(group: Group, now: datetime, *, mark: str = "") -> tuple[Job, Job]:
    """Return the decisions that follow silence: one nudge, then the silent seats are released."""
    return (
        decision(group.community, names.NUDGE, group.id, now + NUDGE_AFTER, mark=mark),
        decision(group.community, names.RELEASE, group.id, now + RELEASE_AFTER, mark=mark),
    )
