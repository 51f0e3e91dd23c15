"""A picture that goes with a message: what it shows, its file's name, and words for those who don't see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.pictures.drawing import Picture
from bot.ports.messages import Attachment, Message
from bot.text.message import Text

Paint: TypeAlias = Callable[[Picture], Awaitable[bytes | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """Hold a picture as facts; it is drawn outside any transaction, right before it is shown."""

    picture: Picture
    name: str
    alt: Text


async def no_pictures(_picture: Picture) -> None:
    """Stand for a machine that draws nothing."""


async def illustrated(message: Message, illustration: Illustration | None, paint: Paint) -> Message:
    """Return a message with its picture, or as it is where the picture can't be drawn."""
    data = await paint(illustration.picture) if illustration is not None else None
    if illustration is None or data is None:
        return message
    file = Attachment(name=illustration.name, media_type="image/png", data=data, alt=illustration.alt)
    return replace(message, files=(*message.files, file))
