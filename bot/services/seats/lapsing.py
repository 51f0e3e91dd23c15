"""A time that all who answered share, and that would pass before whoever is silent is let go.

A silent seat is freed a day after the nudge. Where a time comes sooner than that, it is freed twelve hours before the
time, though never sooner than six hours after the nudge: so no time is lost that people agreed on long ago.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.jobs import Job, JobState
from bot.domain.plans import NOTICE, settled_time
from bot.domain.rounds import Acceptance, Group, GroupState, Seat
from bot.ids import GroupId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.kit import Kit
from bot.services.people import active_seats
from bot.services.planned import decision, key_of
from bot.services.planning.offering import plans_beside
from bot.services.seats.releasing import PAIR, step_back

_BEFORE = timedelta(hours=12)
_AFTER_NUDGE = timedelta(hours=6)


def looks(group: Group, nudged: datetime, release: datetime) -> Iterator[Job]:
    """Yield a decision for each time on offer that passes before the silent seats are freed."""
    for at in group.options:
        due = max(nudged + _AFTER_NUDGE, at - _BEFORE)
        if at <= release + NOTICE and due < at - NOTICE:
            yield decision(
                group.community, names.LAPSING, group.id, due, mark=_mark(group, at), worth=at - NOTICE - due
            )


def _mark(group: Group, at: datetime) -> str:
    return f"{group.revision + (group.moved_from is not None)}-{int(at.timestamp())}"


def look(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Free the silent seats where everybody else shares a time that is about to pass (the step `group.lapsing`)."""
    group = repos.rounds.group(GroupId(job.subject))
    at = (
        next((each for each in group.options if job.key.endswith(_mark(group, each))), None)
        if group
        else None
    )
    if group is not None and at is not None:
        _save(repos, group, at, now)


def look_again(repos: Repositories, group: Group, now: datetime) -> Group:
    """Do the same at once where a tap comes after that look, and return the group as it stands then."""
    for at in group.options:
        looked = repos.jobs.get(key_of(names.LAPSING, group.id, _mark(group, at)))
        if looked is not None and looked.state is JobState.DONE:
            _save(repos, group, at, now)
    return repos.rounds.group(group.id) or group


def _save(repos: Repositories, group: Group, at: datetime, now: datetime) -> None:
    """Free the silent seats of a group whose other people share a time; it stands with the last one freed."""
    seats = active_seats(repos, group)
    silent = [seat for seat in seats if seat.accepted is Acceptance.SILENT]
    answered = [seat for seat in seats if seat.accepted is not Acceptance.SILENT]
    if group.state is not GroupState.PROPOSED or not silent or len(answered) < PAIR:
        return
    if _shared(repos, group, answered, now) != at:
        return
    for seat in silent:
        current = repos.rounds.group(group.id)
        if current is not None:
            step_back(repos, current, seat.member, now)


def _shared(repos: Repositories, group: Group, seats: list[Seat], now: datetime) -> datetime | None:
    taps = [seat.accepted for seat in seats]
    return settled_time(group.options, taps, after=now + NOTICE, taken=plans_beside(repos, group))
