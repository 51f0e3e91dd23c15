"""What of a match still holds when it is written down: people go on changing their minds while the matcher runs.

The hard rules are asked of every group once more, about everybody as they are now; no match is written past them. What
only made a group fit better or worse (interests, wishes, who met whom) is left as the matcher saw it.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations

from bot.domain.member import Participant
from bot.ids import MemberId
from bot.matching import Candidate, MatchedGroup, MatchRequest
from bot.matching.feasible import common_languages, common_slots, may_be_a_group
from bot.matching.model import Pair, pair_of
from bot.ports.storage import Repositories
from bot.services.apart import pairs_apart
from bot.services.candidates import Setting, described
from bot.services.portions import in_portions
from bot.services.together import partners

_GROUPS = 500
"""How many groups are looked at in one go: a few milliseconds of work."""


class SnapshotChanged(Exception):
    """Say that somebody joined, left or changed their mind while the matcher ran."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Hold everybody coming as they are now, who stays apart from whom, and who comes with which partner."""

    people: Mapping[MemberId, Candidate]
    apart: frozenset[Pair]
    partner: Mapping[MemberId, MemberId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold the groups of a match that stand, and who is there to be in them; `whole`: nothing else can be wished for."""

    groups: tuple[MatchedGroup, ...]
    people: Mapping[MemberId, Candidate]
    whole: bool


def standing(
    repos: Repositories,
    setting: Setting,
    taking: tuple[Participant, ...],
    asked: MatchRequest,
    groups: Sequence[MatchedGroup],
) -> Standing:
    """Return what stands of a match, and take over the times that its people share by now.

    It is not whole where a group fell, or where somebody without a group is new or changed what the rules depend on: a
    new match could find them a place. Where nothing changed it is whole in any case, as a new match would be the same.
    Raise `SnapshotChanged` where the circle's own rules are others by now.
    """
    if (asked.size, asked.pairs_only, asked.same_area) != _rules(setting):
        raise SnapshotChanged
    present = _present(repos, setting, taking)
    changed = _changed(asked, present)
    unchanged = not changed and _same_company(asked, present)
    if unchanged:
        # Whoever the matcher had reason to part comes as it said, rather than not at all.
        present = replace(present, partner={})
    kept = tuple(_that_stand(groups, asked, present, repos))
    placed = {member for group in kept for member in group.members}
    return Standing(
        groups=kept,
        people=present.people,
        whole=unchanged or (len(kept) == len(groups) and changed <= placed),
    )


def _rules(setting: Setting) -> tuple[int, bool, bool]:
    circle = setting.circle
    return circle.size, circle.pairs_only, circle.same_area


def _present(repos: Repositories, setting: Setting, taking: tuple[Participant, ...]) -> Present:
    """Look at everybody anew; partners who may not meet come alone, for the matcher as well."""
    people = {candidate.id: candidate for candidate in described(repos, setting, taking)}
    apart = pairs_apart(repos, setting.community.id, people.keys())
    pairs = [
        pair
        for pair in partners(setting.circle, taking)
        if may_be_a_group([people[one] for one in pair], apart, same_area=setting.circle.same_area)
    ]
    return Present(people=people, apart=apart, partner=dict(pairs) | {other: one for one, other in pairs})


def _that_stand(
    groups: Sequence[MatchedGroup], asked: MatchRequest, present: Present, repos: Repositories
) -> Iterator[MatchedGroup]:
    """Yield the groups that stand, those with a host after all others: without their own group they host none."""
    seated: set[MemberId] = set()
    for group in in_portions(repos, sorted(groups, key=lambda each: each.host is not None), _GROUPS):
        people = [present.people[member] for member in group.members if member in present.people]
        if len(people) < len(group.members):
            continue
        if not may_be_a_group(people, present.apart, same_area=asked.same_area):
            continue
        if not _is_complete(group, present) or not _has_host(group, present, seated):
            continue
        seated.update(group.members)
        yield replace(group, slots=common_slots(people), languages=common_languages(people))


def _is_complete(group: MatchedGroup, present: Present) -> bool:
    """Say whether everybody's partner, if they have one by now, is in the group as well; a host's is in their own."""
    return all(
        present.partner.get(member, member) in group.members
        for member in group.members
        if member != group.host
    )


def _has_host(group: MatchedGroup, present: Present, seated: Set[MemberId]) -> bool:
    """Say whether the host of an extra seat, if there is one, still consents and has their own group."""
    return group.host is None or (group.host in seated and present.people[group.host].host)


def _changed(asked: MatchRequest, present: Present) -> frozenset[MemberId]:
    """Name whoever is new, or changed what the rules depend on."""
    before = {candidate.id: _facts(candidate) for candidate in asked.candidates}
    return frozenset(
        member for member, candidate in present.people.items() if before.get(member) != _facts(candidate)
    )


def _same_company(asked: MatchRequest, present: Present) -> bool:
    """Say whether nobody went, stays apart from somebody else or has another partner since."""
    as_one = {pair_of(*pair) for each in asked.together for pair in combinations(each.members, 2)}
    return (
        len(present.people) == len(asked.candidates)
        and present.apart <= asked.separated
        and as_one.issuperset(pair_of(*pair) for pair in present.partner.items())
    )


def _facts(candidate: Candidate) -> tuple[object, ...]:
    """Return what the rules depend on."""
    return (
        candidate.slots,
        candidate.languages,
        candidate.area,
        candidate.centre,
        candidate.reach_km,
        candidate.host,
    )
