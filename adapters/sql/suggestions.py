"""Suggestions of members."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, false, func, or_, select

from adapters.sql import rows, tables
from bot.domain.community import Account
from bot.domain.shelf import Suggestion, SuggestionState
from bot.ids import CommunityId, SuggestionId

_SUGGESTION = tables.suggestion.c


class SqlSuggestions:
    """Keep suggestions in a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suggestion: Suggestion) -> None:
        """Insert a suggestion."""
        rows.add(self._connection, tables.suggestion, suggestion)

    def save(self, suggestion: Suggestion) -> None:
        """Replace a suggestion."""
        rows.save(self._connection, tables.suggestion, suggestion)

    def get(self, suggestion: SuggestionId) -> Suggestion | None:
        """Return a suggestion by its id."""
        query = select(tables.suggestion).where(_SUGGESTION.id == suggestion)
        return rows.one(self._connection, Suggestion, query)

    def remove(self, suggestion: SuggestionId) -> None:
        """Delete a suggestion; a missing one is fine."""
        self._connection.execute(tables.suggestion.delete().where(_SUGGESTION.id == suggestion))

    def of_accounts(self, community: CommunityId, accounts: Collection[Account]) -> tuple[Suggestion, ...]:
        """Return what was written with some accounts, oldest first."""
        theirs = (
            and_(_SUGGESTION.platform == one.platform, _SUGGESTION.user == one.user) for one in accounts
        )
        query = select(tables.suggestion).where(_SUGGESTION.community == community, or_(false(), *theirs))
        return rows.many(self._connection, Suggestion, query.order_by(_SUGGESTION.made_at, _SUGGESTION.id))

    def waiting(self, community: CommunityId, *, offset: int, limit: int) -> tuple[Suggestion, ...]:
        """Return, some at a time, what waits for an organiser, oldest first."""
        query = (
            select(tables.suggestion)
            .where(_SUGGESTION.community == community, _SUGGESTION.state == SuggestionState.OPEN)
            .order_by(_SUGGESTION.made_at, _SUGGESTION.id)
            .offset(offset)
            .limit(limit)
        )
        return rows.many(self._connection, Suggestion, query)

    def how_many_wait(self, community: CommunityId) -> int:
        """Count what waits for an organiser."""
        here = and_(_SUGGESTION.community == community, _SUGGESTION.state == SuggestionState.OPEN)
        return self._connection.scalar(select(func.count()).select_from(tables.suggestion).where(here)) or 0

    def forget(self, community: CommunityId, account: Account) -> None:
        """Delete everything that an account suggested here and nobody approved."""
        theirs = and_(_SUGGESTION.platform == account.platform, _SUGGESTION.user == account.user)
        self._connection.execute(tables.suggestion.delete().where(_SUGGESTION.community == community, theirs))

    def drop_old(self, community: CommunityId, *, declined_before: datetime, sent_before: datetime) -> int:
        """Delete what was declined, or sent and never decided, before an instant each."""
        declined = and_(
            _SUGGESTION.state == SuggestionState.DECLINED, _SUGGESTION.decided_at < declined_before
        )
        waiting = and_(_SUGGESTION.state == SuggestionState.OPEN, _SUGGESTION.made_at < sent_before)
        old = or_(declined, waiting)
        gone = tables.suggestion.delete().where(_SUGGESTION.community == community, old)
        return self._connection.execute(gone).rowcount
