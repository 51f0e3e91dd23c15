"""A small community written straight into storage, for tests that begin in the middle of the story."""

from dataclasses import dataclass
from datetime import date, time

from bot.domain.availability import ANY_TIME
from bot.domain.community import Account, Area, Community, Home, Spot, SpotNote
from bot.domain.member import Attendance, Contact, Enrolment, Member
from bot.domain.recurrence import EveryWeeks
from bot.domain.rounds import Circle, Group, GroupState
from bot.ids import AreaId, ChannelId, CircleId, CommunityId, HomeId, MemberId, SpotId, UserId
from bot.ports.storage import Repositories
from bot.services.circles.schedule import plan_next_round
from tests.support.kith import Running

TOWN = CommunityId("town")
WALKS = CircleId("walks")
ZONE = "Europe/Amsterdam"
COMMUNITY = Community(id=TOWN, zone=ZONE, name="Test town", steward="Ada", contact="Bo")
CENTRE = Area(id=AreaId("centre"), community=TOWN, name="Centre")
SPOTS = (
    Spot(
        id=SpotId("library"),
        community=TOWN,
        area=CENTRE.id,
        name="Library",
        notes=frozenset({SpotNote.QUIET}),
    ),
    Spot(id=SpotId("park"), community=TOWN, area=CENTRE.id, name="Park gate"),
)


@dataclass
class Town:
    """Hold the ids of what was written, and the people of the stage by member id."""

    kith: Running
    people: dict[MemberId, object]

    def user(self, member: MemberId) -> str:
        return self.people[member].user_id

    async def groups(self) -> tuple[Group, ...]:
        """Return all groups of all rounds, oldest round first."""

        def read(repos: Repositories) -> tuple[Group, ...]:
            rounds = repos.rounds.of_circle(WALKS)
            return tuple(group for round_ in rounds for group in repos.rounds.groups(round_.id))

        return await self.kith.storage.run(read)

    async def seats(self, group: Group) -> dict[MemberId, str]:
        """Return the group's seats as member -> state."""
        seats = await self.kith.storage.run(lambda repos: repos.rounds.seats(group.id))
        return {seat.member: seat.state.value for seat in seats}

    async def pairs_met(self, *states: GroupState) -> list[frozenset[MemberId]]:
        """Return every pair that sat in one group, round by round."""
        found = []
        for group in await self.groups():
            if not states or group.state in states:
                members = sorted(await self.seats(group))
                found += [frozenset((a, b)) for i, a in enumerate(members) for b in members[i + 1 :]]
        return found


async def settle_town(
    kith: Running,
    names: list[str],
    *,
    size: int = 2,
    weeks: int = 2,
    attendance: Attendance = Attendance.ALWAYS,
    times: int = ANY_TIME,
    pairs_only: bool = False,
    contact: Contact = Contact.DIRECT,
) -> Town:
    """Write a community with one circle, one area, two spots and a member for each name."""
    humans = {MemberId(f"m-{name}"): await kith.stage.person(name) for name in names}
    now = kith.clock.now()
    circle = _circle(kith, size=size, weeks=weeks, pairs_only=pairs_only)

    def write(repos: Repositories) -> None:
        _write_places(repos, kith, circle)
        for member_id, human in humans.items():
            member = Member(
                id=member_id,
                community=TOWN,
                joined_at=now,
                area=CENTRE.id,
                times=times,
                languages=frozenset({"en"}),
                contact=contact,
            )
            account = Account(platform=circle.platform, user=UserId(human.user_id))
            repos.members.add(member)
            repos.members.add_account(member_id, account)
            repos.members.enrol(Enrolment(circle=WALKS, member=member_id, attendance=attendance))
        plan_next_round(repos, circle, COMMUNITY, now)

    await kith.storage.run(write)
    return Town(kith=kith, people=dict(humans))


def _circle(kith: Running, *, size: int, weeks: int, pairs_only: bool) -> Circle:
    return Circle(
        id=WALKS,
        community=TOWN,
        name="Sunday walks",
        cadence=EveryWeeks(weeks),
        anchor=date(2026, 11, 29),
        at=time(18),
        platform=kith.stage.platform.name,
        channel=ChannelId(kith.stage.channel),
        size=size,
        pairs_only=pairs_only,
    )


def _write_places(repos: Repositories, kith: Running, circle: Circle) -> None:
    """Write the community with its home, its area, its spots and its circle."""
    home = HomeId(kith.stage.home)
    repos.communities.add(COMMUNITY)
    repos.communities.add_home(
        Home(platform=circle.platform, home=home, community=TOWN, channel=circle.channel)
    )
    repos.places.add_area(CENTRE)
    for spot in SPOTS:
        repos.places.add_spot(spot)
    repos.rounds.add_circle(circle)
