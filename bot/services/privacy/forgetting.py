"""Forgetting somebody: everything that names them goes at once, here and, as far as they allow it, on the platforms.

What stays names nobody. Who was matched with whom stays under an id that is another one in each round, so that the
others' turns and histories hold; counts stay; and what keeps people apart stays as keyed hashes. Reports look after
themselves (`Members.erase`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.domain.community import Account
from bot.domain.jobs import LEASE, Job, JobState
from bot.domain.member import Contact, Member, MemberState
from bot.domain.plans import is_over
from bot.domain.rounds import Group, GroupState
from bot.domain.tally import Tally
from bot.ids import (
    ChannelId,
    CommunityId,
    GroupId,
    JobKey,
    MemberId,
    PlatformName,
    RoundId,
    UserId,
    new_id,
)
from bot.ports.platform import Trace
from bot.ports.storage import Repositories
from bot.services import names as steps
from bot.services.kit import Kit
from bot.services.people import active_seats, user_on, users_on
from bot.services.planned import TIDYING, delivery, key_of
from bot.services.privacy import names
from bot.services.privacy.totals import keep_answers, unmoved
from bot.services.recap.outcomes import keep_departure
from bot.services.recap.seasons import people_unmoved
from bot.services.seats import departures
from bot.services.seats.releasing import PAIR
from bot.services.steps import ForgetPerson

ARRIVED_BY = LEASE + timedelta(seconds=5)
"""What is under way to somebody, the answer to their own request too, has arrived by then and can be taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Say what is known of an account in a community: the member, in whatever state, or taps and reports alone."""

    community: CommunityId
    member: Member | None


def known(repos: Repositories, account: Account) -> tuple[Known, ...]:
    """Return where something is stored about an account."""
    found = repos.traces.communities_of(account.platform, account.user)
    return tuple(
        Known(
            community=community,
            member=repos.members.of_account(community, account.platform, account.user),
        )
        for community in found
    )


def forget(
    repos: Repositories,
    account: Account,
    communities: frozenset[CommunityId],
    now: datetime,
    rng: Random,
) -> int:
    """Forget an account in some communities, with the members it belongs to, and return in how many it was known."""
    everywhere = known(repos, account)
    found = [each for each in everywhere if each.community in communities]
    if len(found) == len(everywhere):  # where an account is in a report alone, nobody tells its owner (H9)
        repos.reports.forget_about(account)
    for each in found:
        if each.member is not None:
            forget_member(repos, each.member, now, rng)
        else:
            _forget_account(repos, each.community, account)
    community = found[0].community if found else CommunityId("")
    _forget_conversation(repos, community, account, now, rng)
    return len(found)


def forget_if_left(repos: Repositories, member_id: MemberId, now: datetime, rng: Random) -> None:
    """Forget a member whose time after leaving is over; somebody who came back stays."""
    member = repos.members.get(member_id)
    if member is not None and member.state is MemberState.LEFT:
        forget_member(repos, member, now, rng)


def forget_member(repos: Repositories, member: Member, now: datetime, rng: Random) -> None:
    """Take a member out of everything, neutrally, and delete every row that names them."""
    accounts = repos.members.accounts(member.id)
    planning = [group for group in repos.rounds.groups_of(member.id) if not is_over(group, now)]
    found = (_places, _conversations, _check_ins)
    away = [job for find in found for job in find(repos, member.id, now, rng)]
    _keep_counts(repos, member)
    keep_departure(repos, member, now)
    departures.release(repos, member.id, now)
    with people_unmoved(repos, member.community, now):
        with unmoved(repos, member.community):
            repos.traces.rename(member.id, lambda: MemberId(new_id(rng)))
        repos.separations.forget(member.id)
        repos.members.erase(member.id)
    repos.traces.drop_jobs(member.community, member.id)
    for one in accounts:
        _forget_account(repos, member.community, one)
    repos.jobs.add(*away)
    for one in accounts:
        _forget_conversation(repos, member.community, one, now, rng)
    for group in planning:
        _tell_the_others(repos, group, now, rng)


def _keep_counts(repos: Repositories, member: Member) -> None:
    """Count what goes with a member's rows."""
    for seat in repos.traces.seats(member.id):
        keep_answers(repos, member.community, seat)
    left_out = repos.traces.left_out(member.id)
    repos.tallies.add(member.community, member.community, Tally.LEFT_OUT, left_out)


def _forget_account(repos: Repositories, community: CommunityId, account: Account) -> None:
    """Delete an account's taps and suggestions, and the jobs and menus that name it, in one community; no list names it any more.

    Reports that it wrote, as somebody who is no member can, stay unsigned until they are closed.
    """
    repos.reports.forget(community, account)
    repos.separations.forget_account(community, account)
    departures.forget_account(repos, community, account)


