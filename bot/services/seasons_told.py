"""Counting a season: from rows while they are there, and from what was counted before they went."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.community import Community
from bot.domain.member import Member, MemberState
from bot.domain.posts import Tap
from bot.domain.recap import (
    AREA,
    NEW_WITHIN,
    SETTLED_AFTER,
    SHOWN_FROM,
    WEEK,
    Count,
    Recap,
    Season,
    published,
)
from bot.domain.recurrence import local_date
from bot.domain.retention import Keep
from bot.domain.rounds import GroupState, RoundState, Seat
from bot.domain.tally import answers_of
from bot.domain.told_seasons import seasons_told
from bot.ids import GroupId, MemberId, RoundId
from bot.ports.storage import Repositories
from bot.services.outcomes import departures_in, outcome_of

_TENTH = 10
NOON = time(12)
"""A date's hour where only the date is shown: it is the same day wherever it is read."""
_OVER = {GroupState.MET, GroupState.MISSED, GroupState.UNKNOWN}
"""What became of these is known, and not written down yet; of the others it isn't known, or it is."""
_TAPS = {Tap.DONE: Count.TAPS_DONE, Tap.SWAPPED: Count.TAPS_SWAPPED, Tap.SKIPPED: Count.TAPS_SKIPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold a season's numbers; `settled` once nothing of it is under way, from when on they stay as they are."""

    season: Season
    recap: Recap
    over: bool
    settled: bool


def tell(repos: Repositories, community: Community, now: datetime, number: int | None = None) -> Told | None:
    """Return the numbers of a season: the one named, else the last that is over, else the running one.

    None where nothing has begun, or there is no such season (any more).
    """
    season = _which(repos, community, local_date(now, community.zone), number)
    if season is None:
        return None
    today = local_date(now, community.zone)
    settled = today > season.last + SETTLED_AFTER
    scope = f"{community.id}/season/{season.first}"
    counts: Counter[str] = Counter(repos.tallies.of(scope)) if settled else Counter()
    if not counts:
        counts = _counted(repos, community, season, today)
        for name, count in counts.items() if settled else ():
            repos.tallies.add(community.id, scope, name, count)
    recap = published(_with_area_names(repos, community, counts), weeks=season.weeks)
    return Told(season=season, recap=recap, over=today > season.last, settled=settled)


def _with_area_names(repos: Repositories, community: Community, counts: Counter[str]) -> Counter[str]:
    """Put areas' own names in the place of their ids; one that is gone is as none."""
    names: dict[str, str] = {area.id: area.name for area in repos.places.areas(community.id)}
    named: Counter[str] = Counter()
    for name, count in counts.items():
        area = names.get(name.removeprefix(AREA), "")
        named[f"{AREA}{area}" if name.startswith(AREA) else name] += count
    return named


def _which(repos: Repositories, community: Community, today: date, number: int | None) -> Season | None:
    posts = repos.challenges.posts(community.id)
    seasons = seasons_told(_first_monday(repos, community), posts, today)
    if number is None:
        number = max(len(seasons) - 1, 1)
    if not 1 <= number <= len(seasons):
        return None
    asked = seasons[number - 1]
    return asked if today - asked.last < Keep.HISTORY.length else None


def _first_monday(repos: Repositories, community: Community) -> date | None:
    """Return the Monday of the week in which a community's first round was."""
    slots = [
        round_.slot
        for circle in repos.rounds.circles(community.id)
        for round_ in repos.rounds.of_circle(circle.id)[:1]
    ]
    return min(slots) - timedelta(days=min(slots).weekday()) if slots else None


def _counted(repos: Repositories, community: Community, season: Season, today: date) -> Counter[str]:
    members = {member.id: member for member in repos.members.of_community(community.id)}
    counts = _people(members.values())
    counts[Count.LEFT] = departures_in(repos, community.id, season)
    meetings = _Meetings()
    seated: set[MemberId] = set()
    seats_in: dict[RoundId, tuple[Seat, ...]] = {}
    for round_, slot, pairs in repos.rounds.pairs_by_round(community.id):
        if slot > season.last:
            break
        met = [(first, second) for first, second, together in pairs if together]
        if not season.holds(slot):
            meetings.before.update(met)
            continue
        seats_in[round_] = repos.rounds.seats_in(round_)
        seated |= {seat.member for seat in seats_in[round_]}
        counts[f"{WEEK}{season.week(slot)}"] += meetings.add(met, seats_in[round_])
        counts += _outcomes(repos, round_, seats_in[round_])
    counts += meetings.counts()
    counts += _turns(repos, community, season, members, seats_in)
    counts += _taps(repos, community, season)
    counts[Count.TOOK_PART] = len(seated)
    newest = min(today, season.last) - NEW_WITHIN
    counts[Count.NEWER] = sum(members[one].joined_at.date() > newest for one in seated if one in members)
    return counts


def _people(members: Iterable[Member]) -> Counter[str]:
    """Count who is here, and who takes a break."""
    states = Counter(member.state for member in members)
    here = states.total() - states[MemberState.LEFT]
    return Counter({Count.JOINED: here, Count.PAUSED: states[MemberState.PAUSED]})


class _Meetings:
    """Gather who met whom, and who had met before."""

    def __init__(self) -> None:
        self.before: set[tuple[MemberId, MemberId]] = set()
        self._pairs: set[tuple[MemberId, MemberId]] = set()
        self._again: set[tuple[MemberId, MemberId]] = set()
        self._seats: Counter[MemberId] = Counter()
        self._groups = 0

    def add(self, met: Sequence[tuple[MemberId, MemberId]], seats: Sequence[Seat]) -> int:
        """Take in the pairs of a round who met, and return how many groups they were."""
        self._again.update(pair for pair in met if pair in self.before)
        self.before.update(met)
        self._pairs.update(met)
        of: dict[MemberId, set[GroupId]] = {}
        for seat in seats:
            of.setdefault(seat.member, set()).add(seat.group)
        groups = {group for first, second in met for group in of.get(first, set()) & of.get(second, set())}
        self._seats.update({member for pair in met for member in pair})
        self._groups += len(groups)
        return len(groups)

    def counts(self) -> Counter[str]:
        """Return the counts."""
        busiest = sorted(self._seats.values(), reverse=True)[: len(self._seats) // _TENTH]
        return Counter(
            {
                Count.MET: len(self._seats),
                Count.PAIRS_MET: len(self._pairs),
                Count.PAIRS_AGAIN: len(self._again),
                Count.MEETINGS: self._groups,
                Count.MEETING_SEATS: self._seats.total(),
                Count.BUSIEST_SEATS: sum(busiest),
            }
        )


def _outcomes(repos: Repositories, round_: RoundId, seats: Sequence[Seat]) -> Counter[str]:
    """Return what became of a round's groups and why they did not meet: of closed ones, what was kept."""
    counts: Counter[str] = Counter(repos.tallies.of(round_))
    for group in repos.rounds.groups(round_):
        if group.state not in _OVER:
            continue
        mine = tuple(seat for seat in seats if seat.group == group.id)
        counts += outcome_of(repos, group, mine)
        counts.update(name for seat in mine for name in answers_of(seat))
    return counts


def _turns(
    repos: Repositories,
    community: Community,
    season: Season,
    members: dict[MemberId, Member],
    seats_in: dict[RoundId, tuple[Seat, ...]],
) -> Counter[str]:
    """Count who was matched and who was left out, and where those live for whom there was nobody."""
    counts: Counter[str] = Counter()
    alone: set[MemberId] = set()
    for circle in repos.rounds.circles(community.id):
        rounds = [
            one
            for one in repos.rounds.of_circle(circle.id)
            if season.holds(one.slot) and one.state in {RoundState.MATCHED, RoundState.CLOSED}
        ]
        seated = {one.slot: {seat.member for seat in seats_in.get(one.id, ())} for one in rounds}
        counts[Count.MATCHED] += sum(len(people) for people in seated.values())
        for slot, member in repos.rounds.sat_out(circle.id):
            if slot in seated and member not in seated[slot]:
                counts[Count.LEFT_OUT] += 1
                alone.add(member)
    counts.update(f"{AREA}{members[one].area or ''}" for one in alone if one in members)
    return counts


def _taps(repos: Repositories, community: Community, season: Season) -> Counter[str]:
    """Count taps on challenges; a week with fewer than five of a kind adds nothing, so no sum is of a few people."""
    counts: Counter[str] = Counter()
    for post in repos.challenges.posts(community.id):
        if season.holds(post.day):
            for tap, count in repos.challenges.counts(post.id).items():
                counts[_TAPS[tap]] += count if count >= SHOWN_FROM else 0
    return counts
