"""Check the library against the rules of its tone and care; what can be checked, is.

A new challenge is one [[challenge]] block in the file of its practice. Copy a neighbour, give it an id of its own,
run the tests of tests/content, and read the findings: each names the file, the entry, the rule and what to mend.

    fields        effort 1 to 3; minutes 1 to 120, at most 10 for effort 1; a note to translators; CC0-1.0
    id, unique    practice or depth, a dash, words; at most 32 characters; used once
    title         at most 6 words
    length        text and smaller version together at most 45 words and 280 characters; a starter 20 and 140
    sentence      at most 20 words each
    characters    plain letters and punctuation, whole sentences; no placeholder, emoji or exclamation mark
    tone ... off-limits   no word of wording.toml
    easier        names a challenge of less weight (only effort 1 may name itself), none that is tender
    remote        where anyone else is involved: names a challenge that works apart, none that is tender
    safety        somebody new in person is S2; S0 involves nobody
    no-speech     it, or what is easier than it, works without speech
    no-touch      everything does without touch
    conditions    `any` stands alone; outdoors names its weather
    rung          it has a place in the season
    duplicate     no two entries say nearly the same
    hedge         a line about evidence says often, most, can or may
    season        every week of a season has challenges to choose from, of more than one practice
    grid          what ships has enough of every kind; one third takes little company, three quarters are free
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Indel

from bot.content.evidence import GROUNDS, Ground
from bot.content.grid import grid_gaps, season_gaps
from bot.content.library import STARTERS_FILE, Library, file_of
from bot.content.wording import Kind, breaches
from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Mode,
    Practice,
    Safety,
    Setting,
    Starter,
    Tie,
    Where,
)
from bot.domain.company import LICENCE
from bot.domain.season import has_a_week

EVIDENCE_FILE = "evidence.py"
WHOLE = "library"

_PREFIX = {
    Practice.REACH_OUT: "reach",
    Practice.BE_PRESENT: "present",
    Practice.ENGAGE_SENSES: "senses",
    Practice.JOIN_COMMUNITY: "join",
}
_MAX_ID = 32
MAX_TITLE_WORDS = 6
MAX_WORDS, MAX_CHARACTERS = 45, 280
_MAX_STARTER_WORDS, _MAX_STARTER_CHARACTERS = 20, 140
MAX_SENTENCE_WORDS = 20
_MAX_EFFORT, _MAX_MINUTES, _MAX_QUICK_MINUTES = 3, 120, 10
NEAR = 0.66
_PLAIN = re.compile(r"(?:[A-Za-z0-9,.;:?'()-]+(?: (?!$)|$))+")
_HEDGE = re.compile(r"\b(?:often|most|can|may)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Say what breaks which rule, and where."""

    file: str
    id: str
    rule: str
    detail: str


Breach = tuple[str, str]
"""A rule, and what breaks it."""


def lint(
    library: Library,
    grounds: Iterable[tuple[str, Ground]] = tuple(GROUNDS.items()),
    *,
    shipped: bool = False,
) -> tuple[Finding, ...]:
    """Return everything in a library that breaks a rule; of the one that ships (`shipped`) more is asked."""
    return (
        *(_found(each, breach) for each in library.challenges for breach in _challenge(each, library)),
        *(_found(each, breach) for each in library.starters for breach in _starter(each)),
        *(_at(EVIDENCE_FILE, tag, breach) for tag, ground in grounds for breach in _line(ground)),
        *_unique(library),
        *_duplicates(library.challenges),
        *_duplicates(library.starters),
        *(_at(WHOLE, WHOLE, ("season", detail)) for detail in season_gaps(library)),
        *(_at(WHOLE, WHOLE, ("grid", detail)) for detail in (grid_gaps(library) if shipped else ())),
    )


def _at(file: str, entry: str, breach: Breach) -> Finding:
    return Finding(file=file, id=entry, rule=breach[0], detail=breach[1])


