"""Taking somebody out of the groups that they share with whoever they stay apart from by now."""

from datetime import datetime

from bot.domain.plans import has_begun
from bot.domain.rounds import Group, GroupState
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.people import active_seats, sits_elsewhere
from bot.services.planned import decision
from bot.services.seats.leftover import leave_out
from bot.services.seats.releasing import release_seat


def part(repos: Repositories, member: MemberId, now: datetime) -> tuple[Group, ...]:
    """Free a member's seat wherever they would still meet somebody they stay apart from.

    Return the groups that the member knew of: what they are told must give away none of which nobody has heard yet.
    A meeting that has begun goes on as it is: a word in its middle would be a word too much.
    """
    apart = repos.separations.apart_from(member)
    shared = [
        group
        for group in repos.rounds.groups_of(member)
        if not has_begun(group, now)
        and not apart.isdisjoint(seat.member for seat in active_seats(repos, group))
    ]
    for group in shared:
        _take_out(repos, group, member, now)
    return tuple(group for group in shared if group.channel is not None)


def _take_out(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Free a seat as `meet cancel` does; somebody who knows of no group yet is one for whom there was none."""
    release_seat(repos, group, member, now)
    round_ = repos.rounds.get(group.round)
    if group.channel is not None or round_ is None or sits_elsewhere(repos, group, member):
        return
    if round_.follows is not None:  # a date of their own: nobody's turn, and nobody has heard of it
        return
    leave_out(repos, round_, member, now)
    after = repos.rounds.group(group.id)
    if after is not None and after.state is not GroupState.MISSED:  # else its end has planned the draw
        draw = decision(group.community, names.SECOND_DRAW, group.round, now, mark=f"{group.id}/{member}")
        repos.jobs.add(draw)
