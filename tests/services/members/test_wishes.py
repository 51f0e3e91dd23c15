"""What members wish for a circle: how often, an extra seat, with whom they come; and what it does to a round."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from adapters.playground.clock import PushableClock
from bot.content.library import load_library
from bot.domain.member import Attendance, Contact, Frequency
from bot.domain.rounds import Meeting
from bot.ids import JobKey, MemberId
from bot.matching import Together
from bot.runtime.matching_pool import MatchingPool
from bot.services import rounds
from bot.services.circles import schedule
from bot.services.kit import Kit
from bot.services.members import membership
from bot.services.seats import departures
from tests.support.chat_town import a_place, joined
from tests.support.golden import MATRIX, StillPlatform
from tests.support.remembered import TRIOS, enrol, next_round, remember, request
from tests.support.rounds import a_town, heard
from tests.support.town import CIRCLE, COMMUNITY, NOW, PLATFORM, account

pytestmark = pytest.mark.timeout(60)


def names(asked):
    return "".join(each.id for each in asked.candidates)


def couple(repos, circle):
    """Let Ada and Ben wish to come with each other."""
    enrol(repos, "ab", circle=circle)
    enrol(repos, "a", circle=circle, partner=MemberId("b"))
    enrol(repos, "b", circle=circle, partner=MemberId("a"))


async def test_every_other_round_leaves_out_the_one_after_a_seat(town):
    """Ada sat in the last round and rests, Ben sat in the one before it, Cy was left without a seat."""

    def story(repos):
        enrol(repos, "abcd", frequency=Frequency.OTHER)
        remember(repos, 2, "bd", "ac")
        remember(repos, 1, "ad", left="c")
        return names(request(repos))

    assert await town.run(story) == "bc"


async def test_once_a_month_means_four_weeks_after_the_last_seat(town):
    def story(repos):
        enrol(repos, "abcd", frequency=Frequency.MONTHLY)
        remember(repos, 2, "ab")
        remember(repos, 1, "cd")
        return names(request(repos))

    assert await town.run(story) == "ab"


async def test_a_yes_to_the_round_outweighs_the_wish_to_rest(town):
    def story(repos):
        enrol(repos, "ab", frequency=Frequency.MONTHLY)
        enrol(repos, "c")
        remember(repos, 1, "ab")
        repos.rounds.add(next_round())
        repos.rounds.answer(next_round().id, MemberId("a"), coming=True)
        return names(request(repos))

    assert await town.run(story) == "ac"


async def test_who_rests_is_not_asked_where_everybody_is_asked_directly(town):
    """Where posts can't be tapped in private, the round asks each member by themselves; Ada is left in peace."""
    kit = Kit(
        storage=town,
        clock=PushableClock(NOW),
        rng=Random(1),
        library=load_library(),
        platforms={PLATFORM: StillPlatform(MATRIX)},
        match=MatchingPool().match,
    )

    def story(repos):
        enrol(repos, "abc", attendance=Attendance.ASK)
        enrol(repos, "a", attendance=Attendance.ASK, frequency=Frequency.OTHER)
        for name in "abc":
            member = repos.members.get(MemberId(name))
            repos.members.save(replace(member, contact=Contact.DIRECT if name != "c" else Contact.PLACE))
        remember(repos, 1, "ab")
        round_ = schedule.plan_next_round(repos, CIRCLE, COMMUNITY, NOW)
        job = repos.jobs.get(JobKey(f"{round_.id}/open"))
        rounds.open_round(kit, repos, job, NOW)
        asked = repos.jobs.claim("me", NOW, NOW + timedelta(hours=1))
        return sorted(job.args.get("member", "everybody") for job in asked)

    assert await town.run(story) == ["b", "everybody"]


async def test_partners_come_together_once_both_have_said_so(town):
    """Ada names Ben and Ben Ada; Cy names Dee, who has said nothing."""

    def story(repos):
        enrol(repos, "abcde", circle=TRIOS)
        enrol(repos, "a", circle=TRIOS, partner=MemberId("b"))
        alone = request(repos, TRIOS).together
        enrol(repos, "b", circle=TRIOS, partner=MemberId("a"))
        enrol(repos, "c", circle=TRIOS, partner=MemberId("d"))
        return alone, request(repos, TRIOS)

    alone, asked = await town.run(story)
    assert (alone, asked.together) == ((), (Together(members=("a", "b")),))
    assert asked.separated == frozenset()


async def test_a_partner_comes_alone_to_a_round_that_the_other_leaves_out(town):
    def story(repos):
        enrol(repos, "cd", circle=TRIOS)
        couple(repos, TRIOS)
        repos.rounds.add(next_round(TRIOS))
        repos.rounds.answer(next_round(TRIOS).id, MemberId("b"), coming=False)
        return request(repos, TRIOS)

    asked = await town.run(story)
    assert (names(asked), asked.together) == ("acd", ())


async def test_in_a_circle_of_pairs_nobody_comes_together(town):
    def story(repos):
        couple(repos, CIRCLE)
        return request(repos).together

    assert await town.run(story) == ()


