"""The trio of an odd and very large circle: whose turn it is, that all others have a partner, and what is proven of it."""

from dataclasses import replace

import numpy as np
import pytest

from bot.ids import MemberId
from bot.matching import Candidate, MatchRequest, match
from bot.matching.bounds import fit_gap, with_others
from bot.matching.edges import Edges
from tests.support.matching import anyone

LARGE = 451  # more than are matched exactly


def trios(request: MatchRequest) -> list[set[MemberId]]:
    return [set(group.members) for group in match(request).groups if len(group.members) == 3]


def chained(count: int, *, ends: int = 3) -> list[Candidate]:
    """Let each language join two neighbours, and one more the people at either end."""
    people = []
    for number in range(count):
        languages = {f"l{number}", f"l{number + 1}"}
        languages |= {"first"} if number < ends else {"last"} if number >= count - ends else set()
        people.append(anyone(number, languages=frozenset(languages)))
    return people


def three() -> Edges:
    """List pairs of three people: one and two, two and three."""
    none = np.zeros(2, dtype=np.int64)
    return Edges(np.array([0, 1]), np.array([1, 2]), none, none, np.array([500, 700]))


@pytest.mark.parametrize("fresh", [50, 150])
def test_whoever_had_no_turn_yet_is_in_the_trio_before_whoever_had_one(fresh: int) -> None:
    """Fewer than come into question, and more."""
    people = tuple(anyone(number, odd_trios=10 * (number * 7 % LARGE >= fresh)) for number in range(LARGE))
    result = match(MatchRequest(candidates=people, seed="s"))
    (trio,) = [group.members for group in result.groups if len(group.members) == 3]
    turns = {person.id: person.odd_trios for person in people}
    assert [turns[name] for name in trio] == [0, 0, 0]
    assert result.bound >= result.value > 0


def test_a_trio_whose_members_know_hardly_anybody_else_is_priced_all_the_same() -> None:
    """The first speaks with the second and third alone, so their price follows from theirs."""
    few = [
        anyone(number, languages=frozenset(said))
        for number, said in enumerate([["nl"], ["nl", "en"], ["nl", "en"]])
    ]
    people = (*few, *(anyone(number, odd_trios=10) for number in range(3, LARGE)))
    result = match(MatchRequest(candidates=people, seed="s"))
    assert {person.id for person in few} in [set(group.members) for group in result.groups]
    assert not result.unplaced
    assert result.bound >= result.value > 0


def test_prices_are_completed_from_partner_to_partner() -> None:
    unknown = np.nan
    assert with_others(three(), np.array([unknown, unknown, 300.0]), (0, 1)).tolist() == [100, 400, 300]
    assert np.isnan(with_others(three(), np.full(3, unknown), (0, 1, 2))).all()


def test_prices_that_are_unknown_or_too_low_prove_nothing() -> None:
    groups = [(0, 1), (1, 2)]
    assert fit_gap(three(), groups, 3, np.array([100.0, 400, 300])) is not None
    assert fit_gap(three(), groups, 3, np.array([100.0, 399, 300])) is None
    assert fit_gap(three(), groups, 3, np.array([100.0, np.nan, 300])) is None


def test_where_few_can_be_in_a_trio_they_are_found_wherever_they_stand_in_line() -> None:
    """Only the three at either end can; all others would be left out otherwise, one way along or the other."""
    people = chained(LARGE)
    ends = [{person.id for person in people[:3]}, {person.id for person in people[-3:]}]
    late = [replace(person, odd_trios=10 * (person.id in ends[0] | ends[1])) for person in people]
    for candidates in (people, late):
        request = MatchRequest(candidates=tuple(candidates), seed="s")
        assert not match(request).unplaced
        assert trios(request)[0] in ends


def test_where_the_first_trios_leave_somebody_out_later_ones_are_tried() -> None:
    """Of four in a row, the middle ones cut the end off that is left over."""
    request = MatchRequest(candidates=tuple(chained(LARGE, ends=4)), seed="s")
    assert not match(request).unplaced
