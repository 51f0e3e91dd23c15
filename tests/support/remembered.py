"""A circle with a past, written straight to storage, and the request for its next round."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.domain.member import Attendance, Enrolment, Member
from bot.domain.rounds import Circle, Group, GroupState, Meeting, Round, RoundState, Seat, SeatRole, round_of
from bot.ids import GroupId, MemberId
from bot.matching import Candidate, MatchedGroup, MatchRequest
from bot.ports.storage import Repositories
from bot.services.candidates import Setting, coming, pairs_in, request_for
from bot.services.past import note_turns
from tests.support.town import CIRCLE, COMMUNITY, NOW, PLATFORM, account

TRIOS = replace(CIRCLE, size=3)


def enrol(repos: Repositories, names: Iterable[str], *, circle: Circle = CIRCLE, **wishes: object) -> None:
    """Let people take part in a circle, always in unless their wishes say otherwise; each is called by one letter."""
    for name in names:
        member = MemberId(name)
        if repos.members.get(member) is None:
            repos.members.add(Member(id=member, community=COMMUNITY.id, joined_at=NOW))
            repos.members.add_account(member, account(name))
        facts = {"attendance": Attendance.ALWAYS} | wishes
        repos.members.enrol(Enrolment(circle=circle.id, member=member, **facts))  # type: ignore[arg-type]


def next_round(circle: Circle = CIRCLE) -> Round:
    """Return the round that requests are made for."""
    return round_of(circle, circle.anchor, COMMUNITY.zone)


def round_ago(circle: Circle, rounds: int) -> Round:
    """Return the round that many before the next one."""
    days = timedelta(weeks=2) * rounds
    return replace(round_of(circle, circle.anchor - days, COMMUNITY.zone), state=RoundState.CLOSED)


def remember(
    repos: Repositories,
    ago: int,
    *groups: str,
    circle: Circle = CIRCLE,
    met: bool | None = True,
    again: bool = False,
    left: str = "",
    fits: dict[str, int] | None = None,
) -> Round:
    """Write a past round; a group is a word such as "abc", a capital letter in it sits there as a host."""
    round_ = round_ago(circle, ago)
    if repos.rounds.get(round_.id) is None:
        repos.rounds.add(round_)
    for name in left:
        repos.rounds.sit_out(round_.id, MemberId(name))
    for word in groups:
        group = _closed(round_, word, again=again)
        repos.rounds.add_group(group)
        for letter in word:
            role = SeatRole.HOST if letter.isupper() else SeatRole.MEMBER
            member, fit = MemberId(letter.lower()), (fits or {}).get(letter)
            repos.rounds.add_seat(Seat(round=round_.id, group=group.id, member=member, role=role, fit=fit))
        _note_meetings(repos, round_, tuple(MemberId(letter) for letter in word.lower()), met)
    if groups or left:
        _note_turns(repos, circle, round_, groups, left)
    return round_


def remember_pod(repos: Repositories, circle: Circle, *members: MemberId) -> None:
    """Write that some people met in the round before, and all would again."""
    round_ = round_ago(circle, 1)
    repos.rounds.add(round_)
    group = _closed(round_, "pod", again=True)
    repos.rounds.add_group(group)
    repos.rounds.add_seat(*(Seat(round=round_.id, group=group.id, member=member) for member in members))
    _note_meetings(repos, round_, members, met=True)


def _closed(round_: Round, name: str, *, again: bool) -> Group:
    return Group(
        id=GroupId(f"{round_.id}/{name}"),
        round=round_.id,
        community=COMMUNITY.id,
        matched_at=round_.due_at,
        platform=PLATFORM,
        state=GroupState.CLOSED,
        again=again,
    )


def _note_meetings(
    repos: Repositories, round_: Round, members: tuple[MemberId, ...], met: bool | None
) -> None:
    for first, second in pairs_in(members):
        repos.rounds.record(
            Meeting(
                first=first,
                second=second,
                round=round_.id,
                community=COMMUNITY.id,
                slot=round_.slot,
                met=met,
            )
        )


def _note_turns(repos: Repositories, circle: Circle, round_: Round, words: Iterable[str], left: str) -> None:
    """Write down whose turn it was; rounds have to be remembered in their order for that."""
    names = sorted({*left, *(letter.lower() for word in words for letter in word)})
    candidates = (
        Candidate(
            id=MemberId(name),
            slots=1,
            languages=frozenset(),
            reach_km=1.0,
            pairs_only=member is not None and member.pairs_only,
        )
        for name in names
        for member in (repos.members.get(MemberId(name)),)
    )
    asked = MatchRequest(
        candidates=tuple(candidates), size=circle.size, pairs_only=circle.pairs_only, seed="past"
    )
    groups = [
        MatchedGroup(
            members=tuple(MemberId(letter.lower()) for letter in word),
            slots=1,
            languages=frozenset(),
            facts=(),
            host=next((MemberId(letter.lower()) for letter in word if letter.isupper()), None),
        )
        for word in words
    ]
    note_turns(repos, circle, round_, asked, groups, again=False)


def request(repos: Repositories, circle: Circle = CIRCLE, *, draw: str = "first") -> MatchRequest:
    """Return what the matcher is asked for the circle's next round, written down as it is if it was not yet."""
    if repos.rounds.get(next_round(circle).id) is None:
        repos.rounds.add(next_round(circle))
    setting = Setting(round=next_round(circle), circle=circle, community=COMMUNITY)
    return request_for(repos, setting, coming(repos, setting, next_round(circle).due_at), draw=draw)


def said(asked: MatchRequest, name: str):
    """Return how the request describes one member."""
    return next(candidate for candidate in asked.candidates if candidate.id == name)
