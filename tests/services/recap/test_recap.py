"""A season told to whoever organises: what is counted, what stays, and what everybody may see."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from bot.domain.community import ChallengeSettings
from bot.domain.member import MemberState
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.recap import Hidden, Outcome, published
from bot.domain.rounds import GroupState, Reason
from bot.domain.season import LADDER
from bot.domain.tally import reason_name
from bot.services.cards.recap import recap_card, shared_card
from bot.services.places.areas import edit_area, merge_areas
from bot.services.privacy.forgetting import forget_member
from bot.services.recap.seasons import let_stand, tell
from bot.services.seats.departures import opt_out
from bot.text.render import PlainStyle, render
from tests.support.seasons import a_round, in_pairs, people
from tests.support.town import AREAS, CIRCLE, COMMUNITY, NOW

pytestmark = pytest.mark.timeout(60)
FIRST = date(2026, 10, 26)
"""A Monday; its season goes until 29 November, two days before the tests' now."""
LONG_AGO = NOW - timedelta(days=300)
LATER = NOW + timedelta(days=25)
"""Its numbers stand since a few days."""


def week(number):
    return FIRST + timedelta(weeks=number)


def a_season(repos):
    """Let thirty people meet: all once, and twelve of them a second time; eight have nobody in the second round."""
    old = people(repos, COMMUNITY, 22, joined=LONG_AGO, area=AREAS[0].id)
    new = people(repos, COMMUNITY, 8, joined=NOW - timedelta(days=20), area=AREAS[1].id)
    a_round(repos, COMMUNITY, CIRCLE, week(0), in_pairs(old + new))
    a_round(repos, COMMUNITY, CIRCLE, week(2), in_pairs(old[:12]), left=tuple(new))
    return old, new


async def test_it_counts_people_pairs_and_meetings(town):
    def story(repos):
        a_season(repos)
        return tell(repos, COMMUNITY, NOW)

    told = await town.run(story)
    recap = told.recap
    assert (told.season.number, told.season.first, told.over, told.settled) == (1, FIRST, True, False)
    assert (recap.joined, recap.took_part, recap.met) == (None, 30, 30)
    assert (recap.pairs_met, recap.pairs_again, recap.meetings) == (15, 5, 20)
    assert recap.weeks == (15, None, 5, None, None)
    assert recap.matched == 85
    assert recap.newer == 25
    assert recap.areas == (("North", 5),)


async def test_a_running_season_has_no_numbers_and_says_how_many_weeks_are_left(town):
    def story(repos):
        a_season(repos)
        return tell(repos, COMMUNITY, NOW - timedelta(days=10), 1)

    told = await town.run(story)
    assert (told.over, told.settled, told.weeks_left) == (False, False, 1)
    assert told.recap == published({})
    words = "\n".join(render(line, PlainStyle(), "en") for line in recap_card(told, COMMUNITY).lines)
    assert "1 more week comes after this one." in words
    assert "30 November" in words
    assert recap_card(told, COMMUNITY).facts == ()


async def test_answers_reasons_and_farewells_are_told_once_a_season_has_settled(town):
    def story(repos):
        old, _ = a_season(repos)
        round_ = repos.rounds.of_circle(CIRCLE.id)[0]
        for name in (reason_name(Reason.TIMES), Outcome.AGAIN_ALL):
            repos.tallies.add(COMMUNITY.id, round_.id, name, 12)
        repos.tallies.add(COMMUNITY.id, round_.id, Outcome.AGAIN_ASKED, 30)
        for member in old[:6]:
            opt_out(repos, repos.members.get(member), NOW - timedelta(days=9))
        return tell(repos, COMMUNITY, NOW), tell(repos, COMMUNITY, LATER, 1)

    early, late = await town.run(story)
    assert (early.recap.again, early.recap.reasons, early.recap.left) == (Hidden.TOO_FEW, (), None)
    assert (late.recap.again, late.recap.reasons, late.recap.left) == (40, ((Reason.TIMES, 10),), 5)
    said = [facts_of(early), facts_of(late)]
    for label in ("Left in this season", "Taking a break", "Why it didn't happen"):
        assert (label in said[0], label in said[1]) == (False, True)


