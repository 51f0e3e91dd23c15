"""Small groups that find each other anew: the best way to merge them two by two."""

from collections.abc import Sequence

from bot.matching.exact import exact_pairs
from bot.matching.party import padded
from bot.matching.prices import Worth
from bot.matching.solution import Group


def merged_halves(worth: Worth, halves: Sequence[Group]) -> list[Group]:
    """Merge small groups two by two where that is worth most."""
    import numpy as np

    if len(halves) < 2:  # noqa: PLR2004 - nothing to merge
        return list(halves)
    party, nodes = worth.party, padded(halves)
    one, other = np.nonzero(np.triu(party.strangers_between(nodes, nodes) == 0, 1))
    both = np.concatenate([nodes[one], nodes[other]], axis=1)
    ok = party.share_rows(both)
    one, other, both = one[ok], other[ok], both[ok]
    own = worth.of_rows(nodes)
    gain = worth.of_rows(both) - own[one] - own[other]
    useful = gain > 0
    mate = exact_pairs(len(halves), one[useful], other[useful], gain[useful].astype(np.int64), most=False)
    found = [tuple(sorted((*halves[i], *halves[j]))) for i, j in enumerate(mate.tolist()) if j > i]
    return found + [halves[i] for i, j in enumerate(mate.tolist()) if j < 0]
