"""What the adapter keeps in its notebook, one pydantic model a kind, each under its own sort of key."""

from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError

from bot.ids import ChannelId, HomeId, PlatformName
from bot.ports.commands import Place, PlaceKind
from bot.ports.notebook import Notebook

Model = TypeVar("Model", bound=BaseModel)


class RoomRecord(BaseModel):
    """Say what a room is for: a direct room with `user`, a group's place below `home`, or one that was closed."""

    kind: Literal["direct", "group", "closed"]
    user: str = ""
    home: str = ""
    channel: str = ""


class Origin(BaseModel):
    """Remember where a conversation began, for what is answered elsewhere."""

    platform: str
    home: str | None
    channel: str
    kind: PlaceKind

    @classmethod
    def of(cls, place: Place) -> "Origin":
        """Take down a place."""
        return cls(platform=place.platform, home=place.home, channel=place.channel, kind=place.kind)

    def place(self) -> Place:
        """Return the place."""
        home = HomeId(self.home) if self.home is not None else None
        return Place(
            platform=PlatformName(self.platform), home=home, channel=ChannelId(self.channel), kind=self.kind
        )


class MenuRecord(BaseModel):
    """Remember a menu that was shown, so that answers are understood after a restart.

    `asked` is the only person who may answer, or empty for everybody in the room. With `elsewhere` nobody may
    answer where it stands. `at` is in milliseconds.
    """

    menu: str
    room: str
    event: str
    keys: list[str]
    labels: list[str]
    commands: list[str]
    gather: bool = False
    least: int = 0
    asked: str = ""
    elsewhere: bool = False
    origin: Origin | None = None
    language: str = "en"
    at: int = 0


class FormRecord(BaseModel):
    """Remember a form that is being filled in, one question at a time.

    `last` is the event that moved it here: seeing it again after a crash repeats the words and moves nothing.
    `spoken` names the questions whose answers are in memory only, because they may not be written down.
    """

    title: str
    command: str
    options: dict[str, str]
    fields: list["FieldRecord"]
    answers: dict[str, str] = {}
    spoken: list[str] = []
    index: int = 0
    origin: Origin | None = None
    language: str = "en"
    started: int = 0
    last: str = ""
    ended: Literal["", "submitted", "cancelled", "timed out"] = ""


class FieldRecord(BaseModel):
    """Remember one question, in the reader's language."""

    option: str
    label: str
    kind: str
    hint: str = ""
    values: list[str] = []
    labels: list[str] = []
    required: bool = True
    longest: int = 200
    value: str = ""
    unwritten: bool = False


class InviteRecord(BaseModel):
    """Remember an invitation until the room has been joined; servers say it once."""

    inviter: str
    direct: bool = False
    tries: int = 0
    next_try: int = 0


class SentRecord(BaseModel):
    """Remember what was sent under a key; `at` is in milliseconds."""

    room: str
    event: str
    at: int = 0


class CallRecord(BaseModel):
    """Remember a command that waits for its file."""

    command: str
    options: dict[str, str]
    user: str
    origin: Origin


async def load(notebook: Notebook, key: str, model: type[Model]) -> Model | None:
    """Read an entry; one that a later version wrote differently counts as missing."""
    raw = await notebook.read(key)
    if raw is None:
        return None
    try:
        return model.model_validate_json(raw)
    except ValidationError:
        return None


async def save(notebook: Notebook, key: str, record: BaseModel) -> None:
    """Write an entry."""
    await notebook.write(key, record.model_dump_json())
