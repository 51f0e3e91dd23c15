"""An optional check-in: the member sets a time, Kith asks, and a buddy who accepted is told when no answer comes.

Kith watches over nobody; it passes on what the member asked it to. Each step is planned when the one before it was
taken, so an outage moves them all, and what is said names the time that was set. A question that comes more than three
hours late is dropped, and nothing is told of a question that reached nobody: neither would say anything true.

Whoever is named as a buddy is only written to if they are a member who allowed direct messages and does not stay apart
from whoever asks. The answer to naming somebody is the same in every case.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.aftermath import STILL_WORTH_ASKING, BuddyCheck
from bot.domain.community import Account
from bot.domain.jobs import Job, JobState
from bot.domain.member import Contact, MemberState
from bot.domain.rounds import Group, GroupState
from bot.errors import UserError
from bot.ids import GroupId, MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.people import seat_of
from bot.services.planned import decision, delivery, key_of
from bot.text.message import T

FIRST = "1"


def set_check(repos: Repositories, group: Group, member: MemberId, after: int, now: datetime) -> datetime:
    """Ask a member some minutes after their meeting begins, and return when. Raise `UserError` where that is past."""
    if (
        group.state is not GroupState.AGREED
        or group.meets_at is None
        or seat_of(repos, group, member) is None
    ):
        raise UserError(T("A check-in goes with an agreed plan, and you have none at the moment."))
    at = group.meets_at + timedelta(minutes=after)
    if at <= now:
        raise UserError(T("That time has passed. Please choose a later one."))
    known = repos.aftermath.check(member, group.id)
    check = known or BuddyCheck(member=member, group=group.id, after=after)
    repos.aftermath.put_check(replace(check, after=after, told=False))
    _plan(repos, group, member, at)
    return at


def _plan(repos: Repositories, group: Group, member: MemberId, at: datetime) -> None:
    """Write down when a member is asked; the key names the time, so an earlier one counts no more."""
    mark = f"{member}-{int(at.timestamp())}"
    ask = decision(group.community, names.BUDDY_CHECK, group.id, at, mark=mark, worth=STILL_WORTH_ASKING)
    repos.jobs.add(replace(ask, args={"member": member, "number": FIRST, "set": str(int(at.timestamp()))}))


def replan(repos: Repositories, group: Group) -> None:
    """Let the check-ins of a group go along with a plan that has moved."""
    for check in repos.aftermath.checks(group.id):
        if group.meets_at is not None:
            _plan(repos, group, check.member, group.meets_at + timedelta(minutes=check.after))


def due_at(group: Group, check: BuddyCheck) -> datetime | None:
    """Return when a member is asked, by the plan as it stands."""
    return group.meets_at + timedelta(minutes=check.after) if group.meets_at is not None else None


def name_buddy(repos: Repositories, group: Group, member: MemberId, account: Account, now: datetime) -> None:
    """Let a member name a buddy, who is asked whether that is fine, where they can be. Raise `UserError`.

    Nobody is asked twice about one meeting: a yes that was not taken back holds, and so does a no or silence.
    """
    check = repos.aftermath.check(member, group.id)
    if check is None:
        raise UserError(T("Please set a time first, then name a buddy."))
    buddy = repos.members.of_account(group.community, account.platform, account.user)
    if buddy is not None and buddy.id == member:
        raise UserError(T("Please name somebody else than yourself."))
    if buddy is not None and seat_of(repos, group, buddy.id) is not None:
        raise UserError(T("Please name somebody who is not in your group."))
    named = buddy.id if buddy is not None and may_be_asked(repos, group, member, buddy.id) else None
    stands = named is not None and named == check.buddy and check.accepted
    holds = stands or (named is not None and _agreed(repos, group, member, named))
    repos.aftermath.put_check(replace(check, buddy=named, accepted=holds))
    if named is not None and holds and not stands:
        again = str(int(now.timestamp()))
        repos.jobs.add(_word(group, names.BUDDY_ACCEPTED, (member, named), now, mark=again))
    elif named is not None and not holds:
        _ask(repos, group, member, named, now)


def _ask(repos: Repositories, group: Group, member: MemberId, buddy: MemberId, now: datetime) -> None:
    """Ask somebody whether they would be a buddy, unless a question about this meeting reached them already."""
    earlier = repos.jobs.get(key_of(names.BUDDY_REQUEST, group.id, f"{member}-{buddy}"))
    lost = earlier is not None and earlier.state is JobState.EXPIRED
    mark = str(int(now.timestamp())) if lost else ""
    repos.jobs.add(_word(group, names.BUDDY_REQUEST, (member, buddy), now, mark=mark))


def _agreed(repos: Repositories, group: Group, member: MemberId, buddy: MemberId) -> bool:
    """Say whether somebody said yes for this meeting and did not take it back."""
    yes, no = (
        repos.jobs.get(key_of(step, group.id, f"{member}-{buddy}"))
        for step in (names.BUDDY_ACCEPTED, names.BUDDY_GONE)
    )
    return yes is not None and no is None


def _word(group: Group, step: str, pair: tuple[MemberId, MemberId], now: datetime, *, mark: str = "") -> Job:
    """Return a word between a member and a buddy; each kind comes once a meeting, unless a mark tells it apart."""
    member, buddy = pair
    args = {"member": member, "buddy": buddy}
    key = f"{member}-{buddy}-{mark}" if mark else f"{member}-{buddy}"
    return delivery(group.community, step, group.id, now, mark=key, args=args)


def may_be_asked(repos: Repositories, group: Group, member: MemberId, buddy: MemberId) -> bool:
    """Say whether somebody may be written to as a member's buddy."""
    found = repos.members.get(buddy)
    if found is None or found.state is MemberState.LEFT or found.contact is not Contact.DIRECT:
        return False
    return found.community == group.community and buddy not in repos.separations.apart_from(member)


