"""Taking somebody out of a group, and what that means for those who stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.plans import is_over
from bot.domain.rounds import Group, GroupState, Meeting, SeatState
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.candidates import pairs_in
from bot.services.people import active_seats, seat_of, sits_elsewhere, user_on, users_on
from bot.services.planned import TIDYING, decision, delivery
from bot.services.planning.settling import settle_if_shared
from bot.services.seats.leftover import leave_out, tell_left_out

PAIR = 2
ARCHIVED_AFTER = timedelta(days=1)
"""How long the place of a group that fell through stays open, so that the last words can be read."""


def release_seat(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Free one seat at once; no reason is asked and none is shown.

    With two or more left the group goes on. The last one left is told kindly, goes first next time, and takes
    part in the round's second draw. Once the meeting is over nobody is told, and what happened stays as it was.
    """
    seat = next((seat for seat in active_seats(repos, group) if seat.member == member), None)
    if seat is None:
        return
    repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED))
    let_out(repos, group, member, now)
    if is_over(group, now):
        return
    _take_entry_out(repos, group, member, now)
    rest = [other.member for other in active_seats(repos, group)]
    for other in rest:
        record_pair(repos, group, member, other, met=False)
    user = user_on(repos, member, group.platform)
    if group.channel is not None and user is not None and rest:
        args = {"user": user}
        repos.jobs.add(delivery(group.community, names.LEFT, group.id, now, mark=member, args=args))
    if len(rest) < PAIR:
        end(repos, group, rest, now)
    elif group.state is GroupState.PROPOSED:
        settle_if_shared(repos, group, now)


def step_back(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Free the seat of somebody who can't come, or never answered: the round's later draws leave them out as well.

    Otherwise one who was left over before, and placed since, would be drawn again although they said no.
    """
    if not sits_elsewhere(repos, group, member):
        repos.rounds.answer(group.round, member, coming=False)
    release_seat(repos, group, member, now)


def _take_entry_out(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Let somebody who had a plan in their calendar have a file of their own that takes it out again."""
    if group.entered_at is None or user_on(repos, member, group.platform) is None:
        return
    args = {"at": group.entered_at.isoformat(), "sequence": str(group.revision + 1), "member": member}
    repos.jobs.add(delivery(group.community, names.ENTRY_OUT, group.id, now, mark=member, args=args))


def let_out(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Take somebody who has no seat any more out of the group's place, whichever account they are there with."""
    if group.channel is None or _stays(repos, group, member):
        return
    for number, user in enumerate(users_on(repos, member, group.platform)):
        mark, args = f"{member}-{number}" if number else str(member), {"user": user}
        repos.jobs.add(
            delivery(group.community, names.REMOVE, group.id, now, mark=mark, args=args, worth=TIDYING)
        )


def _stays(repos: Repositories, group: Group, member: MemberId) -> bool:
    """Say whether the place of a group is also that of another one in which the member sits (they met there before)."""
    if group.channel is None:
        return False
    here = repos.rounds.open_in(group.platform, group.channel)
    return any(seat_of(repos, other, member) is not None for other in here if other.id != group.id)


def end(repos: Repositories, group: Group, rest: list[MemberId], now: datetime) -> None:
    """End a group that can't meet: whoever is left goes first next time and joins the second draw.

    A group whose place is not open (yet) is told one by one. A host who meets another group is not left out, and
    nobody is whose meeting was no turn of the circle.
    """
    left = [] if follows(repos, group) else [one for one in rest if not sits_elsewhere(repos, group, one)]
    repos.jobs.cancel(group.id, *names.AHEAD)
    cancelled = group.entered_at is not None
    repos.rounds.save_group(replace(group, state=GroupState.MISSED, revision=group.revision + cancelled))
    nobody_met(repos, group)
    for seat in active_seats(repos, group):
        repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED))
        if seat.member in left:
            repos.rounds.sit_out(group.round, seat.member)
    if group.channel is not None:
        args = {"members": ",".join(rest), "early": "yes" if left else ""}
        repos.jobs.add(delivery(group.community, names.FELL_THROUGH, group.id, now, args=args))
    else:
        _tell_each(repos, group, left, now)
    if left:
        repos.jobs.add(decision(group.community, names.SECOND_DRAW, group.round, now, mark=group.id))
    repos.jobs.add(decision(group.community, names.CLOSE, group.id, now + ARCHIVED_AFTER, mark="ended"))


def without_a_place(repos: Repositories, group: Group, now: datetime) -> None:
    """Let a group go that has nowhere to talk: it has not come together, and the next round serves its people first.

    There is no second draw, which would only ask for another place that can't be opened either. People who would like
    to meet again hear of that one by one.
    """
    round_ = repos.rounds.get(group.round)
    if round_ is None or is_over(group, now):
        return
    repos.jobs.cancel(group.id, *names.AHEAD)
    repos.rounds.save_group(replace(group, state=GroupState.MISSED))
    nobody_met(repos, group)
    seats = active_seats(repos, group)
    if round_.follows is not None:
        tell_again(repos, group, [seat.member for seat in seats], now)
    for seat in seats:
        repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED))
        if round_.follows is None and not sits_elsewhere(repos, group, seat.member):
            leave_out(repos, round_, seat.member, now)
    repos.jobs.add(decision(group.community, names.CLOSE, group.id, now + ARCHIVED_AFTER, mark="ended"))


def tell_again(repos: Repositories, group: Group, members: Sequence[MemberId], now: datetime) -> None:
    """Tell each of some people directly that they would like to meet again, where no place of theirs can be had."""
    for member in members:
        args = {"member": member, "members": ",".join(members)}
        repos.jobs.add(delivery(group.community, names.AGAIN_TOLD, group.id, now, mark=member, args=args))


def follows(repos: Repositories, group: Group) -> bool:
    """Say whether the group's people met before and meet again by themselves, outside the turns of the circle."""
    round_ = repos.rounds.get(group.round)
    return round_ is not None and round_.follows is not None


def _tell_each(repos: Repositories, group: Group, members: list[MemberId], now: datetime) -> None:
    round_ = repos.rounds.get(group.round)
    if round_ is not None:
        for member in members:
            tell_left_out(repos, round_, member, now)


def nobody_met(repos: Repositories, group: Group) -> None:
    """Write down that no two of a group's people met, so that they may be matched again."""
    for one, other in pairs_in(tuple(seat.member for seat in repos.rounds.seats(group.id))):
        record_pair(repos, group, one, other, met=False)


def record_pair(
    repos: Repositories, group: Group, one: MemberId, other: MemberId, *, met: bool | None
) -> None:
    """Write down what is known of two members in a round."""
    round_ = repos.rounds.get(group.round)
    if round_ is None:
        return
    first, second = sorted((one, other))
    repos.rounds.record(
        Meeting(
            first=first,
            second=second,
            round=group.round,
            community=group.community,
            slot=round_.slot,
            met=met,
        )
    )
