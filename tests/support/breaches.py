"""Hold an answer against the hard rules, in the oracle's words, and say in which points it breaks them."""

from collections import Counter
from collections.abc import Iterator

from bot.matching import MatchRequest, MatchResult
from tests.support.oracle import Group, Oracle, may_be


def breaches(request: MatchRequest, result: MatchResult) -> list[str]:
    """List what is wrong with an answer; nothing if all is as promised."""
    oracle = Oracle(request)
    return [*_of_groups(oracle, result), *_of_seats(oracle, result), *_of_numbers(oracle, result)]


def _of_groups(oracle: Oracle, result: MatchResult) -> Iterator[str]:
    for each, group in zip(result.groups, oracle.groups(result), strict=True):
        if each.host is None and not oracle.possible(group):
            yield "a group that may not be"
        if each.host is not None and not (len(group) == 2 and may_be(oracle.request, group)):
            yield "a host's extra seat that may not be"
        if each.slots != _hours(group) or each.languages != set.intersection(
            *(set(p.languages) for p in group)
        ):
            yield "times or languages that are not all members'"
        if list(each.members) != sorted(each.members) or len(each.fits) != len(group):
            yield "members out of order"


def _hours(group: Group) -> int:
    return sum(1 << bit for bit in range(21) if all(person.slots >> bit & 1 for person in group))


def _of_seats(oracle: Oracle, result: MatchResult) -> Iterator[str]:
    seats = Counter(name for group in result.groups for name in group.members)
    extra = Counter(group.host for group in result.groups if group.host is not None)
    consent = {person.id for person in oracle.people if person.host}
    own = Counter(name for group in result.groups if group.host is None for name in group.members)
    if any(times > 1 or name not in consent or own[name] != 1 for name, times in extra.items()):
        yield "a host without consent, without a group or with two guests"
    if any(group.host is not None and group.host not in group.members for group in result.groups):
        yield "a host of a group of others"
    guests = {
        name for group in result.groups if group.host is not None for name in group.members
    } - own.keys()
    if any(guests & names for names, _ in oracle.parties):
        yield "a guest parted from those they come with"
    if any(times - extra[name] > 1 for name, times in seats.items()):
        yield "somebody placed twice"
    left = {each.member for each in result.unplaced}
    if left & set(seats) or left | set(seats) != {person.id for person in oracle.people}:
        yield "somebody neither placed nor left out"


def _of_numbers(oracle: Oracle, result: MatchResult) -> Iterator[str]:
    own = [group for group in result.groups if group.host is None]
    if sum(len(group.members) for group in own) > result.most_placed:
        yield "more placed than could be"
    if result.bound is not None and result.value > result.bound:
        yield "a value above its bound"
    if result.repeats != sum(map(oracle.again, oracle.groups(result))):
        yield "another number of repeats than told"
