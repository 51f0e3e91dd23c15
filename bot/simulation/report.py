"""Say in words and numbers what a played series was like: for a table, a title, or another program."""

from collections.abc import Iterable
from dataclasses import asdict
from statistics import median_low
from typing import Any

from bot.simulation.play import Settings
from bot.simulation.tally import MemberNumbers, Numbers

Row = tuple[str, str]
VERSION = 1
SHORTEST_KM = 0.05
DIGITS = 2


def headline(numbers: Numbers, settings: Settings) -> str:
    """Return the one sentence above table and picture."""
    rounds, members = len(numbers.rounds), numbers.rounds[0].members
    groups = "pairs" if settings.size == 2 else f"groups of {settings.size}"  # noqa: PLR2004 - two are a pair
    only = " only" if settings.pairs_only else ""
    return f"{_counted(members, 'member')}, {_counted(rounds, 'round')} of {groups}{only}{_rules(settings)}"


def _rules(settings: Settings) -> str:
    """Name the circle's further rules, if it has any."""
    mixed = ", ".join(sorted(settings.mix))
    told = [
        "within one area" if settings.same_area else "",
        f"mixing {mixed}" if mixed else "",
        "" if settings.new_faces is None else f"{_counted(settings.new_faces, 'new face')} for everybody",
    ]
    return "".join(f", {rule}" for rule in told if rule)


def outcome(numbers: Numbers) -> str:
    """Return the sentence that says how it went."""
    met = sum(each.first_meetings for each in numbers.rounds)
    repeats = sum(each.repeats for each in numbers.rounds)
    return f"{_counted(met, 'pair')} met, {repeats:,} came together again; {_left(numbers)}"


def sections(numbers: Numbers) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of the table, in sections."""
    return (_taking_part(numbers), _meeting(numbers), _left_out(numbers), _groups(numbers))


def as_json(numbers: Numbers, settings: Settings) -> dict[str, Any]:
    """Return everything that was counted as plain data."""
    ways = [round(way, DIGITS) for way in numbers.ways_km]
    tried = asdict(settings) | {"mix": sorted(settings.mix)}
    return {"version": VERSION, "settings": tried, **asdict(numbers), "ways_km": ways}


def within(km: float) -> str:
    """Say how far a way goes at most; no way at all means that two people share an area."""
    return f"within {km:.1f} km" if km >= SHORTEST_KM else "in the same area"


def _left(numbers: Numbers) -> str:
    times = sum(each.left_out for each in numbers.rounds)
    return "nobody was left out" if not times else f"somebody was left out {_counted(times, 'time')}"


def _taking_part(numbers: Numbers) -> tuple[Row, ...]:
    came = sum(each.coming for each in numbers.rounds)
    possible = sum(each.members for each in numbers.rounds)
    ever = len(numbers.members)
    rows = [
        ("Members at a time", f"{numbers.rounds[0].members:,}"),
        ("Members in all, with those who left", f"{ever:,}"),
        ("Yeses", f"{came:,} ({_percent(came, possible)} of those asked)"),
    ]
    return tuple(rows if ever > numbers.rounds[0].members else [rows[0], rows[2]])


def _meeting(numbers: Numbers) -> tuple[Row, ...]:
    met = sum(each.first_meetings for each in numbers.rounds)
    repeats = sum(each.repeats for each in numbers.rounds)
    missed = sum(each.missed for each in numbers.rounds)
    rows = [
        ("Pairs who met for the first time", f"{met:,}"),
        (
            "New people a member met",
            _range((one.new_people for one in numbers.members if one.came), "nobody"),
        ),
        ("Pairs brought together again", f"{repeats:,} ({_percent(repeats, met + repeats)})"),
    ]
    if missed:
        rows.append(("Groups that never met", f"{missed:,}"))
    return tuple(rows)


def _left_out(numbers: Numbers) -> tuple[Row, ...]:
    times = sum(each.left_out for each in numbers.rounds)
    came = sum(each.coming for each in numbers.rounds)
    alone = sum(one.no_partner for one in numbers.members)
    rows = [("Times somebody was left out", f"{times:,} ({_percent(times, came)} of the yeses)")]
    if times:
        rows += [
            ("  nobody they could have met", f"{alone:,}"),
            ("  nobody left over for them", f"{times - alone:,}"),
        ]
    return (*rows, *_turns(numbers.regulars))


def _turns(regulars: tuple[MemberNumbers, ...]) -> tuple[Row, ...]:
    """Compare the turns of those who were there throughout; newcomers had less time for them."""
    rows = [("Times a regular was left out", _range((one.left_out for one in regulars), "never"))]
    if any(one.left_out for one in regulars):
        unlucky = (one.left_out - one.no_partner for one in regulars)
        rows.append(("  though there were people to meet", _range(unlucky, "never")))
    rows.append(("Turns a regular had in an odd group", _range((one.odd_turns for one in regulars), "never")))
    return tuple(rows)


def _groups(numbers: Numbers) -> tuple[Row, ...]:
    sizes = ", ".join(f"{times:,} of {size}" for size, times in numbers.group_sizes)
    rows = [("Groups", sizes or "none")]
    if (middle := numbers.way(0.5)) is not None and (far := numbers.way(0.9)) is not None:
        rows += [("Half of the ways within groups", within(middle)), ("  nine in ten", within(far))]
    if numbers.mean_fit is not None:
        rows.append(("How well groups fit (0 to 1000)", f"{numbers.mean_fit:.0f} on average"))
    if numbers.worst_off_fit is not None:
        rows.append(("  for the worst-off twentieth", f"{numbers.worst_off_fit:.0f}"))
    return tuple(rows)


def _range(values: Iterable[int], none: str) -> str:
    """Say between which numbers members are, and where their middle is; `none` is the word for 0."""
    ordered = sorted(values)
    if not ordered:
        return "-"
    if ordered[0] == ordered[-1]:
        return f"{ordered[0]} each"
    middle = median_low(ordered)
    half = f"half of them {middle} or fewer" if middle else f"half of them {none}"
    return f"{ordered[0]} to {ordered[-1]}, {half}"


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole if whole else 0.0
    return f"{share:.0f} %" if share in {0, 100} or share >= 10 else f"{share:.1f} %"  # noqa: PLR2004 - two digits


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
