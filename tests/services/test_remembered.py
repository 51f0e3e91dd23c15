"""What a request remembers: who met, who was planned to meet, whose turn it was, who was left out, how groups fitted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.member import MemberState
from bot.domain.rounds import Meeting, RoundState
from bot.ids import AreaId, CircleId, MemberId
from bot.matching import PastMeeting
from bot.services.members import membership
from bot.services.members.membership import Joined
from bot.services.seats import departures
from tests.support.remembered import TRIOS, enrol, next_round, remember, request, round_ago, said
from tests.support.town import CIRCLE, COMMUNITY, NOW, account

pytestmark = pytest.mark.timeout(60)


async def test_meetings_count_and_planned_ones_that_never_came_about_are_told_apart(town):
    def story(repos):
        enrol(repos, "abcd")
        remember(repos, 3, "ab")
        remember(repos, 2, "ab", "cd", met=None)
        remember(repos, 1, "ad", met=False)
        return request(repos).history

    assert await town.run(story) == {
        ("a", "b"): PastMeeting(rounds_ago=2, times=2),
        ("c", "d"): PastMeeting(rounds_ago=2),
        ("a", "d"): PastMeeting(rounds_ago=1, missed=True),
    }


async def test_once_two_have_met_planned_meetings_count_for_nothing(town):
    """A date that they missed does not make them wait as if they had met once more."""

    def story(repos):
        enrol(repos, "abcd")
        remember(repos, 5, "ab", "cd", met=False)
        remember(repos, 4, "ab")
        remember(repos, 3, "cd")
        remember(repos, 2, "cd", met=False)
        return request(repos).history

    assert await town.run(story) == {
        ("a", "b"): PastMeeting(rounds_ago=4),
        ("c", "d"): PastMeeting(rounds_ago=3),
    }


async def test_meetings_in_another_circle_of_the_community_count(town):
    books = replace(CIRCLE, id=CircleId("books"), name="Books")

    def story(repos):
        repos.rounds.add_circle(books)
        enrol(repos, "ab", circle=books)
        enrol(repos, "abc")
        remember(repos, 1, "ab", circle=books)
        asked = request(repos)
        return asked.history, [each.id for each in asked.candidates if each.newcomer]

    assert await town.run(story) == ({("a", "b"): PastMeeting(rounds_ago=1)}, ["c"])


async def test_who_leaves_and_comes_back_under_another_name_is_remembered(town):
    """Within the time before erasure a person is the same person, whatever the platform calls them."""

    def story(repos):
        enrol(repos, "ab")
        remember(repos, 1, "ab")
        departures.opt_out(repos, repos.members.get(MemberId("a")), NOW)
        assert request(repos).history == {}
        joined = membership.consent(
            repos,
            COMMUNITY,
            account("a"),
            circle=CIRCLE.id,
            contact=repos.members.get(MemberId("a")).contact,
            now=NOW + timedelta(days=20),
            rng=None,
        )
        assert isinstance(joined, Joined)
        assert joined.member.state is MemberState.ACTIVE
        enrol(repos, "a")
        return request(repos).history

    assert await town.run(story) == {("a", "b"): PastMeeting(rounds_ago=1)}


async def test_whom_this_round_brought_together_is_kept_apart_by_its_second_draw(town):
    def story(repos):
        enrol(repos, "abc")
        asked = request(repos)
        round_ = next_round()
        repos.rounds.record(
            Meeting(
                first=MemberId("a"),
                second=MemberId("b"),
                round=round_.id,
                community=COMMUNITY.id,
                slot=round_.slot,
                met=False,
            )
        )
        again = request(repos, draw="second")
        return asked.separated, again.separated, again.history

    assert await town.run(story) == (frozenset(), {("a", "b")}, {})


async def test_odd_turns_are_counted_and_the_last_one_is_named(town):
    """Ada had two turns and all others one, in tenths of a turn; the last one counts half a turn more.

    Somebody new starts in the middle of the others.
    """

    def story(repos):
        enrol(repos, "abcdef")
        remember(repos, 2, "abc", "de")
        remember(repos, 1, "ade", "bc")
        asked = request(repos)
        return {each.id: (each.odd_trios, each.odd_last) for each in asked.candidates}

    assert await town.run(story) == {
        "a": (15, True),
        "b": (0, False),
        "c": (0, False),
        "d": (5, True),
        "e": (5, True),
        "f": (2, False),
    }


async def test_somebody_new_starts_where_those_are_who_take_the_odd_turns(town):
    """Ada wishes for pairs only and has had no such turn; Fay, who is new, does not have to catch up with that."""

    def story(repos):
        enrol(repos, "abcdef")
        wish = repos.members.get(MemberId("a"))
        repos.members.save(replace(wish, pairs_only=True))
        remember(repos, 3, "ced", "ab")
        remember(repos, 2, "bde", "ac")
        remember(repos, 1, "bc", "ae")
        asked = request(repos)
        return {each.id: each.odd_trios for each in asked.candidates if not each.pairs_only}

    assert await town.run(story) == {"b": 0, "c": 0, "d": 10, "e": 10, "f": 5}


async def test_an_extra_seat_of_a_host_is_no_odd_turn_and_no_second_repeat(town):
    """In a circle of three Ada hosts Dee, who had the odd turn; what the two have in common is one meeting."""

    def story(repos):
        enrol(repos, "abcd")
        remember(repos, 1, "abc", "Ad", circle=TRIOS, fits={"a": 700, "A": 100, "d": 300})
        asked = request(repos, TRIOS)
        ada, dee = said(asked, "a"), said(asked, "d")
        return (ada.odd_trios, ada.odd_last, ada.past_fit), (dee.odd_last, dee.past_fit), asked.history

    ada, dee, history = await town.run(story)
    assert (ada, dee) == ((0, False, 700), (True, 300))
    assert history[MemberId("a"), MemberId("d")] == PastMeeting(rounds_ago=1)


async def test_with_pairs_only_the_odd_turn_is_to_sit_out(town):
    pairs = replace(CIRCLE, pairs_only=True)

    def story(repos):
        enrol(repos, "abc")
        remember(repos, 2, "ab", circle=pairs, left="c")
        remember(repos, 1, "ac", circle=pairs, left="b")
        asked = request(repos, pairs)
        return {each.id: (each.odd_trios, each.odd_last, each.sat_out) for each in asked.candidates}

    assert await town.run(story) == {"a": (0, False, 0), "b": (15, True, 1), "c": (10, False, 0)}


async def test_a_turn_that_is_older_than_half_a_year_still_counts(town):
    """Ada and Ben had one turn more than Cy, Dee and Eve, 27 rounds ago; all rounds since were fair."""

    def story(repos):
        enrol(repos, "abcdef")
        remember(repos, 31, "abc", "de")
        for ago in range(30, 0, -1):
            remember(repos, ago, "ab", "cd", "ef")
        return {each.id: each.odd_trios for each in request(repos).candidates}

    levels = await town.run(story)
    assert levels["a"] == levels["b"] == levels["c"]
    assert levels["a"] - levels["d"] == 10


async def test_somebody_new_is_not_asked_to_catch_up_and_whoever_was_away_for_long_is_like_new(town):
    """Fay and Gus come after ten rounds of turns, Gus for the second time: both stand in the middle of the others."""

    def story(repos):
        enrol(repos, "abcdefg")
        remember(repos, 40, "abg", "cd", "ef")
        for ago in range(39, 2, -1):
            remember(repos, ago, *(("abc", "de") if ago % 2 else ("cde", "ab")))
        remember(repos, 2, "af", "bc", "de")
        return {each.id: each.odd_trios for each in request(repos).candidates}

    levels = await town.run(story)
    others = [levels[name] for name in "abde"]
    assert min(others) <= levels["f"] <= max(others)
    assert abs(levels["g"] - levels["f"]) <= 10


async def test_hosts_are_remembered_by_their_last_extra_seat(town):
    def story(repos):
        enrol(repos, "abcde", host=True)
        remember(repos, 3, "ab", "Ac", "de")
        remember(repos, 1, "ab", "Bc", "de")
        return {each.id: each.hosted for each in request(repos).candidates if each.hosted}

    assert await town.run(story) == {"a": 2, "b": 1}


async def test_a_round_that_was_missed_or_undone_is_none_whose_turn_it_was_or_in_which_a_host_waited(town):
    def story(repos):
        enrol(repos, "abcdefg", host=True)
        remember(repos, 3, "abc", "de", "Df", "Eg")
        before = [(each.odd_trios, each.odd_last, each.hosted) for each in request(repos).candidates]
        for ago in (2, 1):
            repos.rounds.add(replace(round_ago(CIRCLE, ago), state=RoundState.SKIPPED))
        return before, [(each.odd_trios, each.odd_last, each.hosted) for each in request(repos).candidates]

    before, after = await town.run(story)
    assert before == after
    assert [last for _, last, _ in before] == [True] * 3 + [False] * 4
    assert [hosted for _, _, hosted in before] == [None, None, None, 1, 1, None, None]


async def test_whoever_a_missed_first_round_left_out_goes_first(town):
    def story(repos):
        enrol(repos, "ab")
        remember(repos, 1, left="a")
        repos.rounds.save(replace(round_ago(CIRCLE, 1), state=RoundState.SKIPPED))
        return [each.sat_out for each in request(repos).candidates]

    assert await town.run(story) == [1, 0]


async def test_rounds_left_out_in_a_row_end_with_a_seat_of_any_kind(town):
    """Ben found a seat in the second draw of the last round; Cy has waited twice."""

    def story(repos):
        enrol(repos, "abcd")
        remember(repos, 3, "ad", left="bc")
        remember(repos, 2, "ad", left="c")
        remember(repos, 1, "ad", "bD", left="bc")
        asked = request(repos)
        return {each.id: each.sat_out for each in asked.candidates}

    assert await town.run(story) == {"a": 0, "b": 0, "c": 3, "d": 0}


async def test_how_earlier_groups_fitted_is_a_mean_and_nothing_is_known_of_somebody_new(town):
    def story(repos):
        enrol(repos, "abc")
        remember(repos, 2, "ab", fits={"a": 300, "b": 400})
        remember(repos, 1, "ab", fits={"a": 601})
        asked = request(repos)
        return {each.id: each.past_fit for each in asked.candidates}

    assert await town.run(story) == {"a": 450, "b": 400, "c": None}


async def test_what_members_say_of_themselves_reaches_the_matcher(town):
    def story(repos):
        enrol(repos, "ab")
        enrol(repos, "a", host=True)
        ada = repos.members.get(MemberId("a"))
        repos.members.save(replace(ada, role="Gardener", interests=("Bread",), area=AreaId("north")))
        asked = request(repos)
        return [(each.role, each.host, each.interests, each.languages) for each in asked.candidates]

    assert await town.run(story) == [
        ("gardener", True, {"bread"}, {"en"}),
        ("", False, frozenset(), {"en"}),
    ]
