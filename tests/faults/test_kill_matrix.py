"""`kith run` is killed at every step of a round, on a real Synapse that outlives it: everything exists once."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from itertools import count
from random import Random

import pytest

from adapters.matrix.session import Session, new_pickle_key, session_file, write_private
from adapters.matrix.settings import MatrixSettings
from bot.services import names
from tests.support.crash_deeds import ACTS, DECISIONS, WITH_FILE, WORDS, check_database
from tests.support.crash_story import MEMBERS, Nursery, Setting, Story, make_template
from tests.support.matrix_human import MatrixHuman, quoted
from tests.support.synapse import shared

pytestmark = pytest.mark.timeout(180)

MORE = Counter({names.ASK: 2, names.INVITE: 5})
"""On Matrix everybody is invited, and asked afterwards, directly: what is tapped in a room is seen by all."""
SPOKEN = {*WORDS, *MORE}
_numbers = count(1)


class World:
    """What the homeserver itself tells of the bot's rooms."""

    def __init__(self, server, admin, bot):
        self._server, self._admin, self._bot = server, admin, bot

    async def _ask(self, path):
        status, answer = await asyncio.to_thread(
            self._server.request, "GET", f"/_synapse/admin/v1{path}", None, self._admin.token
        )
        assert status == 200, answer
        return answer

    async def rooms(self):
        """Return all rooms that the bot ever made."""
        rooms = (await self._ask("/rooms?limit=100000"))["rooms"]
        return {room["room_id"] for room in rooms if room["creator"] == self._bot.user_id}

    async def events(self, room):
        """Return everything that ever happened in a room, oldest first."""
        return (await self._ask(f"/rooms/{quoted(room)}/messages?dir=b&limit=1000"))["chunk"][::-1]

    def people(self, events):
        """Return who was in a room or invited in the end, without the bot."""
        members = {
            event["state_key"]: event["content"]["membership"]
            for event in events
            if event["type"] == "m.room.member" and event["state_key"] != self._bot.user_id
        }
        return {user for user, membership in members.items() if membership in ("join", "invite")}

    def said(self, events):
        """Return what the bot sent."""
        kinds = ("m.room.message", "m.reaction", "m.room.encrypted")
        return [event for event in events if event["sender"] == self._bot.user_id and event["type"] in kinds]


@pytest.fixture(scope="module")
def nursery():
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return asyncio.run(make_template(tmp_path_factory.mktemp("template")))


@pytest.fixture
def told(nursery, template, tmp_path):
    """Give a way to open a story in a room of its own, with a bot account of its own."""

    @asynccontextmanager
    async def open_story(*, blind=False):
        server, mark = shared(), f"k{next(_numbers)}"
        bot, owner = [
            await MatrixHuman.arrive(server, f"{mark}-{name}", name=name.title(), admin=name == "owner")
            for name in ("kith", "owner")
        ]
        room = await owner.create_room(preset="public_chat", name="Test town")
        await bot.join(room)
        users = {}
        for name in MEMBERS:
            person = await MatrixHuman.arrive(server, f"{mark}-{name}", name=name.title())
            await person.join(room)
            users[name] = person.user_id
        _log_in(tmp_path / "matrix", server, bot)
        tables = (
            f'[matrix]\nhomeserver = "{server.url}"\nuser_id = "{bot.user_id}"\nstate = "matrix"\n'
            "encryption = false\nsync_timeout = 2\n"
        )
        setting = Setting(platform="matrix", home=room, channel=room, users=users, tables=tables)
        story = Story(nursery, tmp_path, setting, blind=blind)
        await story.prepare(template)
        yield story, World(server, owner, bot)

    return open_story


def _log_in(state, server, bot):
    """Write down a login, as `kith login matrix` does."""
    settings = MatrixSettings(homeserver=server.url, user_id=bot.user_id, state=state)
    session = Session(
        user_id=bot.user_id, device_id=bot.device_id, access_token=bot.token, pickle_key=new_pickle_key()
    )
    write_private(session_file(settings), session)


async def check_world(world, story, outcome):
    """Assert that each group has one room with its people in it, each person one direct room, and no word came twice."""
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
    files = [event for event in messages if event["content"]["msgtype"] == "m.file"]
    words = [event for event in messages if event not in files]
    assert sorted(event["event_id"] for event in words) == sorted(outcome.done(*SPOKEN))
    twice = Counter(
        (room, str(event["content"])) for room, events in said.items() for event in events if event in words
    )
    assert set(twice.values()) == {1}
    assert len(words) == (WORDS + MORE).total()
    assert len(files) == sum(WORDS[step] for step in WITH_FILE)
    reactions = Counter(str(event["content"]) for event in sent if event["type"] == "m.reaction")
    assert set(reactions.values()) == {1}


async def played(told, *, prepare):
    """Play a story in which the process is killed, and check everything; return the story."""
    async with told() as (story, world):
        prepare(story)
        outcome = await story.play()
        check_database(outcome, MORE, story.now())
        await check_world(world, story, outcome)
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
        assert set(story.died_at()) == set(WORDS + ACTS + MORE)
    assert story.kills == len(story.died_at()) >= 12


@pytest.mark.parametrize("point", ["deciding", "decided"])
async def test_killed_once_in_each_kind_of_decision(told, point):
    """Before its commit a decision has left nothing, after it everything."""
    story = await played(told, prepare=lambda story: story.die_once_at_each_step(point))
    assert set(story.died_at()) == DECISIONS
    assert story.kills == len(DECISIONS)


async def test_killed_once_after_each_kind_of_request(told):
    """Also within one delivery: between a room and its invitations, a message and its reactions, or its file."""
    story = await played(told, prepare=lambda story: story.die_once_at_each_step("answered"))
    assert len(story.died_at()) == story.kills >= 9


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
