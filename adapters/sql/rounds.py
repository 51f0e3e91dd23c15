"""Circles, rounds, answers to openings, groups, seats, and who met whom."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Float, and_, bindparam, case, func, not_, select
from sqlalchemy.exc import IntegrityError

from adapters.sql import rows, tables
from bot.domain.rounds import (
    Circle,
    Group,
    GroupState,
    Meeting,
    Round,
    RoundState,
    Seat,
    SeatRecord,
    SeatRole,
    SeatState,
    Turn,
)
from bot.ids import ChannelId, CircleId, CommunityId, GroupId, MemberId, PlatformName, RoundId, SpotId
from bot.ports.storage import PairsOfRound

_ROUND = tables.round_.c
_ANSWER = tables.answer.c
_GROUP = tables.group.c
_SEAT = tables.seat.c
_MEETING = tables.meeting.c
_TURN = tables.turn.c


class SqlRounds:
    """Keep circles and all that belongs to their rounds in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_circle(self, circle: Circle) -> None:
        """Insert a circle."""
        rows.add(self._connection, tables.circle, circle)

    def save_circle(self, circle: Circle) -> None:
        """Replace a circle."""
        rows.save(self._connection, tables.circle, circle)

    def circle(self, circle: CircleId) -> Circle | None:
        """Return a circle by its id."""
        return rows.get(self._connection, Circle, tables.circle, id=circle)

    def circles(self, community: CommunityId) -> tuple[Circle, ...]:
        """Return a community's circles."""
        return rows.find(self._connection, Circle, tables.circle, "id", community=community)

    def add(self, round_: Round) -> None:
        """Insert a round."""
        rows.add(self._connection, tables.round_, round_)

    def save(self, round_: Round) -> None:
        """Replace a round."""
        rows.save(self._connection, tables.round_, round_)

    def remove(self, round_: RoundId) -> None:
        """Delete a round that is planned or open, with its answers. Raise `ValueError` for any other."""
        found = self.get(round_)
        if found is None:
            return
        if found.state not in {RoundState.PLANNED, RoundState.OPEN}:
            raise ValueError("only a round that is planned or open can be removed")
        self._connection.execute(tables.round_.delete().where(_ROUND.id == round_))

    def get(self, round_: RoundId) -> Round | None:
        """Return a round by its id."""
        return rows.get(self._connection, Round, tables.round_, id=round_)

    def of_circle(self, circle: CircleId) -> tuple[Round, ...]:
        """Return a circle's turns by slot, oldest first."""
        return rows.many(self._connection, Round, _TURNS, circle=circle)

    def following(self, group: GroupId) -> Round | None:
        """Return the round in which a group's people meet again by themselves."""
        return rows.get(self._connection, Round, tables.round_, follows=group)

    def answer(self, round_: RoundId, member: MemberId, *, coming: bool) -> None:
        """Add or replace what a member said to an opening."""
        rows.put(self._connection, tables.answer, {"round": round_, "member": member, "coming": coming})

    def take_back_answer(self, round_: RoundId, member: MemberId) -> None:
        """Delete what a member said to an opening; nothing said is fine."""
        theirs = tables.answer.delete().where(_ANSWER.round == round_, _ANSWER.member == member)
        self._connection.execute(theirs)

    def answers(self, round_: RoundId) -> Mapping[MemberId, bool]:
        """Return who said yes or no to an opening."""
        found = self._connection.execute(_ANSWERS, {"round": round_})
        return {MemberId(member): coming for member, coming in found}

    def sit_out(self, round_: RoundId, member: MemberId) -> None:
        """Note that a member was not placed; twice is fine."""
        rows.put(self._connection, tables.sat_out, {"round": round_, "member": member})

    def sat_after_all(self, round_: RoundId, member: MemberId) -> None:
        """Take a sit-out back; a missing one is fine."""
        theirs = rows.same_key(tables.sat_out, {"round": round_, "member": member})
        self._connection.execute(tables.sat_out.delete().where(theirs))

    def sat_out(self, circle: CircleId) -> tuple[tuple[date, MemberId], ...]:
        """Return who was left out of which slot, oldest first."""
        found = self._connection.execute(_SAT_OUT, {"circle": circle})
        return tuple((slot, MemberId(member)) for slot, member in found)

    def seat_records(self, circle: CircleId, *, since: date, before: date) -> Mapping[MemberId, SeatRecord]:
        """Sum up everybody's seats in the rounds of a circle from one slot on, before another."""
        turns = {"circle": circle, "since": since, "before": before}
        return {
            MemberId(member): SeatRecord(last=last, hosted=hosted, fit=None if fit is None else round(fit))
            for member, last, hosted, fit in self._connection.execute(_RECORDS, turns)
        }

    def note_turns(self, *turns: Turn) -> None:
        """Add or replace what a round means for whose turn it is."""
        rows.put(self._connection, tables.turn, *map(rows.values_of, turns))

    def turns(
        self, circle: CircleId, *, since: date, before: date
    ) -> Mapping[MemberId, tuple[date, int, bool]]:
        """Return everybody's newest turn in the rounds of a circle from one slot on, before another: slot, level, had."""
        asked = {"circle": circle, "since": since, "before": before}
        return {
            MemberId(member): (slot, level, had)
            for member, slot, level, had in self._connection.execute(_NEWEST_TURNS, asked)
        }

    def last_seat(self, circle: CircleId, member: MemberId, before: date) -> date | None:
        """Return the newest slot before another for which a member kept a seat in the circle."""
        seats = {"circle": circle, "member": member, "before": before}
        found: date | None = self._connection.scalar(_LAST_SEAT, seats)
        return found

    def pods(
        self, circle: CircleId, *, since: date, before: date
    ) -> tuple[tuple[date, tuple[MemberId, ...]], ...]:
        """Return the people of every group of the circle that all said "again", with its slot, oldest first.

        Whoever sat there as a host belongs to another group.
        """
        people: dict[tuple[date, str], list[MemberId]] = {}
        turns = {"circle": circle, "since": since, "before": before}
        for slot, group, member in self._connection.execute(_PODS, turns):
            people.setdefault((slot, group), []).append(MemberId(member))
        return tuple((slot, tuple(members)) for (slot, _), members in people.items())

    def plans_ahead(self, circle: CircleId, now: datetime) -> Mapping[MemberId, tuple[RoundId, datetime]]:
        """Return who sits in a group of the circle whose plan stands and is ahead, with its round and time."""
        found = self._connection.execute(_PLANS_AHEAD, {"circle": circle, "now": now})
        return {MemberId(member): (RoundId(at), when) for member, at, when in found}

    def add_group(self, *groups: Group) -> None:
        """Insert groups."""
        rows.add(self._connection, tables.group, *groups)

    def save_group(self, group: Group) -> None:
        """Replace a group."""
        rows.save(self._connection, tables.group, group)

    def group(self, group: GroupId) -> Group | None:
        """Return a group by its id."""
        return rows.get(self._connection, Group, tables.group, id=group)

    def groups(self, round_: RoundId) -> tuple[Group, ...]:
        """Return a round's groups."""
        return rows.find(self._connection, Group, tables.group, "id", round=round_)

    def group_in(self, platform: PlatformName, channel: ChannelId) -> Group | None:
        """Return the group whose place a channel is, the newest where a channel served more than one."""
        return rows.one(self._connection, Group, _GROUP_IN, platform=platform, channel=channel)

    def open_in(self, platform: PlatformName, channel: ChannelId) -> tuple[Group, ...]:
        """Return the open groups whose place a channel is, newest match first."""
        return rows.many(self._connection, Group, _OPEN_IN, platform=platform, channel=channel)

    def groups_at(self, spot: SpotId) -> tuple[Group, ...]:
        """Return the groups that choose a time or have a plan at a spot."""
        going = (GroupState.PROPOSED, GroupState.AGREED)
        query = select(tables.group).where(_GROUP.spot == spot, _GROUP.state.in_(going)).order_by(_GROUP.id)
        return rows.many(self._connection, Group, query)

    def groups_of(self, member: MemberId) -> tuple[Group, ...]:
        """Return the open groups in which a member's seat is active, newest match first."""
        return rows.many(self._connection, Group, _GROUPS_OF, member=member)

    def add_seat(self, *seats: Seat) -> None:
        """Seat members; a seat that somebody gave up in the same group is taken again.

        Raise `ValueError` where one has an active seat of that role in the round already: asked for here, and held by
        the unique index against another process that asked in the same instant.
        """
        for portion in rows.portions(seats):
            if self._are_seated(portion):
                raise ValueError("the member has an active seat in this round")
            try:
                with self._connection.begin_nested():
                    rows.put(self._connection, tables.seat, *map(rows.values_of, portion))
            except IntegrityError as error:
                if self._are_seated(portion):
                    raise ValueError("the member has an active seat in this round") from error
                raise

    def _are_seated(self, seats: Sequence[Seat]) -> bool:
        """Say whether one of the active seats is a member's second one of its role, here or in the database."""
        active = [seat for seat in seats if seat.state is SeatState.ACTIVE]
        query = (
            select(_SEAT.round, _SEAT.member, _SEAT.role)
            .where(_SEAT.state == SeatState.ACTIVE, _SEAT.round.in_({seat.round for seat in active}))
            .where(_SEAT.member.in_({seat.member for seat in active}))
        )
        asked = {(seat.round, seat.member, seat.role) for seat in active}
        if len(asked) < len(active):
            return True
        return bool(active) and any(tuple(held) in asked for held in self._connection.execute(query))

    def save_seat(self, seat: Seat) -> None:
        """Replace a seat."""
        rows.save(self._connection, tables.seat, seat)

    def seats(self, group: GroupId) -> tuple[Seat, ...]:
        """Return a group's seats by member, released ones too."""
        return rows.find(self._connection, Seat, tables.seat, "member", group=group)

    def seats_in(self, round_: RoundId) -> tuple[Seat, ...]:
        """Return a round's seats by group and member, released ones too."""
        return rows.find(self._connection, Seat, tables.seat, "group", "member", round=round_)

    def record(self, *meetings: Meeting) -> None:
        """Add or replace what is known of two members in a round. Raise `ValueError` unless `first` < `second`."""
        if not all(meeting.first < meeting.second for meeting in meetings):
            raise ValueError("a meeting names its two members in order")
        rows.put(self._connection, tables.meeting, *map(rows.values_of, meetings))

    def meetings(self, community: CommunityId) -> tuple[Meeting, ...]:
        """Return a community's meetings, oldest slot first."""
        order = ("slot", "round", "first", "second")
        return rows.find(self._connection, Meeting, tables.meeting, *order, community=community)

    def companions(self, member: MemberId, *, since: date) -> tuple[tuple[CircleId, MemberId], ...]:
        """Return whom a member sat with from one slot on, in which circle; the newest slot first.

        A group that never had a place is one that nobody heard of.
        """
        other = tables.seat.alias("other")
        query = (
            select(_ROUND.circle, other.c.member)
            .join_from(tables.seat, tables.round_, _SEAT.round == _ROUND.id)
            .join(other, other.c.group == _SEAT.group)
            .join(tables.group, _GROUP.id == _SEAT.group)
            .where(_SEAT.member == member, other.c.member != member, _ROUND.slot >= since)
            .where(_GROUP.channel.is_not(None))
            .order_by(_ROUND.slot.desc(), _ROUND.id, other.c.member)
        )
        return tuple((CircleId(circle), MemberId(name)) for circle, name in self._connection.execute(query))

    def unmake(self, round_: RoundId) -> None:
        """Delete a round's seats, pairs, turns and sit-outs; its groups stay."""
        for table in (tables.seat, tables.meeting, tables.turn, tables.sat_out):
            self._connection.execute(table.delete().where(table.c.round == round_))

    def pairs_by_round(self, community: CommunityId) -> Iterator[PairsOfRound]:
        """Yield the pairs of all recorded meetings round by round, oldest slot first."""
        for slot, round_ in self._connection.execute(_ROUNDS_MET, {"community": community}).all():
            pairs = self._connection.execute(_PAIRS_MET, {"round": round_})
            yield RoundId(round_), slot, [tuple(row) for row in pairs]