async def test_a_group_counts_when_it_is_closed(town):
    def story(repos):
        round_ = a_round(
            repos, COMMUNITY, CIRCLE, FIRST, in_pairs(people(repos, COMMUNITY, 20, joined=LONG_AGO))
        )
        before = tell(repos, COMMUNITY, NOW).recap
        for group in repos.rounds.groups(round_.id)[:5]:
            repos.rounds.save_group(replace(group, state=GroupState.MET))
        return before, tell(repos, COMMUNITY, NOW).recap

    before, after = await town.run(story)
    assert (before.met, before.meetings, before.pairs_met) == (20, 10, 10)
    assert (after.met, after.meetings, after.pairs_met) == (10, 5, 5)
    assert after.planned is Hidden.TOO_FEW


async def test_a_pair_that_met_before_the_season_has_met_again_in_it(town):
    def story(repos):
        old = people(repos, COMMUNITY, 20, joined=LONG_AGO)
        a_round(repos, COMMUNITY, CIRCLE, week(-4), in_pairs(old))
        a_round(repos, COMMUNITY, CIRCLE, week(-2), in_pairs(old[:10]), met=False)
        a_round(repos, COMMUNITY, CIRCLE, week(1), in_pairs(old))
        return tell(repos, COMMUNITY, NOW, 1), tell(repos, COMMUNITY, NOW + timedelta(days=10), 2)

    before, told = await town.run(story)
    assert (before.season.first, told.season.first) == (week(-4), week(1))
    assert (before.recap.pairs_met, before.recap.pairs_again) == (10, None)
    assert (told.recap.pairs_met, told.recap.pairs_again) == (10, 10)


async def test_seasons_go_in_step_with_the_challenges_that_were_posted_whatever_is_turned_on_today(town):
    """What stands does not move when challenges begin, are moved to another day, or are turned off."""

    def story(repos):
        a_season(repos)
        long_after = NOW + timedelta(weeks=12)
        before = tell(repos, COMMUNITY, long_after, 1)
        for number, rung in enumerate(LADDER):
            day = date(2026, 12, 17) + timedelta(weeks=number + (number > 1))
            post = ChallengePost(
                id=f"p{number}",
                community=COMMUNITY.id,
                day=day,
                challenge="reach-two-hellos",
                season=1,
                rung=rung,
            )
            repos.challenges.add_post(post)
        moved = ChallengeSettings(on=True, weekday=1, anchor=date(2027, 1, 5))
        switched = (COMMUNITY, replace(COMMUNITY, challenges=moved))
        return before, [[tell(repos, one, long_after, number) for number in (1, 2, 3)] for one in switched]

    before, (told, again) = await town.run(story)
    assert told == again
    assert told[0] == before
    assert [each.season.first for each in told] == [FIRST, date(2026, 11, 30), date(2027, 1, 28)]
    assert (told[1].season.weeks, told[1].recap.weeks) == (9, (None,) * 9)


async def test_before_anything_began_there_is_nothing_to_tell(town):
    assert await town.run(lambda repos: tell(repos, COMMUNITY, NOW)) is None


async def test_a_season_is_kept_for_a_year(town):
    def story(repos):
        a_season(repos)
        return [tell(repos, COMMUNITY, NOW + timedelta(days=days), 1) for days in (360, 400)]

    kept, gone = await town.run(story)
    assert kept is not None
    assert gone is None


async def test_numbers_that_stand_stay_when_somebody_is_forgotten(town):
    """After three weeks they are written down; who goes then takes nothing along."""

    def story(repos):
        old, new = a_season(repos)
        before, chance = tell(repos, COMMUNITY, LATER, 1), Random(1)
        for member in (*old[:6], *new):
            forget_member(repos, repos.members.get(member), LATER, chance)
        a_round(repos, COMMUNITY, CIRCLE, week(4), in_pairs(old[6:16]))
        return before, tell(repos, COMMUNITY, LATER, 1)

    before, after = await town.run(story)
    assert before.settled
    assert before.recap == after.recap


