"""Who moderates, where, and who takes a report about one of them: what an organiser says of it in setup."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.community import Account, Channel, Community, Home, Moderators
from bot.domain.words import plain
from bot.errors import BadOption
from bot.ids import UserId, short_hash
from bot.ports.commands import Place, PlaceKind
from bot.ports.storage import Repositories
from bot.services.care import names
from bot.services.care.contacts import looked
from bot.services.care.routing import tell_all
from bot.services.planned import delivery
from bot.text.message import TN, Command, Person, T

HERE, NEW, NONE = "here", "new", "none"
EMERGENCY_LONGEST = 60
MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Hold what an organiser typed about moderators; None was not said."""

    moderators: str | None = None
    moderator: str | None = None
    organisers: str | None = None
    room: str | None = None
    alternate: str | None = None
    emergency: str | None = None

    @property
    def empty(self) -> bool:
        """Say whether nothing at all was typed."""
        said = (
            self.moderators,
            self.moderator,
            self.organisers,
            self.room,
            self.alternate,
            self.emergency,
        )
        return all(words is None for words in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Say who appoints, from where, and for which home."""

    home: Home
    account: Account
    place: Place


def appoint(
    repos: Repositories, community: Community, wanted: Appointment, where: Where, now: datetime
) -> Community:
    """Change who moderates, where, and who takes a report about one of them. Raise `BadOption`."""
    changed = replace(community, moderators=_moderators(community, wanted, where.account))
    changed = _alternate(changed, wanted, where.account)
    if wanted.emergency is not None:
        changed = replace(changed, emergency=_emergency(wanted.emergency))
    if wanted.room in {HERE, NONE}:
        changed = replace(changed, moderator_channel=_channel(repos, community, wanted, where))
    repos.communities.save(changed)
    if wanted.emergency is not None:
        looked(repos, changed.id, now)
    if wanted.room == HERE:
        tell_all(repos, changed, now)
    elif wanted.room == NEW:
        _open_room(repos, changed, where, now)
    return changed


def _moderators(community: Community, wanted: Appointment, caller: Account) -> Moderators:
    after = before = community.moderators
    if wanted.moderators is not None:
        others = tuple(each for each in before.rights if each[0] != caller.platform)
        right = plain(wanted.moderators)
        after = replace(
            after, rights=(*others, (caller.platform, right)) if right and right != NONE else others
        )
    if wanted.moderator:
        named = Account(platform=caller.platform, user=UserId(wanted.moderator))
        if named == community.alternate and named not in before.people:
            raise BadOption(
                "moderator", T("They take reports about moderators. Please name somebody who does not.")
            )
        if named in before.people:
            people = tuple(each for each in before.people if each != named)
        else:
            people = (*before.people, named)
        if len(people) > MOST_PEOPLE:
            raise BadOption(
                "moderator",
                TN(
                    "There can be {count} named moderator at most.",
                    "There can be {count} named moderators at most.",
                    MOST_PEOPLE,
                ),
            )
        after = replace(after, people=people)
    if wanted.organisers is not None:
        after = replace(after, organisers=wanted.organisers == "yes")
    if not (after.organisers or after.rights or after.people):
        raise BadOption("organisers", T("Somebody has to see reports. Please name moderators first."))
    return after


def _alternate(community: Community, wanted: Appointment, caller: Account) -> Community:
    """Name the alternate contact; whoever is new has not agreed to anything yet.

    One who agreed makes room themselves, report or none: whoever one is about can't hand it to a friend.
    """
    if not wanted.alternate:
        return community
    named = Account(platform=caller.platform, user=UserId(wanted.alternate))
    if named == caller:
        raise BadOption(
            "alternate",
            T("A report about you would come to you then. Please name somebody else, who is no organiser."),
        )
    if named in community.moderators.people:
        raise BadOption("alternate", T("They are a moderator. Please name somebody who is not."))
    if named == community.alternate:
        return community
    if community.alternate is not None and community.alternate_agreed:
        raise BadOption(
            "alternate",
            T(
                "{person} agreed to take such reports. Please ask them to step down with {command} first.",
                person=Person(community.alternate.user),
                command=Command("kith contact"),
            ),
        )
    return replace(community, alternate=named, alternate_agreed=False)


def _emergency(words: str) -> str:
    clean = plain(words)
    if len(clean) > EMERGENCY_LONGEST:
        raise BadOption("emergency", T("Please keep it to the number itself, such as 112."))
    return clean


def _channel(repos: Repositories, community: Community, wanted: Appointment, where: Where) -> Channel | None:
    """Return the channel of the call as the moderators' room; never one where members are spoken to (H9)."""
    if wanted.room == NONE:
        return None
    place = where.place
    open_to_all = {(each.platform, each.channel) for each in repos.communities.homes(community.id)}
    open_to_all |= {(each.platform, each.channel) for each in repos.rounds.circles(community.id)}
    of_a_group = repos.rounds.group_in(place.platform, place.channel) is not None
    elsewhere = place.kind is PlaceKind.DIRECT or place.home != where.home.home
    if of_a_group or elsewhere or (place.platform, place.channel) in open_to_all:
        raise BadOption(
            "room",
            T(
                "Members read this place, or I can't tell who does. Please use a private channel of the moderators, "
                "or room new, and I open one."
            ),
        )
    return Channel(platform=place.platform, channel=place.channel)


def _open_room(repos: Repositories, community: Community, where: Where, now: datetime) -> None:
    """Plan a private room with the organiser who asks and the moderators who are named, on the organiser's platform."""
    home = where.home
    named = [each.user for each in community.moderators.people if each.platform == home.platform]
    people = list(dict.fromkeys([where.account.user, *named]))
    args = {"platform": home.platform, "home": home.home, "people": "\n".join(people)}
    mark = short_hash(str(int(now.timestamp())), *people)
    repos.jobs.add(delivery(community.id, names.ROOM, community.id, now, mark=mark, args=args))


def answer(
    repos: Repositories, community: Community, account: Account, *, agreed: bool, now: datetime
) -> None:
    """Note whether the alternate contact agrees to be written to; what waits for them is told then."""
    current = repos.communities.get(community.id)
    if current is None or current.alternate != account:
        return
    changed = replace(current, alternate_agreed=agreed)
    repos.communities.save(changed)
    if agreed:
        tell_all(repos, changed, now)
