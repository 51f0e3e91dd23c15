"""Stand-ins for the matcher that do in their process what a machine may do to it. Found by name, as spawning wants."""

import ctypes
import os
import signal
import time
from pathlib import Path

from bot.matching import MatchRequest, MatchResult, match

SCRATCH = "KITH_TEST_SCRATCH"
"""Names the folder in which processes leave their number."""


def _sign() -> int:
    """Leave this process's number in the folder and return how many did so before."""
    folder = Path(os.environ[SCRATCH])
    before = len(list(folder.iterdir()))
    (folder / str(os.getpid())).touch()
    return before


def signed(request: MatchRequest) -> MatchResult:
    """Match."""
    _sign()
    return match(request)


def killed_at_first(request: MatchRequest) -> MatchResult:
    """Die as when the machine is out of memory and kills; the next process matches."""
    if _sign() == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return match(request)


def always_killed(request: MatchRequest) -> MatchResult:
    """Die each time."""
    _sign()
    os.kill(os.getpid(), signal.SIGKILL)
    return match(request)


def out_of_memory(request: MatchRequest) -> MatchResult:
    """Ask for more memory than there is."""
    _sign()
    raise MemoryError


def hangs(request: MatchRequest) -> MatchResult:
    """Never answer."""
    _sign()
    time.sleep(600)
    return match(request)


def hangs_with_the_lock(request: MatchRequest) -> MatchResult:
    """Never answer, and let no other thread of the process run, as a solver does."""
    _sign()
    ctypes.PyDLL(None).sleep(600)
    return match(request)


def slow(request: MatchRequest) -> MatchResult:
    """Take a second."""
    _sign()
    time.sleep(1)
    return match(request)
