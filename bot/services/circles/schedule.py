"""When rounds come: the next round of a circle is always written down, with the jobs that open and match it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.recurrence import first_on_or_after, local_date
from bot.domain.rounds import LATEST_START, Circle, CircleState, Round, RoundState, round_of
from bot.ids import JobKey, MemberId
from bot.ports.storage import Repositories

OPEN = "round.open"
MATCH = "round.match"
_MOVABLE = {RoundState.PLANNED, RoundState.OPEN}


def upcoming(repos: Repositories, circle: Circle) -> Round | None:
    """Return the circle's round that is planned or open."""
    return next((round_ for round_ in repos.rounds.of_circle(circle.id) if round_.state in _MOVABLE), None)


def plan_next_round(repos: Repositories, circle: Circle, community: Community, now: datetime) -> Round | None:
    """Write down the circle's next round and its two decisions; return it, or None while the circle is paused.

    A round that is only planned is taken back first, so this also serves after a change of the circle's rule; what
    people said to it (skip, join) goes over to the new one. An open round stays as it was announced.
    """
    waiting = upcoming(repos, circle)
    if waiting is not None and waiting.state is RoundState.OPEN:
        return waiting
    said: Mapping[MemberId, bool] = {}
    if waiting is not None:
        said = repos.rounds.answers(waiting.id)
        take_back(repos, waiting)
    if circle.state is CircleState.PAUSED:
        return None
    taken = {round_.slot for round_ in repos.rounds.of_circle(circle.id)}
    day = local_date(now, community.zone)
    while True:
        slot = first_on_or_after(circle.cadence, circle.anchor, day)
        round_ = round_of(circle, slot, community.zone)
        if round_.due_at > now and slot not in taken:
            break
        day = slot + timedelta(days=1)
    repos.rounds.add(round_)
    repos.jobs.add(*_decisions(round_))
    for member, coming in said.items():
        repos.rounds.answer(round_.id, member, coming=coming)
    return round_


def take_back(repos: Repositories, round_: Round) -> None:
    """Forget a round that was not matched, and what was planned for it."""
    repos.jobs.cancel(round_.id, OPEN, MATCH)
    repos.rounds.remove(round_.id)


def match_key(round_: Round) -> JobKey:
    """Return the key of the decision that matches a round."""
    return JobKey(f"{round_.id}/match")


def _decisions(round_: Round) -> tuple[Job, Job]:
    """Return the jobs that open and match a round."""
    opening = Job(
        key=JobKey(f"{round_.id}/open"),
        community=round_.community,
        step=OPEN,
        subject=round_.id,
        due=round_.opens_at,
        expires=round_.due_at,
        delivery=False,
    )
    return opening, matching(round_)


def matching(round_: Round) -> Job:
    """Return the job that matches a round."""
    return Job(
        key=match_key(round_),
        community=round_.community,
        step=MATCH,
        subject=round_.id,
        due=round_.due_at,
        delivery=False,
    )


def too_late(round_: Round, now: datetime) -> bool:
    """Say whether a slot was missed by so much that it is skipped (half a cadence at most, 48 h)."""
    return now > round_.due_at + LATEST_START
