"""What a group is told from the moment its plan stands."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.jobs import Job
from bot.domain.recurrence import local_date
from bot.domain.rounds import GroupState
from bot.ids import GroupId, MemberId, UserId
from bot.ports.storage import Repositories
from bot.services.cards import meetings as meeting_cards
from bot.services.deliveries.ways import in_group, open_group, to_member
from bot.services.entries import entry_file
from bot.services.kit import Kit
from bot.services.people import user_on, users_of, zone_of
from bot.services.releasing import is_over
from bot.services.steps import Effect

_SOON = timedelta(hours=3)


def agreed(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say that the plan stands, with the calendar file."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    users = users_of(repos, group)
    message = meeting_cards.agreed(
        group, users=users, spot=spot, zone=zone_of(repos, group), updated=group.revision > 0
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
    message = meeting_cards.reminder(group, users=users_of(repos, group), spot=spot, zone=zone, soon=soon)
    return in_group(repos, group, message)


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
    return in_group(repos, group, meeting_cards.running_late(user, rest))


def left(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the others that somebody can't come."""
    group = open_group(repos, job)
    if group is None or group.state is GroupState.MISSED:
        return None
    stands = group.state is GroupState.AGREED
    message = meeting_cards.somebody_left(
        UserId(job.args["user"]), users_of(repos, group), plan_stands=stands
    )
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
    message = meeting_cards.fell_through(users, early=job.args.get("early") == "yes")
    if group.entered_at is not None:
        message = replace(message, files=(entry_file(repos, group, kit.clock.now(), cancelled=True),))
    return in_group(repos, group, message)
