"""Two accounts of one person become one member, by their own word on both, with the history of both."""

import re
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.domain.community import Account, Community
from bot.domain.member import Contact, Member, MemberState
from bot.domain.rounds import GroupState, SeatState
from bot.errors import NotFound, UserError
from bot.ids import CommunityId, HomeId, MemberId, PlatformName, UserId
from bot.matching import PastMeeting, match
from bot.services.members import linking
from bot.services.seats import departures
from bot.services.seats.leavers import notice_leavers
from tests.support.chat_town import a_place, joined
from tests.support.remembered import enrol, next_round, remember, request, said
from tests.support.rounds import a_town, agreed, matched
from tests.support.town import COMMUNITY, HOME, NOW, PLATFORM, account

pytestmark = pytest.mark.timeout(60)
MATRIX = PlatformName("matrix")
RULES = "A code is good for 15 minutes, once"


def offer(repos, name, now=NOW):
    return linking.offer(repos, repos.members.get(MemberId(name)), account(name), now, Random(name))


def link(repos, name, code, now=NOW, community=COMMUNITY):
    return linking.link(repos, community, account(name), code, now).kept


def join(repos, into, other):
    """Let the account of one go on as the member of the other."""
    return link(repos, other, offer(repos, into))


async def members(kith):
    (community,) = await kith.storage.run(lambda repos: repos.communities.all())
    return await kith.storage.run(lambda repos: repos.members.of_community(community.id))


def code_in(seen):
    return re.search(r"Your code: (\w{8})\b", seen.text)[1]


# What people see


async def test_a_code_from_one_account_and_a_yes_on_the_other_make_one_member():
    async with a_place() as (kith, _):
        old, new = await joined(kith, "Ada"), await joined(kith, "Ada too")
        card = await new.say("my link")
        assert card.where == "private"
        assert "can't be undone" in card.text
        asked = await old.say("my link", code=code_in(card).lower())
        assert asked.labels == ("Yes, both are mine", "No")
        assert "Ada too" in asked.text
        assert len(await members(kith)) == 2
        assert "one member now" in (await old.tap("Yes")).text
        (ada,) = await members(kith)
        accounts = await kith.storage.run(lambda repos: repos.members.accounts(ada.id))
        assert [each.user for each in accounts] == [new.user_id, old.user_id]
        for each in (old, new):
            assert "Sunday walks" in (await each.say("meet status")).text


async def test_saying_no_changes_nothing_and_leaves_the_code_as_it_is():
    async with a_place() as (kith, _):
        old, new = await joined(kith, "Ada"), await joined(kith, "Ada too")
        code = code_in(await new.say("my link"))
        await old.say("my link", code=code)
        assert "Nothing was changed" in (await old.tap("No")).text
        assert len(await members(kith)) == 2
        await old.say("my link", code=f"{code[:4]}-{code[4:]}")
        assert "one member now" in (await old.tap("Yes")).text


async def test_an_account_that_never_joined_becomes_one_more_of_the_member():
    async with a_place() as (kith, _):
        ada, other = await joined(kith, "Ada"), await kith.stage.person("Ada too")
        assert "not a member yet" in (await other.say("my link")).text
        await other.say("my link", code=code_in(await ada.say("my link")))
        await other.tap("Yes")
        assert len(await members(kith)) == 1
        assert "Sunday walks" in (await other.say("meet status")).text


async def test_a_code_between_linked_accounts_chooses_the_one_to_write_to():
    """Whoever asked on the wrong account asks again on the other."""
    async with a_place() as (kith, _):
        old, new = await joined(kith, "Ada"), await kith.stage.person("Ada too")
        await new.say("my link", code=code_in(await old.say("my link")))
        await new.tap("Yes")
        own = code_in(await new.say("my link"))
        assert RULES in (await new.say("my link", code=own)).text
        assert "From now on I write to" in (await old.say("my link", code=own)).text
        (ada,) = await members(kith)
        accounts = await kith.storage.run(lambda repos: repos.members.accounts(ada.id))
        assert [each.user for each in accounts] == [new.user_id, old.user_id]


async def test_a_code_that_ran_out_is_answered_kindly():
    async with a_place() as (kith, _):
        old, new = await joined(kith, "Ada"), await joined(kith, "Ada too")
        code = code_in(await new.say("my link"))
        await kith.push(minutes=16)
        assert await kith.storage.run(lambda repos: repos.jobs.failing(repos.communities.all()[0].id)) == ()
        answer = await old.say("my link", code=code)
        assert RULES in answer.text
        assert "my link" in answer.text


async def test_whoever_sits_in_a_group_answers_there_with_the_account_that_is_in_it():
    """The group's place was opened for the old account; the one to write to is the new one from now on."""
    async with a_town(["a", "b"]) as town:
        await matched(town)
        old, ben = town.people.values()
        new = await joined(town.kith, "a new")
        await old.say("my link", code=code_in(await new.say("my link")))
        await old.tap("Yes")
        for human in (old, ben):
            await human.tap("Neither")
        await town.kith.due()
        for human in (old, ben):
            await human.tap("Time 1")
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        for each in (old, new):
            assert "Your group: with @b, " in (await each.say("meet status")).text


