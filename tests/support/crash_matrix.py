"""A room on a real Synapse for the story of the crash tests, and what the homeserver tells about it afterwards."""

import asyncio
import json
import sqlite3
from contextlib import closing
from itertools import count

from pydantic import SecretStr

from adapters.matrix.login import login
from adapters.matrix.session import Session, new_pickle_key, session_file, write_private
from adapters.matrix.settings import MatrixSettings
from adapters.system.clock import SystemClock
from tests.support.crash_story import MEMBERS, Setting
from tests.support.matrix_e2ee_human import EncryptingHuman
from tests.support.matrix_human import MatrixHuman, quoted
from tests.support.synapse import PASSWORD, shared

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
        """Return everything that ever happened in a room, oldest first; `gone` is what nobody can read any more.

        A homeserver keeps redacted words for a week in its own database: so they can be counted all the same.
        """
        found = (await self._ask(f"/rooms/{quoted(room)}/messages?dir=b&limit=1000"))["chunk"][::-1]
        before = await asyncio.to_thread(self._as_sent, room)
        for event in found:
            event["gone"] = "redacted_because" in event.get("unsigned", {})
            if event["gone"]:
                event["content"] = before[event["event_id"]]
        return found

    def _as_sent(self, room):
        with closing(sqlite3.connect(f"file:{self._server.folder / 'hs.db'}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT event_id, json FROM event_json WHERE room_id = ?", (room,))
            return {event_id: json.loads(words)["content"] for event_id, words in rows}

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


async def arrange(folder, *, encrypted=False):
    """Make accounts and a room, log the bot in, and return the setting, the world and the people."""
    server, mark = shared(), f"k{next(_numbers)}"
    bot = await MatrixHuman.arrive(server, f"{mark}-kith", name="Kith")
    owner = await MatrixHuman.arrive(server, f"{mark}-owner", name="Owner", admin=True)
    room = await owner.create_room(preset="public_chat", name="Test town")
    await bot.join(room)
    people = [await _person(server, mark, name, encrypted=encrypted) for name in MEMBERS]
    for person in people:
        await person.join(room)
    secret = "true" if encrypted else "false"
    tables = (
        f'[matrix]\nhomeserver = "{server.url}"\nuser_id = "{bot.user_id}"\nstate = "matrix"\n'
        f"encryption = {secret}\nencrypt_group_places = {secret}\nsync_timeout = 2\n"
    )
    settings = MatrixSettings(homeserver=server.url, user_id=bot.user_id, state=folder / "matrix")
    if encrypted:
        await login(settings, SecretStr(PASSWORD), SystemClock())
    else:
        _log_in(settings, bot)
    users = {name: person.user_id for name, person in zip(MEMBERS, people, strict=True)}
    setting = Setting(platform="matrix", home=room, channel=room, users=users, tables=tables)
    return setting, World(server, owner, bot), people


async def _person(server, mark, name, *, encrypted):
    kind = EncryptingHuman if encrypted else MatrixHuman
    person = await kind.arrive(server, f"{mark}-{name}", name=name.title(), password=PASSWORD)
    return await person.set_up() if encrypted else person


def _log_in(settings, bot):
    """Write down a login, as `kith login matrix` does."""
    session = Session(
        user_id=bot.user_id, device_id=bot.device_id, access_token=bot.token, pickle_key=new_pickle_key()
    )
    write_private(session_file(settings), session)
