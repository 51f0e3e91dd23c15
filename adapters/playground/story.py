"""The season told as text, a day at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from typing_extensions import override

from adapters.playground.behaviour import moments
from adapters.playground.model import Channel, Entry
from adapters.playground.render import words
from adapters.playground.town import ZONE, Town
from bot.ids import ChannelId, UserId
from bot.ports.commands import PlaceKind
from bot.ports.messages import Menu

SHOWN = 2
"""How many groups of a day are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """Tell one thing that happened; `at` is in the town's zone."""

    at: datetime
    words: str

    @property
    def day(self) -> str:
        """Return the day in words."""
        return f"{self.at:%A}, {self.at.day} {self.at:%B}"

    @override
    def __str__(self) -> str:
        return f"{self.day}: {self.words}"


@dataclass(slots=True)
class Story:
    """Watch the town and keep what is worth telling."""

    town: Town
    groups: dict[ChannelId, frozenset[UserId]] = field(default_factory=dict)
    agreed: set[ChannelId] = field(default_factory=set)
    _answers: Counter[str] = field(default_factory=Counter)
    _news: list[str] = field(default_factory=list)
    _matched: list[str] = field(default_factory=list)
    _plans: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town.world.watch(self._wrote)

    def told(self) -> Iterator[Line]:
        """Yield what has happened since the last time, and start afresh."""
        at = self.town.world.clock.now().astimezone(ZoneInfo(ZONE))
        for news in self._news:
            yield Line(at, news)
        yield from (Line(at, news) for news in _some(self._matched, "groups are matched"))
        yield from (Line(at, news) for news in _some(self._plans, "plans stand"))
        if self._answers:
            counts = (f"{count} {what}" for what, count in self._answers.most_common())
            yield Line(at, f"Answers: {', '.join(counts)}")
        for kept in (self._news, self._matched, self._plans, self._answers):
            kept.clear()

    # ------------------------------------------------------------------ what is seen

    def _wrote(self, entry: Entry) -> None:
        if entry.author is not None or entry.seen_by is not None:
            return
        channel = self.town.world.channel(entry.channel)
        menu = entry.message.menu
        commands = {choice.action.command for choice in menu.choices} if menu is not None else set()
        if channel.kind is PlaceKind.PUBLIC and entry.caller is None:
            self._posted(entry)
        elif channel.kind is PlaceKind.GROUP and channel.id not in self.groups:
            self._opened(channel)
        elif channel.kind is PlaceKind.GROUP and "meet cancel" in commands and entry.message.files:
            self._agreed(channel, entry)

    def _posted(self, entry: Entry) -> None:
        title = words(self.town.world, entry.message.title, "en-GB")
        self._news.append(f"Kith posts: {title or words(self.town.world, entry.message.lines[0], 'en-GB')}")

    def _opened(self, channel: Channel) -> None:
        people = frozenset(channel.people)
        self.groups[channel.id] = people
        self._matched.append(f"{self._names(people)} are matched")

    def _agreed(self, channel: Channel, entry: Entry) -> None:
        """Tell the first time a group's plan stands: when, and at which spot (its notes are left out)."""
        if channel.id in self.agreed:
            return
        self.agreed.add(channel.id)
        at = next(iter(moments(entry.message)), None)
        when = f"{at.astimezone(ZoneInfo(ZONE)):%A %d %B, %H:%M}" if at is not None else "a time"
        facts = [words(self.town.world, fact.value, "en-GB") for fact in entry.message.facts]
        where = f", {facts[1].partition(' (')[0]}" if len(facts) > 1 else ""
        self._plans.append(f"{self._names(channel.people)} agree on {when}{where}")

    def tapped(self, _user: UserId, _entry: Entry, menu: Menu, keys: tuple[str, ...]) -> None:
        """Take note of what somebody chose."""
        for choice in menu.choices:
            options = choice.action.options
            if choice.key not in keys or options.keys() & {"spot", "times", "move"}:
                continue
            how = options.get("met", options.get("how", ""))
            told = _TOLD.get((choice.action.command, how)) or _TOLD.get((choice.action.command, ""))
            if told is not None:
                self._answers[told] += 1

    def news(self, what: str) -> None:
        """Tell one thing as it is."""
        self._news.append(what)

    def _names(self, people: frozenset[UserId] | set[UserId]) -> str:
        first = sorted(self.town.world.people[user].name.split()[0] for user in people)
        return ", ".join(first[:-1]) + " and " + first[-1] if len(first) > 1 else "".join(first)


_TOLD = {
    ("meet join", ""): "said yes to a round",
    ("meet skip", ""): "said not this time",
    ("meet plan", ""): "chose a time",
    ("meet cancel", ""): "can't come",
    ("meet late", ""): "running late",
    ("meet checkin", "yes"): "we met",
    ("meet checkin", "no"): "it didn't happen",
    ("challenge done", ""): "did the challenge",
    ("challenge skip", ""): "skipped the challenge",
    ("challenge swap", ""): "swapped the challenge",
}


def _some(told: Sequence[str], what: str) -> Iterator[str]:
    """Name the first few and count the others."""
    named = SHOWN if len(told) > SHOWN + 1 else len(told)
    yield from told[:named]
    if len(told) > named:
        yield f"… and {len(told) - named} more {what}"
