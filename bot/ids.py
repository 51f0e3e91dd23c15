"""Identifiers as types of their own, so that a circle's id can never be passed for a member's.

Own ids are text. They are either derived (a round is its circle and its date) or drawn from the random
source that the composition root hands in; nothing here reads a module-level source of chance.
"""

import hashlib
import random
from typing import NewType

CommunityId = NewType("CommunityId", str)
MemberId = NewType("MemberId", str)
CircleId = NewType("CircleId", str)
RoundId = NewType("RoundId", str)
GroupId = NewType("GroupId", str)
AreaId = NewType("AreaId", str)
SpotId = NewType("SpotId", str)
ChallengeId = NewType("ChallengeId", str)
PostId = NewType("PostId", str)
PackId = NewType("PackId", str)
SuggestionId = NewType("SuggestionId", str)
ReportId = NewType("ReportId", str)
MenuId = NewType("MenuId", str)
JobKey = NewType("JobKey", str)
SeparationId = NewType("SeparationId", str)

PlatformName = NewType("PlatformName", str)
UserId = NewType("UserId", str)
HomeId = NewType("HomeId", str)
ChannelId = NewType("ChannelId", str)

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
ID_LENGTH = 16


def new_id(rng: random.Random) -> str:
    """Draw a fresh 80-bit identifier of 16 characters without look-alikes (no l, o, 0, 1)."""
    return "".join(_ALPHABET[rng.getrandbits(5)] for _ in range(ID_LENGTH))


def short_hash(*parts: str, length: int = ID_LENGTH) -> str:
    """Derive the same short identifier from the same parts, on every machine and Python."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=length).digest()
    return "".join(_ALPHABET[byte & 31] for byte in digest)
