"""The first words to a new group: who, why these people, when, where, and something to talk about."""

from collections.abc import Sequence

from bot.domain.challenges import Depth
from bot.domain.member import Member
from bot.domain.rounds import Group
from bot.domain.season import pick_starters
from bot.ports.messages import Message
from bot.ports.storage import Repositories
from bot.services.cards import plans as plan_cards
from bot.services.kit import Kit
from bot.services.people import host_of, members_of, user_on, users_of, zone_of
from bot.services.planning.offering import company_of
from bot.services.shelf.library import library_of

HOW_MANY_STARTERS = 3


def introduction(kit: Kit, repos: Repositories, group: Group) -> Message:
    """Return the card that opens a group's place."""
    members = members_of(repos, group)
    hellos = tuple(
        (user, member.hello)
        for member in members
        if member.hello and (user := user_on(repos, member.id, group.platform)) is not None
    )
    community = repos.communities.get(group.community)
    library = library_of(repos, community, kit.library) if community is not None else kit.library
    starters = pick_starters(library.starters, depth=Depth.LIGHT, n=HOW_MANY_STARTERS, seed=group.id)
    return plan_cards.introduction(
        group,
        users=users_of(repos, group),
        spot=repos.places.spot(group.spot) if group.spot is not None else None,
        zone=zone_of(repos, group),
        wishes=company_of(group, members).wishes,
        reasons=plan_cards.in_common(group.shared_slots, shared_interests(members)),
        hellos=hellos,
        host=host_of(repos, group),
        starters=tuple(starter.text for starter in starters),
    )


def shared_interests(members: Sequence[Member]) -> tuple[str, ...]:
    """Return what all of them like to talk about, however they capitalised it, in the first one's spelling."""
    if not members:
        return ()
    first, *others = members
    liked = [{interest.casefold() for interest in member.interests} for member in others]
    return tuple(sorted(each for each in first.interests if all(each.casefold() in one for one in liked)))
