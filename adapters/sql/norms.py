"""Who was asked whether they would be glad to be invited, and, apart from that, what was answered how often."""

from datetime import date

from sqlalchemy import Connection, exists, select

from adapters.sql import rows, tables
from bot.domain.community import Account
from bot.domain.norms import NormAsked, NormCount
from bot.ids import CommunityId, MemberId

_ASKED = tables.norm_asked.c
_COUNT = tables.norm_count.c
_ACCOUNT = tables.account.c


class SqlNorms:
    """Keep the two in tables that have nothing in common."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def asked(self, community: CommunityId, account: Account) -> NormAsked | None:
        """Return in which five weeks an account was asked last, if that is remembered."""
        query = select(tables.norm_asked).where(
            _ASKED.community == community, _ASKED.platform == account.platform, _ASKED.user == account.user
        )
        return rows.one(self._connection, NormAsked, query)

    def ask(self, asked: NormAsked) -> None:
        """Remember that an account was asked, in the place of an earlier time."""
        rows.put(self._connection, tables.norm_asked, rows.values_of(asked))

    def count(self, answers: NormCount) -> None:
        """Add answers to those that are counted since the same day."""
        if rows.add_new(self._connection, tables.norm_count, rows.values_of(answers)):
            return
        there = tables.norm_count.update().where(
            _COUNT.community == answers.community, _COUNT.since == answers.since
        )
        self._connection.execute(
            there.values(yes=_COUNT.yes + answers.yes, not_now=_COUNT.not_now + answers.not_now)
        )

    def counts(self, community: CommunityId) -> tuple[NormCount, ...]:
        """Return what was answered, the newest counting first."""
        query = select(tables.norm_count).where(_COUNT.community == community).order_by(_COUNT.since.desc())
        return rows.many(self._connection, NormCount, query)

    def forget(self, account: Account, community: CommunityId) -> None:
        """Delete that an account was asked in a community; the counts stay."""
        theirs = (
            _ASKED.community == community,
            _ASKED.platform == account.platform,
            _ASKED.user == account.user,
        )
        self._connection.execute(tables.norm_asked.delete().where(*theirs))


def drop_asked(connection: Connection, member: MemberId) -> None:
    """Delete that a member was asked in their community, with whichever account."""
    theirs = exists().where(
        _ACCOUNT.member == member,
        _ACCOUNT.community == _ASKED.community,
        _ACCOUNT.platform == _ASKED.platform,
        _ACCOUNT.user == _ASKED.user,
    )
    connection.execute(tables.norm_asked.delete().where(theirs))


def drop_asked_before(connection: Connection, community: CommunityId, day: date) -> int:
    """Delete who was asked in five weeks that began before a day, and return how many there were."""
    old = tables.norm_asked.delete().where(_ASKED.community == community, _ASKED.since < day)
    return connection.execute(old).rowcount
