"""Taking somebody out of a group, and what that means for those who stay."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.rounds import Group, GroupState, Meeting, SeatState
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.candidates import pairs_in
from bot.services.people import active_seats, user_on
from bot.services.planned import decision, delivery
from bot.services.settling import settle_if_shared

_OVER = {GroupState.MET, GroupState.MISSED, GroupState.UNKNOWN, GroupState.CLOSED}
PAIR = 2
ARCHIVED_AFTER = timedelta(days=1)
"""How long the place of a group that fell through stays open, so that the last words can be read."""


def release_seat(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Free one seat at once; no reason is asked and none is shown.

    With two or more left the group goes on. The last one left is told kindly, goes first next time, and takes
    part in the round's second draw.
    """
    seat = next((seat for seat in active_seats(repos, group) if seat.member == member), None)
    if seat is None or group.state in _OVER:
        return
    repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED))
    rest = [other.member for other in active_seats(repos, group)]
    for other in rest:
        record_pair(repos, group, member, other, met=False)
    user = user_on(repos, member, group.platform)
    if group.channel is not None and user is not None:
        repos.jobs.add(
            delivery(group.community, names.REMOVE, group.id, now, mark=member, args={"user": user}),
            *(
                [delivery(group.community, names.LEFT, group.id, now, mark=member, args={"user": user})]
                if rest
                else []
            ),
        )
    if len(rest) < PAIR:
        end(repos, group, rest, now)
    elif group.state is GroupState.PROPOSED:
        settle_if_shared(repos, group, now)


def end(repos: Repositories, group: Group, rest: list[MemberId], now: datetime) -> None:
    """End a group that can't meet: whoever is left goes first next time and joins the second draw."""
    repos.jobs.cancel(group.id, *names.AHEAD)
    cancelled = group.meets_at is not None
    repos.rounds.save_group(replace(group, state=GroupState.MISSED, revision=group.revision + cancelled))
    for first, second in pairs_in(tuple(rest)):
        record_pair(repos, group, first, second, met=False)
    for seat in active_seats(repos, group):
        repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED))
        repos.rounds.sit_out(group.round, seat.member)
    if rest:
        repos.jobs.add(
            delivery(group.community, names.FELL_THROUGH, group.id, now, args={"members": ",".join(rest)}),
            decision(group.community, names.SECOND_DRAW, group.round, now, mark=group.id),
        )
    repos.jobs.add(decision(group.community, names.CLOSE, group.id, now + ARCHIVED_AFTER, mark="ended"))


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
