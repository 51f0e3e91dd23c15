"""What organisers said about the weeks to come is kept, and so is which step a post was."""

from datetime import date

from bot.domain.challenges import Condition, Practice
from bot.domain.posts import ChallengePost
from bot.domain.season import Rung
from bot.domain.shape import Pick, SeasonShape
from bot.domain.weather import CLIMATES
from bot.ids import ChallengeId, PostId
from tests.support import stored
from tests.support.stored import TOWN

SHAPE = SeasonShape(
    community=TOWN,
    climate=CLIMATES["wet-and-dry-south"],
    said=frozenset({Condition.WET, Condition.DARK}),
    until=date(2026, 12, 9),
    skipped=frozenset({date(2026, 12, 21), date(2026, 12, 28)}),
    picks=(
        Pick(
            season=2,
            rung=Rung.WIDER,
            challenge=ChallengeId("join-table"),
            passed=(ChallengeId("join-one"), ChallengeId("join-two")),
        ),
    ),
)


async def test_a_shape_comes_back_as_it_was_written_and_the_last_word_counts(storage):
    plain = SeasonShape(community=TOWN, said=frozenset())

    def work(repos):
        repos.communities.add(stored.community())
        before = repos.seasons.of(TOWN)
        repos.seasons.put(SHAPE)
        first = repos.seasons.of(TOWN)
        repos.seasons.put(plain)
        return before, first, repos.seasons.of(TOWN)

    assert await storage.run(work) == (SeasonShape(community=TOWN), SHAPE, plain)


async def test_posts_know_their_step_and_as_many_are_read_as_are_wanted(storage):
    def post(day, **facts):
        return ChallengePost(
            id=PostId(f"p{day}"),
            community=TOWN,
            day=date(2026, 12, day),
            challenge=ChallengeId("reach-one"),
            **facts,
        )

    old = post(1)
    new = post(8, season=3, rung=Rung.TOGETHER, practice=Practice.BE_PRESENT)

    def work(repos):
        repos.communities.add(stored.community())
        for each in (old, new):
            repos.challenges.add_post(each)
        return repos.challenges.posts(TOWN), repos.challenges.posts(TOWN, newest=1)

    assert await storage.run(work) == ((new, old), (new,))
