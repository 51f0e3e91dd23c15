"""The same people again: a date of their own for those who all said so, without waiting for a round.

A next date is a group in a round of its own that follows the group before (`Round.follows`). So seats, taps, plans,
calendar entries, check-ins and history are those of any group, while the circle's turns know nothing of it: it takes
nobody's turn, counts as no sit-out and rests nobody. A date that stands is a plan like any other: nobody is matched or
dated on top of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import combinations
from operator import and_

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.member import Member, MemberState
from bot.domain.offers import Before, Offer, draft
from bot.domain.openings import open_at
from bot.domain.plans import HORIZON_DAYS, LEAD, overlaps
from bot.domain.recurrence import instant, local_date, local_time
from bot.domain.rounds import (
    CLOSE_AFTER_MATCH,
    Group,
    GroupState,
    Meeting,
    Met,
    Round,
    RoundState,
    Seat,
)
from bot.ids import GroupId, MemberId, RoundId, short_hash
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.apart import pairs_apart
from bot.services.candidates import Setting, pairs_in, setting_of
from bot.services.people import active_seats, user_on
from bot.services.planned import decision, delivery
from bot.services.planning.offering import company_of, ground_of, other_plans
from bot.services.planning.settling import patience, unplanned_check_ins
from bot.services.seats.releasing import PAIR, tell_again

_WEEK = timedelta(days=7)
_WORTH_OPENING_A_PLACE = timedelta(days=3)
Pair = tuple[MemberId, MemberId]


def glad(repos: Repositories, group: Group, now: datetime) -> tuple[MemberId, ...]:
    """Return who met in a group, would be happy to meet again, and may be matched as for any round.

    Whoever left, is on a break, has not agreed to what the consent card says now or is held back is not among them;
    to the others that is the same as silence.
    """
    said = (seat.member for seat in active_seats(repos, group) if seat.again and seat.met is Met.YES)
    found = (repos.members.get(member) for member in said)
    return tuple(
        member.id
        for member in found
        if member is not None
        and member.state is MemberState.ACTIVE
        and member.agreed
        and not member.held(now)
        and user_on(repos, member.id, group.platform) is not None
    )


def all_of_them(repos: Repositories, group: Group, now: datetime) -> tuple[MemberId, ...]:
    """Return everybody of a group where each of them would be happy to meet each of the others again, else nobody."""
    members = glad(repos, group, now)
    complete = len(members) >= PAIR and len(members) == len(active_seats(repos, group))
    return members if complete and len(_clique(repos, group, members)) == len(members) else ()


def some_of_them(repos: Repositories, group: Group, now: datetime) -> tuple[MemberId, ...]:
    """Return the most people of a group who all said yes, none of whom stays apart from another; else nobody."""
    found = _clique(repos, group, glad(repos, group, now))
    return found if len(found) >= PAIR else ()


def _clique(repos: Repositories, group: Group, members: Sequence[MemberId]) -> tuple[MemberId, ...]:
    """Return the largest part of some people in which nobody stays apart; ties are broken by nothing about them."""
    apart = pairs_apart(repos, group.community, frozenset(members))
    for size in range(len(members), 0, -1):
        whole = [part for part in combinations(sorted(members), size) if apart.isdisjoint(pairs_in(part))]
        if whole:
            return min(whole, key=lambda part: short_hash(group.id, *part))
    return ()


def follow(repos: Repositories, group: Group, members: tuple[MemberId, ...], now: datetime) -> None:
    """Give some people of a group a date of their own: in its place where all of them are there, else in a new one.

    It is offered once for a group. Where no time can be found they are told all the same.
    """
    round_ = repos.rounds.get(group.round)
    setting = setting_of(repos, round_) if round_ is not None else None
    if setting is None or group.state is GroupState.CLOSED or repos.rounds.following(group.id) is not None:
        return
    whole = len(members) == len(active_seats(repos, group)) and _is_theirs(repos, group)
    people = [member for member in map(repos.members.get, members) if member is not None]
    offer = _offer(repos, setting.community, group, people, now)
    if offer.options:
        _write(repos, setting, group, people, offer, whole=whole, now=now)
    elif whole:
        repos.jobs.add(delivery(group.community, names.AGAIN, group.id, now))
    else:
        tell_again(repos, group, members, now)


def _is_theirs(repos: Repositories, group: Group) -> bool:
    """Say whether a group's place is read by nobody but those who sit there; whoever found nobody still does."""
    return group.channel is not None and not any(seat.alone for seat in repos.rounds.seats(group.id))


