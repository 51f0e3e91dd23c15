"""Everything that is stored about somebody: the rows of each table, as plain values."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    false,
    or_,
    select,
    tuple_,
)

from adapters.sql import tables
from adapters.sql.challenge_codec import write_challenge
from adapters.sql.codec import write_menu
from adapters.sql.marks import marks_of
from adapters.sql.naming import may_name, names
from adapters.sql.separations import BY
from bot.domain.care import Why
from bot.domain.challenges import Challenge
from bot.domain.community import Account
from bot.domain.rounds import SeatState
from bot.ids import MemberId
from bot.ports.dossier import Plain, Row
from bot.ports.messages import Menu

_PAGE = 500
"""How many notes are opened at once: between two pages others get their turn."""
_ACCOUNT, _TAP, _SEAT, _GROUP = tables.account.c, tables.challenge_tap.c, tables.seat.c, tables.group.c
_BUDDY = tables.buddy_check.c
_NOTE, _JOB, _MENU = tables.note.c, tables.job.c, tables.menu.c


@dataclass(frozen=True, slots=True, kw_only=True)
class _Who:
    members: tuple[MemberId, ...]
    accounts: tuple[Account, ...]
    marks: tuple[str, ...]

    @property
    def users(self) -> tuple[str, ...]:
        return tuple(account.user for account in self.accounts)


class SqlDossier:
    """Find rows about people."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def about(
        self, members: Collection[MemberId], accounts: Collection[Account]
    ) -> Mapping[str, Sequence[Row]]:
        """Return all rows about some members and accounts of one person, and those that explain them."""
        marks = marks_of(self._connection, members)
        who = _Who(members=tuple(members), accounts=tuple(accounts), marks=marks)
        found = {table.name: self._rows(table, find(who)) for table, find in OWN.items()}
        found["job"] = self._jobs(who)
        found["menu"] = self._menus(who)
        found["note"] = self._notes(who)
        return found

    def _rows(self, table: Table, condition: ColumnElement[bool]) -> tuple[Row, ...]:
        query = select(table).where(condition).order_by(*table.primary_key)
        return tuple(_plain_row(row) for row in self._connection.execute(query).mappings())

    def _jobs(self, who: _Who) -> tuple[Row, ...]:
        """Return the jobs that name somebody, in whatever way: their ids stand among other words there."""
        words = (*who.members, *who.users)
        columns = (_JOB.key, _JOB.subject, _JOB.after, _JOB.args)
        candidates = self._rows(tables.job, may_name(columns, words))
        return tuple(job for job in candidates if _named(json.dumps(job), words))

    def _menus(self, who: _Who) -> tuple[Row, ...]:
        """Return the menus that somebody may answer, without the others who may."""
        own = frozenset(who.users)
        return tuple(
            {**row, "only": [user for user in _strings(row["only"]) if user in own]}
            for row in self._rows(tables.menu, may_name((_MENU.only,), who.users))
            if own.intersection(_strings(row["only"]))
        )

    def _notes(self, who: _Who) -> tuple[Row, ...]:
        """Return the notes that are somebody's own; those of others that name them, a report say, are the others'."""
        if not who.accounts:
            return ()
        direct = {(one.platform, f"direct/{one.user}") for one in who.accounts}
        rooms = {
            (str(row["adapter"]), str(row["value"]))
            for row in self._all_notes()
            if (row["adapter"], row["key"]) in direct and row["value"]
        }
        return tuple(row for row in self._all_notes() if _is_own(row, who, rooms))

    def _all_notes(self) -> Iterator[Row]:
        """Yield all notes; they are sealed, so the database cannot search them."""
        rest: Select[Any] = select(tables.note).order_by(_NOTE.adapter, _NOTE.key).limit(_PAGE)
        page = self._connection.execute(rest).mappings().all()
        while page:
            yield from map(_plain_row, page)
            last = page[-1]
            after = tuple_(_NOTE.adapter, _NOTE.key) > tuple_(last["adapter"], last["key"])
            page = self._connection.execute(rest.where(after)).mappings().all()


def _named(text: str, words: Iterable[str]) -> bool:
    return any(names(word).search(text) for word in words)


def _is_own(row: Row, who: _Who, rooms: Collection[tuple[str, str]]) -> bool:
    """Say whether an adapter's note is about somebody's own conversation: by whose it is, never by whom it names."""
    adapter, key, written = str(row["adapter"]), str(row["key"]), _fields(str(row["value"]))
    users = {one.user for one in who.accounts if one.platform == adapter}
    asked = written.get("user") or written.get("asked") or written.get("inviter")
    if isinstance(asked, str):
        return asked in users
    about = key.partition("/")[2]
    here = {room for at, room in rooms if at == adapter}
    return key.endswith(tuple(f"/{user}" for user in users)) or about in here or written.get("room") in here


def _fields(value: str) -> Mapping[str, Any]:
    """Return what a note says where it is written as JSON."""
    try:
        found = json.loads(value)
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _strings(value: Plain) -> list[str]:
    return [str(one) for one in value] if isinstance(value, Sequence) and not isinstance(value, str) else []


# --- which rows are about somebody ------------------------------------------------------------------------------------


def _by(column: ColumnElement[Any]) -> Callable[[_Who], ColumnElement[bool]]:
    """Find rows by the column that holds a member."""
    return lambda who: column.in_(who.members)


def _groups(who: _Who) -> Select[Any]:
    return select(_SEAT.group).where(_SEAT.member.in_(who.members))


