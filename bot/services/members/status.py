"""Where things stand for one member: next rounds, groups, plans."""

from dataclasses import dataclass

from bot.domain.community import Spot
from bot.domain.member import Attendance, Member
from bot.domain.rounds import Circle, Group, Round
from bot.ids import UserId
from bot.ports.storage import Repositories
from bot.services.circles.schedule import upcoming
from bot.services.members.wishes import rests_next
from bot.services.people import is_host, others_of, zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleStatus:
    """Hold one of the member's circles: its next round, what they said to it, and whether they rest otherwise."""

    circle: Circle
    round: Round | None
    attendance: Attendance
    answer: bool | None
    rests: bool = False

    @property
    def coming(self) -> bool:
        """Say whether the member will be matched as things stand."""
        always = self.attendance is Attendance.ALWAYS and not self.rests
        return self.answer is True or (self.answer is None and always)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStatus:
    """Hold one of the member's groups that are not closed, and its zone; `extra` where they sit as a host."""

    group: Group
    others: tuple[UserId, ...]
    spot: Spot | None
    zone: str
    extra: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Hold everything that a member's status card shows."""

    circles: tuple[CircleStatus, ...]
    groups: tuple[GroupStatus, ...]


def status_of(repos: Repositories, member: Member) -> Status:
    """Return where things stand for a member."""
    groups = tuple(
        GroupStatus(
            group=group,
            others=others_of(repos, group, member.id),
            spot=repos.places.spot(group.spot) if group.spot is not None else None,
            zone=zone_of(repos, group),
            extra=is_host(repos, group, member.id),
        )
        for group in repos.rounds.groups_of(member.id)
    )
    return Status(circles=circles_of(repos, member), groups=groups)


def circles_of(repos: Repositories, member: Member) -> tuple[CircleStatus, ...]:
    """Return where things stand in each of a member's circles."""
    found: list[CircleStatus] = []
    for enrolment in repos.members.enrolments(member.id):
        circle = repos.rounds.circle(enrolment.circle)
        if circle is None:
            continue
        round_ = upcoming(repos, circle)
        answer = repos.rounds.answers(round_.id).get(member.id) if round_ is not None else None
        found.append(
            CircleStatus(
                circle=circle,
                round=round_,
                attendance=enrolment.attendance,
                answer=answer,
                rests=round_ is not None and rests_next(repos, circle, enrolment, round_.slot),
            )
        )
    return tuple(found)


def skip(repos: Repositories, member: Member, circle: Circle | None) -> tuple[CircleStatus, ...]:
    """Say not this time for the next round of one circle, or of all; return what was skipped."""
    chosen = [status for status in status_of(repos, member).circles if circle in (None, status.circle)]
    skipped = tuple(status for status in chosen if status.round is not None)
    for status in skipped:
        if status.round is not None:
            repos.rounds.answer(status.round.id, member.id, coming=False)
    return skipped