def _found(entry: Challenge | Starter, breach: Breach) -> Finding:
    file = file_of(entry.practice) if isinstance(entry, Challenge) else STARTERS_FILE
    return _at(file, entry.id, breach)


def _challenge(challenge: Challenge, library: Library) -> Iterator[Breach]:
    """Check one challenge by itself and against those that it names."""
    yield from fields(challenge)
    yield from _identifier(challenge.id, _PREFIX[challenge.practice])
    yield from _words(challenge)
    yield from references(challenge, library)


def references(challenge: Challenge, library: Library) -> Iterator[Breach]:
    """Check what it asks of people, and the challenges that it names."""
    yield from _easier(challenge, library)
    yield from _remote(challenge, library)
    yield from _care(challenge)
    yield from _place(challenge)
    if not any(Access.NO_SPEECH in each.access for each in _downwards(challenge, library)):
        yield "no-speech", "neither it nor what is easier than it works without speech"


def fields(challenge: Challenge) -> Iterator[Breach]:
    """Check what is a number or a formality."""
    if not 1 <= challenge.effort <= _MAX_EFFORT:
        yield "fields", f"effort is {challenge.effort}, not 1 to {_MAX_EFFORT}"
    longest = _MAX_QUICK_MINUTES if challenge.effort == 1 else _MAX_MINUTES
    if not 1 <= challenge.minutes <= longest:
        yield "fields", f"minutes is {challenge.minutes}, not 1 to {longest}"
    if not challenge.note_to_translator.strip():
        yield "fields", "the note to translators is empty"
    if challenge.licence != LICENCE:
        yield "fields", f"the licence is {challenge.licence}, not {LICENCE}"


def _identifier(entry: str, prefix: str) -> Iterator[Breach]:
    if not re.fullmatch(rf"{prefix}(?:-[a-z0-9]+)+", entry) or len(entry) > _MAX_ID:
        yield "id", f"write it as {prefix}-two-words, at most {_MAX_ID} characters of a-z, 0-9 and dashes"


def _words(challenge: Challenge) -> Iterator[Breach]:
    title, text, smaller = (each.template for each in (challenge.title, challenge.text, challenge.smaller))
    if len(title.split()) > MAX_TITLE_WORDS:
        yield "title", f"{len(title.split())} words, at most {MAX_TITLE_WORDS}"
    yield from length(f"{text} {smaller}", MAX_WORDS, MAX_CHARACTERS)
    yield from _style(text, ending=".?")
    yield from _style(smaller, ending=".?")
    if not _PLAIN.fullmatch(title):
        yield "characters", "the title has characters other than plain letters and punctuation"
    for part in (title, text, smaller):
        yield from breaches(part, Kind.CHALLENGES)


def length(text: str, words: int, characters: int) -> Iterator[Breach]:
    """Check how long a text is."""
    if len(text.split()) > words or len(text) > characters:
        yield (
            "length",
            f"{len(text.split())} words and {len(text)} characters, at most {words} and {characters}",
        )


def _style(text: str, *, ending: str) -> Iterator[Breach]:
    if not _PLAIN.fullmatch(text):
        yield "characters", "use plain letters and punctuation, single spaces, no exclamation mark, no braces"
    if not text.endswith(tuple(ending)):
        yield "characters", f"end it with one of {ending}"
    for sentence in re.split(r"(?<=[.?]) ", text):
        if len(sentence.split()) > MAX_SENTENCE_WORDS:
            yield "sentence", f"{len(sentence.split())} words: {sentence}"


def _easier(challenge: Challenge, library: Library) -> Iterator[Breach]:
    easier = library.challenge(challenge.easier)
    if easier is None:
        yield "easier", f"{challenge.easier} does not exist"
    elif easier.tender:
        yield "easier", f"{easier.id} is tender"
    elif easier.id == challenge.id and challenge.effort > 1:
        yield "easier", "only a challenge of effort 1 may name itself"
    elif easier.id != challenge.id and easier.weight >= challenge.weight:
        yield "easier", f"{easier.id} is no smaller: {easier.weight} against {challenge.weight}"


