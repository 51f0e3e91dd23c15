"""Who comes together: partners by the wish of both, and pods of people who all said "again"."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from itertools import combinations

from bot.domain.member import Enrolment, Participant
from bot.domain.rounds import POD_MEETINGS, Circle
from bot.ids import MemberId
from bot.matching import Candidate
from bot.matching.feasible import may_be_a_group
from bot.matching.model import SMALLEST_SIZE, Pair, Together, pair_of
from bot.ports.storage import Repositories
from bot.services.past import Past


def mutual(one: Enrolment, other: Enrolment) -> bool:
    """Say whether both wish to come with each other."""
    return one.partner == other.member and other.partner == one.member


def takes_company(circle: Circle) -> bool:
    """Say whether people can come together in a circle: with two to a group they would meet nobody else."""
    return circle.size > SMALLEST_SIZE


def partners(circle: Circle, taking: Iterable[Participant]) -> frozenset[Pair]:
    """Return who comes with whom; where only one of two is coming, that one comes alone."""
    if not takes_company(circle):
        return frozenset()
    here = {each.member.id: each.enrolment for each in taking if each.enrolment.partner is not None}
    return frozenset(
        pair_of(member, wish.partner)
        for member, wish in here.items()
        if wish.partner is not None and wish.partner in here and mutual(wish, here[wish.partner])
    )


def come_together(
    repos: Repositories,
    past: Past,
    people: Mapping[MemberId, Candidate],
    pairs: frozenset[Pair],
    apart: frozenset[Pair],
) -> tuple[Together, ...]:
    """Return the pods that meet again and the partners, of both those who may be in one group as things are.

    Partners come before a pod that has only one of them, and come by themselves where their pod may not meet.
    """
    circle = past.circle
    if not takes_company(circle):
        return ()

    def may(names: Iterable[MemberId]) -> bool:
        return may_be_a_group([people[name] for name in names], apart, same_area=circle.same_area)

    pairs = frozenset(filter(may, pairs))
    partner = dict(pairs) | {other: one for one, other in pairs}
    pods = [
        pod
        for pod in _pods(repos, past, people.keys())
        if may(pod) and all(partner.get(member, member) in pod for member in pod)
    ]
    inside = {pair for pod in pods for pair in combinations(pod, 2)}
    return (
        *(Together(members=pod, complete=True) for pod in pods),
        *(Together(members=pair) for pair in sorted(pairs - inside)),
    )


def _pods(repos: Repositories, past: Past, members: Set[MemberId]) -> list[tuple[MemberId, ...]]:
    """Return the pods whose people are all coming and sat with nobody else since, up to a few meetings."""
    circle = past.circle
    if not circle.pods:
        return []
    met = repos.rounds.pods(circle.id, since=past.since, before=past.slot)
    times = Counter(people for _, people in met)
    return [
        people
        for slot, people in met
        if SMALLEST_SIZE <= len(people) <= circle.size + 1
        and times[people] < POD_MEETINGS
        and all(member in members and past.record(member).last == slot for member in people)
    ]
