"""Run a command's work and turn its failures into one sentence and an exit code."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.config import DEFAULT_PATH, Config, load
from bot.errors import KithError, StorageError, TemporaryPlatformError

Result = TypeVar("Result")

EXIT_TRY_AGAIN = 1
EXIT_SETUP = 2

ConfigOption = Annotated[
    Path,
    typer.Option("--config", "-c", metavar="FILE", envvar="KITH_CONFIG", help="The configuration file."),
]
DEFAULT_CONFIG = DEFAULT_PATH


@contextlib.contextmanager
def kind_failures() -> Iterator[None]:
    """Turn every error that Kith raises on purpose into one sentence on standard error and an exit code.

    Ctrl-C (130) is Typer's own; anything else is a mistake of ours and keeps its traceback, redacted.
    """
    try:
        yield
    except BaseExceptionGroup as group:
        error = _first_of_ours(group)
        if error is None:
            raise
        raise _exit_for(error) from None
    except KithError as error:
        raise _exit_for(error) from None


def work(job: Coroutine[Any, Any, Result]) -> Result:
    """Run asynchronous work until it ends; SIGTERM ends it as gently as Ctrl-C does, with exit code 0."""

    async def stoppable() -> Result:
        task = asyncio.current_task()
        if task is not None and sys.platform != "win32":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await job

    with kind_failures():
        try:
            return asyncio.run(stoppable())
        except asyncio.CancelledError:
            raise typer.Exit(0) from None


def settings(path: Path) -> Config:
    """Read the configuration and set up logging for it."""
    from bot.cli import logs

    with kind_failures():
        config = load(path)
    logs.configure(config.logging.level, config.secrets.values())
    return config


def _exit_for(error: KithError) -> typer.Exit:
    typer.echo(f"kith: {error}", err=True)
    passing = isinstance(error, TemporaryPlatformError | StorageError)
    return typer.Exit(EXIT_TRY_AGAIN if passing else EXIT_SETUP)


def _first_of_ours(group: BaseExceptionGroup[BaseException]) -> KithError | None:
    """Find the reason in what a TaskGroup raises; any error that is not ours outranks it."""
    ours, others = group.split(KithError)
    if ours is None or others is not None:
        return None
    first: BaseException = ours
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return first if isinstance(first, KithError) else None
