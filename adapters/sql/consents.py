"""What members agreed to, and when."""

from sqlalchemy import Connection

from adapters.sql import rows, tables
from bot.domain.consent import Consent
from bot.ids import MemberId


class SqlConsents:
    """Keep consents in a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, consent: Consent) -> None:
        """Write down that a member agreed; the same once more is fine."""
        rows.put(self._connection, tables.consent, rows.values_of(consent))

    def of(self, member: MemberId) -> tuple[Consent, ...]:
        """Return what a member agreed to, oldest first."""
        return rows.find(self._connection, Consent, tables.consent, "at", "version", member=member)
