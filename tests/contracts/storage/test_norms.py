"""Who was asked and what was answered are kept apart, and the counts outlive everybody."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.community import Account
from bot.domain.norms import NormAsked, NormCount
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.ids import ChallengeId, CommunityId, MemberId, PostId, UserId
from tests.support import stored
from tests.support.stored import DISCORD, TOWN

ANA, CY = (Account(platform=DISCORD, user=UserId(user)) for user in ("1", "3"))
SEASON, NEXT = date(2026, 11, 2), date(2026, 12, 7)
ZOO = CommunityId("zoo")


def asked(account=ANA, community=TOWN, *, since=SEASON):
    return NormAsked(community=community, platform=account.platform, user=account.user, since=since)


def two_places(repos):
    stored.settle_town(repos)
    repos.communities.add(stored.community(ZOO))
    repos.members.add_account(MemberId("ana"), ANA)


async def test_whoever_was_asked_is_remembered_by_account_and_community(storage):
    def work(repos):
        two_places(repos)
        repos.norms.ask(asked())
        repos.norms.ask(asked(since=NEXT))
        return repos.norms.asked(TOWN, ANA), repos.norms.asked(ZOO, ANA), repos.norms.asked(TOWN, CY)

    assert await storage.run(work) == (asked(since=NEXT), None, None)


async def test_answers_add_up_in_their_season(storage):
    def work(repos):
        two_places(repos)
        for season, yes, no in ((SEASON, 1, 0), (SEASON, 0, 1), (SEASON, 1, 0), (NEXT, 0, 1)):
            repos.norms.count(NormCount(community=TOWN, since=season, yes=yes, not_now=no))
        return repos.norms.counts(TOWN), repos.norms.counts(ZOO)

    assert await storage.run(work) == (
        (
            NormCount(community=TOWN, since=NEXT, yes=0, not_now=1),
            NormCount(community=TOWN, since=SEASON, yes=2, not_now=1),
        ),
        (),
    )


async def test_forgetting_takes_that_somebody_was_asked_and_leaves_the_counts(storage):
    def work(repos):
        two_places(repos)
        for account, place in ((ANA, TOWN), (ANA, ZOO), (CY, TOWN)):
            repos.norms.ask(asked(account, place))
        repos.norms.count(NormCount(community=TOWN, since=SEASON, yes=1))
        repos.norms.forget(CY, TOWN)
        repos.members.erase(MemberId("ana"))
        left = [repos.norms.asked(place, account) for account, place in ((ANA, TOWN), (CY, TOWN))]
        elsewhere = repos.norms.asked(ZOO, ANA)
        repos.norms.forget(ANA, ZOO)
        return left, elsewhere, repos.norms.asked(ZOO, ANA), repos.norms.counts(TOWN)[0].yes

    assert await storage.run(work) == ([None, None], asked(community=ZOO), None, 1)


async def test_whoever_was_only_asked_is_known_and_looked_for(storage):
    def work(repos):
        two_places(repos)
        repos.norms.ask(asked(CY, ZOO))
        return repos.traces.communities_of(CY.platform, CY.user), repos.traces.accounts(
            ZOO, offset=0, limit=9
        )

    assert await storage.run(work) == ((ZOO,), (CY,))


async def test_who_was_asked_is_gone_when_the_season_is(storage):
    def work(repos):
        two_places(repos)
        repos.norms.ask(asked())
        repos.norms.ask(asked(CY, since=NEXT))
        gone = (
            repos.retention.drop_asked(TOWN, SEASON),
            repos.retention.drop_asked(TOWN, SEASON + timedelta(days=1)),
        )
        return gone, repos.norms.asked(TOWN, ANA), repos.norms.asked(TOWN, CY) is not None

    assert await storage.run(work) == ((0, 1), None, True)


async def test_an_entry_that_was_erased_goes_with_the_other_old_taps_and_its_count_stays(storage):
    post = ChallengePost(id=PostId("p"), community=TOWN, day=SEASON, challenge=ChallengeId("wave"))
    kept = ChallengeTap(
        post=post.id, platform=DISCORD, user=UserId("1"), tap=Tap.DONE, shown=("wave",), did="wave"
    )

    def work(repos):
        two_places(repos)
        repos.challenges.add_post(post)
        repos.challenges.tap(kept)
        repos.challenges.tap(replace(kept, user=UserId("2"), did=None))
        gone = repos.retention.drop_taps(TOWN, SEASON + timedelta(days=31))
        left = [repos.challenges.tapped(post.id, DISCORD, UserId(user)) for user in ("1", "2")]
        return gone, left, repos.challenges.counts(post.id)

    assert await storage.run(work) == (1, [kept, None], {Tap.DONE: 2})
