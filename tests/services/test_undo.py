"""Undoing a round: before a plan stands everything is as if it had not been matched, and people are told kindly."""

from dataclasses import replace

import pytest

from bot.domain.member import Attendance
from bot.domain.rounds import GroupState, RoundState
from tests.support.meeting_town import WALKS
from tests.support.rounds import a_town, agreed, heard, matched, rounds_of

pytestmark = pytest.mark.timeout(60)
OVER = "This round starts over"


async def an_organiser(town):
    return await town.kith.stage.person("Olga", organiser=True)


async def history(town):
    def read(repos):
        group_rows = [
            seat for group in repos.rounds.of_circle(WALKS) for seat in repos.rounds.seats_in(group.id)
        ]
        return repos.rounds.meetings("town"), repos.rounds.sat_out(WALKS), group_rows

    return await town.kith.storage.run(read)


async def test_groups_are_dissolved_and_their_places_archived_and_nothing_counts():
    async with a_town(list("abc")) as town:
        group = await matched(town)
        olga = await an_organiser(town)
        said = await olga.say("organise undo")
        assert "1 group is dissolved" in said.text
        await town.kith.due()
        for human in town.people.values():
            assert heard(await human.sees(), OVER) == ["group"]
        assert await history(town) == ((), (), [])
        await town.kith.push(days=1, hours=23)
        assert [each.state for each in await rounds_of(town)][:1] == [RoundState.SKIPPED]
        await town.kith.push(hours=2)
        assert town.kith.stage.world.channel(group.channel).archived


async def test_the_round_can_be_run_again_at_once_with_everybody_who_was_in():
    async with a_town(list("ab"), attendance=Attendance.ASK) as town:
        await town.kith.push(days=5)
        for human in town.people.values():
            await human.say("meet join")
        await matched_later(town)
        olga = await an_organiser(town)
        await olga.say("organise undo")
        await olga.say("organise run")
        await town.kith.due()
        groups = await town.groups()
        assert [group.state for group in groups] == [GroupState.CLOSED, GroupState.PROPOSED]
        assert sorted(await town.seats(groups[1])) == ["m-a", "m-b"]
        assert len((await history(town))[0]) == 1


async def matched_later(town):
    await town.kith.push(days=1, hours=10)
    assert len(await town.groups()) == 1


async def test_it_runs_again_by_itself_two_days_later():
    async with a_town() as town:
        await matched(town)
        await (await an_organiser(town)).say("organise undo")
        await town.kith.push(days=2, hours=1)
        assert [group.state for group in await town.groups()] == [GroupState.CLOSED, GroupState.PROPOSED]
        states = [each.state for each in await rounds_of(town)]
        assert states == [RoundState.SKIPPED, RoundState.MATCHED, RoundState.PLANNED]


async def test_whoever_gave_their_seat_up_is_not_matched_again_by_it():
    async with a_town(list("abc"), size=3) as town:
        await matched(town)
        await town.people["m-c"].say("meet cancel")
        await town.kith.due()
        olga = await an_organiser(town)
        await olga.say("organise undo")
        await olga.say("organise run")
        await town.kith.due()
        assert sorted(await town.seats((await town.groups())[-1])) == ["m-a", "m-b"]


async def test_it_is_refused_kindly_once_a_plan_stands_and_where_nothing_was_matched():
    async with a_town() as town:
        olga = await an_organiser(town)
        assert "no round that could be undone" in (await olga.say("organise undo")).text
        await agreed(town)
        assert "A plan of this round stands already" in (await olga.say("organise undo")).text
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED


async def test_sent_twice_it_leaves_the_round_before_alone():
    """Two rounds are matched and no plan stands: the newer one is undone, and the older one stays as it was."""
    async with a_town(weeks=1) as town:
        await matched(town)
        await town.kith.push(days=7)
        (first, *_), olga = await rounds_of(town), await an_organiser(town)
        await town.kith.storage.run(lambda repos: repos.rounds.save(replace(first, state=RoundState.MATCHED)))
        assert "is undone" in (await olga.say("organise undo")).text
        assert "nothing to undo" in (await olga.say("organise undo")).text
        states = [each.state for each in await rounds_of(town)]
        assert states[:3] == [RoundState.MATCHED, RoundState.SKIPPED, RoundState.OPEN]


async def test_a_round_that_was_run_early_and_undone_can_be_undone_again_after_its_next_try():
    async with a_town() as town:
        olga = await an_organiser(town)
        for _ in range(2):
            await olga.say("organise run")
            await town.kith.due()
            assert "is undone" in (await olga.say("organise undo")).text
            assert "nothing to undo" in (await olga.say("organise undo")).text


async def test_a_place_that_opens_while_the_round_is_undone_is_archived():
    """The platform opens the place; before that is recorded, an organiser undoes the round."""
    async with a_town() as town:
        kith, platform = town.kith, town.kith.stage.platform
        olga = await an_organiser(town)
        opening, opened = platform.open_place, []

        async def undoing(request, *, key, look=False):
            channel = await opening(request, key=key, look=look)
            opened.append(channel)
            await olga.say("organise undo")
            return channel

        platform.open_place = undoing
        await kith.push(days=6, hours=10)
        platform.open_place = opening
        await kith.push(hours=1)
        assert kith.stage.world.channel(opened[0]).archived
        assert not any("You are matched" in each.text for each in await town.people["m-a"].sees())


async def test_an_undo_that_is_killed_leaves_all_of_the_round_or_nothing():
    """It is one transaction: whatever breaks in it, the round stands as it was."""
    async with a_town() as town:
        await matched(town)
        before = await history(town)

        def break_off(repos):
            from bot.services.undoing import undo

            community = repos.communities.get("town")
            undo(repos, community, repos.rounds.circle(WALKS), town.kith.clock.now())
            raise RuntimeError("killed")

        with pytest.raises(RuntimeError):
            await town.kith.storage.run(break_off)
        assert await history(town) == before
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED


async def test_only_organisers_may():
    async with a_town() as town:
        await matched(town)
        assert "Only organisers" in (await town.people["m-a"].say("organise undo")).text
