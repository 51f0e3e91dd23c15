"""The last dry runs, so that turning their pages does not match anew: in memory only, and only for some minutes.

They are found by a digest of what was asked, so nothing is remembered of who stays apart from whom or who was free when.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain

from bot.ids import CircleId
from bot.matching import MatchRequest, MatchResult
from bot.ports.storage import Repositories
from bot.services.portions import in_portions

KEPT = timedelta(minutes=10)
MOST = 5
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """Hold what came of a request, by its digest."""

    digest: str
    at: datetime
    result: MatchResult


@dataclass(slots=True)
class DryRuns:
    """Keep the last dry run of each of a few circles."""

    _runs: OrderedDict[CircleId, DryRun] = field(default_factory=OrderedDict)

    def keep(self, circle: CircleId, run: DryRun) -> None:
        """Remember a circle's dry run in the place of its earlier one; the oldest go where there are too many."""
        self._forget_old(run.at)
        self._runs.pop(circle, None)
        while len(self._runs) >= MOST:
            self._runs.popitem(last=False)
        self._runs[circle] = run

    def find(self, circle: CircleId, digest: str, now: datetime) -> MatchResult | None:
        """Return what came of the same request some minutes ago, or None."""
        self._forget_old(now)
        run = self._runs.get(circle)
        return run.result if run is not None and run.digest == digest else None

    def _forget_old(self, now: datetime) -> None:
        for circle, run in tuple(self._runs.items()):
            if now - run.at > KEPT:
                del self._runs[circle]


def digest_of(repos: Repositories, request: MatchRequest) -> str:
    """Digest a request: another one for whatever is another request, and mostly the same for the same one."""
    rest = replace(request, candidates=(), history={}, separated=frozenset(), together=(), said={})
    parts = chain(
        (rest,),
        request.candidates,
        request.history.items(),
        sorted(request.separated),
        request.together,
        request.said.items(),
    )
    digest = sha256()
    for part in in_portions(repos, parts, _AT_ONCE):
        digest.update(repr(part).encode())
    return digest.hexdigest()