def _rounds(who: _Who) -> ColumnElement[bool]:
    """Find the rounds in which somebody said something, sat or was left out."""
    id_ = tables.round_.c.id
    of_theirs = (
        select(table.c.round).where(table.c.member.in_(who.members))
        for table in (tables.answer, tables.sat_out, tables.turn, tables.seat)
    )
    met = select(tables.meeting.c.round).where(_meetings(who))
    return or_(id_.in_(met), *(id_.in_(rounds) for rounds in of_theirs))


def _meetings(who: _Who) -> ColumnElement[bool]:
    return or_(tables.meeting.c.first.in_(who.members), tables.meeting.c.second.in_(who.members))


def _circles(who: _Who) -> ColumnElement[bool]:
    enrolled = select(tables.enrolment.c.circle).where(tables.enrolment.c.member.in_(who.members))
    played = select(tables.round_.c.circle).where(_rounds(who))
    return or_(tables.circle.c.id.in_(enrolled), tables.circle.c.id.in_(played))


def _taps(who: _Who) -> ColumnElement[bool]:
    theirs = (and_(_TAP.platform == one.platform, _TAP.user == one.user) for one in who.accounts)
    return or_(false(), *theirs)


def _asked(who: _Who) -> ColumnElement[bool]:
    asked = tables.norm_asked.c
    theirs = (and_(asked.platform == one.platform, asked.user == one.user) for one in who.accounts)
    return or_(false(), *theirs)


def _posts(who: _Who) -> ColumnElement[bool]:
    return tables.challenge_post.c.id.in_(select(_TAP.post).where(_taps(who)))


def _communities(who: _Who) -> ColumnElement[bool]:
    joined = select(tables.member.c.community).where(tables.member.c.id.in_(who.members))
    tapped = select(tables.challenge_post.c.community).where(_posts(who))
    asked = select(tables.norm_asked.c.community).where(_asked(who))
    suggested = select(tables.suggestion.c.community).where(_suggestions(who))
    return or_(*(tables.community.c.id.in_(found) for found in (joined, tapped, asked, suggested)))


def _areas(who: _Who) -> ColumnElement[bool]:
    return tables.area.c.id.in_(select(tables.member.c.area).where(tables.member.c.id.in_(who.members)))


def _spots(who: _Who) -> ColumnElement[bool]:
    """Find the places of groups in which somebody still sits; where the others meet is no business of theirs."""
    seated = _groups(who).where(_SEAT.state == SeatState.ACTIVE)
    return tables.spot.c.id.in_(select(_GROUP.spot).where(_GROUP.id.in_(seated)))


def _avoids(who: _Who) -> ColumnElement[bool]:
    """Find somebody's own wishes not to meet others; what others wish of them stays unknown."""
    mark = tables.separation_mark.c
    by_them = select(mark.separation).where(mark.side == BY, mark.mark.in_(who.marks))
    return and_(tables.separation.c.why == Why.AVOID, tables.separation.c.id.in_(by_them))


def _reports(who: _Who) -> ColumnElement[bool]:
    return or_(tables.report.c.by.in_(who.members), tables.report.c.by_account.in_(who.accounts))


def _suggestions(who: _Who) -> ColumnElement[bool]:
    suggestion = tables.suggestion.c
    theirs = (and_(suggestion.platform == one.platform, suggestion.user == one.user) for one in who.accounts)
    return or_(false(), *theirs)


OWN: Mapping[Table, Callable[[_Who], ColumnElement[bool]]] = {
    tables.member: _by(tables.member.c.id),
    tables.account: _by(_ACCOUNT.member),
    tables.consent: _by(tables.consent.c.member),
    tables.seen: _by(tables.seen.c.member),
    tables.enrolment: _by(tables.enrolment.c.member),
    tables.table_part: _by(tables.table_part.c.member),
    tables.challenge_tap: _taps,
    tables.norm_asked: _asked,
    tables.answer: _by(tables.answer.c.member),
    tables.sat_out: _by(tables.sat_out.c.member),
    tables.turn: _by(tables.turn.c.member),
    tables.seat: _by(_SEAT.member),
    tables.group: lambda who: _GROUP.id.in_(_groups(who)),
    tables.meeting: _meetings,
    tables.absence: _by(tables.absence.c.member),
    tables.buddy_check: lambda who: or_(_BUDDY.member.in_(who.members), _BUDDY.buddy.in_(who.members)),
    tables.round_: _rounds,
    tables.separation: _avoids,
    tables.report: _reports,
    tables.suggestion: _suggestions,
    tables.misfit: lambda who: tables.misfit.c.mark.in_(who.marks),
    tables.community: _communities,
    tables.area: _areas,
    tables.spot: _spots,
    tables.circle: _circles,
    tables.challenge_post: _posts,
}
"""How the rows about somebody are found, where that is a question of columns."""


# --- plain values -----------------------------------------------------------------------------------------------------


def _plain_row(row: Mapping[Any, Any]) -> Row:
    return {str(name): plain(value) for name, value in row.items()}


def plain(value: object) -> Plain:
    """Return a column's value as JSON can say it."""
    said: Plain = json.loads(json.dumps(value, default=_simpler))
    return said


def _simpler(value: object) -> object:
    """Return a value that JSON does not know in simpler parts."""
    match value:
        case Menu() | Challenge():
            return json.loads(write_menu(value) if isinstance(value, Menu) else write_challenge(value))
        case date() | time():
            return value.isoformat()
        case frozenset():
            return sorted(str(one) for one in value)
        case Mapping():
            return dict(value)
        case _ if is_dataclass(value):
            return {one.name: getattr(value, one.name) for one in fields(value)}
        case _:
            return str(value)
