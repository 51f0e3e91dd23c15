"""Packs of a community: read a file as what it would change, do exactly that, take along, switch, remove.

A file read twice changes nothing the second time. What stands in it and can't be taken stays as it was; what a pack loses is deleted, except for what was posted or shown to
somebody: that is retired, so that diaries can be read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from bot.content.library import Library
from bot.content.packs import PackFile, Problem, read_pack, write_pack
from bot.domain.community import Community
from bot.domain.shelf import (
    MOST_ENTRIES,
    MOST_PACKS,
    OWN,
    Pack,
    PackEntry,
    digest_of,
    in_their_words,
    without_words,
)
from bot.errors import BadOption, NotFound
from bot.ids import ChallengeId, PackId, short_hash
from bot.ports.storage import Repositories
from bot.text.message import TN, Command, T, Verbatim, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Hold what a file would do to a pack. `digest` names exactly this outcome."""

    pack: Pack
    new: bool
    added: tuple[PackEntry, ...]
    changed: tuple[PackEntry, ...]
    same: int
    gone: tuple[PackEntry, ...]
    problems: tuple[Problem, ...]
    digest: str

    @property
    def does_something(self) -> bool:
        """Say whether anything would change."""
        return self.new or bool(self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Hold a pack with how many challenges it has."""

    pack: Pack
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Hold what a community has, as it was when a file was read beside it."""

    packs: tuple[Pack, ...]
    entries: tuple[PackEntry, ...]


class Outdated(Exception):
    """Say that a file would do something else now than what was shown."""


def shelf(repos: Repositories, community: Community) -> Shelf:
    """Return what a community has."""
    return Shelf(packs=repos.packs.all(community.id), entries=repos.packs.entries(community.id))


def plan(shelf: Shelf, community: Community, source: str, shipped: Library, *, name: str = "") -> Plan:
    """Read a file without changing anything. Raise `BadOption` where it is no pack, or more than fits.

    It needs no transaction: a long file takes a moment, and nobody else waits for it.
    """
    packs = {pack.id: pack for pack in shelf.packs}
    entries = shelf.entries
    file = read_pack(source, lambda pack: _beside(shipped, entries, pack), name=name)
    others = [each for each in entries if each.pack != file.id]
    before = packs.get(file.id)
    _check_room(file, others, packs, entries)
    pack = Pack(
        community=community.id,
        id=file.id,
        name=file.name,
        language=file.language if before is None or file.id != OWN else before.language,
        on=before.on if before is not None else True,
    )
    return _compared(pack, before, file, [each for each in entries if each.pack == file.id])


def _beside(shipped: Library, entries: Iterable[PackEntry], pack: PackId) -> Library:
    """Return the library without the pack that a file is about."""
    return shipped.plus(
        in_their_words(each.entry) for each in entries if not each.retired and each.pack != pack
    )


def _check_room(
    file: PackFile,
    others: Collection[PackEntry],
    packs: Collection[PackId],
    entries: Collection[PackEntry],
) -> None:
    """Refuse a pack too many, and more challenges than a community can have."""
    kept = {each.id for each in entries if each.pack == file.id} if file.id == OWN else set()
    total = sum(not each.retired for each in others) + len({each.id for each in file.challenges} | kept)
    if total > MOST_ENTRIES:
        raise BadOption(
            "file",
            TN(
                "With this file there would be {count} challenge of your own; there can be {most} at most.",
                "With this file there would be {count} challenges of your own; there can be {most} at most.",
                total,
                most=MOST_ENTRIES,
            ),
        )
    if file.id not in packs and len(packs) >= MOST_PACKS:
        raise BadOption(
            "file",
            TN(
                "There is {count} pack here already. {command} removes one.",
                "There are {count} packs here already. {command} removes one.",
                MOST_PACKS,
                command=Command("organise library list"),
            ),
        )


def _compared(pack: Pack, before: Pack | None, file: PackFile, entries: list[PackEntry]) -> Plan:
    known = {each.id: each for each in entries}
    first = 1 + max((each.number for each in entries), default=0) if pack.id == OWN else 1
    added: list[PackEntry] = []
    changed: list[PackEntry] = []
    same = 0
    for number, challenge in enumerate(file.challenges, start=first):
        old = known.get(challenge.id)
        at = old.number if old is not None and pack.id == OWN else number
        entry = PackEntry(community=pack.community, id=challenge.id, pack=pack.id, number=at, entry=challenge)
        if old is None or old.retired:
            added.append(entry)
        elif old != entry:
            changed.append(entry)
        else:
            same += 1
    gone = [each for each in entries if each.id not in file.stands and not each.retired and pack.id != OWN]
    parts = (pack.id, pack.name, pack.language, "/", *map(_outcome, added), "/", *map(_outcome, changed))
    return Plan(
        pack=pack,
        new=before != pack and bool(file.challenges),
        added=tuple(added),
        changed=tuple(changed),
        same=same,
        gone=tuple(gone),
        problems=file.problems,
        digest=short_hash(*parts, "/", *(each.id for each in gone)),
    )


def _outcome(entry: PackEntry) -> str:
    return f"{entry.id} {entry.number} {digest_of(entry.entry)}"


def apply(repos: Repositories, community: Community, found: Plan, beside: Shelf, *, seen: str = "") -> Plan:
    """Do what a file says, all or nothing.

    Raise `Outdated` where that is not what was seen (`seen` is its digest), or not what it was read `beside`.
    """
    if (seen and seen != found.digest) or beside != shelf(repos, community):
        raise Outdated
    if not found.does_something:
        return found
    repos.packs.put(found.pack)
    repos.packs.put_entries(*found.added, *found.changed)
    _retire(repos, community, found.gone)
    return found


def entry(repos: Repositories, community: Community, words: str) -> PackEntry:
    """Return a pack's challenge by its id or title, a retired one too. Raise `NotFound`, also where several match."""
    wanted = words.strip().casefold()
    entries = [each for each in repos.packs.entries(community.id) if each.entry.title.template]
    found = [each for each in entries if each.id == wanted] or [
        each for each in entries if each.entry.title.template.casefold() == wanted
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(T("No challenge in your packs is called {name}.", name=Verbatim(words)))
    raise NotFound(
        T(
            "More than one in the library is called {name}. Please choose one by its id: {ids}.",
            name=Verbatim(words),
            ids=listed(*(Verbatim(each.id) for each in found)),
        )
    )


def erase(repos: Repositories, community: Community, name: str) -> PackEntry:
    """Delete one challenge and its words, also where it was posted: then diaries only tell that there was one."""
    found = entry(repos, community, name)
    _retire(repos, community, (found,))
    if repos.packs.entry(community.id, found.id) is not None:
        repos.packs.put_entries(replace(found, retired=True, entry=without_words(found.entry)))
    return found


def _retire(repos: Repositories, community: Community, gone: Iterable[PackEntry]) -> None:
    """Delete challenges, and keep for diaries what anybody was shown."""
    going = tuple(gone)
    seen: Collection[ChallengeId] = repos.packs.seen(community.id) if going else ()
    for entry in going:
        repos.packs.clear_misfits(community.id, entry.id)
        repos.packs.take_back_in(community.id, entry.id)
        if entry.id in seen:
            repos.packs.put_entries(replace(entry, retired=True))
        else:
            repos.packs.remove_entry(community.id, entry.id)


def held(repos: Repositories, community: Community) -> tuple[Held, ...]:
    """Return a community's packs, its own first, with how many challenges each has."""
    entries = [each for each in repos.packs.entries(community.id) if not each.retired]
    packs = sorted(repos.packs.all(community.id), key=lambda pack: (pack.id != OWN, pack.name.casefold()))
    return tuple(Held(pack=pack, count=sum(each.pack == pack.id for each in entries)) for pack in packs)


def one(repos: Repositories, community: Community, name: str) -> Pack:
    """Return a pack by its short name or its name. Raise `NotFound`."""
    wanted = name.strip().casefold()
    for pack in repos.packs.all(community.id):
        if wanted in {pack.id, pack.name.casefold()}:
            return pack
    raise NotFound(
        T(
            "There is no such pack here (any more). {command} shows those that are.",
            command=Command("organise library list"),
        )
    )


def switch(repos: Repositories, community: Community, name: str, *, on: bool) -> Pack:
    """Use a pack, or let it rest."""
    changed = replace(one(repos, community, name), on=on)
    repos.packs.put(changed)
    return changed


def remove(repos: Repositories, community: Community, name: str) -> Pack:
    """Remove a pack with its challenges; what was posted of it stays readable."""
    pack = one(repos, community, name)
    entries = repos.packs.entries(community.id)
    _retire(repos, community, (each for each in entries if each.pack == pack.id and not each.retired))
    repos.packs.remove(community.id, pack.id)
    return pack


def take_along(repos: Repositories, community: Community, name: str) -> tuple[Pack, bytes, int]:
    """Return a pack as a file, and how many challenges it holds."""
    pack = one(repos, community, name)
    entries = [
        each for each in repos.packs.entries(community.id) if each.pack == pack.id and not each.retired
    ]
    return pack, write_pack(pack, pack.name, entries), len(entries)
