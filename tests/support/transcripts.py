"""What everybody on the playground sees, written down as it comes: with its time, in its order, file by file."""

from dataclasses import dataclass, field

from adapters.playground.render import plain, words
from adapters.playground.world import World, sees
from bot.ids import UserId


@dataclass
class RecordedWorld(World):
    """Be a world that notes for each person what they see: entries as they are written, places as they change.

    A place is called by the order in which its viewer first saw it, so that nothing private of anybody else shows.
    """

    seen: dict[UserId, list[tuple]] = field(default_factory=dict)
    _names: dict[UserId, dict[str, int]] = field(default_factory=dict)
    _places: dict[UserId, dict] = field(default_factory=dict)

    def changed(self):
        super().changed()
        for user in self.people:
            now = {channel.id: self._look(channel) for channel in self.channels_of(user)}
            before = self._places.get(user, {})
            for place in dict.fromkeys([*before, *now]):
                if before.get(place) != now.get(place):
                    self._note(user, "place", place, now.get(place, "gone"))
            self._places[user] = now

    def _look(self, channel):
        people = tuple(sorted(self.people[user].name for user in channel.people))
        return (channel.name, channel.kind.value, people, channel.archived)

    def _announce(self, entry):
        for user in tuple(self.viewers(entry)):
            if not sees(user, entry):
                continue
            menu = entry.message.menu
            self._note(
                user,
                "entry",
                entry.channel,
                plain(self, entry.message, entry.language),
                tuple(words(self, choice.label, entry.language) for choice in menu.choices) if menu else (),
                tuple((file.name, file.data) for file in entry.message.files),
                tuple(self.people[other].name for other in entry.message.mention),
            )
        super()._announce(entry)

    def _note(self, user, kind, place, *what):
        own = self._names.setdefault(user, {})
        number = own.setdefault(place, len(own))
        self.seen.setdefault(user, []).append((self.clock.now().isoformat(), kind, number, *what))
