"""Many starts of a `kith run` that is killed (`tests.support.crashing`), each of them quick.

    python -m tests.support.nursery

Orders come as JSON lines: what a bot is to be started with, or which bot to look after. The nursery has imported all
that a round needs and forks, which takes a twentieth of a start from nothing.
"""

import asyncio
import ctypes
import gc
import json
import os
import signal
import sys
import traceback

from tests.support.crashing import run
from tests.support.kith import kith_on
from tests.support.meeting_town import settle_town
from tests.support.playground_stage import open_stage

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG: no bot outlives a test run that is cut off


async def rehearse():
    """Play a round, so that everything that is loaded when it is first needed is there."""
    async with open_stage() as stage, kith_on(stage, on_file=True) as kith:
        await settle_town(kith, ["a", "b", "c"], pairs_only=True)
        await kith.push(weeks=3)


class Nursery:
    """Fork a bot for each order read from standard input; the orders are answered on standard output."""

    def __init__(self):
        self.alive = set()

    def serve(self):
        """Take orders until there are none, then leave nobody behind."""
        asyncio.run(rehearse())
        gc.collect()
        gc.freeze()  # a bot collects garbage as it starts: it needn't go through, and so copy, what is here
        for line in sys.stdin:
            order = json.loads(line)
            answer = self._start(**order) if "arguments" in order else self._look(order["pid"])
            print(json.dumps(answer), flush=True)
        for pid in self.alive:
            os.kill(pid, signal.SIGKILL)

    def _start(self, arguments, log):
        pid = os.fork()
        if pid == 0:
            _live(arguments, log)
        self.alive.add(pid)
        return pid

    def _look(self, pid):
        """Return a bot's exit code, negative for a signal, or None while it lives."""
        found, status = os.waitpid(pid, os.WNOHANG)
        if not found:
            return None
        self.alive.discard(pid)
        return os.waitstatus_to_exitcode(status)


def _live(arguments, log):
    """Be a process of one's own: nothing of the nursery is left but what it has imported."""
    code = 70
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        for source, number in (
            (os.open(os.devnull, os.O_RDONLY), 0),
            (_appending(log), 1),
            (_appending(log), 2),
        ):
            os.dup2(source, number)
        run(arguments)
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:  # noqa: BLE001 - whatever it was, the log has it and the process ends
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _appending(log):
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


if __name__ == "__main__":
    Nursery().serve()
