"""`kith simulate`: try a circle's settings on a pretend community, or on an exported one, before people feel them."""

import random
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import kind_failures
from bot.errors import SetupError

if TYPE_CHECKING:
    from bot.simulation.play import Settings
    from bot.simulation.tally import Numbers
    from bot.simulation.town import Town

MEMBERS = 40
PAIR = 2
EPILOG = """
  kith simulate --members 60 --rounds 26 --churn 0.03 --attendance 0.8

  kith simulate --members 60 --size 3 --picture trios.png

  kith simulate --from town.json --rounds 12 --pairs-only

  kith simulate --size 4 --mix newcomers,areas --new-faces 2
"""
Attendance = Annotated[float, typer.Option(min=0, max=1, help="The share of members who say yes to a round.")]
Missed = Annotated[float, typer.Option(min=0, max=1, help="The share of groups that never meet after all.")]
Churn = Annotated[
    float, typer.Option(min=0, max=1, help="The share of members whom newcomers replace after each round.")
]
SameArea = Annotated[bool, typer.Option("--same-area", help="Keep groups within one area.")]
Mixed = Annotated[
    str, typer.Option("--mix", metavar="WHAT", help="What groups mix: areas, roles, newcomers, or several.")
]
NewFaces = Annotated[
    int | None,
    typer.Option(
        "--new-faces", min=1, max=4, help="How many new people everybody meets, if not only new ones."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command `simulate`."""
    app.command("simulate", rich_help_panel="Look around", epilog=EPILOG)(simulate)


def simulate(
    *,
    members: Annotated[
        int | None,
        typer.Option(min=2, max=100_000, help=f"How many people to make up ({MEMBERS} if nothing is said)."),
    ] = None,
    own: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Your own community, as kith export-circle wrote it."),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, max=1000, help="How many rounds to play.")] = 12,
    size: Annotated[int, typer.Option(min=2, max=5, help="The circle's group size.")] = 2,
    pairs_only: Annotated[
        bool, typer.Option("--pairs-only", help="Leave an odd one out rather than make a trio.")
    ] = False,
    same_area: SameArea = False,
    mix: Mixed = "",
    new_faces: NewFaces = None,
    attendance: Attendance = 1.0,
    missed: Missed = 0.0,
    churn: Churn = 0.0,
    seed: Annotated[
        int, typer.Option(help="Another number is another story; the same one is the same story.")
    ] = 1,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw four charts into this file.")
    ] = None,
    numbers: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write everything that was counted.")
    ] = None,
) -> None:
    """Play rounds with pretend people, and see who meets whom, how often again, and who is left out.

    Nothing is stored or posted, and no account is needed. Try the same seed with another size or rule: the same
    people come and go.
    """
    with kind_failures():
        _check(members, own)
        settings = _settings(
            size, mix, new_faces, pairs_only=pairs_only, same_area=same_area,
            attendance=attendance, missed=missed, churn=churn,
        )  # fmt: skip
        _check_targets(own, picture, numbers)
        from bot.simulation.limits import limiting

        rng = random.Random(seed)  # noqa: S311 - a simulation is repeated, not guarded
        town = _made_up(members or MEMBERS, rng) if own is None else _read(own)
        told = _played(town, settings, rounds, rng)
        _show(told, settings, limiting(town.candidates, settings))
        _write(told, settings, picture, numbers)


def _check(members: int | None, own: Path | None) -> None:
    if members is not None and own is not None:
        raise SetupError("Choose one: --members makes people up, --from reads your own community.")


def _settings(
    size: int, mix: str, new_faces: int | None, *, pairs_only: bool, same_area: bool, **behaviour: float
) -> "Settings":
    """Return what is tried. Raise `SetupError` for rules that no circle can have."""
    from bot.matching.model import Bridge
    from bot.simulation.play import Settings

    try:
        mixed = frozenset(Bridge(word.strip().casefold()) for word in mix.split(",") if word.strip())
    except ValueError as error:
        names = ", ".join(each.value for each in Bridge)
        raise SetupError(f"Groups can mix: {names}. Write several with commas between them.") from error
    if pairs_only and size != PAIR:
        raise SetupError(f"--pairs-only is for circles of two; leave it out for groups of {size}.")
    if same_area and Bridge.AREAS in mixed:
        raise SetupError("Groups can't mix areas and stay within one. Choose --same-area or --mix areas.")
    if new_faces is not None and new_faces >= size:
        raise SetupError(
            f"In a group of {size} there are {size - 1} others: choose that many new faces at most."
        )
    return Settings(
        size=size, pairs_only=pairs_only, same_area=same_area, mix=mixed, new_faces=new_faces, **behaviour
    )


def _check_targets(own: Path | None, picture: Path | None, numbers: Path | None) -> None:
    """Refuse what cannot be written before minutes of playing, not after."""
    if picture is not None and picture.suffix.lower() != ".png":
        raise SetupError(f"The picture is a PNG; give {picture} a name that ends in .png.")
    for path in (picture, numbers):
        if path is None:
            continue
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise SetupError(f"{path} cannot be written; name a file in a directory that exists.")
        if own is not None and path.absolute() == own.absolute():
            raise SetupError(f"{path} would overwrite the community that is read; name another file.")


def _made_up(members: int, rng: random.Random) -> "Town":
    """Make up a town; the number of areas grows as organisers name them, ever more slowly than its people."""
    from bot.simulation.town import TYPICAL, pretend_town

    return pretend_town(members, rng, areas=round(members**0.5), habits=TYPICAL)


def _read(path: Path) -> "Town":
    from bot.simulation.own import read

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SetupError(f"Kith cannot read {path} ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{path} is not a text file.") from error
    try:
        return read(text)
    except SetupError as error:
        raise SetupError(f"{path}: {error}") from error


def _played(town: "Town", settings: "Settings", rounds: int, rng: random.Random) -> "Numbers":
    """Play, with progress on standard error, so that the table can be piped elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.simulation.play import play
    from bot.simulation.tally import Tally

    tally = Tally(settings.size)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        passing = progress.add_task(f"Round 1 of {rounds}", total=rounds)
        for number, played in enumerate(play(town, settings, rounds, rng), start=1):
            tally.add(played)
            following = min(number + 1, rounds)
            progress.update(passing, completed=number, description=f"Round {following} of {rounds}")
    return tally.numbers()


def _show(told: "Numbers", settings: "Settings", limits: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.simulation.report import headline, sections

    table = Table(title=headline(told, settings), title_justify="left", show_header=False)
    table.add_column("what")
    table.add_column("how many")
    for section in sections(told):
        for what, count in section:
            table.add_row(what, count)
        table.add_section()
    console = Console(highlight=False)
    console.print(table)
    console.print(limits)


def _write(told: "Numbers", settings: "Settings", picture: Path | None, numbers: Path | None) -> None:
    from bot.simulation import report

    try:
        if numbers is not None:
            import json

            numbers.write_text(json.dumps(report.as_json(told, settings)) + "\n", encoding="utf-8")
        if picture is not None:
            from bot.simulation.picture import draw

            picture.write_bytes(draw(told, report.headline(told, settings), report.outcome(told)))
    except OSError as error:
        raise SetupError(f"Kith cannot write {error.filename} ({error.strerror}).") from error
    for path in (picture, numbers):
        if path is not None:
            typer.echo(f"Written: {path}")
