"""Draw what a played series was like: four small charts under a sentence, as one PNG."""

from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bot.simulation.report import within
from bot.simulation.tally import Numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

INCHES, DOTS_AN_INCH, MARGIN = (10.0, 7.0), 120, 0.12
MET, AGAIN, QUIET = "#1b7f79", "#d9822b", "#5b6770"  # told apart by people who see few colours, too
MOST_BARS = 40
HALF, MOST = 0.5, 0.9
BELOW_WORDS = 0.75  # of a chart's height, so that lines don't run through the words above them


def draw(numbers: Numbers, title: str, subtitle: str) -> bytes:
    """Return the picture. Needs no display, and asks no style of the machine it runs on."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    air = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
    figure = Figure(figsize=INCHES, dpi=DOTS_AN_INCH, layout=air, facecolor="white")
    figure.suptitle(f"{title}\n{subtitle}", fontsize=13)
    (meeting, faces), (left_out, ways) = figure.subplots(2, 2)
    _draw_meetings(meeting, numbers)
    came = [one for one in numbers.members if one.came]
    _draw_counts(faces, [one.new_people for one in came], "New people a member met", MET)
    _draw_counts(left_out, [one.left_out for one in came], _never_left_out(numbers), AGAIN)
    _draw_ways(ways, numbers)
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _draw_meetings(axes: "Axes", numbers: Numbers) -> None:
    """Draw the pairs met so far as a line, and the repeats of each round as bars on a scale of their own."""
    met = [each.first_meetings for each in numbers.rounds]
    rounds = range(1, len(met) + 1)
    _plain(axes, "Pairs who met so far, and repeats in each round", "round")
    axes.plot(rounds, [sum(met[:number]) for number in rounds], color=MET, marker=".", linewidth=2)
    axes.set_ylabel("pairs met so far", color=MET)
    axes.set_xlim(0.3, len(met) + 0.7)
    axes.set_ylim(bottom=0)
    again = axes.twinx()
    repeats = [each.repeats for each in numbers.rounds]
    again.bar(rounds, repeats, color=AGAIN, alpha=0.75)
    again.set_ylabel("repeats", color=AGAIN)
    again.set_ylim(0, max(4, 2.5 * max(repeats)))  # low bars leave the line in sight
    again.spines["top"].set_visible(False)
    _whole_numbers(axes.xaxis, axes.yaxis, again.yaxis)


def _never_left_out(numbers: Numbers) -> str:
    came = [one for one in numbers.members if one.came]
    never = sum(not one.left_out for one in came)
    return f"Times a member was left out (never: {never:,} of {len(came):,})"


def _draw_counts(axes: "Axes", counts: Sequence[int], title: str, colour: str) -> None:
    """Draw how many members share each count; several counts share a bar where there are many."""
    _plain(axes, title, "")
    axes.set_ylabel("members")
    width = 1 + max(counts, default=0) // MOST_BARS
    bars = Counter(number // width for number in counts)
    axes.bar(
        [(bar + 0.5) * width - 0.5 for bar in bars], list(bars.values()), width=0.85 * width, color=colour
    )
    axes.set_xlim(-0.7, max(4, max(counts, default=0)) + 0.7)
    _whole_numbers(axes.xaxis, axes.yaxis)


def _draw_ways(axes: "Axes", numbers: Numbers) -> None:
    """Draw how far apart people of a group live, and below which way half and nine in ten of them are."""
    _plain(axes, "Ways between two people of a group", "km")
    axes.set_ylabel("pairs")
    if not numbers.ways_km:
        axes.text(0.5, 0.5, "no area has a centre", ha="center", transform=axes.transAxes, color=QUIET)
        return
    axes.hist(numbers.ways_km, bins=MOST_BARS, color=QUIET, alpha=0.75)
    for share, words, style in ((HALF, "half", "-"), (MOST, "nine in ten", "--")):
        way = numbers.way(share)
        if way is not None:
            axes.axvline(way, ymax=BELOW_WORDS, color=MET, linestyle=style, label=f"{words} {within(way)}")
    axes.set_xlim(left=0)
    axes.set_ylim(top=axes.get_ylim()[1] / BELOW_WORDS)
    axes.legend(loc="upper right", frameon=False)


def _plain(axes: "Axes", title: str, below: str) -> None:
    axes.set_title(title, fontsize=11, loc="left")
    axes.set_xlabel(below)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _whole_numbers(*scales: "Axis") -> None:
    from matplotlib.ticker import MaxNLocator

    for scale in scales:
        scale.set_major_locator(MaxNLocator(integer=True))
