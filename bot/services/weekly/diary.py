"""A person's own diary of challenges: read page by page, mended and erased line by line or whole, taken along as a file.

Nobody else reads it. An entry that is erased leaves a Done in its week's count, and nothing of what it said.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.community import Account, Community
from bot.domain.posts import ChallengeTap, Felt, Tap
from bot.errors import NotFound
from bot.ids import ChallengeId, CommunityId, short_hash
from bot.ports.storage import Repositories
from bot.services.people import accounts_here
from bot.text.message import Command, T

_MARK = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Hold one week of a diary. `challenge` is what was done, or else what was shown last."""

    day: date
    tap: ChallengeTap

    @property
    def id(self) -> str:
        """Return what names the entry among the person's own."""
        return short_hash(self.tap.post, self.tap.platform, self.tap.user)[:_MARK]

    @property
    def challenge(self) -> ChallengeId:
        """Return which challenge it is about."""
        return self.tap.did or self.tap.shown[-1]


def entries(repos: Repositories, community: CommunityId, account: Account) -> tuple[Entry, ...]:
    """Return a person's diary in a community, newest first, whichever of their accounts they wrote with."""
    found = [
        Entry(day=post.day, tap=tap)
        for each in accounts_here(repos, community, account)
        for post, tap in repos.challenges.diary(community, each.platform, each.user)
        if tap.in_diary
    ]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.id), reverse=True))


def find(repos: Repositories, community: Community, account: Account, entry: str) -> Entry:
    """Return one entry. Raise `NotFound` where it is no longer there."""
    for each in entries(repos, community.id, account):
        if each.id == entry:
            return each
    raise NotFound(
        T("That entry is not in your diary any more. {mine} shows what is.", mine=Command("challenge mine"))
    )


def write(repos: Repositories, community: Community, account: Account, entry: str, note: str) -> Entry:
    """Put another line into an entry, or none, and return it. Raise `NotFound` where it is no longer there."""
    found = find(repos, community, account, entry)
    written = replace(found, tap=replace(found.tap, note=note))
    repos.challenges.tap(written.tap)
    return written


def erase(repos: Repositories, community: Community, account: Account, entry: str) -> None:
    """Erase one entry. Raise `NotFound` where it is no longer there."""
    _blank(repos, (find(repos, community, account, entry),))


def erase_all(repos: Repositories, community: Community, account: Account) -> int:
    """Erase a person's whole diary in a community, and return how many entries it had."""
    every = entries(repos, community.id, account)
    _blank(repos, every)
    return len(every)


def _blank(repos: Repositories, every: Iterable[Entry]) -> None:
    """Keep that there was an answer; of what was shown the post's own challenge alone, which was shown to everybody."""
    for each in every:
        repos.challenges.tap(replace(each.tap, note="", did=None, felt=None, shown=each.tap.shown[:1]))


def easier(every: Iterable[Entry]) -> tuple[int, int]:
    """Return how many entries say how it was, and how many of them that it was easier than expected."""
    told = [each.tap.felt for each in every if each.tap.felt is not None and each.tap.tap is Tap.DONE]
    return len(told), sum(felt is Felt.EASIER for felt in told)
