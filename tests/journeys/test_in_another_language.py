"""Whoever switches to another language reads no English from then on, on any platform, from joining to being forgotten."""

import re
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib import import_module

import pytest
from icalendar import Calendar

from bot.text.pseudo import ACCENTED, MIRRORED, PSEUDO_LANGUAGES, in_disguise, mirrored
from tests.journeys.conftest import STAGES
from tests.support.kith import kith_on
from tests.support.remains import NAMES_ON_DISCORD, english_in

pytestmark = pytest.mark.timeout(240)

HERE = ("Olga", "Ada", "Bea", "Cem")
TIMES = "sat-morning,sun-afternoon,wed-evening"
UNSPOKEN = "nl"
"""The language of their apps on Discord: Kith has no words in it, so it is passed over."""


@asynccontextmanager
async def a_town(platform):
    module, settings = STAGES[platform]
    async with (
        import_module(module).open_stage(**settings) as stage,
        kith_on(stage, pretended=PSEUDO_LANGUAGES) as kith,
    ):
        yield kith


class Story:
    """Play people who read one language, and keep all that they are shown."""

    def __init__(self, kith):
        self.kith, self.language = kith, ""
        self.shown, self.before, self.people = [], {}, []

    async def arrives(self, name, *, organiser=False):
        human = await self.kith.stage.person(name, organiser=organiser)
        if self.kith.stage.platform.name == "discord":
            self.kith.stage.bed.locales[int(human.user_id)] = UNSPOKEN
        self.people.append(human)
        return human

    def label(self, words):
        """Return how a label begins in the language."""
        return f"⟦{in_disguise(words, ACCENTED)}" if self.language == ACCENTED else mirrored(words)

    def kept(self, seen):
        self.shown.append(seen)
        return seen

    async def say(self, human, command, /, **options):
        return self.kept(await human.say(command, **options))

    async def tap(self, human, words):
        return self.kept(await human.tap(await self.offered(human, words) or words))

    async def offered(self, human, words):
        """Return how a label that somebody sees begins, or nothing: one in another has two brackets."""
        starts = (self.label(words), f"⟦{self.label(words)}")
        seen = [label for each in await human.sees() for label in each.labels]
        return next((start for start in starts if any(label.startswith(start) for label in seen)), "")

    async def tap_or_say(self, human, words, command):
        """Tap where that can be done in private; say it where all would see the tap."""
        label = await self.offered(human, words)
        return self.kept(await (human.tap(label) if label else human.say(command)))

    async def fill(self, human, **answers):
        return self.kept(await human.fill(**answers))

    async def switches(self, language, olga, members):
        """Let the community and its members change to a language; what was said before stays as it was."""
        for human in self.people:
            self.before[human.user_id] = tuple(await human.sees())
        self.language, self.shown = language, []
        if olga is not None:
            await self.say(olga, "organise setup", language=language)
        for human in members:
            await self.say(human, "my language", language=language)

    async def was_said(self):
        """Look at everything that anybody was shown since the switch."""
        everything = [each for earlier in self.before.values() for each in earlier]
        for human in self.people:
            seen = await human.sees()
            for each in self.before.get(human.user_id, ()):
                assert each.where != "public" or each in seen, (
                    "what was sent before the switch stays as it is"
                )
            self.shown += [each for each in seen if each not in everything]
        spared = (*HERE, *(NAMES_ON_DISCORD if self.kith.stage.platform.name == "discord" else ()))
        found = {(line, tuple(english_in(line, *spared))) for each in self.shown for line in _lines(each)}
        left = sorted(f"{', '.join(english)}: {line}" for line, english in found if english)
        assert not left, "\n".join(left)


def _lines(seen):
    yield from seen.text.split("\n")
    yield from seen.labels
    yield from seen.form
    for name, data in seen.files:
        if name.endswith(".ics"):
            event = Calendar.from_ical(data).walk("VEVENT")[0]
            yield from (str(event["LOCATION"]), str(event["DESCRIPTION"]))


async def join(story, human):
    """Join before the switch as it is said in English, after it as it is said then."""
    await story.say(human, "meet join")
    await story.tap(human, "I agree")
    await story.fill(human, area="Centre", reach="town", times=TIMES, languages="en", hello="Hei hei")


async def set_up(kith, olga, people):
    await olga.say("organise setup")
    await olga.fill(
        zone="Europe/Amsterdam", steward="Olga", contact="Cem", size="pairs", areas="Centre, North"
    )
    walks = {"name": "Sunday walks", "cadence": "weekly", "day": "sunday", "time": "18:00", "size": "2"}
    await olga.say("organise circle create", **walks)
    await olga.say("organise spots add", name="Library cafe", area="Centre", notes="step-free, quiet")
    for human in people:
        await human.say("meet join")
        await human.tap("I agree")
        await human.fill(area="Centre", reach="town", times=TIMES, languages="en", hello="Hei hei")


@pytest.mark.parametrize(
    ("platform", "first", "then"),
    [
        *((platform, one, one) for platform in ("playground", "discord") for one in PSEUDO_LANGUAGES),
        ("matrix", ACCENTED, MIRRORED),
    ],
)
async def test_nothing_in_english_is_left_after_a_switch(platform, first, then):
    """A season in each language; on Matrix, where every step takes its time, they change in the middle of one."""
    async with a_town(platform) as kith:
        story = Story(kith)
        olga = await story.arrives("Olga", organiser=True)
        ada, bea = await story.arrives("Ada"), await story.arrives("Bea")
        await set_up(kith, olga, (ada, bea))
        await story.switches(first, olga, (ada, bea))
        cem = await story.arrives("Cem")
        await join(story, cem)
        await about_oneself(story, ada)
        await what_goes_wrong(story, ada, olga)
        await a_round(story, olga, (ada, bea, cem))
        await story.was_said()
        if then != first:
            await story.switches(then, olga, (ada, bea, cem))
        await afterwards(story, (ada, bea, cem))
        await the_challenge(story, olga, ada)
        await care(story, olga, ada, cem)
        await organising(story, olga)
        await leaving(story, bea)
        await story.was_said()


