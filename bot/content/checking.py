"""Checks a challenge that people of a community wrote: the rules of `lint.py`, as far as they go for it.

Its id is Kith's own business. Where it is not in English, the lists of English words say nothing about it, and letters of
any language are as plain as ours.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import Indel

from bot.content.library import Library
from bot.content.lint import (
    MAX_CHARACTERS,
    MAX_SENTENCE_WORDS,
    MAX_TITLE_WORDS,
    MAX_WORDS,
    NEAR,
    Breach,
    Finding,
    fields,
    length,
    references,
)
from bot.content.private.details import private_detail
from bot.content.wording import Kind, breaches
from bot.domain.challenges import Challenge
from bot.domain.shelf import words_of

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_OPEN = re.compile(r"[^\n{}<>*_`~|\\#\[\]^=!\u00a1\u2190-\u2bff\U0001f000-\U0001faff]+")
"""What words in any language are written with: no markup, no exclamation mark, no emoji."""
_LINK = re.compile(
    r"\b\w+:/\S*|\b(?:https?|mailto|tel|matrix|discord|javascript):\S*|\bwww\.\S+|@\S+"
    r"|\b[\w-]+\.[^\W\d_]{2,24}/\S*"
    r"|\b[\w-]{2,}\.[^\W\d_]{2,24}\b"
    r"|\b\S+\.(?:com|org|net|io|gg|me|info)\b"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
"""What some app could make a link of: any scheme, any name with an ending. A full stop has a space after it."""


def check(challenge: Challenge, library: Library, *, english: bool) -> tuple[Finding, ...]:
    """Return what a challenge that people wrote breaks, beside the challenges of their library."""
    breaks = (
        *fields(challenge),
        *_own_words(challenge, english=english),
        *references(challenge, library.plus((challenge,))),
    )
    like = nearest(challenge, library.challenges)
    near = (("duplicate", str(like.id)),) if like is not None else ()
    return tuple(
        Finding(file="", id=challenge.id, rule=rule, detail=detail) for rule, detail in (*breaks, *near)
    )


def _own_words(challenge: Challenge, *, english: bool) -> Iterator[Breach]:
    """Check the shape of words in any language, and the words themselves where they are English."""
    parts = {"title": challenge.title, "text": challenge.text, "smaller": challenge.smaller}
    title, text, smaller = (each.template for each in parts.values())
    if len(title.split()) > MAX_TITLE_WORDS:
        yield "title", str(len(title.split()))
    yield from length(f"{text} {smaller}", MAX_WORDS, MAX_CHARACTERS)
    for name, part in parts.items():
        words = part.template
        if private_detail(words) is not None:
            yield "private", name
        if found := _LINK.search(words):
            yield "link", found.group(0)
        elif not _OPEN.fullmatch(words):
            yield "characters", name
        if english:
            yield from breaches(words, Kind.CHALLENGES)
        long = (each for each in sentences(words) if len(each.split()) > MAX_SENTENCE_WORDS)
        yield from (("sentence", each) for each in long)


def sentences(text: str) -> list[str]:
    """Split a text into its sentences."""
    return re.split(r"(?<=[.?!]) ", text)


def nearest(challenge: Challenge, others: Iterable[Challenge]) -> Challenge | None:
    """Return the challenge that says nearly the same, or None; itself does not count."""
    own = words_of(challenge.text)
    words, bag = _words_in(own), _bag(own)
    near = [
        (Indel.normalized_similarity(words, _words_in(words_of(other.text)), score_cutoff=NEAR), other)
        for other in others
        if other.id != challenge.id and _may_be_near(bag, _bag(words_of(other.text)))
    ]
    score, like = max(near, key=lambda each: each[0], default=(0.0, challenge))
    return like if score else None


@lru_cache(maxsize=1000)
def _words_in(text: str) -> list[str]:
    """Return a text's words; whoever compares many texts asks for each many times."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1000)
def _bag(text: str) -> frozenset[tuple[str, int]]:
    """Return a text's words without their order, each as often as it stands there."""
    return frozenset(
        (word, place) for word, many in Counter(_words_in(text)).items() for place in range(many)
    )


def _may_be_near(one: frozenset[tuple[str, int]], other: frozenset[tuple[str, int]]) -> bool:
    """Say whether two texts share enough words to be near in any order: quick, and never wrong about a no."""
    return 2 * len(one & other) >= NEAR * (len(one) + len(other))
