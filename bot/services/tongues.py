"""In which language somebody is written to: the rule is written down in ARCHITECTURE.md, "Words as data"."""

from collections.abc import Iterable

from bot.domain.community import Community
from bot.domain.member import Member
from bot.domain.rounds import Group
from bot.ids import CommunityId, PlatformName, UserId
from bot.ports.storage import Repositories
from bot.services.people import members_of
from bot.text.catalogue import SOURCE_LANGUAGE, common_language, first_spoken, speaks


def language_of(
    repos: Repositories, member: Member, community: Community | None = None, *, heard: str = ""
) -> str:
    """Return a member's language: what they chose, else that of their app, else the community's.

    `heard` is what their app says now; without it counts what it said when they were last here. Rows are read only
    where nothing else has said it.
    """
    for said in (member.language, heard):
        if said and speaks(said):
            return said
    around = community if community is not None else repos.communities.get(member.community)
    return first_spoken(repos.sightings.language(member.id), around.language if around is not None else "")


def language_of_all(repos: Repositories, members: Iterable[Member], community: Community) -> str:
    """Return the language that all of these people read, else the community's: for a place of theirs alone."""
    common = common_language(*(language_of(repos, member, community) for member in members))
    return common or first_spoken(community.language)


def language_in(repos: Repositories, group: Group) -> str:
    """Return the language of a group's place, its name, its reminders and its calendar entry."""
    community = repos.communities.get(group.community)
    return language_of_all(repos, members_of(repos, group), community) if community else SOURCE_LANGUAGE


def members_with(
    repos: Repositories, community: Community, platform: PlatformName, users: Iterable[UserId]
) -> tuple[Member, ...]:
    """Return the members whose accounts these are."""
    found = (repos.members.of_account(community.id, platform, user) for user in users)
    return tuple(member for member in found if member is not None)


def language_of_account(
    repos: Repositories, platform: PlatformName, user: UserId, *, heard: str, home: Community | None = None
) -> str:
    """Return the language of whoever has an account, where perhaps nothing says which community is meant.

    Somebody who chose a language in one community is spoken to in it where they are no member, too.
    """
    here = repos.members.of_account(home.id, platform, user) if home is not None else None
    if here is not None:
        return language_of(repos, here, home, heard=heard)
    known = repos.members.of_user(platform, user)
    chosen = (member.language for member in known)
    apps = (repos.sightings.language(member.id) for member in known)
    around = home or _only_one(repos, {member.community for member in known})
    return first_spoken(*chosen, heard, *apps, around.language if around is not None else "")


def _only_one(repos: Repositories, ids: set[CommunityId]) -> Community | None:
    """Return the community that must be meant, where there is no other one."""
    if ids:
        return repos.communities.get(ids.pop()) if len(ids) == 1 else None
    everything = repos.communities.all()
    return everything[0] if len(everything) == 1 else None
