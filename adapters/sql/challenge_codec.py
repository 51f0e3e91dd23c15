"""Challenges that people wrote, as JSON: the same words as in a pack's file."""

import json
from functools import lru_cache

from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Cost,
    Energy,
    Evidence,
    Mode,
    Practice,
    Safety,
    Setting,
    Tie,
    Where,
    in_words,
)
from bot.ids import ChallengeId
from bot.text.message import Text


def write_challenge(challenge: Challenge) -> str:
    """Write a challenge as ASCII JSON."""
    raw = in_words(challenge) | {
        "remote": challenge.remote,
        "tender": challenge.tender,
        "licence": challenge.licence,
    }
    return json.dumps(raw, separators=(",", ":"))


@lru_cache(maxsize=2000)
def read_challenge(words: str) -> Challenge:
    """Read a challenge that `write_challenge` wrote; a library is read anew with every tap, hence the memory."""
    raw = json.loads(words)
    return Challenge(
        id=ChallengeId(raw["id"]),
        practice=Practice(raw["practice"]),
        title=Text(template=raw["title"]),
        text=Text(template=raw["text"]),
        smaller=Text(template=raw["smaller"]),
        setting=Setting(raw["setting"]),
        tie=Tie(raw["tie"]),
        effort=int(raw["effort"]),
        minutes=int(raw["minutes"]),
        modes=frozenset(map(Mode, raw["modes"])),
        cost=Cost(raw["cost"]),
        conditions=frozenset(map(Condition, raw["conditions"])),
        place=Where(raw["place"]),
        access=frozenset(map(Access, raw["access"])),
        energy=Energy(raw["energy"]),
        safety=Safety(raw["safety"]),
        easier=ChallengeId(raw["easier"]),
        remote=ChallengeId(raw["remote"]) if raw["remote"] else None,
        tender=bool(raw["tender"]),
        evidence=Evidence(raw["evidence"]),
        note_to_translator=raw["note"],
        licence=raw["licence"],
    )
