"""Communities to play rounds with."""

from bot.domain.availability import ANY_TIME
from bot.matching import Candidate
from bot.simulation.town import Town, member_number


def easy_town(count: int) -> Town:
    """Make a community in which everybody may meet everybody."""
    languages = frozenset({"l0"})
    return Town(
        candidates=tuple(
            Candidate(id=member_number(i), slots=ANY_TIME, languages=languages, reach_km=5.0, newcomer=True)
            for i in range(count)
        )
    )