async def test_two_people_who_met_often_stay_two_when_they_are_forgotten(town):
    def story(repos):
        two = people(repos, COMMUNITY, 2, joined=LONG_AGO)
        for number in range(4):
            a_round(repos, COMMUNITY, CIRCLE, week(number), in_pairs(two))
        for member in two:
            forget_member(repos, repos.members.get(member), NOW, Random(int(member[1:])))
        seats = {
            seat.member for one in repos.rounds.of_circle(CIRCLE.id) for seat in repos.rounds.seats_in(one.id)
        }
        return seats, tell(repos, COMMUNITY, NOW).recap, tell(repos, COMMUNITY, LATER, 1).recap

    seats, soon, late = await town.run(story)
    assert len(seats) == 8
    assert (soon.met, soon.took_part, soon.pairs_met) == (None, None, None)
    assert (late.met, late.took_part, late.pairs_met) == (None, None, None)


async def test_forgetting_moves_no_number_of_a_season_that_is_still_counted(town):
    """When all groups are closed the numbers are as if they were there; until then they are rather too low."""

    def story(repos):
        old, new = a_season(repos)
        late = a_round(repos, COMMUNITY, CIRCLE, week(3), in_pairs(old[:20]))
        for group in repos.rounds.groups(late.id):
            repos.rounds.save_group(replace(group, state=GroupState.MET))
        before, chance = counts_at(repos, NOW), Random(1)
        for member in (*old[:6], *new[:3]):
            forget_member(repos, repos.members.get(member), NOW, chance)
        after = counts_at(repos, NOW)
        for group in repos.rounds.groups(late.id):
            repos.rounds.save_group(replace(group, state=GroupState.CLOSED))
        return before, after, counts_at(repos, LATER)

    before, after, late = await town.run(story)
    assert before == (30, 30, 15, 5, (("North", 5),), 25)
    assert all((now or 0) <= (then or 0) for now, then in zip(after[:4], before[:4], strict=True))
    assert after[4:] == before[4:]
    assert late == (30, 30, 15, 10, (("North", 5),), 25)


def counts_at(repos, now):
    recap = tell(repos, COMMUNITY, now, 1).recap
    return recap.met, recap.took_part, recap.pairs_met, recap.pairs_again, recap.areas, recap.newer


async def test_an_area_that_is_gone_is_no_area(town):
    def story(repos):
        a_season(repos)
        repos.places.remove_area(AREAS[1].id)
        return tell(repos, COMMUNITY, NOW).recap

    assert (await town.run(story)).areas == (("", 5),)


async def test_an_area_that_is_joined_with_another_or_renamed_keeps_its_name_in_what_stands(town):
    def story(repos):
        a_season(repos)
        before = tell(repos, COMMUNITY, LATER, 1).recap
        merge_areas(repos, COMMUNITY, "North", "Centre", LATER)
        edit_area(repos, COMMUNITY, "Centre", {"to": "North"}, LATER)
        return before, tell(repos, COMMUNITY, LATER, 1).recap

    before, after = await town.run(story)
    assert before.areas == after.areas == (("North", 5),)


async def test_weeks_with_few_taps_add_nothing_to_the_sum(town):
    def story(repos):
        a_season(repos)
        for number, (done, skipped) in enumerate([(6, 4), (4, 4), (7, 0)]):
            post = ChallengePost(
                id=f"post-{number}", community=COMMUNITY.id, day=week(number), challenge="reach-two-hellos"
            )
            repos.challenges.add_post(post)
            for person in range(done + skipped):
                tap = Tap.DONE if person < done else Tap.SKIPPED
                repos.challenges.tap(
                    ChallengeTap(post=post.id, platform="playground", user=f"u{person}", tap=tap, shown=())
                )
        return tell(repos, COMMUNITY, NOW).recap

    recap = await town.run(story)
    assert (recap.done, recap.skipped) == (10, None)


