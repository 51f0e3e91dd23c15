"""A circle's open table: set up by an organiser, hosted by members who agreed, told to those who asked to be told.

`table.ask` (the morning before) asks two hosts, `table.tell` (the evening before) decides whether it takes place, and
`table.look` (two hours before) calls it off where no host is left. Nobody is ever told who hosts or who comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from bot.domain.community import Community, Spot
from bot.domain.jobs import Job
from bot.domain.member import Contact, Member, MemberState
from bot.domain.open_table import (
    HOSTS,
    LENGTH,
    Hosting,
    OpenTable,
    TablePart,
    asked_at,
    current_day,
    next_day,
    starts_at,
    told_at,
    whom_to_ask,
)
from bot.domain.rounds import Circle, CircleState
from bot.ids import CircleId, CommunityId, MemberId
from bot.ports.storage import Repositories
from bot.services.kit import Kit
from bot.services.planned import decision, delivery, key_of

ASK, TELL, LOOK = "table.ask", "table.tell", "table.look"
HOST, TOLD, INVITED = "table.host", "table.told", "table.invited"
ON, OFF, HOSTED, SPARED = "on", "off", "host", "spared"
LOOK_BEFORE = timedelta(hours=2)
_WEEK = timedelta(days=7)
_WORTH_ASKING = timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Hold an open table with its circle, its community, its spot and the zone of its clock."""

    table: OpenTable
    circle: Circle
    community: Community
    spot: Spot | None
    zone: str

    @property
    def runs(self) -> bool:
        """Say whether the table takes place each week at all."""
        return self.table.on and self.spot is not None and self.circle.state is CircleState.ACTIVE


def setting_of(repos: Repositories, circle_id: CircleId) -> Setting | None:
    """Return a circle's open table with what it needs, or None where there is none."""
    table, circle = repos.open_tables.get(circle_id), repos.rounds.circle(circle_id)
    community = repos.communities.get(circle.community) if circle is not None else None
    if table is None or circle is None or community is None:
        return None
    spot = repos.places.spot(table.spot) if table.spot is not None else None
    zone = zone_at(repos, community, spot)
    return Setting(table=table, circle=circle, community=community, spot=spot, zone=zone)


def zone_at(repos: Repositories, community: Community, spot: Spot | None) -> str:
    """Return the zone of the clock at a spot: its area's, else the community's."""
    areas = {area.id: area.zone for area in repos.places.areas(community.id)}
    return (areas.get(spot.area, "") if spot is not None and spot.area is not None else "") or community.zone


def has_table(repos: Repositories, circle: CircleId) -> bool:
    """Say whether a circle has an open table that its members can be pointed to."""
    found = setting_of(repos, circle)
    return found is not None and found.runs


def takes_part(repos: Repositories, circle: CircleId, member_id: MemberId, now: datetime) -> bool:
    """Say whether a member may be told the place and may host now: neither paused, nor gone, nor held.

    Nor while somebody who reported them is told it or hosts: the two stay apart, as far as Kith can tell (H10). What
    they read is what a member reads who is held.
    """
    if not _is_there(repos, member_id, now):
        return False
    reporters = repos.separations.reported_by(member_id)
    return not any(_is_listed(repos, circle, reporter, now) for reporter in reporters)


def any_table(repos: Repositories, community: CommunityId) -> bool:
    """Say whether a community has an open table."""
    return any(has_table(repos, circle.id) for circle in repos.rounds.circles(community))


def _is_there(repos: Repositories, member_id: MemberId, now: datetime) -> bool:
    member = repos.members.get(member_id)
    return member is not None and member.state is MemberState.ACTIVE and not member.held(now)


def _is_listed(repos: Repositories, circle: CircleId, member: MemberId, now: datetime) -> bool:
    """Say whether a member asked to be told, or hosts."""
    part = repos.open_tables.part(circle, member)
    return (part.told or part.hosting is Hosting.AGREED) and _is_there(repos, member, now)


