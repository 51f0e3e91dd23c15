"""What a group is told from the moment its plan stands."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.jobs import Job
from bot.domain.recurrence import local_date
from bot.domain.rounds import Group, GroupState
from bot.ids import MemberId, UserId
from bot.ports.messages import Attachment
from bot.ports.storage import Repositories
from bot.services.calendar import calendar_file
from bot.services.cards import meetings as meeting_cards
from bot.services.cards import wording
from bot.services.deliveries.ways import in_group, open_group, zone_of
from bot.services.kit import Kit
from bot.services.people import user_on, users_of
from bot.services.releasing import is_over
from bot.services.steps import Effect
from bot.text.message import T
from bot.text.render import PlainStyle, render

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
    return in_group(repos, group, replace(message, files=(_file(kit, repos, group),)))


def _file(kit: Kit, repos: Repositories, group: Group, *, cancelled: bool = False) -> Attachment:
    community = repos.communities.get(group.community)
    language = community.language if community is not None else "en"
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    assert group.meets_at is not None  # noqa: S101 - callers hold a group with a plan
    return calendar_file(
        group,
        at=group.meets_at,
        summary=circle.name if circle is not None else "Kith",
        place=render(wording.spot_words(spot), PlainStyle(), language),
        notes=render(T("A small meetup with people from your community."), PlainStyle(), language),
        now=kit.clock.now(),
        cancelled=cancelled,
    )


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


def late(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the others that somebody is late."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    user = UserId(job.args["user"])
    rest = [other for other in users_of(repos, group) if other != user]
    return in_group(repos, group, meeting_cards.running_late(user, rest))


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
    message = meeting_cards.fell_through(users, early=job.args.get("early") == "yes")
    if group.meets_at is not None:
        message = replace(message, files=(_file(kit, repos, group, cancelled=True),))
    return in_group(repos, group, message)
