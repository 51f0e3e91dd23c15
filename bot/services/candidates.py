"""Who takes part in a round, as the matcher sees them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from bot.domain.community import Area, Community
from bot.domain.member import Attendance, Enrolment, Member, MemberState
from bot.domain.recurrence import length_in_days
from bot.domain.rounds import Circle, GroupState, Meeting, Round, SeatState
from bot.ids import AreaId, MemberId
from bot.matching import Candidate, MatchRequest, PastMeeting, pair_of
from bot.ports.storage import Repositories
from bot.services.people import user_on

_REMEMBERED_ROUNDS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Hold a round with the circle and community it belongs to."""

    round: Round
    circle: Circle
    community: Community


def setting_of(repos: Repositories, round_: Round) -> Setting | None:
    """Return a round's circle and community, or None when one of them is gone."""
    circle, community = repos.rounds.circle(round_.circle), repos.communities.get(round_.community)
    if circle is None or community is None:
        return None
    return Setting(round=round_, circle=circle, community=community)


def coming(repos: Repositories, setting: Setting, now: datetime) -> tuple[Member, ...]:
    """Return the members who said yes to a round: by an answer, or by being always in and not saying no."""
    answers = repos.rounds.answers(setting.round.id)
    found: list[Member] = []
    for enrolment in repos.members.enrolled(setting.circle.id):
        member = repos.members.get(enrolment.member)
        if (
            member is None
            or member.state is not MemberState.ACTIVE
            or not _wants(enrolment, answers.get(member.id))
        ):
            continue
        if user_on(repos, member.id, setting.circle.platform) is None or _engaged(
            repos, member.id, setting, now
        ):
            continue
        found.append(member)
    return tuple(found)


def _wants(enrolment: Enrolment, answer: bool | None) -> bool:  # noqa: FBT001 - an answer is yes, no or none
    return answer is True or (answer is None and enrolment.attendance is Attendance.ALWAYS)


def _engaged(repos: Repositories, member: MemberId, setting: Setting, now: datetime) -> bool:
    """Say whether the member has a plan ahead in the same circle, or a seat in this round already."""
    here = any(group.round == setting.round.id for group in repos.rounds.groups_of(member))
    return here or plan_ahead(repos, member, setting, now) is not None


def plan_ahead(repos: Repositories, member: MemberId, setting: Setting, now: datetime) -> datetime | None:
    """Return when the member meets by an agreed plan of an earlier round of the circle, or None."""
    for group in repos.rounds.groups_of(member):
        round_ = repos.rounds.get(group.round)
        if round_ is None or round_.circle != setting.circle.id or round_.id == setting.round.id:
            continue
        if group.state is GroupState.AGREED and group.meets_at is not None and group.meets_at > now:
            return group.meets_at
    return None


def passed_by(repos: Repositories, setting: Setting, now: datetime) -> tuple[MemberId, ...]:
    """Return who said yes to a round that leaves them out kindly, because a plan of theirs in the circle is ahead."""
    enrolled = {enrolment.member for enrolment in repos.members.enrolled(setting.circle.id)}
    yes = [member for member, coming in repos.rounds.answers(setting.round.id).items() if coming]
    return tuple(
        member for member in yes if member in enrolled and plan_ahead(repos, member, setting, now) is not None
    )


def request_for(
    repos: Repositories, setting: Setting, members: tuple[Member, ...], *, draw: str = "first"
) -> MatchRequest:
    """Return what the matcher needs; the seed comes from the round's id, so a draw can be replayed.

    Whom this round brought together already is not brought together again by its second draw.
    """
    areas = {area.id: area for area in repos.places.areas(setting.community.id)}
    meetings = repos.rounds.meetings(setting.community.id)
    streaks = left_out_streaks(repos, setting)
    odd = _odd_turns(repos, setting, members)
    known = {member for meeting in meetings if meeting.met for member in (meeting.first, meeting.second)}
    return MatchRequest(
        candidates=tuple(
            _candidate(
                member,
                areas,
                setting.community.language,
                sat_out=streaks[member.id],
                odd=odd[member.id],
                newcomer=member.id not in known,
            )
            for member in members
        ),
        history=_history(meetings, setting),
        separated=frozenset(
            pair_of(each.first, each.second) for each in meetings if each.round == setting.round.id
        ),
        size=setting.circle.size,
        seed=f"{setting.round.id}/{draw}",
        pairs_only=setting.circle.pairs_only,
        same_area=setting.circle.same_area,
    )