async def test_who_stops_is_counted_on_that_day_and_once_even_when_erased(town):
    def story(repos):
        old, _ = a_season(repos)
        early, late = (datetime(2026, *day, 9, tzinfo=NOW.tzinfo) for day in ((10, 20), (11, 10)))
        for member in (*old[:2], *old[2:8]):
            opt_out(repos, repos.members.get(member), early if member in old[:2] else late)
        forget_member(repos, repos.members.get(old[2]), NOW, Random(1))
        forget_member(repos, repos.members.get(old[8]), late, Random(2))
        for member in old[9:14]:
            repos.members.save(replace(repos.members.get(member), state=MemberState.PAUSED))
        kept = repos.tallies.of(f"{COMMUNITY.id}/left")
        return tell(repos, COMMUNITY, LATER, 1).recap, dict(kept)

    recap, kept = await town.run(story)
    assert kept == {"2026-10-20": 2, "2026-11-10": 7}
    assert (recap.left, recap.paused, recap.joined) == (5, 5, 20)


async def test_members_are_counted_as_a_season_settles(town):
    def story(repos):
        a_season(repos)
        early = tell(repos, COMMUNITY, NOW, 1)
        just = tell(repos, COMMUNITY, LATER, 1)
        people(repos, COMMUNITY, 20, joined=LATER)
        after = tell(repos, COMMUNITY, LATER + timedelta(days=90), 1)
        return early, just, after

    early, just, after = await town.run(story)
    assert [one.recap.joined for one in (early, just, after)] == [None, 30, 30]
    assert [facts_of(one)[:1] for one in (early, just)] == [["Took part"], ["Members"]]


async def test_a_season_that_nobody_counted_in_time_has_no_number_of_members(town):
    def story(repos):
        a_season(repos)
        return tell(repos, COMMUNITY, LATER + timedelta(days=90), 1)

    told = await town.run(story)
    assert (told.recap.took_part, told.recap.joined) == (30, None)
    assert not {"Members", "Taking a break"} & {*facts_of(told)}


def facts_of(told):
    return [render(fact.label, PlainStyle(), "en") for fact in recap_card(told, COMMUNITY).facts]


async def test_a_season_without_anything_to_count_is_written_down_once(town):
    def story(repos):
        a_round(repos, COMMUNITY, CIRCLE, date(2026, 9, 3), [])
        return [let_stand(repos, COMMUNITY, LATER, 0) for _ in range(4)]

    assert await town.run(story) == [True, True, False, False]


async def test_days_are_those_of_the_community(town):
    """Just after midnight there it is the day before in UTC."""

    def story(repos):
        after_midnight = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
        limit = datetime(2026, 8, 31, 22, 30, tzinfo=UTC)  # there it is the first of the 90 days already
        new = people(repos, COMMUNITY, 10, joined=limit)
        others = people(repos, COMMUNITY, 14, joined=LONG_AGO)
        a_round(repos, COMMUNITY, CIRCLE, FIRST, in_pairs([*new, *others]))
        for member in new[:6]:
            opt_out(repos, repos.members.get(member), after_midnight)
        return dict(repos.tallies.of(f"{COMMUNITY.id}/left")), tell(repos, COMMUNITY, NOW).recap.newer

    left, newer = await town.run(story)
    assert left == {"2026-11-30": 6}
    assert newer == 40


async def test_every_home_shows_the_same_numbers_whatever_happens_in_between(town):
    def story(repos):
        old, _ = a_season(repos)
        shown = [shared_card(tell(repos, COMMUNITY, LATER, 1), COMMUNITY)]
        a_round(repos, COMMUNITY, CIRCLE, week(4), in_pairs(old[:16]))
        forget_member(repos, repos.members.get(old[0]), LATER, Random(1))
        return [*shown, shared_card(tell(repos, COMMUNITY, LATER + timedelta(days=1), 1), COMMUNITY)]

    first, second = await town.run(story)
    assert first is not None
    assert first == second


async def test_why_it_did_not_happen_is_told_from_five_answers_on(town):
    def story(repos):
        a_season(repos)
        round_ = repos.rounds.of_circle(CIRCLE.id)[0]
        for reason, count in ((Reason.TIMES, 11), (Reason.LIFE, 6), (Reason.CHANGED, 2)):
            repos.tallies.add(COMMUNITY.id, round_.id, reason_name(reason), count)
        return tell(repos, COMMUNITY, LATER, 1).recap

    recap = await town.run(story)
    assert recap.reasons == ((Reason.TIMES, 10),)
    assert recap.other_reasons == 5
