"""What people do in the story of the crash tests, what it leads to, and what must be true of the database in the end."""

from collections import Counter
from dataclasses import dataclass

from bot.domain.jobs import Job, JobState
from bot.domain.rounds import Acceptance, Feeling, Group, GroupState, Met, RoundState, Seat, SeatState
from bot.ids import MemberId
from bot.services import groups as taps
from bot.services import names
from bot.services.around import checkins
from bot.services.people import active_seats, user_on
from bot.services.planned import decision, delivery
from bot.services.planning import moving
from bot.services.seats import releasing
from tests.support.meeting_town import TOWN, WALKS

ACTS = {names.PLACE, names.REMOVE, names.ARCHIVE, names.NOOK, names.NOOK_OVER}
"""Deliveries that say nothing."""
TOLD = {
    *(
        names.OPENING,
        names.PLACE,
        names.INTRODUCTION,
        names.UNMATCHED,
        names.OTHER_TIMES,
        names.MOVED,
        names.SPOT,
    ),
    *(names.AGREED, names.LATE, names.FELL_THROUGH, names.REMOVE, names.NUDGED, names.REMINDER, names.ASK),
    *(names.NEXT_DATE, names.TIME, names.ARCHIVE),
}
"""What the story is made to tell, at least."""
DECISIONS = {
    *("round.open", "round.match", names.SECOND_DRAW, names.NUDGE, names.RELEASE, names.CHECK_IN, names.CLOSE)
}
"""What is decided in the story."""


def groups(repos):
    """Return all groups, in the order in which they were made."""
    rounds = repos.rounds.of_circle(WALKS)
    return tuple(group for round_ in rounds for group in repos.rounds.groups(round_.id))


def disagree(group_id, now):
    """Nobody can come at the proposed times, and somebody asks for another spot."""

    def do(repos):
        _tap(repos, group_id, Acceptance.NEITHER, now)
        moving.other_spot(repos, repos.rounds.group(group_id), now)

    return do


def agree(group_id, now):
    """Everybody takes the first time."""
    return lambda repos: _tap(repos, group_id, Acceptance.FIRST, now)


def _tap(repos, group_id, acceptance, now):
    for seat in active_seats(repos, repos.rounds.group(group_id)):
        taps.accept(repos, repos.rounds.group(group_id), seat.member, acceptance, now)


def move(group_id, now):
    """Somebody asks for another time than the one that stands."""
    return lambda repos: moving.move(repos, repos.rounds.group(group_id), now)


def run_late(group_id, now):
    """Somebody says that they are late."""

    def do(repos):
        group = repos.rounds.group(group_id)
        user = user_on(repos, active_seats(repos, group)[0].member, group.platform)
        args = {"user": user, "minutes": "10"}
        repos.jobs.add(delivery(group.community, names.LATE, group.id, now, mark="1", args=args))

    return do


def cancel(group_id, now):
    """Somebody can't come after all."""

    def do(repos):
        group = repos.rounds.group(group_id)
        releasing.release_seat(repos, group, active_seats(repos, group)[0].member, now)

    return do


def meet(group_id, now):
    """Everybody met, liked it and would do it again, so that they are offered a date of their own."""

    def do(repos):
        for seat in active_seats(repos, repos.rounds.group(group_id)):
            group = repos.rounds.group(group_id)
            checkins.note(repos, group, seat.member, now, met=Met.YES, feeling=Feeling.GOOD, again=True)

    return do


def probe(now):
    """Give the bot something to decide that changes nothing: once it did, it is at work."""
    return lambda repos: repos.jobs.add(decision(TOWN, names.NUDGE, "nobody", now))


@dataclass
class Outcome:
    """Hold what stands in the database in the end."""

    jobs: dict[str, Job]
    groups: tuple[Group, ...]
    seats: tuple[Seat, ...]
    users: dict[MemberId, str]
    rounds: tuple

    def steps(self, state=JobState.DONE):
        """Count the deliveries that came to some end."""
        return Counter(job.step for job in self.jobs.values() if job.delivery and job.state is state)

    def opened(self, step):
        """Return what the platform gave back for each job of a step."""
        return [job.remote for job in self.jobs.values() if job.step == step and job.state is JobState.DONE]

    def said(self):
        """Return the messages that the platform gave back."""
        return [message for step in self.steps().keys() - ACTS for message in self.opened(step)]

    def people(self, group):
        """Return who belongs in a group's place: all who were seated, without who cancelled."""
        removed = {
            job.key.rpartition("/")[2]
            for job in self.jobs.values()
            if job.step == names.REMOVE and job.subject == group.id
        }
        seated = (seat.member for seat in self.seats if seat.group == group.id)
        return {self.users[member] for member in seated if member not in removed}


def outcome(keys):
    """Read the outcome."""

    def read(repos):
        rounds = repos.rounds.of_circle(WALKS)
        members = repos.members.of_community(rounds[0].community)
        return Outcome(
            jobs={key: repos.jobs.get(key) for key in keys},
            groups=groups(repos),
            seats=tuple(seat for round_ in rounds for seat in repos.rounds.seats_in(round_.id)),
            users={one.id: repos.members.accounts(one.id)[0].user for one in members},
            rounds=rounds,
        )

    return read


def check_calm(outcome, now):
    """Assert that the story without a kill is the one that it is meant to be."""
    assert outcome.steps().keys() >= TOLD
    assert {job.step for job in outcome.jobs.values() if not job.delivery} >= DECISIONS
    check_database(outcome, outcome, now)


def check_database(outcome, calm, now):
    """Assert that everything was decided and delivered as if nothing had happened, and nobody was seated twice."""
    assert outcome.steps(JobState.DEAD) == Counter()
    assert outcome.steps(JobState.EXPIRED) == calm.steps(JobState.EXPIRED)
    waiting = [job for job in outcome.jobs.values() if job.state is JobState.WAITING]
    assert [job.key for job in waiting if job.due <= now] == []
    assert outcome.steps() == calm.steps()
    assert [round_.state for round_ in outcome.rounds] == [RoundState.CLOSED, RoundState.PLANNED]
    assert [group.state for group in outcome.groups] == [GroupState.CLOSED] * len(calm.groups)
    assert all(group.channel for group in outcome.groups)
    active = Counter(
        (seat.round, seat.member, seat.role) for seat in outcome.seats if seat.state is SeatState.ACTIVE
    )
    assert set(active.values()) == {1}
    seated = [{(seat.group, seat.member, seat.state) for seat in one.seats} for one in (outcome, calm)]
    assert seated[0] == seated[1]
