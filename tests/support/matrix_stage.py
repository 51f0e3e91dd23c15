"""A real Synapse as a stage for tests.

    async with open_stage() as stage: ...
    async with open_stage(encrypted=True) as stage: ...   # people's direct rooms are end-to-end encrypted

Every stage has a bot account, a public room and people of its own, on the one Synapse of the test run.
"""

import asyncio
import re
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from pydantic import SecretStr

from adapters.matrix.direct import ENCRYPTION
from adapters.matrix.login import login
from adapters.matrix.platform import MatrixPlatform
from adapters.matrix.records import FormRecord, load
from adapters.matrix.session import Session, load_session, new_pickle_key, session_file, write_private
from adapters.matrix.settings import MatrixSettings
from tests.support.matrix_e2ee_human import EncryptingHuman
from tests.support.matrix_human import CLIENT, MatrixHuman
from tests.support.notebook import MemoryNotebook
from tests.support.scratch import scratch_folder
from tests.support.stage import Human, Seen, Stage
from tests.support.synapse import PASSWORD, shared

_NUMBERED = re.compile(r"^(\d+)\. (.*?)( ✓)?$", re.MULTILINE)
_QUESTION = re.compile(r"\((\d+) of (\d+)\)\n")
_numbers = count(1)


class RealClock:
    """Tell the real time."""

    def now(self):
        return datetime.now(UTC)

    async def sleep(self, seconds):
        await asyncio.sleep(seconds)


