"""Measure honestly: seconds of the processor, not of the wall, and memory of a process that did nothing else."""

import multiprocessing
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ENOUGH_SECONDS, MOST_RUNS = 10, 5
STATUS = Path("/proc/self/status")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what the work answers and its processor seconds: the fewest of several runs, unless one takes long.

    Whatever else a shared machine does makes a run longer, and nothing makes it shorter.
    """
    runs: list[float] = []
    answer: Any = None
    while sum(runs) < ENOUGH_SECONDS and len(runs) < MOST_RUNS:
        start = time.process_time()
        answer = work()
        runs.append(time.process_time() - start)
    return answer, min(runs)


def peak_megabytes() -> float:
    """Return the most memory this process ever held.

    Linux counts what the parent held before a program was started as well, except in this file of its own.
    """
    if STATUS.exists():
        lines = [line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")]
        return int(lines[0].split()[1]) / 1024
    return (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024
    )


def in_a_fresh_process(work: Callable[..., Any], *args: Any, limit: int | None = None) -> Any:
    """Return what the work answers in a process of its own; None where it takes more processor seconds than allowed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_answer, args=(theirs, work, args, limit))
    worker.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        worker.join()
        if limit is not None and worker.exitcode == -signal.SIGXCPU:
            return None
        raise RuntimeError(f"{work.__name__} did not come to its end") from None
    finally:
        worker.join()


def _answer(pipe: Any, work: Callable[..., Any], args: tuple[Any, ...], limit: int | None) -> None:
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    pipe.send(work(*args))
    pipe.close()
