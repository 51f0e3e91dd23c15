"""Weekly challenge posts and taps."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, and_, func, select

from adapters.sql import rows, tables
from adapters.sql.tallies import SqlTallies
from adapters.sql.taps import drop_taps, in_community
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.ids import CommunityId, PlatformName, PostId, UserId

_POST = tables.challenge_post.c
_TAP = tables.challenge_tap.c


class SqlChallenges:
    """Keep weekly posts and taps in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_post(self, post: ChallengePost) -> None:
        """Insert a post."""
        rows.add(self._connection, tables.challenge_post, post)

    def post(self, post: PostId) -> ChallengePost | None:
        """Return a post by its id."""
        return rows.one(
            self._connection, ChallengePost, select(tables.challenge_post).where(_POST.id == post)
        )

    def posts(self, community: CommunityId, *, newest: int | None = None) -> tuple[ChallengePost, ...]:
        """Return a community's posts, newest first; only so many of them, if that is said."""
        query = (
            select(tables.challenge_post)
            .where(_POST.community == community)
            .order_by(_POST.day.desc(), _POST.id.desc())
            .limit(newest)
        )
        return rows.many(self._connection, ChallengePost, query)

    def tap(self, tap: ChallengeTap) -> None:
        """Add or replace a person's answer to a post."""
        rows.put(self._connection, tables.challenge_tap, rows.values_of(tap))

    def tapped(self, post: PostId, platform: PlatformName, user: UserId) -> ChallengeTap | None:
        """Return a person's answer to a post."""
        query = select(tables.challenge_tap).where(
            _TAP.post == post, _TAP.platform == platform, _TAP.user == user
        )
        return rows.one(self._connection, ChallengeTap, query)

    def counts(self, post: PostId) -> Mapping[Tap, int]:
        """Return how many people tapped what, whoever is erased by now too; what nobody tapped is not in it."""
        query = select(_TAP.tap, func.count()).where(_TAP.post == post).group_by(_TAP.tap)
        found = Counter({Tap(tap): number for tap, number in self._connection.execute(query)})
        gone = SqlTallies(self._connection).of(post)
        return found + Counter({Tap(name): number for name, number in gone.items()})

    def forget(self, platform: PlatformName, user: UserId, community: CommunityId | None = None) -> None:
        """Delete everything an account ever tapped or wrote, in one community or everywhere; counts stay."""
        theirs = and_(_TAP.platform == platform, _TAP.user == user)
        drop_taps(self._connection, theirs if community is None else and_(theirs, in_community(community)))

    def diary(
        self, community: CommunityId, platform: PlatformName, user: UserId
    ) -> tuple[tuple[ChallengePost, ChallengeTap], ...]:
        """Return a person's own answers in a community, newest first."""
        theirs = select(tables.challenge_tap).where(_TAP.platform == platform, _TAP.user == user)
        taps = {tap.post: tap for tap in rows.many(self._connection, ChallengeTap, theirs)}
        return tuple((post, taps[post.id]) for post in self.posts(community) if post.id in taps)