_IS_TURN = and_(_ROUND.circle == bindparam("circle"), _ROUND.follows.is_(None))
"""What holds for the rounds that are a circle's own turns."""
_SINCE, _BEFORE = _ROUND.slot >= bindparam("since"), _ROUND.slot < bindparam("before")
_TURNS = select(tables.round_).where(_IS_TURN).order_by(_ROUND.slot, _ROUND.id)
_OWN, _KEPT = _SEAT.role == SeatRole.MEMBER, _SEAT.state == SeatState.ACTIVE
_RECORDS = (
    select(
        _SEAT.member,
        func.max(case((_KEPT, _ROUND.slot))),
        func.max(case((and_(_KEPT, not_(_OWN)), _ROUND.slot))),
        func.avg(case((and_(_OWN, _KEPT), _SEAT.fit)), type_=Float),
    )
    .join_from(tables.seat, tables.round_, _SEAT.round == _ROUND.id)
    .where(_IS_TURN, _SINCE, _BEFORE)
    .group_by(_SEAT.member)
)
_NEWEST = (
    select(_TURN.member, func.max(_ROUND.slot).label("slot"))
    .join_from(tables.turn, tables.round_, _TURN.round == _ROUND.id)
    .where(_IS_TURN, _SINCE, _BEFORE)
    .group_by(_TURN.member)
    .subquery()
)
_NEWEST_TURNS = (
    select(_TURN.member, _ROUND.slot, _TURN.level, _TURN.had)
    .join_from(tables.turn, tables.round_, _TURN.round == _ROUND.id)
    .join(_NEWEST, and_(_NEWEST.c.member == _TURN.member, _NEWEST.c.slot == _ROUND.slot))
    .where(_IS_TURN, _SINCE, _BEFORE)
)
_ANSWERS = (
    select(_ANSWER.member, _ANSWER.coming).where(_ANSWER.round == bindparam("round")).order_by(_ANSWER.member)
)
_SAT_OUT = (
    select(_ROUND.slot, tables.sat_out.c.member)
    .join_from(tables.sat_out, tables.round_, tables.sat_out.c.round == _ROUND.id)
    .where(_ROUND.circle == bindparam("circle"))
    .order_by(_ROUND.slot, tables.sat_out.c.member)
)
_LAST_SEAT = (
    select(func.max(_ROUND.slot))
    .join_from(tables.seat, tables.round_, _SEAT.round == _ROUND.id)
    .where(_IS_TURN, _BEFORE, _SEAT.member == bindparam("member"), _SEAT.state == SeatState.ACTIVE)
)
_PODS = (
    select(_ROUND.slot, _GROUP.id, _SEAT.member)
    .join_from(tables.group, tables.round_, _GROUP.round == _ROUND.id)
    .join(tables.seat, _SEAT.group == _GROUP.id)
    .where(_IS_TURN, _SINCE, _BEFORE)
    .where(_GROUP.again == 1, _SEAT.state == SeatState.ACTIVE, _SEAT.role == SeatRole.MEMBER)
    .order_by(_ROUND.slot, _GROUP.id, _SEAT.member)
)
_PLANS_AHEAD = (
    select(_SEAT.member, _GROUP.round, _GROUP.meets_at)
    .join_from(tables.group, tables.round_, _GROUP.round == _ROUND.id)
    .join(tables.seat, _SEAT.group == _GROUP.id)
    .where(_ROUND.circle == bindparam("circle"), _GROUP.state == GroupState.AGREED)
    .where(_GROUP.meets_at > bindparam("now"), _SEAT.state == SeatState.ACTIVE)
    .order_by(_GROUP.meets_at, _GROUP.id)
)
_NEWEST_MATCH = (_GROUP.matched_at.desc(), _GROUP.id)
_IN_PLACE = (
    select(tables.group)
    .where(_GROUP.platform == bindparam("platform"), _GROUP.channel == bindparam("channel"))
    .order_by(*_NEWEST_MATCH)
)
_GROUP_IN = _IN_PLACE.limit(1)
_OPEN_IN = _IN_PLACE.where(_GROUP.state != GroupState.CLOSED)
_GROUPS_OF = (
    select(tables.group)
    .join(tables.seat, _SEAT.group == _GROUP.id)
    .where(_SEAT.member == bindparam("member"), _SEAT.state == SeatState.ACTIVE)
    .where(_GROUP.state != GroupState.CLOSED)
    .order_by(*_NEWEST_MATCH)
)
_ROUNDS_MET = (
    select(_MEETING.slot, _MEETING.round)
    .where(_MEETING.community == bindparam("community"))
    .distinct()
    .order_by(_MEETING.slot, _MEETING.round)
)
_PAIRS_MET = select(_MEETING.first, _MEETING.second, _MEETING.met).where(_MEETING.round == bindparam("round"))