async def about_oneself(story, ada):
    for command in ("meet status", "meet profile", "meet times", "meet circle", "my language", "kith help"):
        await story.say(ada, command)
    await story.tap(ada, "Edit the basics")
    await story.fill(ada, hello="Hei hei")
    for command in ("kith about", "kith support", "kith worried", "my privacy", "my data", "meet plan"):
        await story.say(ada, command)
    await story.say(ada, "kith help", command="meet pause")
    await story.say(ada, "meet times", times="sat-morning,sun-afternoon,wed-evening")


async def what_goes_wrong(story, ada, olga):
    await story.say(ada, "meet times", times="blursday")
    await story.say(ada, "meet profile", languages="blorp")
    await story.say(ada, "meet profile", area="blorp")
    await story.say(ada, "my language", language="blorp")
    await story.say(ada, "organise members")
    await story.say(ada, "meet cancel")
    await story.say(ada, "meet pause", until="blorp")
    await story.say(olga, "organise setup", zone="Blorp")
    await story.say(olga, "organise circle edit", time="25:99")
    await story.say(olga, "meet status")


async def a_round(story, olga, people):
    """The round opens, all say yes, look ahead, are matched, agree on a time, and are reminded of it."""
    await story.kith.push(days=4, hours=10)
    for human in people:
        await story.say(human, "meet join")
    await story.say(olga, "organise preview")
    await story.kith.push(days=2)
    for human in people:
        await story.tap(human, "Time 1")
        await story.kith.due()
    await story.say(people[0], "meet status")
    await story.say(people[0], "meet plan")
    await story.say(people[1], "meet sign", line="gul skjerf")
    await story.say(people[1], "talk")
    await story.kith.push(days=1)
    await story.say(people[2], "meet late", minutes="10")


async def afterwards(story, people):
    def meetings(repos):
        [community] = repos.communities.all()
        [circle] = repos.rounds.circles(community.id)
        groups = [each for one in repos.rounds.of_circle(circle.id) for each in repos.rounds.groups(one.id)]
        return [group.meets_at for group in groups if group.meets_at is not None]

    at = max(await story.kith.storage.run(meetings))
    await story.kith.push(
        seconds=(at - story.kith.clock.now()).total_seconds() + timedelta(hours=26).total_seconds()
    )
    for human in people:
        await story.tap(human, "Yes, we met")
        await story.tap(human, "Good")
        await story.tap(human, "Yes, gladly")
    await story.kith.push(days=1)


async def the_challenge(story, olga, ada):
    await story.say(olga, "organise challenges", state="on", day="monday", time="10:00")
    await story.kith.push(days=8)
    for command in ("challenge now", "challenge mine"):
        await story.say(ada, command)
    await story.tap_or_say(ada, "Another one", "challenge swap")
    await story.tap_or_say(ada, "Done", "challenge done")
    await story.tap(ada, "Write a line for myself")
    await story.fill(ada, note="Hei hei")
    await story.say(ada, "challenge mine")
    await story.say(ada, "talk", depth="deep")


async def care(story, olga, ada, cem):
    await story.say(ada, "meet safe")
    await story.say(ada, "meet avoid", who=cem.user_id)
    await story.say(ada, "meet avoiding")
    await story.say(ada, "meet unavoid", who=cem.user_id)
    await story.say(ada, "meet report", who=cem.user_id)
    await story.say(ada, "kith moderator")
    await story.kith.due()
    await story.say(olga, "organise reports")


async def organising(story, olga):
    for command in (
        "setup",
        "members",
        "circle list",
        "areas list",
        "spots list",
        "challenges",
        "phrases list",
        "season",
        "weather",
        "recap",
    ):
        await story.say(olga, f"organise {command}")
    await story.say(olga, "organise spots add", name="Library cafe")
    await story.say(olga, "organise areas add", name="Sør")
    await story.say(olga, "kith help", command="organise")


async def leaving(story, bea):
    await story.say(bea, "meet pause", until="2 weeks")
    await story.say(bea, "meet resume")
    await story.say(bea, "my link")
    await story.say(bea, "my forget")
    await story.say(bea, "meet leave")
    await story.say(bea, "kith stop")


async def test_what_waits_at_the_switch_comes_in_the_new_language():
    """A round's jobs are planned long before; each is put into words as it is sent."""
    async with a_town("playground") as kith:
        story = Story(kith)
        olga = await story.arrives("Olga", organiser=True)
        ada, bea = await story.arrives("Ada"), await story.arrives("Bea")
        await set_up(kith, olga, (ada, bea))
        await kith.push(days=4, hours=10)
        for human in (ada, bea):
            await human.say("meet join")
        await kith.push(days=2)
        for human in (ada, bea):
            await human.tap("Time 1")
            await kith.due()
        await story.switches(ACCENTED, None, (ada, bea))
        await kith.push(days=7)
        told = [each for each in await ada.sees() if each.where == "group"][-3:]
        assert all(english_in(line, *HERE) == [] for each in told for line in _lines(each))
        assert any(re.search("[⟦]", each.text) for each in told)
        public = [each.text for each in await ada.sees() if each.where == "public"]
        assert any("Sunday walks" in text and "⟦" not in text for text in public), (
            "the community still reads English"
        )
