"""What one person did with an account that is going, under another one of theirs."""

from sqlalchemy import ColumnElement, Connection, Table, select

from adapters.sql import tables
from adapters.sql.marks import mark_of
from adapters.sql.taps import in_community
from bot.domain.community import Account
from bot.ids import CommunityId

_TAP, _MISFIT = tables.challenge_tap.c, tables.misfit.c


def hand_on(connection: Connection, community: CommunityId, account: Account, to: Account) -> None:
    """Let everything that is an account's alone be another's, where that one has none such itself."""
    for table in (tables.suggestion, tables.norm_asked):
        there = connection.scalar(select(table.c.user).where(_of(table, community, to)))
        if table is tables.suggestion or there is None:
            connection.execute(table.update().where(_of(table, community, account)).values(_named(to)))
    answered = select(_TAP.post).where(_by(tables.challenge_tap, to), in_community(community))
    mine = (_by(tables.challenge_tap, account), in_community(community))
    free = _TAP.post.not_in(connection.scalars(answered).all())
    connection.execute(tables.challenge_tap.update().where(*mine, free).values(_named(to)))
    before, after = (mark_of(connection, community, each) for each in (account, to))
    here = _MISFIT.community == community
    said = select(_MISFIT.challenge).where(here, _MISFIT.mark == after)
    unsaid = _MISFIT.challenge.not_in(connection.scalars(said).all())
    connection.execute(tables.misfit.update().where(here, _MISFIT.mark == before, unsaid).values(mark=after))


def _of(table: Table, community: CommunityId, account: Account) -> ColumnElement[bool]:
    return (table.c.community == community) & _by(table, account)


def _by(table: Table, account: Account) -> ColumnElement[bool]:
    return (table.c.platform == account.platform) & (table.c.user == account.user)


def _named(account: Account) -> dict[str, str]:
    return {"platform": account.platform, "user": account.user}
