"""A volunteer host has two groups in one round: both are written, told apart, and end well."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.availability import mask_of
from bot.domain.rounds import GroupState
from bot.matching import MatchedGroup, MatchResult
from tests.support.meeting_town import WALKS
from tests.support.rounds import NEUTRAL, a_town, heard

pytestmark = pytest.mark.timeout(60)
SATURDAYS = mask_of(["sat-morning", "sat-evening"])


async def ada_hosts(request):
    """Match Ada with Ben, and let her hold an extra seat beside Chi, who would be left out."""
    slots = request.candidates[0].slots
    words = {"slots": slots, "languages": frozenset({"en"}), "facts": ()}
    names = {each.id for each in request.candidates}
    if not {"m-a", "m-b", "m-c"} <= names:
        return MatchResult(groups=(), unplaced=(), repeats=0, value=0, bound=None, most_placed=0)
    groups = (
        MatchedGroup(members=("m-a", "m-c"), fits=(200, 300), host="m-a", **words),
        MatchedGroup(members=("m-a", "m-b"), fits=(700, 600), **words),
    )
    return MatchResult(groups=groups, unplaced=(), repeats=0, value=1600, bound=None, most_placed=3)


@asynccontextmanager
async def a_hosted_town(**settings):
    async with a_town(list("abc"), match=ada_hosts, **settings) as town:
        await town.kith.storage.run(ada_consents)
        yield town


def ada_consents(repos):
    (own,) = repos.members.enrolments("m-a")
    repos.members.enrol(replace(own, host=True))


async def two_groups(town):
    """Let the round be matched; return Ada's own group and the one that she hosts."""
    await town.kith.push(days=6, hours=10)
    own, extra = await town.groups()
    return own, extra


async def test_the_extra_seat_is_written_with_its_role_and_how_well_each_seat_fits():
    async with a_hosted_town() as town:
        own, extra = await two_groups(town)
        seats = await town.kith.storage.run(lambda repos: repos.rounds.seats_in(own.round))
        assert [(seat.group, seat.member, seat.role, seat.fit) for seat in seats] == [
            (own.id, "m-a", "member", 700),
            (own.id, "m-b", "member", 600),
            (extra.id, "m-a", "host", 200),
            (extra.id, "m-c", "member", 300),
        ]


async def test_the_introduction_names_the_host_and_not_why_there_is_one():
    async with a_hosted_town() as town:
        await two_groups(town)
        card = next(each.text for each in await town.people["m-c"].sees() if "You are matched" in each.text)
        assert "is the host here and meets another group too" in card
        assert "left out" not in card
        ben = [each.text for each in await town.people["m-b"].sees()]
        assert not any("host" in words for words in ben)


async def test_the_second_group_is_offered_other_times_than_the_first():
    async with a_hosted_town() as town:
        own, extra = await two_groups(town)
        assert len(extra.options) == 2
        assert not set(own.options) & set(extra.options)


async def test_no_plan_is_made_on_top_of_another_one_of_the_host():
    """With two Saturdays only, both groups are offered the same times; what Ada has taken, Chi can't have."""
    async with a_hosted_town(times=mask_of(["sat-morning"])) as town:
        own, extra = await two_groups(town)
        assert own.options == extra.options
        ada, ben, chi = town.people.values()
        await chi.tap("Time 1")
        await ada.say("meet plan", choice="first", group=own.id)
        await ben.tap("Time 1")
        await town.kith.due()
        refused = await ada.say("meet plan", choice="first", group=extra.id)
        assert "meet another group at that time" in refused.text
        await ada.say("meet plan", choice="either", group=extra.id)
        await chi.tap("Either")
        await town.kith.due()
        first, second = await town.groups()
        assert (first.meets_at, second.meets_at) == (own.options[0], own.options[1])