async def test_partners_stay_together_in_the_second_draw_and_part_when_one_leaves(town):
    def story(repos):
        enrol(repos, "cd", circle=TRIOS)
        couple(repos, TRIOS)
        remember(repos, 0, "", circle=TRIOS)
        for first, second in (("a", "b"), ("a", "c")):
            pair_up(repos, first, second)
        second = request(repos, TRIOS, draw="second")
        departures.opt_out(repos, repos.members.get(MemberId("b")), NOW)
        back = membership.consent(
            repos, COMMUNITY, account("b"), circle=TRIOS.id, contact=Contact.DIRECT, now=NOW, rng=None
        )
        membership.attend(repos, COMMUNITY, back.member, TRIOS.name, how=Attendance.ALWAYS, now=NOW)
        return second, request(repos, TRIOS)

    second, after = await town.run(story)
    assert (second.together, second.separated) == ((Together(members=("a", "b")),), {("a", "c")})
    assert (names(after), after.together) == ("abcd", ())


def pair_up(repos, first, second):
    """Note that this very round has brought two together already."""
    round_ = next_round(TRIOS)
    names_ = {"first": MemberId(first), "second": MemberId(second)}
    repos.rounds.record(Meeting(**names_, round=round_.id, community=COMMUNITY.id, slot=round_.slot))


async def enrolment_of(kith, name):
    def read(repos):
        [community] = repos.communities.all()
        member = repos.members.of_account(community.id, kith.stage.platform.name, name)
        return repos.members.enrolments(member.id)[0]

    return await kith.storage.run(read)


async def test_a_members_part_in_a_circle_is_shown_and_changed_by_taps():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        card = await ada.say("meet circle")
        for words in ("Asked each time", "Every round", "Extra seat: No"):
            assert words in card.text
        assert "Coming with" not in card.text
        card = await ada.tap("I may hold an extra seat")
        assert "Yes, if somebody would be left out" in card.text
        card = await ada.tap("Every other round")
        assert "How often: Every other round" in card.text
        await ada.tap("Always in")
        kept = await enrolment_of(kith, ada.user_id)
        assert (kept.host, kept.frequency, kept.attendance) == (True, Frequency.OTHER, Attendance.ALWAYS)


async def test_with_several_circles_the_card_asks_which():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await olga.say("organise circle create", name="Books", cadence="weekly", day="monday", size="3")
        await ada.say("meet join", circle="Books")
        await ada.say("meet circle", often="monthly")
        assert "Once a month" in (await ada.tap("Books")).text


async def test_two_who_name_each_other_come_together_and_either_ends_it():
    async with a_place() as (kith, olga):
        await olga.say("organise circle edit", size="3")
        ada, ben = await joined(kith), await joined(kith, "Ben")
        first = await ada.say("meet with", who=ben.user_id)
        assert "once they have told me the same" in first.text
        assert "Nobody in particular" in (await ada.say("meet circle")).text
        second = await ben.say("meet with", who=ada.user_id)
        assert "come together in Sunday walks from now on" in second.text
        assert "Coming with: @Ben" in (await ada.say("meet circle")).text
        assert "I tell nobody" in (await ada.say("meet alone")).text
        assert "Nobody in particular" in (await ben.say("meet circle")).text


async def test_naming_somebody_gives_nothing_away_about_them():
    """A stranger, a member and oneself's old wish: the answer and the card are the same for the first two."""
    async with a_place() as (kith, olga):
        await olga.say("organise circle edit", size="3")
        ada, ben = await joined(kith), await joined(kith, "Ben")
        stranger = await kith.stage.person("Stranger")
        answers = []
        for other in (ben, stranger):
            answer = await ada.say("meet with", who=other.user_id)
            card = await ada.say("meet circle")
            answers.append((answer.text.replace(other.name, "them"), card.text))
        assert answers[0] == answers[1]
        assert "That is you" in (await ada.say("meet with", who=ada.user_id)).text


async def test_coming_together_needs_groups_of_three():
    async with a_place() as (kith, _):
        ada, ben = await joined(kith), await joined(kith, "Ben")
        assert "two by two" in (await ada.say("meet with", who=ben.user_id)).text


async def test_a_circle_that_one_is_not_in_has_no_part_for_them():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await olga.say("organise circle create", name="Books", cadence="weekly", day="monday", size="3")
        assert "aren't in Books" in (await ada.say("meet circle", circle="Books")).text
        await ada.say("meet leave", circle="Sunday walks")
        assert "in no circle yet" in (await ada.say("meet circle")).text


async def test_who_rests_is_told_by_the_status_card_and_by_nothing_else():
    """Ada sat in the first round; the second one is matched without her, and she hears nothing of it."""
    async with a_town(list("abcd")) as town:
        await town.kith.push(days=6, hours=10)
        for human in town.people.values():
            await human.tap("Time 1")
        ada = town.people["m-a"]
        await ada.say("meet circle", often="other")
        assert "you rest in the round" in (await ada.say("meet status")).text
        await town.kith.push(days=15)
        *_, last = await town.groups()
        assert "m-a" not in await town.seats(last)
        assert len(await town.groups()) == 3
        assert not heard(await ada.sees(), "didn't come together")
        assert "you are in for the round" in (await ada.say("meet status")).text
