"""What every use case is given: storage, time, chance, content, platforms, the matcher, a gazetteer, a painter."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from bot.content.library import Library
from bot.ids import PlatformName
from bot.matching import MatchRequest, MatchResult
from bot.ports.clock import Clock
from bot.ports.gazetteer import NOWHERE, Gazetteer
from bot.ports.platform import ChatPlatform
from bot.ports.storage import Storage
from bot.services.dry_runs import DryRuns
from bot.services.held import HeldTexts
from bot.services.illustration import Paint, no_pictures
from bot.text.catalogue import languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Hold the surroundings of a use case. `match` and `paint` may run elsewhere; they are pure.

    `held` texts and `dry_runs` are in memory only. `pretended` languages are offered to developers only (`bot.text.pseudo`).
    """

    storage: Storage
    clock: Clock
    rng: Random
    library: Library
    platforms: Mapping[PlatformName, ChatPlatform]
    match: Callable[[MatchRequest], Awaitable[MatchResult]]
    gazetteer: Gazetteer = NOWHERE
    held: HeldTexts = field(default_factory=HeldTexts)
    dry_runs: DryRuns = field(default_factory=DryRuns)
    paint: Paint = no_pictures
    pretended: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that people may choose."""
        return (*languages(), *self.pretended)
