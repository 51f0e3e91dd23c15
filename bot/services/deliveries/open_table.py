"""What members and hosts are told about an open table, privately, and only as long as it is still so."""

from datetime import date, datetime

from bot.domain.jobs import Job
from bot.domain.member import MemberState
from bot.domain.open_table import LENGTH, Hosting, TablePart, starts_at, told_at
from bot.domain.recurrence import local_date
from bot.ids import CircleId, MemberId
from bot.ports.messages import Message
from bot.ports.storage import Repositories
from bot.services.cards import open_table as cards
from bot.services.deliveries.ways import to_member
from bot.services.kit import Kit
from bot.services.open_tables import open_table
from bot.services.open_tables.open_table import Setting
from bot.services.steps import Effect


def invited(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask somebody whether they would like to host; nothing once they said so, or were taken off again."""
    found, member = open_table.setting_of(repos, CircleId(job.subject)), MemberId(job.args["member"])
    if found is None or not open_table.takes_part(repos, found.circle.id, member, kit.clock.now()):
        return None
    if repos.open_tables.part(found.circle.id, member).hosting is not Hosting.ASKED:
        return None
    return to_member(repos, member, found.circle, cards.invited(found.circle, found.community.steward))


def ask_host(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask a host whether they can; nothing once they said so, or once it rests."""
    found, member = open_table.setting_of(repos, CircleId(job.subject)), MemberId(job.args["member"])
    day = date.fromisoformat(job.args["day"])
    if found is None or not found.runs:
        return None
    if not open_table.takes_part(repos, found.circle.id, member, kit.clock.now()):
        return None
    part = repos.open_tables.part(found.circle.id, member)
    if not part.asked_on(day) or part.can is not None:
        return None
    now, today = kit.clock.now(), _is_today(kit, found, day)
    if now >= told_at(day, found.zone) and not open_table.has_host(repos, found.circle.id, day, now):
        return None
    at = starts_at(found.table, day, found.zone)
    card = cards.ask_host(found.circle, found.spot, at, found.zone, today=today)
    return to_member(repos, member, found.circle, card)


def _is_today(kit: Kit, found: Setting, day: date) -> bool:
    """Say whether a table is today at its spot: after an outage the word about it may come late."""
    return local_date(kit.clock.now(), found.zone) == day


def told(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell one member that the table takes place, that it rests, or that they host it."""
    found, member = open_table.setting_of(repos, CircleId(job.subject)), MemberId(job.args["member"])
    at, now = datetime.fromisoformat(job.args["at"]), kit.clock.now()
    if found is None or now >= at + LENGTH:
        return None
    part = repos.open_tables.part(found.circle.id, member)
    if not (part.told or part.hosting is Hosting.AGREED):
        return None
    if open_table.takes_part(repos, found.circle.id, member, now):
        message = _words(kit, repos, found, part, job)
    else:
        message = _spared(kit, repos, found, part, job)
    return to_member(repos, member, found.circle, message) if message is not None else None


def _words(kit: Kit, repos: Repositories, found: Setting, part: TablePart, job: Job) -> Message | None:
    """Return what a member is told, if it still holds."""
    at, day, state = _when(job)
    stands = found.runs and open_table.has_host(repos, found.circle.id, day, kit.clock.now())
    today = _is_today(kit, found, day)
    where = (found.circle, found.table, found.spot, at, found.zone)
    if state == open_table.OFF and not stands:
        return cards.off(found.circle, at, found.zone)
    if state == open_table.HOSTED and part.hosts_on(day):
        return cards.hosting(*where, today=today)
    return cards.on(*where, today=today) if state == open_table.ON and stands else None


def _spared(kit: Kit, repos: Repositories, found: Setting, part: TablePart, job: Job) -> Message | None:
    """Tell somebody who said that they host, and who is held since, that they need not; a pause of one's own says it."""
    (at, day, state), member = _when(job), repos.members.get(part.member)
    if member is None or member.state is not MemberState.ACTIVE or not part.hosts_on(day):
        return None
    stands = found.runs and open_table.has_host(repos, found.circle.id, day, kit.clock.now())
    if state == open_table.OFF and not stands:
        return cards.off(found.circle, at, found.zone)
    return cards.spared(found.circle, at, found.zone) if state == open_table.SPARED and stands else None


def _when(job: Job) -> tuple[datetime, date, str]:
    return datetime.fromisoformat(job.args["at"]), date.fromisoformat(job.args["day"]), job.args["state"]
