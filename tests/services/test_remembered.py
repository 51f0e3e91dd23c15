"""What a request remembers: who met, who was planned to meet, whose turn it was, who was left out, how groups fitted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.member import MemberState
from bot.domain.rounds import Meeting
from bot.ids import AreaId, CircleId, MemberId
from bot.matching import PastMeeting
from bot.services.members import membership
from bot.services.members.membership import Joined
from bot.services.seats import departures
from tests.support.remembered import TRIOS, enrol, next_round, remember, request, said
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


async def test_one_real_meeting_outweighs_planned_ones(town):
    """How long ago is when the two were last in one group, whether or not that group met."""

    def story(repos):
        enrol(repos, "abcd")
        remember(repos, 5, "ab", "cd", met=False)
        remember(repos, 4, "ab")
        remember(repos, 3, "cd")
        remember(repos, 2, "cd", met=False)
        return request(repos).history

    assert await town.run(story) == {
        ("a", "b"): PastMeeting(rounds_ago=4),
        ("c", "d"): PastMeeting(rounds_ago=2),
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
    """The trio of the round before had the odd turn just now; somebody new starts where the others are."""

    def story(repos):
        enrol(repos, "abcdef")
        remember(repos, 2, "abc", "de")
        remember(repos, 1, "ade", "bc")
        asked = request(repos)
        return {each.id: (each.odd_trios, each.odd_last) for each in asked.candidates}

    assert await town.run(story) == {
        "a": (2, True),
        "b": (1, False),
        "c": (1, False),
        "d": (1, True),
        "e": (1, True),
        "f": (1, False),
    }


async def test_somebody_new_starts_where_those_are_who_take_the_odd_turns(town):
    """Ada wishes for pairs only and has had no such turn; Fay, who is new, does not have to catch up with that."""

    def story(repos):
        enrol(repos, "abcdef")
        wish = repos.members.get(MemberId("a"))
        repos.members.save(replace(wish, pairs_only=True))
        remember(repos, 1, "bcd", "ae")
        remember(repos, 2, "bde", "ac")
        remember(repos, 3, "ced", "ab")
        asked = request(repos)
        return {each.id: (each.odd_trios, each.pairs_only) for each in asked.candidates}

    assert await town.run(story) == {
        "a": (0, True),
        "b": (2, False),
        "c": (2, False),
        "d": (3, False),
        "e": (2, False),
        "f": (2, False),
    }


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

    assert await town.run(story) == {"a": (0, False, 0), "b": (1, True, 1), "c": (1, False, 0)}


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
