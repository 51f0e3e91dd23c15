"""A private wish not to be brought together with somebody: kept, listed for its owner, taken back.

Nobody is told, and nobody can tell it from bad luck or a cancelled meetup (H3).
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.care import Separation, Why
from bot.domain.community import Account
from bot.domain.member import Member
from bot.domain.rounds import Group
from bot.errors import BadOption
from bot.ids import PlatformName, UserId
from bot.ports.storage import Repositories
from bot.services.care.parting import part
from bot.services.people import others_of
from bot.text.message import TN, Command, T

MOST = 500
"""How many people somebody can keep apart from: far more than anybody meets, and few enough for every round's draw."""
_FULL = TN(
    "Your list is as long as I can keep it, with {count} person. {mine} shows it, so that you can take somebody off; "
    "{report} tells the moderators about somebody, and keeps the two of you apart as well.",
    "Your list is as long as I can keep it, with {count} people. {mine} shows it, so that you can take somebody off; "
    "{report} tells the moderators about somebody, and keeps the two of you apart as well.",
    MOST,
    mine=Command("meet avoiding"),
    report=Command("meet report"),
)


def avoid(
    repos: Repositories, member: Member, by: Account, other: Account, now: datetime
) -> tuple[Group, ...]:
    """Keep a member apart from the person with an account, and return the groups that they left for it.

    Whether the other is a member is given away by nothing here. Raise `BadOption` for an account of their own.
    """
    if other in repos.members.accounts(member.id):
        raise BadOption("who", T("That is you. Please name the person you would rather not meet."))
    listed = repos.separations.avoided_by(member.id)
    if len(listed) >= MOST and all(line.who != other for line in listed):
        raise BadOption("who", _FULL)
    repos.separations.add(Separation(community=member.community, by=by, other=other, why=Why.AVOID))
    _come_without(repos, member, other)
    return part(repos, member.id, now)


def _come_without(repos: Repositories, member: Member, other: Account) -> None:
    """Take back every wish of a member to come with somebody they avoid from now on."""
    found = repos.members.of_account(member.community, other.platform, other.user)
    for enrolment in repos.members.enrolments(member.id):
        if found is not None and enrolment.partner == found.id:
            repos.members.enrol(replace(enrolment, partner=None))


def avoids(repos: Repositories, member: Member, other: Account) -> bool:
    """Say whether somebody is on a member's own list, by the account that was named."""
    return any(line.who == other for line in repos.separations.avoided_by(member.id))


def lately_with(repos: Repositories, member: Member, platform: PlatformName) -> tuple[UserId, ...]:
    """Return who sits with a member in groups that are not closed, those on their list apart."""
    listed = {line.who for line in repos.separations.avoided_by(member.id)}
    found = dict.fromkeys(
        user
        for group in repos.rounds.groups_of(member.id)
        if group.channel is not None and group.platform == platform
        for user in others_of(repos, group, member.id)
    )
    return tuple(user for user in found if Account(platform=platform, user=user) not in listed)
