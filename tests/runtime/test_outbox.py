"""Deliveries under faults: once in effect, whatever the platform does."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.domain.jobs import JobState
from bot.errors import Refusal
from bot.runtime.outbox import Outbox
from bot.services.standing import SnapshotChanged
from tests.support.kith import kith_on
from tests.support.meeting_town import TOWN, WALKS, settle_town
from tests.support.playground_stage import open_stage

pytestmark = pytest.mark.timeout(60)


@asynccontextmanager
async def a_pair():
    async with open_stage() as stage, kith_on(stage) as kith:
        town = await settle_town(kith, ["a", "b"])
        yield town, stage.world.faults


async def openings(town):
    human = next(iter(town.people.values()))
    return [each for each in await human.sees() if each.where == "public"]


async def test_a_lost_answer_leaves_one_message():
    """The platform acted and its answer got lost: the retry finds what is there."""
    async with a_pair() as (town, faults):
        faults.lose_answer_once()
        await town.kith.push(days=5)
        assert len(await openings(town)) == 1


async def test_a_passing_failure_is_tried_again():
    """A refusal that passes only delays the message."""
    async with a_pair() as (town, faults):
        for _ in range(3):
            faults.fail_once(retry_after=60)
        await town.kith.push(days=5)
        assert len(await openings(town)) == 1


async def test_after_a_short_outage_with_many_tries_nothing_waits_long():
    """Half a minute without a connection, asked for every two seconds, does not delay the opening by a quarter hour."""
    async with a_pair() as (town, faults):
        for _ in range(14):
            faults.fail_once(retry_after=2)
        await town.kith.push(days=4)
        rounds = await town.kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))
        wait = rounds[0].opens_at - town.kith.clock.now() + timedelta(minutes=1)
        await town.kith.push(seconds=wait.total_seconds())
        assert len(await openings(town)) == 1


async def test_a_refusal_for_good_ends_in_the_dead_letters_and_nothing_else_stops():
    """The opening can't be posted; the round is matched all the same, and the refusal is kept for the organiser."""
    async with a_pair() as (town, faults):
        faults.refuse_once(Refusal.FORBIDDEN)
        await town.kith.push(days=7)
        assert await openings(town) == []
        dead = await town.kith.storage.run(lambda repos: repos.jobs.dead(TOWN))
        assert [job.step for job in dead] == ["round.opening"]
        assert len(await town.groups()) == 1


async def test_a_group_without_a_place_is_not_spoken_to():
    """When the place can't be opened, what depends on it expires instead of failing for ever."""
    async with a_pair() as (town, faults):
        await town.kith.push(days=5)
        faults.refuse_once()  # the question who is still here; a platform that can't tell opts nobody out
        faults.refuse_once(Refusal.LIMIT)
        await town.kith.push(days=2)
        (group,) = await town.groups()
        assert group.channel is None
        jobs = await town.kith.storage.run(lambda repos: repos.jobs.dead(TOWN))
        assert [job.step for job in jobs] == ["group.place"]


async def test_an_opening_is_not_posted_after_its_round_was_due():
    """After an outage over the whole opening time there is nothing to open any more."""
    async with a_pair() as (town, _):
        town.kith.clock.push(timedelta(days=7))
        await town.kith.due()
        assert await openings(town) == []


async def test_a_job_taken_over_by_another_process_is_not_recorded_by_the_first():
    """Whoever holds the lease records; the other one's result is dropped."""
    async with a_pair() as (town, _):
        kith = town.kith
        await kith.push(days=4)
        rounds = await kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))
        slow = Outbox(kith.app.kit, kith.app._steps, owner="slow")
        kith.clock.set(rounds[0].opens_at)
        await kith.app._scheduler.run_due()
        (job,) = await slow._claim()
        kith.clock.push(timedelta(minutes=10))
        await kith.app._outbox.run_due()
        await kith.storage.run(lambda repos: slow._record(repos, job, "other"))
        kept = await kith.storage.run(lambda repos: repos.jobs.get(job.key))
        assert (kept.state, kept.owner) == (JobState.DONE, kith.app._outbox._owner)
        assert kept.remote != "other"


async def test_a_tap_that_comes_twice_counts_once():
    """The same answer twice leaves one yes."""
    async with a_pair() as (town, _):
        await town.kith.push(days=5)
        human = town.people["m-a"]
        await human.tap("Join")
        again = await human.tap("Join")
        assert "Sunday walks" in again.text
        members = await town.kith.storage.run(lambda repos: repos.members.of_community(TOWN))
        assert len(members) == 2


async def test_a_revoked_token_loses_nothing():
    """While the platform knows the bot no more, deliveries wait instead of being given up one by one."""
    async with a_pair() as (town, faults):
        faults.refuse_once(Refusal.LOGGED_OUT)
        await town.kith.push(days=5, hours=12)
        assert len(await openings(town)) == 1
        assert await town.kith.storage.run(lambda repos: repos.jobs.dead(TOWN)) == ()


async def test_a_refusal_is_stored_with_its_reason():
    """The dead letter says why, so that the organiser can be told."""
    async with a_pair() as (town, faults):
        faults.refuse_once(Refusal.GONE)
        await town.kith.push(days=5)
        (job,) = await town.kith.storage.run(lambda repos: repos.jobs.dead(TOWN))
        assert job.remote == Refusal.GONE.value


async def test_a_decision_that_was_put_off_in_the_same_moment_waits():
    """A nudge moves the release that was due with it: the release is not taken from the old list."""
    async with a_pair() as (town, _):
        kith = town.kith
        await kith.push(days=7)
        (group,) = await town.groups()
        kith.clock.push(timedelta(days=5))
        await kith.app._scheduler.run_due()
        (group,) = await town.groups()
        assert group.state.value == "proposed"


async def test_a_decision_that_never_settles_is_put_off_under_a_standing_clock(monkeypatch):
    """Members who change without end can't hold the clock: the match is tried again a minute later."""
    async with a_pair() as (town, _):
        kith = town.kith
        await kith.push(days=5)
        due = await kith.app.next_due()

        async def restless(_kit, _job, _now):
            def decide(_repos):
                raise SnapshotChanged

            return decide

        monkeypatch.setitem(kith.app._scheduler._steps.slow_decisions, "round.match", restless)
        kith.clock.set(due)
        assert await kith.app.run_due() == 0
        assert await kith.app.next_due() > due
