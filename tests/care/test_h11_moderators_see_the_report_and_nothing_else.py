"""H11: moderators see the report, and no feedback, no list of whom somebody avoids, no private note."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.domain.care import Separation, Why
from bot.domain.community import Account
from bot.domain.moderation import Category, Outcome
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage
from tests.support.reports import NOTICE, WORDS, a_moderated_town, report
from tests.support.rounds import agreed

pytestmark = pytest.mark.timeout(60)
HELLO, ROLE, INTEREST = "I bake bread at dawn", "night porter", "moss gardens"


@pytest.fixture
async def kith():
    async with open_stage() as stage, kith_on(stage) as running:
        yield running


async def a_lived_in_town(kith):
    """Two met: one said it was not for them, avoids a third, and has a hello, a role and interests."""
    town, olga, _sam = await a_moderated_town(kith, "abc", size=3)
    group = await agreed(town)

    def fill(repos):
        for name in ("m-a", "m-b"):
            found = repos.members.get(name)
            repos.members.save(replace(found, hello=HELLO, role=ROLE, interests=(INTEREST,)))
        by, other = (Account(platform=kith.stage.platform.name, user=town.user(f"m-{name}")) for name in "bc")
        repos.separations.add(Separation(community="town", by=by, other=other, why=Why.AVOID))

    await kith.storage.run(fill)
    await kith.push(seconds=(group.meets_at - kith.clock.now()).total_seconds() + 86400)
    ben = town.people["m-b"]
    for label in ("Yes, we met", "Not for me", "Not this time"):
        await ben.tap(label)
    return town, olga


async def told_alone(human):
    """Return what somebody reads that not everybody does."""
    return [each.text for each in await human.sees() if each.where != "public"]


@pytest.mark.timeout(120)
async def test_every_card_of_a_report_shows_the_report_alone(kith_somewhere):
    """Through all its states, in the queue and in the room."""
    async with kith_somewhere() as kith:
        await every_card_shows_the_report_alone(kith)


async def every_card_shows_the_report_alone(kith):
    town, olga = await a_lived_in_town(kith)
    ada, ben, cyd = town.people.values()
    before = Counter(await told_alone(olga))
    await report(kith, ada, ben, Category.UNSAFE)
    await olga.say("organise reports")
    for label in ("New: ", "I take it", Outcome.SPOKEN.label.template):
        await olga.tap(label)
    await kith.push(days=1, hours=1)
    await olga.tap("I agree")
    await olga.say("organise reports")
    seen = "\n".join(Counter(await told_alone(olga)) - before)
    assert NOTICE in seen
    assert WORDS in seen
    for secret in (HELLO, ROLE, INTEREST, "Not for me", "Not this time", "avoid", "Saturday"):
        assert secret not in seen, secret
    assert f"@{cyd.name}" not in seen


async def test_the_moderators_queue_names_nobody(kith):
    town, olga = await a_lived_in_town(kith)
    ada, ben, _ = town.people.values()
    await report(kith, ada, ben)
    listed = await olga.say("organise reports")
    assert "@" not in listed.text + "".join(listed.labels)
    assert WORDS not in listed.text


async def test_whoever_wrote_a_report_does_not_decide_on_it(kith):
    """A moderator who reports somebody sees it as its writer, and leaves the rest to others."""
    town, olga, _ = await a_moderated_town(kith, "ab")
    ben = town.people["m-b"]
    await report(kith, olga, ben)
    await olga.say("organise reports")
    shown = await olga.tap("New: ")
    assert "somebody else decides" in shown.text
    assert shown.labels == ()


async def test_a_moderator_of_another_community_sees_nothing(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await report(kith, ada, ben)
    world = kith.stage.world
    other = world.add_home("Elsewhere")
    channel = world.add_channel(other, "general")
    eve = world.add_person("Eve", other, organiser=True)
    client = kith.stage.client
    await client.type_command(
        eve, channel, "organise setup", {"zone": "Europe/Paris", "steward": "Eve", "contact": "Fay"}
    )
    shown = await client.type_command(eve, channel, "organise reports")
    assert "No report is open" in str(shown.message)
    (name,) = await kith.storage.run(lambda repos: [each.id for each in repos.reports.of_community("town")])
    shown = await client.type_command(eve, channel, "organise reports", {"report": name})
    assert "is not there" in str(shown.message)
    assert WORDS not in str(shown.message)
