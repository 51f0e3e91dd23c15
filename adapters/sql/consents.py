"""What members agreed to, and when."""

from sqlalchemy import Connection, select

from adapters.sql import rows, tables
from bot.domain.consent import Consent
from bot.ids import MemberId

_CONSENT = tables.consent.c


class SqlConsents:
    """Keep consents in a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, consent: Consent) -> None:
        """Write down that a member agreed; the same once more is fine."""
        rows.put(self._connection, tables.consent, rows.values_of(consent))

    def of(self, member: MemberId) -> tuple[Consent, ...]:
        """Return what a member agreed to, oldest first."""
        query = (
            select(tables.consent).where(_CONSENT.member == member).order_by(_CONSENT.at, _CONSENT.version)
        )
        return rows.many(self._connection, Consent, query)
