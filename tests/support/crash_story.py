"""A round's whole story, told to a `kith run` that keeps being killed (`tests.support.crashing`).

Five members, pairs only. The round opens and is matched: two groups, and one who is told that there was none. One
group agrees, on other times at another spot, and meets. The other agrees and falls through; whoever is left over is
drawn a second time, stays silent, is nudged and let go. In the end all places are closed.

What people do is written straight into the database, as their taps would; everything else the killed process does.
"""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from adapters.sql.keys import FILE_NAME, KeySource
from adapters.sql.storage import SqlStorage, open_storage
from adapters.sql.types import from_millis
from bot.domain.member import Contact
from bot.services import names
from tests.support import crash_deeds as deeds
from tests.support.crashing import POINTS
from tests.support.meeting_town import settle_town
from tests.support.storage import KEY, KEYS, open_engine

MEMBERS = ("ana", "ben", "cy", "dee", "eli")
ROOT = Path(__file__).parents[2]
TICK = 0.03
STUCK = 120.0
ENOUGH = 99
AGAIN = timedelta(seconds=10)


class Nursery:
    """Start and watch bots, through a process that has everything imported (`tests.support.nursery`)."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def start(self, arguments, log):
        """Start a bot and return its process number."""
        return self._order({"arguments": [str(one) for one in arguments], "log": str(log)})

    def look(self, pid):
        """Return a bot's exit code, or None while it lives."""
        return self._order({"pid": pid})

    def close(self):
        """End the nursery and whoever is left in it."""
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def _order(self, order):
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@dataclass
class Setting:
    """Hold what a story needs of a platform: where it plays, who is there, and how `kith run` gets there."""

    platform: str
    home: str
    channel: str
    users: dict
    tables: str
    contact: Contact = Contact.DIRECT


async def make_template(folder):
    """Make an empty database with `kith run`'s own tables, to be copied for each story."""
    file = folder / "template.db"
    storage = await open_storage(f"sqlite:///{file}", keys=KEYS)
    await storage.close()
    return file


