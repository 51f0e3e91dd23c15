"""The weekly challenge comes when an organiser wants it, rests after four weeks, and its taps are private."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.content.library import load_library
from bot.domain.challenges import Evidence, Tie
from bot.domain.jobs import JobState
from bot.domain.posts import Tap
from bot.domain.season import Rung
from bot.services.cards.challenges import thanks
from bot.services.members.headcount import headcount
from bot.services.weekly import challenges, diary, taps
from bot.services.weekly.taps import Asked
from bot.text.render import PlainStyle, render
from tests.support.chat_town import a_place
from tests.support.golden_challenges import answered
from tests.support.town import CIRCLE, COMMUNITY, NOW, account

pytestmark = pytest.mark.timeout(60)
LIBRARY = load_library()
THURSDAY = datetime(2026, 12, 3, 9, tzinfo=UTC)


def turn_on(repos, **settings):
    return challenges.turn_on(repos, COMMUNITY, NOW, weekday=3, at=time(10), **settings)


def run_week(repos, now):
    """Do the decision that is due, as the scheduler does, and return the newest post."""
    [job] = repos.jobs.due_decisions(now)
    challenges.post_challenge(repos, job, now, LIBRARY)
    assert repos.jobs.settle(job.key, None, JobState.DONE)
    return repos.challenges.posts(COMMUNITY.id)


def a_posted_week(repos):
    turn_on(repos)
    return run_week(repos, THURSDAY)[0]


async def test_it_is_due_on_the_local_day_and_hour(town):
    def story(repos):
        on = turn_on(repos)
        return on.challenges.anchor, repos.jobs.next_due()

    assert await town.run(story) == (date(2026, 12, 3), THURSDAY)


async def test_a_season_has_four_challenges_and_a_week_of_rest(town):
    """No two practices follow each other, nothing repeats, and the fifth week brings nothing."""

    def story(repos):
        turn_on(repos)
        return [len(run_week(repos, THURSDAY + timedelta(weeks=week))) for week in range(6)], [
            post.challenge for post in repos.challenges.posts(COMMUNITY.id)
        ]

    counts, shown = await town.run(story)
    assert counts == [1, 2, 3, 4, 4, 5]
    assert len(set(shown)) == 5
    practices = [LIBRARY.challenge(each).practice for each in shown]
    assert all(one is not other for one, other in pairwise(practices))


async def test_each_home_gets_one_card_and_a_second_run_adds_nothing(town):
    def story(repos):
        turn_on(repos)
        [job] = repos.jobs.due_decisions(THURSDAY)
        for _ in range(2):
            challenges.post_challenge(repos, job, THURSDAY, LIBRARY)
        cards = repos.jobs.claim("w", THURSDAY, THURSDAY + timedelta(minutes=2))
        return [(card.step, card.args["home"], card.expires) for card in cards], len(
            repos.challenges.posts(COMMUNITY.id)
        )

    assert await town.run(story) == ([("challenge.card", "town", THURSDAY + timedelta(hours=24))], 1)


async def test_after_a_long_outage_the_week_is_skipped_and_the_next_one_comes(town):
    late = THURSDAY + timedelta(hours=25)

    def story(repos):
        turn_on(repos)
        return run_week(repos, late), repos.jobs.next_due()

    assert await town.run(story) == ((), THURSDAY + timedelta(weeks=1))


async def test_off_takes_the_next_post_away_and_on_again_begins_a_season(town):
    def story(repos):
        a_posted_week(repos)
        challenges.turn_off(repos, repos.communities.get(COMMUNITY.id))
        silent = repos.jobs.next_due()
        off = repos.communities.get(COMMUNITY.id)
        again = challenges.turn_on(repos, off, THURSDAY + timedelta(days=1))
        decisions = repos.jobs.due_decisions(THURSDAY + timedelta(weeks=1))
        return silent, again.challenges.anchor, len(decisions)

    # the card of the week that was posted is still to be delivered
    assert await town.run(story) == (THURSDAY, date(2026, 12, 10), 1)


async def test_moving_the_day_keeps_the_season(town):
    def story(repos):
        on = turn_on(repos)
        moved = challenges.turn_on(repos, on, NOW, weekday=4)
        return moved.challenges.anchor, repos.jobs.next_due()

    assert await town.run(story) == (date(2026, 12, 3), THURSDAY + timedelta(days=1))


async def test_moving_the_day_after_a_post_never_brings_a_second_one_within_the_week(town):
    def story(repos):
        a_posted_week(repos)
        on = repos.communities.get(COMMUNITY.id)
        challenges.turn_on(repos, on, THURSDAY, weekday=5)
        [job] = repos.jobs.due_decisions(THURSDAY + timedelta(weeks=3))
        return job.due

    assert await town.run(story) == THURSDAY + timedelta(days=9)


async def test_off_and_on_again_within_the_week_brings_no_second_post(town):
    def story(repos):
        a_posted_week(repos)
        challenges.turn_off(repos, repos.communities.get(COMMUNITY.id))
        off = repos.communities.get(COMMUNITY.id)
        challenges.turn_on(repos, off, THURSDAY, weekday=4)
        [job] = repos.jobs.due_decisions(THURSDAY + timedelta(weeks=3))
        return job.due

    assert await town.run(story) == THURSDAY + timedelta(days=8)


async def test_a_zone_further_west_does_not_lose_the_week_that_was_decided_there_already(town):
    """The same local day and hour come once more; a decision of the same name would be taken for done."""

    def story(repos):
        turn_on(repos)
        for week in range(5):
            run_week(repos, THURSDAY + timedelta(weeks=week))
        rested = THURSDAY + timedelta(weeks=4)
        west = replace(repos.communities.get(COMMUNITY.id), zone="America/New_York")
        repos.communities.save(west)
        challenges.schedule_challenge(repos, west, rested)
        return [job.due - rested for job in repos.jobs.due_decisions(rested + timedelta(weeks=1))]

    assert await town.run(story) == [timedelta(hours=6)]


async def test_a_zone_in_which_the_first_post_comes_earlier_does_not_begin_the_season_twice(town):
    """Turned on at half past ten in Amsterdam, it would be next week's; in New York that hour is still to come."""

    def story(repos):
        challenges.turn_on(repos, COMMUNITY, THURSDAY + timedelta(minutes=30), weekday=3, at=time(10))
        west = replace(repos.communities.get(COMMUNITY.id), zone="America/New_York")
        repos.communities.save(west)
        challenges.schedule_challenge(repos, west, THURSDAY + timedelta(hours=1))
        first = THURSDAY + timedelta(hours=6)
        for week in range(2):
            posts = run_week(repos, first + timedelta(weeks=week))
        return [(post.day, post.season, post.rung) for post in posts]

    assert await town.run(story) == [
        (date(2026, 12, 10), 1, Rung.OUTWARD),
        (date(2026, 12, 3), 1, Rung.WARM_UP),
    ]


