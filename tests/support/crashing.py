"""`kith run` that is killed at a chosen instant, for crash tests. The product has no hooks: everything is put on here.

    python -m tests.support.crashing --config FILE --die after-call@group.place:1
    python -m tests.support.crashing --config FILE --die after-call --diary FILE --clock FILE

It runs what `kith run --config FILE` runs. On the N-th time that a point is reached (of the step named, or of any),
it kills itself with SIGKILL. With a diary, it dies once for each step, over as many starts as that takes, and takes the points in
turn where several are named ("claimed,recorded").

Points, in the order of a job's life (the step's name stands behind an @ where one is wanted):
- `deciding`, `decided`: a decision is written, before and after its transaction is committed;
- `before-claim`, `claimed`: deliveries are due, and are leased;
- `before-call`, `after-call`: the platform is called, and has answered;
- `recording`, `recorded`: the outcome is written, before and after the commit;
- `requesting`, `answered`: around each single request that changes something on the platform ("POST createRoom");
- `committing`, `committed`: around each transaction that changed anything at all.

The clock is the real one, set forward by as many seconds as the clock file says, so that weeks can pass in a test.
A test that needs it many times lets a nursery start it (`tests.support.nursery`).
"""

import argparse
import os
import re
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nio
from sqlalchemy import select

import adapters.discord.places
import adapters.discord.platform
import adapters.matrix.http
import adapters.matrix.places
import adapters.matrix.platform
import adapters.sql.notebook
import adapters.system.clock
import bot.runtime.app
import bot.runtime.outbox
import bot.runtime.scheduler
from adapters.discord.places import Places as Threads
from adapters.matrix.http import Http
from adapters.sql import tables
from adapters.sql.jobs import SqlJobs
from adapters.sql.storage import SqlStorage
from bot.cli.main import app as command_line
from bot.domain.jobs import JobState

QUICK = 0.05
"""How often the loop looks for work, in place of every second."""
POINTS = (
    *("deciding", "decided", "before-claim", "claimed", "before-call", "after-call", "recording", "recorded"),
    *("requesting", "answered", "committing", "committed"),
)


class Reaper:
    """Decide when to die."""

    def __init__(self, die, diary=None):
        place, _, number = (die or "").partition(":")
        points, _, self.step = place.partition("@")
        self.points = points.split(",") if points else []
        assert set(self.points) <= set(POINTS), f"there are no such points: {points}"
        self.number = int(number or 1)
        self.diary = Path(diary) if diary else None

    def hit(self, point, step=""):
        """Note that a point was reached; this may be the last thing that happens."""
        if point not in self.points or self.step not in ("", step):
            return
        if self.diary is None:
            self.number -= 1
            if self.number <= 0:
                self._die()
            return
        known = self.diary.read_text().splitlines()
        if step not in known and point == self.points[len(known) % len(self.points)]:
            with self.diary.open("a") as diary:
                diary.write(f"{step}\n")
            self._die()

    def _die(self):
        os.kill(os.getpid(), signal.SIGKILL)


def put_on(reaper):
    """Wrap the seams of the core, of the storage and of both platforms' requests."""
    _wrap_scheduler(reaper)
    _wrap_outbox(reaper)
    _wrap_storage(reaper)
    _wrap_discord(reaper)
    _wrap_matrix(reaper)


def _wrap_scheduler(reaper):
    scheduler = bot.runtime.scheduler.Scheduler
    guarded, take = scheduler._guarded, scheduler._take

    async def dying_guarded(self, job, now):
        taken = await guarded(self, job, now)
        if taken:
            reaper.hit("decided", job.step)
        return taken

    def dying_take(self, repos, job, now):
        taken = take(self, repos, job, now)
        reaper.hit("deciding", job.step)
        return taken

    def dying_slowly(self, job, now):
        return take_slowly(_Slow(self, reaper), job, now)

    take_slowly = scheduler._take_slowly
    scheduler._guarded, scheduler._take, scheduler._take_slowly = dying_guarded, dying_take, dying_slowly


class _Slow:
    """Stand in for a scheduler whose slow decisions die inside their transaction, after the last row."""

    def __init__(self, scheduler, reaper):
        self._kit = scheduler._kit
        self._steps = self
        self.slow_decisions = {
            name: self._dying(name, step, reaper) for name, step in scheduler._steps.slow_decisions.items()
        }

    def _dying(self, name, step, reaper):
        async def prepare(kit, job, now):
            decide = await step(kit, job, now)

            def write(repos):
                decide(repos)
                reaper.hit("deciding", name)

            return write

        return prepare


