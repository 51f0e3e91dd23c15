"""The weeks to come, one after the other: what is previewed and what is posted are the same walk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.challenges import Challenge, Practice
from bot.domain.drawing import Breach, Deck, Draw, breaches, holds_up
from bot.domain.ladder import WEEK, steps_after, week_on
from bot.domain.posts import ChallengePost
from bot.domain.season import SeasonWeek
from bot.domain.shape import Pick, SeasonShape
from bot.ids import ChallengeId, CommunityId, PostId

MEMORY = timedelta(days=365)
"""How long a challenge stays away after it was shown, while the library allows."""
_HORIZON = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingWeek:
    """Hold one week: its date, its place in the season, and its challenge.

    There is none in a week of rest, in one that is left out, and where the library has nothing. `pick` is an organiser's
    choice for the step, and `against` what speaks against it where it does not hold up. `gives_way` is what could not
    be had.
    """

    day: date
    week: SeasonWeek
    skipped: bool = False
    challenge: Challenge | None = None
    pick: Pick | None = None
    draw: Draw | None = None
    gives_way: frozenset[Breach] = frozenset()
    against: frozenset[Breach] = frozenset()

    @property
    def chosen(self) -> bool:
        """Say whether an organiser chose the challenge."""
        return (
            self.pick is not None and self.challenge is not None and self.pick.challenge == self.challenge.id
        )

    @property
    def set_aside(self) -> bool:
        """Say whether an organiser's choice had to give way."""
        return self.pick is not None and self.challenge is not None and not self.chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Hold what the weeks to come follow from. `posts` are a community's, newest first; `seed` is its own."""

    deck: Deck
    posts: Sequence[ChallengePost]
    shape: SeasonShape
    began: date | None
    seed: str

    def weeks(self, first: date) -> Iterator[ComingWeek]:
        """Yield one week after the other, from the first posting day on; it never ends."""
        past, shape, day = list(self.posts), self.shape, first
        while True:
            week = week_on(day, past[0] if past else None, self.began)
            coming = self._week(day, week, past, shape)
            yield coming
            if coming.challenge is not None:
                past.insert(0, as_post(coming, shape.community))
                shape = shape.without_pick(week)
            day += WEEK

    def _week(
        self, day: date, week: SeasonWeek, past: Sequence[ChallengePost], shape: SeasonShape
    ) -> ComingWeek:
        if week.rung is None:
            return ComingWeek(day=day, week=week)
        if shape.skips(day):
            return ComingWeek(day=day, week=week, skipped=True)
        pick, others = shape.pick_of(week), shape.without_pick(week)
        draw = Draw(
            rung=week.rung,
            previous=past[0].practice if past else None,
            ahead=self._ahead(week, others),
            weather=shape.weather_on(day),
            shown=recently(past, day) | {each.challenge: day for each in others.picks},
            seed=f"{self.seed}/{week.season}/{week.rung}",
        )
        return self._choose(ComingWeek(day=day, week=week, pick=pick, draw=draw), draw)

    def _choose(self, coming: ComingWeek, draw: Draw) -> ComingWeek:
        """Give a week the organiser's choice if it holds up, or the first of the draw that they did not pass over."""
        best = next(self.deck.ranked(draw), None)
        if best is None:
            return coming
        pick, chosen = coming.pick, best
        wanted = self.deck.get(pick.challenge) if pick is not None else None
        against: frozenset[Breach] = frozenset()
        if wanted is not None and holds_up(wanted, best, draw):
            chosen = wanted
        elif pick is not None:
            against = breaches(wanted, draw) if wanted is not None else against
            chosen = next((each for each in self.deck.ranked(draw) if each.id not in pick.passed), best)
        gives_way = breaches(chosen, draw) - {Breach.DEAD_END}
        return replace(coming, challenge=chosen, gives_way=gives_way, against=against)

    def _ahead(self, week: SeasonWeek, shape: SeasonShape) -> tuple[frozenset[Practice], ...]:
        """Return the practices that the coming steps could have: that of the choice, or of whatever fits."""
        return tuple(self._open(step, shape) for step in steps_after(week, _HORIZON))

    def _open(self, step: SeasonWeek, shape: SeasonShape) -> frozenset[Practice]:
        pick = shape.pick_of(step)
        wanted = self.deck.get(pick.challenge) if pick is not None else None
        if wanted is not None:
            return frozenset({wanted.practice})
        return self.deck.practices[step.rung] if step.rung is not None else frozenset()


def recently(posts: Sequence[ChallengePost], day: date) -> dict[ChallengeId, date]:
    """Return what was posted in the year before a day, with the day on which it was last; `posts` are newest first."""
    shown: dict[ChallengeId, date] = {}
    for post in posts:
        if post.day <= day - MEMORY:
            break
        shown.setdefault(post.challenge, post.day)
    return shown


def as_post(coming: ComingWeek, community: CommunityId) -> ChallengePost:
    """Return the post that a week with a challenge becomes."""
    if coming.challenge is None:
        raise ValueError("a week without a challenge has no post")
    return ChallengePost(
        id=PostId(f"{community}/challenge/{coming.day}"),
        community=community,
        day=coming.day,
        challenge=coming.challenge.id,
        season=coming.week.season,
        rung=coming.week.rung,
        practice=coming.challenge.practice,
    )
