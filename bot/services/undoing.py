"""Undoing a round before its first plan stands: as if it had not been matched, and a round with the same yeses instead.

It is one transaction. What a platform is doing meanwhile finds the group closed: a place that opens late is archived
at once (`groups.place_is_open`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.recurrence import local_date
from bot.domain.rounds import OPENS_BEFORE, Circle, Group, GroupState, Round, RoundState, SeatState
from bot.errors import NotFound, UserError
from bot.ids import MemberId, RoundId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.circles import schedule
from bot.services.planned import TIDYING, delivery
from bot.services.seats.leftover import NOOK_LASTS
from bot.text.message import T

AGAIN_AFTER = timedelta(hours=48)
"""When the same people are matched again by themselves; an organiser can do it sooner."""
_STOOD = {GroupState.AGREED, GroupState.MET, GroupState.UNKNOWN}
_WAITING = (names.SECOND_DRAW, names.UNMATCHED, names.PASSED_BY, names.NOOK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """Hold how many groups were dissolved, and the round that takes the place of the old one."""

    groups: int
    again: Round


def undo(repos: Repositories, community: Community, circle: Circle, now: datetime) -> Undone:
    """Undo a circle's last round. Raise `NotFound` where there is none, `UserError` where it can't be undone (any more)."""
    last = _newest(repos, circle, now)
    if last.state is not RoundState.MATCHED:
        raise UserError(
            T(
                "The newest round of {circle} has no groups yet, or is over, so there is nothing to undo.",
                circle=circle.name,
            )
        )
    groups = repos.rounds.groups(last.id)
    if any(group.state in _STOOD or group.entered_at is not None for group in groups):
        raise UserError(
            T(
                "A plan of this round stands already, so it can't be undone any more. Whoever can't come is free to "
                "cancel, and the others are told kindly."
            )
        )
    said = _said(repos, last)
    for group in groups:
        _dissolve(repos, group, now)
    repos.jobs.cancel(last.id, *_WAITING)
    repos.rounds.unmake(last.id)
    repos.rounds.save(replace(last, state=RoundState.SKIPPED))
    return Undone(groups=len(groups), again=_once_more(repos, community, circle, said, now))


def _newest(repos: Repositories, circle: Circle, now: datetime) -> Round:
    """Return the newest turn that has begun, so that a second call never takes the one before it. Raise `NotFound`.

    A round that was run early and undone doesn't count: another one takes its place, on an earlier day.
    """
    begun = [each for each in repos.rounds.of_circle(circle.id) if each.state is not RoundState.PLANNED]
    begun = [each for each in begun if each.state is not RoundState.SKIPPED or each.due_at <= now]
    if not begun:
        raise NotFound(T("{circle} has no round that could be undone.", circle=circle.name))
    return begun[-1]


def _said(repos: Repositories, round_: Round) -> dict[MemberId, bool]:
    """Return who said what to a round; whoever has given a seat up since is not in for the next try either."""
    said: dict[MemberId, bool] = dict(repos.rounds.answers(round_.id))
    left = {member for slot, member in repos.rounds.sat_out(round_.circle) if slot == round_.slot}
    seats = repos.rounds.seats_in(round_.id)
    active = {seat.member for seat in seats if seat.state is SeatState.ACTIVE}
    for seat in seats:
        if seat.member not in active and seat.member not in left:
            said[seat.member] = False
    return said


def _dissolve(repos: Repositories, group: Group, now: datetime) -> None:
    """Close a group: its place is told and archived, and nothing that was planned for it happens.

    The job that opens its place stays: it may be on its way, and then its place is archived too.
    """
    repos.jobs.cancel(group.id, *names.AHEAD, names.INTRODUCTION, names.LEFT, names.FELL_THROUGH)
    if group.state is GroupState.CLOSED:
        return
    repos.rounds.save_group(replace(group, state=GroupState.CLOSED, options=(), spot=None))
    if group.channel is not None:
        told = delivery(group.community, names.UNDONE, group.id, now)
        repos.jobs.add(
            told,
            delivery(
                group.community, names.ARCHIVE, group.id, now + NOOK_LASTS, mark="undone", worth=TIDYING
            ),
        )


def _once_more(
    repos: Repositories, community: Community, circle: Circle, said: dict[MemberId, bool], now: datetime
) -> Round:
    """Write down an open round with the same answers, on the first day that has none; the planned one comes after it."""
    due = now + AGAIN_AFTER
    taken = {each.slot for each in repos.rounds.of_circle(circle.id)}
    day = local_date(now, community.zone)
    while day in taken:
        day += timedelta(days=1)
    again = Round(
        id=RoundId(f"{circle.id}/{day.isoformat()}"),
        circle=circle.id,
        community=community.id,
        slot=day,
        opens_at=due - OPENS_BEFORE,
        due_at=due,
        state=RoundState.OPEN,
    )
    repos.rounds.add(again)
    repos.jobs.add(schedule.matching(again))
    for member, coming in said.items():
        repos.rounds.answer(again.id, member, coming=coming)
    return again
