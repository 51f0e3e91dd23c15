"""The communities that are measured: a pretended town with a past that the matcher itself made."""

import pickle
import random
from dataclasses import replace
from pathlib import Path

from bot.matching import MatchRequest, match
from bot.simulation.play import Books, Settings
from bot.simulation.town import Town, pretend_town

ALWAYS = (1 << 21) - 1


def books_of(town: Town, settings: Settings, seed: str) -> Books:
    return Books(town, settings, seed=seed)


def play_one(books: Books, number: int):
    """Play a round to which everybody comes, and in which every group meets."""
    return books.play(number, list(books.members), dict.fromkeys(books.members, 1.0))


def request_of(count: int, rounds: int, size: int, areas: int | None, folder: Path) -> Path:
    """Return a file with the request of a town's next round, making it where it is not there yet."""
    path = folder / f"{count}-members-{rounds}-rounds-of-{size}.pickle"
    if not path.exists():
        books = books_of(
            pretend_town(count, random.Random(count), areas=areas), Settings(size=size), f"town {count}"
        )
        for number in range(rounds):
            play_one(books, number)
        path.write_bytes(pickle.dumps(books.request(rounds, list(books.members))))
    return path


def read(path: Path) -> MatchRequest:
    return pickle.loads(path.read_bytes())


def open_town(count: int, seed: int) -> Town:
    """Make up a town in which everybody may meet everybody, and only how well they fit differs."""
    town = pretend_town(count, random.Random(seed))
    people = (
        replace(person, slots=ALWAYS, languages=frozenset({"l0"}), reach_km=200.0)
        for person in town.candidates
    )
    return replace(town, candidates=tuple(people), separated=frozenset())


def warm_up() -> None:
    """Load all that a first round loads, so that it is not counted."""
    for size in (2, 3):
        match(MatchRequest(candidates=open_town(15, 0).candidates, size=size, seed="warm"))
    match(MatchRequest(candidates=pretend_town(900, random.Random(0)).candidates, seed="warm"))
