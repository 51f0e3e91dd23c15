"""`kith run` is killed at every step of a round, on a real Synapse that outlives it: everything exists once."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from random import Random

import pytest

from bot.services import names
from tests.support.crash_deeds import DECISIONS, check_calm, check_database
from tests.support.crash_matrix import arrange
from tests.support.crash_story import MEMBERS, Story

pytestmark = pytest.mark.timeout(300)

CALM = []
"""The story without a kill: what it led to, in the database and on the server."""


@pytest.fixture
def told(nursery, template, story_folder):
    """Give a way to open a story in a room of its own, with a bot account of its own."""

    @asynccontextmanager
    async def open_story(*, blind=False):
        folder = story_folder()
        setting, world, _ = await arrange(folder)
        story = Story(nursery, folder, setting, blind=blind)
        await story.prepare(template)
        yield story, world

    return open_story


async def check_world(world, story, outcome):
    """Assert that each group has one room with its people in it, each person one direct room, and no word came twice.

    In the end nobody can read any more what was written in the groups' rooms.

    Return how many messages, files and reactions there are.
    """
    rooms = {room: await world.events(room) for room in await world.rooms()}
    places = {group.channel: outcome.people(group) for group in outcome.groups}
    people = {room: world.people(events) for room, events in rooms.items()}
    directs = {room: them for room, them in people.items() if room not in places}
    assert {room: people[room] for room in places} == places
    assert sorted(map(sorted, directs.values())) == sorted([user] for user in outcome.users.values())
    rooms[story.setting.channel] = await world.events(story.setting.channel)
    said = {room: world.said(events) for room, events in rooms.items()}
    sent = [event for events in said.values() for event in events]
    messages = [event for event in sent if event["type"] == "m.room.message"]
    assert all(event["gone"] for event in messages if event["room_id"] in places)
    files = [event for event in messages if event["content"]["msgtype"] == "m.file"]
    words = [event for event in messages if event not in files]
    assert sorted(event["event_id"] for event in words) == sorted(outcome.said())
    twice = Counter((event["room_id"], str(event["content"])) for event in words)
    assert set(twice.values()) == {1}
    reactions = Counter(str(event["content"]) for event in sent if event["type"] == "m.reaction")
    assert set(reactions.values()) == {1}
    return len(words), len(files), len(reactions)


async def calm(told):
    """Play the story without a kill, once for all tests."""
    if not CALM:
        async with told() as (story, world):
            outcome = await story.play()
            check_calm(outcome, story.now())
            CALM.append((outcome, await check_world(world, story, outcome)))
    return CALM[0]


async def played(told, *, prepare):
    """Play a story in which the process is killed, and check everything; return the story."""
    expected, events = await calm(told)
    async with told() as (story, world):
        prepare(story)
        outcome = await story.play()
        check_database(outcome, expected, story.now())
        assert await check_world(world, story, outcome) == events
        return story


@pytest.mark.parametrize(
    "points",
    [["after-call"], ["recording"], ["before-claim", "claimed", "before-call", "recorded"]],
    ids=",".join,
)
async def test_killed_once_in_each_kind_of_delivery(told, points):
    """Opening, places, introductions, plans, reminders: whatever the kill cuts off is there once afterwards."""
    story = await played(told, prepare=lambda story: story.die_once_at_each_step(*points))
    if len(points) == 1:
        assert set(story.died_at()) == CALM[0][0].steps().keys()
    assert story.kills == len(story.died_at()) >= 12


@pytest.mark.parametrize("point", ["deciding", "decided"])
async def test_killed_once_in_each_kind_of_decision(told, point):
    """Before its commit a decision has left nothing, after it everything."""
    story = await played(told, prepare=lambda story: story.die_once_at_each_step(point))
    assert set(story.died_at()) >= DECISIONS
    assert story.kills == len(story.died_at())


async def test_killed_once_after_each_kind_of_request(told):
    """Also within one delivery: between a room and its invitations, a message and its reactions, or its file."""
    story = await played(told, prepare=lambda story: story.die_once_at_each_step("answered"))
    assert len(story.died_at()) == story.kills >= 9


async def test_killed_after_each_kind_of_request_while_everything_is_encrypted(
    told, nursery, template, story_folder
):
    """Also between a room's key and the words that need it: everybody can read everything, once."""
    expected, events = await calm(told)
    folder = story_folder()
    setting, world, people = await arrange(folder, encrypted=True)
    story = Story(nursery, folder, setting)
    await story.prepare(template)
    story.die_once_at_each_step("answered")
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(read_along(people, over))
        outcome = await story.play()
        over.set()
    check_database(outcome, expected, story.now())
    assert {"POST keys/claim", "PUT sendToDevice/m.room.encrypted/*"} <= set(story.died_at())
    for person in people:
        await person.sync()
        assert (person.unreadable, person.untrusted) == ([], [])
    heard = [line for person in people for line in (*person.lines, *person.taken_back)]
    lines = {line.event["event_id"]: line for line in heard}
    files = [line for line in lines.values() if line.content["msgtype"] == "m.file"]
    assert sorted(lines.keys() - {line.event["event_id"] for line in files}) == sorted(outcome.said())
    assert (len(lines) - len(files), len(files)) == events[:2]
    rooms = {room: world.said(await world.events(room)) for room in await world.rooms()}
    sealed = [event for events in rooms.values() for event in events if event["type"] == "m.room.encrypted"]
    assert len(sealed) == len(lines) - 1  # the opening is public
    assert len(rooms) == len(outcome.groups) + len(people)
    for person in people:
        await person.close()


async def read_along(people, over):
    """Let people follow their rooms, joining what they are invited to."""
    while not over.is_set():
        for person in people:
            await person.sync()
        await asyncio.sleep(0.2)


async def test_killed_again_and_again_at_random(told):
    """One start after the other dies within moments, anywhere."""
    story = await played(told, prepare=lambda story: story.die_at_random(Random(20), 25))
    assert story.kills >= 15


async def test_without_looking_and_without_keys_the_same_kills_leave_doubles(told):
    """The negative control: these tests would notice."""
    async with told(blind=True) as (story, world):
        story.orders = [["--die", f"after-call@{step}"] for step in (names.OPENING, names.PLACE)]
        outcome = await story.play()
        assert story.kills == 2
        assert len(await world.rooms()) == len(outcome.groups) + len(MEMBERS) + 1
        public = world.said(await world.events(story.setting.channel))
        assert len([event for event in public if event["type"] == "m.room.message"]) == 2
        with pytest.raises(AssertionError):
            await check_world(world, story, outcome)
