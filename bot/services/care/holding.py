"""Holding somebody's matching back, and ending it; parting two people; taking somebody out of the programme.

Nobody who is held, parted or removed is told why (H9): they read what anybody reads for whom a round had no group.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from random import Random

from bot.domain.care import Separation, Why
from bot.domain.community import Account, Community
from bot.domain.member import Member
from bot.domain.plans import has_begun, is_over
from bot.domain.rounds import Group
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services.people import sits_elsewhere
from bot.services.privacy.forgetting import forget_member
from bot.services.seats.departures import opt_out
from bot.services.seats.leftover import leave_out, tell_left_out
from bot.services.seats.releasing import release_seat


def hold(repos: Repositories, member: Member, until: datetime, now: datetime) -> None:
    """Match a member with nobody until an instant, however they come back; their groups go on without them."""
    repos.members.save(replace(member, held_until=until))
    for account in repos.members.accounts(member.id):
        repos.reports.hold(member.community, account, until)
    for group in repos.rounds.groups_of(member.id):
        if not has_begun(group, now):
            _take_out(repos, group, member.id, now)


def end_hold(
    repos: Repositories, community: Community, member: Member | None, accounts: Iterable[Account]
) -> None:
    """Let somebody be matched again, from the next round on."""
    if member is not None:
        repos.members.save(replace(member, held_until=None))
    for account in accounts:
        if not repos.reports.barred(community.id, account):
            repos.reports.let_in(community.id, account)


def part(repos: Repositories, community: Community, by: Account, other: Account, now: datetime) -> None:
    """Keep two people apart for good, from this instant on, and take them out of the groups that they share (H10).

    While they sit together, and after they did, seats and place stay as they are until the group is closed: whoever
    reports may not be given away by going just then.
    """
    repos.separations.add(Separation(community=community.id, by=by, other=other, why=Why.REPORT))
    one = repos.members.of_account(community.id, by.platform, by.user)
    two = repos.members.of_account(community.id, other.platform, other.user)
    if one is None or two is None:
        return
    theirs = {group.id for group in repos.rounds.groups_of(two.id)}
    for group in repos.rounds.groups_of(one.id):
        if group.id in theirs and not has_begun(group, now):
            release_seat(repos, group, one.id, now)
            rest = repos.rounds.group(group.id)
            if rest is not None and not is_over(rest, now):
                _take_out(repos, rest, two.id, now)


def _take_out(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Free a seat that its member did not give up: the others hear what they hear after a cancel, they the usual."""
    release_seat(repos, group, member, now)
    round_ = repos.rounds.get(group.round)
    if round_ is None or sits_elsewhere(repos, group, member):
        return
    if round_.follows is None:
        leave_out(repos, round_, member, now)
    else:  # a date of their own, which is nobody's turn
        tell_left_out(repos, round_, member, now)


def remove(
    repos: Repositories,
    community: Community,
    member: Member | None,
    accounts: Iterable[Account],
    now: datetime,
    *,
    erase: Random | None = None,
) -> None:
    """Take somebody out of the programme, so that no account of theirs can join again.

    With numbers to `erase` by, they are forgotten at once, as by their own wish.
    """
    for account in accounts:
        repos.reports.bar(community.id, account)
    if member is not None and erase is not None:
        forget_member(repos, member, now, erase)
    elif member is not None:
        opt_out(repos, member, now)
