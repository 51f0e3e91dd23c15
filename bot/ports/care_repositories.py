"""The part of a transaction's view that cares: who stays apart, reports, what people agreed to, and what is kept of them."""

from typing import Protocol

from bot.ports.care import Separations
from bot.ports.consents import Consents
from bot.ports.dossier import Dossier
from bot.ports.privacy import Retention, Sightings, Tallies, Traces
from bot.ports.reports import Reports


class CareRepositories(Protocol):
    """Stand for what protects people, in one transaction."""

    @property
    def reports(self) -> Reports: ...
    @property
    def separations(self) -> Separations: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def dossier(self) -> Dossier: ...
    @property
    def traces(self) -> Traces: ...
    @property
    def sightings(self) -> Sightings: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def retention(self) -> Retention: ...
