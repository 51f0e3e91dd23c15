"""Words brought to one plain form, so that the same thing said is the same thing found. Pure.

Case, accents, apostrophes, full-width letters and characters that nobody sees make no difference, nor does a letter
that is drawn out ("dieee"). A full stop of its own stands between clauses.
"""

import re
import unicodedata

_UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn", "Me", "Mn"}
_ALONE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼ`´＇](?=\w)")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_BETWEEN = re.compile(r"[^\w\s]+", re.UNICODE)
CLAUSE_ENDS = ".,;:!?…\n()[]|•–—。！？،؟"
_ENDS = re.compile(f"[{re.escape(CLAUSE_ENDS)}]+")
END = "."


def fold(words: str) -> str:
    """Return words without case, accents, apostrophes and what nobody sees; everything else stays."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", words).casefold())
    seen = (char for char in parts if char in "\n\t" or unicodedata.category(char) not in _UNSEEN)
    whole = _APOSTROPHES.sub("", "".join(seen))
    return _DRAWN_OUT.sub(r"\1", whole.translate(_ALONE))


def tokens(words: str) -> tuple[str, ...]:
    """Return folded words one by one, with a full stop where a clause ends, and one at the very end."""
    marked = _ENDS.sub(f" {END} ", fold(words))
    plain = _BETWEEN.sub(lambda found: found.group() if found.group() == END else " ", marked)
    found = plain.replace("_", " ").split()
    return (*found, END)
