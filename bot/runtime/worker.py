"""One process that answers one question, so that it can be ended at any time and gives all its memory back.

A pool of the standard library is no help here: it neither ends a worker that hangs nor outlives one that died.
"""

import io
import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, Generic, TypeVar

from typing_extensions import override

Q = TypeVar("Q")
A = TypeVar("A")

_NICER = 5
"""How far the worker stands back behind the bot, which shall answer in time also on a machine with one core."""


class WorkerDied(Exception):
    """Say that a worker ended without an answer: killed, out of memory, or an error that it wrote to standard error."""


class Worker(Generic[Q, A]):
    """Stand for a process that runs `work` once. Every method blocks; call them from a thread."""

    def __init__(self, work: Callable[[Q], A]) -> None:
        """Start the process. Raise `WorkerDied` where the machine has no room for one."""
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(work, there), name="kith-worker", daemon=True)
        try:
            self._process.start()
        except OSError as error:
            self._here.close()
            raise WorkerDied(f"it could not be started: {error}") from error
        finally:
            there.close()

    def ask(self, question: Q) -> A:
        """Return the answer to the one question. Raise `WorkerDied`, also when `end` is called meanwhile."""
        try:
            with self._here:
                _send(self._here, question)
                answer: A = _receive(self._here)
        except (EOFError, OSError) as error:
            self._process.join()
            raise WorkerDied(f"it ended with exit code {self._process.exitcode}") from error
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        self._process.kill()
        self._process.join()


def _send(connection: Connection, thing: object) -> None:
    """Send something piece by piece: turned into bytes in one go, a large round holds the interpreter's lock too long."""
    pickle.dump(thing, _Pieces(connection), protocol=pickle.HIGHEST_PROTOCOL)
    connection.send_bytes(b"")


def _receive(connection: Connection) -> Any:  # noqa: ANN401 - whatever was sent
    """Receive something piece by piece. Raise `EOFError` where the other side is gone."""
    pieces = _Pieces(connection)
    thing = pickle.load(io.BufferedReader(pieces))  # noqa: S301 - from a process of our own
    while not pieces.over:
        pieces.readall()
    return thing


class _Pieces(io.RawIOBase):
    """Be a file whose pieces go over a connection; an empty one comes last (`over`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._left = memoryview(b"")
        self.over = False

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any) -> int:  # a buffer of any kind
        if not self._left and not self.over:
            self._left = memoryview(self._connection.recv_bytes())
            self.over = not self._left
        length = min(len(buffer), len(self._left))
        buffer[:length], self._left = self._left[:length], self._left[length:]
        return length

    @override
    def write(self, data: Any) -> int:
        self._connection.send_bytes(data)
        return len(data)


def _serve(work: Callable[[Q], A], asked: Connection) -> None:
    """Answer one question, in the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which ends its worker itself
    Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICER)
    with suppress(EOFError):  # the bot has no question any more
        question = _receive(asked)
        _send(asked, work(question))


def _end_with_parent() -> None:
    """Wait for the bot's end, however it came about, and end as well."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
