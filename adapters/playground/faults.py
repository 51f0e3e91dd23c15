"""Faults on order: what a real platform does to us, whenever a test asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.errors import PermanentPlatformError, PlatformError, Refusal, TemporaryPlatformError


@dataclass(slots=True)
class Faults:
    """Make the next calls fail, before anything happened or after it did (the answer is lost)."""

    before: list[PlatformError] = field(default_factory=list)
    after: list[PlatformError] = field(default_factory=list)

    def fail_once(self, *, retry_after: float = 5.0) -> None:
        """Let the next call fail for now, with nothing done."""
        self.before.append(TemporaryPlatformError("ordered by a test", retry_after=retry_after))

    def refuse_once(self, reason: Refusal = Refusal.FORBIDDEN) -> None:
        """Let the next call fail for good, with nothing done."""
        self.before.append(PermanentPlatformError("ordered by a test", reason=reason))

    def lose_answer_once(self) -> None:
        """Let the next call take effect and its answer get lost."""
        self.after.append(TemporaryPlatformError("the answer was lost, by order of a test"))

    @contextmanager
    def around(self) -> Iterator[None]:
        """Raise what was ordered, before or after the body."""
        if self.before:
            raise self.before.pop(0)
        yield
        if self.after:
            raise self.after.pop(0)
