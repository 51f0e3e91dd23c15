"""A circle as a town to play rounds with: everybody who could be in its next round, as the matcher would see them."""

from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.recurrence import first_on_or_after, local_date
from bot.domain.rounds import Circle, Round, round_of
from bot.errors import SetupError
from bot.ports.storage import Repositories
from bot.services.candidates import Setting, request_for
from bot.services.circles.schedule import upcoming
from bot.simulation.town import Town

FEWEST = 5
"""Among fewer people everybody knows who is meant, whatever stands in the place of names."""


def town_of(repos: Repositories, words: str, now: datetime) -> Town:
    """Return the active members of a circle with who met whom. `words` are its name or id, empty for the only one.

    Raise `SetupError` where it is not clear which circle is meant, or too few people are in it.
    """
    community, circle = _find(repos, words)
    members = tuple(repos.members.taking_part(circle.id, circle.platform))
    if len(members) < FEWEST:
        raise SetupError(f"{circle.name} has fewer than {FEWEST} active members, too few to hide in numbers.")
    setting = Setting(round=_next(repos, community, circle, now), circle=circle, community=community)
    request = request_for(repos, setting, members)
    return Town(candidates=request.candidates, separated=request.separated, history=request.history)


def _find(repos: Repositories, words: str) -> tuple[Community, Circle]:
    every = [(one, circle) for one in repos.communities.all() for circle in repos.rounds.circles(one.id)]
    wanted = words.strip().casefold()
    found = [
        (one, circle)
        for one, circle in every
        if not wanted or wanted in {circle.id.casefold(), circle.name.casefold()}
    ]
    if len(found) == 1:
        return found[0]
    if not every:
        raise SetupError(
            "There is no circle yet: somebody has to type organise setup in the community first."
        )
    names = ", ".join(
        f"{circle.name} (in {one.name or one.id}, id {circle.id})" for one, circle in found or every
    )
    lead = f"There is no circle called {words}." if wanted and not found else "Which circle do you mean?"
    raise SetupError(f"{lead} There is: {names}.")


def _next(repos: Repositories, community: Community, circle: Circle, now: datetime) -> Round:
    """Return the circle's next round, or the one that would be if the circle went on."""
    waiting = upcoming(repos, circle)
    if waiting is not None:
        return waiting
    day = local_date(now, community.zone)
    for past in repos.rounds.of_circle(circle.id):
        day = max(day, past.slot + timedelta(days=1))
    return round_of(circle, first_on_or_after(circle.cadence, circle.anchor, day), community.zone)
