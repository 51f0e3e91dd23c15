"""Measure the matcher: `python -m tests.benchmarks.matching`. Prints what it finds; nothing is asserted.

Everything that docs/matching.md says in numbers comes from here. Seconds are the processor's, of one process.
"""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.benchmarks.matching_parts import report
from tests.benchmarks.matching_parts.show import Row

LARGEST = 100_000
Part = Callable[[int, Path], report.Found]


def measure_pairs(largest: int, towns: Path) -> report.Found:
    from tests.benchmarks.matching_parts import pairs

    rows = _noted(pairs.run(largest, towns))
    return {"rows": rows, "power": pairs.growth(rows)}


def measure_rivals(largest: int, towns: Path) -> report.Found:
    from tests.benchmarks.matching_parts import pairs

    return {"rows": pairs.with_strict(_noted(pairs.rival_rows(largest, towns)))}


def measure_groups(largest: int, towns: Path) -> report.Found:
    from tests.benchmarks.matching_parts import groups

    return {"rows": _noted(groups.run(largest, towns))}


def measure_horizon(largest: int, _: Path) -> report.Found:
    from tests.benchmarks.matching_parts import horizon

    return {"rows": _noted(horizon.run(largest)), "churning": _noted(horizon.churning(largest))}


def measure_fairness(largest: int, _: Path) -> report.Found:
    from tests.benchmarks.matching_parts import fairness

    return {"rows": _noted(fairness.run(largest))}


def measure_constants(largest: int, towns: Path) -> report.Found:
    from tests.benchmarks.matching_parts import constants

    rows, orders = _noted(constants.widths(largest, towns)), _noted(constants.orders(largest, towns))
    return {"rows": rows, "orders": orders}


PARTS: dict[str, Part] = {
    "pairs": measure_pairs,
    "rivals": measure_rivals,
    "groups": measure_groups,
    "horizon": measure_horizon,
    "fairness": measure_fairness,
    "constants": measure_constants,
}


def _noted(rows: Iterable[Row]) -> list[Row]:
    """Collect rows and say on the other stream how far it has come."""
    found: list[Row] = []
    for row in rows:
        found.append(row)
        print("  " + ", ".join(str(value) for value in list(row.values())[:4]), file=sys.stderr, flush=True)
    return found


def draw(found: dict[str, report.Found], folder: Path) -> None:
    """Draw a picture for each part that was measured."""
    from tests.benchmarks.matching_parts import plots

    folder.mkdir(parents=True, exist_ok=True)
    for name, part in found.items():
        if part["rows"]:
            extra = {"pairs": "power", "constants": "orders"}.get(name)
            beside = () if extra is None else (part[extra],)
            getattr(plots, name)(part["rows"], *beside, folder / f"matching-{name}.png")
        if part.get("churning"):
            plots.churning(part["churning"], folder / "matching-churning.png")


def versions() -> dict[str, str]:
    import numpy
    import rustworkx
    import scipy

    return {"python": platform.python_version()} | {
        each.__name__: each.__version__ for each in (numpy, scipy, rustworkx)
    }


def main(words: Sequence[str] | None = None) -> None:
    asked = _asked(words)
    found: dict[str, report.Found] = {}
    for file in asked.again:
        found |= json.loads(file.read_text())["parts"]
    with tempfile.TemporaryDirectory() as scratch:
        towns = asked.towns or Path(scratch)
        towns.mkdir(parents=True, exist_ok=True)
        for name in () if asked.again else asked.only:
            print(f"{name}:", file=sys.stderr, flush=True)
            found[name] = PARTS[name](asked.largest, towns)
            print(report.whole(name, found[name]), flush=True)
    if not asked.again:
        print(report.reached(found))
    if asked.json:
        asked.json.write_text(json.dumps({"versions": versions(), "parts": found}, indent=1))
    if asked.plots:
        draw(found, asked.plots)
    if asked.page:
        report.renew(asked.page, found)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.matching", description=__doc__)
    parser.add_argument("--only", type=_some, default=list(PARTS), help=f"of {','.join(PARTS)}")
    parser.add_argument(
        "--largest", type=int, default=LARGEST, help="members above which nothing is measured"
    )
    parser.add_argument("--json", type=Path, help="file to write everything to")
    parser.add_argument("--plots", type=Path, help="folder to draw pictures into")
    parser.add_argument("--page", type=Path, help="page whose tables to renew, as in docs/matching.md")
    parser.add_argument(
        "--towns", type=Path, help="folder to keep the made-up communities in, for the next time"
    )
    parser.add_argument("--again", type=Path, nargs="+", default=[], help="measure nothing, take these files")
    return parser.parse_args(words)


def _some(words: str) -> list[str]:
    names = words.split(",")
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"there is no part {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    main()
