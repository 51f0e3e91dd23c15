"""What the parts that serve people work with."""

from dataclasses import dataclass

from adapters.matrix.direct import DirectRooms
from adapters.matrix.http import Http
from adapters.matrix.menus import Menus
from adapters.matrix.rooms import Rooms
from adapters.matrix.sender import Sender
from adapters.matrix.settings import MatrixSettings
from bot.ports.clock import Clock
from bot.ports.notebook import Notebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Hold one of each, made for one run."""

    http: Http
    rooms: Rooms
    menus: Menus
    sender: Sender
    directs: DirectRooms
    notebook: Notebook
    clock: Clock
    settings: MatrixSettings