async def test_status_and_plan_tell_the_two_groups_apart():
    async with a_hosted_town() as town:
        await two_groups(town)
        ada = town.people["m-a"]
        status = (await ada.say("meet status")).text
        assert "Your group: with @b" in status
        assert "Your extra seat: with @c" in status
        asked = await ada.say("meet plan")
        assert asked.labels == ("My group", "My extra seat")
        assert "Which time suits you" in (await ada.tap("My extra seat")).text


async def test_a_host_is_asked_which_group_they_cancel_and_the_other_goes_on():
    async with a_hosted_town() as town:
        await two_groups(town)
        ada = town.people["m-a"]
        assert "Which one do you mean" in (await ada.say("meet cancel")).text
        await ada.tap("My extra seat")
        await town.kith.due()
        own, extra = await town.groups()
        assert (own.state, extra.state) == (GroupState.PROPOSED, GroupState.MISSED)
        assert heard(await town.people["m-c"].sees(), NEUTRAL)
        await ada.say("meet plan", choice="first")
        assert not heard(await town.people["m-b"].sees(), NEUTRAL)


async def test_a_host_whose_guest_cancels_is_not_left_out():
    async with a_hosted_town() as town:
        await two_groups(town)
        await town.people["m-c"].say("meet cancel")
        await town.kith.due()
        told = [each.text for each in await town.people["m-a"].sees() if NEUTRAL in each.text]
        assert len(told) == 1
        assert "placed early" not in told[0]
        assert await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS)) == ()


async def test_late_is_passed_on_to_the_group_that_meets_first():
    async with a_hosted_town(times=SATURDAYS) as town:
        await two_groups(town)
        for name, group in zip("bc", await town.groups(), strict=True):
            await town.people["m-a"].say("meet plan", choice="first", group=group.id)
            await town.people[f"m-{name}"].say("meet plan", choice="first")
        await town.kith.due()
        first = min(await town.groups(), key=lambda group: group.meets_at)
        rest = first.meets_at - timedelta(hours=1) - town.kith.clock.now()
        await town.kith.push(seconds=rest.total_seconds())
        assert "about 10 minutes late" in (await town.people["m-a"].say("meet late")).text


@pytest.mark.parametrize(("guest", "number"), [("m-b", 0), ("m-c", 1)])
async def test_what_is_typed_about_a_plan_finds_the_group_whose_plan_stands(guest, number):
    """One of Ada's groups has agreed and the other still chooses."""
    async with a_hosted_town() as town:
        group, ada = (await two_groups(town))[number], town.people["m-a"]
        await ada.say("meet plan", choice="first", group=group.id)
        await town.people[guest].say("meet plan", choice="first")
        await town.kith.due()
        assert "you are still on" in (await ada.say("meet still")).text
        assert "can find you by that" in (await ada.say("meet sign", line="green scarf")).text
        await town.kith.push(seconds=(group.options[0] - town.kith.clock.now()).total_seconds() - 3600)
        assert "about 10 minutes late" in (await ada.say("meet late")).text


async def test_who_hosts_answers_for_each_group_by_itself():
    """Both check-ins reach Ada; the answer to one says nothing about the other."""
    async with a_hosted_town() as town:
        own, extra = await two_groups(town)
        for group in (own, extra):
            await town.people["m-a"].say("meet checkin", group=group.id, met="yes" if group is own else "no")
        await town.people["m-b"].say("meet checkin", group=own.id, met="yes")
        await town.people["m-c"].say("meet checkin", group=extra.id, met="no")
        states = [group.state for group in await town.groups()]
        assert states == [GroupState.MET, GroupState.MISSED]


async def test_a_host_who_leaves_gives_up_both_seats():
    async with a_hosted_town() as town:
        await two_groups(town)
        await town.people["m-a"].say("meet leave")
        await town.kith.due()
        assert [group.state for group in await town.groups()] == [GroupState.MISSED, GroupState.MISSED]
        sat_out = await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS))
        assert [member for _, member in sat_out] == ["m-b", "m-c"]


async def test_the_preview_names_the_extra_seat():
    async with a_hosted_town() as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        assert "an extra seat of @a" in (await olga.say("organise preview")).text
