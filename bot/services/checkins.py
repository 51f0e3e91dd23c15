"""After a meeting: three taps, answered privately, and what they say together."""

from dataclasses import replace
from datetime import datetime

from bot.domain.plans import outcome
from bot.domain.rounds import Feeling, Group, GroupState, Met
from bot.errors import UserError
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.apart import may_meet
from bot.services.candidates import pairs_in
from bot.services.people import active_seats
from bot.services.planned import delivery
from bot.services.releasing import record_pair
from bot.text.message import T


def note(
    repos: Repositories,
    group: Group,
    member: MemberId,
    now: datetime,
    *,
    met: Met | None = None,
    feeling: Feeling | None = None,
    again: bool | None = None,
) -> None:
    """Write down one answer. Raise `UserError` when the group is closed or the member has no seat in it."""
    seat = next((seat for seat in active_seats(repos, group) if seat.member == member), None)
    if seat is None or group.state is GroupState.CLOSED:
        raise UserError(T("This check-in is closed. Thank you all the same."))
    if met is not None:
        seat = replace(seat, met=met)
    if feeling is not None:
        seat = replace(seat, feeling=feeling)
    if again is not None:
        seat = replace(seat, again=again)
    repos.rounds.save_seat(seat)
    if met is not None:
        _conclude(repos, group)
    if again is not None:
        _again(repos, group, now)


def _conclude(repos: Repositories, group: Group) -> None:
    """Let the group be met or missed when the answers agree; a disagreement and silence stay unknown."""
    seats = active_seats(repos, group)
    state = outcome(seat.met for seat in seats)
    before_plan = GroupState.AGREED if group.meets_at is not None else GroupState.PROPOSED
    said = any(seat.met in {Met.YES, Met.NO} for seat in seats)
    repos.rounds.save_group(replace(group, state=state if said else before_plan))
    known = {GroupState.MET: True, GroupState.MISSED: False}.get(state)
    for one, other in pairs_in(tuple(seat.member for seat in seats)):
        record_pair(repos, group, one, other, met=known)


def _again(repos: Repositories, group: Group, now: datetime) -> None:
    """Say so when everybody would like to meet again; a wish that is not mutual is never shown, nor
    one among people who stay apart.

    In a circle with pods it is kept, after the answers themselves are erased, until somebody takes theirs back.
    """
    seats = active_seats(repos, group)
    mutual = (
        len(seats) > 1
        and all(seat.again for seat in seats)
        and may_meet(repos, (seat.member for seat in seats))
    )
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    current = repos.rounds.group(group.id)
    if circle is not None and circle.pods and current is not None:
        repos.rounds.save_group(replace(current, again=mutual))
    if mutual:
        repos.jobs.add(delivery(group.community, names.AGAIN, group.id, now))
