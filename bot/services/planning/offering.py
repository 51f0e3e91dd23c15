"""From the rows of a group to what it is offered next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import and_

from bot.domain.community import Community
from bot.domain.member import Member
from bot.domain.offers import Before, Company, Ground, Offer, draft, draft_near_miss
from bot.domain.rounds import Group
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services.people import active_seats, members_of


def ground_of(repos: Repositories, community: Community) -> Ground:
    """Look up where a community can meet."""
    return Ground(
        areas={area.id: area for area in repos.places.areas(community.id)},
        spots=repos.places.spots(community.id),
        zone=community.zone,
    )


def company_of(group: Group, members: Sequence[Member]) -> Company:
    """Return what a plan looks at in the people of a group."""
    return Company(
        homes=[member.area for member in members],
        wishes=frozenset(wish for member in members for wish in member.wishes),
        seed=group.id,
    )


def other_plans(repos: Repositories, group: Group, member: MemberId) -> set[datetime]:
    """Return when a member meets other groups than this one."""
    mine = repos.rounds.groups_of(member)
    return {other.meets_at for other in mine if other.id != group.id and other.meets_at is not None}


def plans_beside(repos: Repositories, group: Group) -> set[datetime]:
    """Return when anybody in the group meets other groups."""
    return {at for seat in active_seats(repos, group) for at in other_plans(repos, group, seat.member)}


def next_offer(repos: Repositories, group: Group, now: datetime) -> Group | None:
    """Return the group with two times that it was never offered, or None where none are left.

    First come all times that everybody who still sits there has on their grid as it is now: whoever stays when
    somebody leaves may share more than all did. When these are used up, the near-misses are offered, once: the two
    times for which the fewest people are missing by their grids. People often can make an exception for once. A group
    that can't is let go.
    """
    community = repos.communities.get(group.community)
    members = members_of(repos, group)
    if community is None or not members:
        return None
    ground, grids = ground_of(repos, community), [member.times for member in members]
    company = company_of(group, members)
    before = Before(
        offered=(*group.offered, *group.options),
        taken=plans_beside(repos, group),
        spot=ground.spot(group.spot),
    )
    until = group.choose_until
    offer = draft(reduce(and_, grids), ground, company, after=now, until=until, before=before)
    stretch = not offer.options
    if stretch and not group.stretch:
        offer = draft_near_miss(grids, ground, company, after=now, until=until, before=before)
    return _with(group, offer, stretch=stretch) if offer.options else None


def _with(group: Group, offer: Offer, *, stretch: bool) -> Group:
    return replace(
        group,
        options=offer.options,
        offered=tuple(sorted({*group.offered, *group.options})),
        spot=offer.spot.id if offer.spot is not None else None,
        stretch=stretch,
    )
