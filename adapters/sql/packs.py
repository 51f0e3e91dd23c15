"""Packs of challenges, what is left out of the library, and how many said that something does not fit."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from adapters.sql import rows, tables
from adapters.sql.marks import mark_of
from adapters.sql.tallies import SqlTallies
from adapters.sql.taps import in_community
from bot.domain.community import Account
from bot.domain.shelf import Pack, PackEntry
from bot.ids import ChallengeId, CommunityId, PackId

_PACK, _ENTRY = tables.pack.c, tables.pack_entry.c
_LEFT_OUT, _MISFIT = tables.left_out.c, tables.misfit.c


class SqlPacks:
    """Keep packs in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self, community: CommunityId) -> tuple[Pack, ...]:
        """Return a community's packs by id."""
        query = select(tables.pack).where(_PACK.community == community).order_by(_PACK.id)
        return rows.many(self._connection, Pack, query)

    def put(self, pack: Pack) -> None:
        """Add or replace a pack."""
        rows.put(self._connection, tables.pack, rows.values_of(pack))

    def remove(self, community: CommunityId, pack: PackId) -> None:
        """Delete a pack; its challenges are looked after one by one."""
        self._connection.execute(tables.pack.delete().where(_PACK.community == community, _PACK.id == pack))

    def entries(self, community: CommunityId) -> tuple[PackEntry, ...]:
        """Return the challenges of all packs, in the order of their packs and files."""
        query = select(tables.pack_entry).where(_ENTRY.community == community)
        return rows.many(self._connection, PackEntry, query.order_by(_ENTRY.pack, _ENTRY.number, _ENTRY.id))

    def entry(self, community: CommunityId, challenge: ChallengeId) -> PackEntry | None:
        """Return a challenge of a pack by its id."""
        query = select(tables.pack_entry).where(_ENTRY.community == community, _ENTRY.id == challenge)
        return rows.one(self._connection, PackEntry, query)

    def put_entries(self, *entries: PackEntry) -> None:
        """Add or replace challenges of packs."""
        rows.put(self._connection, tables.pack_entry, *map(rows.values_of, entries))

    def remove_entry(self, community: CommunityId, challenge: ChallengeId) -> None:
        """Delete a challenge of a pack; a missing one is fine."""
        gone = tables.pack_entry.delete().where(_ENTRY.community == community, _ENTRY.id == challenge)
        self._connection.execute(gone)

    def seen(self, community: CommunityId) -> frozenset[ChallengeId]:
        """Return every challenge that was ever posted or shown to anybody here."""
        post, tap = tables.challenge_post.c, tables.challenge_tap.c
        posted = self._connection.scalars(select(post.challenge).where(post.community == community))
        found = {ChallengeId(challenge) for challenge in posted}
        for shown in self._connection.scalars(select(tap.shown).where(in_community(community)).distinct()):
            found.update(map(ChallengeId, shown))
        return frozenset(found)

    def left_out(self, community: CommunityId) -> frozenset[str]:
        """Return the challenges and starters that organisers do not want here."""
        return frozenset(
            self._connection.scalars(select(_LEFT_OUT.name).where(_LEFT_OUT.community == community))
        )

    def leave_out(self, community: CommunityId, name: str) -> None:
        """Leave a challenge or a starter out; twice is fine."""
        rows.add_new(self._connection, tables.left_out, {"community": community, "name": name})

    def take_back_in(self, community: CommunityId, name: str) -> None:
        """Use a challenge or a starter again; one that was not left out is fine."""
        gone = tables.left_out.delete().where(_LEFT_OUT.community == community, _LEFT_OUT.name == name)
        self._connection.execute(gone)

    def say_misfit(
        self, community: CommunityId, challenge: ChallengeId, accounts: Collection[Account], day: date
    ) -> None:
        """Note under a mark that somebody thinks that a challenge does not fit; of their accounts one counts."""
        marks = [mark_of(self._connection, community, account) for account in accounts]
        said = select(_MISFIT.mark).where(
            _MISFIT.community == community, _MISFIT.challenge == challenge, _MISFIT.mark.in_(marks)
        )
        if marks and self._connection.scalar(said) is None:
            values = {"community": community, "challenge": challenge, "mark": marks[0], "day": day}
            rows.add_new(self._connection, tables.misfit, values)

    def misfits(self, community: CommunityId) -> Mapping[ChallengeId, int]:
        """Return how many said so of which challenge, people who are forgotten included."""
        query = (
            select(_MISFIT.challenge, func.count())
            .where(_MISFIT.community == community)
            .group_by(_MISFIT.challenge)
        )
        found = Counter({ChallengeId(name): number for name, number in self._connection.execute(query)})
        gone = SqlTallies(self._connection).of(_scope(community))
        return found + Counter({ChallengeId(name): number for name, number in gone.items()})

    def clear_misfits(self, community: CommunityId, challenge: ChallengeId) -> None:
        """Start counting anew."""
        here = _MISFIT.community == community
        self._connection.execute(tables.misfit.delete().where(here, _MISFIT.challenge == challenge))
        tally = tables.tally.c
        counted = tables.tally.delete().where(tally.scope == _scope(community), tally.name == challenge)
        self._connection.execute(counted)

    def forget(self, community: CommunityId, account: Account) -> None:
        """Keep what an account said of challenges as a bare count."""
        mark = mark_of(self._connection, community, account)
        theirs = (_MISFIT.community == community, _MISFIT.mark == mark)
        tallies = SqlTallies(self._connection)
        for challenge in self._connection.scalars(select(_MISFIT.challenge).where(*theirs)).all():
            tallies.add(community, _scope(community), challenge)
        self._connection.execute(tables.misfit.delete().where(*theirs))

    def drop_misfits(self, community: CommunityId, before: date) -> int:
        """Delete what was said before a day."""
        old = tables.misfit.delete().where(_MISFIT.community == community, _MISFIT.day < before)
        return self._connection.execute(old).rowcount


def _scope(community: CommunityId) -> str:
    """Return the name under which counts of people who are forgotten go on."""
    return f"{community}/misfit"
