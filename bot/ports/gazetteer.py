"""The gazetteer port: where towns are. Towns and districts only; no street, no address, no person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Hold a town or a district of a city. `country` is an ISO code, `zone` an IANA name, `centre` coarse degrees.

    `region` is empty where it is not known; `alias` says that it was found under another than its first name.
    """

    name: str
    country: str
    region: str = ""
    population: int
    centre: tuple[float, float]
    zone: str
    alias: bool = False


class Gazetteer(Protocol):
    """Find towns by their names."""

    async def find(self, names: Sequence[str]) -> Mapping[str, tuple[Town, ...]]:
        """Return for each name the towns that are called so in any language or script, largest first."""
        ...


class NoGazetteer:
    """Know no town: areas have no centre unless it is given."""

    async def find(self, names: Sequence[str]) -> Mapping[str, tuple[Town, ...]]:
        """Return nothing for each name."""
        return dict.fromkeys(names, ())


NOWHERE = NoGazetteer()
