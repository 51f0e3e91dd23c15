"""The season told as text: a day at a time, and as a few numbers at the end."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from typing_extensions import override

from adapters.playground.model import Channel, Entry
from adapters.playground.render import words
from adapters.playground.town import CIRCLES, ZONE, Town
from bot.ids import ChannelId, UserId
from bot.ports.commands import PlaceKind
from bot.ports.messages import Menu

SHOWN = 3
"""How many groups of a day are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """Tell one thing that happened; `at` is in the town's zone."""

    at: datetime
    words: str

    @override
    def __str__(self) -> str:
        return f"{self.at:%a %d %b}  {self.words}"


@dataclass(slots=True)
class _Opening:
    circle: str
    yes: set[UserId] = field(default_factory=set)
    seated: set[UserId] = field(default_factory=set)
    groups: int = 0


@dataclass(slots=True)
class Story:
    """Watch the town and keep what is worth telling."""

    town: Town
    openings: list[_Opening] = field(default_factory=list)
    groups: dict[ChannelId, frozenset[UserId]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    agreed: set[ChannelId] = field(default_factory=set)
    _always: dict[UserId, set[str]] = field(default_factory=dict)
    _answers: Counter[str] = field(default_factory=Counter)
    _news: list[str] = field(default_factory=list)
    _matched: list[str] = field(default_factory=list)
    _plans: list[str] = field(default_factory=list)
    _pairs: Counter[tuple[str, UserId, UserId]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.town.world.watch(self._wrote)

    def told(self) -> Iterator[Line]:
        """Yield what has happened since the last time, and start afresh."""
        at = self.town.world.clock.now().astimezone(ZoneInfo(ZONE))
        for news in self._news:
            yield Line(at, news)
        yield from (Line(at, news) for news in _some(self._matched, "groups are matched"))
        yield from (Line(at, news) for news in _some(self._plans, "plans stand"))
        for what, count in sorted(self._answers.items()):
            yield Line(at, f"{what}: {count}")
        for kept in (self._news, self._matched, self._plans, self._answers):
            kept.clear()

    def summary(self) -> list[tuple[str, int]]:
        """Return the season in numbers; counts only."""
        matched = [opening for opening in self.openings if opening.groups]
        return [
            ("rounds matched", len(matched)),
            ("groups", len(self.groups)),
            ("plans that stood", len(self.agreed)),
            ("groups that met", len(self.met)),
            ("pairs matched again", sum(times - 1 for times in self._pairs.values())),
            ("sit-outs (said yes, no group that round)", sum(len(one.yes - one.seated) for one in matched)),
            ("people in town at the end", len(self.town.here())),
        ]

    # ------------------------------------------------------------------ what is seen

    def _wrote(self, entry: Entry) -> None:
        if entry.author is not None or entry.seen_by is not None:
            return
        channel = self.town.world.channel(entry.channel)
        menu = entry.message.menu
        commands = {choice.action.command for choice in menu.choices} if menu is not None else set()
        if channel.kind is PlaceKind.PUBLIC and entry.caller is None:
            self._posted(entry, commands)
        elif channel.kind is PlaceKind.GROUP and channel.id not in self.groups:
            self._opened(channel)
        elif channel.kind is PlaceKind.GROUP and "meet cancel" in commands and entry.message.files:
            self._agreed(channel, entry)

    def _posted(self, entry: Entry, commands: set[str]) -> None:
        title = words(self.town.world, entry.message.title, "en-GB")
        lines = [words(self.town.world, line, "en-GB") for line in entry.message.lines]
        self._news.append(f"Kith posts: {title or lines[0]}")
        if "meet skip" in commands:
            circle = next((name for name in CIRCLES if name in " ".join((title, *lines))), "")
            always = {user for user, circles in self._always.items() if circle in circles}
            self.openings.append(_Opening(circle=circle, yes=always))

    def _opened(self, channel: Channel) -> None:
        people = frozenset(channel.people)
        self.groups[channel.id] = people
        self._matched.append(f"{self._names(people)} are matched")
        circle = next((name for name in CIRCLES if channel.name.startswith(name)), "")
        for one, other in combinations(sorted(people), 2):
            self._pairs[circle, one, other] += 1
        for opening in reversed(self.openings):
            if opening.circle == circle:
                opening.groups += 1
                opening.seated |= people
                return

    def _agreed(self, channel: Channel, entry: Entry) -> None:
        if channel.id in self.agreed:
            return
        self.agreed.add(channel.id)
        facts = ", ".join(words(self.town.world, fact.value, "en-GB") for fact in entry.message.facts)
        self._plans.append(f"{self._names(channel.people)} agree: {facts}")

    def tapped(self, user: UserId, entry: Entry, menu: Menu, keys: tuple[str, ...]) -> None:
        """Take note of what somebody chose."""
        for choice in menu.choices:
            if choice.key in keys:
                options = choice.action.options
                if "spot" in options:
                    continue
                self._chose(choice.action.command, options.get("met", options.get("how", "")), options)
                self._came(user, entry, choice.action.command)

    def _chose(self, command: str, how: str, options: Mapping[str, str]) -> None:
        """Count an answer under words of its own."""
        told = _TOLD.get((command, how)) or _TOLD.get((command, ""))
        if told is not None:
            self._answers[told] += 1
        if command == "meet checkin" and how == "yes" and "met" in options:
            self.met.add(options["group"])

    def _came(self, user: UserId, entry: Entry, command: str) -> None:
        """Remember who said yes to which opening."""
        if (
            command not in {"meet join", "meet skip"}
            or self.town.world.channel(entry.channel).kind is not PlaceKind.PUBLIC
        ):
            return
        text = " ".join(
            words(self.town.world, one, "en-GB") for one in (entry.message.title, *entry.message.lines)
        )
        for opening in reversed(self.openings):
            if opening.circle and opening.circle in text:
                (opening.yes.add if command == "meet join" else opening.yes.discard)(user)
                return

    def news(self, what: str) -> None:
        """Tell one thing as it is."""
        self._news.append(what)

    def _names(self, people: frozenset[UserId] | set[UserId]) -> str:
        first = sorted(self.town.world.people[user].name.split()[0] for user in people)
        return ", ".join(first[:-1]) + " and " + first[-1] if len(first) > 1 else "".join(first)


_TOLD = {
    ("meet join", ""): "yes to the round",
    ("meet skip", ""): "not this time",
    ("meet plan", ""): "a time chosen",
    ("meet cancel", ""): "somebody can't come",
    ("meet late", ""): "running late",
    ("meet checkin", "yes"): "yes, we met",
    ("meet checkin", "no"): "it didn't happen",
    ("challenge done", ""): "challenge done",
    ("challenge skip", ""): "not this week",
    ("challenge swap", ""): "another challenge",
}


def _some(told: Sequence[str], what: str) -> Iterator[str]:
    """Name the first few and count the others."""
    yield from told[:SHOWN]
    if len(told) > SHOWN:
        yield f"... and {len(told) - SHOWN} more {what}"
