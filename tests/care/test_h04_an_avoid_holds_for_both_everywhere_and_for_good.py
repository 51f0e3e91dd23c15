"""H4: an avoid is mutual and covers everything; it outlives leaving, coming back, erasing and other accounts."""

from itertools import combinations

import pytest

from bot.domain.community import Account
from bot.domain.rounds import GroupState
from bot.ids import MemberId, UserId
from bot.services.care import avoiding
from tests.support.everywhere import a_town_on, on_every_platform
from tests.support.meeting_town import TOWN
from tests.support.rounds import a_town, heard, matched

pytestmark = pytest.mark.timeout(180)
CANT = "can't make it this time"


async def apart(town):
    return await town.kith.storage.run(lambda repos: repos.separations.apart(TOWN))


@on_every_platform
async def test_whoever_avoids_somebody_in_their_group_is_out_of_it_as_after_a_cancel(where):
    async with a_town_on(where, list("abc"), size=3) as town:
        ada, ben, chi = town.people.values()
        (group,) = await groups_at(town)
        answer = await ada.say("meet avoid", who=ben.user_id)
        assert "You are out of your group with them" in answer.text
        await town.kith.due()
        assert await town.seats(group) == {"m-a": "released", "m-b": "active", "m-c": "active"}
        for human in (ben, chi):
            assert len(heard(await human.sees(), CANT)) == 1


async def groups_at(town):
    await town.kith.push(days=6, hours=10)
    return await town.groups()


async def test_in_many_rounds_the_two_never_meet_whoever_of_them_said_so():
    async with a_town(list("abcdef"), size=3, weeks=1) as town:
        ada, ben = town.people["m-a"], town.people["m-b"]
        await ben.say("meet avoid", who=ada.user_id)
        for _ in range(4):
            await town.kith.push(days=7)
        pairs = await town.pairs_met()
        assert len(pairs) > 10
        assert frozenset(("m-a", "m-b")) not in pairs


async def test_nothing_is_said_while_the_two_sit_together():
    """From the table Ada avoids Ben: no word reaches it, and "again" comes to nothing."""
    async with a_town(weeks=1) as town:
        await matched(town)
        ada, ben = town.people.values()
        for human in (ada, ben):
            await human.tap("Time 1")
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        await town.kith.push(seconds=(group.meets_at - town.kith.clock.now()).total_seconds() + 600)
        before = await ben.sees()
        await ada.say("meet avoid", who=ben.user_id)
        await town.kith.due()
        assert await ben.sees() == before
        await town.kith.push(days=1, hours=4)
        for human in (ada, ben):
            for label in ("Yes, we met", "Good", "Yes, gladly"):
                await human.tap(label)
        await town.kith.push(days=1)
        assert not heard(await ben.sees(), "happy to meet again")
        assert len(await town.groups()) == 1


async def test_leaving_erasing_and_coming_back_change_nothing_and_nobody_is_told():
    async with a_town(weeks=1) as town:
        ada, ben = town.people.values()
        await ada.say("meet avoid", who=ben.user_id)
        await ben.say("kith stop")
        await town.kith.push(days=32)
        assert await apart(town) == set()  # he is no member any more
        await ben.say("meet join")
        await ben.tap("I agree")
        ((one, other),) = await apart(town)
        assert "m-a" in {one, other}
        listed = await ada.say("meet avoiding")
        assert "whose data was erased" in listed.text
        await ada.tap("Take back")
        assert await apart(town) == set()


async def test_an_account_that_is_linked_later_counts_as_well():
    """Ben's second account was on Ada's list before anybody knew that it is his; they share a group by then."""
    async with a_town(list("abc"), size=3, weeks=1) as town:
        ada, ben, _ = town.people.values()
        too = await town.kith.stage.person("ben too")
        await ada.say("meet avoid", who=too.user_id)
        (group,) = await groups_at(town)
        assert (await town.seats(group))["m-b"] == "active"
        code = (await ben.say("my link")).text.split("Your code: ")[1].split()[0]
        await too.say("my link", code=code)
        await too.tap("Yes, both are mine")
        await town.kith.due()
        assert await apart(town) == {("m-a", "m-b")}
        assert (await town.seats(group))["m-b"] == "released"
        assert len(heard(await ada.sees(), CANT)) == 1
        assert "ben too" in (await ada.say("meet avoiding")).text


async def test_a_wish_to_come_together_counts_for_nothing_and_looks_unanswered():
    async with a_town(list("abcd"), size=3, weeks=1) as town:
        ada, ben = town.people["m-a"], town.people["m-b"]
        await ben.say("meet with", who=ada.user_id)
        before = (await ben.say("meet circle")).text
        await ada.say("meet with", who=ben.user_id)
        assert (await ben.say("meet circle")).text != before
        await ada.say("meet avoid", who=ben.user_id)
        assert (await ben.say("meet circle")).text == before
        unanswered = await ben.say("meet with", who=ada.user_id)
        assert "I keep this for you" in unanswered.text
        assert "keep you apart" in (await ada.say("meet with", who=ben.user_id)).text
        await town.kith.push(days=7)
        for group in await town.groups():
            assert ("m-a", "m-b") not in set(combinations(sorted(await town.seats(group)), 2))


async def test_oneself_and_nobody_can_not_be_avoided_and_anybody_else_can():
    async with a_town() as town:
        ada = town.people["m-a"]
        assert "That is you" in (await ada.say("meet avoid", who=ada.user_id)).text
        assert "can't tell who" in (await ada.say("meet avoid", who="somebody")).text
        visitor = await town.kith.stage.person("visitor")
        await ada.say("meet avoid", who=visitor.user_id)
        await visitor.leave()
        assert "visitor" in (await ada.say("meet avoiding")).text
        gone = await ada.say("meet unavoid", who=visitor.user_id)
        assert "off your list" in gone.text
        assert "not on your list" in (await ada.say("meet unavoid", who=visitor.user_id)).text


async def test_a_full_list_says_what_to_do_and_lets_nobody_off(monkeypatch):
    """Whoever is on it may be named again, and there is room once somebody was taken off."""
    monkeypatch.setattr(avoiding, "MOST", 2)
    async with a_town(list("abcd")) as town:
        ada, *others = town.people.values()
        for other in others[:2]:
            assert "Noted" in (await ada.say("meet avoid", who=other.user_id)).text
        full = await ada.say("meet avoid", who=others[2].user_id)
        assert "as long as I can keep it" in full.text
        assert full.where == "private"
        assert await apart(town) == {("m-a", "m-b"), ("m-a", "m-c")}
        assert "Noted" in (await ada.say("meet avoid", who=others[0].user_id)).text
        await ada.say("meet unavoid", who=others[0].user_id)
        assert "Noted" in (await ada.say("meet avoid", who=others[2].user_id)).text


async def test_people_of_a_group_are_a_tap_away_after_not_this_time():
    async with a_town(weeks=1) as town:
        await matched(town)
        ada, ben = town.people.values()
        (group,) = await town.groups()
        for met in ({"met": "yes"}, {"feeling": "not-for-me"}):
            await ada.say("meet checkin", group=group.id, **met)
        last = await ada.say("meet checkin", group=group.id, again="no")
        assert last.labels == (f"@{ben.name}",)
        await ada.tap(f"@{ben.name}")
        assert await apart(town) == {("m-a", "m-b")}
        found = Account(platform=town.kith.stage.platform.name, user=UserId(ben.user_id))
        (line,) = await town.kith.storage.run(lambda repos: repos.separations.avoided_by(MemberId("m-a")))
        assert line.who == found
