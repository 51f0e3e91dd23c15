"""What of a text is English still, when everything of Kith's is disguised."""

import re

_SPARED = re.compile(
    r"https?://\S+|<t:\d+:\w>|</?[a-z0-9 -]+(?::\d+)?>|/[a-z]+(?: [a-z-]+)*|!kith(?: [a-z-]+)*"
    r"|\b[0-9A-Z]{8}\b|\b[A-Z][a-z]+/[A-Z][A-Za-z_]+\b|\b[\w-]+\.(?:ics|json|csv|toml|txt|png)\b|&[a-z]+;"
)
"""Links, times and commands as platforms write them, names of time zones and of files."""
TYPED = (
    *("Sunday walks", "Centre", "North", "Library cafe", "Hei hei", "gul skjerf", "Kith"),
    *(
        "saturday morning, weekday evenings, any time",
        "1 week, 2 weeks, 4 weeks",
        "blorp",
        "Blorp",
        "blursday",
    ),
    *("name, area, notes, hours", "English", "ar-XB", "en-XA"),
)
"""What people here typed, what is to be typed just so, and what languages are called by themselves."""
NAMES_ON_DISCORD = ("organise", "until", "alternate", "room")
"""Commands and options are called there as its locales have it, and it has no pretended ones."""
_ENGLISH = re.compile(r"[A-Za-z]{2,}")


def english_in(words, *names):
    """Return the words of two letters or more that are neither spared nor somebody's own."""
    words = _SPARED.sub("", words)
    for own in (*names, *TYPED):
        words = words.replace(own, "")
    return _ENGLISH.findall(words)
