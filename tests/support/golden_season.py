"""What organisers see of the season to come, made from fixed facts."""

from dataclasses import replace
from datetime import date, time
from itertools import islice

from bot.content.library import load_library
from bot.domain.challenges import Condition
from bot.domain.coming import Walk
from bot.domain.community import ChallengeSettings
from bot.domain.drawing import Deck
from bot.domain.season import Rung
from bot.domain.shape import Pick, SeasonShape
from bot.domain.weather import CLIMATES
from bot.services.cards import season as cards
from bot.services.weekly.season import Season, Shaped
from tests.support.town import COMMUNITY

DAY = date(2026, 12, 3)
FEW = ("reach-two-hellos", "reach-small-tip", "present-side-by-side", "join-answer-a-newcomer")
HERE = replace(COMMUNITY, challenges=ChallengeSettings(on=True, weekday=3, at=time(10), anchor=DAY))
SHAPE = SeasonShape(
    community=HERE.id,
    climate=CLIMATES["oceanic-north"],
    said=frozenset({Condition.WET}),
    until=date(2026, 12, 9),
    skipped=frozenset({date(2026, 12, 7)}),
    picks=(Pick(season=1, rung=Rung.TOGETHER, challenge=FEW[2]),),
)


def season(shape=SHAPE, number=6):
    """Return a season of a library of four, or of fewer."""
    challenges = [each for each in load_library().challenges if each.id in FEW]
    walk = Walk(deck=Deck(challenges), posts=(), shape=shape, began=DAY, seed="golden")
    return Season(community=HERE, walk=walk, first=DAY, weeks=tuple(islice(walk.weeks(DAY), number)))


def messages():
    """Return the cards by name, each with whether everybody sees it."""
    shown = season()
    titles = {each.id: each.title for each in load_library().challenges}
    fitting = load_library().challenges[:30]
    swapped = Shaped(season=shown, week=shown.weeks[3], moved=(shown.weeks[2].day,))
    proposed = CLIMATES["oceanic-north"]
    made = {
        "season": cards.season_card(shown, titles),
        "season-small-library": cards.season_card(season(number=11), titles),
        "season-week": cards.week_card(shown.weeks[0], HERE),
        "season-week-chosen": cards.week_card(shown.weeks[3], HERE, *cards.change_words(swapped, "swap")),
        "season-week-left-out": cards.week_card(shown.weeks[1], HERE),
        "season-week-choose": cards.choosing_card(shown.weeks[3], fitting, HERE, 1),
        "weather": cards.weather_card(SeasonShape(community=HERE.id), HERE, DAY, proposed),
        "weather-said": cards.weather_card(SHAPE, HERE, DAY, proposed),
        "weather-climate": cards.weather_card(SHAPE, HERE, date(2026, 12, 10), proposed),
    }
    return {name: (lambda _, message=message: message, False) for name, message in made.items()}
