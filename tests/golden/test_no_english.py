"""Every message in the pretended languages, on every platform: what is left in English is somebody's own, or typed so."""

import html
import re
from pathlib import Path

import pytest

from bot.text.pseudo import PSEUDO_LANGUAGES
from tests.support.golden import NAMES
from tests.support.remains import NAMES_ON_DISCORD, english_in

FOLDER = Path(__file__).parent
SHELF = (
    *("Rest on a bench that you pass every day. Tell somebody near you what you like about it.",),
    *("You must look for a bench with your mother! Have a beer there.", "Rest there for a minute."),
    *("You must look for a bench with your mother!", "Have a beer there.", "must", "mother", "look", "beer"),
    *("We do this on Sundays, join us!", "We do this on Sundays.", "A green bench", "A bench & a song"),
    *("Garden & club", "Garden club", "A bench near you", "A {tree} & more", "A tree", "A bench", "Idea"),
    *("fields", "characters", "colour", "seeds", "tree"),
)
"""What they wrote of challenges, and what stands in a pack's file: ids, keys and the names of rules."""
OWN = (
    *(
        "They came along to my street & would not leave when I asked.",
        "I bake bread.",
        "Call 112 in an emergency",
    ),
    *("113 (day and night), MIND Korrelatie", "Ring me at 06", "Listening line: 0800 1234"),
    *("the black dog is back", "end it all", "a paper boat", "green scarf", "Hill & Dale", "Riverside"),
    *("Library café", "gardener", "trains", "bread", "Elsewhere", "Noor", "Sam", "Dutch"),
    *("It was windy, and good", "Both wrote back", "my-diary.md"),
    *("Hi ball", "Hi all", "@everyone", "{people}", "_chi_", "chi", "Europe/Amsterdam"),
    *SHELF,
)
"""What people of the golden messages wrote, longer ones before parts of them."""
_FRAME = re.compile(
    r"^\s*(?:=== \w+ ===|-- \w+:?|content:|title:|field(?: \(short\))?:|footer:|button \(\w+\):|select:|file:|form:|notifies:.*)"
)
_UNSEEN = re.compile(r"[\u2066-\u2069\u200b*<>\\]")
_TAGS = re.compile(r"</?[a-z0-9]+(?: href=\"[^\"]*\")?>|<@\d+>")


@pytest.mark.parametrize("language", PSEUDO_LANGUAGES)
def test_no_english_is_left_in_any_message(language):
    left = []
    for file in sorted((FOLDER / language).glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            words = _UNSEEN.sub("", html.unescape(_TAGS.sub("", _FRAME.sub("", line))))
            if found := english_in(words, *OWN, *NAMES, *NAMES_ON_DISCORD):
                left.append(f"{file.stem}: {', '.join(found)}: {line.strip()}")
    assert not left, "\n".join(left)