@dataclass
class Story:
    """Play the story once; `kills` counts how often the process was killed meanwhile."""

    nursery: Nursery
    folder: Path
    setting: Setting
    blind: bool = False
    kills: int = 0
    starts: int = 0
    orders: list = field(default_factory=list)  # one list of arguments for each start, the last for good
    pid: int | None = None
    _armed: bool = False

    @property
    def log(self):
        return self.folder / "log"

    @property
    def diary(self):
        return self.folder / "diary"

    async def prepare(self, template):
        """Write the configuration, the database and the clock."""
        shutil.copy(template, self.folder / "kith.db")
        KeySource(file=self.folder / FILE_NAME).write((KEY,))
        (self.folder / "kith.toml").write_text(f'[storage]\ndirectory = "."\n{self.setting.tables}')
        self.diary.write_text("")
        self._ahead = timedelta()
        self._set_ahead(timedelta())
        stage = SimpleNamespace(
            platform=SimpleNamespace(name=self.setting.platform),
            home=self.setting.home,
            channel=self.setting.channel,
            person=self._person,
        )
        async with self._storage() as storage:
            kith = SimpleNamespace(stage=stage, storage=storage, clock=SimpleNamespace(now=self.now))
            await settle_town(kith, list(MEMBERS), weeks=8, pairs_only=True, contact=self.setting.contact)

    async def _person(self, name):
        return SimpleNamespace(user_id=self.setting.users[name])

    def now(self):
        """Tell the time of the story."""
        return datetime.now(UTC) + self._ahead

    def _set_ahead(self, ahead):
        self._ahead = ahead
        fresh = self.folder / "clock.new"
        fresh.write_text(str(ahead.total_seconds()))
        fresh.replace(self.folder / "clock")

    def _storage(self):
        return _Open(self.folder / "kith.db")

    def die_once_at_each_step(self, *points):
        """Let every start die at a step at which none died; several points take turns."""
        self.orders = [["--die", ",".join(points), "--diary", self.diary]] * ENOUGH

    def die_at_random(self, rng, times):
        """Let each of the first starts die soon, at any point."""
        self.orders = [["--die", f"{rng.choice(POINTS)}:{rng.randint(1, 3)}"] for _ in range(times)]

    def died_at(self):
        """Return the steps at which a process died."""
        return self.diary.read_text().splitlines()

    async def play(self):
        """Tell the whole story, starting the process again whenever it was killed, and stop it in the end."""
        await self.until(names.OPENING)
        await self.until("round.match")
        first, second = await self.do(deeds.groups)
        await self.do(deeds.disagree(first.id, self.now()))
        await self.settled()
        await self.do(deeds.agree(first.id, self.now()))
        await self.do(deeds.agree(second.id, self.now()))
        await self.settled()
        await self.do(deeds.move(second.id, self.now()))
        await self.settled()
        await self.do(deeds.agree(second.id, self.now()))
        await self.settled()
        await self.do(deeds.run_late(first.id, self.now()))
        await self.do(deeds.cancel(second.id, self.now()))
        await self.until(names.CHECK_IN)
        await self.do(deeds.meet(first.id, self.now()))
        await self.until(None)
        return await self.finish()

    async def until(self, step):
        """Let time pass, from one due thing to the next, until a step was taken; None: until the round is over."""
        await self.settled()
        while not self._taken(step):
            due = min(due for due, _ in self._waiting())
            self._set_ahead(max(self._ahead, due - datetime.now(UTC)))
            await self.settled()

    def _taken(self, step):
        if step is None:
            return bool(self._query("SELECT 1 FROM round WHERE state = 'closed' AND follows IS NULL"))
        return bool(self._query("SELECT 1 FROM job WHERE step = ? AND state = 'done'", step))

    async def settled(self):
        """Wait until nothing is due, starting the process again whenever it is dead."""
        until = time.monotonic() + STUCK
        while True:
            self.keep_alive()
            if not self._is_due():
                return
            assert time.monotonic() < until, f"stuck\n{self.log.read_text()[-3000:]}"
            await asyncio.sleep(TICK)

    def _is_due(self):
        """Say whether anything is due or was put off for a moment, as while there is no connection yet."""
        now = self.now()
        return any(due <= now + (AGAIN if tries else timedelta()) for due, tries in self._waiting())

    def _waiting(self):
        rows = self._rows("SELECT due, tries FROM job WHERE state = 'waiting'")
        return [(from_millis(due), tries) for due, tries in rows]

    def keep_alive(self):
        """Start the process if there is none; one that died must have been killed."""
        if self.pid is not None:
            code = self.nursery.look(self.pid)
            if code is None:
                return
            assert code == -9, f"ended with {code}\n{self.log.read_text()[-3000:]}"
            self.kills += 1
        order = self.orders.pop(0) if self.orders else []
        self._armed = bool(order)
        blind = ["--blind"] if self.blind else []
        known = ["--config", self.folder / "kith.toml", "--clock", self.folder / "clock"]
        self.pid = self.nursery.start([*known, *blind, *order], self.log)
        self.starts += 1

    async def finish(self):
        """Let a process that is not killed any more look at everything, stop it as systemd would, and look."""
        self.orders = []
        if self._armed:
            os.kill(self.pid, signal.SIGKILL)
            await self._ended()
            self.pid = None
        await self.do(deeds.probe(self.now()))
        await self.settled()
        os.kill(self.pid, signal.SIGTERM)
        code = await self._ended()
        assert code == 0, f"ended with {code}\n{self.log.read_text()[-3000:]}"
        return await self.outcome()

    async def _ended(self):
        """Wait for the end of the process and return its exit code."""
        until = time.monotonic() + STUCK
        while (code := self.nursery.look(self.pid)) is None:
            assert time.monotonic() < until, "it does not end"
            await asyncio.sleep(TICK)
        return code

    async def do(self, use_case):
        """Do in the database what a person's tap would do."""
        async with self._storage() as storage:
            return await storage.run(use_case)

    async def outcome(self):
        """Read what stands in the database."""
        keys = [key for (key,) in self._rows("SELECT key FROM job")]
        return await self.do(deeds.outcome(keys))

    def _query(self, sql, *values):
        found = self._rows(sql, *values)
        return found[0][0] if found else None

    def _rows(self, sql, *values):
        connection = sqlite3.connect(f"file:{self.folder / 'kith.db'}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()


class _Open:
    """Open the database beside the bot, which holds the lock of the file."""

    def __init__(self, file):
        self._file = file

    async def __aenter__(self):
        self._storage = SqlStorage(open_engine(self._file))
        return self._storage

    async def __aexit__(self, *_):
        await self._storage.close()
