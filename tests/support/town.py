"""A small community for service tests: Amsterdam time, one circle every second Monday, written straight to storage."""

from datetime import UTC, date, datetime, time

from bot.domain.community import Account, Area, Community, Home
from bot.domain.recurrence import EveryWeeks
from bot.domain.rounds import Circle
from bot.ids import AreaId, ChannelId, CircleId, CommunityId, HomeId, PlatformName, UserId
from bot.ports.storage import Repositories

PLATFORM = PlatformName("playground")
HOME, CHANNEL = HomeId("town"), ChannelId("square")
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday
COMMUNITY = Community(
    id=CommunityId("c1"), zone="Europe/Amsterdam", steward="Noor", contact="Sam", name="Riverside"
)
CIRCLE = Circle(
    id=CircleId("walks"),
    community=COMMUNITY.id,
    name="Sunday walks",
    cadence=EveryWeeks(2),
    anchor=date(2026, 12, 7),
    at=time(18),
    platform=PLATFORM,
    channel=CHANNEL,
)
AREAS = tuple(
    Area(id=AreaId(name.casefold()), community=COMMUNITY.id, name=name)
    for name in ("Centre", "North", "South")
)


def account(name: str = "ada") -> Account:
    """Name a person's account."""
    return Account(platform=PLATFORM, user=UserId(name))


def build(repos: Repositories) -> None:
    """Write the community, its home, its areas and its circle down."""
    repos.communities.add(COMMUNITY)
    repos.communities.add_home(Home(platform=PLATFORM, home=HOME, community=COMMUNITY.id, channel=CHANNEL))
    for area in AREAS:
        repos.places.add_area(area)
    repos.rounds.add_circle(CIRCLE)