def _remote(challenge: Challenge, library: Library) -> Iterator[Breach]:
    if challenge.remote is None:
        if challenge.safety is not Safety.PRIVATE:
            yield "remote", "name a challenge that works by call or in writing"
        return
    remote = library.challenge(challenge.remote)
    if remote is None:
        yield "remote", f"{challenge.remote} does not exist"
    elif not remote.works_apart:
        yield "remote", f"{remote.id} only works in person"
    elif remote.tender and remote.id != challenge.id:
        yield "remote", f"{remote.id} is tender"


def _care(challenge: Challenge) -> Iterator[Breach]:
    """Check that the safety level fits who is involved, and that nobody is asked to touch anybody."""
    new_face = challenge.tie in {Tie.WEAK, Tie.NEW_MEMBER, Tie.NONE} and challenge.setting is not Setting.SOLO
    if new_face and Mode.IN_PERSON in challenge.modes and challenge.safety is not Safety.NEW:
        yield "safety", "somebody new in person: S2"
    if challenge.safety is Safety.PRIVATE and challenge.tie is not Tie.NONE:
        yield "safety", "somebody else is involved: S1 or S2"
    if Access.NO_TOUCH not in challenge.access:
        yield "no-touch", "everything does without touch: list no_touch"


def _place(challenge: Challenge) -> Iterator[Breach]:
    """Check the weather it names, and that it has a place in the season."""
    anyhow = Condition.ANY in challenge.conditions
    if anyhow and len(challenge.conditions) > 1:
        yield "conditions", "any stands alone"
    if anyhow and challenge.place is Where.OUTDOORS:
        yield "conditions", "outdoors: name the weather that it suits"
    if not has_a_week(challenge):
        yield "rung", "setting, tie and effort fit no week of the season"


def _downwards(challenge: Challenge, library: Library) -> Iterator[Challenge]:
    """Yield a challenge and everything easier that it leads to, each once."""
    seen: set[str] = set()
    each: Challenge | None = challenge
    while each is not None and each.id not in seen:
        seen.add(each.id)
        yield each
        each = library.challenge(each.easier)


def _starter(starter: Starter) -> Iterator[Breach]:
    text = starter.text.template
    yield from _identifier(starter.id, starter.depth.value)
    yield from length(text, _MAX_STARTER_WORDS, _MAX_STARTER_CHARACTERS)
    yield from _style(text, ending="?")
    yield from breaches(text, Kind.STARTERS)


def _line(ground: Ground) -> Iterator[Breach]:
    if ground.line is None:
        return
    text = ground.line.template
    yield from _style(text, ending=".")
    yield from breaches(text, Kind.EVERYWHERE)
    if not _HEDGE.search(text):
        yield "hedge", "say often, most, can or may"


def _unique(library: Library) -> Iterator[Finding]:
    entries: list[Challenge | Starter] = [*library.challenges, *library.starters]
    uses = Counter(str(each.id) for each in entries)
    for each in entries:
        if uses[each.id] > 1:
            yield _found(each, ("unique", f"{uses[each.id]} entries have this id"))


def _duplicates(entries: Sequence[Challenge | Starter]) -> Iterator[Finding]:
    """Find texts that share most of their words in the same order."""
    words = {each.id: _plain_words(each) for each in entries}
    for one, other in combinations(entries, 2):
        if Indel.normalized_similarity(words[one.id], words[other.id], score_cutoff=NEAR):
            yield _found(other, ("duplicate", f"nearly the same as {one.id}"))


def _plain_words(entry: Challenge | Starter) -> list[str]:
    return re.findall(r"[a-z0-9']+", entry.text.template.lower())
