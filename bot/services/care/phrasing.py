"""A community's own phrases that tell of a crisis, and the shipped ones that it does not want."""

from dataclasses import dataclass, replace

from bot.content.care.crisis import shipped_like, shipped_phrases, tells_of_crisis
from bot.domain.care_phrases import MOST_PHRASES, PHRASE_LONGEST, CarePhrases
from bot.domain.community import Community
from bot.domain.folding import END, tokens
from bot.domain.words import plain
from bot.errors import BadOption
from bot.ids import CommunityId
from bot.ports.storage import Repositories
from bot.text.message import TN, Command, T

_SHORTEST_WORD = 5
_LIST = Command("organise phrases list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Hold what counts here, by language, and what an organiser changed."""

    own: CarePhrases
    shipped: tuple[tuple[str, tuple[str, ...]], ...]


def listed(community: Community) -> Listed:
    """Return all phrases as they stand."""
    return Listed(own=community.phrases, shipped=shipped_phrases())


def add(repos: Repositories, community: CommunityId, words: str) -> str:
    """Add a phrase, or take a shipped one back that was removed. Return it. Raise `BadOption`."""
    found, phrase = _of(repos, community), plain(words)
    own = found.phrases
    if back := [shipped for shipped in own.removed if shipped in shipped_like(phrase)]:
        _save(repos, found, replace(own, removed=tuple(each for each in own.removed if each not in back)))
        return phrase
    _check(phrase, own)
    _save(repos, found, replace(own, added=(*own.added, phrase)))
    return phrase


def remove(repos: Repositories, community: CommunityId, words: str) -> str:
    """Remove a phrase of the community's own, or a shipped one. Return it. Raise `BadOption` where there is none."""
    found, said = _of(repos, community), _words(words)
    own = found.phrases
    for phrase in own.added:
        if _words(phrase) == said:
            _save(repos, found, replace(own, added=tuple(each for each in own.added if each != phrase)))
            return phrase
    shipped = [phrase for phrase in shipped_like(words) if phrase not in own.removed]
    if not shipped:
        raise BadOption("phrase", T("There is no such phrase. {list} shows all of them.", list=_LIST))
    _save(repos, found, replace(own, removed=(*own.removed, *shipped)))
    return plain(words)


def _check(phrase: str, own: CarePhrases) -> None:
    """Refuse a phrase that is too long or too common, or is found already. Raise `BadOption`."""
    said = _words(phrase)
    if len(phrase) > PHRASE_LONGEST:
        raise BadOption(
            "phrase",
            TN(
                "Please keep a phrase under {count} character.",
                "Please keep a phrase under {count} characters.",
                PHRASE_LONGEST,
            ),
        )
    if not said or (len(said) == 1 and len(said[0]) < _SHORTEST_WORD):
        raise BadOption(
            "phrase",
            T("One short word would be found everywhere. Please give a phrase of two words or more."),
        )
    if tells_of_crisis(phrase, own):
        raise BadOption("phrase", T("I look for that already."))
    if len(own.added) >= MOST_PHRASES:
        raise BadOption(
            "phrase",
            TN("There can be {count} phrase at most.", "There can be {count} phrases at most.", MOST_PHRASES),
        )


def _words(phrase: str) -> list[str]:
    """Return the words of a phrase as they are compared, without what stands between them."""
    return [word for word in tokens(phrase) if word != END]


def _of(repos: Repositories, community: CommunityId) -> Community:
    found = repos.communities.get(community)
    if found is None:
        raise LookupError("a community that a command came from is gone")
    return found


def _save(repos: Repositories, community: Community, phrases: CarePhrases) -> None:
    repos.communities.save(replace(community, phrases=phrases))
