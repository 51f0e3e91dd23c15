"""Who people are on a platform, and how to reach them."""

from bot.domain.community import Account
from bot.domain.member import Member
from bot.domain.offers import Ground
from bot.domain.rounds import Group, Seat, SeatRole, SeatState
from bot.ids import CommunityId, MemberId, PlatformName, UserId
from bot.ports.storage import Repositories
from bot.text.message import Person, Sequence


def user_on(repos: Repositories, member: MemberId, platform: PlatformName) -> UserId | None:
    """Return the account on a platform by which a member is shown and written to, or None."""
    return next(iter(users_on(repos, member, platform)), None)


def users_on(repos: Repositories, member: MemberId, platform: PlatformName) -> tuple[UserId, ...]:
    """Return all accounts of a member on a platform, the one to write to first."""
    return tuple(account.user for account in repos.members.accounts(member) if account.platform == platform)


def accounts_here(repos: Repositories, community: CommunityId, account: Account) -> tuple[Account, ...]:
    """Return an account, and then all others of the same member in a community; alone for somebody who never joined."""
    member = repos.members.of_account(community, account.platform, account.user)
    own = repos.members.accounts(member.id) if member is not None else ()
    return (account, *(each for each in own if each != account))


def active_seats(repos: Repositories, group: Group) -> tuple[Seat, ...]:
    """Return the group's seats that are still taken, by member id."""
    return tuple(seat for seat in repos.rounds.seats(group.id) if seat.state is SeatState.ACTIVE)


def host_of(repos: Repositories, group: Group) -> UserId | None:
    """Return the account of whoever holds an extra seat in the group, or None."""
    found = (seat.member for seat in active_seats(repos, group) if seat.role is SeatRole.HOST)
    return next((user_on(repos, member, group.platform) for member in found), None)


def is_host(repos: Repositories, group: Group, member: MemberId) -> bool:
    """Say whether a member holds an extra seat in the group."""
    return any(seat.member == member and seat.role is SeatRole.HOST for seat in active_seats(repos, group))


def sits_elsewhere(repos: Repositories, group: Group, member: MemberId) -> bool:
    """Say whether the member has a seat in another group of the same round, as hosts do."""
    return any(
        other.round == group.round and other.id != group.id for other in repos.rounds.groups_of(member)
    )


def users_of(repos: Repositories, group: Group) -> tuple[UserId, ...]:
    """Return the accounts of everybody who still sits in the group, on the group's platform."""
    found = (user_on(repos, seat.member, group.platform) for seat in active_seats(repos, group))
    return tuple(user for user in found if user is not None)


def others_of(repos: Repositories, group: Group, member: MemberId) -> tuple[UserId, ...]:
    """Return the accounts of everybody who still sits in the group beside a member."""
    found = (
        user_on(repos, seat.member, group.platform)
        for seat in active_seats(repos, group)
        if seat.member != member
    )
    return tuple(user for user in found if user is not None)


def signs_of(repos: Repositories, group: Group) -> tuple[tuple[UserId, str], ...]:
    """Return by which line of their own the people of a group are found, of those who gave one."""
    found = (
        (user_on(repos, seat.member, group.platform), seat.sign)
        for seat in active_seats(repos, group)
        if seat.sign
    )
    return tuple((user, sign) for user, sign in found if user is not None)


def seat_of(repos: Repositories, group: Group, member: MemberId) -> Seat | None:
    """Return the seat that a member still takes in a group, or None."""
    return next((seat for seat in active_seats(repos, group) if seat.member == member), None)


def callers_of(repos: Repositories, group: Group) -> tuple[UserId, ...]:
    """Return every account from which somebody who still sits in the group may call."""
    return tuple(
        user for seat in active_seats(repos, group) for user in users_on(repos, seat.member, group.platform)
    )


def members_of(repos: Repositories, group: Group) -> tuple[Member, ...]:
    """Return everybody who still sits in the group."""
    found = (repos.members.get(seat.member) for seat in active_seats(repos, group))
    return tuple(member for member in found if member is not None)


def zone_of(repos: Repositories, group: Group) -> str:
    """Return the IANA zone in which a group meets: its spot's area's, else its people's area's, else the community's."""
    community = repos.communities.get(group.community)
    areas = {area.id: area for area in repos.places.areas(group.community)}
    ground = Ground(areas=areas, spots=(), zone=community.zone if community is not None else "UTC")
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    return ground.zone_at(spot, [member.area for member in members_of(repos, group)])


def named(users: tuple[UserId, ...]) -> Sequence:
    """Return people as a list for a message."""
    return Sequence(tuple(Person(user) for user in users))