def _places(repos: Repositories, member: MemberId, now: datetime, rng: Random) -> Iterator[Job]:
    """Yield a delivery for each place in which the member may be or be named, one that is being opened included."""
    for group in repos.traces.groups(member):
        place = repos.jobs.get(key_of(steps.PLACE, group.id))
        opening = group.channel is None and place is not None and place.state is JobState.WAITING
        if group.channel is None and not opening:
            continue
        for user in users_on(repos, member, group.platform):
            args = {"platform": group.platform, "user": user, "group": group.id}
            after = place.key if opening and place is not None else None
            yield _take_away(group.community, args, now, rng, after=after)
    for nook in repos.traces.jobs(member):
        round_ = repos.rounds.get(RoundId(nook.subject)) if nook.step == steps.NOOK else None
        circle = repos.rounds.circle(round_.circle) if round_ is not None else None
        if circle is None or not nook.remote:
            continue
        for user in users_on(repos, member, circle.platform):
            args = {"platform": circle.platform, "user": user, "channel": nook.remote}
            yield _take_away(nook.community, args, now, rng)


def _conversations(repos: Repositories, member: MemberId, now: datetime, rng: Random) -> Iterator[Job]:
    """Yield a delivery for each conversation of Kith with somebody who sat with the member and may have read of them."""
    told: set[tuple[str, str, str]] = set()
    for group in repos.traces.groups(member):
        users = users_on(repos, member, group.platform)
        for seat in repos.rounds.seats(group.id):
            other = repos.members.get(seat.member) if seat.member != member else None
            if other is None or other.contact is not Contact.DIRECT:
                continue
            reader = user_on(repos, other.id, group.platform)
            for user in users if reader is not None else ():
                if reader is not None and (group.platform, user, reader) not in told:
                    told.add((group.platform, user, reader))
                    args = {"platform": group.platform, "user": user, "reader": reader}
                    yield _take_away(group.community, args, now, rng)


def _check_ins(repos: Repositories, member: MemberId, now: datetime, rng: Random) -> Iterator[Job]:
    """Yield a delivery for each conversation in which the other one of a check-in with a buddy may have read of the member."""
    for check in repos.aftermath.checks_with(member):
        group = repos.rounds.group(check.group)
        other = check.buddy if check.member == member else check.member
        reader = user_on(repos, other, group.platform) if group is not None and other is not None else None
        if group is None or reader is None:
            continue
        for user in users_on(repos, member, group.platform):
            args = {"platform": group.platform, "user": user, "reader": reader}
            yield _take_away(group.community, args, now, rng)


def _forget_conversation(
    repos: Repositories, community: CommunityId, account: Account, now: datetime, rng: Random
) -> None:
    """Take Kith's conversation with somebody away; it tells no communities apart, so it goes with the last one."""
    if not repos.traces.communities_of(account.platform, account.user):
        args = {"platform": account.platform, "user": account.user, "reader": account.user}
        repos.jobs.add(_take_away(community, args, now, rng))


def _take_away(
    community: CommunityId,
    args: Mapping[str, str],
    now: datetime,
    rng: Random,
    *,
    after: JobKey | None = None,
) -> Job:
    """Return the delivery that takes something away; when it is done, or was not possible, it names nobody any more."""
    due = now + ARRIVED_BY
    return delivery(community, names.TAKE_AWAY, new_id(rng), due, args=args, worth=TIDYING, after=after)


def _tell_the_others(repos: Repositories, before: Group, now: datetime, rng: Random) -> None:
    """Tell a group that goes on that somebody can't come, and show once more what stood in a message that named them."""
    group = repos.rounds.group(before.id)
    if group is None or group.channel is None or len(active_seats(repos, group)) < PAIR:
        return
    mark = new_id(rng)
    repos.jobs.add(delivery(group.community, steps.LEFT, group.id, now, mark=mark))
    again = {GroupState.PROPOSED: steps.OTHER_TIMES, GroupState.AGREED: steps.AGREED}.get(group.state)
    if again is not None and group.state is before.state:
        later = now + ARRIVED_BY + timedelta(seconds=1)
        repos.jobs.add(delivery(group.community, again, group.id, later, mark=mark))


def take_away(_kit: Kit, repos: Repositories, job: Job) -> ForgetPerson | None:
    """Say where something is to be taken away; somebody who came back meanwhile keeps their new conversation."""
    platform, user = PlatformName(job.args["platform"]), UserId(job.args["user"])
    reader = job.args.get("reader")
    if reader is not None:
        if reader == user and repos.traces.communities_of(platform, user):
            return None
        return ForgetPerson(platform=platform, user=user, trace=Trace(reader=UserId(reader)))
    group = repos.rounds.group(GroupId(job.args["group"])) if "group" in job.args else None
    channel = group.channel if group is not None else job.args.get("channel")
    if channel is None:
        return None
    return ForgetPerson(platform=platform, user=user, trace=Trace(channel=ChannelId(channel)))
