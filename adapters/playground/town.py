"""The pretend town itself: who lives there, and how its organiser sets Kith up, in the words that people type."""

from dataclasses import dataclass, field
from random import Random

from adapters.playground import chatter
from adapters.playground.client import Client
from adapters.playground.model import Dialog, Entry
from adapters.playground.people import (
    AREAS,
    GUEST,
    NAMES,
    NEWCOMERS,
    ORGANISER,
    TOWN,
    VISITOR,
    Character,
    draw,
    visitor,
)
from adapters.playground.world import World
from bot.ids import ChannelId, HomeId, UserId

ZONE = "Europe/Amsterdam"
CIRCLES = ("Town strolls", "Tea and talk")

SET_UP: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "organise setup",
        {
            "zone": ZONE,
            "steward": ORGANISER,
            "contact": "Mina Park",
            "size": "trios",
            "name": f"{TOWN} neighbours",
        },
    ),
    *(
        ("organise areas add", {"name": name, "lat": str(north), "lon": str(east)})
        for name, (north, east) in AREAS.items()
    ),
    (
        "organise spots add",
        {"name": "Library café", "area": "Old Town", "notes": "step-free, indoors, seated"},
    ),
    ("organise spots add", {"name": "Boathouse tea room", "area": "Harbour", "notes": "indoors, no-alcohol"}),
    ("organise spots add", {"name": "Mill garden", "area": "Mill Quarter", "notes": "outdoors, free, quiet"}),
    (
        "organise spots add",
        {"name": "Northside reading room", "area": "Northside", "notes": "quiet, step-free"},
    ),
    ("organise spots add", {"name": "Greenfield pavilion", "area": "Greenfield", "notes": "outdoors, free"}),
    (
        "organise circle create",
        {"name": CIRCLES[0], "cadence": "weekly", "day": "wednesday", "time": "09:00", "size": "3"},
    ),
    (
        "organise circle create",
        {
            "name": CIRCLES[1],
            "cadence": "every 2 weeks",
            "day": "friday",
            "time": "17:00",
            "size": "2",
            "start": "2026-09-18",
        },
    ),
    ("organise challenges", {"state": "on", "day": "monday", "time": "10:00"}),
    ("organise question", {"state": "on"}),
)
"""Everything that the organiser types; the only place that knows the set-up commands."""


LANGUAGE = "en-GB"
"""What the town speaks unless the demo is asked for something else."""


@dataclass(slots=True, kw_only=True)
class Villager:
    """Put a character into the world."""

    user: UserId
    character: Character
    joined: bool = False


@dataclass(slots=True)
class Town:
    """Hold the home, its channels and its people, whose apps all speak `language`.

    `visitor` is whom the page looks as, `guest` somebody new to look as: both are nobody's puppets. `members` are
    all who have joined, as it is stored.
    """

    world: World
    client: Client
    rng: Random
    language: str = LANGUAGE
    home: HomeId = field(init=False)
    square: ChannelId = field(init=False)
    meetups: ChannelId = field(init=False)
    organiser: UserId = field(init=False)
    visitor: UserId = field(init=False)
    guest: UserId = field(init=False)
    stand_ins: dict[UserId, "Villager"] = field(init=False)
    """The visitor and the guest as they would answer by themselves when a long time passes."""
    members: frozenset[UserId] = frozenset()
    villagers: dict[UserId, Villager] = field(default_factory=dict)
    coming: list[str] = field(default_factory=lambda: list(NEWCOMERS))

    def __post_init__(self) -> None:
        self.home = self.world.add_home(TOWN)
        self.meetups = self.world.add_channel(self.home, "meetups")
        self.square = self.world.add_channel(self.home, "town-square")
        self.visitor = self.world.add_person(VISITOR, self.home, language=self.language)
        self.organiser = self.world.add_person(ORGANISER, self.home, organiser=True, language=self.language)
        for name in NAMES:
            self.settle(name)
        self.guest = self.world.add_person(GUEST, self.home, language=self.language)
        self.stand_ins = {
            self.visitor: Villager(user=self.visitor, character=visitor()),
            self.guest: Villager(user=self.guest, character=draw(GUEST, self.rng), joined=True),
        }

    def settle(self, name: str) -> Villager:
        """Let somebody move in."""
        user = self.world.add_person(name, self.home, language=self.language)
        self.villagers[user] = Villager(user=user, character=draw(name, self.rng))
        return self.villagers[user]

    async def set_up(self) -> None:
        """Let the organiser set Kith up, as an organiser would."""
        for command, options in SET_UP:
            await self.client.type_command(self.organiser, self.meetups, command, options)
        if self.language != LANGUAGE:
            spoken = {"language": self.language}
            await self.client.type_command(self.organiser, self.meetups, "organise setup", spoken)

    async def join(self, villager: Villager, circle: str) -> Entry | Dialog | None:
        """Let somebody join a circle: read the card, agree, answer the questions; return what they see then."""
        character = villager.character
        shown = await self.client.type_command(villager.user, self.meetups, "meet join", {"circle": circle})
        if isinstance(shown, Entry) and shown.message.menu is not None and not villager.joined:
            shown = await self._agree(villager, shown)
        if isinstance(shown, Dialog):
            answers = self._answers(shown, character.profile)
            shown = await self.client.submit_form(villager.user, shown.id, answers)
            if character.wishes["interests"]:
                await self.client.type_command(villager.user, self.meetups, "meet profile", character.wishes)
        villager.joined = True
        return shown

    async def join_always(self, villager: Villager, circle: str) -> None:
        """Let somebody join a circle and choose to be in every round of it."""
        shown = await self.join(villager, circle)
        if not isinstance(shown, Entry) or shown.message.menu is None:
            return
        for choice in shown.message.menu.choices:
            if choice.action.command == "meet attend" and choice.action.options.get("how") == "always":
                await self.client.tap(villager.user, shown.id, choice.key)
                return

    def welcome(self) -> None:
        """Let the organiser tell everybody what begins today."""
        for line in chatter.WELCOME:
            self.client.write(self.organiser, self.meetups, line)

    async def _agree(self, villager: Villager, card: Entry) -> Entry | Dialog | None:
        menu = card.message.menu
        wanted = "place" if villager.character.quiet else "direct"
        choices = menu.choices if menu is not None else ()
        for how in (wanted, "direct"):
            for choice in choices:
                if choice.action.command == "meet consent" and choice.action.options.get("how") == how:
                    return await self.client.tap(villager.user, card.id, choice.key)
        return card

    def _answers(self, dialog: Dialog, wanted: dict[str, str]) -> dict[str, str]:
        """Fill in what the form asks; ready answers are found by their words (areas have ids)."""
        answers = {}
        for question in dialog.form.fields:
            value = wanted.get(question.option, question.value)
            by_words = {str(choice.label.values.get("area")): choice.value for choice in question.choices}
            answers[question.option] = by_words.get(value, value)
        return answers

    def here(self) -> list[Villager]:
        """Return the villagers who still live here."""
        return [one for one in self.villagers.values() if self.world.is_in(one.user, self.home)]
