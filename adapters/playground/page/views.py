"""What one viewer sees, as JSON: the page inserts every word of it as text, never as markup."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from adapters.playground.model import Channel, Dialog, Entry, Resident
from adapters.playground.page.wording import wording
from adapters.playground.render import words
from adapters.playground.world import World
from bot.ids import ChannelId, UserId
from bot.ports.commands import CommandSpec, PlaceKind
from bot.ports.messages import Attachment, FieldChoice, Form, Menu
from bot.text.bidi import direction
from bot.text.message import Moment, MomentStyle, Text
from bot.text.render import written_moment

Json = dict[str, Any]
NEWEST = 200
"""How many entries of a channel a page shows."""


class Views:
    """Describe a world to the page; times are written in `zone` (an IANA name).

    `guest` is somebody new to look as; `members` says who has joined; None for a world in which nobody asks.
    """

    def __init__(
        self,
        world: World,
        *,
        zone: str,
        me: UserId,
        guest: UserId | None = None,
        members: Callable[[], frozenset[UserId] | None] = lambda: None,
    ) -> None:
        self._world = world
        self._zone = zone
        self._me = me
        self._members = members
        self._guest = guest

    def state(self, viewer: UserId, channel: ChannelId | None, language: str) -> Json:
        """Return everything that the page shows to one viewer, who reads a language and has one channel open."""
        channels = list(self._world.channels_of(viewer))
        chosen = next((one for one in channels if one.id == channel), channels[0] if channels else None)
        dialog = next((one for one in self._world.dialogs.values() if one.user == viewer), None)
        return {
            "revision": self._world.revision,
            "town": next(iter(self._world.homes.values()), ""),
            "now": self.now(language),
            "language": language,
            "direction": direction(language),
            "viewer": self._person(self._world.people[viewer]),
            "people": [self._person(one) for one in self._world.people.values() if one.homes],
            "channels": [self._channel(one, viewer) for one in channels],
            "channel": chosen.id if chosen is not None else None,
            "entries": [self._entry(one, viewer, language) for one in self._shown(chosen, viewer)],
            "dialog": self._dialog(dialog) if dialog is not None else None,
        }

    def now(self, language: str) -> str:
        """Return the world's time in words."""
        return self._moment(self._world.clock.now(), MomentStyle.LONG, language)

    def words(self, language: str) -> dict[str, str]:
        """Return the page's own words."""
        return wording(self._world, language)

    def commands(self, specs: Sequence[CommandSpec], language: str) -> list[Json]:
        """Return the catalogue for the page's completion, without what is only tapped."""
        return [_command(self._world, spec, language) for spec in specs if not spec.tapped]

    def choices(self, found: Sequence[FieldChoice], language: str) -> list[Json]:
        """Return completions for an option that is being typed."""
        return [{"value": one.value, "label": self._words(one.label, language)} for one in found]

    def _shown(self, channel: Channel | None, viewer: UserId) -> list[Entry]:
        return self._world.entries(channel.id, viewer)[-NEWEST:] if channel is not None else []

    def _person(self, resident: Resident) -> Json:
        members = self._members()
        return {
            "id": resident.id,
            "name": resident.name,
            "me": resident.id == self._me,
            "organiser": bool(resident.organises),
            "guest": resident.id == self._guest,
            "joined": members is None or resident.id in members,
        }

    def _channel(self, channel: Channel, viewer: UserId) -> Json:
        entries = self._world.entries(channel.id, viewer)
        others = [self._world.people[user].name for user in sorted(channel.people) if user != viewer]
        return {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind.value,
            "archived": channel.archived,
            "count": len(entries),
            "people": others if channel.kind is PlaceKind.GROUP else [],
        }

    def _entry(self, entry: Entry, viewer: UserId, reading: str) -> Json:
        message, language = entry.message, entry.language
        author = self._world.people[entry.author].name if entry.author is not None else None
        caller = self._world.people[entry.caller].name if entry.caller is not None else None
        return {
            "id": entry.id,
            "at": self._moment(entry.at, MomentStyle.TIME, reading),
            "day": self._moment(entry.at, MomentStyle.DATE, reading),
            "author": author,
            "private": entry.seen_by is not None,
            "call": entry.call,
            "caller": caller,
            "language": language,
            "direction": direction(language),
            "title": self._words(message.title, language),
            "lines": [self._words(line, language) for line in message.lines],
            "facts": [
                [self._words(fact.label, language), self._words(fact.value, language)]
                for fact in message.facts
            ],
            "bullets": [self._words(bullet, language) for bullet in message.bullets],
            "footer": self._words(message.footer, language),
            "menu": self._menu(message.menu, entry, viewer) if message.menu is not None else None,
            "files": [self._file(entry, number, file) for number, file in enumerate(message.files)],
        }

    def _menu(self, menu: Menu, entry: Entry, viewer: UserId) -> Json:
        return {
            "prompt": self._words(menu.prompt, entry.language),
            "gather": menu.gather is not None,
            "least": menu.least,
            "taps": list(entry.taps.get(viewer, ())),
            "choices": [
                {
                    "key": choice.key,
                    "label": self._words(choice.label, entry.language),
                    "tone": choice.tone.value,
                    "chosen": choice.chosen,
                }
                for choice in menu.choices
            ],
        }

    def _file(self, entry: Entry, number: int, file: Attachment) -> Json:
        return {
            "name": file.name,
            "type": file.media_type,
            "size": len(file.data),
            "alt": self._words(file.alt, entry.language),
            "path": f"files/{entry.id}/{number}",
        }

    def _dialog(self, dialog: Dialog) -> Json:
        language = dialog.language
        form = _form(self._world, dialog.form, language)
        return {"id": dialog.id, "language": language, "direction": direction(language), **form}

    def _moment(self, at: datetime, style: MomentStyle, language: str) -> str:
        """Write a time of the page's own; the town's is a clock of 24 hours where the language has both."""
        return written_moment(Moment(at=at, zone=self._zone, style=style), language)

    def _words(self, text: Text | None, language: str) -> str:
        return words(self._world, text, language)


def _form(world: World, form: Form, language: str) -> Json:
    return {
        "title": words(world, form.title, language),
        "fields": [
            {
                "option": field.option,
                "label": words(world, field.label, language),
                "kind": field.kind.value,
                "hint": words(world, field.hint, language),
                "required": field.required,
                "longest": field.longest,
                "value": field.held or field.value,
                "choices": [
                    {"value": choice.value, "label": words(world, choice.label, language)}
                    for choice in field.choices
                ],
            }
            for field in form.fields
        ],
    }


def _command(world: World, spec: CommandSpec, language: str) -> Json:
    """Describe a command as it is called in a language; `command` and `option` are what the core knows."""
    return {
        "command": spec.name,
        "name": world.called(spec.name, language),
        "summary": words(world, spec.summary, language),
        "access": spec.access.value,
        "options": [
            {
                "option": option.name,
                "name": world.called(option.name, language),
                "summary": words(world, option.summary, language),
                "kind": option.kind.value,
                "required": option.required,
                "suggest": option.suggest,
                "choices": [
                    {"value": choice.value, "label": words(world, choice.label, language)}
                    for choice in option.choices
                ],
            }
            for option in spec.shown_options
        ],
    }
