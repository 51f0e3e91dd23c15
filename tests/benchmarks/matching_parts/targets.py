"""What was aimed at before anything was built, held against what was measured."""

from collections.abc import Iterator

from tests.benchmarks.matching_parts.show import Row

Found = dict[str, dict[str, list[Row]]]
# At 100,000: of the same pairs, not in blocks.
STRICT = {1000: 0.999, 5000: 0.997, 10_000: 0.993, 100_000: 0.992}
PLACED = {100_000: 99_992}  # in pairs
PROVEN = 400
ALONE_SECONDS = {400: 0.1, 1000: 0.1, 5000: 0.9, 10_000: 1.9}  # without trios, and what is said of each pair
SECONDS = {10_000: 2.0, 100_000: 35.0}
MEGABYTES = 500
POWER = 1.35
LOOKED_AHEAD = 0.97
TIMES_FASTER = 20
GOLFERS = {(3, 30): 11, (4, 32): 6}
GROUP_SECONDS = {30: 1.0, 300: 0.5, 1000: 4.5, 10_000: 13.0}
GROUP_QUALITY, GROUP_PLACED = 0.998, 0.995
WHOLE = 1 - 1e-9


def rows(found: Found) -> list[Row]:
    """Say target by target what was found; targets whose part was not measured are left out."""
    checks = {
        "pairs": _pairs,
        "rivals": _rivals,
        "groups": _groups,
        "horizon": _horizon,
        "fairness": _fairness,
    }
    return [
        {"target": target, "measured": measured, "reached": reached}
        for name, check in checks.items()
        if name in found and found[name]["rows"]
        for target, measured, reached in check(found[name])
    ]


def _pairs(part) -> Iterator[tuple[str, str, bool]]:
    by_count = {row["members"]: row for row in part["rows"]}
    compared = [row for row in part["rows"] if "strict" in row]
    small = min(row["strict"] for row in compared if row["members"] <= PROVEN)
    yield f"pairs: the optimum up to {PROVEN} members", f"strict {small:.5f} or more", small >= WHOLE
    for count, least in STRICT.items():
        if count in by_count:
            value = by_count[count]["strict"]
            yield f"pairs: strict {least} at {count:,} members", f"{value:.4f}", value >= least
    known = [row for row in compared if row["members"] <= max(ALONE_SECONDS)]
    short = sum(row["best placed"] - row["placed in pairs"] for row in known)
    yield "pairs: as many placed as the optimum, up to 10,000", f"{short} too few in all sizes", short == 0
    for count, least in PLACED.items():
        if count in by_count:
            value = by_count[count]["placed in pairs"]
            yield f"pairs: {least:,} of {count:,} placed", f"{value:,}", value >= least
    for count, most in ALONE_SECONDS.items():
        if count in by_count:
            value = by_count[count]["pairs alone s"]
            yield f"pairs alone: {count:,} members in {most:g} s", f"{value:.2f} s", value <= most
    for count, most in SECONDS.items():
        if count in by_count:
            value = by_count[count]["whole s"]
            yield f"pairs: a round of {count:,} in {most:.0f} s", f"{value:.1f} s", value <= most
    memory = max(row["peak MB"] for row in part["rows"])
    yield f"pairs: within {MEGABYTES} MB", f"{memory:.0f} MB", memory <= MEGABYTES
    if part["power"] is not None:
        yield f"pairs: growth below the power of {POWER}", f"{part['power']:.2f}", part["power"] <= POWER


def _rivals(part) -> Iterator[tuple[str, str, bool]]:
    largest = max(row["members"] for row in part["rows"])
    found = {row["method"]: row for row in part["rows"] if row["members"] == largest}
    ours, theirs = found["kith"]["seconds"], found["rustworkx"]["seconds"]
    times = (theirs or found["rustworkx"]["limit"]) / ours
    told = f"{times:.1f} times" if theirs else f"more than {times:.0f} times"
    yield (
        f"matching alone {TIMES_FASTER} times faster than rustworkx at {largest:,}",
        told,
        times >= TIMES_FASTER,
    )


def _groups(part) -> Iterator[tuple[str, str, bool]]:
    for count, most in GROUP_SECONDS.items():
        mine = [row for row in part["rows"] if row["members"] == count]
        if not mine:
            continue
        slowest = max(row["seconds"] for row in mine)
        yield f"groups: a round of {count:,} in {most:g} s", f"{slowest:.2f} s at most", slowest <= most
        compared = [row for row in mine if "of best known" in row]
        if compared:
            least = 1 - 1e-6 if count == min(GROUP_SECONDS) else GROUP_QUALITY
            worst = min(row["of best known"] for row in compared)
            yield f"groups: {least:.3f} of the best known at {count:,}", f"{worst:.4f}", worst >= least
        else:
            placed = min(row["placed"] for row in mine) / count
            wanted = f"groups: {GROUP_PLACED:.1%} placed at {count:,}"
            yield wanted, f"{placed:.2%}", placed >= GROUP_PLACED


def _horizon(part) -> Iterator[tuple[str, str, bool]]:
    ours = [row for row in part["rows"] if row["method"] == "kith"]
    even = [row for row in ours if row["size"] == 2 and not row["rule"]]
    full = all(row["fewest"] == row["bound"] <= row["shortest gap"] for row in even)
    sizes = ", ".join(str(row["members"]) for row in even)
    yield f"n - 1 rounds without repeats, and again: {sizes}", "in every town" if full else "not always", full
    plain = [row for row in part["rows"] if row["method"] == "plain"]
    if plain:
        for words, name in (
            ("until that repeats, in every town", "kith's share until its repeat"),
            ("in n - 1 rounds, on average", "kith's share in all"),
        ):
            worst = min(row[name] for row in plain)
            yield f"fit within 3% of plain lexicographic, {words}", f"{worst:.4f}", worst >= LOOKED_AHEAD
    for row in ours:
        least = GOLFERS.get((row["size"], row["members"]))
        if least is not None:
            wanted = f"{row['members']} members in groups of {row['size']}: {least} rounds of {row['bound']}"
            yield wanted, f"{row['survived']:.1f} on average", row["survived"] >= least


def _fairness(part) -> Iterator[tuple[str, str, bool]]:
    widest = max(row["difference since the start"] for row in part["rows"])
    yield "turns differ by one at most, since the start", str(widest), widest <= 1
    window = max(row["difference in any window"] for row in part["rows"])
    yield "turns differ by one at most, in any run of rounds", str(window), window <= 1
    twice = sum(row["twice running"] for row in part["rows"])
    yield "no turn twice running while somebody had fewer", str(twice), twice == 0