def _wrap_outbox(reaper):
    outbox = bot.runtime.outbox.Outbox
    claim, deliver, act, record = outbox._claim, outbox._deliver, outbox._act, outbox._record
    lease = SqlJobs.claim

    def dying_lease(self, owner, now, until, limit=16):
        for step in _due_deliveries(self, now):
            reaper.hit("before-claim", step)
        return lease(self, owner, now, until, limit)

    async def dying_claim(self):
        jobs = await claim(self)
        for job in jobs:
            reaper.hit("claimed", job.step)
        return jobs

    async def dying_act(self, effect, job, *, look):
        if _is_connected(self._kit.platforms[effect.platform]):
            reaper.hit("before-call", job.step)
        remote = await act(self, effect, job, look=look)
        reaper.hit("after-call", job.step)
        return remote

    def dying_record(self, repos, job, remote):
        recorded = record(self, repos, job, remote)
        reaper.hit("recording", job.step)
        return recorded

    async def dying_deliver(self, job):
        await deliver(self, job)
        reaper.hit("recorded", job.step)

    outbox._claim, outbox._deliver, outbox._act, outbox._record = (
        dying_claim,
        dying_deliver,
        dying_act,
        dying_record,
    )
    SqlJobs.claim = dying_lease


def _is_connected(platform):
    return platform.ready.is_set() if platform.name == "matrix" else platform.connected


def _due_deliveries(jobs, now):
    """Return the steps that are due in the transaction that leases them: what fell due a moment later isn't meant."""
    job = tables.job.c
    waiting = select(job.step).where(job.state == JobState.WAITING, job.delivery == 1, job.due <= now)
    return [step for (step,) in jobs._connection.execute(waiting)]


def _wrap_storage(reaper):
    transact = SqlStorage.transact

    async def dying_transact(self, work):
        changed = False

        def noticing(connection):
            nonlocal changed
            driver = connection.connection.driver_connection._conn
            before = driver.total_changes
            result = work(connection)
            changed = driver.total_changes > before
            if changed:
                reaper.hit("committing")
            return result

        result = await transact(self, noticing)
        if changed:
            reaper.hit("committed")
        return result

    SqlStorage.transact = dying_transact


def _wrap_discord(reaper):
    import discord

    client = discord.http.HTTPClient
    request = client.request

    async def dying_request(self, route, **how):
        step = f"{route.method} {route.path}"
        if route.method != "GET":
            reaper.hit("requesting", step)
        answer = await request(self, route, **how)
        if route.method != "GET":
            reaper.hit("answered", step)
        return answer

    client.request = dying_request


def _wrap_matrix(reaper):
    request = Http._request

    async def dying_request(self, method, path, **how):
        step = f"{method} {_shape(path)}"
        if method != "GET":
            reaper.hit("requesting", step)
        answer = await request(self, method, path, **how)
        if method != "GET":
            reaper.hit("answered", step)
        return answer

    Http._request = dying_request
    send = nio.AsyncClient.send

    async def dying_send(self, method, path, *details, **more):
        step = f"{method} {_shape(path.partition('?')[0])}"
        if method != "GET":
            reaper.hit("requesting", step)
        answer = await send(self, method, path, *details, **more)
        if method != "GET":
            reaper.hit("answered", step)
        return answer

    nio.AsyncClient.send = dying_send


def _shape(path):
    """Return a Matrix path without ids, transactions and aliases."""
    words = [
        re.sub("^(%21|%24|%40|%23|k[a-z2-9]{16}$|[0-9a-f-]{36}$).*", "*", word) for word in path.split("/")
    ]
    return "/".join(word for word in words if word not in ("", "_matrix", "client", "v3", "media"))


def hurry():
    """Look for work more often, and wait for connections less long, than there is reason to outside of tests."""
    bot.runtime.app.SHORTEST_SLEEP = QUICK
    bot.runtime.outbox._SHORTEST_WAIT = QUICK
    put_off = bot.runtime.outbox.Outbox._put_off
    bot.runtime.outbox.Outbox._put_off = lambda self, job, _seconds: put_off(self, job, QUICK)


def set_clock(file):
    """Let the clock stand as many seconds ahead as the file says."""
    path = Path(file)

    class ClockAhead(adapters.system.clock.SystemClock):
        def now(self):
            return datetime.now(UTC) + timedelta(seconds=float(path.read_text()))

    adapters.system.clock.SystemClock = ClockAhead


def forget_everything():
    """Take away what keeps things from existing twice: keys, marks, notes and looking. For negative controls."""
    drawn = lambda *_: os.urandom(10).hex()[:20]  # noqa: E731 - shorter so

    async def nothing(*_, **__):
        return None

    async def none(*_, **__):
        return []

    async def unknown(self, key):
        return None if key.startswith(("place/", "sent/")) else await read(self, key)

    read = adapters.sql.notebook.SqlNotebook.read
    adapters.sql.notebook.SqlNotebook.read = unknown
    adapters.discord.platform.nonce_for = drawn
    adapters.discord.platform._earlier = nothing
    Threads._find = none
    adapters.matrix.places.short_hash = drawn
    adapters.matrix.sender.transaction = drawn
    adapters.matrix.sender.Sender.find = nothing


def run(arguments):
    """Run the bot until it dies or is stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", required=True)
    parser.add_argument("--die")
    parser.add_argument("--diary")
    parser.add_argument("--clock")
    parser.add_argument("--blind", action="store_true")
    chosen = parser.parse_args(arguments)
    put_on(Reaper(chosen.die, chosen.diary))
    hurry()
    if chosen.clock:
        set_clock(chosen.clock)
    if chosen.blind:
        forget_everything()
    command_line(["run", "--config", chosen.config])


if __name__ == "__main__":
    run(sys.argv[1:])
