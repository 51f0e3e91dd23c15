"""What organisers say about the weeks to come: the weather, weeks to leave out, and challenges of their choice.

A choice belongs to a step of a season, not to a date: when a week is left out or the day moves, it moves along with its
step. A week that is left out is one of the calendar's, whatever day of it the post would have come.
"""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.challenges import Condition
from bot.domain.ladder import monday_of
from bot.domain.season import Rung, SeasonWeek
from bot.domain.weather import Climate, Weather, weather_of
from bot.ids import ChallengeId, CommunityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Hold the challenge chosen for a step, and those that were there before and did not please."""

    season: int
    rung: Rung
    challenge: ChallengeId
    passed: tuple[ChallengeId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonShape:
    """Hold what a community's organisers said. `said` is None where nobody said anything of the weather."""

    community: CommunityId
    climate: Climate | None = None
    said: frozenset[Condition] | None = None
    until: date | None = None
    skipped: frozenset[date] = frozenset()
    picks: tuple[Pick, ...] = ()

    def told_on(self, day: date) -> frozenset[Condition] | None:
        """Return what was said of the weather, as long as that holds; None where nothing was, or no longer is."""
        return self.said if self.until is None or day <= self.until else None

    def weather_on(self, day: date) -> Weather:
        """Return the weather of a day: what was said, or what is usual in the month."""
        told = self.told_on(day)
        return Weather(holds=told) if told is not None else weather_of(self.climate, day)

    def skips(self, day: date) -> bool:
        """Say whether nothing is posted in the week of a day."""
        return monday_of(day) in self.skipped

    def pick_of(self, week: SeasonWeek) -> Pick | None:
        """Return the choice for a step; one for a season that was broken off waits for the next time it comes."""
        waiting = [pick for pick in self.picks if pick.rung is week.rung and pick.season <= week.season]
        return max(waiting, key=lambda pick: pick.season, default=None)

    def with_pick(self, pick: Pick) -> "SeasonShape":
        """Return the shape with a choice, in the place of any that waited for the step."""
        rest = self.without_pick(SeasonWeek(season=pick.season, rung=pick.rung)).picks
        picks = sorted((*rest, pick), key=lambda each: (each.season, each.rung))
        return replace(self, picks=tuple(picks))

    def without_pick(self, week: SeasonWeek) -> "SeasonShape":
        """Return the shape without a choice for a step."""
        rest = (pick for pick in self.picks if pick.rung is not week.rung or pick.season > week.season)
        return replace(self, picks=tuple(rest))

    def since(self, day: date) -> "SeasonShape":
        """Return the shape without the weeks left out before that of a day."""
        ahead = (monday for monday in self.skipped if monday >= monday_of(day))
        return replace(self, skipped=frozenset(ahead))
