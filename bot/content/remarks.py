"""What the linter finds, in words for people of a community: what it is, why it matters, what to try instead.

Some findings stand in the way: what Kith never says to anybody, and what would not work. Whoever reads the others may
still say that a challenge is fine as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.checking import check, sentences
from bot.content.library import Library
from bot.content.lint import MAX_CHARACTERS, MAX_WORDS, Finding
from bot.domain.challenges import Challenge
from bot.text.message import TN, T, Text, Verbatim

_IN_THE_WAY = frozenset(
    {"tone", "claims", "closeness", "romance", "alcohol", "venue", "link", "private"}
    | {"fields", "easier", "remote", "safety", "no-touch", "conditions"}
)


_OF_WORDS = frozenset({"title", "length", "sentence", "characters", "link", "private", "duplicate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Say what about a challenge is to be looked at; what `blocks` has to be changed before it can be used."""

    rule: str
    text: Text
    blocks: bool

    @property
    def of_words(self) -> bool:
        """Say whether it is about words, which are their writer's; the rest is for organisers to choose."""
        return self.rule in _WORDS or self.rule in _OF_WORDS


def remarks(challenge: Challenge, library: Library, *, english: bool) -> tuple[Remark, ...]:
    """Return what is to be said about a challenge that people wrote, what stands in the way first."""
    found = check(challenge, library, english=english)
    said: list[Remark] = []
    for each in found:
        blocks = each.rule in _IN_THE_WAY
        remark = Remark(rule=each.rule, text=_said(each, challenge, library), blocks=blocks)
        if remark not in said:
            said.append(remark)
    return tuple(sorted(said, key=lambda remark: not remark.blocks))


def broken_reference() -> Text:
    """Return what is said of a challenge whose easier one, or the one that works apart, can't be taken."""
    return T("The easier challenge that it names, or the one that works apart, can't be taken itself.")


def is_english(language: str) -> bool:
    """Say whether the lists of English words can say anything about texts in a language."""
    return language.partition("-")[0].casefold() == "en"


def _said(finding: Finding, challenge: Challenge, library: Library) -> Text:
    rule, detail = finding.rule, finding.detail
    if rule in _WORDS:
        return _of_word(finding, challenge)
    match rule:
        case "length":
            return _length(challenge)
        case "sentence":
            return T(
                "This sentence is long: “{sentence}” Two short ones are easier to read.", sentence=detail
            )
        case "link":
            return T("Please leave links and mentions out: {words}", words=detail)
        case "duplicate" if (like := library.challenge(detail)) is not None:
            return T("There is something close to it: {title}. {text}", title=like.title, text=like.text)
        case _:
            return _FACTS[rule]


def _of_word(finding: Finding, challenge: Challenge) -> Text:
    """Say which word in which sentence, why, and what to try."""
    parts = (challenge.title, challenge.text, challenge.smaller)
    every = [sentence for part in parts for sentence in sentences(part.template)]
    word = finding.detail
    where = next((each for each in every if word in each), word)
    instead = _INSTEAD.get(word.casefold())
    hint = T("you could write {words}.", words=instead) if instead is not None else _WORDS[finding.rule]
    return T("“{word}” in “{sentence}”: {hint}", word=Verbatim(word), sentence=Verbatim(where), hint=hint)


def _length(challenge: Challenge) -> Text:
    words = f"{challenge.text.template} {challenge.smaller.template}"
    return TN(
        "Text and smaller version have {count} word together, in {characters} characters. {words} words and {most} "
        "characters are enough.",
        "Text and smaller version have {count} words together, in {characters} characters. {words} words and {most} "
        "characters are enough.",
        len(words.split()),
        characters=len(words),
        words=MAX_WORDS,
        most=MAX_CHARACTERS,
    )


_WORDS: Mapping[str, Text] = {
    "tone": T("an invitation works better than an order, and skipping is always fine. “If you like” helps."),
    "claims": T("an invitation needs no promise of what it does for people. Please leave that part out."),
    "closeness": T("everybody can take part and keep some space. Another way to say hello helps."),
    "romance": T("this is for friends and neighbours, so nothing that sounds like a date, please."),
    "alcohol": T("nothing here needs that. “Something warm” or “a table” works for everybody."),
    "family": T("not everybody has these people around. “Someone you know” works for everybody."),
    "calendar": T("people here may live with other seasons and customs. A text without dates fits any week."),
    "senses": T("some people use other senses or other ways to move. “Notice” and “go” work for everybody."),
    "venue": T(
        "people meet in public places, and come and go on their own. Please leave homes, hotels and cars out."
    ),
    "spending": T("everybody can take part without spending money. A way that is free helps."),
}
_INSTEAD: Mapping[str, Text] = {
    "should": T("“could” instead"),
    "must": T("“can” instead"),
    "have to": T("“can” instead"),
    "need to": T("“can” instead"),
    "look": T("“notice” instead"),
    "watch": T("“notice” instead"),
    "walk": T("“go” instead"),
    "stroll": T("“go” instead"),
    "hike": T("“a slow route” instead"),
    "stand": T("“wait” or “be” instead"),
    "listen": T("“give them time” instead"),
    "just": T("it without that word"),
    "simply": T("it without that word"),
    "finally": T("it without that word"),
    "drink": T("“something warm” instead"),
    "home": T("“a public place” instead"),
    "buy": T("“bring” instead"),
    "pay": T("“share” instead"),
}
_FACTS: Mapping[str, Text] = {
    "title": T("The title is long. Six words or fewer fit on every screen."),
    "characters": T(
        "Plain letters, commas and full stops are enough: no emoji, no exclamation marks, nothing in braces or asterisks."
    ),
    "private": T(
        "This looks like an address, a telephone number or an e-mail address. Everybody here would read it, so please "
        "leave it out."
    ),
    "fields": T(
        "Effort is 1 to 3. Minutes are 1 to 120, and at most 10 for effort 1. The licence is CC0-1.0."
    ),
    "easier": T("The easier challenge that it names has to be there, and has to ask less than this one."),
    "remote": T(
        "It needs another challenge that works by call or in writing, for those who would rather not meet."
    ),
    "safety": T(
        "Safety is S2 where people may be new to each other in person, S1 among people who know each other, and S0 for "
        "one person alone."
    ),
    "no-touch": T("Everything here works with space between people, so no_touch belongs to how it works."),
    "conditions": T("Weather: “any” stands alone, and outdoors names the weather that it suits."),
    "rung": T(
        "It fits no step of the season, so it is never posted for a week. It can still come up under “Another one”."
    ),
    "no-speech": T("There is no way without speech, in it or in what is easier. One that is written helps."),
}
