"""The recap in chat: who reads it, when it is shared, and that it stands though nobody asks."""

from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest

from bot.domain.recap import Outcome
from bot.domain.retention import Keep
from bot.domain.rounds import GroupState
from bot.services.privacy.retaining import plan_day
from tests.support.kith import kith_on
from tests.support.meeting_town import COMMUNITY as HERE
from tests.support.meeting_town import TOWN, settle_town
from tests.support.playground_stage import open_stage
from tests.support.rounds import a_town, agreed, until
from tests.support.seasons import a_round, in_pairs, people
from tests.support.town import NOW

pytestmark = pytest.mark.timeout(60)
FIRST = date(2026, 10, 26)
"""A Monday; its season goes until 29 November, two days before the tests' now."""
LONG_AGO = NOW - timedelta(days=300)


@asynccontextmanager
async def a_place_with_a_past(pairs, slot=date(2026, 9, 28)):
    """Open a place whose people met in a season that has settled, so many pairs of them, with its organiser."""
    async with open_stage() as stage, kith_on(stage) as kith:
        olga = await stage.person("Olga", organiser=True)
        town = await settle_town(kith, ["a"])

        def write(repos):
            members = people(repos, HERE, 2 * pairs, joined=LONG_AGO)
            (circle,) = repos.rounds.circles(TOWN)
            a_round(repos, HERE, circle, slot, in_pairs(members))

        await kith.storage.run(write)
        yield town, olga


async def test_the_organiser_reads_it_alone_and_shares_the_picture_and_a_sentence_once():
    async with a_place_with_a_past(10) as (town, olga):
        told = await olga.say("organise recap")
        assert told.where == "private"
        assert "20 or more members met someone in person this season." in told.text
        assert [name for name, _ in told.files] == ["season.png"]
        assert "Shared" in (await olga.tap("Share with everybody")).text
        await town.kith.due()
        ada = town.people["m-a"]
        posts = [seen for seen in await ada.sees() if "Our season" in seen.text]
        assert [(seen.where, seen.labels, len(seen.files)) for seen in posts] == [("public", (), 1)]
        assert "20 or more members met someone" in posts[0].text
        assert "Took part" not in posts[0].text
        assert "shared already" in (await olga.tap("Share with everybody")).text
        await town.kith.due()
        assert len([seen for seen in await ada.sees() if "Our season" in seen.text]) == 1


async def test_a_season_is_shared_once_even_when_its_jobs_are_long_gone():
    async with a_place_with_a_past(10) as (town, olga):
        share = {"season": "1", "share": "yes"}
        assert "Shared" in (await olga.say("organise recap", **share)).text
        await town.kith.push(days=70)
        day = town.kith.clock.now()
        await town.kith.storage.run(lambda repos: repos.jobs.purge(day - Keep.UNTIL_EXPIRED.length))
        assert "shared already" in (await olga.say("organise recap", **share)).text
        await town.kith.due()
        assert len([seen for seen in await olga.sees() if "Our season" in seen.text]) == 1


@pytest.mark.parametrize(("slot", "day"), [(FIRST, "21 December"), (date(2026, 11, 23), "18 January")])
async def test_a_season_is_not_shared_before_its_numbers_stand(slot, day):
    """Neither just after its end nor while it is running, by no tap and by no words that are typed."""
    async with a_place_with_a_past(10, slot) as (town, olga):
        assert (await olga.say("organise recap")).labels == ()
        assert f"From {day}" in (await olga.say("organise recap", season="1", share="yes")).text
        await town.kith.due()
        assert not [seen for seen in await olga.sees() if "Our season" in seen.text]


async def test_a_small_community_is_told_kindly_why_there_are_no_numbers():
    async with a_place_with_a_past(2) as (_, olga):
        told = await olga.say("organise recap")
        assert "Fewer than five people took part" in told.text
        assert "An idea: Invite people once more." in told.text
        assert (told.files, told.labels) == ((), ())
        assert "nothing to share yet" in (await olga.say("organise recap", season="1", share="yes")).text


async def test_without_a_season_and_for_a_wrong_number_it_says_what_to_do():
    async with a_place_with_a_past(1) as (_, olga):
        for number in ("9", "-1", "0", "999999999"):
            told = await olga.say("organise recap", season=number)
            assert f"I know nothing of season {number}" in told.text
    async with open_stage() as stage, kith_on(stage):
        olga = await stage.person("Olga", organiser=True)
        await olga.say("organise setup", zone="Europe/Amsterdam", steward="Noor", contact="Sam")
        assert "It begins with your first round" in (await olga.say("organise recap")).text


async def test_members_do_not_read_it():
    async with a_place_with_a_past(10) as (town, _):
        assert "organiser" in (await town.people["m-a"].say("organise recap")).text


async def test_a_season_stands_when_it_settles_though_nobody_asks():
    """The day's work writes it down."""
    async with a_place_with_a_past(10, date(2026, 10, 12)) as (town, _):
        scope = f"{HERE.id}/season/2026-10-12"

        def kept(repos):
            return dict(repos.tallies.of(scope))

        found = []
        for days in (1, 15):
            await town.kith.push(days=days)
            now = town.kith.clock.now()
            await town.kith.storage.run(lambda repos, now=now: plan_day(repos, now))
            await town.kith.due()
            found.append(await town.kith.storage.run(kept))
        assert found[0] == {}
        assert (found[1]["met"], found[1]["took-part"]) == (20, 20)


async def kept(town, group):
    return dict(await town.kith.storage.run(lambda repos: repos.tallies.of(group.round)))


async def test_a_plan_that_happened_is_kept_when_its_group_closes():
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at + timedelta(hours=30))
        for human in town.people.values():
            await human.tap("Yes, we met")
            await human.tap("Good")
            await human.tap("Yes, gladly")
        assert not await kept(town, group)
        await town.kith.push(days=8)
        (closed,) = [each for each in await town.groups() if each.id == group.id]
        assert closed.state is GroupState.CLOSED
        counts = await kept(town, group)
        assert {name: counts.get(name) for name in Outcome} == {
            **dict.fromkeys(Outcome),
            Outcome.GROUPS: 1,
            Outcome.PLANNED: 1,
            Outcome.MET: 1,
            Outcome.AGAIN_ASKED: 1,
            Outcome.AGAIN_ALL: 1,
        }
        assert counts["group/plan-days/0"] == 1


async def test_a_plan_called_off_and_one_to_which_somebody_did_not_come_are_told_apart():
    async with a_town() as town:
        group = await agreed(town)
        await town.people["m-a"].say("meet cancel")
        await town.kith.push(days=2)
        counts = await kept(town, group)
        assert (counts[Outcome.PLANNED], counts[Outcome.CALLED_OFF]) == (1, 1)
        assert Outcome.NOT_COME not in counts
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at + timedelta(minutes=20))
        await town.people["m-a"].say("meet nobody")
        await town.kith.push(days=9)
        counts = await kept(town, group)
        assert (counts[Outcome.PLANNED], counts[Outcome.NOT_COME]) == (1, 1)
        assert Outcome.CALLED_OFF not in counts
