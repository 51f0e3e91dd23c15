"""Counting a season from the rows that are there, and from what was counted before others went."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.domain.community import Community
from bot.domain.member import Member, MemberState
from bot.domain.posts import Tap
from bot.domain.recap import AREA, NEW_WITHIN, SHOWN_FROM, WEEK, Count, Season
from bot.domain.recurrence import local_date
from bot.domain.rounds import GroupState, RoundState, Seat
from bot.ids import GroupId, MemberId, RoundId
from bot.ports.storage import Repositories
from bot.services.recap.outcomes import departures_in

_TENTH = 10
_TAPS = {Tap.DONE: Count.TAPS_DONE, Tap.SWAPPED: Count.TAPS_SWAPPED, Tap.SKIPPED: Count.TAPS_SKIPPED}


def counted(
    repos: Repositories, community: Community, season: Season, today: date, *, all_groups: bool = False
) -> Counter[str]:
    """Count a season from its rows; a group counts when it is closed, so no answer is seen in the numbers at once."""
    members = {member.id: member for member in repos.members.of_community(community.id)}
    counts: Counter[str] = Counter()
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
        if not all_groups:
            met = _in_closed(repos, round_, seats_in[round_], met)
        seated |= {seat.member for seat in seats_in[round_]}
        counts[f"{WEEK}{season.week(slot)}"] += meetings.add(met, seats_in[round_])
        counts.update(repos.tallies.of(round_))
    counts += meetings.counts()
    counts += _turns(repos, community, season, members, seats_in)
    counts += _taps(repos, community, season)
    counts[Count.TOOK_PART] = len(seated)
    newest = min(today, season.last) - NEW_WITHIN
    joined = (local_date(members[one].joined_at, community.zone) for one in seated if one in members)
    counts[Count.NEWER] = sum(day > newest for day in joined)
    return counts


def _in_closed(
    repos: Repositories, round_: RoundId, seats: Sequence[Seat], met: Sequence[tuple[MemberId, MemberId]]
) -> list[tuple[MemberId, MemberId]]:
    """Return the pairs of a round whose group is closed."""
    under_way = {group.id for group in repos.rounds.groups(round_) if group.state is not GroupState.CLOSED}
    of = {(seat.member, seat.group) for seat in seats if seat.group in under_way}
    return [
        (first, second)
        for first, second in met
        if not any((first, group) in of and (second, group) in of for group in under_way)
    ]


def people_now(repos: Repositories, community: Community) -> Counter[str]:
    """Count who is here, and who takes a break."""
    states = Counter(member.state for member in repos.members.of_community(community.id))
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
