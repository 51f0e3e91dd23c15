"""Two accounts of one person: a code from the one, typed on the other, makes one member of them.

A code is a job: what falls due is its end. So it ends by itself, and goes with whoever leaves.
Guessing is hopeless: 38 billion codes, 15 minutes, and `bot.runtime.pace` allows some forty tries a minute.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.domain.community import Account, Community
from bot.domain.jobs import Job, JobState
from bot.domain.linking import one_member
from bot.domain.member import Contact, Member, MemberState
from bot.domain.plans import overlaps
from bot.domain.rounds import Group
from bot.errors import NotFound, UserError
from bot.ids import CommunityId, JobKey, MemberId, PlatformName, UserId, short_hash
from bot.ports.storage import Repositories
from bot.services.care.holding import hold
from bot.services.care.parting import part
from bot.text.message import Command, T

OVER = "member.link-over"
VALID = timedelta(minutes=15)
_SIGNS = "CDFGHJKMNPQRTWXY34679"
"""Without look-alikes, and without vowels, so that no code is a word."""
_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Hold the member whose code was typed, with the account that asked for it first, and who typed it, if a member."""

    kept: Member
    accounts: tuple[Account, ...]
    other: Member | None

    @property
    def linked(self) -> bool:
        """Say whether both accounts are one member's already."""
        return self.other is not None and self.other.id == self.kept.id


def offer(repos: Repositories, member: Member, account: Account, now: datetime, rng: Random) -> str:
    """Return a fresh code for a member, who asks for it with an account; an earlier one of theirs ends."""
    code = "".join(rng.choice(_SIGNS) for _ in range(_LENGTH))
    repos.jobs.cancel(member.id, OVER)
    ends = Job(
        key=_key(member.community, code),
        community=member.community,
        step=OVER,
        subject=member.id,
        due=now + VALID,
        delivery=False,
        args={"platform": account.platform, "user": account.user},
    )
    repos.jobs.add(ends)
    return code


def look(repos: Repositories, community: Community, account: Account, words: str, now: datetime) -> Twin:
    """Return the two whom a code would make one; nothing changes.

    Raise `NotFound`, one sentence for every bad code, and `UserError` while their groups are in each other's way.
    """
    job = repos.jobs.get(_key(community.id, words))
    if job is None or job.state is not JobState.WAITING or job.due <= now:
        raise _no_use()
    asked = _asked(job)
    kept = repos.members.get(MemberId(job.subject))
    if kept is None or kept.state is MemberState.LEFT or asked == account:
        raise _no_use()
    if repos.reports.barred(community.id, account):
        raise _no_use()  # whoever was taken out of the programme does not come back as somebody's second account
    others = tuple(each for each in repos.members.accounts(kept.id) if each != asked)
    other = repos.members.of_account(community.id, account.platform, account.user)
    twin = Twin(kept=kept, accounts=(asked, *others), other=other)
    if other is not None and not twin.linked:
        _check_groups(repos.rounds.groups_of(kept.id), repos.rounds.groups_of(other.id))
    return twin


def link(repos: Repositories, community: Community, account: Account, words: str, now: datetime) -> Twin:
    """Make one member of the two, use the code up, and return who they were. Raise as `look` does.

    An account without a member is simply one more of theirs. The account that asked is the one to write to.
    """
    twin = look(repos, community, account, words, now)
    if not repos.jobs.cancel(twin.kept.id, OVER):
        raise _no_use()  # another process was quicker
    if twin.other is None:
        repos.members.add_account(twin.kept.id, account)
    elif not twin.linked:
        joined = replace(one_member(twin.kept, twin.other), contact=_contact(repos, twin, twin.other))
        repos.members.merge(twin.other.id, joined)
    repos.members.prefer_account(twin.kept.id, twin.accounts[0])
    _hold_on(repos, twin.kept.id, account, now)
    part(
        repos, twin.kept.id, now
    )  # either account may be one that somebody in a group of theirs stays apart from
    return twin


def _hold_on(repos: Repositories, name: MemberId, account: Account, now: datetime) -> None:
    """Hold somebody back who was held with either account, even if that one was forgotten since: a link ends no hold."""
    member = repos.members.get(name)
    if member is None:
        return
    ends = (member.held_until, repos.reports.held(member.community, account))
    until = max((end for end in ends if end is not None and end > now), default=None)
    if until is not None:
        hold(repos, member, until, now)


def _asked(job: Job) -> Account:
    """Return the account that asked for a code."""
    return Account(platform=PlatformName(job.args["platform"]), user=UserId(job.args["user"]))


def _no_use() -> NotFound:
    return NotFound(
        T(
            "That code doesn't work. A code is good for 15 minutes, once, on your other account in this "
            "community. {command} there gives you a new one.",
            command=Command("my link"),
        )
    )


def _check_groups(kept: tuple[Group, ...], others: tuple[Group, ...]) -> None:
    """Raise `UserError` where one person can't be in all groups of both: the people in them expect two."""
    if {group.round for group in kept} & {group.round for group in others}:
        raise UserError(
            T("Both accounts have a group in the same round. Please link them after this round is over.")
        )
    plans = [group.meets_at for group in kept if group.meets_at is not None]
    if any(group.meets_at is not None and overlaps(group.meets_at, plans) for group in others):
        raise UserError(
            T(
                "Both accounts have a plan at the same hour. Please link them after it, or when one is cancelled "
                "with {command}.",
                command=Command("meet cancel"),
            )
        )


def _contact(repos: Repositories, twin: Twin, other: Member) -> Contact:
    """Return where the member may be written to; who wants no direct messages on a platform gets none there."""
    known = {account.platform for account in twin.accounts}
    brought = {account.platform for account in repos.members.accounts(other.id)} - known
    return Contact.PLACE if brought and other.contact is Contact.PLACE else twin.kept.contact


def _key(community: CommunityId, words: str) -> JobKey:
    """Return the key of a code, however it is typed; the code can't be read from it."""
    typed = "".join(words.upper().replace("-", " ").split())
    return JobKey(f"{community}/link/{short_hash(community, typed)}")
