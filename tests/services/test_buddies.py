"""A check-in that a member sets, and the buddy who is told when no answer comes: only what is true, only by consent."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.care import Separation, Why
from bot.domain.community import Account
from bot.domain.member import Contact, Member
from bot.errors import TemporaryPlatformError
from bot.ids import MemberId
from bot.services import buddies
from tests.support.meeting_town import TOWN
from tests.support.rounds import a_town, agreed, heard, until

pytestmark = pytest.mark.timeout(60)
OVERDUE = "asked me to tell you they have not checked in yet"
MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def a_plan(contact=Contact.DIRECT):
    """Give a town where two have a plan, and Dot is a member who is in no group."""
    async with a_town() as town:
        dot = await town.kith.stage.person("dot")
        account = Account(platform=town.kith.stage.platform.name, user=dot.user_id)

        def write(repos):
            repos.members.add(
                Member(id=MemberId("m-dot"), community=TOWN, joined_at=town.kith.clock.now(), contact=contact)
            )
            repos.members.add_account(MemberId("m-dot"), account)

        await town.kith.storage.run(write)
        group = await agreed(town)
        yield town, group, town.people["m-a"], dot


async def with_buddy(town, one, dot):
    """Set a check-in two hours after the start, and let Dot accept to be the buddy."""
    card = await one.say("meet buddy")
    assert "I cannot watch over you or call for help" in card.text
    await one.tap("2 hours after the start")
    said = await one.say("meet buddy", who=dot.user_id)
    await town.kith.due()
    return said


async def test_a_buddy_who_accepted_is_told_after_two_questions_without_an_answer():
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        await town.kith.due()
        assert heard(await one.sees(), "is your check-in buddy") == ["private"]
        await until(town, group.meets_at + 120 * MINUTE)
        assert heard(await one.sees(), "All good? You asked me") == ["private"]
        await town.kith.push(minutes=15)
        assert heard(await one.sees(), "Once more: all good?") == ["private"]
        assert not heard(await dot.sees(), OVERDUE)
        await town.kith.push(minutes=15)
        assert heard(await dot.sees(), OVERDUE) == ["private"]
        assert not heard(await town.people["m-b"].sees(), OVERDUE)
        await one.tap("All good")
        await town.kith.due()
        assert heard(await dot.sees(), "has checked in now: all good") == ["private"]


async def test_all_good_ends_it():
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        await until(town, group.meets_at + 121 * MINUTE)
        assert "That's all" in (await one.tap("All good")).text
        await town.kith.push(hours=3)
        assert not heard(await dot.sees(), OVERDUE)


@pytest.mark.parametrize("answer", ["No, thanks", None])
async def test_without_a_yes_nobody_is_told_anything(answer):
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        if answer:
            await dot.tap(answer)
        await until(town, group.meets_at + timedelta(hours=5))
        assert not heard(await dot.sees(), OVERDUE)
        assert not heard(await one.sees(), "is your check-in buddy")


async def test_naming_a_stranger_and_somebody_who_stays_apart_reads_the_same_as_naming_a_member():
    """Whether somebody is a member, takes messages or avoids one is theirs to say (H1, H3)."""
    answers = []
    for who in ("member", "stranger", "apart", "no messages"):
        contact = Contact.PLACE if who == "no messages" else Contact.DIRECT
        async with a_plan(contact) as (town, _, one, dot):
            named = await town.kith.stage.person("eve") if who == "stranger" else dot
            if who == "apart":
                mine, theirs = (
                    Account(platform=town.kith.stage.platform.name, user=human.user_id)
                    for human in (dot, one)
                )
                separation = Separation(community=TOWN, by=mine, other=theirs, why=Why.AVOID)
                await town.kith.storage.run(lambda repos, one=separation: repos.separations.add(one))
            said = await with_buddy(town, one, named)
            answers.append((said.text, said.labels))
            assert bool(heard(await named.sees(), "check-in buddy?")) is (who == "member")
    assert len(set(answers)) == 1


async def test_the_buddy_learns_neither_with_whom_nor_where():
    async with a_plan() as (town, _, one, dot):
        await with_buddy(town, one, dot)
        request = next(each for each in await dot.sees() if "check-in buddy?" in each.text)
        assert not any(words in request.text for words in ("Library", "Park gate", "@b"))


async def test_a_buddy_is_somebody_else_who_is_not_in_the_group():
    async with a_plan() as (town, _, one, _dot):
        assert "set a time first" in (await one.say("meet buddy", who=one.user_id)).text
        await one.say("meet buddy", at="23:30")
        assert "somebody else" in (await one.say("meet buddy", who=one.user_id)).text
        other = town.people["m-b"]
        assert "not in your group" in (await one.say("meet buddy", who=other.user_id)).text


async def test_after_a_short_outage_it_is_asked_late_and_the_alert_names_the_time_that_was_set():
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        await until(town, group.meets_at + 100 * MINUTE)
        town.kith.clock.set(group.meets_at + 160 * MINUTE)
        await town.kith.due()
        assert heard(await one.sees(), "All good? You asked me")
        assert not heard(await dot.sees(), OVERDUE), "nobody is told of a question that was not asked"
        await town.kith.push(minutes=30)
        alert = next(each for each in await dot.sees() if OVERDUE in each.text)
        assert "They had set" in alert.text


async def test_after_a_long_outage_nothing_is_said_at_all():
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        await until(town, group.meets_at + 100 * MINUTE)
        town.kith.clock.set(group.meets_at + timedelta(hours=6))
        await town.kith.push(hours=2)
        assert not heard(await one.sees(), "All good? You asked me")
        assert not heard(await dot.sees(), OVERDUE)


async def test_a_check_in_goes_with_a_plan_that_falls_through():
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        await one.say("meet cancel")
        await until(town, group.meets_at + timedelta(hours=4))
        assert not heard(await one.sees(), "All good? You asked me")
        assert not heard(await dot.sees(), OVERDUE)


async def is_told(town, group, dot):
    """Say whether Dot hears that no answer came, when none comes."""
    await until(town, group.meets_at + timedelta(hours=5))
    return bool(heard(await dot.sees(), OVERDUE))


async def test_naming_the_same_buddy_again_keeps_their_yes_and_asks_them_nothing():
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        await one.say("meet buddy", after="180", who=dot.user_id)
        await town.kith.due()
        assert not heard(await dot.sees(), "check-in buddy?")
        assert await is_told(town, group, dot)


async def test_a_yes_holds_for_the_meeting_though_somebody_else_was_named_in_between():
    async with a_plan() as (town, group, one, dot):
        eve = await town.kith.stage.person("eve")
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        for named in (eve, dot):
            await town.kith.push(minutes=1)
            await one.say("meet buddy", who=named.user_id)
        await town.kith.due()
        assert not heard(await dot.sees(), "check-in buddy?")
        assert len(heard(await one.sees(), "is your check-in buddy")) == 2
        assert await is_told(town, group, dot)


async def test_a_yes_that_is_taken_back_is_told_and_the_card_says_how_it_stands():
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        assert "is your check-in buddy" in (await one.say("meet buddy")).text
        now = town.kith.clock.now()
        dots = MemberId("m-dot")
        await town.kith.storage.run(
            lambda repos: buddies.answer_request(repos, group, MemberId("m-a"), dots, now, accepts=False)
        )
        await town.kith.due()
        assert heard(await one.sees(), "You have no buddy for this meetup at the moment") == ["private"]
        assert "is your check-in buddy" not in (await one.say("meet buddy")).text
        assert not await is_told(town, group, dot)


@pytest.mark.parametrize("told", [True, False])
async def test_only_a_buddy_whom_the_alert_reached_hears_that_all_is_good(told):
    async with a_plan() as (town, group, one, dot):
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        if told:
            await until(town, group.meets_at + timedelta(hours=5))

        def say_so(repos):
            check = repos.aftermath.check(MemberId("m-a"), group.id)
            repos.aftermath.put_check(replace(check, told=True))
            return buddies.all_good(repos, group.id, MemberId("m-a"), town.kith.clock.now())

        assert await town.kith.storage.run(say_so)
        await town.kith.due()
        assert bool(heard(await dot.sees(), "has checked in now: all good")) is told


def counted(town, human):
    """Keep count of what is written to somebody from now on."""
    platform, sent = town.kith.stage.platform, []
    writing = platform.direct

    async def counting(user, *said, **how):
        if user == human.user_id:
            sent.append(said)
        return await writing(user, *said, **how)

    platform.direct = counting
    return sent


@pytest.mark.parametrize("answer", ["No, thanks", None])
async def test_nobody_is_asked_twice_about_one_meeting_and_the_asker_reads_the_same(answer):
    """A no stands for that meeting, and so does silence, also after the check-in was turned off and set anew."""
    async with a_plan() as (town, group, one, dot):
        sent = counted(town, dot)
        first = await with_buddy(town, one, dot)
        if answer:
            await dot.tap(answer)
        for _ in range(2):
            assert (await one.say("meet buddy", who=dot.user_id)).text == first.text
            await town.kith.push(minutes=1)
        await one.say("meet buddy", after="off")
        assert (await with_buddy(town, one, dot)).text == first.text
        await until(town, group.meets_at + timedelta(hours=5))
        assert len(sent) == 1


async def test_a_yes_that_was_taken_back_is_a_no_for_that_meeting():
    async with a_plan() as (town, group, one, dot):
        sent = counted(town, dot)
        await with_buddy(town, one, dot)
        await dot.tap("Yes, that's fine")
        await town.kith.due()
        now, dots = town.kith.clock.now(), MemberId("m-dot")
        await town.kith.storage.run(
            lambda repos: buddies.answer_request(repos, group, MemberId("m-a"), dots, now, accepts=False)
        )
        await one.say("meet buddy", who=dot.user_id)
        await town.kith.due()
        assert len(sent) == 1
        assert len(heard(await one.sees(), "is your check-in buddy")) == 1


async def test_a_question_that_an_outage_lost_may_be_asked_again():
    async with a_plan() as (town, group, one, dot):
        platform, back = town.kith.stage.platform, town.kith.clock.now() + timedelta(days=2, hours=1)
        writing = platform.direct

        async def failing(*said, **how):
            if town.kith.clock.now() < back:
                raise TemporaryPlatformError("a long outage", retry_after=3600)
            return await writing(*said, **how)

        platform.direct = failing
        await with_buddy(town, one, dot)
        town.kith.clock.set(back)
        await town.kith.due()
        assert town.kith.clock.now() < group.meets_at
        assert not heard(await dot.sees(), "check-in buddy?")
        await one.say("meet buddy", who=dot.user_id)
        await town.kith.push(minutes=1)
        assert heard(await dot.sees(), "check-in buddy?") == ["private"]
