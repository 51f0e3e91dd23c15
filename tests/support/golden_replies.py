"""Answers of the real core, as each platform shows them: who calls what in a small community."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

from adapters.playground.clock import PushableClock
from bot.bootstrap import make_app
from bot.ids import ChannelId, HomeId
from bot.ports.commands import Actor, Invocation, Place
from bot.ports.messages import Reply
from tests.support.golden import Cast, StillPlatform
from tests.support.golden_messages import CODE, NOW, ZONE
from tests.support.storage import open_storage


@dataclass
class Desk:
    """Call commands of the real core for people of a platform where nothing else happens."""

    app: object
    cast: Cast

    async def say(self, name: str, command: str, /, *, organiser: bool = False, **options: str) -> Reply:
        return await self.app.inbox.handle(
            Invocation(
                id=f"{name}/{command}",
                command=command,
                actor=Actor(user_id=self.cast.users[name], organiser=organiser, language="en"),
                place=Place(platform=self.cast.platform, home=HomeId("home"), channel=ChannelId("square")),
                options={key.replace("_", "-"): value for key, value in options.items()},
            )
        )


@asynccontextmanager
async def a_desk(cast: Cast) -> AsyncIterator[Desk]:
    """Open the real core with a community of four, set up by Dia, in which Ada has a whole profile."""
    async with open_storage() as storage:
        app = make_app(storage, (StillPlatform(cast),), PushableClock(NOW), Random(7))
        desk = Desk(app, cast)
        await desk.say(
            "Dia",
            "organise setup",
            organiser=True,
            zone=ZONE,
            steward="Noor",
            contact="Sam",
            areas="Centre, North",
            help="Call 112 in an emergency.",
        )
        await desk.say(
            "Dia",
            "organise circle create",
            organiser=True,
            name="Sunday walks",
            cadence="every 2 weeks",
            day="sunday",
            time="18:00",
            size="2",
        )
        yield desk


async def fill_circle(desk: Desk) -> None:
    """Let Ada, Ben and Chi join for good; Chi has no time in common with anybody."""
    for name, times in (
        ("Ada", "sat-morning,sun-afternoon"),
        ("Ben", "sat-morning,sun-afternoon"),
        ("Chi", "mon-evening"),
    ):
        circle = (await desk.say(name, "meet join")).message.menu.choices[0].action.options["circle"]
        await desk.say(name, "meet consent", how="direct", circle=circle)
        await desk.say(
            name, "meet profile", times=times, languages="English, Dutch", area="Centre", reach="near"
        )
        await desk.say(name, "meet attend", circle=circle, how="always")
    await desk.say(
        "Ada",
        "meet profile",
        interests="bread, trains",
        hello="I bake bread.",
        wishes="quiet, step-free",
        role="gardener",
    )


# name -> who, organiser, command, options
REPLIES = {
    "help": ("Ada", False, "kith help", {}),
    "help-organiser": ("Dia", True, "kith help", {}),
    "help-one": ("Ada", False, "kith help", {"command": "meet pause"}),
    "about": ("Ada", False, "kith about", {}),
    "support": ("Ada", False, "kith support", {}),
    "consent": ("Dia", False, "meet join", {}),
    "joined": ("Ada", False, "meet join", {}),
    "profile": ("Ada", False, "meet profile", {}),
    "profile-form": ("Ada", False, "meet profile", {"edit": "basics"}),
    "wishes-form": ("Ada", False, "meet profile", {"edit": "wishes"}),
    "times": ("Ada", False, "meet times", {}),
    "status": ("Ada", False, "meet status", {}),
    "circle-part": ("Ada", False, "meet circle", {"host": "yes"}),
    "pause": ("Ada", False, "meet pause", {}),
    "preview": ("Dia", True, "organise preview", {}),
    "paused": ("Chi", False, "meet pause", {"until": "2 weeks"}),
    "setup": ("Dia", True, "organise setup", {}),
    "not-a-member": ("Dia", False, "meet status", {}),
    "refused": ("Ada", False, "organise setup", {}),
    "link-refused": ("Ben", False, "my link", {"code": CODE}),
    "no-group": ("Ada", False, "meet cancel", {}),
    "circle": (
        "Dia",
        True,
        "organise circle edit",
        {"size": "3", "mix": "areas, roles, newcomers", "new_faces": "1", "pods": "on"},
    ),
    "avoid": ("Ben", False, "meet avoid", {"who": "Dia"}),
    "avoid-whom": ("Ben", False, "meet avoid", {}),
    "avoid-oneself": ("Ben", False, "meet avoid", {"who": "Ben"}),
    "unavoid": ("Ben", False, "meet unavoid", {"who": "Dia"}),
    "unavoid-again": ("Ben", False, "meet unavoid", {"who": "Dia"}),
    "avoiding-nobody": ("Ben", False, "meet avoiding", {}),
}
