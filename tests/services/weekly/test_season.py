"""Organisers see the season to come, and shape it: another one, one of their choice, a week left out; all by tap too."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.content.library import Library, load_library
from bot.domain.jobs import JobState
from bot.domain.season import Rung
from bot.domain.weather import CLIMATES
from bot.errors import BadOption, NotFound, UserError
from bot.services.cards import season as cards
from bot.services.weekly import challenges, season, taps, weather
from bot.services.weekly.season import Shaping
from bot.services.weekly.taps import Asked
from bot.text.message import Sequence, Text
from tests.support.town import COMMUNITY, NOW, account

pytestmark = pytest.mark.timeout(60)
LIBRARY = load_library()
THURSDAY = datetime(2026, 12, 3, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)
FIRST, SECOND, THIRD, FOURTH, REST = (f"2026-12-{3 + 7 * number:02}" for number in range(5))


def turn_on(repos):
    return challenges.turn_on(repos, COMMUNITY, NOW, weekday=3, at=time(10))


def shaping(repos, now=NOW, library=LIBRARY):
    return Shaping(community=repos.communities.get(COMMUNITY.id), now=now, library=library)


def look(repos, now=NOW, library=LIBRARY):
    return shaping(repos, now, library).look(repos)


def ids(found):
    return [week.challenge.id if week.challenge is not None else None for week in found.weeks]


def post_weeks(repos, number, library=LIBRARY, start=THURSDAY):
    """Let some weeks pass, and return what was posted since the start, oldest first."""
    for week in range(number):
        now = start + week * WEEK
        for job in repos.jobs.due_decisions(now):
            challenges.post_challenge(repos, job, now, library)
            assert repos.jobs.settle(job.key, None, JobState.DONE)
    return [post.challenge for post in reversed(repos.challenges.posts(COMMUNITY.id))]


async def test_what_is_previewed_is_what_is_posted(town):
    def story(repos):
        turn_on(repos)
        found = look(repos)
        return ids(found), [week.week.rung for week in found.weeks], post_weeks(repos, 5)

    previewed, rungs, posted = await town.run(story)
    assert rungs == [*Rung, None]
    assert [each for each in previewed if each is not None] == posted


async def test_in_a_running_season_its_posts_what_is_left_of_it_and_a_whole_one_are_shown(town):
    def story(repos):
        turn_on(repos)
        posted = post_weeks(repos, 2)
        return posted, look(repos, THURSDAY + WEEK)

    posted, found = await town.run(story)
    assert [post.challenge for post in found.posted] == posted
    assert [week.week.rung for week in found.weeks] == [Rung.TOGETHER, Rung.WIDER, None, *Rung, None]


async def test_another_one_is_of_the_same_step_and_leaves_the_other_weeks_alone(town):
    """Taken again and again it goes through all that fits before one comes back, and what stands last is posted."""

    def story(repos):
        turn_on(repos)
        before, seen = look(repos), []
        fitting = season.alternatives(before, before.weeks[1])
        for _ in range(12):
            shaped = season.swap(repos, shaping(repos), SECOND)
            seen.append(shaped.week.challenge)
            assert shaped.moved == ()
        return ids(before), seen, fitting, post_weeks(repos, 5)

    before, seen, fitting, posted = await town.run(story)
    assert len({each.id for each in seen} | {before[1]}) == 13
    assert all(each in fitting for each in seen)
    assert posted == [before[0], seen[-1].id, *before[2:4]]


async def test_when_all_had_their_turn_they_come_round_again(town):
    few = LIBRARY.without(
        {each.id for each in LIBRARY.challenges if each.practice == "reach_out"}
        | {each.id for each in LIBRARY.challenges[40:]}
    )

    def story(repos):
        turn_on(repos)
        return [season.swap(repos, shaping(repos, library=few), FIRST).week.challenge.id for _ in range(30)]

    seen = await town.run(story)
    assert 1 < len(set(seen)) < 30
    assert all(one != other for one, other in pairwise(seen))


async def test_a_challenge_of_ones_choice_is_posted_and_the_choice_is_used_up(town):
    def story(repos):
        turn_on(repos)
        found = look(repos)
        wanted = season.alternatives(found, found.weeks[2])[5]
        shaped = season.pin(repos, shaping(repos), THIRD, wanted.title.template.upper())
        promised = ids(look(repos))
        return wanted, shaped, promised, post_weeks(repos, 5), repos.seasons.of(COMMUNITY.id).picks

    wanted, shaped, promised, posted, left = await town.run(story)
    assert shaped.week.chosen
    assert posted[2] == wanted.id
    assert posted == promised[:4]
    assert left == ()


async def test_a_choice_that_would_upset_the_season_is_refused_kindly_and_changes_nothing(town):
    def story(repos):
        turn_on(repos)
        found = look(repos)
        chosen = season.pin(
            repos, shaping(repos), SECOND, season.alternatives(found, found.weeks[1])[3].id
        ).week.challenge
        group = next(each for each in LIBRARY.challenges if each.setting == "group" and not each.tender)
        alike = next(
            each
            for each in LIBRARY.challenges
            if each.setting == "pair" and each.effort > 1 and each.practice is chosen.practice
        )
        tender = next(each for each in LIBRARY.challenges if each.tender)
        said = {}
        for week, words in (
            (FIRST, group.id),
            (THIRD, alike.id),
            (THIRD, "no such thing"),
            (FIRST, tender.id),
        ):
            with pytest.raises(BadOption) as refused:
                season.pin(repos, shaping(repos), week, words)
            said[words] = refused.value.text.template
        return [said[key] for key in (group.id, alike.id, "no such thing", tender.id)], look(repos), chosen

    said, found, chosen = await town.run(story)
    assert "another step" in said[0]
    assert "same kind" in said[1]
    assert "no challenge called" in said[2]
    assert "loss" in said[3]
    assert [week.challenge for week in found.weeks if week.chosen] == [chosen]


async def test_what_was_posted_within_the_year_cannot_be_chosen_again(town):
    def story(repos):
        turn_on(repos)
        posted = post_weeks(repos, 5)
        with pytest.raises(BadOption) as refused:
            season.pin(repos, shaping(repos, THURSDAY + 4 * WEEK), "2027-01-07", posted[0])
        return refused.value.text

    text = await town.run(story)
    assert "Within a year nothing comes twice" in text.template
    assert text.values["date"].at.date() == date(2026, 12, 3)


async def test_a_week_left_out_has_no_post_and_the_ladder_waits(town):
    def story(repos):
        turn_on(repos)
        before = ids(look(repos))
        season.skip(repos, shaping(repos), SECOND)
        after = look(repos)
        return before, ids(after), post_weeks(repos, 6), [p.day for p in repos.challenges.posts(COMMUNITY.id)]

    before, after, posted, days = await town.run(story)
    assert after == [before[0], None, *before[1:]]
    assert posted == before[:4]
    assert [day.isoformat() for day in reversed(days)] == [FIRST, THIRD, FOURTH, REST]


async def test_undo_takes_back_a_choice_and_a_week_left_out(town):
    def story(repos):
        turn_on(repos)
        before = look(repos)
        season.swap(repos, shaping(repos), FIRST)
        season.skip(repos, shaping(repos), THIRD)
        for week in (FIRST, THIRD):
            season.undo(repos, shaping(repos), week)
        with pytest.raises(UserError):
            season.undo(repos, shaping(repos), FIRST)
        return before.weeks, look(repos).weeks

    before, after = await town.run(story)
    assert before == after


async def test_a_week_of_rest_a_week_left_out_and_a_week_gone_by_say_why_nothing_can_be_done(town):
    def story(repos):
        turn_on(repos)
        season.skip(repos, shaping(repos), SECOND)
        for use, week in (
            (season.skip, "2027-01-07"),
            (season.swap, "2027-01-07"),
            (season.swap, SECOND),
            (season.undo, FIRST),
        ):
            with pytest.raises(UserError):
                use(repos, shaping(repos), week)
        with pytest.raises(NotFound):
            season.swap(repos, shaping(repos), "2026-11-26")
        with pytest.raises(BadOption):
            season.swap(repos, shaping(repos), "next week")

    await town.run(story)


async def test_choices_and_weeks_left_out_survive_another_day_another_hour_and_off_and_on(town):
    """The step keeps its choice, and the week that is left out stays so on whatever day it would have come."""

    def story(repos):
        turn_on(repos)
        chosen = season.swap(repos, shaping(repos), THIRD).week.challenge
        season.skip(repos, shaping(repos), SECOND)
        on = repos.communities.get(COMMUNITY.id)
        challenges.turn_on(repos, on, NOW, weekday=5, at=time(18))
        moved = look(repos).weeks
        challenges.turn_off(repos, repos.communities.get(COMMUNITY.id))
        again = challenges.turn_on(repos, repos.communities.get(COMMUNITY.id), NOW, weekday=0)
        return chosen, moved, again, look(repos).weeks

    chosen, moved, _, again = await town.run(story)
    assert [week.skipped for week in moved[:3]] == [False, True, False]
    assert moved[3].challenge == chosen
    assert again[0].skipped
    assert again[3].challenge == chosen


async def test_a_choice_for_a_season_that_was_broken_off_waits_for_its_step_in_the_next(town):
    def story(repos):
        turn_on(repos)
        chosen = season.swap(repos, shaping(repos), FOURTH).week.challenge
        post_weeks(repos, 2)
        now = THURSDAY + WEEK
        challenges.turn_off(repos, repos.communities.get(COMMUNITY.id))
        challenges.turn_on(repos, repos.communities.get(COMMUNITY.id), now)
        found = look(repos, now)
        return chosen, found.weeks

    chosen, found = await town.run(story)
    assert [week.week.rung for week in found] == [*Rung, None]
    assert found[3].challenge == chosen


async def test_a_choice_that_is_turned_off_meanwhile_makes_room_for_another(town):
    def story(repos):
        turn_on(repos)
        chosen = season.swap(repos, shaping(repos), FIRST).week.challenge
        left = LIBRARY.without({chosen.id})
        [first, *_] = look(repos, library=left).weeks
        return chosen, first, post_weeks(repos, 1, left)

    chosen, first, posted = await town.run(story)
    assert first.set_aside
    assert posted == [first.challenge.id]
    assert posted != [chosen.id]


async def test_nothing_is_posted_from_an_empty_library_and_the_ladder_waits_for_one(town):
    none = LIBRARY.without({each.id for each in LIBRARY.challenges})

    def story(repos):
        turn_on(repos)
        with pytest.raises(UserError):
            season.swap(repos, shaping(repos, library=none), FIRST)
        empty = ids(look(repos, library=none))
        for change in (season.skip, season.undo):
            change(repos, shaping(repos, library=none), "2027-02-04")
        posted = post_weeks(repos, 2, none)
        return empty, posted, look(repos, THURSDAY + WEEK).weeks[0].week.rung

    assert await town.run(story) == ([None] * 10, [], Rung.WARM_UP)


async def test_after_an_outage_of_weeks_the_last_one_is_posted_while_it_is_fresh(town):
    def story(repos):
        turn_on(repos)
        post_weeks(repos, 1)
        [job] = repos.jobs.due_decisions(THURSDAY + 3 * WEEK + timedelta(hours=5))
        challenges.post_challenge(repos, job, THURSDAY + 3 * WEEK + timedelta(hours=5), LIBRARY)
        return [(post.day.isoformat(), post.rung) for post in repos.challenges.posts(COMMUNITY.id)]

    assert await town.run(story) == [(FOURTH, Rung.OUTWARD), (FIRST, Rung.WARM_UP)]


async def test_the_weather_is_read_kept_for_some_weeks_and_taken_back(town):
    def change(repos, **said):
        wanted = {"conditions": None, "weeks": None, "climate": None} | said
        return weather.change(repos, COMMUNITY, NOW, **wanted)

    def story(repos):
        wet = change(repos, conditions="It is wet and dark", weeks="2", climate="Oceanic-North")
        assert wet.until == date(2026, 12, 14)
        assert wet.climate == CLIMATES["oceanic-north"]
        assert {each.value for each in wet.said} == {"wet", "dark"}
        assert change(repos, conditions="mild").said == frozenset()
        assert change(repos, conditions="usual").said is None
        assert change(repos, climate="none").climate is None
        for bad in (
            {"conditions": "wet, dry"},
            {"conditions": "stormy"},
            {"conditions": "any"},
            {"weeks": "3"},
            {"conditions": "wet", "weeks": "many"},
            {"conditions": "wet", "weeks": "0"},
            {"climate": "moon"},
        ):
            with pytest.raises(BadOption):
                change(repos, **bad)

    await town.run(story)


async def test_who_swaps_gets_what_suits_the_weather_and_nobody_saw_or_will_see_soon(town):
    """Neither what was posted, nor what this person swapped to before with whichever account, nor what comes."""

    def story(repos):
        turn_on(repos)
        weather.change(repos, COMMUNITY, NOW, conditions="wet", weeks=None, climate=None)
        seen, offered = set(), []
        for week in range(8):
            now = THURSDAY + week * WEEK
            posted = post_weeks(repos, 1, start=now)
            seen |= set(posted)
            asked = Asked(
                community=repos.communities.get(COMMUNITY.id), account=account(), now=now, library=LIBRARY
            )
            if taps.look(repos, asked) is None:
                continue
            soon = {each for each in ids(look(repos, now)) if each is not None}
            for _ in range(3):
                before = taps.look(repos, asked).tap.shown
                got = taps.swap(repos, asked).challenge
                if got.id in before:
                    continue
                offered.append((got, got.id in seen, got.id in soon))
                seen.add(got.id)
        return offered

    offered = await town.run(story)
    assert len(offered) > 12
    assert not any(known or soon for _, known, soon in offered)
    assert all(each.conditions != {"dry"} for each, _, _ in offered)


async def test_a_small_library_is_told_kindly_what_gives_way(town):
    small = Library(challenges=LIBRARY.challenges[:3], starters=())

    def story(repos):
        turn_on(repos)
        return cards.season_card(look(repos, library=small), {})

    words = plain_words(await town.run(story))
    assert "few for a whole season" in words
    assert "back within a year" in words
    assert "of the same kind as the week before" in words


def plain_words(message):
    """Return the templates of a message and of what stands in them."""
    return " ".join(walked(part) for part in (*message.lines, *message.bullets))


def walked(text):
    inner = (value for value in text.values.values() if isinstance(value, Text | Sequence))
    parts = (each for value in inner for each in (value.items if isinstance(value, Sequence) else (value,)))
    return " ".join((text.template, *(walked(part) for part in parts if isinstance(part, Text))))