def hosts_of(repos: Repositories, circle: CircleId, now: datetime) -> tuple[TablePart, ...]:
    """Return the parts of those who agreed to host and can be asked."""
    return tuple(
        part
        for part in repos.open_tables.parts(circle)
        if part.hosting is Hosting.AGREED and takes_part(repos, circle, part.member, now)
    )


def has_host(repos: Repositories, circle: CircleId, day: date, now: datetime) -> bool:
    """Say whether somebody hosts the table of a date."""
    return any(part.hosts_on(day) for part in hosts_of(repos, circle, now))


def knows_place(repos: Repositories, part: TablePart, now: datetime) -> bool:
    """Say whether a member is told the place: they asked for it, or host (H6), and take part at present.

    Where somebody whom they reported counts on the next table already, they are told from the one after on.
    """
    wants = part.told or part.hosting is Hosting.AGREED
    return wants and takes_part(repos, part.circle, part.member, now) and not _came_too_late(repos, part, now)


def _came_too_late(repos: Repositories, part: TablePart, now: datetime) -> bool:
    """Say whether somebody whom a member reported was told that the next table takes place, and the member was not."""
    reported = repos.separations.reported(part.member)
    found = setting_of(repos, part.circle) if reported else None
    if found is None:
        return False
    day = current_day(found.table, now, found.zone)
    told = (_was_told_on(repos, part.circle, member, day) for member in reported)
    return any(told) and not _was_told_on(repos, part.circle, part.member, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Hold the next table: its date, its beginning, and whether it takes place, None while that is not decided."""

    day: date
    at: datetime
    stands: bool | None


def coming_up(repos: Repositories, found: Setting, now: datetime) -> Coming:
    """Return the table that is next or not over yet."""
    day = current_day(found.table, now, found.zone)
    stands = None if now < told_at(day, found.zone) else has_host(repos, found.circle.id, day, now)
    return Coming(day=day, at=starts_at(found.table, day, found.zone), stands=stands)


def tables_of(repos: Repositories, member: MemberId, now: datetime) -> tuple[tuple[Setting, Coming], ...]:
    """Return the next tables of the circles in which a member is told the place."""
    found: list[tuple[Setting, Coming]] = []
    for enrolment in repos.members.enrolments(member):
        setting = setting_of(repos, enrolment.circle)
        part = repos.open_tables.part(enrolment.circle, member)
        if setting is not None and setting.runs and knows_place(repos, part, now):
            found.append((setting, coming_up(repos, setting, now)))
    return tuple(found)


def schedule_table(
    repos: Repositories, table: OpenTable, now: datetime, *, before: Setting | None = None
) -> None:
    """Write the decisions of the next table down, in the place of those that wait.

    `before` is the table as it stood: whoever counts on its next date is told, and nobody is asked about it again.
    """
    gone = _withdraw(repos, before, now) if before is not None else None
    repos.jobs.cancel(table.circle, ASK, TELL, LOOK)
    found = setting_of(repos, table.circle)
    if found is None or not table.on:
        return
    day = next_day(table, now, found.zone)
    repos.jobs.add(*_decisions(found, day + _WEEK if day == gone else day))


def _decisions(found: Setting, day: date) -> Iterator[Job]:
    """Yield the three decisions about the table of a date; the key tells a table that was moved from what it was."""
    starts = starts_at(found.table, day, found.zone)
    mark = f"{day}-{found.table.at:%H%M}"
    for step, due in (
        (ASK, asked_at(day, found.zone)),
        (TELL, told_at(day, found.zone)),
        (LOOK, starts - LOOK_BEFORE),
    ):
        job = decision(found.community.id, step, found.circle.id, due, mark=mark)
        yield replace(job, args={"day": day.isoformat()})


def ask_hosts(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Ask the hosts whose turn it is whether they can (the step `table.ask`)."""
    found, day = setting_of(repos, CircleId(job.subject)), _day(job)
    if found is not None and found.runs and now < starts_at(found.table, day, found.zone):
        _ask(repos, found, day, now)


def _ask(repos: Repositories, found: Setting, day: date, now: datetime) -> None:
    """Ask until two are asked who have not said no; before the first table two have to have agreed."""
    hosts = hosts_of(repos, found.circle.id, now)
    if len(hosts) < HOSTS and all(host.asked_for is None for host in hosts):
        return
    apart = repos.separations.apart(found.community.id)
    members = (repos.members.get(host.member) for host in hosts)
    reached = {each.id for each in members if each is not None and each.contact is Contact.DIRECT}
    for host in whom_to_ask(hosts, day, apart=apart, reached=reached):
        repos.open_tables.put_part(replace(host, asked_for=day, can=None))
        repos.jobs.add(_question(found, host.member, day, now))


def _question(found: Setting, member: MemberId, day: date, now: datetime) -> Job:
    """Return the delivery that asks a host whether they can."""
    args, mark = {"member": member, "day": day.isoformat()}, f"{day}-{member}"
    return delivery(found.community.id, HOST, found.circle.id, now, mark=mark, args=args, worth=_WORTH_ASKING)


def tell(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Decide whether the table takes place, tell those who want to know, and plan the next (the step `table.tell`)."""
    found, day = setting_of(repos, CircleId(job.subject)), _day(job)
    if found is None:
        return
    starts = starts_at(found.table, day, found.zone)
    if found.runs and now < starts:
        _tell(repos, found, day, now)
        _spare(repos, found, day, now)
    if found.table.on:
        following = next_day(found.table, max(now, job.due), found.zone)
        repos.jobs.add(*_decisions(found, following))


def _tell(repos: Repositories, found: Setting, day: date, now: datetime) -> None:
    hosts = hosts_of(repos, found.circle.id, now)
    on = any(host.hosts_on(day) for host in hosts)
    for part in repos.open_tables.parts(found.circle.id):
        if not takes_part(repos, found.circle.id, part.member, now):
            continue
        if part.hosts_on(day):
            repos.jobs.add(_told(found, part.member, day, now, HOSTED))
        elif part.told and (on or _expects(repos, found, part, day, bool(hosts))):
            repos.jobs.add(_told(found, part.member, day, now, ON if on else OFF))


def _spare(repos: Repositories, found: Setting, day: date, now: datetime) -> None:
    """Tell a host who said yes and can't be one now, held say, that nobody counts on them; the reason is not told."""
    stands = found.runs and has_host(repos, found.circle.id, day, now)
    for part in repos.open_tables.parts(found.circle.id):
        if part.hosts_on(day) and not takes_part(repos, found.circle.id, part.member, now):
            repos.jobs.add(_told(found, part.member, day, now, SPARED if stands else OFF))


def _expects(repos: Repositories, found: Setting, part: TablePart, day: date, hosted: bool) -> bool:  # noqa: FBT001 - a fact
    """Say whether somebody may think that the table takes place: hosts were asked, or it took place the week before."""
    asked = hosted and any(each.asked_for == day for each in repos.open_tables.parts(found.circle.id))
    return asked or _was_told_on(repos, found.circle.id, part.member, day - _WEEK)


def look(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Call a table off where no host is left (the step `table.look`)."""
    found, day = setting_of(repos, CircleId(job.subject)), _day(job)
    call_off(repos, CircleId(job.subject), day, now)
    if found is not None and now < starts_at(found.table, day, found.zone):
        _spare(repos, found, day, now)


def call_off(repos: Repositories, circle: CircleId, day: date, now: datetime) -> None:
    """Tell everybody who was told that a table takes place, and its hosts, that it does not, if it does not."""
    found = setting_of(repos, circle)
    if found is None or now >= starts_at(found.table, day, found.zone) + LENGTH:
        return
    if found.runs and has_host(repos, circle, day, now):
        return
    parts = repos.open_tables.parts(circle)
    if any(_was_told_on(repos, circle, part.member, day) for part in parts):
        counting = (part.member for part in parts if part.told or part.hosts_on(day))
        repos.jobs.add(*(_told(found, member, day, now, OFF) for member in counting))


def _withdraw(repos: Repositories, found: Setting, now: datetime) -> date | None:
    """Let go of the next table as it was planned, and return its date if anybody was asked or told about it."""
    day = current_day(found.table, now, found.zone)
    if now >= starts_at(found.table, day, found.zone):
        return None
    known = False
    for part in repos.open_tables.parts(found.circle.id):
        told = _was_told_on(repos, found.circle.id, part.member, day)
        known = known or told or part.asked_for == day
        if told or part.hosts_on(day):
            repos.jobs.add(_told(found, part.member, day, now, OFF))
        if part.asked_for == day:
            repos.open_tables.put_part(replace(part, asked_for=None, can=None))
    return day if known else None


def _was_told_on(repos: Repositories, circle: CircleId, member: MemberId, day: date) -> bool:
    """Say whether a member was told that the table of a date takes place, as a guest or as its host."""
    keys = (key_of(TOLD, circle, f"{day}-{member}-{state}") for state in (ON, HOSTED))
    return any(repos.jobs.get(key) is not None for key in keys)


def _told(found: Setting, member: MemberId, day: date, now: datetime, state: str) -> Job:
    """Return the delivery that tells one member that the table of a date is on, off or theirs; each once."""
    starts = starts_at(found.table, day, found.zone)
    args = {"member": member, "day": day.isoformat(), "state": state, "at": starts.isoformat()}
    return delivery(
        found.community.id,
        TOLD,
        found.circle.id,
        now,
        mark=f"{day}-{member}-{state}",
        args=args,
        worth=starts + LENGTH - now,
    )


def _day(job: Job) -> date:
    return date.fromisoformat(job.args["day"])


def invite(repos: Repositories, circle: Circle, member: Member, now: datetime) -> None:
    """Ask a member of a circle whether they would like to host; who agreed already is not asked again."""
    part = repos.open_tables.part(circle.id, member.id)
    if part.hosting is not Hosting.NONE:
        return
    repos.open_tables.put_part(replace(part, hosting=Hosting.ASKED))
    mark = f"{member.id}-{int(now.timestamp())}"
    args = {"member": member.id}
    repos.jobs.add(delivery(circle.community, INVITED, circle.id, now, mark=mark, args=args))


def release(repos: Repositories, circle: Circle, member: MemberId, now: datetime) -> None:
    """Let somebody host no more, by their own wish or by an organiser's; a table without a host is called off."""
    part = repos.open_tables.part(circle.id, member)
    if part.hosting is Hosting.NONE:
        return
    repos.open_tables.put_part(replace(part, hosting=Hosting.NONE, asked_for=None, can=None))
    if part.asked_for is not None:
        _without(repos, circle.id, part.asked_for, now)


class Answered(Enum):
    """What became of a host's word: noted, given without a question, or a yes after people were told that it rests."""

    NOTED = "noted"
    NOT_ASKED = "not asked"
    TOO_LATE = "too late"


def answer(repos: Repositories, circle: Circle, member: MemberId, *, can: bool, now: datetime) -> Answered:
    """Note whether a host can host the table that they are asked about; one that rests already goes on resting."""
    found, part = setting_of(repos, circle.id), repos.open_tables.part(circle.id, member)
    if found is None or not found.runs or part.hosting is not Hosting.AGREED:
        return Answered.NOT_ASKED
    coming = coming_up(repos, found, now)
    if part.asked_for != coming.day:
        return Answered.NOT_ASKED
    if can and coming.stands is False:
        return Answered.TOO_LATE
    repos.open_tables.put_part(replace(part, can=can))
    if not can:
        _without(repos, circle.id, coming.day, now)
    return Answered.NOTED


def _without(repos: Repositories, circle: CircleId, day: date, now: datetime) -> None:
    """Ask the next host in turn while there is time, and call the table off where it is too late for that."""
    found = setting_of(repos, circle)
    if found is None or not found.runs:
        return
    if now < told_at(day, found.zone):
        _ask(repos, found, day, now)
    else:
        call_off(repos, circle, day, now)
