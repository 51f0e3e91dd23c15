"""What a group is told until its plan stands, and its place."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.jobs import Job
from bot.domain.plans import is_over
from bot.domain.rounds import Acceptance, GroupState
from bot.ids import GroupId, UserId
from bot.ports.messages import Message
from bot.ports.storage import Repositories
from bot.services.candidates import setting_of
from bot.services.cards import plans as plan_cards
from bot.services.deliveries.introducing import introduction
from bot.services.deliveries.ways import in_group, open_group, open_place
from bot.services.kit import Kit
from bot.services.people import active_seats, members_of, user_on, users_of, zone_of
from bot.services.planning.offering import company_of
from bot.services.seats.releasing import PAIR
from bot.services.steps import ClosePlace, Effect, RemoveFromPlace
from bot.text.message import T


def place(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Open a group's private place."""
    group = repos.rounds.group(GroupId(job.subject))
    round_ = repos.rounds.get(group.round) if group is not None else None
    setting = setting_of(repos, round_) if round_ is not None else None
    users = users_of(repos, group) if group is not None else ()
    if group is None or setting is None or len(users) < PAIR or is_over(group, kit.clock.now()):
        return None
    return open_place(repos, setting, users, group.matched_at)


def introduce(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say hello to a new group."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    return in_group(repos, group, introduction(kit, repos, group))


def other_times(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Offer a group other times."""
    return _choosing(repos, job, plan_cards.other_times)


def moved(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a group that its plan is open again, with the times to choose from."""
    return _choosing(repos, job, plan_cards.moved)


def not_today(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say before the old time of a plan that moves that nobody meets then, as long as no new one stands."""
    group, now = open_group(repos, job), kit.clock.now()
    if group is None or group.moved_from is None or group.moved_from <= now:
        return None
    return _choosing(repos, job, plan_cards.not_today)


def _choosing(repos: Repositories, job: Job, card: Callable[..., Message]) -> Effect | None:
    """Show times to a group that still chooses."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    message = card(group, users=users_of(repos, group), spot=spot, zone=zone_of(repos, group))
    return in_group(repos, group, message)


def other_spot(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Name a group's new spot with the same times, or say that it has none any more."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    message = plan_cards.proposal(
        group,
        spot=spot,
        zone=zone_of(repos, group),
        title=T("Another spot, same times")
        if spot is not None
        else T("That spot is off the list, same times"),
        wishes=company_of(group, members_of(repos, group)).wishes,
    )
    return in_group(repos, group, message)


def nudged(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask the silent ones once."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    seats = active_seats(repos, group)
    silent = [
        user_on(repos, seat.member, group.platform) for seat in seats if seat.accepted is Acceptance.SILENT
    ]
    users = [user for user in silent if user is not None]
    if not users:
        return None
    message = plan_cards.nudge(users)
    return in_group(repos, group, replace(message, menu=plan_cards.plan_menu(group, zone_of(repos, group))))


def remove(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Take somebody who left a group out of its place."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.channel is None or group.state is GroupState.CLOSED:
        return None
    return RemoveFromPlace(platform=group.platform, channel=group.channel, user=UserId(job.args["user"]))


def undone(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a group that its round starts over."""
    group = repos.rounds.group(GroupId(job.subject))
    return in_group(repos, group, plan_cards.undone()) if group is not None else None


def archive(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Archive a group's place."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.channel is None:
        return None
    return ClosePlace(platform=group.platform, channel=group.channel)
