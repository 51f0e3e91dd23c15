"""Same people again: a group whose people all said so stays together for a few rounds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.rounds import POD_MEETINGS, GroupState
from bot.ids import MemberId
from bot.matching import Together
from bot.services.candidates import Setting, coming, request_for
from bot.services.circles.schedule import upcoming
from tests.support.meeting_town import COMMUNITY, WALKS
from tests.support.remembered import TRIOS, enrol, next_round, remember, request
from tests.support.rounds import a_town, agreed, heard

pytestmark = pytest.mark.timeout(60)
PODS = replace(TRIOS, pods=True)
POD = Together(members=("a", "b", "c"), complete=True)


async def together(town, past, circle=PODS):
    """Return who comes together after a past, of six people who are always in."""

    def story(repos):
        enrol(repos, "abcdef", circle=circle)
        past(repos)
        return request(repos, circle).together

    return await town.run(story)


async def test_who_all_said_again_are_kept_together_in_a_circle_with_pods_only(town):
    def past(repos):
        remember(repos, 1, "abc", circle=PODS, again=True)
        remember(repos, 1, "def", circle=PODS)

    assert await together(town, past) == (POD,)
    assert await together(town, lambda _: None, TRIOS) == ()


async def test_a_pod_that_skipped_a_round_as_one_goes_on_and_one_that_met_others_does_not(town):
    def past(repos):
        remember(repos, 2, "abc", "def", circle=PODS, again=True)
        remember(repos, 1, "de", circle=PODS)

    assert await together(town, past) == (POD,)


async def test_people_are_mixed_again_after_a_few_meetings(town):
    def past(repos):
        for ago in range(POD_MEETINGS, 0, -1):
            remember(repos, ago, "abc", circle=PODS, again=True)
        for ago in range(POD_MEETINGS - 1, 0, -1):
            remember(repos, ago, "def", circle=PODS, again=True)

    assert await together(town, past) == (Together(members=("d", "e", "f"), complete=True),)


async def test_a_pod_waits_until_all_of_it_are_coming(town):
    def past(repos):
        remember(repos, 1, "abc", circle=PODS, again=True)
        repos.rounds.add(next_round(PODS))
        repos.rounds.answer(next_round(PODS).id, MemberId("c"), coming=False)

    assert await together(town, past) == ()


async def test_a_pod_too_large_for_the_circle_is_left(town):
    def past(repos):
        remember(repos, 1, "abcde", circle=PODS, again=True)

    assert await together(town, past) == ()


async def test_partners_come_before_a_pod_that_has_only_one_of_them(town):
    def past(repos):
        remember(repos, 1, "abc", circle=PODS, again=True)
        enrol(repos, "c", circle=PODS, partner=MemberId("d"))
        enrol(repos, "d", circle=PODS, partner=MemberId("c"))

    assert await together(town, past) == (Together(members=("c", "d")),)


async def test_partners_within_a_pod_are_in_it_once(town):
    def past(repos):
        remember(repos, 1, "abc", circle=PODS, again=True)
        enrol(repos, "b", circle=PODS, partner=MemberId("c"))
        enrol(repos, "c", circle=PODS, partner=MemberId("b"))

    assert await together(town, past) == (POD,)


async def test_a_host_belongs_to_their_own_group(town):
    """Ada's own three said again, and so did she and the guest beside whom she held an extra seat."""

    def past(repos):
        remember(repos, 1, "abc", "Ad", circle=PODS, again=True)

    assert await together(town, past) == (POD,)


