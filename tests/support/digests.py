"""Answers kept on file, to see that they stay the same on every machine.

`python -m tests.support.digests` compares, `--renew` writes them anew after a change of the matcher that is meant.
"""

import hashlib
import json
import random
import sys
from functools import cache
from pathlib import Path

from bot.matching import MatchRequest, match
from tests.support.made_up import anything

FILE = Path(__file__).parents[1] / "matching" / "digests.json"
COUNTS = (
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    18,
    21,
    24,
    27,
    30,
    33,
    40,
    50,
    60,
    75,
    99,
    120,
    150,
    200,
    250,
    300,
    400,
)


@cache
def requests() -> dict[str, MatchRequest]:
    """Make up requests of every kind, by a name for each."""
    return {f"{count} members": anything(random.Random(f"answers {count}"), count) for count in COUNTS}


def digest(request: MatchRequest) -> str:
    """Sum up who meets whom, who is left out and why, and how good it is."""
    result = match(request)
    groups = [(*group.members, group.slots, *group.fits, group.host) for group in result.groups]
    left = [(each.member, each.reason.value) for each in result.unplaced]
    answer = json.dumps([groups, left, result.repeats, result.value])
    return hashlib.blake2b(answer.encode(), digest_size=8).hexdigest()


def on_file() -> dict[str, str]:
    return json.loads(FILE.read_text())


def main() -> None:
    now = {name: digest(request) for name, request in requests().items()}
    if "--renew" in sys.argv[1:]:
        FILE.write_text(json.dumps(now, indent=1) + "\n")
        return
    other = [name for name, value in on_file().items() if now.get(name) != value]
    sys.stdout.write(f"{len(now)} answers, {len(other)} not as on file: {', '.join(other) or '-'}\n")
    sys.exit(bool(other))


if __name__ == "__main__":
    main()
