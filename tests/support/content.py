"""Build challenges and starters for tests that do not care which."""

from dataclasses import replace
from typing import Any

from bot.content.library import load_library
from bot.domain.challenges import Challenge, Depth, Starter
from bot.ids import ChallengeId
from bot.text.message import Text


def a_challenge(challenge_id: str = "reach-two-hellos", **changes: Any) -> Challenge:
    """Make a challenge like a shipped one, with another id and what a test wants to be different."""
    model = load_library().challenges[0]
    for field in {"title", "text", "smaller"} & changes.keys():
        changes[field] = Text(template=changes[field])
    changes.setdefault("easier", challenge_id)
    changes.setdefault("remote", challenge_id)
    return replace(model, **{"id": ChallengeId(challenge_id), **changes})


def a_starter(starter_id: str = "light-test", **changes: Any) -> Starter:
    """Make a starter, with what a test wants to be different."""
    text = Text(template=changes.pop("text", "What do you enjoy that costs nothing?"))
    facts: dict[str, Any] = {"depth": Depth.LIGHT, "tender": False} | changes
    return Starter(id=starter_id, text=text, **facts)
