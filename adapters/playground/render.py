"""Messages as the playground shows them: plain words, and the parts that a page or a test needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.playground.world import World
from bot.ids import UserId
from bot.ports.messages import Message
from bot.text.message import Command, Moment, Person, Text, Typed
from bot.text.render import render, written_moment


@dataclass(frozen=True, slots=True)
class WorldStyle:
    """Write names as people know them, and times in the zone that the message names."""

    world: World

    def words(self, words: str) -> str:
        """Return what people wrote as it is; whoever shows it inserts it as text."""
        return words

    def moment(self, moment: Moment, language: str) -> str:
        """Return an instant in its own zone, relative ones against the world's clock."""
        return written_moment(moment, language, now=self.world.clock.now())

    def person(self, person: Person) -> str:
        """Return somebody's name with an at sign."""
        resident = self.world.people.get(UserId(person.user_id))
        return f"@{resident.name}" if resident is not None else "@?"

    def command(self, command: Command, language: str) -> str:
        """Return a command as it is typed here."""
        return f"/{self.world.called(command.path, language)}"

    def typed(self, typed: Typed, language: str) -> str:
        """Return the words as they are understood here."""
        return self.world.called(typed.words, language)


def words(world: World, text: Text | None, language: str) -> str:
    """Return a text as words, or nothing for none."""
    return render(text, WorldStyle(world), language) if text is not None else ""


def plain(world: World, message: Message, language: str) -> str:
    """Return everything readable of a message, one part a line."""
    return "\n".join(part for part in _parts(world, message, language) if part)


def _parts(world: World, message: Message, language: str) -> Iterator[str]:
    yield words(world, message.title, language)
    for line in message.lines:
        yield words(world, line, language)
    for bullet in message.bullets:
        yield f"• {words(world, bullet, language)}"
    for fact in message.facts:
        yield f"{words(world, fact.label, language)}: {words(world, fact.value, language)}"
    if message.menu is not None:
        yield words(world, message.menu.prompt, language)
    yield words(world, message.footer, language)
