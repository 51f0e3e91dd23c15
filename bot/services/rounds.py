"""A round's own decisions: open it, match it, draw a second time, close it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from bot.domain.community import SpotNote
from bot.domain.jobs import Job
from bot.domain.member import Contact
from bot.domain.offers import Before, Company, Ground, draft
from bot.domain.rounds import (
    CLOSE_AFTER_MATCH,
    CircleState,
    Group,
    GroupState,
    Meeting,
    RoundState,
    Seat,
    SeatRole,
)
from bot.ids import GroupId, MemberId, RoundId
from bot.matching import Candidate, MatchedGroup, MatchRequest, MatchResult
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.candidates import Setting, coming, pairs_in, passed_by, request_for, setting_of
from bot.services.circles.schedule import plan_next_round, too_late
from bot.services.deliveries.consents import ask_again, outdated
from bot.services.kit import Kit
from bot.services.past import resting
from bot.services.planned import decision, delivery
from bot.services.planning.offering import ground_of
from bot.services.planning.settling import patience, unplanned_check_ins
from bot.services.seats.leavers import notice_leavers
from bot.services.seats.leftover import leave_out

_WORTH_OPENING_A_PLACE = timedelta(days=3)
FEWEST = 2
_AT_A_TIME = 25
"""How many groups are made before the event loop has its turn: a few milliseconds of work."""
SECOND_DRAW_WITHIN = timedelta(days=7)
"""Later the next round is nearer than a second draw's plan could be."""


