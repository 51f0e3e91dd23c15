"""What groups are worth beyond the prices of their people: the linear relaxation of a choice among very many groups.

Prices come from a linear program (HiGHS, in scipy) over few of the groups; groups that these prices undervalue join
until there are none (column generation: Gilmore and Gomory, 1961). What is proven rests on sums of prices alone, so it
holds however well or badly the program was solved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.matching.arrays import Floats, Ints
from bot.matching.columns import Columns

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FIRST = 20  # groups of each node that the program starts with, of those that are worth most
LIKELY = 20_000  # groups among which these are looked for
MORE = 400  # groups that join at a time
TIMES = 40  # that groups join
USUAL = 1000.0  # the size of numbers that solvers like
NOBODY = 1000 * USUAL  # what it costs the program to leave a node, or a sum, to nobody
MARGIN = 1e-6
ROOM = 1e-4  # by which the program may miss a sum without a price, since it does not count exactly
MISSING = 1e-3  # by which it may miss anything at all

Held = tuple[Ints, int]  # what each group counts for an earlier promise, and the sum that is asked for


@dataclass(frozen=True, slots=True)
class Pricing:
    """Hold a limit of one aim, and for each group by how much every choice with it stays below that, at least.

    So no choice that takes each node once and keeps what is held exceeds `limit` minus the sum of its groups' `loss`.
    """

    limit: float
    loss: Floats


class Pricer:
    """Price the nodes of one party for one aim after the other."""

    def __init__(self, columns: Columns, count: int) -> None:
        import numpy as np

        self._nodes, self._count = columns.nodes, count
        self._inside: Ints = np.zeros(0, dtype=np.int64)

    def priced(self, aim: Ints, held: Sequence[Held]) -> Pricing | None:
        """Limit an aim; None where no choice takes each node once and keeps what is held, even in fractions."""
        import numpy as np

        self._inside = np.union1d(self._inside, self._worth_most(aim))
        scale = _scale(aim)
        for _ in range(TIMES):
            limit, loss, enough = self._solved(aim, held)
            joining = np.flatnonzero(loss < -MARGIN * scale)
            joining = joining[~np.isin(joining, self._inside)]
            joining = joining[np.argsort(loss[joining], kind="stable")[:MORE]]
            if not len(joining):
                break
            self._inside = np.union1d(self._inside, joining)
        if not enough:
            return None
        short = max(0.0, -float(loss.min()))
        return Pricing(limit + self._count * short, loss + short)

    def _worth_most(self, aim: Ints) -> Ints:
        """Choose for each node the groups that are worth most to each of theirs."""
        import numpy as np

        best = np.argsort(-aim / (self._nodes >= 0).sum(axis=1), kind="stable")[:LIKELY]
        nodes = self._nodes[best]
        chosen = [best[(nodes == node).any(axis=1)][:FIRST] for node in range(self._count)]
        return np.unique(np.concatenate(chosen))

    def _solved(self, aim: Ints, held: Sequence[Held]) -> tuple[float, Floats, bool]:
        """Return the limit, what every group loses by the best prices for some, and whether these suffice for a choice."""
        import numpy as np
        from scipy.optimize import linprog

        scale, scales = _scale(aim), [_scale(values) for values, _ in held]
        sums = [total / each for (_, total), each in zip(held, scales, strict=True)]
        rights = np.array([*np.ones(self._count), *sums])
        spares = [(0.0, None)] * (len(self._inside) + 2 * len(rights)), [(0.0, ROOM)] * len(held)
        answer = linprog(
            np.concatenate(
                [-aim[self._inside] / scale, np.full(2 * len(rights), NOBODY), np.zeros(len(held))]
            ),
            A_eq=self._rows(
                [values[self._inside] / each for (values, _), each in zip(held, scales, strict=True)]
            ),
            b_eq=rights,
            bounds=[*spares[0], *spares[1]],
            method="highs-ds",
        )
        if answer.x is None:
            return 0.0, np.zeros(len(aim)), False
        price = -answer.eqlin.marginals * scale
        loss = -aim.astype(np.float64)
        of_nodes = np.append(price[: self._count], 0.0)
        for column in self._nodes.T:
            loss += of_nodes[column]
        for (values, _), each, own in zip(held, price[self._count :].tolist(), scales, strict=True):
            loss += values * (each / own)
        missing = answer.x[len(self._inside) :][: 2 * len(rights)]
        return float(price @ rights), loss, bool(missing.max() < MISSING)

    def _rows(self, counted: Sequence[Floats]) -> "csr_array":
        """Say who is in which group and what that counts; then for each row a spare that gives and one that takes, and
        for what is counted some room.
        """
        import numpy as np
        from scipy.sparse import csr_array, eye_array, hstack, vstack

        nodes = self._nodes[self._inside]
        group, place = np.nonzero(nodes >= 0)
        who = csr_array((np.ones(len(group)), (nodes[group, place], group)), shape=(self._count, len(nodes)))
        own = eye_array(self._count + len(counted), format="csc")
        rows = [who, *(csr_array(values[None, :]) for values in counted)]
        return hstack([vstack(rows), own, -own, own[:, self._count :]], format="csr")


def _scale(values: Ints) -> float:
    """Say by what to divide values, so that the solver's tolerances suit them."""
    return max(1.0, float(abs(values).max(initial=0)) / USUAL)
