"""What a member wishes for one circle: how often, whether they hold an extra seat, with whom they come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.community import Account, Community
from bot.domain.member import Enrolment, Frequency, Member, MemberState
from bot.domain.rounds import Circle
from bot.errors import BadOption, NotFound, UserError
from bot.ids import MemberId, UserId
from bot.ports.storage import Repositories
from bot.services.apart import may_meet
from bot.services.care.avoiding import avoids
from bot.services.circles import circles
from bot.services.people import user_on
from bot.services.together import mutual, takes_company
from bot.text.message import Command, T, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold a member's part in a circle; `partner` is the account of whom they come with, by the wish of both."""

    circle: Circle
    enrolment: Enrolment
    partner: UserId | None


def own_circles(
    repos: Repositories, community: Community, member: MemberId, words: str, *, company: bool = False
) -> tuple[Circle, ...]:
    """Return the named circle, or all those that a member is in. Raise `NotFound` where there is none.

    With `company` only those count in which people can come together; `UserError` says so for one that was named.
    """
    mine = [repos.rounds.circle(each.circle) for each in repos.members.enrolments(member)]
    found: Sequence[Circle] = [circle for circle in mine if circle is not None]
    if words:
        named = circles.find(repos, community, words)
        found = [circle for circle in found if circle.id == named.id]
        if not found:
            raise NotFound(_not_in(named))
    if not found:
        raise NotFound(T("You are in no circle yet. {command} takes a tap.", command=_JOIN))
    if not company:
        return tuple(found)
    wide = tuple(circle for circle in found if takes_company(circle))
    if not wide:
        raise UserError(
            T(
                "People meet two by two there. Coming together goes with circles whose groups have three or more."
            )
        )
    return wide


def _not_in(circle: Circle) -> Text:
    return T("You aren't in {circle} yet. {command} takes a tap.", circle=circle.name, command=_JOIN)


def part_in(repos: Repositories, circle: Circle, member: MemberId) -> Part:
    """Return a member's part in a circle. Raise `NotFound` where they have left it.

    A wish of two who stay apart reads like one that was never answered.
    """
    enrolment = _enrolment(repos, circle, member)
    partner = None
    if enrolment.partner is not None:
        theirs = _find(repos, circle, enrolment.partner)
        if theirs is not None and mutual(enrolment, theirs) and may_meet(repos, (member, theirs.member)):
            partner = user_on(repos, theirs.member, circle.platform)
    return Part(circle=circle, enrolment=enrolment, partner=partner)


def change(
    repos: Repositories,
    circle: Circle,
    member: MemberId,
    *,
    often: Frequency | None = None,
    host: bool | None = None,
) -> Part:
    """Change how often a member takes part, or whether they hold an extra seat. Raise `NotFound`."""
    known = _enrolment(repos, circle, member)
    changed = replace(
        known,
        frequency=known.frequency if often is None else often,
        host=known.host if host is None else host,
    )
    repos.members.enrol(changed)
    return part_in(repos, circle, member)


def come_with(repos: Repositories, circle: Circle, member: Member, account: Account) -> Part:
    """Note whom a member wishes to come with; it counts once the other wishes the same. Raise `BadOption`.

    Whether the other is in the circle is given away by nothing here.
    """
    other = repos.members.of_account(member.community, account.platform, account.user)
    if other is not None and other.id == member.id:
        raise BadOption("who", T("That is you. Please name who you would like to come with."))
    if avoids(repos, member, account):
        raise BadOption(
            "who", T("You asked me to keep you apart. {command} takes that back.", command=_UNAVOID)
        )
    here = other is not None and other.state is not MemberState.LEFT and _find(repos, circle, other.id)
    wish = other.id if other is not None and here else None
    repos.members.enrol(replace(_enrolment(repos, circle, member.id), partner=wish))
    return part_in(repos, circle, member.id)


def come_alone(repos: Repositories, circle: Circle, member: MemberId) -> Part:
    """Take back whom a member wishes to come with; nobody is told. Raise `NotFound`."""
    repos.members.enrol(replace(_enrolment(repos, circle, member), partner=None))
    return part_in(repos, circle, member)


def rests_next(repos: Repositories, circle: Circle, enrolment: Enrolment, slot: date) -> bool:
    """Say whether a member leaves out a round by their own frequency, unless they say yes to it."""
    if enrolment.frequency is Frequency.EVERY:
        return False
    before = [round_.slot for round_ in repos.rounds.of_circle(circle.id) if round_.slot < slot]
    last = repos.rounds.last_seat(circle.id, enrolment.member, slot)
    return enrolment.frequency.rests(slot, last=last, before=before[-1] if before else None)


def _enrolment(repos: Repositories, circle: Circle, member: MemberId) -> Enrolment:
    found = _find(repos, circle, member)
    if found is None:
        raise NotFound(_not_in(circle))
    return found


def _find(repos: Repositories, circle: Circle, member: MemberId) -> Enrolment | None:
    return next((each for each in repos.members.enrolments(member) if each.circle == circle.id), None)


_JOIN = Command("meet join")
_UNAVOID = Command("meet unavoid")
