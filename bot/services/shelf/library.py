"""The library of one community: what ships with Kith, its packs that are on, and without what organisers left out."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.content.library import Library
from bot.domain.community import Account, Community
from bot.domain.member import Member
from bot.domain.shelf import in_their_words, words_of
from bot.domain.words import nearest
from bot.errors import NotFound
from bot.ids import ChallengeId
from bot.ports.storage import Repositories
from bot.text.message import T, Text, Verbatim, listed

SHOWN_FROM = 5
"""How many have to say that something does not fit before an organiser sees a number."""


def library_of(repos: Repositories, community: Community, shipped: Library) -> Library:
    """Return what a community chooses from.

    What is left out, in a pack that is off, or retired is never offered; by its id it is still found, for what was
    posted and what stands in diaries.
    """
    entries, left_out = repos.packs.entries(community.id), repos.packs.left_out(community.id)
    if entries:
        on = {pack.id for pack in repos.packs.all(community.id) if pack.on}
        used = [each for each in entries if each.pack in on and not each.retired]
        resting = [each for each in entries if each.pack not in on or each.retired]
        shipped = shipped.plus(
            (in_their_words(each.entry) for each in used),
            shelved=(in_their_words(each.entry) for each in resting),
        )
    return shipped.without(left_out) if left_out else shipped


def everything(library: Library, shipped: Library) -> Library:
    """Return a community's library with all starters, those that are left out too."""
    return replace(library, starters=shipped.starters)


def titles(library: Library) -> dict[str, Text]:
    """Return what everything in a library is called: challenges by their titles, starters by their questions."""
    challenges = {str(each.id): each.title for each in (*library.challenges, *library.shelved)}
    return challenges | {starter.id: starter.text for starter in library.starters}


def title_of(library: Library, name: str) -> Text:
    """Return what a challenge or a starter is called; its id where it is not there any more."""
    return titles(library).get(name, T("{id}", id=Verbatim(name)))


def used(library: Library) -> frozenset[str]:
    """Return the ids of what can come up."""
    challenges = {str(each.id) for each in library.challenges}
    return frozenset(challenges | {starter.id for starter in library.starters})


def named(library: Library, words: str, among: Collection[str]) -> str:
    """Return the id of a challenge or a starter that is named by its id or title, one `among` some before any other.

    What was removed keeps its title for diaries, and may have a twin that is in use. Raise `NotFound`, also where several have that title.
    """
    every, wanted = titles(library), words.strip().casefold()
    if wanted in every:
        return wanted
    called = [name for name, title in every.items() if words_of(title).casefold() == wanted]
    called = [name for name in called if name in among] or called
    if len(called) > 1:
        raise NotFound(
            T(
                "More than one in the library is called {name}. Please choose one by its id: {ids}.",
                name=Verbatim(words),
                ids=listed(*map(Verbatim, called)),
            )
        )
    if called:
        return called[0]
    close = nearest(words, [*every, *map(words_of, every.values())])
    if close:
        raise NotFound(
            T(
                "{name} is not in the library. Did you mean {names}?",
                name=Verbatim(words),
                names=listed(*map(Verbatim, close)),
            )
        )
    raise NotFound(_NOT_THERE)


def like(library: Library, typed: str, among: Collection[str]) -> list[tuple[str, Text]]:
    """Return what of `among` has typed words in its title or id; of one title, with their ids."""
    wanted = typed.casefold()
    every = {name: title for name, title in titles(library).items() if name in among}
    many = Counter(map(words_of, every.values()))
    return [
        (name, title if many[words_of(title)] == 1 else T("{title} ({id})", title=title, id=Verbatim(name)))
        for name, title in every.items()
        if wanted in name or wanted in words_of(title).casefold()
    ]


def leave_out(repos: Repositories, community: Community, name: str) -> None:
    """Leave a challenge or a starter out here; what members said of it has its answer."""
    repos.packs.leave_out(community.id, name)
    repos.packs.clear_misfits(community.id, ChallengeId(name))


def take_back_in(repos: Repositories, community: Community, name: str) -> None:
    """Use a challenge or a starter here again."""
    repos.packs.take_back_in(community.id, name)


def keep(repos: Repositories, community: Community, name: str) -> None:
    """Go on with a challenge of which members said that it does not fit, and count anew."""
    repos.packs.clear_misfits(community.id, ChallengeId(name))


def does_not_fit(
    repos: Repositories, community: Community, name: str, *, shipped: Library, member: Member, day: date
) -> None:
    """Note that a member thinks that a challenge does not fit here; who said so is not written down."""
    if library_of(repos, community, shipped).challenge(name) is None:
        raise NotFound(_NOT_THERE)
    accounts: tuple[Account, ...] = repos.members.accounts(member.id)
    repos.packs.say_misfit(community.id, ChallengeId(name), accounts, day)


def misfits(repos: Repositories, community: Community) -> dict[ChallengeId, int]:
    """Return how many said of which challenge that it does not fit, in fives, the most first; fewer are not told."""
    counts = repos.packs.misfits(community.id)
    left_out = repos.packs.left_out(community.id)
    told = {
        name: number // SHOWN_FROM * SHOWN_FROM
        for name, number in counts.items()
        if number >= SHOWN_FROM and name not in left_out
    }
    return dict(sorted(told.items(), key=lambda each: (-each[1], each[0])))


_NOT_THERE = T("That one is not in the library (any more), so nothing is changed.")
