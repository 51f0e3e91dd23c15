"""The first words to a new group: who, why these people, when, where, and something to talk about."""

from bot.domain.challenges import Depth
from bot.domain.community import Community
from bot.domain.rounds import Group
from bot.domain.season import pick_starters
from bot.ports.messages import Message
from bot.ports.storage import Repositories
from bot.services import cards
from bot.services.kit import Kit
from bot.services.people import members_of, users_of

HOW_MANY_STARTERS = 3


def introduction(kit: Kit, repos: Repositories, group: Group, community: Community) -> Message:
    """Return the card that opens a group's place."""
    members = members_of(repos, group)
    shared = set.intersection(*(set(member.interests) for member in members)) if members else set()
    starters = pick_starters(kit.library.starters, depth=Depth.LIGHT, n=HOW_MANY_STARTERS, seed=group.id)
    return cards.introduction(
        group,
        users=users_of(repos, group),
        spot=repos.places.spot(group.spot) if group.spot is not None else None,
        zone=community.zone,
        reasons=cards.in_common(group.shared_slots, sorted(shared)),
        starters=tuple(starter.text for starter in starters),
    )
