"""After a meeting: three taps, answered privately, and what they say together."""

from dataclasses import replace
from datetime import datetime

from bot.domain.plans import outcome
from bot.domain.rounds import Feeling, Group, GroupState, Met, Reason, Seat
from bot.errors import UserError
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.around import next_dates
from bot.services.candidates import pairs_in
from bot.services.people import active_seats, seat_of
from bot.services.planned import delivery
from bot.services.seats.releasing import PAIR, record_pair
from bot.text.message import Command, T


def note(
    repos: Repositories,
    group: Group,
    member: MemberId,
    now: datetime,
    *,
    met: Met | None = None,
    feeling: Feeling | None = None,
    again: bool | None = None,
    reason: Reason | None = None,
) -> None:
    """Write down one answer. Raise `UserError` when the group is closed, its meeting ahead, or the member not in it."""
    seat = _open_seat(repos, group, member, now)
    if met is not None:
        seat = replace(seat, met=met, reason=None)
    if feeling is not None:
        seat = replace(seat, feeling=feeling)
    if again is not None:
        seat = replace(seat, again=again)
    if reason is not None:
        seat = replace(seat, reason=reason)
    repos.rounds.save_seat(seat)
    if met is not None:
        conclude(repos, group)
    if met is not None or again is not None:
        _again(repos, group, now)


def _open_seat(repos: Repositories, group: Group, member: MemberId, now: datetime) -> Seat:
    """Return the seat of a member who can say now how it went. Raise `UserError`."""
    seat = seat_of(repos, group, member)
    if seat is None or group.state is GroupState.CLOSED:
        raise UserError(T("This check-in is closed. Thank you all the same."))
    if group.meets_at is not None and group.meets_at > now:
        raise UserError(
            T(
                "Your meetup is still ahead, and I ask afterwards. If you can't come, {cancel} tells the others.",
                cancel=Command("meet cancel"),
            )
        )
    return seat


def conclude(repos: Repositories, group: Group) -> None:
    """Let the group be met or missed when the answers agree; a disagreement and silence stay unknown.

    Whoever came and found nobody has answered, too. That decides nothing for two others who say that they met, and
    while two are left who said nothing the plan stands for them. A group that is still choosing goes on until
    all of it say the same: one answer takes the plan from nobody else.
    """
    seats = active_seats(repos, group)
    if group.state is GroupState.PROPOSED and len({seat.met for seat in seats}) > 1:
        return
    alone = tuple(seat for seat in repos.rounds.seats(group.id) if seat.alone)
    yes = sum(seat.met is Met.YES for seat in seats)
    counted = seats if yes >= PAIR else (*seats, *alone)
    state = outcome(seat.met for seat in counted)
    before_plan = GroupState.AGREED if group.meets_at is not None else GroupState.PROPOSED
    said = any(seat.met in {Met.YES, Met.NO} for seat in seats)
    unsaid = GroupState.MISSED if alone and len(seats) < PAIR else before_plan
    repos.rounds.save_group(replace(group, state=state if said else unsaid))
    _record(repos, group, seats, alone, state)


def _record(
    repos: Repositories, group: Group, seats: tuple[Seat, ...], alone: tuple[Seat, ...], state: GroupState
) -> None:
    """Write down what is known of each pair; whoever was alone met nobody."""
    known = {GroupState.MET: True, GroupState.MISSED: False}.get(state)
    for one, other in pairs_in(tuple(seat.member for seat in seats)):
        record_pair(repos, group, one, other, met=known)
    for seat in alone:
        for each in (*seats, *(other for other in alone if other.member > seat.member)):
            record_pair(repos, group, seat.member, each.member, met=False)


def _again(repos: Repositories, group: Group, now: datetime) -> None:
    """Follow a wish of everybody to meet again at once; one that is not mutual is never shown.

    In a circle with pods the next rounds keep them together; that outlives the answers, which are erased, until
    somebody takes theirs back. In any other they get a date of their own. What some of a larger group wish is looked at
    later (`AGAIN_SOME`), at an hour that depends on nobody's answer.
    """
    current = repos.rounds.group(group.id)
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    if current is None or round_ is None or circle is None:
        return
    everybody = next_dates.all_of_them(repos, current, now)
    pod = circle.pods and round_.follows is None
    if pod:
        repos.rounds.save_group(replace(current, again=bool(everybody)))
    if everybody and pod:
        repos.jobs.add(delivery(group.community, names.AGAIN, group.id, now))
    elif everybody:
        next_dates.follow(repos, current, everybody, now)
