"""What is too old goes, once a day in each community, some at a time: nobody waits while ten thousand are looked at."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.retention import SUGGESTION_WAITS, Keep
from bot.domain.tally import Tally
from bot.ids import CommunityId
from bot.ports.storage import Repositories
from bot.services.kit import Kit
from bot.services.planned import decision
from bot.services.privacy import keeping, names
from bot.services.privacy.totals import keep_answers, unmoved
from bot.services.recap import seasons

_log = logging.getLogger(__name__)

AT_A_TIME = 100
_WORTH = timedelta(days=2)
LOOK_ROUND_AFTER = timedelta(minutes=5)
"""A bot that has just started has more urgent things to ask its platforms for."""


def plan_day(repos: Repositories, now: datetime) -> None:
    """Plan what is done once a day in each community; what was planned for today already stays as it is."""
    for community in repos.communities.all():
        look = now + LOOK_ROUND_AFTER
        repos.jobs.add(
            _portion(community.id, names.RETAIN, now, now, 0),
            _portion(community.id, names.LOOK_ROUND, now, look, 0),
        )


def _portion(community: CommunityId, step: str, day: datetime, due: datetime, number: int) -> Job:
    """Return one portion of a day's work."""
    mark = f"{day.date().isoformat()}/{number}"
    return decision(community, step, community, due, mark=mark, worth=_WORTH)


def next_portion(job: Job, due: datetime) -> Job:
    """Return the portion after one of the same day."""
    before, _, number = job.key.rpartition("/")
    return replace(job, key=type(job.key)(f"{before}/{int(number) + 1}"), due=due, expires=due + _WORTH)


def number_of(job: Job) -> int:
    """Return which portion of its day a job is, from 0."""
    return int(job.key.rpartition("/")[2])


def retain(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Delete what is too old, and go on with the rest in another transaction."""
    community = repos.communities.get(job.community)
    if community is None:
        return
    if number_of(job) == 0:
        _at_once(repos, community, now)
    left = [part for part in _parts(job) if _PARTS[part](repos, community, now, number_of(job))]
    if left:
        repos.jobs.add(replace(next_portion(job, now), args={"parts": ",".join(left)}))


def _parts(job: Job) -> list[str]:
    """Return which parts a portion has to look at: in the first one all, then those that were not done."""
    return job.args["parts"].split(",") if "parts" in job.args else [*_PARTS]


def _at_once(repos: Repositories, community: Community, now: datetime) -> None:
    """Do what is a statement each."""
    today, kept = now.date(), repos.retention
    counts = {
        "seen": repos.sightings.begin(community.id, today),
        "plans": kept.close_plans(community.id),
        "answers": kept.drop_answers(community.id, today - Keep.ANSWERS_AFTER_ROUND.length),
        "times": kept.forget_times(community.id, today - Keep.AVAILABILITY_AFTER_ROUND.length),
        "asked": kept.drop_asked(community.id, today - Keep.ASKED.length),
        "taps": kept.drop_taps(community.id, today - Keep.TAPS_AFTER_WEEK.length),
        "suggestions": repos.suggestions.drop_old(
            community.id,
            declined_before=now - Keep.SUGGESTION.length,
            sent_before=now - SUGGESTION_WAITS,
        ),
        "misfits": repos.packs.drop_misfits(community.id, today - Keep.MISFIT.length),
    }
    _log.info("what was too old is gone", extra={"action": "retain", **counts})


def _gather_feedback(repos: Repositories, community: Community, now: datetime, _number: int) -> bool:
    """Count what was answered after meetings of old rounds, delete the answers, and say whether there are more."""
    before = now.date() - Keep.FEEDBACK_AFTER_ROUND.length
    seats = repos.retention.unread_feedback(community.id, before, limit=AT_A_TIME)
    for seat in seats:
        keep_answers(repos, community.id, seat)
        blank = replace(seat, met=None, feeling=None, again=None, reason=None, sign=None)
        repos.rounds.save_seat(blank)
    return len(seats) == AT_A_TIME


def _drop_history(repos: Repositories, community: Community, now: datetime, _number: int) -> bool:
    """Delete who was matched with whom in the oldest round that is too old, and say whether there was one."""
    before = now.date() - Keep.HISTORY.length
    old = repos.retention.old_rounds(community.id, before, limit=1)
    if not old:
        return False
    with unmoved(repos, community.id):
        left_out = sum(repos.retention.drop_history(round_) for round_ in old)
    repos.tallies.add(community.id, community.id, Tally.LEFT_OUT, left_out)
    return True


_PARTS: Mapping[str, Callable[[Repositories, Community, datetime, int], bool]] = {
    "seasons": seasons.let_stand,
    "feedback": _gather_feedback,
    "history": _drop_history,
    "quiet": keeping.ask_the_quiet,
}
"""What is done some at a time; each says whether there is more. Seasons are written down before anything goes."""
