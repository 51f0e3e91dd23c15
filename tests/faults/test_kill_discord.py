"""`kith run` is killed at every step of a round, on a loopback Discord that outlives it: everything exists once."""

from collections import Counter
from contextlib import asynccontextmanager
from random import Random

import pytest

from bot.domain.member import Contact
from bot.services import names
from tests.support.crash_deeds import DECISIONS, check_calm, check_database
from tests.support.crash_story import MEMBERS, Setting, Story
from tests.support.discord_loopback import LoopbackDiscord
from tests.support.discord_people import join

pytestmark = pytest.mark.timeout(300)

CALM = {}
"""The story without a kill, by where people want to be written to: what it led to, in the database and outside."""


@pytest.fixture
def told(nursery, template, story_folder):
    """Give a way to open a story on a Discord of its own."""

    @asynccontextmanager
    async def open_story(*, contact=Contact.DIRECT, blind=False):
        async with LoopbackDiscord() as discord:
            setting = Setting(
                platform="discord",
                home=discord.world.guild,
                channel=discord.world.channel,
                users={name: join(discord, name).user_id for name in MEMBERS},
                tables=(
                    f'[discord]\napi_url = "{discord.api_url}"\ngateway_url = "{discord.gateway_url}"\n'
                    'ready_wait = 0.05\ntoken_file = "token"\n'
                ),
                contact=contact,
            )
            folder = story_folder()
            (folder / "token").write_text("not-a-token")
            (folder / "token").chmod(0o600)
            story = Story(nursery, folder, setting, blind=blind)
            await story.prepare(template)
            yield story, discord.world

    return open_story


def check_world(world, outcome):
    """Assert that each group has one thread with its people in it, and that each message stood there once, until the close.

    Return how many messages there are, and how many with a file.
    """
    threads = {one["id"]: one for one in world.threads()}
    places = {group.channel: outcome.people(group) for group in outcome.groups}
    nooks = outcome.opened(names.NOOK)
    assert sorted(threads) == sorted([*places, *nooks]), Counter(one["name"] for one in threads.values())
    assert {number: world.people[number] - {world.app} for number in places} == places
    assert [len(world.people[number] - {world.app}) for number in nooks] == [1] * len(nooks)
    assert all(one["thread_metadata"]["archived"] for one in threads.values())
    assert all(one.get("deleted") for number in places for one in world.messages[number])
    messages = [message for channel in world.messages.values() for message in channel]
    assert sorted(one["id"] for one in messages) == sorted(outcome.said())
    words = Counter((one["channel_id"], one["content"], str(one["embeds"])) for one in messages)
    assert set(words.values()) == {1}
    return len(messages), [len(one["attachments"]) for one in messages].count(1)


async def calm(told, contact):
    """Play the story without a kill, once for all tests."""
    if contact not in CALM:
        async with told(contact=contact) as (story, world):
            outcome = await story.play()
            check_calm(outcome, story.now())
            CALM[contact] = outcome, check_world(world, outcome)
    return CALM[contact]


async def played(told, contact, *, prepare):
    """Play a story in which the process is killed, and check everything; return the story."""
    expected, messages = await calm(told, contact)
    async with told(contact=contact) as (story, world):
        prepare(story)
        outcome = await story.play()
        check_database(outcome, expected, story.now())
        assert check_world(world, outcome) == messages
        return story


@pytest.mark.parametrize(
    "point", ["before-claim", "claimed", "before-call", "after-call", "recording", "recorded"]
)
async def test_killed_once_in_each_kind_of_delivery(told, point):
    """Opening, places, introductions, plans, reminders: whatever the kill cuts off is there once afterwards."""
    story = await played(told, Contact.PLACE, prepare=lambda story: story.die_once_at_each_step(point))
    assert set(story.died_at()) >= CALM[Contact.PLACE][0].steps().keys()
    assert story.kills == len(story.died_at())


@pytest.mark.parametrize("point", ["deciding", "decided"])
async def test_killed_once_in_each_kind_of_decision(told, point):
    """Before its commit a decision has left nothing, after it everything."""
    story = await played(told, Contact.DIRECT, prepare=lambda story: story.die_once_at_each_step(point))
    assert set(story.died_at()) >= DECISIONS
    assert story.kills == len(story.died_at())


@pytest.mark.parametrize("point", ["requesting", "answered"])
async def test_killed_once_at_each_kind_of_request(told, point):
    """Also within one delivery, between the thread and its first member or between two members."""
    story = await played(told, Contact.PLACE, prepare=lambda story: story.die_once_at_each_step(point))
    assert len(story.died_at()) == story.kills >= 6


async def test_killed_again_and_again_at_random(told):
    """One start after the other dies within moments, anywhere."""
    story = await played(told, Contact.DIRECT, prepare=lambda story: story.die_at_random(Random(20), 25))
    assert story.kills >= 15


async def test_without_looking_and_without_keys_the_same_kills_leave_doubles(told):
    """The negative control: these tests would notice."""
    async with told(blind=True) as (story, world):
        story.orders = [["--die", f"after-call@{step}"] for step in (names.OPENING, names.PLACE)]
        outcome = await story.play()
        assert story.kills == 2
        assert len(world.threads()) == len(outcome.groups) + 1
        assert len(world.messages[world.channel]) == 2
        with pytest.raises(AssertionError):
            check_world(world, outcome)