class MatrixStageHuman(Human):
    """Act as one person: in the public room, and in the direct room with the bot."""

    def __init__(self, stage, person, name):
        self.stage, self.person = stage, person
        self.name, self.user_id = name, person.user_id

    async def say(self, command, /, **options):
        words = " ".join(
            ["!kith", command, *(f'{key}="{_escaped(value)}"' for key, value in options.items())]
        )
        return await self._act(self.stage.channel, lambda room: self.person.send(room, words))

    async def tap(self, label):
        line, number, words = self._find(label)
        if self._where(line.room) == "private":
            return await self._act(line.room, lambda room: self.person.reply(room, _id(line), str(number)))
        if f"https://matrix.to/#/{self.stage.bot.user_id}" in line.body:
            return await self._act(await self.direct_room(), lambda room: self.person.send(room, words))
        if await self._has_reactions(line):
            emoji = f"{number}\ufe0f\u20e3"
            return await self._act(line.room, lambda room: self.person.react(room, _id(line), emoji))
        return await self._act(line.room, lambda room: self.person.reply(room, _id(line), str(number)))

    async def pick(self, *labels):
        line, _, _ = self._find(labels[0])
        numbers = " ".join(str(self._number(line, label)[0]) for label in labels)
        return await self._act(line.room, lambda room: self.person.reply(room, _id(line), numbers))

    async def fill(self, **answers):
        room = await self.direct_room()
        record = await load(self.stage.notebook, f"form/{room}", FormRecord)
        assert record is not None, f"{self.name} has no form open"
        seen = Seen(where="private")
        for field in record.fields:
            words = answers.get(field.option, "skip")
            if words == "":
                words = "clear" if field.value else "skip"
            seen = await self._act(room, lambda room, words=words: self.person.send(room, words))
        return seen

    async def sees(self):
        await self.person.sync()
        return await self._all_seen()

    async def _all_seen(self):
        seen = []
        for line in self._bot_lines():
            if line.content["msgtype"] in {"m.file", "m.image"}:
                data = await self.person.file_of(line.content)
                file = (line.content.get("filename", line.body), data)
                last = seen.pop()
                seen.append(Seen(**{**_fields(last), "files": (*last.files, file)}))
            else:
                seen.append(await self._seen(line))
        return seen

    async def leave(self):
        await self.person.leave_room(self.stage.home)

    async def direct_room(self):
        """Return the direct room with the bot, making one if there is none."""
        room = self.stage.notebook.entries.get(f"direct/{self.user_id}")
        if room is None:
            secret = [ENCRYPTION] if self.stage.encrypted else []
            room = await self.person.create_room(
                is_direct=True, preset="private_chat", invite=[self.stage.bot.user_id], initial_state=secret
            )
            await self.stage.notebook.wait_for(f"direct/{self.user_id}")
        return room

    async def _act(self, room, act):
        await self.person.sync()
        before = {id(line) for line in self._bot_lines()}
        event = await act(room)
        await self.stage.notebook.wait_for(f"done/{event}")
        await self.person.sync()
        fresh = [line for line in self._bot_lines() if id(line) not in before]
        if not fresh:
            return Seen(where="private")
        last = (await self._all_seen())[
            -sum(line.content["msgtype"] not in {"m.file", "m.image"} for line in fresh) :
        ]
        private = [seen for seen in last if seen.where == "private"]
        return (private or last)[-1]

    def _bot_lines(self):
        mine = [
            line
            for line in self.person.lines
            if line.event["sender"] == self.stage.bot.user_id and line.room in self.person.joined
        ]
        return sorted(mine, key=lambda line: line.at)

    def _where(self, room):
        if room == self.stage.channel:
            return "public"
        return (
            "private"
            if f'"{room}"' in f'"{self._direct_rooms()}"' or room in self._direct_rooms()
            else "group"
        )

    def _direct_rooms(self):
        entries = self.stage.notebook.entries
        return [key.removeprefix("room/") for key, value in entries.items() if _is_direct(key, value)]

    async def _seen(self, line):
        question = _QUESTION.search(line.body)
        form = ()
        if question:
            record = await load(self.stage.notebook, f"form/{line.room}", FormRecord)
            form = tuple(field.label for field in record.fields) if record else (line.body,)
        labels = () if question else tuple(found[1] for found in _NUMBERED.findall(line.body))
        return Seen(where=self._where(line.room), text=line.body, labels=labels, form=form)

    def _find(self, label):
        for line in reversed(self._bot_lines()):
            found = self._number(line, label)
            if found is not None and not _QUESTION.search(line.body):
                return line, *found
        raise AssertionError(f"{self.name} sees nothing to choose called {label!r}")

    def _number(self, line, label):
        for number, words, _ in _NUMBERED.findall(line.body):
            if words.startswith(label):
                return int(number), words
        return None

    async def _has_reactions(self, line):
        path = f"/rooms/{line.room}/relations/{_id(line)}/m.annotation"
        answer = await asyncio.to_thread(
            self.stage.server.request, "GET", f"/_matrix/client/v1{path}", None, self.person.token
        )
        return bool(answer[1].get("chunk"))