def _candidate(
    member: Member, areas: dict[AreaId, Area], language: str, *, sat_out: int, odd: int, newcomer: bool
) -> Candidate:
    area = areas.get(member.area) if member.area is not None else None
    return Candidate(
        id=member.id,
        slots=member.times,
        languages=member.languages or frozenset({language.split("-", maxsplit=1)[0]}),
        area=area.id if area is not None else None,
        centre=area.centre if area is not None else None,
        reach_km=member.reach.km,
        interests=frozenset(interest.casefold() for interest in member.interests),
        wishes=frozenset(wish.value for wish in member.wishes),
        sat_out=sat_out,
        odd_trios=odd,
        newcomer=newcomer,
    )


def _history(meetings: tuple[Meeting, ...], setting: Setting) -> dict[tuple[MemberId, MemberId], PastMeeting]:
    """Return who met whom how long ago; a meeting that did not happen does not count."""
    days = timedelta(days=length_in_days(setting.circle.cadence))
    times: Counter[tuple[MemberId, MemberId]] = Counter()
    nearest: dict[tuple[MemberId, MemberId], int] = {}
    for meeting in meetings:
        if meeting.met is False or meeting.round == setting.round.id:
            continue
        pair = pair_of(meeting.first, meeting.second)
        ago = max(1, round((setting.round.slot - meeting.slot) / days))
        times[pair] += 1
        nearest[pair] = min(ago, nearest.get(pair, ago))
    return {pair: PastMeeting(rounds_ago=ago, times=times[pair]) for pair, ago in nearest.items()}


def left_out_streaks(repos: Repositories, setting: Setting) -> Counter[MemberId]:
    """Count for how many rounds in a row each member wanted to meet and was left out."""
    left = repos.rounds.sat_out(setting.circle.id)
    by_slot: dict[object, set[MemberId]] = {}
    for slot, member in left:
        by_slot.setdefault(slot, set()).add(member)
    streaks: Counter[MemberId] = Counter()
    rounds = [
        round_ for round_ in repos.rounds.of_circle(setting.circle.id) if round_.slot < setting.round.slot
    ]
    for round_ in rounds[-_REMEMBERED_ROUNDS:]:
        seated = {seat.member for seat in repos.rounds.seats_in(round_.id) if seat.state is SeatState.ACTIVE}
        for member in seated:
            streaks[member] = 0
        for member in by_slot.get(round_.slot, set()) - seated:
            streaks[member] += 1
    return streaks


def _odd_turns(repos: Repositories, setting: Setting, members: tuple[Member, ...]) -> dict[MemberId, int]:
    """Count how often each member had the odd turn: a group of another size, or in pairs-only circles a sit-out.

    Newcomers start at the lowest count of the others, or they would have all the odd turns at first.
    """
    turns: Counter[MemberId] = Counter()
    seen: set[MemberId] = set()
    for round_ in repos.rounds.of_circle(setting.circle.id)[-_REMEMBERED_ROUNDS:]:
        seats = repos.rounds.seats_in(round_.id)
        sizes = Counter(seat.group for seat in seats)
        seen.update(seat.member for seat in seats)
        turns.update(seat.member for seat in seats if sizes[seat.group] != setting.circle.size)
    left = [member for _, member in repos.rounds.sat_out(setting.circle.id)]
    if setting.circle.pairs_only:
        turns = Counter(left)
    seen.update(left)
    lowest = min((turns[member.id] for member in members if member.id in seen), default=0)
    return {member.id: turns[member.id] if member.id in seen else lowest for member in members}


def pairs_in(members: tuple[MemberId, ...]) -> tuple[tuple[MemberId, MemberId], ...]:
    """Return all pairs of a group, each sorted."""
    return tuple(combinations(sorted(members), 2))