async def test_answers_to_again_make_a_pod_that_outlives_their_erasure():
    """Three meet, and all tap again; a week later the answers are erased, and the three come to the next round as one."""
    async with a_town(list("abc"), size=3) as town:
        circle = await town.kith.storage.run(lambda repos: repos.rounds.circle(WALKS))
        await town.kith.storage.run(lambda repos: repos.rounds.save_circle(replace(circle, pods=True)))
        group = await agreed(town)
        await town.kith.push(seconds=(group.meets_at - town.kith.clock.now()).total_seconds() + 26 * 3600)
        for human in town.people.values():
            await human.tap("Yes, we met")
            await human.tap("Good")
            await human.tap("Yes, gladly")
        await town.kith.due()
        assert heard(await town.people["m-a"].sees(), "you stay together when all of you are in")
        await town.kith.push(days=7)
        (closed,) = await town.groups()
        assert (closed.state, closed.again) == (GroupState.CLOSED, True)
        assert await in_town(town) == (Together(members=("m-a", "m-b", "m-c"), complete=True),)


async def test_an_answer_taken_back_ends_the_pod():
    async with a_town(list("abc"), size=3) as town:
        circle = await town.kith.storage.run(lambda repos: repos.rounds.circle(WALKS))
        await town.kith.storage.run(lambda repos: repos.rounds.save_circle(replace(circle, pods=True)))
        group = await agreed(town)
        town.kith.clock.set(group.meets_at + timedelta(hours=2))
        for human in town.people.values():
            await human.say("meet checkin", group=group.id, met="yes")
            await human.say("meet checkin", group=group.id, again="yes")
        assert (await town.groups())[0].again
        await town.people["m-b"].say("meet checkin", group=group.id, again="no")
        (group,) = await town.groups()
        assert (group.again, group.state) == (False, GroupState.MET)


async def in_town(town):
    """Return who comes together to the town's next round."""

    def read(repos):
        circle = repos.rounds.circle(WALKS)
        setting = Setting(round=upcoming(repos, circle), circle=circle, community=COMMUNITY)
        return request_for(repos, setting, coming(repos, setting, town.kith.clock.now())).together

    return await town.kith.storage.run(read)


@pytest.mark.parametrize("people", ["abcd", "abcde", "abcdef"])
async def test_four_five_or_six_people_are_kept_together_for_four_meetings_in_a_circle_of_five(town, people):
    """A pod is of four to six: a circle's groups have five at most, and one more where numbers ask for it."""
    circle = replace(PODS, size=5)
    pod = (Together(members=tuple(people), complete=True),)

    def story(repos):
        enrol(repos, "abcdefgh", circle=circle)
        found = []
        for meeting in range(POD_MEETINGS, 0, -1):
            remember(repos, meeting, people, circle=circle, again=True)
            found.append(request_before(repos, circle))
        return found

    first, second, third, fourth = await town.run(story)
    assert first == second == third == pod
    assert fourth == (), "after four meetings everybody is mixed again"


def request_before(repos, circle):
    """Return who comes together to the next round, given the meetings so far."""
    return request(repos, circle).together


async def test_some_of_a_pod_circle_who_wish_to_meet_again_get_a_date_and_no_pod():
    """A pod is for all of its people; two of three who said so meet again by themselves."""
    async with a_town(list("abc"), size=3) as town:
        circle = await town.kith.storage.run(lambda repos: repos.rounds.circle(WALKS))
        await town.kith.storage.run(lambda repos: repos.rounds.save_circle(replace(circle, pods=True)))
        group = await agreed(town)
        await town.kith.push(seconds=(group.meets_at - town.kith.clock.now()).total_seconds() + 26 * 3600)
        for name in ("m-a", "m-b"):
            for tap in ("Yes, we met", "Good", "Yes, gladly"):
                await town.people[name].tap(tap)
        await town.kith.push(days=4)
        round_ = await town.kith.storage.run(lambda repos: repos.rounds.following(group.id))
        seats = await town.kith.storage.run(lambda repos: repos.rounds.seats_in(round_.id))
        assert {seat.member for seat in seats} == {"m-a", "m-b"}
        assert await in_town(town) == ()
        assert not heard(await town.people["m-c"].sees(), "would be happy to meet again")