async def test_moving_the_hour_on_a_day_that_has_its_post_does_not_post_twice(town):
    def story(repos):
        a_posted_week(repos)
        on = repos.communities.get(COMMUNITY.id)
        challenges.turn_on(repos, on, THURSDAY, at=time(20))
        return [job.due for job in repos.jobs.due_decisions(THURSDAY + timedelta(weeks=2))]

    assert await town.run(story) == [datetime(2026, 12, 10, 19, tzinfo=UTC)]


def asked(name="ada", post=""):
    return Asked(community=COMMUNITY, account=account(name), now=THURSDAY, library=LIBRARY, post=post)


async def test_three_swaps_each_ask_no_more_and_then_it_is_enough(town):
    def story(repos):
        post = a_posted_week(repos)
        swaps = [taps.swap(repos, asked()) for _ in range(4)]
        assert swaps.pop() is None
        return [LIBRARY.challenge(post.challenge), *(swap.challenge for swap in swaps)]

    first, *others = await town.run(story)
    assert len({first.id, *(each.id for each in others)}) == 4
    before = first
    for each in others:
        assert each.asks_no_more_than(before)
        before = each


async def test_a_line_is_kept_for_the_diary_and_other_taps_do_not_lose_it(town):
    def story(repos):
        a_posted_week(repos)
        taps.done(repos, asked(), "It was windy.")
        taps.done(repos, asked())
        mine, theirs = (diary.entries(repos, COMMUNITY.id, account(name)) for name in ("ada", "bo"))
        return mine, theirs

    mine, theirs = await town.run(story)
    assert [(entry.tap.tap, entry.tap.note) for entry in mine] == [(Tap.DONE, "It was windy.")]
    assert theirs == ()