class MatrixStage(Stage):
    """Hold one bot, one public room and its people."""

    def __init__(self, folder, *, encrypted=False, clock=None, before=None):
        self.server = shared()
        self.folder, self.encrypted = Path(folder), encrypted
        self.clock = clock or RealClock()
        self._before = before
        self.notebook = MemoryNotebook()
        self.people = []
        self._tasks = AsyncExitStack()
        self._running = None

    async def prepare(self):
        """Make the accounts and the room."""
        number = next(_numbers)
        self.bot = await MatrixHuman.arrive(self.server, f"kith{number}", name="Kith")
        self.owner = await MatrixHuman.arrive(self.server, f"owner{number}", name="Owner")
        self._mark = f"p{number}"
        self.settings = MatrixSettings(
            homeserver=self._before or self.server.url,
            user_id=self.bot.user_id,
            state=self.folder / "matrix",
            encryption=self.encrypted,
            encrypt_direct_rooms=self.encrypted,
            sync_timeout=5,
        )
        await self._log_in()
        levels = {"redact": 50, "users": {self.bot.user_id: 50}}
        self.home = self.channel = await self.owner.create_room(
            preset="public_chat", name="Test town", power_level_content_override=levels
        )
        self.platform = MatrixPlatform(self.settings, self.notebook, self.clock)

    async def _log_in(self):
        if self.encrypted:
            await login(self.settings, SecretStr(PASSWORD), self.clock)
            return
        session = Session(
            user_id=self.bot.user_id,
            device_id=self.bot.device_id,
            access_token=self.bot.token,
            pickle_key=new_pickle_key(),
        )
        write_private(session_file(self.settings), session)

    async def open(self, inbox):
        await self.start(inbox)
        await self.owner.invite(self.home, self.bot.user_id)
        await self._until_in(self.home)

    async def start(self, inbox):
        """Start the bot alone."""
        self._running = asyncio.create_task(self.platform.run(inbox))
        ready = asyncio.create_task(self.platform.ready.wait())
        await asyncio.wait([self._running, ready], return_when=asyncio.FIRST_COMPLETED, timeout=60)
        ready.cancel()
        if self._running.done():
            self._running.result()

    async def bot_invites(self, room, human):
        """Invite somebody with the bot's own account, as another of its devices would."""
        token = load_session(self.settings).access_token
        path = f"{CLIENT}/rooms/{room}/invite"
        status, answer = await asyncio.to_thread(
            self.server.request, "POST", path, {"user_id": human.user_id}, token
        )
        assert status == 200, answer

    async def restart(self, inbox):
        """Stop the bot and start it anew, with its notebook and its files and nothing else."""
        await self.stop()
        self.platform = MatrixPlatform(self.settings, self.notebook, self.clock)
        await self.start(inbox)

    async def _until_in(self, room):
        async with asyncio.timeout(50):
            while (await self.owner.state(room, "m.room.member", self.bot.user_id)).get(
                "membership"
            ) != "join":
                await asyncio.sleep(0.02)

    async def person(self, name, *, organiser=False):
        localpart = f"{self._mark}-{name.lower()}"
        person = await self._arrive(localpart, name)
        await person.join(self.home)
        if organiser:
            await self.owner.set_level(self.home, person.user_id, 50)
        human = MatrixStageHuman(self, person, name)
        self.people.append(human)
        return human

    async def give_right(self, human):
        await self.owner.set_level(self.home, human.user_id, 25)
        return "25"

    async def take_right(self, human):
        await self.owner.set_level(self.home, human.user_id, 0)

    async def _arrive(self, localpart, name):
        if not self.encrypted:
            return await MatrixHuman.arrive(self.server, localpart, name=name, password=PASSWORD)
        person = await EncryptingHuman.arrive(self.server, localpart, name=name, password=PASSWORD)
        return await person.set_up()

    async def settle(self):
        """Wait until the bot has handled all that came before a message that it has no use for."""
        event = await self.owner.send(self.home, "…")
        await self.notebook.wait_for(f"done/{event}")
        for human in self.people:
            await human.person.sync()

    async def settle_owner(self):
        """Wait as `settle` does, without looking at what people see."""
        await self.notebook.wait_for(f"done/{await self.owner.send(self.home, '…')}")

    async def stop(self):
        """Stop the bot alone, as a restart would."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
            running, self._running = self._running, None
            if not running.cancelled() and running.exception() is not None:
                raise running.exception()

    @property
    def running(self):
        """Return the task of the running bot."""
        return self._running

    async def close(self):
        await self.stop()
        if self.encrypted:
            for human in self.people:
                await human.person.close()


def _escaped(value):
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _id(line):
    return line.event["event_id"]


def _fields(seen):
    return {"where": seen.where, "text": seen.text, "labels": seen.labels, "form": seen.form}


def _is_direct(key, value):
    return key.startswith("room/") and '"kind":"direct"' in value


@asynccontextmanager
async def open_stage(*, encrypted=False, clock=None, before=None):
    """Give a fresh stage on the shared Synapse; `before` is the address of something to reach it through."""
    with scratch_folder("kith-matrix-") as folder:
        stage = MatrixStage(folder, encrypted=encrypted, clock=clock, before=before)
        await stage.prepare()
        try:
            yield stage
        finally:
            await stage.close()
