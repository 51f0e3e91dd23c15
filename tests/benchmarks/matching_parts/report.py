"""What was found, as tables: all of it for whoever measures, and the short of it for docs/matching.md."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.matching_parts import targets
from tests.benchmarks.matching_parts.show import Row, table

PAIRS_TIME = (
    "members", "pairs looked at", "snapshot s", "candidates s", "matching s", "whole s", "peak MB",
)  # fmt: skip
PAIRS_GOOD = (
    "members", "placed", "most placed", "repeats", "worst fit", "value", "bound", "placed in pairs",
    "best placed", "repeats in pairs", "best repeats", "pairs alone s", "strict", "best is",
)  # fmt: skip
PAIRS_SHORT = (
    "members", "candidates s", "matching s", "whole s", "pairs alone s", "peak MB", "placed", "worst fit", "strict",
    "best is",
)  # fmt: skip
RIVALS = ("members", "method", "seconds", "placed", "repeats", "fit", "worst fit", "strict")
GROUPS_TIME = (
    "size", "members", "seconds", "peak MB", "placed", "groups", "of that size", "repeats", "value", "bound",
)  # fmt: skip
GROUPS_GOOD = (
    "size", "members", "placed", "best placed", "greedy placed", "repeats", "best repeats", "greedy repeats",
    "of best known", "greedy of best known", "strict", "promises kept as well", "best is",
)  # fmt: skip
GROUPS_SHORT = (
    "size", "members", "seconds", "placed", "best placed", "greedy placed", "size cost", "best size cost",
    "greedy size cost", "repeats", "best repeats", "greedy repeats", "of best known", "best is",
)  # fmt: skip
HORIZON = (
    "size", "members", "rule", "method", "towns", "bound", "survived", "fewest", "shortest gap", "fit",
    "kith's share until its repeat", "kith's share in all", "ms a round",
)  # fmt: skip
HORIZON_SHORT = (
    "size",
    "members",
    "rule",
    "bound",
    "kith",
    "kith, fewest",
    "plain",
    "greedy",
    "random",
    "shortest gap",
    "fit",
    "plain's fit",
    "random's fit",
    "ms a round",
)
PLAIN = (
    "members", "towns", "rounds of plain", "plain, fewest", "of plain's fit until it repeats", "of plain's fit in all",
)  # fmt: skip
CHURNING = ("members", "rounds", "repeats %", "shortest gap")
FAIRNESS = (
    "members", "turns", "rounds", "difference since the start", "difference in any window", "twice running",
    "repeats in n-1 rounds", "unavoidable", "repeats %",
)  # fmt: skip
WIDTHS = (
    "kept", "looked at", "pairs", "candidates s", "matching s", "placed", "repeats", "strict", "in use",
)  # fmt: skip
ORDERS = ("a step outweighs", "towns", "promise sold", "repeats too many")
SHOWN_ODD = (7, 15, 25)
NOT_SHOWN = (4, 6, 10, 12, 14, 18, 20)  # members of pairs that only the comparison with plain matching lists

Found = dict[str, object]
MARKED = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end of \2 -->)", re.DOTALL)


def whole(name: str, part: Found) -> str:
    """Draw all tables of a part."""
    rows: list[Row] = part["rows"]
    tables = {
        "pairs": lambda: (
            table(rows, PAIRS_TIME, "Pairs: time and memory"),
            table(rows, PAIRS_GOOD, "Pairs: how good"),
            _power(part),
        ),
        "rivals": lambda: (
            table(rows, RIVALS, "Pairs: other methods on the same possible pairs"),
            _ratio(rows),
        ),
        "groups": lambda: (
            table(rows, GROUPS_TIME, "Groups: time and places"),
            table([row for row in rows if "strict" in row], GROUPS_GOOD, "Groups: how good"),
        ),
        "horizon": lambda: (
            table(rows, HORIZON, "Rounds before the first repeat"),
            table(part["churning"], CHURNING, "Repeats where a tenth of the members change after each round"),
        ),
        "fairness": lambda: (table(rows, FAIRNESS, "Turns of an odd number of members"),),
        "constants": lambda: (
            table(rows, WIDTHS, "Candidate graphs of 10,000 members"),
            table(part["orders"], ORDERS, "How steep the order of promises must be"),
        ),
    }
    return "\n".join(tables[name]())


def short(name: str, part: Found) -> str:
    """Draw what the documentation shows of a part."""
    rows: list[Row] = part["rows"]
    tables: dict[str, Callable[[], Sequence[str]]] = {
        "pairs": lambda: (table(rows, PAIRS_SHORT), _power(part)),
        "rivals": lambda: (
            table(rows, ("members", "method", "seconds", "placed", "repeats", "worst fit", "strict")),
            _ratio(rows),
        ),
        "groups": lambda: (table(rows, GROUPS_SHORT),),
        "horizon": lambda: (
            table(_side_by_side(_shown(rows)), HORIZON_SHORT),
            table(_beside_plain(rows), PLAIN),
            table(part["churning"], CHURNING),
        ),
        "fairness": lambda: (table([row for row in rows if row["members"] in SHOWN_ODD], FAIRNESS),),
        "constants": lambda: (table(rows, WIDTHS), table(part["orders"], ORDERS)),
    }
    return "\n".join(tables[name]())


def reached(found: dict[str, Found]) -> str:
    """Draw which targets were reached."""
    return table(targets.rows(found), ("target", "measured", "reached"), left=True)


def renew(page: Path, found: dict[str, Found]) -> None:
    """Put what was found into a page, between the marks that name the parts."""

    def renewed(mark: re.Match[str]) -> str:
        name = mark[2]
        if name == "targets":
            return f"{mark[1]}\n{reached(found)}\n{mark[3]}"
        return f"{mark[1]}\n{short(name, found[name])}\n{mark[3]}" if name in found else mark[0]

    page.write_text(MARKED.sub(renewed, page.read_text()))


def put(page: Path, name: str, text: str) -> None:
    """Put what another command found into a page, between the marks of that name."""
    page.write_text(
        MARKED.sub(
            lambda mark: f"{mark[1]}\n{text}\n{mark[3]}" if mark[2] == name else mark[0], page.read_text()
        )
    )


def _power(part: Found) -> str:
    power = part["power"]
    if power is None:
        return ""
    return (
        f"From 1,000 members on, the time of a round grows with their number to the power of {power:.2f}.\n"
    )


def _ratio(rows: Sequence[Row]) -> str:
    """Say how much faster the matcher is than the solver in Rust, at the largest size that both were asked."""
    sizes = [row["members"] for row in rows if row["method"] == "kith"]
    if not sizes:
        return ""
    seconds = {row["method"]: row for row in rows if row["members"] == max(sizes)}
    ours, theirs = seconds["kith"]["seconds"], seconds["rustworkx"]["seconds"]
    least = seconds["rustworkx"].get("limit")
    told = f"more than {least / ours:.0f}" if theirs is None else f"{theirs / ours:.1f}"
    return f"At {max(sizes):,} members, rustworkx takes {told} times as long on the same pairs and weights.\n"


def _shown(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["size"] > 2 or row["members"] not in NOT_SHOWN]


def _beside_plain(rows: Sequence[Row]) -> list[Row]:
    """List what looking ahead costs in fit, against the same rounds without it."""
    return [
        {
            "members": row["members"],
            "towns": row["towns"],
            "rounds of plain": row["survived"],
            "plain, fewest": row["fewest"],
            "of plain's fit until it repeats": row["kith's share until its repeat"],
            "of plain's fit in all": row["kith's share in all"],
        }
        for row in rows
        if row["method"] == "plain"
    ]


def _side_by_side(rows: Sequence[Row]) -> list[Row]:
    """Put the methods of one size and rule into one row."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        together = found.setdefault((row["size"], row["members"], row["rule"]), dict(row))
        together[row["method"]] = row["survived"]
        if row["method"] == "kith":
            together["kith, fewest"] = row["fewest"]
        else:
            together[f"{row['method']}'s fit"] = row["fit"]
    return list(found.values())