def _offer(
    repos: Repositories, community: Community, group: Group, people: Sequence[Member], now: datetime
) -> Offer:
    """Offer the hour at which they met, a week or two on, and the next one that all are free; none on a plan.

    They meet at the spot they know, where it is open then.
    """
    ground, company = ground_of(repos, community), company_of(group, people)
    taken = {at for member in people for at in other_plans(repos, group, member.id)}
    before = Before(taken=taken, spot=ground.spot(group.spot))
    offer = draft(_shared(people), ground, company, after=now, before=before)
    zone = ground.zone_at(offer.spot, company.homes)
    known = [
        at
        for at in _same_hour(group, zone, now)
        if not overlaps(at, taken) and (offer.spot is None or open_at(offer.spot, at, zone))
    ][:1]
    others = [at for at in offer.options if not overlaps(at, known)]
    return replace(offer, options=tuple(sorted([*known, *others][:2])))


def _shared(people: Sequence[Member]) -> int:
    return reduce(and_, (member.times for member in people))


def _same_hour(group: Group, zone: str, now: datetime) -> tuple[datetime, ...]:
    """Return the local weekday and hour of the meeting, a week or two on, where that is near and not too near."""
    if group.meets_at is None:
        return ()
    day, at = local_date(group.meets_at, zone), local_time(group.meets_at, zone)
    weeks = (instant(day + _WEEK * number, at, zone) for number in (1, 2))
    return tuple(when for when in weeks if now + LEAD <= when <= now + timedelta(days=HORIZON_DAYS))


def _write(
    repos: Repositories,
    setting: Setting,
    before: Group,
    people: Sequence[Member],
    offer: Offer,
    *,
    whole: bool,
    now: datetime,
) -> None:
    """Write the date down: a round that follows, its one group, seats, pairs and jobs."""
    slot = local_date(now, setting.community.zone)
    round_ = Round(
        id=RoundId(f"{setting.circle.id}/{slot.isoformat()}/{short_hash('again', before.id)}"),
        circle=setting.circle.id,
        community=before.community,
        slot=slot,
        opens_at=now,
        due_at=now,
        state=RoundState.MATCHED,
        follows=before.id,
    )
    group = Group(
        id=GroupId(f"{round_.id}/0"),
        round=round_.id,
        community=before.community,
        matched_at=now,
        platform=before.platform,
        channel=before.channel if whole else None,
        options=offer.options,
        spot=offer.spot.id if offer.spot is not None else None,
        shared_slots=_shared(people),
    )
    members = tuple(member.id for member in people)
    repos.rounds.add(round_)
    repos.rounds.add_group(group)
    repos.rounds.add_seat(*(Seat(round=round_.id, group=group.id, member=member) for member in members))
    repos.rounds.record(*_pairs(round_, members))
    repos.jobs.add(*_first_jobs(group, setting.community.zone, now, whole=whole))


def _pairs(round_: Round, members: tuple[MemberId, ...]) -> Collection[Meeting]:
    return [
        Meeting(first=one, second=other, round=round_.id, community=round_.community, slot=round_.slot)
        for one, other in pairs_in(members)
    ]


def _first_jobs(group: Group, zone: str, now: datetime, *, whole: bool) -> tuple[Job, ...]:
    """Return the jobs of a next date: a place unless they have one, the offer, patience, check-in, close."""
    place = delivery(group.community, names.PLACE, group.id, now, worth=_WORTH_OPENING_A_PLACE)
    args = {"some": "" if whole else "yes"}
    offer = delivery(
        group.community, names.NEXT_DATE, group.id, now, args=args, after=None if whole else place.key
    )
    return (
        *(() if whole else (place,)),
        offer,
        *patience(group, now),
        *unplanned_check_ins(group, zone, now),
        decision(group.community, names.CLOSE, group.id, now + CLOSE_AFTER_MATCH),
    )