def answer_request(
    repos: Repositories, group: Group, member: MemberId, buddy: MemberId, now: datetime, *, accepts: bool
) -> None:
    """Take a buddy's yes or no. Raise `UserError` where nobody asks (any more).

    A no is not told, unless it takes back a yes that the member goes by.
    """
    check = repos.aftermath.check(member, group.id)
    if check is None or check.buddy != buddy:
        raise UserError(T("That is no longer asked. Thank you all the same."))
    repos.aftermath.put_check(replace(check, accepted=accepts, buddy=buddy if accepts else None))
    if accepts is not check.accepted:
        step = names.BUDDY_ACCEPTED if accepts else names.BUDDY_GONE
        repos.jobs.add(_word(group, step, (member, buddy), now))


def all_good(repos: Repositories, group: GroupId, member: MemberId, now: datetime) -> bool:
    """Take a member's word that all is good; say whether a check-in was open. A buddy whom the alert reached hears it."""
    check = repos.aftermath.check(member, group)
    if check is None:
        return False
    repos.aftermath.drop_check(member, group)
    found = repos.rounds.group(group)
    if found is not None and check.buddy is not None and _was_told(repos, found, check):
        args = {"member": member, "buddy": check.buddy}
        mark = f"{member}-{int(now.timestamp())}"
        repos.jobs.add(delivery(found.community, names.BUDDY_FINE, group, now, mark=mark, args=args))
    return True


def _was_told(repos: Repositories, group: Group, check: BuddyCheck) -> bool:
    """Say whether the alert went out: one that is still to be sent, or was refused, needs no second word."""
    at = due_at(group, check)
    if not check.told or at is None:
        return False
    alert = repos.jobs.get(key_of(names.BUDDY_OVERDUE, group.id, f"{check.member}-{int(at.timestamp())}"))
    return alert is not None and alert.state is JobState.DONE
