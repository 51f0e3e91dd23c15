"""A picture for each part, small enough for a page of documentation."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator, StrMethodFormatter

from tests.benchmarks.matching_parts.report import NOT_SHOWN
from tests.benchmarks.matching_parts.show import Row

OURS, THEIRS, QUIET, FOURTH = "#1b7f79", "#d9822b", "#5b6770", "#7b4fa3"
INCHES, DOTS_AN_INCH = (9.5, 4.2), 100
METHODS = {"kith": OURS, "greedy": THEIRS, "random": QUIET}
MARKS = {"one trio": "*", "pairs only": "°"}


def _canvas(title: str, widths: Sequence[float] = (1, 1)) -> tuple[Figure, Sequence[Axes]]:
    figure = Figure(figsize=INCHES, dpi=DOTS_AN_INCH, layout="constrained", facecolor="white")
    figure.suptitle(title, fontsize=12, x=0.01, ha="left")
    axes = figure.subplots(1, len(widths), width_ratios=widths)
    for each in axes:
        each.tick_params(labelsize=9)
        for side in ("top", "right"):
            each.spines[side].set_visible(False)
    return figure, axes


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, metadata={"Software": None})


def _thousands(axis, values: Sequence[int]) -> None:
    """Name a few sizes on a scale of powers in full."""
    axis.set_major_locator(_Fixed(values))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axis.set_minor_formatter(NullFormatter())


def _Fixed(values: Sequence[int]):  # noqa: N802 - it makes a locator
    from matplotlib.ticker import FixedLocator

    return FixedLocator([value for value in values if value in {10, 30, 100, 300, 1000, 10_000, 100_000}])


def _seconds(axis) -> None:
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def pairs(rows: Sequence[Row], power: float | None, path: Path) -> None:
    """Draw the time of a round and of its parts, and its memory."""
    figure, (time, memory) = _canvas("Pairs: one round, by the number of members")
    members = [row["members"] for row in rows]
    for name, label, colour, style in (
        ("whole s", "whole round", OURS, "-"),
        ("matching s", "matching", THEIRS, "--"),
        ("candidates s", "candidate pairs", QUIET, ":"),
    ):
        time.plot(
            members, [row[name] for row in rows], color=colour, linestyle=style, marker="o", ms=4, label=label
        )
    time.set(xscale="log", yscale="log", xlabel="members", ylabel="seconds of the processor")
    if power is not None:
        time.set_title(f"from 1,000 on: members to the power of {power:.2f}", fontsize=10, loc="left")
    time.legend(frameon=False, fontsize=9)
    _thousands(time.xaxis, members)
    _seconds(time.yaxis)
    memory.plot(members, [row["peak MB"] for row in rows], color=OURS, marker="o", ms=4)
    memory.set(xscale="log", xlabel="members", ylabel="most memory, MB")
    memory.set_ylim(bottom=0)
    _thousands(memory.xaxis, members)
    _save(figure, path)


def rivals(rows: Sequence[Row], path: Path) -> None:
    """Draw how many members each method leaves without a partner, and how long it takes."""
    sizes = sorted({row["members"] for row in rows})
    figure, (left, time) = _canvas("Pairs: the same possible pairs, other methods")
    names = list(dict.fromkeys(row["method"] for row in rows))[::-1]
    shades = (QUIET, THEIRS, OURS)
    for place, size in enumerate(sizes):
        found = {row["method"]: row for row in rows if row["members"] == size and row["seconds"] is not None}
        at = [names.index(name) + 0.26 * (len(sizes) / 2 - place - 0.5) for name in found]
        lost = [100 * (1 - row["placed"] / size) for row in found.values()]
        spent = [max(row["seconds"], 1e-4) for row in found.values()]
        label = f"{size:,} members"
        for axes, lengths, kind in ((left, lost, "{:.1f}"), (time, spent, None)):
            bars = axes.barh(at, lengths, height=0.24, color=shades[place % 3], label=label)
            words = [kind.format(x) if kind else _short(x) for x in lengths]
            axes.bar_label(bars, words, padding=3, fontsize=8)
        for name in set(names) - set(found):
            at_bar = names.index(name) + 0.26 * (len(sizes) / 2 - place - 0.5)
            limit = next(
                (row["limit"] for row in rows if (row["method"], row["members"]) == (name, size)), None
            )
            words = "not tried" if limit is None else f"nothing within {limit:.0f} s"
            left.text(1, at_bar, f"{size:,} members: {words}", fontsize=8, va="center", color=QUIET)
    left.set_yticks(range(len(names)), names, fontsize=9)
    left.set_xlabel("members without a partner, %")
    left.set_xlim(0, 112)
    time.set_yticks(range(len(names)), [])
    time.set(xscale="log", xlabel="seconds of the processor")
    time.set_xlim(right=20 * max(row["seconds"] or 0 for row in rows))
    _seconds(time.xaxis)
    left.legend(frameon=False, fontsize=9, loc="lower right")
    _save(figure, path)


def _short(seconds: float) -> str:
    return f"{seconds:.1g}" if seconds < 1 else f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}"


def groups(rows: Sequence[Row], path: Path) -> None:
    """Draw the time of rounds of groups, and the part of everybody who has a place."""
    figure, (time, placed) = _canvas("Groups of three to five: one round, by the number of members")
    for size, colour, mark, line in ((3, OURS, "o", "-"), (4, THEIRS, "s", "--"), (5, FOURTH, "^", "-.")):
        mine = [row for row in rows if row["size"] == size]
        if not mine:
            continue
        members = [row["members"] for row in mine]
        time.plot(
            members,
            [row["seconds"] for row in mine],
            color=colour,
            linestyle=line,
            marker=mark,
            ms=5,
            label=f"groups of {size}",
        )
        share = [100 * row["placed"] / row["members"] for row in mine]
        placed.plot(
            members, share, color=colour, linestyle=line, marker=mark, ms=5, label=f"groups of {size}"
        )
        greedy = [row for row in mine if row.get("greedy placed") is not None]
        placed.plot(
            [row["members"] for row in greedy],
            [100 * row["greedy placed"] / row["members"] for row in greedy],
            color=colour,
            marker=mark,
            ms=4,
            linestyle=":",
            markerfacecolor="white",
            label=f"groups of {size}, filled greedily",
        )
    time.set(xscale="log", yscale="log", xlabel="members", ylabel="seconds of the processor")
    placed.set(xscale="log", xlabel="members", ylabel="members who have a group, %")
    placed.set_ylim(top=101)
    placed.yaxis.get_major_locator().set_params(integer=True)
    members = sorted({row["members"] for row in rows})
    for axes in (time, placed):
        _thousands(axes.xaxis, members)
        axes.set_xlim(members[0] * 0.8, members[-1] * 1.25)
    _seconds(time.yaxis)
    time.legend(frameon=False, fontsize=9)
    placed.legend(frameon=False, fontsize=8, loc="lower right")
    _save(figure, path)


def horizon(rows: Sequence[Row], path: Path) -> None:
    """Draw the rounds before the first repeat as a part of the most that could be."""
    figure, panels = _canvas(
        "Rounds before anybody meets again, in % of the most there can be", (1.5, 1, 0.8)
    )
    sets = (
        (
            "pairs (*: with a trio in each round, °: pairs only)",
            [row for row in rows if row["size"] == 2 and row["members"] not in NOT_SHOWN],
        ),
        ("groups of three", [row for row in rows if row["size"] == 3]),
        ("groups of four", [row for row in rows if row["size"] == 4]),
    )
    for axes, (title, mine) in zip(panels, sets, strict=True):
        places = sorted({(row["rule"] == "one trio", row["rule"], row["members"]) for row in mine})
        for step, (method, colour) in enumerate(METHODS.items()):
            found = [row for row in mine if row["method"] == method]
            at = [places.index((row["rule"] == "one trio", row["rule"], row["members"])) for row in found]
            heights = [100 * row["survived"] / row["bound"] for row in found]
            axes.bar([x + 0.27 * (step - 1) for x in at], heights, width=0.26, color=colour, label=method)
        words = [f"{members}{MARKS.get(rule, '')}" for _, rule, members in places]
        axes.set_xticks(range(len(places)), words, fontsize=8)
        axes.set_title(title, fontsize=10, loc="left")
        axes.set_xlabel("members", fontsize=9)
        axes.set_ylim(0, 105)
    panels[-1].legend(frameon=False, fontsize=9, loc="upper right")
    _save(figure, path)


def fairness(rows: Sequence[Row], path: Path) -> None:
    """Draw the largest difference of turns, and what turns cost in repeats."""
    figure, (spread, cost) = _canvas("Turns of an odd number of members, over 200 rounds")
    for place, (turns, colour) in enumerate((("sitting out", OURS), ("odd trio", THEIRS))):
        mine = [row for row in rows if row["turns"] == turns]
        members = [row["members"] for row in mine]
        shifted = [x + 0.7 * (place - 0.5) for x in members]
        spread.bar(
            shifted, [row["difference since the start"] for row in mine], 0.65, color=colour, label=turns
        )
        worst = [row["difference in any window"] for row in mine]
        spread.plot(shifted, worst, "_", color="black", ms=9, label="in any run of rounds" if place else None)
        if turns == "odd trio":
            cost.bar(members, [row["repeats in n-1 rounds"] for row in mine], 0.9, color=colour, label=turns)
            least = [row["unavoidable"] for row in mine]
            cost.plot(members, least, "_", color="black", ms=14, label="unavoidable with a trio each round")
    for axes in (spread, cost):
        axes.set_xticks(sorted({row["members"] for row in rows}))
        axes.set_xlabel("members")
        axes.set_ylim(bottom=0)
    spread.set_ylabel("turns between any two, at most")
    spread.set_ylim(0, 1 + max(row["difference in any window"] for row in rows))
    spread.yaxis.get_major_locator().set_params(integer=True)
    cost.set_ylabel("repeats in the first n - 1 rounds")
    spread.legend(frameon=False, fontsize=9)
    cost.legend(frameon=False, fontsize=9)
    _save(figure, path)


def churning(rows: Sequence[Row], path: Path) -> None:
    """Draw how many pairs are repeats, and how soon, where a tenth of the members change after each round."""
    figure, (share, gap) = _canvas("A tenth of the members change after each round")
    places = range(len(rows))
    words = [f"{row['members']} members\n{row['rounds']} rounds" for row in rows]
    bars = share.bar(places, [row["repeats %"] for row in rows], 0.5, color=OURS)
    share.bar_label(bars, [f"{row['repeats %']:.1f}" for row in rows], padding=3, fontsize=9)
    share.set_ylabel("pairs who met before, %")
    bars = gap.bar(places, [row["shortest gap"] or 0 for row in rows], 0.5, color=THEIRS)
    gap.bar_label(bars, [row["shortest gap"] or "nobody\nmet twice" for row in rows], padding=3, fontsize=9)
    gap.set_ylabel("rounds until two meet again, at least")
    for axes in (share, gap):
        axes.set_xticks(places, words, fontsize=9)
        axes.margins(y=0.15)
    _save(figure, path)


def constants(rows: Sequence[Row], orders: Sequence[Row], path: Path) -> None:
    """Draw what a wider graph brings and costs, and how steep the order of promises must be."""
    figure, (width, order) = _canvas("What the constants are worth")
    for looked_at, colour, mark in zip(
        dict.fromkeys(row["looked at"] for row in rows), (OURS, THEIRS, FOURTH), "os^", strict=False
    ):
        mine = [row for row in rows if row["looked at"] == looked_at]
        seconds = [row["candidates s"] + row["matching s"] for row in mine]
        people = looked_at if isinstance(looked_at, str) else f"{looked_at:,}"
        width.plot(
            seconds, [row["strict"] for row in mine], mark, color=colour, ms=6, label=f"looked at: {people}"
        )
        for row, at in zip(mine, seconds, strict=True):
            width.annotate(
                f"{row['kept']}{' (in use)' if row['in use'] else ''}",
                (at, row["strict"]), xytext=(6, -3), textcoords="offset points", fontsize=8,
            )  # fmt: skip
    width.set_title("10,000 members; numbers: pairs kept for each", fontsize=10, loc="left")
    width.set(xlabel="seconds of the processor", ylabel="strict quality")
    width.margins(x=0.2)
    width.legend(frameon=False, fontsize=9, loc="lower right")
    steps = range(len(orders))
    order.bar(steps, [row["promise sold"] for row in orders], 0.6, color=THEIRS)
    order.set_xticks(steps, [str(row["a step outweighs"]) for row in orders])
    order.set_xlabel("one step of a promise outweighs so many of the next")
    order.set_ylabel(f"towns of {orders[0]['towns'] if orders else 0} in which a promise is sold")
    _save(figure, path)
