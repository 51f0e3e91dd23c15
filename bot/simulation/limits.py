"""What keeps people of a community from meeting one another: times, ways, languages or the circle's area rule.

Separations are left out, in a pretend community as in one's own: nobody shall read from a number that there are some.
"""

from bot.matching import Candidate, MatchRequest
from bot.matching.feasible import allowed, near_enough, share_a_bit
from bot.matching.snapshot import take_snapshot
from bot.simulation.play import Settings

MOST_LOOKED_AT = 500  # members of a large community from whom its others can be told
NEARLY_ALL = 0.95
TIMES = "are never free when they are"
WAYS = "live farther away than one of the two would go"
LANGUAGES = "speak none of their languages"
AREAS = "live in other areas, which the circle keeps apart"


def limiting(candidates: tuple[Candidate, ...], settings: Settings) -> str:
    """Return a sentence that says how many others a member could meet, and what keeps most of the rest away."""
    import numpy as np

    looked_at = candidates[:: -(-len(candidates) // MOST_LOOKED_AT) or 1]
    if len(looked_at) <= 1:
        return "There is nobody to meet."
    request = MatchRequest(candidates=looked_at, seed="limits", same_area=settings.same_area)
    snap = take_snapshot(request)
    everybody = np.arange(snap.count)
    one, other = everybody[:, None], everybody[None, :]
    could = allowed(snap, one, other)
    share = float(could.sum()) / (snap.count * (snap.count - 1))
    if share >= NEARLY_ALL:
        return "Nearly everybody could meet everybody."
    kept = {
        TIMES: (snap.slots[one] & snap.slots[other]) == 0,
        WAYS: ~near_enough(snap, one, other),
        LANGUAGES: ~share_a_bit(snap.languages, one, other),
        AREAS: (snap.area[one] != snap.area[other]) & settings.same_area,
    }
    others = len(candidates) - 1
    main = max(kept, key=lambda cause: int((kept[cause] & (one != other)).sum()))
    return f"A member could meet {share * others:,.0f} of {others:,} others; most of the rest {main}."