# Codes that are no use


async def refused(town, code, name="b", now=NOW, community=COMMUNITY):
    """Say whether a code is refused with the one sentence, and nothing is changed."""

    def story(repos):
        with pytest.raises(NotFound) as caught:
            link(repos, name, code, now, community)
        return caught.value.text.template

    return RULES in await town.run(story) and len(await town.run(everybody)) == 2


def everybody(repos):
    return repos.members.of_community(COMMUNITY.id)


async def test_a_wrong_an_own_a_late_and_a_foreign_code_get_one_and_the_same_answer(town):
    elsewhere = Community(id=CommunityId("c2"), zone="UTC")

    def build(repos):
        enrol(repos, "ab")
        repos.communities.add(elsewhere)
        return offer(repos, "a")

    code = await town.run(build)
    assert await refused(town, "CCCCCCCC")
    assert await refused(town, "")
    assert await refused(town, code, name="a")
    assert await refused(town, code, now=NOW + linking.VALID)
    assert await refused(town, code, community=elsewhere)
    assert (await town.run(lambda repos: link(repos, "b", code))).id == "a"


async def test_a_code_works_once_and_a_newer_one_ends_it(town):
    def build(repos):
        enrol(repos, "abc")
        first, second = (
            offer(repos, "a"),
            linking.offer(repos, repos.members.get(MemberId("a")), account("a"), NOW, Random(2)),
        )
        link(repos, "c", second)
        return first, second

    first, second = await town.run(build)
    assert first != second
    assert await refused(town, first)
    assert await refused(town, second)


async def test_a_code_goes_with_whoever_leaves(town):
    def build(repos):
        enrol(repos, "ab")
        code = offer(repos, "a")
        departures.opt_out(repos, repos.members.get(MemberId("a")), NOW)
        return code

    assert await refused(town, await town.run(build))


async def test_codes_have_no_look_alikes_and_can_not_be_read_from_their_jobs(town):
    def story(repos):
        enrol(repos, "a")
        member = repos.members.get(MemberId("a"))
        codes = [linking.offer(repos, member, account("a"), NOW, Random(number)) for number in range(50)]
        return codes, repos.jobs.due_decisions(NOW + linking.VALID)

    codes, (job,) = await town.run(story)
    assert len(set(codes)) == 50
    assert all(re.fullmatch(r"[CDFGHJKMNPQRTWXY34679]{8}", code) for code in codes)
    assert codes[-1] not in repr(job)


# What becomes of two lives


async def test_a_person_with_a_new_account_is_not_matched_again_with_whom_the_old_one_met(town):
    """Ana (a) met Ben (b) and was left out once; as n she starts anew, and linked she is one candidate with that past."""

    def story(repos):
        enrol(repos, "abcn")
        remember(repos, 3, "ab")
        remember(repos, 2, "bc", left="a")
        remember(repos, 1, "bc", left="a")
        before = request(repos)
        join(repos, "n", "a")
        return before, request(repos)

    before, after = await town.run(story)
    assert said(before, "n").newcomer
    assert {each.id for each in after.candidates} == {"b", "c", "n"}
    assert after.history["b", "n"] == PastMeeting(rounds_ago=3)
    ana = said(after, "n")
    assert (ana.newcomer, ana.sat_out) == (False, 2)
    groups = match(replace(after, pairs_only=True)).groups
    assert [set(group.members) for group in groups] == [{"c", "n"}]


async def test_odd_turns_and_the_partner_come_along(town):
    def story(repos):
        enrol(repos, "abcden")
        enrol(repos, "a", partner=MemberId("b"))
        enrol(repos, "b", partner=MemberId("a"))
        remember(repos, 2, "abc", "de")
        remember(repos, 1, "an", "bcde")
        join(repos, "n", "a")
        return said(request(repos), "n"), {
            each.member: each.partner for each in repos.members.enrolled(next_round().circle) if each.partner
        }

    ana, partners = await town.run(story)
    assert ana.odd_trios == 2
    assert partners == {"n": "b", "b": "n"}


async def test_while_both_sit_in_one_round_they_are_linked_after_it(town):
    def sit_down(repos):
        enrol(repos, "abcn")
        remember(repos, 1, "ab", "cn", met=None)
        for group in repos.rounds.groups(remember(repos, 1).id):
            repos.rounds.save_group(replace(group, state=GroupState.PROPOSED))

    def refused_now(repos):
        with pytest.raises(UserError, match="after this round is over"):
            join(repos, "n", "a")

    def close(repos):
        for group in repos.rounds.groups(remember(repos, 1).id):
            repos.rounds.save_group(replace(group, state=GroupState.CLOSED))
        return join(repos, "n", "a").id, [
            seat.state for seat in repos.rounds.seats_in(remember(repos, 1).id) if seat.member == "n"
        ]

    await town.run(sit_down)
    await town.run(refused_now)
    assert await town.run(close) == ("n", [SeatState.RELEASED, SeatState.ACTIVE])


