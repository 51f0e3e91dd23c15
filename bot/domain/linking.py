"""Two members who are one person: what of both stays. Pure; `kept` is who goes on, `other` whose rows become theirs."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from bot.domain.availability import ANY_TIME
from bot.domain.member import Enrolment, Member
from bot.domain.open_table import Hosting, TablePart
from bot.domain.posts import ChallengeTap, Tap
from bot.domain.rounds import Meeting, Seat, SeatRole, SeatState
from bot.ids import GroupId, MemberId, RoundId


def one_member(kept: Member, other: Member) -> Member:
    """Return the member who goes on: what they said stays, and where they said nothing the other's words stand.

    How far they go belongs to the area it was said about.
    """
    place = kept if kept.area is not None else other
    return replace(
        kept,
        joined_at=min(kept.joined_at, other.joined_at),
        language=kept.language or other.language,
        area=place.area,
        reach=place.reach if place.area is not None else kept.reach,
        times=kept.times if kept.times != ANY_TIME else other.times,
        languages=kept.languages or other.languages,
        interests=kept.interests or other.interests,
        wishes=kept.wishes or other.wishes,
        hello=kept.hello or other.hello,
        role=kept.role or other.role,
        held_until=max(filter(None, (kept.held_until, other.held_until)), default=None),
    )


def one_enrolment(kept: Enrolment | None, other: Enrolment, into: MemberId) -> Enrolment:
    """Return a member's part in a circle where both were, or only the other; nobody comes with themselves."""
    chosen = kept or replace(other, member=into)
    wish = chosen.partner or other.partner
    return replace(chosen, partner=None if wish in {into, other.member} else wish)


def one_table_part(kept: TablePart | None, other: TablePart, into: MemberId) -> TablePart:
    """Return a member's part in an open table: who hosts under either name hosts, and their own wish to know counts."""
    if kept is None:
        return replace(other, member=into)
    host = max(kept, other, key=lambda each: list(Hosting).index(each.hosting))
    return replace(host, member=into, told=kept.told)


def one_set_of_seats(
    kept: Iterable[Seat], others: Iterable[Seat], into: MemberId, still_open: Collection[GroupId]
) -> tuple[Seat, ...]:
    """Return the seats of both as one member's, with at most one active seat of a role in a round.

    Where two are active, one is released: the one whose group is over, else the other's.
    """
    found = {seat.group: seat for seat in kept}
    for seat in others:
        mine = found.get(seat.group)
        if mine is None or (mine.state is SeatState.RELEASED and seat.state is SeatState.ACTIVE):
            found[seat.group] = replace(seat, member=into)
    active: dict[tuple[RoundId, SeatRole], Seat] = {}
    for seat in found.values():
        if seat.state is SeatState.ACTIVE:
            held = active.setdefault((seat.round, seat.role), seat)
            if held.group not in still_open and seat.group in still_open:
                active[seat.round, seat.role] = seat
    held_in = {seat.group for seat in active.values()}
    return tuple(
        seat if seat.group in held_in else replace(seat, state=SeatState.RELEASED) for seat in found.values()
    )


def one_history(meetings: Iterable[Meeting], into: MemberId, other: MemberId) -> tuple[Meeting, ...]:
    """Return the meetings of both as one member's, each pair once a round; nobody meets themselves.

    Where both were matched with somebody in one round, a meeting that happened counts for most, then an unknown one.
    """
    found: dict[tuple[RoundId, MemberId, MemberId], Meeting] = {}
    for meeting in _renamed(meetings, into, other):
        key = (meeting.round, meeting.first, meeting.second)
        before = found.setdefault(key, meeting)
        if _weight(meeting) > _weight(before):
            found[key] = meeting
    return tuple(found.values())


def one_tap(kept: ChallengeTap, other: ChallengeTap) -> ChallengeTap:
    """Return what one person said of a challenge with two accounts: what was done stands, and both lines."""
    done = kept if kept.did is not None or other.did is None else other
    more = tuple(each for each in other.shown if each not in kept.shown)
    return replace(
        kept,
        tap=Tap.DONE if Tap.DONE in {kept.tap, other.tap} else kept.tap,
        did=done.did,
        felt=done.felt,
        shown=(*kept.shown[:1], *more, *kept.shown[1:]),
        note="\n".join(dict.fromkeys(filter(None, (kept.note, other.note)))),
    )


def _renamed(meetings: Iterable[Meeting], into: MemberId, other: MemberId) -> Iterator[Meeting]:
    for meeting in meetings:
        pair = {into if member == other else member for member in (meeting.first, meeting.second)}
        if len(pair) > 1:
            first, second = sorted(pair)
            yield replace(meeting, first=first, second=second)


def _weight(meeting: Meeting) -> int:
    return {True: 2, None: 1, False: 0}[meeting.met]
