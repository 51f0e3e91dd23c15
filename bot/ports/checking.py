"""What `kith check` finds out, as data: each adapter looks after its own part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Hold one line of a check: what was looked at, whether it is well, and what to do if it is not."""

    name: str
    ok: bool
    detail: str
    mend: str = ""
