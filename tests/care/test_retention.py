"""What is too old goes by itself, once a day, some at a time; numbers that were shown stay."""

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.availability import ANY_TIME
from bot.domain.member import Contact, MemberState
from bot.domain.rounds import CircleState, Feeling, Met
from bot.services.circles.schedule import take_back, upcoming
from bot.services.privacy import keeping, retaining
from bot.services.privacy.retaining import plan_day
from bot.services.privacy.totals import shown
from tests.support.kith import kith_on
from tests.support.meeting_town import TOWN, WALKS, settle_town
from tests.support.playground_stage import open_stage
from tests.support.searching import rows_with

pytestmark = pytest.mark.timeout(60)


@asynccontextmanager
async def a_town(names, **settings):
    async with open_stage() as stage, kith_on(stage) as kith:
        yield await settle_town(kith, names, **settings)


async def retain(town):
    """Do what is done once a day."""
    now = town.kith.clock.now()
    await town.kith.storage.run(lambda repos: plan_day(repos, now))
    await town.kith.push(minutes=6)


async def member(town, name):
    return await town.kith.storage.run(lambda repos: repos.members.get(name))


async def test_answers_after_a_meeting_are_counted_and_then_gone():
    """What somebody felt goes when the group closes, whether they met within 30 days of the round."""
    async with a_town(["a", "b"]) as town:
        await town.kith.push(days=6, hours=10)
        (group,) = await town.groups()

        def answer(repos):
            for seat in repos.rounds.seats(group.id):
                repos.rounds.save_seat(replace(seat, met=Met.YES, feeling=Feeling.GOOD, again=True))

        await town.kith.storage.run(answer)
        await town.kith.push(days=18)
        seats = await town.kith.storage.run(lambda repos: repos.rounds.seats(group.id))
        assert {(seat.met, seat.feeling, seat.again) for seat in seats} == {(Met.YES, None, None)}
        await town.kith.push(days=17)
        for _ in range(2):
            await retain(town)
        seats = await town.kith.storage.run(lambda repos: repos.rounds.seats(group.id))
        assert {seat.met for seat in seats} == {None}
        counts = await town.kith.storage.run(lambda repos: dict(repos.tallies.of(group.round)))
        answers = {name: count for name, count in counts.items() if not name.startswith("group")}
        assert answers == {"met/yes": 2, "feeling/good": 2, "again/yes": 2}


async def test_who_was_matched_with_whom_goes_after_a_year_and_the_counts_stay():
    async with a_town(["a", "b", "c", "d"], weeks=1) as town:
        await town.kith.push(days=20)
        before = await town.kith.storage.run(lambda repos: shown(repos, TOWN))
        assert before["pairs"] >= 4
        await town.kith.storage.run(stop_all)
        await town.kith.push(days=330)
        await retain(town)
        assert await rows_with(town.kith.storage, "'m-a'") != {}
        await town.kith.push(days=40)
        await retain(town)
        (left,) = await town.kith.storage.run(lambda repos: (repos.rounds.meetings(TOWN),))
        assert left == ()
        assert await town.kith.storage.run(lambda repos: shown(repos, TOWN)) == before
        assert not [member for group in await town.groups() for member in await town.seats(group)]


def stop_all(repos):
    """Let the circle rest, so that a year goes by quickly."""
    circle = replace(repos.rounds.circle(WALKS), state=CircleState.PAUSED)
    repos.rounds.save_circle(circle)
    if (waiting := upcoming(repos, circle)) is not None:
        take_back(repos, waiting)


async def test_a_grid_of_times_goes_a_week_after_somebody_takes_part_in_nothing():
    async with a_town(["a", "b"], times=5) as town:
        await retain(town)
        await town.people["m-a"].say("meet leave", circle="Sunday walks")
        await town.kith.push(days=6)
        await retain(town)
        assert (await member(town, "m-a")).times == 5
        await town.kith.push(days=2)
        await retain(town)
        assert (await member(town, "m-a")).times == ANY_TIME
        assert (await member(town, "m-b")).times == 5


