"""What a group is told from the moment its plan stands."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.jobs import Job
from bot.domain.plans import is_over
from bot.domain.recurrence import local_date
from bot.domain.rounds import GroupState
from bot.ids import GroupId, MemberId, UserId
from bot.ports.storage import Repositories
from bot.services.cards import meetings as meeting_cards
from bot.services.deliveries.entries import entry_file
from bot.services.deliveries.ways import in_group, open_group, quiet_on, to_member
from bot.services.kit import Kit
from bot.services.people import active_seats, others_of, seat_of, signs_of, user_on, users_of, zone_of
from bot.services.seats.releasing import follows
from bot.services.steps import Effect

_SOON = timedelta(hours=3)


def agreed(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say that the plan stands, with the calendar file."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    message = meeting_cards.agreed(
        group,
        users=users_of(repos, group),
        spot=spot,
        zone=zone_of(repos, group),
        updated=group.revision > 0,
        signs=signs_of(repos, group),
        quiet=quiet_on(kit, group),
    )
    return in_group(repos, group, replace(message, files=(entry_file(repos, group, kit.clock.now()),)))


def reminder(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Remind of a meeting that is still ahead."""
    group, now = open_group(repos, job), kit.clock.now()
    if (
        group is None
        or group.state is not GroupState.AGREED
        or group.meets_at is None
        or group.meets_at <= now
    ):
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    zone = zone_of(repos, group)
    days = (local_date(group.meets_at, zone) - local_date(now, zone)).days
    soon = (
        meeting_cards.SOON
        if group.meets_at - now <= _SOON
        else (meeting_cards.TODAY, meeting_cards.TOMORROW)[min(days, 1)]
    )
    near = group.meets_at - now <= _SOON
    message = meeting_cards.reminder(
        group,
        users=users_of(repos, group),
        spot=spot,
        zone=zone,
        soon=soon,
        signs=signs_of(repos, group),
        all_on=near and all(seat.confirmed == group.meets_at for seat in active_seats(repos, group)),
        quiet=quiet_on(kit, group),
    )
    return in_group(repos, group, message)


def confirm(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask a member directly whether they are still on, where a tap in the group's place would be seen by all."""
    group, member = open_group(repos, job), MemberId(job.args["member"])
    if group is None or group.state is not GroupState.AGREED or quiet_on(kit, group):
        return None
    seat = seat_of(repos, group, member)
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    if seat is None or circle is None or group.meets_at is None or seat.confirmed == group.meets_at:
        return None
    if group.meets_at <= kit.clock.now():
        return None
    message = meeting_cards.still_on(group, zone_of(repos, group), others_of(repos, group, member))
    return to_member(repos, member, circle, message)


def time_has_come(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Stand by when a meeting begins: late, nobody here, something to talk about."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    if group.meets_at is None or group.meets_at > kit.clock.now():
        return None
    return in_group(repos, group, meeting_cards.it_is_time(group))


def signed(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the others how to find somebody."""
    group, member = open_group(repos, job), MemberId(job.args["member"])
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    seat, user = seat_of(repos, group, member), user_on(repos, member, group.platform)
    if seat is None or user is None or not seat.sign:
        return None
    return in_group(repos, group, meeting_cards.signed(user, seat.sign, others_of(repos, group, member)))


def entry_out(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Send somebody who left a group with a plan the file that takes it out of their own calendar."""
    group = repos.rounds.group(GroupId(job.subject))
    round_ = repos.rounds.get(group.round) if group is not None else None
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    if group is None or circle is None:
        return None
    entered = replace(group, moved_from=datetime.fromisoformat(job.args["at"]), meets_at=None)
    left = replace(entered, revision=int(job.args["sequence"]))
    file = entry_file(repos, left, kit.clock.now(), cancelled=True)
    message = replace(meeting_cards.entry_out(), files=(file,))
    return to_member(repos, MemberId(job.args["member"]), circle, message)


def late(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the others that somebody is late."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    user = UserId(job.args["user"])
    rest = [other for other in users_of(repos, group) if other != user]
    minutes = int(job.args.get("minutes", "10"))  # a job from before people could say how late
    return in_group(repos, group, meeting_cards.running_late(user, rest, minutes=minutes))


def left(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the others that somebody can't come; nobody is named who has been forgotten since."""
    group = open_group(repos, job)
    if group is None or group.state is GroupState.MISSED:
        return None
    stands = group.state is GroupState.AGREED
    user = UserId(job.args["user"]) if "user" in job.args else None
    message = meeting_cards.somebody_left(user, users_of(repos, group), plan_stands=stands)
    return in_group(repos, group, message)


def fell_through(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell whoever is left that the group is over, and take the entry out of their calendar."""
    group = open_group(repos, job)
    if group is None:
        return None
    members = [MemberId(member) for member in job.args["members"].split(",") if member]
    users = [
        user for user in (user_on(repos, member, group.platform) for member in members) if user is not None
    ]
    early = job.args.get("early") == "yes"
    message = meeting_cards.fell_through(users, early=early, dated=follows(repos, group))
    if group.entered_at is not None:
        message = replace(message, files=(entry_file(repos, group, kit.clock.now(), cancelled=True),))
    return in_group(repos, group, message)
