"""What a community changes about the phrases that tell of a crisis."""

from dataclasses import dataclass

MOST_PHRASES = 200
PHRASE_LONGEST = 80


@dataclass(frozen=True, slots=True)
class CarePhrases:
    """Hold a community's own phrases, and the shipped ones that it does not want."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
