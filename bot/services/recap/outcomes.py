"""What became of groups and of memberships, in counts that stay when rows are erased; nobody is in them."""

from collections import Counter
from datetime import date, datetime

from bot.domain.member import Member, MemberState
from bot.domain.recap import PLAN_DAYS, Outcome, Season
from bot.domain.recurrence import local_date
from bot.domain.rounds import Group, GroupState, Seat, SeatState
from bot.ids import CommunityId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.planned import key_of

_FIRST_PLAN = "0"


def outcome_of(repos: Repositories, group: Group, seats: tuple[Seat, ...]) -> Counter[str]:
    """Count one group that is not closed yet: whether a plan stood, whether they met, and if not, why not."""
    found: Counter[str] = Counter({Outcome.GROUPS: 1})
    if group.entered_at is not None:
        found += Counter({Outcome.PLANNED: 1, **_patience(repos, group)})
    active = [seat for seat in seats if seat.state is SeatState.ACTIVE]
    if group.state is GroupState.MET:
        met_a_plan = group.entered_at is not None
        found += Counter({Outcome.MET: int(met_a_plan), **_again(active)})
    elif group.state is GroupState.MISSED and group.entered_at is not None:
        called_off = not active and not any(seat.alone for seat in seats)
        found[Outcome.CALLED_OFF if called_off else Outcome.NOT_COME] += 1
    return found


def _patience(repos: Repositories, group: Group) -> dict[str, int]:
    """Count the whole days from the match to the first plan, which the job that told of it knows."""
    told = repos.jobs.get(key_of(names.AGREED, group.id, _FIRST_PLAN))
    return {f"{PLAN_DAYS}{(told.due - group.matched_at).days}": 1} if told is not None else {}


def _again(active: list[Seat]) -> dict[str, int]:
    """Count whether all of a group said that they would meet again, where all of them answered."""
    said = [seat.again for seat in active]
    asked = bool(said) and None not in said
    return {Outcome.AGAIN_ASKED: int(asked), Outcome.AGAIN_ALL: int(asked and all(said))}


def keep_outcome(repos: Repositories, group: Group, seats: tuple[Seat, ...]) -> None:
    """Write down what became of a group, in its round."""
    for name, number in outcome_of(repos, group, seats).items():
        repos.tallies.add(group.community, group.round, name, number)


def keep_departure(repos: Repositories, member: Member, now: datetime) -> None:
    """Count that somebody stopped on this day of their community; who left before and is forgotten now was counted then."""
    community = repos.communities.get(member.community)
    if community is not None and member.state is not MemberState.LEFT:
        day = local_date(now, community.zone)
        repos.tallies.add(member.community, _departures(member.community), day.isoformat())


def departures_in(repos: Repositories, community: CommunityId, season: Season) -> int:
    """Return how many stopped in a season."""
    days = repos.tallies.of(_departures(community))
    return sum(count for day, count in days.items() if season.holds(date.fromisoformat(day)))


def _departures(community: CommunityId) -> str:
    return f"{community}/left"