async def test_two_plans_at_one_hour_are_sorted_out_first(town):
    """Nobody gets two plans at the same hour, not by linking either."""

    def story(repos, apart):
        enrol(repos, "abcn")
        for ago, word, at in ((2, "ab", NOW), (1, "cn", NOW + apart)):
            (group,) = repos.rounds.groups(remember(repos, ago, word, met=None).id)
            repos.rounds.save_group(replace(group, state=GroupState.AGREED, meets_at=at))
        return join(repos, "n", "a").id

    with pytest.raises(UserError, match="plan at the same hour"):
        await town.run(lambda repos: story(repos, timedelta(minutes=30)))
    assert await town.run(lambda repos: story(repos, timedelta(hours=2))) == "n"


async def test_somebody_who_left_with_the_old_account_brings_its_history_and_is_not_erased(town):
    def story(repos):
        enrol(repos, "abn")
        remember(repos, 1, "ab")
        departures.opt_out(repos, repos.members.get(MemberId("a")), NOW)
        ana = join(repos, "n", "a")
        late = NOW + departures.KEPT_AFTER_LEAVING
        return ana.state, repos.jobs.due_decisions(late), request(repos).history

    state, due, history = await town.run(story)
    assert (state, due) == (MemberState.ACTIVE, ())
    assert history == {("b", "n"): PastMeeting(rounds_ago=1)}


@pytest.mark.parametrize(
    ("platform", "contact"), [(PLATFORM, Contact.DIRECT), (MATRIX, Contact.PLACE)], ids=["same", "another"]
)
async def test_who_wants_no_direct_messages_on_a_platform_gets_none_there(town, platform, contact):
    """An account that is not written to any more has no say in it."""

    def story(repos):
        there = Account(platform=platform, user=UserId("@x"))
        for name, how in (("a", Contact.DIRECT), ("x", Contact.PLACE)):
            repos.members.add(Member(id=MemberId(name), community=COMMUNITY.id, joined_at=NOW, contact=how))
        repos.members.add_account(MemberId("a"), account("a"))
        repos.members.add_account(MemberId("x"), there)
        linking.link(repos, COMMUNITY, there, offer(repos, "a"), NOW)
        return repos.members.get(MemberId("a")).contact

    assert await town.run(story) is contact


# Leaving with one of two accounts


def left(repos, name):
    departures.left_home(repos, PLATFORM, HomeId(HOME), UserId(name), NOW)
    member = repos.members.get(MemberId("n"))
    return member.state, [each.user for each in repos.members.accounts(member.id)]


async def test_whoever_leaves_with_one_account_goes_on_with_the_other(town):
    def story(repos):
        enrol(repos, "an")
        join(repos, "n", "a")
        return left(repos, "n"), left(repos, "a")

    first, second = await town.run(story)
    assert first == (MemberState.ACTIVE, ["a"])
    assert second == (MemberState.LEFT, ["a"])


async def test_whoever_leaves_a_platform_for_good_gives_up_their_groups_there(town):
    there = Account(platform=MATRIX, user=UserId("@n"))

    def story(repos):
        enrol(repos, "nb")
        repos.members.add_account(MemberId("n"), there)
        round_ = remember(repos, 1, "bn", met=None)
        (group,) = repos.rounds.groups(round_.id)
        repos.rounds.save_group(replace(group, state=GroupState.PROPOSED))
        return left(repos, "n"), {seat.member: seat.state for seat in repos.rounds.seats(group.id)}

    gone, seats = await town.run(story)
    assert gone == (MemberState.ACTIVE, ["@n"])
    assert seats["n"] is SeatState.RELEASED


async def test_before_a_round_both_accounts_are_looked_for():
    """The account to write to left while the bot was down: the other one comes, until it has left as well."""
    async with a_town(["a", "b"]) as town:
        kith, first = town.kith, town.people["m-a"]
        other = await kith.stage.person("a too")
        await other.say("my link", code=code_in(await first.say("my link")))
        await other.tap("Yes")
        (round_,) = await kith.storage.run(lambda repos: repos.rounds.of_circle("walks"))

        async def noticed():
            await notice_leavers(kith.app.kit, round_.id, kith.clock.now())
            member = await kith.storage.run(lambda repos: repos.members.get(MemberId("m-a")))
            accounts = await kith.storage.run(lambda repos: repos.members.accounts(member.id))
            return member.state, [each.user for each in accounts]

        kith.stage.world.leave(first.user_id, kith.stage.home)
        assert await noticed() == (MemberState.ACTIVE, [other.user_id])
        kith.stage.world.leave(other.user_id, kith.stage.home)
        assert (await noticed())[0] is MemberState.LEFT


async def test_a_group_says_goodbye_to_all_accounts_of_whoever_cancels():
    async with a_town(["a", "b"]) as town:
        group = await agreed(town)
        first = town.people["m-a"]
        other = await town.kith.stage.person("a too")
        await other.say("my link", code=code_in(await first.say("my link")))
        await other.tap("Yes")
        await town.kith.push(seconds=1)
        await other.say("meet cancel")
        await town.kith.push(seconds=1)
        place = town.kith.stage.world.channel(group.channel)
        assert not {first.user_id, other.user_id} & place.people
