"""Ready-made things to store: a town with a circle, a round and some members, and jobs."""

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.community import Area, Community, Home, Spot, SpotNote
from bot.domain.jobs import Job
from bot.domain.member import Member
from bot.domain.open_table import OpenTable
from bot.domain.recurrence import EveryWeeks
from bot.domain.rounds import Circle, Group, Round, Seat, round_of
from bot.ids import (
    AreaId,
    ChannelId,
    CircleId,
    CommunityId,
    GroupId,
    HomeId,
    JobKey,
    MemberId,
    PlatformName,
    RoundId,
    SpotId,
)
from bot.ports.storage import Repositories

NOW = datetime(2026, 12, 1, 12, 30, 0, 250_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TOWN = CommunityId("town")
DISCORD = PlatformName("discord")


def community(name: str = "town") -> Community:
    return Community(id=CommunityId(name), zone="Europe/Amsterdam")


def home(number: int = 1, channel: str = "lounge") -> Home:
    return Home(platform=DISCORD, home=HomeId(f"home{number}"), community=TOWN, channel=ChannelId(channel))


def area(name: str = "north") -> Area:
    return Area(id=AreaId(name), community=TOWN, name=name, centre=(52.09, 5.12))


def spot(name: str = "library", where: str | None = "north") -> Spot:
    within = AreaId(where) if where else None
    notes = frozenset({SpotNote.QUIET, SpotNote.STEP_FREE})
    return Spot(id=SpotId(name), community=TOWN, area=within, name=name, notes=notes)


def member(name: str, within: str = "town") -> Member:
    return Member(id=MemberId(name), community=CommunityId(within), joined_at=NOW)


def circle(name: str = "saturdays") -> Circle:
    return Circle(
        id=CircleId(name),
        community=TOWN,
        name="Saturdays",
        cadence=EveryWeeks(2),
        anchor=date(2026, 12, 5),
        at=time(10, 30),
        platform=DISCORD,
        channel=ChannelId("lounge"),
    )


def a_round(slot: date = date(2026, 12, 5), of: str = "saturdays") -> Round:
    return round_of(circle(of), slot, "Europe/Amsterdam")


def group(name: str = "g1", within: Round | None = None, **changes: object) -> Group:
    facts: dict[str, object] = {"matched_at": NOW} | changes
    round_id = (within or a_round()).id
    return Group(id=GroupId(name), round=round_id, community=TOWN, platform=DISCORD, **facts)  # type: ignore[arg-type]


def seat(name: str, within: str = "g1", **changes: object) -> Seat:
    round_id = RoundId(str(changes.pop("round", a_round().id)))
    return Seat(round=round_id, group=GroupId(within), member=MemberId(name), **changes)  # type: ignore[arg-type]


def job(key: str, *, due: datetime = NOW, delivery: bool = True, **changes: object) -> Job:
    facts: dict[str, object] = {"step": "post", "subject": "g1"} | changes
    return Job(key=JobKey(key), community=TOWN, due=due, delivery=delivery, **facts)  # type: ignore[arg-type]


def settle_town(repos: Repositories) -> None:
    """Store a town with an area, a spot, a circle, a round, a group, and members ana, ben and cy."""
    repos.communities.add(community())
    repos.places.add_area(area())
    repos.places.add_spot(spot())
    for name in ("ana", "ben", "cy"):
        repos.members.add(member(name))
    repos.rounds.add_circle(circle())
    repos.rounds.add(a_round())
    repos.rounds.add_group(group())


def open_table(name: str = "saturdays", **facts) -> OpenTable:
    given = {"weekday": 5, "at": time(10, 30), "spot": SpotId("library"), "sign": "a blue scarf"}
    return OpenTable(circle=CircleId(name), community=TOWN, **(given | facts))