def open_round(kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Open a round: one post in the circle's channel, and a word to members where posts can't be tapped privately."""
    round_ = repos.rounds.get(RoundId(job.subject))
    setting = setting_of(repos, round_) if round_ is not None else None
    if round_ is None or setting is None or round_.state is not RoundState.PLANNED:
        return
    if setting.circle.state is CircleState.PAUSED:
        return
    repos.rounds.save(replace(round_, state=RoundState.OPEN))
    worth = round_.due_at - now
    repos.jobs.add(delivery(round_.community, names.OPENING, round_.id, now, worth=worth))
    platform = kit.platforms.get(setting.circle.platform)
    tapped_there = platform is None or platform.capabilities.private_replies
    asleep = resting(repos, setting.circle, round_.slot)
    for each in repos.members.taking_part(setting.circle.id, setting.circle.platform):
        member = each.member
        if asleep(each.enrolment):
            continue
        if outdated(member):
            ask_again(repos, setting, member, now)
        elif member.contact is Contact.DIRECT and not tapped_there:
            args = {"member": member.id}
            repos.jobs.add(
                delivery(
                    round_.community, names.INVITE, round_.id, now, mark=member.id, args=args, worth=worth
                )
            )


async def match_round(kit: Kit, job: Job, now: datetime) -> Callable[[Repositories], None]:
    """Match a due round: look who is still here, run the matcher, and return the decision to write down."""
    await notice_leavers(kit, RoundId(job.subject), now)
    request = await kit.storage.run(lambda repos: _request(repos, RoundId(job.subject), now))
    result = await kit.match(request) if request is not None and len(request.candidates) >= FEWEST else None
    return lambda repos: _write_match(repos, RoundId(job.subject), request, result, now)


def _request(repos: Repositories, round_id: RoundId, now: datetime) -> MatchRequest | None:
    round_ = repos.rounds.get(round_id)
    setting = setting_of(repos, round_) if round_ is not None else None
    if round_ is None or setting is None or round_.state not in {RoundState.PLANNED, RoundState.OPEN}:
        return None
    if too_late(round_, now):
        return None
    return request_for(repos, setting, coming(repos, setting, now))


class SnapshotChanged(Exception):
    """Say that somebody joined, left or changed their mind while the matcher ran."""


def _write_match(
    repos: Repositories,
    round_id: RoundId,
    request: MatchRequest | None,
    result: MatchResult | None,
    now: datetime,
) -> None:
    """Write groups, seats, sit-outs and all jobs of the round, and the next round, in one transaction."""
    if _request(repos, round_id, now) != request:
        raise SnapshotChanged
    round_ = repos.rounds.get(round_id)
    setting = setting_of(repos, round_) if round_ is not None else None
    if round_ is None or setting is None or round_.state not in {RoundState.PLANNED, RoundState.OPEN}:
        return
    if request is None:
        _write_skipped(repos, setting, now)
    else:
        _write_matched(repos, setting, request, result.groups if result is not None else (), now)
    plan_next_round(repos, setting.circle, setting.community, max(now, round_.due_at))


def _write_skipped(repos: Repositories, setting: Setting, now: datetime) -> None:
    """Record a round that was missed; whoever said yes to it while it was open is told, and goes first next time."""
    repos.rounds.save(replace(setting.round, state=RoundState.SKIPPED))
    if setting.round.state is RoundState.OPEN:
        for each in coming(repos, setting, now):
            leave_out(repos, setting.round, each.member.id, now)


def _write_matched(
    repos: Repositories,
    setting: Setting,
    request: MatchRequest,
    groups: tuple[MatchedGroup, ...],
    now: datetime,
) -> None:
    """Write the groups of a round down, and what those hear who are in none."""
    round_ = setting.round
    busy = passed_by(repos, setting, now)
    repos.rounds.save(replace(round_, state=RoundState.MATCHED if groups else RoundState.CLOSED))
    _write_groups(repos, setting, request, groups, now)
    placed = {member for group in groups for member in group.members}
    for candidate in request.candidates:
        if candidate.id not in placed:
            leave_out(repos, round_, candidate.id, now)
    for member in busy:
        args = {"member": member}
        repos.jobs.add(delivery(round_.community, names.PASSED_BY, round_.id, now, mark=member, args=args))


def _write_groups(
    repos: Repositories,
    setting: Setting,
    request: MatchRequest,
    groups: tuple[MatchedGroup, ...],
    now: datetime,
) -> None:
    """Write groups with their seats, pairs and jobs, some at a time: a round may have thousands.

    Those with a host come last: their times are chosen beside those of the host's own group.
    """
    numbers = count(len(repos.rounds.groups(setting.round.id)))
    drafts = _Drafts.of(repos, setting, request, now)
    for hosted in (False, True):
        kind = [group for group in groups if (group.host is not None) is hosted]
        for start in range(0, len(kind), _AT_A_TIME):
            some = kind[start : start + _AT_A_TIME]
            _write_some(
                repos, drafts, {GroupId(f"{setting.round.id}/{next(numbers)}"): each for each in some}
            )


def _write_some(repos: Repositories, drafts: "_Drafts", matched: Mapping[GroupId, MatchedGroup]) -> None:
    """Write some groups, with one statement for all rows of a kind; the event loop has its turn at each."""
    setting = drafts.setting
    made = [
        drafts.group(group_id, each, _taken(repos, each) | drafts.plans(each))
        for group_id, each in matched.items()
    ]
    repos.rounds.add_group(*made)
    repos.rounds.add_seat(
        *(seat for group_id, each in matched.items() for seat in _seats(setting, group_id, each))
    )
    repos.rounds.record(*(meeting for each in matched.values() for meeting in _pairs(setting, each)))
    repos.jobs.add(*(job for group in made for job in _first_jobs(group, setting.community.zone, drafts.now)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafts:
    """Hold what the first plan of each group of a round is made from."""

    setting: Setting
    people: Mapping[MemberId, Candidate]
    ground: Ground
    ahead: Sequence[Mapping[MemberId, tuple[RoundId, datetime]]]
    now: datetime

    @classmethod
    def of(cls, repos: Repositories, setting: Setting, request: MatchRequest, now: datetime) -> "_Drafts":
        """Look up what is the same for all groups."""
        return cls(
            setting=setting,
            people={candidate.id: candidate for candidate in request.candidates},
            ground=ground_of(repos, setting.community),
            ahead=[
                repos.rounds.plans_ahead(circle.id, now)
                for circle in repos.rounds.circles(setting.community.id)
            ],
            now=now,
        )

    def plans(self, matched: MatchedGroup) -> frozenset[datetime]:
        """Return when somebody of a group meets another one, in whichever circle."""
        return frozenset(
            plans[member][1] for plans in self.ahead for member in matched.members if member in plans
        )

    def group(self, group_id: GroupId, matched: MatchedGroup, taken: frozenset[datetime]) -> Group:
        """Return a group with the spot that suits its members and two times, others than those taken if there are."""
        people = [self.people[member] for member in matched.members]
        company = Company(
            homes=[person.area for person in people],
            wishes=frozenset(SpotNote(wish) for person in people for wish in person.wishes),
            seed=group_id,
        )
        offer = draft(matched.slots, self.ground, company, after=self.now, before=Before(taken=taken))
        if not offer.options:
            offer = draft(matched.slots, self.ground, company, after=self.now)
        return Group(
            id=group_id,
            round=self.setting.round.id,
            community=self.setting.community.id,
            matched_at=self.now,
            platform=self.setting.circle.platform,
            options=offer.options,
            spot=offer.spot.id if offer.spot is not None else None,
            shared_slots=matched.slots,
        )


def _taken(repos: Repositories, matched: MatchedGroup) -> frozenset[datetime]:
    """Return the times that a host's own groups were offered; those written before count."""
    groups = repos.rounds.groups_of(matched.host) if matched.host is not None else ()
    return frozenset(at for group in groups for at in group.options)


def _seats(setting: Setting, group_id: GroupId, matched: MatchedGroup) -> Iterator[Seat]:
    """Yield the seats of a new group."""
    fits = dict(zip(matched.members, matched.fits, strict=False))
    for member in matched.members:
        role = SeatRole.HOST if member == matched.host else SeatRole.MEMBER
        yield Seat(round=setting.round.id, group=group_id, member=member, role=role, fit=fits.get(member))


def _pairs(setting: Setting, matched: MatchedGroup) -> Iterator[Meeting]:
    """Yield what is known of each pair of a new group: that they were brought together."""
    for first, second in pairs_in(matched.members):
        yield Meeting(
            first=first,
            second=second,
            round=setting.round.id,
            community=setting.community.id,
            slot=setting.round.slot,
            met=None,
        )


def _first_jobs(group: Group, zone: str, now: datetime) -> tuple[Job, ...]:
    """Return the jobs of a new group: place, introduction, nudge, release, check-in, close."""
    place = delivery(group.community, names.PLACE, group.id, now, worth=_WORTH_OPENING_A_PLACE)
    return (
        place,
        delivery(
            group.community, names.INTRODUCTION, group.id, now, after=place.key, worth=_WORTH_OPENING_A_PLACE
        ),
        *patience(group, now),
        *unplanned_check_ins(group, zone, now),
        decision(group.community, names.CLOSE, group.id, now + CLOSE_AFTER_MATCH),
    )


async def second_draw(kit: Kit, job: Job, now: datetime) -> Callable[[Repositories], None]:
    """Match again those whose group fell through, from whoever is left over in the same round."""
    round_id = RoundId(job.subject)

    def request(repos: Repositories) -> MatchRequest | None:
        round_ = repos.rounds.get(round_id)
        setting = setting_of(repos, round_) if round_ is not None else None
        if round_ is None or setting is None or round_.state is not RoundState.MATCHED:
            return None
        if now > round_.due_at + SECOND_DRAW_WITHIN:
            return None
        left = {member for slot, member in repos.rounds.sat_out(setting.circle.id) if slot == round_.slot}
        free = tuple(each for each in coming(repos, setting, now) if each.member.id in left)
        return request_for(repos, setting, free, draw=job.key) if len(free) >= FEWEST else None

    asked = await kit.storage.run(request)
    result = await kit.match(asked) if asked is not None else None

    def write(repos: Repositories) -> None:
        if request(repos) != asked:
            raise SnapshotChanged
        round_ = repos.rounds.get(round_id)
        setting = setting_of(repos, round_) if round_ is not None else None
        if setting is not None and asked is not None and result is not None:
            _write_groups(repos, setting, asked, result.groups, now)

    return write


def close_round_if_over(repos: Repositories, round_id: RoundId) -> None:
    """Close a round when all its groups are closed."""
    round_ = repos.rounds.get(round_id)
    if round_ is None or round_.state is not RoundState.MATCHED:
        return
    if all(group.state is GroupState.CLOSED for group in repos.rounds.groups(round_id)):
        repos.rounds.save(replace(round_, state=RoundState.CLOSED))