async def test_counts_are_told_from_five_up_and_in_fives(town):
    def story(repos):
        a_posted_week(repos)
        return [taps.done(repos, asked(f"p{number}")).others_done for number in range(12)]

    assert await town.run(story) == [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


async def test_nobody_sees_a_number_move_by_tapping_done_and_taking_it_back(town):
    """Whoever could would know at the edge of a five how many there are to the person."""

    def story(repos):
        a_posted_week(repos)
        for number in range(5):
            taps.done(repos, asked(f"p{number}"))
        before = taps.look(repos, asked()).others_done
        seen = [before, taps.done(repos, asked()).others_done, taps.skip(repos, asked()).others_done]
        return seen, taps.look(repos, asked("p0")).others_done

    assert await town.run(story) == ([5, 5, 5], 0)


async def test_the_post_of_another_community_cannot_be_answered(town):
    def story(repos):
        post = a_posted_week(repos)
        other = replace(COMMUNITY, id="c2")
        repos.communities.add(other)
        return taps.look(repos, replace(asked(post=post.id), community=other))

    assert await town.run(story) is None


async def test_a_whole_week_in_chat():
    """The organiser turns it on; the post comes; taps are answered privately; the diary remembers."""
    async with a_place(circle=False) as (kith, olga):
        ada = await kith.stage.person("Ada")
        assert "no challenge this week" in (await ada.say("challenge now")).text
        season = await olga.say("organise challenges", state="on", day="thursday", time="10:00")
        assert "every Thursday at 10:00" in season.text
        assert "a week of rest" in season.text
        await kith.push(days=4)
        post = (await ada.sees())[-1]
        assert post.where == "public"
        assert post.labels == ("Done", "Another one", "Not this week")
        assert "Skipping is fine." in post.text
        other = await ada.tap("Another one")
        assert other.where == "private"
        assert other.labels == ("Done", "Another one", "Not this week")
        done = await ada.tap("Done")
        assert "Small contact counts" in done.text
        assert "people here" not in done.text
        await ada.tap("Write a line for myself")
        assert "Only you" in (await ada.fill(note="We met at the market.")).text
        assert "We met at the market." in (await ada.say("challenge mine")).text
        bo = await kith.stage.person("Bo")
        assert "empty" in (await bo.say("challenge mine")).text
        assert "Enjoy your week" in (await bo.say("challenge skip")).text
        assert "is off" in (await olga.say("organise challenges", state="off")).text


async def test_done_in_a_week_without_a_challenge_is_answered_kindly():
    async with a_place(circle=False) as (kith, _):
        ada = await kith.stage.person("Ada")
        assert "challenge now" in (await ada.say("challenge done")).text


async def test_headcounts_hide_what_could_point_at_somebody(town):
    """An area of fewer than five is never shown, nor one from which it could be worked out."""
    from bot.domain.member import Member, MemberState

    def story(repos):
        places = ["centre"] * 6 + ["north"] * 8 + ["south"] * 2
        for number, area in enumerate(places):
            member = Member(id=f"m{number}", community=COMMUNITY.id, joined_at=NOW, area=area)
            repos.members.add(member)
        paused = Member(id="mp", community=COMMUNITY.id, joined_at=NOW, state=MemberState.PAUSED)
        repos.members.add(paused)
        return headcount(repos, COMMUNITY)

    counts = await town.run(story)
    assert (counts.active, counts.paused) == (15, None)
    assert counts.areas == (("North", 5),)
    assert counts.elsewhere == 5


def test_people_often_like_hearing_from_us_is_never_said_where_an_answer_may_not_come():
    said = {
        each.tie: words(thanks(answered(each.id), ()))
        for each in LIBRARY.challenges
        if each.evidence is Evidence.WEAK_TIE
    }
    encouraging = {tie for tie, lines in said.items() if any("hearing from us" in line for line in lines)}
    assert (Tie.WEAK in encouraging, Tie.DORMANT in said, Tie.DORMANT in encouraging) == (True, True, False)


def words(message):
    return [render(line, PlainStyle(), "en") for line in message.lines]


async def test_no_two_numbers_of_a_headcount_leave_one_to_four_people_between_them(town):
    """However many join, with and without the circle and an area: neither the few in it nor the few outside stand out."""
    from itertools import combinations

    from bot.domain.member import Attendance, Enrolment, Member, MemberState

    def shown(repos):
        counts = headcount(repos, COMMUNITY)
        [(_, circle)] = counts.circles
        found = (counts.active, counts.paused, circle, counts.elsewhere, *(many for _, many in counts.areas))
        return [each for each in found if each is not None]

    def story(repos):
        seen = set()
        for number in range(30):
            state = MemberState.PAUSED if number % 7 == 6 else MemberState.ACTIVE
            area = ("centre", "north", None)[number % 3]
            name = f"m{number}"
            repos.members.add(Member(id=name, community=COMMUNITY.id, joined_at=NOW, area=area, state=state))
            if number not in {3, 11, 20}:
                repos.members.enrol(Enrolment(circle=CIRCLE.id, member=name, attendance=Attendance.ASK))
            seen |= {abs(one - other) for one, other in combinations(shown(repos), 2)}
        return seen

    seen = await town.run(story)
    assert max(seen) >= 15
    assert not seen & {1, 2, 3, 4}
