"""Open tables go by the clock at their spot: whatever changes that clock plans the next ones anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.domain.community import Community
from bot.ports.storage import Repositories
from bot.services.open_tables.open_table import schedule_table, setting_of


@contextmanager
def tables_kept(repos: Repositories, community: Community, now: datetime) -> Iterator[None]:
    """Let areas, spots or the community's zone change, and plan those tables anew whose clock did.

    Whoever counts on a table as it was is told, as when an organiser moves it.
    """
    circles = repos.rounds.circles(community.id)
    tables = [found for circle in circles if (found := setting_of(repos, circle.id)) is not None]
    yield
    for before in tables:
        after = setting_of(repos, before.circle.id)
        if after is not None and after.zone != before.zone:
            schedule_table(repos, before.table, now, before=before)
