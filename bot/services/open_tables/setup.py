"""How an organiser sets a circle's open table up: a public spot, a day, an hour, a sign. Hosts agree by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.community import Account, Community
from bot.domain.member import Member, MemberState
from bot.domain.open_table import HOSTS, LENGTH, Hosting, OpenTable, next_day, starts_at
from bot.domain.openings import open_at
from bot.domain.plans import EARLIEST, LATEST
from bot.domain.recap import rounded
from bot.domain.recurrence import WEEKDAYS, instant
from bot.domain.rounds import Circle
from bot.domain.words import plain
from bot.errors import BadOption
from bot.ports.storage import Repositories
from bot.services.circles.circles import read_time, read_weekday
from bot.services.finding import find_spot
from bot.services.members.membership import enrolment_in
from bot.services.open_tables import open_table
from bot.services.open_tables.open_table import Setting, setting_of
from bot.text.message import TN, T

SIGN_LONGEST = 60
ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Say how a circle's open table stands: how many hosts agreed, and how many asked to be told, in fives."""

    setting: Setting
    hosts: int
    told: int | None

    @property
    def begins(self) -> bool:
        """Say whether the table takes place from now on."""
        return self.setting.runs and self.hosts >= HOSTS


def standing(repos: Repositories, circle: Circle) -> Standing | None:
    """Return how a circle's open table stands, or None where it has none."""
    found = setting_of(repos, circle.id)
    if found is None:
        return None
    parts = repos.open_tables.parts(circle.id)
    told = sum(part.told for part in parts)
    return Standing(
        setting=found,
        hosts=sum(part.hosting is Hosting.AGREED for part in parts),
        told=rounded(told),
    )


def change(
    repos: Repositories, community: Community, circle: Circle, said: Mapping[str, str], now: datetime
) -> None:
    """Set a table up, or change what is said about it. Raise `BadOption` for what does not fit.

    The next date is planned anew only where the change moves it; whoever counts on the old one is told.
    """
    before, known = setting_of(repos, circle.id), repos.open_tables.get(circle.id)
    table = known or _first(circle, said)
    if spot := said.get("spot"):
        table = replace(table, spot=find_spot(repos.places.spots(community.id), spot).id)
    if day := said.get("day"):
        table = replace(table, weekday=read_weekday("day", day))
    if time := said.get("time"):
        table = replace(table, at=read_time("time", time))
    if "sign" in said:
        table = replace(table, sign=_sign(said["sign"]))
    if state := said.get("state"):
        table = replace(table, on=state == ON)
    _check(repos, community, table, now)
    repos.open_tables.put(table)
    if known is not None and _plan_of(known) == _plan_of(table):
        return
    open_table.schedule_table(repos, table, now, before=before)


def _plan_of(table: OpenTable) -> tuple[object, ...]:
    """Return what of a table its dates depend on; the sign is none of it."""
    return table.on, table.spot, table.weekday, table.at


def _first(circle: Circle, said: Mapping[str, str]) -> OpenTable:
    missing = next((name for name in ("spot", "day", "time") if not said.get(name)), None)
    if missing is not None:
        sentence = T("An open table has a spot, a day and a time. Please say all three the first time.")
        raise BadOption(missing, sentence)
    day, time = read_weekday("day", said["day"]), read_time("time", said["time"])
    return OpenTable(circle=circle.id, community=circle.community, spot=None, weekday=day, at=time)


def _sign(words: str) -> str:
    sign = plain(words)
    if len(sign) > SIGN_LONGEST:
        sentence = TN(
            "Please keep the sign under {count} character.",
            "Please keep the sign under {count} characters.",
            SIGN_LONGEST,
        )
        raise BadOption("sign", sentence)
    return sign


def _check(repos: Repositories, community: Community, table: OpenTable, now: datetime) -> None:
    """Hold a table to daytime (H7), and to the hours of its spot."""
    spot = repos.places.spot(table.spot) if table.spot is not None else None
    zone = open_table.zone_at(repos, community, spot)
    day = next_day(table, now, zone)
    starts = starts_at(table, day, zone)
    if table.at < EARLIEST or starts + LENGTH > instant(day, LATEST, zone):
        sentence = T("People meet there for the first time, so it lies between 9:00 and 20:00, end included.")
        raise BadOption("time", sentence)
    last = starts + LENGTH - timedelta(minutes=1)
    if spot is not None and not (open_at(spot, starts, zone) and open_at(spot, last, zone)):
        raise BadOption("time", T("{spot} is not open then.", spot=spot.name))


def invite_host(
    repos: Repositories, community: Community, circle: Circle, account: Account, now: datetime
) -> None:
    """Ask somebody whether they would like to host; what comes of it is not told, for who takes part is private (H1)."""
    member = _in_circle(repos, community, circle, account)
    if member is not None and repos.open_tables.get(circle.id) is not None:
        open_table.invite(repos, circle, member, now)


def release_host(
    repos: Repositories, community: Community, circle: Circle, account: Account, now: datetime
) -> None:
    """Let somebody host no more, if they did."""
    member = _in_circle(repos, community, circle, account)
    if member is not None:
        open_table.release(repos, circle, member.id, now)


def _in_circle(repos: Repositories, community: Community, circle: Circle, account: Account) -> Member | None:
    member = repos.members.of_account(community.id, account.platform, account.user)
    if member is None or member.state is MemberState.LEFT:
        return None
    return member if enrolment_in(repos, member.id, circle.id) is not None else None


def weekday_of(table: OpenTable) -> str:
    """Return the weekday of a table as it is typed."""
    return WEEKDAYS[table.weekday]
