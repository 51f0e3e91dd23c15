"""Where databases of tests lie: in memory where the machine has room for them there, so that nobody waits for a disk.

What a disk is for is the case that the machine goes off, and no test does that: whatever a process has written stays
when it is killed, on a disk or in memory.
"""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

_MEMORY = Path("/dev/shm")
_ENOUGH = 1 << 30
"""All databases of a run together are far smaller; containers often have 64 MB there, which is too little."""


def scratch_folder(prefix: str) -> TemporaryDirectory[str]:
    """Make a folder that goes away with its context, or with its `cleanup`."""
    return TemporaryDirectory(prefix=prefix, dir=_place(), ignore_cleanup_errors=True)


@cache
def _place() -> Path | None:
    try:
        return _MEMORY if shutil.disk_usage(_MEMORY).free >= _ENOUGH else None
    except OSError:
        return None
