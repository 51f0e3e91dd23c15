"""Taking taps on challenges away without moving a count that was shown."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from adapters.sql import tables
from adapters.sql.tallies import SqlTallies
from bot.ids import CommunityId, MemberId

_TAP = tables.challenge_tap.c
_POST = tables.challenge_post.c
_ACCOUNT = tables.account.c


def drop_taps(connection: Connection, where: ColumnElement[bool]) -> int:
    """Delete taps, keep how many there were of each kind, and return how many there were."""
    counted = (
        select(_POST.community, _TAP.post, _TAP.tap, func.count())
        .join_from(tables.challenge_tap, tables.challenge_post, _POST.id == _TAP.post)
        .where(where)
        .group_by(_POST.community, _TAP.post, _TAP.tap)
    )
    tallies, gone = SqlTallies(connection), 0
    for community, post, tap, number in connection.execute(counted).all():
        tallies.add(CommunityId(community), post, tap.value, number)
        gone += number
    if gone:
        connection.execute(tables.challenge_tap.delete().where(where))
    return gone


def by_member(member: MemberId) -> ColumnElement[bool]:
    """Return the condition that a tap was made with an account of a member, in their own community."""
    return exists().where(
        and_(
            _ACCOUNT.member == member,
            _ACCOUNT.platform == _TAP.platform,
            _ACCOUNT.user == _TAP.user,
            exists()
            .where(_POST.id == _TAP.post, _POST.community == _ACCOUNT.community)
            .correlate(tables.challenge_tap, tables.account),
        )
    )


def in_community(community: CommunityId) -> ColumnElement[bool]:
    """Return the condition that a tap was made on a post of a community."""
    posts: Any = select(_POST.id).where(_POST.community == community)
    return _TAP.post.in_(posts)
