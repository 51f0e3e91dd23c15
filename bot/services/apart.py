"""Who may be brought together or shown to each other: the one place that is asked.

Whoever stays apart by a private wish or after a report shares no group, pod, table or "again", and is on no list that
the other sees. What people notice of it is what they notice of bad luck (H3).
"""

from collections.abc import Iterable, Set

from bot.ids import CommunityId, MemberId
from bot.matching.model import Pair
from bot.ports.storage import Repositories


def pairs_apart(repos: Repositories, community: CommunityId, among: Set[MemberId]) -> frozenset[Pair]:
    """Return who of some people stays apart from whom, as sorted pairs."""
    return frozenset(
        (one, other) for one, other in repos.separations.apart(community) if one in among and other in among
    )


def may_meet(repos: Repositories, members: Iterable[MemberId]) -> bool:
    """Say whether some people, a group's as a rule, may be brought together or go on being so."""
    everybody = frozenset(members)
    return all(everybody.isdisjoint(repos.separations.apart_from(member)) for member in everybody)


def shown_to(repos: Repositories, member: MemberId, others: Iterable[MemberId]) -> tuple[MemberId, ...]:
    """Return whom of some people a member may see on a list, in the order given."""
    hidden = repos.separations.apart_from(member)
    return tuple(other for other in others if other not in hidden)
