"""From taps to a plan that stands."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain.jobs import Job
from bot.domain.plans import MEETING_LENGTH, NOTICE, cannot_settle, settled_time
from bot.domain.recurrence import instant, local_date
from bot.domain.rounds import (
    CHECK_IN_WITHOUT_PLAN,
    CLOSE_AFTER_MEETING,
    NUDGE_AFTER,
    RELEASE_AFTER,
    Acceptance,
    Group,
    GroupState,
    Seat,
)
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import buddies, names
from bot.services.people import active_seats, zone_of
from bot.services.planned import decision, delivery
from bot.services.planning.offering import next_offer, plans_beside

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


def settle_if_shared(repos: Repositories, group: Group, now: datetime) -> Group:
    """Let the plan stand if everybody shares a time; offer other times if all answered and none is shared.

    No plan is made on top of another one of anybody's.
    """
    taps = [seat.accepted for seat in active_seats(repos, group)]
    at = settled_time(group.options, taps, after=now + NOTICE, taken=plans_beside(repos, group))
    if at is not None:
        return agree(repos, group, at, now)
    if cannot_settle(taps):
        return offer_others(repos, group, now)
    return group


def agree(repos: Repositories, group: Group, at: datetime, now: datetime) -> Group:
    """Let the plan stand, with its reminders and check-in; where it was moved, its entry in calendars moves along."""
    moved = group.moved_from is not None
    agreed = replace(
        group, state=GroupState.AGREED, meets_at=at, moved_from=None, revision=group.revision + moved
    )
    repos.rounds.save_group(agreed)
    buddies.replan(repos, agreed)
    repos.jobs.cancel(group.id, *names.CHOOSING)
    ask_at = check_in_at(at, zone_of(repos, agreed))
    seats = _unasked(repos, agreed)
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


def _unasked(repos: Repositories, group: Group) -> tuple[Seat, ...]:
    """Return the seats of a group whose meeting is ahead, without what was said before there was a plan."""
    for seat in active_seats(repos, group):
        if seat.met is not None:
            repos.rounds.save_seat(replace(seat, met=None, feeling=None, again=None, reason=None))
    return active_seats(repos, group)


def announce(group: Group, now: datetime) -> Job:
    """Return the delivery that says a plan stands, or has changed."""
    return delivery(group.community, names.AGREED, group.id, now, mark=str(group.revision))


def _reminder(group: Group, at: datetime, hours: int) -> Job:
    """Return a reminder of this very plan: one that was moved after a reminder is reminded of again."""
    return delivery(
        group.community,
        names.REMINDER,
        group.id,
        at - timedelta(hours=hours),
        mark=f"{hours}-{group.standing}",
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


def unplanned_check_ins(group: Group, zone: str, now: datetime) -> tuple[Job, ...]:
    """Return the question on the fifth day of a group without a plan, at ten, local; once more; and what follows."""
    ask_at = instant(local_date(now + CHECK_IN_WITHOUT_PLAN, zone), time(CHECK_IN_AT), zone)
    again_at = ask_at + CHECK_IN_AGAIN_AFTER
    return (
        decision(
            group.community, names.CHECK_IN, group.id, ask_at, mark="unplanned", worth=_BEFORE_ASKING_AGAIN
        ),
        decision(group.community, names.CHECK_IN, group.id, again_at, mark="unplanned-2"),
        decision(group.community, names.AGAIN_SOME, group.id, ask_at + AGAIN_DECIDED_AFTER, mark="unplanned"),
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
    """Offer the next two times (see `next_offer`); when none is left, the group is let go."""
    fresh = next_offer(repos, group, now)
    if fresh is None:
        repos.jobs.add(decision(group.community, names.RELEASE, group.id, now, mark="no-time"))
        return group
    return put_up(repos, fresh, now, names.OTHER_TIMES)


def put_up(repos: Repositories, group: Group, now: datetime, told: str) -> Group:
    """Ask everybody anew about the group's options; `told` names the delivery that says so.

    Its mark names the plan that would stand then as well: after a second move the same times are told again.
    """
    repos.rounds.save_group(group)
    for seat in active_seats(repos, group):
        repos.rounds.save_seat(replace(seat, accepted=Acceptance.SILENT))
    mark = f"{group.revision + (group.moved_from is not None)}-{group.offer}"
    repos.jobs.cancel(group.id, names.NUDGE, names.NUDGED, names.RELEASE, names.LAPSING)
    repos.jobs.add(
        delivery(group.community, told, group.id, now, mark=mark), *patience(group, now, mark=mark)
    )
    return group


def patience(group: Group, now: datetime, *, mark: str = "") -> tuple[Job, Job]:
    """Return the decisions that follow silence: one nudge, then the silent seats are released."""
    return (
        decision(group.community, names.NUDGE, group.id, now + NUDGE_AFTER, mark=mark),
        decision(group.community, names.RELEASE, group.id, now + RELEASE_AFTER, mark=mark),
    )
