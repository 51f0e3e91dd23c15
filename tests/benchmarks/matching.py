"""Measure the matcher: `python -m tests.benchmarks.matching`. Prints what it finds; nothing is asserted.

Everything that docs/matching.md says in numbers comes from here. Seconds are the processor's, of one process.
"""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.matching_parts.show import Row, table

LARGEST = 100_000
Part = Callable[[int, Path], dict[str, object]]


def measure_pairs(largest: int, towns: Path) -> dict[str, object]:
    from tests.benchmarks.matching_parts import pairs

    rows = _noted(pairs.run(largest, towns))
    power = pairs.growth(rows)
    _say(table("Pairs: time and memory", rows, PAIRS_TIME))
    _say(table("Pairs: how good", rows, PAIRS_GOOD))
    _say(f"From 1,000 members on, time grows with the members to the power of {power or float('nan'):.3f}\n")
    return {"rows": rows, "power": power}


def measure_rivals(largest: int, towns: Path) -> dict[str, object]:
    from tests.benchmarks.matching_parts import pairs

    rows = pairs.with_strict(_noted(pairs.rival_rows(largest, towns)))
    _say(table("Pairs: other methods on the same possible pairs", rows, RIVALS))
    return {"rows": rows}


def measure_groups(largest: int, towns: Path) -> dict[str, object]:
    from tests.benchmarks.matching_parts import groups

    rows = _noted(groups.run(largest, towns))
    _say(table("Groups: time and places", rows, GROUPS_TIME))
    _say(table("Groups: how good", [row for row in rows if "strict" in row], GROUPS_GOOD))
    return {"rows": rows}


def measure_horizon(largest: int, _: Path) -> dict[str, object]:
    from tests.benchmarks.matching_parts import horizon

    rows, churning = _noted(horizon.run(largest)), _noted(horizon.churning(largest))
    pairs, larger = ([row for row in rows if (row["size"] == 2) is is_pair] for is_pair in (True, False))
    _say(table("Rounds before the first repeat: pairs, in twice as many rounds", pairs, HORIZON))
    _say(table("Rounds before the first repeat: larger groups", larger, HORIZON_GROUPS))
    _say(table("Repeats where a tenth of the members change after each round", churning, CHURNING))
    return {"rows": rows, "churning": churning}


def measure_fairness(largest: int, _: Path) -> dict[str, object]:
    from tests.benchmarks.matching_parts import fairness

    rows = _noted(fairness.run(largest))
    _say(table("Turns of an odd number of members", rows, FAIRNESS))
    return {"rows": rows}


PARTS: dict[str, Part] = {
    "pairs": measure_pairs,
    "rivals": measure_rivals,
    "groups": measure_groups,
    "horizon": measure_horizon,
    "fairness": measure_fairness,
}
PAIRS_TIME = (
    "members", "pairs looked at", "snapshot s", "candidates s", "matching s", "whole s", "peak MB",
)  # fmt: skip
PAIRS_GOOD = (
    "members", "placed", "most placed", "repeats", "worst fit", "value", "bound",
    "placed in pairs", "best placed", "repeats in pairs", "best repeats", "strict", "best is",
)  # fmt: skip
RIVALS = ("members", "method", "seconds", "placed", "repeats", "fit", "worst fit", "strict")
GROUPS_TIME = (
    "size", "members", "seconds", "peak MB", "placed", "groups", "of that size", "repeats", "value", "bound",
)  # fmt: skip
GROUPS_GOOD = (
    "size", "members", "placed", "best placed", "greedy placed", "repeats", "best repeats", "greedy repeats",
    "of best known", "greedy of best known", "strict", "promises kept as well", "best is",
)  # fmt: skip
HORIZON = (
    "members", "rule", "method", "towns", "bound", "survived", "fewest", "shortest gap", "fit", "ms a round",
)  # fmt: skip
HORIZON_GROUPS = ("size", "members", "method", "towns", "bound", "survived", "fewest", "fit", "ms a round")
CHURNING = ("members", "rounds", "repeats %", "shortest gap")
FAIRNESS = (
    "members", "turns", "rounds", "difference since the start", "difference in any window", "twice running",
    "repeats in n-1 rounds", "unavoidable", "repeats %",
)  # fmt: skip


def _noted(rows) -> list[Row]:
    """Collect rows and say on the other stream how far it has come."""
    found: list[Row] = []
    for row in rows:
        found.append(row)
        print("  " + ", ".join(str(value) for value in list(row.values())[:4]), file=sys.stderr, flush=True)
    return found


def _say(words: str) -> None:
    print(words, flush=True)


def draw(found: dict[str, dict[str, object]], folder: Path) -> None:
    """Draw a picture for each part that was measured."""
    from tests.benchmarks.matching_parts import plots

    folder.mkdir(parents=True, exist_ok=True)
    for name, part in found.items():
        if not part["rows"]:
            continue
        extra = (part["power"],) if name == "pairs" else ()
        getattr(plots, name)(part["rows"], *extra, folder / f"matching-{name}.png")


def versions() -> dict[str, str]:
    import numpy
    import rustworkx
    import scipy

    return {"python": platform.python_version()} | {
        each.__name__: each.__version__ for each in (numpy, scipy, rustworkx)
    }


def main(words: Sequence[str] | None = None) -> None:
    asked = _asked(words)
    found: dict[str, dict[str, object]] = json.loads(asked.draw.read_text())["parts"] if asked.draw else {}
    with tempfile.TemporaryDirectory() as scratch:
        towns = asked.towns or Path(scratch)
        towns.mkdir(parents=True, exist_ok=True)
        for name in () if asked.draw else asked.only:
            print(f"{name}:", file=sys.stderr, flush=True)
            found[name] = PARTS[name](asked.largest, towns)
    if asked.json:
        asked.json.write_text(json.dumps({"versions": versions(), "parts": found}, indent=1))
    if asked.plots:
        draw(found, asked.plots)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.matching", description=__doc__)
    parser.add_argument("--only", type=_some, default=list(PARTS), help=f"of {','.join(PARTS)}")
    parser.add_argument(
        "--largest", type=int, default=LARGEST, help="members above which nothing is measured"
    )
    parser.add_argument("--json", type=Path, help="file to write everything to")
    parser.add_argument("--plots", type=Path, help="folder to draw pictures into")
    parser.add_argument(
        "--towns", type=Path, help="folder to keep the made-up communities in, for the next time"
    )
    parser.add_argument("--draw", type=Path, help="measure nothing: draw the pictures of such a file")
    return parser.parse_args(words)


def _some(words: str) -> list[str]:
    names = words.split(",")
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"there is no part {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    main()
