"""Menus without buttons: numbered lines, answered by a number, by words, or by a reaction.

- In the direct room: a number or the choice's own words; for several at once "1 3 4". A reply to a menu answers that
  one, even while a form is open; else the form comes first, and then the newest menu.
- In a group's place: the same as a reply to the message, or one of the reactions that the bot put there.
- A private menu in a room with others takes no answer there at all, because everybody would see it. The post
  offers its words, and the direct room understands them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.matrix.records import MenuRecord, load, save
from adapters.matrix.render import KEYCAPS, MAX_REACTIONS, Surroundings, words_of
from bot.ports.commands import PlaceKind
from bot.ports.messages import Menu
from bot.ports.notebook import Notebook
from bot.text.bidi import bare
from bot.text.message import T, Text, Verbatim

_SELECTORS = {0xFE0E: None, 0xFE0F: None}
_KEPT_OFFERS = 5
_NUMBERS = re.compile(r"[0-9]{1,2}(?:(?:\s*[,;]\s*|\s+(?:and\s+)?)[0-9]{1,2})*[.)]?")
CHECK = "✅"


@dataclass(frozen=True, slots=True)
class Picked:
    """Hold the keys that an answer means."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotThere:
    """Hold an answer that is clearly meant for the menu and fits no choice."""

    why: Text


class Menus:
    """Keep the menus that were shown."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    async def remember(self, record: MenuRecord, *, direct: bool, offered: bool) -> None:
        """Write a menu down: as its direct room's latest, or as one that is answered elsewhere."""
        await save(self._notebook, f"menu/{record.event}", record)
        if direct:
            await self._notebook.write(f"latest/{record.room}", record.event)
        elif offered:
            older = (await self._notebook.read(f"offers/{record.room}") or "").split()
            fresh = [record.event, *(event for event in older if event != record.event)]
            for event in fresh[_KEPT_OFFERS:]:
                await self._notebook.erase(f"menu/{event}")
            await self._notebook.write(f"offers/{record.room}", " ".join(fresh[:_KEPT_OFFERS]))

    async def by_event(self, event: str) -> MenuRecord | None:
        """Return the menu that a message shows."""
        return await load(self._notebook, f"menu/{event}", MenuRecord)

    async def latest(self, room: str) -> MenuRecord | None:
        """Return the newest menu of a direct room."""
        event = await self._notebook.read(f"latest/{room}")
        return await self.by_event(event) if event else None

    async def offers(self) -> list[MenuRecord]:
        """Return every private menu that stands in a room with others, the newest first."""
        found: list[MenuRecord] = []
        for key in await self._notebook.keys("offers/"):
            for event in (await self._notebook.read(key) or "").split():
                record = await self.by_event(event)
                if record is not None:
                    found.append(record)
        return sorted(found, key=lambda record: record.at, reverse=True)

    async def forget_room(self, room: str) -> None:
        """Drop a room's menus."""
        for event in (await self._notebook.read(f"offers/{room}") or "").split():
            await self._notebook.erase(f"menu/{event}")
        await self._notebook.erase(f"offers/{room}")
        await self._notebook.erase(f"latest/{room}")


def labels_of(menu: Menu, around: Surroundings) -> list[str]:
    """Return the choices' words as they are shown."""
    return [words_of(choice.label, around) for choice in menu.choices]


def commands_of(menu: Menu) -> list[str]:
    """Return the command behind each choice."""
    submit = menu.submit
    return [submit.command if menu.gather and submit else choice.action.command for choice in menu.choices]


def hint(menu: Menu, *, kind: PlaceKind, offered: bool, link: str) -> Text:
    """Say how to answer this menu here."""
    if offered:
        first = menu.choices[0].label
        return T(
            'Write "{choice}", or another of these, to me directly: {link}', choice=first, link=Verbatim(link)
        )
    if kind is PlaceKind.DIRECT:
        several = T('Answer with the numbers that you want, such as "1 3".')
        return several if menu.gather else T("Answer with a number.")
    if menu.gather:
        return T('Reply to this message with the numbers that you want, such as "1 3".')
    if len(menu.choices) <= MAX_REACTIONS:
        return T("Tap a number below, or reply to this message with it.")
    return T("Reply to this message with a number.")


def reactions(menu: Menu) -> tuple[str, ...]:
    """Return the reactions to put below a menu that may be answered in sight of others."""
    fits = len(menu.choices) <= MAX_REACTIONS
    if not fits:
        return ()
    return (*KEYCAPS[: len(menu.choices)], *((CHECK,) if menu.gather else ()))


def same_emoji(one: str, other: str) -> bool:
    """Compare as people see them: clients differ in invisible variation selectors."""
    return one.translate(_SELECTORS) == other.translate(_SELECTORS)


def position(emoji: str) -> int | None:
    """Return the 0-based choice that a reaction stands for."""
    return next((index for index, keycap in enumerate(KEYCAPS) if same_emoji(emoji, keycap)), None)


def choose(record: MenuRecord, words: str) -> Picked | NotThere | None:
    """Read an answer; None where the words are not meant for the menu."""
    named = _named(record, words)
    if named is not None:
        return Picked(named)
    if not _NUMBERS.fullmatch(words):
        return None
    numbers = [int(number) for number in re.findall(r"[0-9]+", words)]
    if any(not 1 <= number <= len(record.keys) for number in numbers):
        most = len(record.keys)
        if numbers == [0] and record.gather:
            return _enough(record, ())
        return NotThere(T("There is no such number. Please choose from 1 to {most}.", most=most))
    if not record.gather and len(numbers) > 1:
        return NotThere(T("Please choose one number."))
    return _enough(record, tuple(record.keys[number - 1] for number in dict.fromkeys(numbers)))


def _enough(record: MenuRecord, keys: Sequence[str]) -> Picked | NotThere:
    if len(keys) < record.least:
        return NotThere(T("Please choose at least {least}.", least=record.least))
    return Picked(tuple(keys))


def _folded(words: str) -> str:
    """Return words as they are compared."""
    return bare(words).casefold().strip()


def _named(record: MenuRecord, words: str) -> tuple[str, ...] | None:
    """Return the keys for choices written out in words, several of them separated by commas."""
    keys = {_folded(label): key for label, key in zip(record.labels, record.keys, strict=True)}
    whole = keys.get(_folded(words))
    if whole is not None:
        return (whole,)
    parts = [_folded(part) for part in words.split(",")]
    if record.gather and len(parts) > 1 and all(part in keys for part in parts):
        return tuple(dict.fromkeys(keys[part] for part in parts))
    return None
