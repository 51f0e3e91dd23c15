"""Which community a call means, and who calls.

A server or room says it by itself, and so does a group's place. A direct room does not: there the community is
the one the menu or form was made for, or the only one that the person belongs to; otherwise they are asked.
"""

from dataclasses import dataclass, replace

from bot.domain.community import Community, Home
from bot.domain.member import Member, MemberState
from bot.errors import PlatformError
from bot.ids import CommunityId
from bot.ports.commands import Actor, Invocation, Place, PlaceKind
from bot.ports.storage import Repositories
from bot.runtime.menus import COMMUNITY
from bot.services.kit import Kit
from bot.services.tongues import language_in, language_of, language_of_account
from bot.text.catalogue import SOURCE_LANGUAGE

_HOMES_ASKED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Say which community a call means, and the caller's language. `which` lists several when they have to choose."""

    community: Community | None = None
    homes: tuple[Home, ...] = ()
    member: Member | None = None
    which: tuple[Community, ...] = ()
    language: str = SOURCE_LANGUAGE


async def locate(kit: Kit, invocation: Invocation) -> Located:
    """Find the community and the member of a call."""
    found = await kit.storage.run(
        lambda repos: _with_language(repos, _from_rows(repos, invocation), invocation)
    )
    if found.community is None and not found.which and invocation.place.kind is PlaceKind.DIRECT:
        found = await _from_presence(kit, invocation)
    elif found.member is None and COMMUNITY in invocation.options and found.community is not None:
        present = await _present_in(kit, found.homes, invocation)
        return found if present else Located(language=found.language)
    return found


def language_at(repos: Repositories, place: Place, actor: Actor) -> str:
    """Return the language in which somebody is answered at a place."""
    home = repos.communities.home(place.platform, place.home) if place.home is not None else None
    group = repos.rounds.group_in(place.platform, place.channel) if place.kind is PlaceKind.GROUP else None
    there = home.community if home is not None else group.community if group is not None else None
    community = repos.communities.get(there) if there is not None else None
    heard = actor.language or ""
    return language_of_account(repos, place.platform, actor.user_id, heard=heard, home=community)


def language_of_place(repos: Repositories, place: Place) -> str:
    """Return the language of a group's place, or nothing where a place is no group's."""
    group = repos.rounds.group_in(place.platform, place.channel)
    return language_in(repos, group) if group is not None else ""


def _with_language(repos: Repositories, found: Located, call: Invocation) -> Located:
    platform, user, heard = call.place.platform, call.actor.user_id, call.actor.language or ""
    if found.member is not None:
        return replace(found, language=language_of(repos, found.member, found.community, heard=heard))
    language = language_of_account(repos, platform, user, heard=heard, home=found.community)
    return replace(found, language=language)


def _from_rows(repos: Repositories, invocation: Invocation) -> Located:
    place = invocation.place
    if named := invocation.options.get(COMMUNITY):
        return _located(repos, repos.communities.get(CommunityId(named)), invocation)
    if place.home is not None:
        home = repos.communities.home(place.platform, place.home)
        return _located(repos, repos.communities.get(home.community) if home else None, invocation)
    if place.kind is PlaceKind.GROUP:
        group = repos.rounds.group_in(place.platform, place.channel)
        return _located(repos, repos.communities.get(group.community) if group else None, invocation)
    memberships = repos.members.of_user(place.platform, invocation.actor.user_id)
    communities = [
        repos.communities.get(member.community)
        for member in memberships
        if member.state is not MemberState.LEFT
    ]
    return _one_or_which(repos, tuple(found for found in communities if found is not None), invocation)


def _one_or_which(repos: Repositories, communities: tuple[Community, ...], invocation: Invocation) -> Located:
    if len(communities) == 1:
        return _located(repos, communities[0], invocation)
    return Located(which=communities)


def _located(repos: Repositories, community: Community | None, invocation: Invocation) -> Located:
    if community is None:
        return Located()
    platform = invocation.place.platform
    member = repos.members.of_account(community.id, platform, invocation.actor.user_id)
    homes = tuple(home for home in repos.communities.homes(community.id) if home.platform == platform)
    here = member if member is not None and member.state is not MemberState.LEFT else None
    return Located(community=community, homes=homes, member=here)


async def _from_presence(kit: Kit, invocation: Invocation) -> Located:
    """Ask the platform in which homes the person is, for somebody who writes directly before having joined."""

    def homes(repos: Repositories) -> tuple[Home, ...]:
        platform = invocation.place.platform
        everything = (
            home for community in repos.communities.all() for home in repos.communities.homes(community.id)
        )
        return tuple(home for home in everything if home.platform == platform)[:_HOMES_ASKED]

    known = [home for home in await kit.storage.run(homes) if await _present_in(kit, (home,), invocation)]

    def located(repos: Repositories) -> Located:
        ids = dict.fromkeys(home.community for home in known)
        found = (repos.communities.get(community) for community in ids)
        there = tuple(community for community in found if community is not None)
        return _with_language(repos, _one_or_which(repos, there, invocation), invocation)

    return await kit.storage.run(located)


async def _present_in(kit: Kit, homes: tuple[Home, ...], invocation: Invocation) -> bool:
    """Say whether the caller is in one of the homes; a platform that cannot tell counts as no."""
    platform = kit.platforms[invocation.place.platform]
    user = invocation.actor.user_id
    for home in homes:
        try:
            if await platform.present(home.home, [user]):
                return True
        except PlatformError:
            continue
    return False