@pytest.mark.parametrize("contact", list(Contact))
async def test_somebody_who_was_not_here_for_ninety_days_is_asked_once_and_keeps_it_with_a_tap(contact):
    async with a_town(["a", "b"], contact=contact) as town:
        await town.kith.storage.run(stop_all)
        await retain(town)
        await town.kith.push(days=89)
        await retain(town)
        assert await questions(town, "m-a") == 0
        await town.people["m-b"].say("meet status")
        await town.kith.push(days=1)
        for _ in range(3):
            await retain(town)
            await town.kith.push(days=1)
        assert await questions(town, "m-a") == 1
        assert await questions(town, "m-b") == 0
        kept = await town.people["m-a"].tap("Keep my profile")
        assert "stays as it is" in kept.text
        await town.kith.push(days=20)
        await retain(town)
        assert (await member(town, "m-a")).state is MemberState.ACTIVE


async def questions(town, name):
    texts = [each.text for each in await town.people[name].sees() if each.where != "public"]
    return sum("Shall I keep your profile?" in text for text in texts)


async def test_without_an_answer_the_profile_goes_in_two_weeks():
    async with a_town(["a", "b"]) as town:
        await town.kith.storage.run(stop_all)
        await retain(town)
        await town.kith.push(days=90)
        await town.people["m-b"].say("meet status")
        await retain(town)
        await town.kith.push(days=13)
        assert await member(town, "m-a") is not None
        await town.kith.push(days=2)
        assert await member(town, "m-a") is None
        assert await rows_with(town.kith.storage, "m-a", town.user("m-a") + "'") == {}
        assert await member(town, "m-b") is not None


async def test_closed_direct_messages_lead_to_a_private_place():
    async with a_town(["a", "b"]) as town:
        await town.kith.storage.run(stop_all)
        town.kith.stage.world.people[town.user("m-a")].takes_directs = False
        await retain(town)
        await town.kith.push(days=90)
        await retain(town)
        seen = [each for each in await town.people["m-a"].sees() if "Shall I keep your profile?" in each.text]
        assert [each.where for each in seen] == ["group"]


async def test_whoever_rests_on_purpose_is_not_asked():
    async with a_town(["a", "b"]) as town:
        await town.kith.storage.run(stop_all)
        await retain(town)
        until = (town.kith.clock.now() + timedelta(days=200)).date().isoformat()
        await town.people["m-a"].say("meet pause", until=until)
        await town.kith.push(days=120)
        await retain(town)
        assert await questions(town, "m-a") == 0


async def test_many_are_looked_at_in_portions_and_the_log_has_counts_alone(monkeypatch, caplog):
    monkeypatch.setattr(keeping, "ASKED_AT_ONCE", 2)
    monkeypatch.setattr(retaining, "AT_A_TIME", 2)
    caplog.set_level(logging.INFO)
    async with a_town(list("abcde")) as town:
        await town.kith.storage.run(stop_all)
        await retain(town)
        await town.kith.push(days=91)
        await retain(town)
        assert [await questions(town, f"m-{name}") for name in "abcde"] == [1] * 5
        lines = [record for record in caplog.records if getattr(record, "action", "") == "retain"]
        assert lines
        assert all(isinstance(getattr(lines[0], name), int) for name in ("plans", "answers", "times", "taps"))
        for name in "abcde":
            assert town.user(f"m-{name}") not in caplog.text


async def test_a_bot_that_starts_does_what_is_due_once_a_day():
    """Nobody has to ask for it, and a second start on the same day plans nothing twice."""
    async with a_town(["a", "b"]) as town:
        for _ in range(2):
            running = asyncio.create_task(town.kith.app.run())
            await asyncio.sleep(0.3)
            running.cancel()
            await asyncio.wait([running])
        planned = await town.kith.storage.run(lambda repos: repos.traces.jobs(TOWN))
        steps = [job.step for job in planned if job.step.startswith("privacy.")]
        assert sorted(steps) == ["privacy.look-round", "privacy.retain"]
