"""Packs: files of challenges in the same form as the shipped ones, read leniently and written back.

    pack = "garden-club"            # its short name; made of the name where it is missing
    name = "Garden club"
    language = "en"                 # of the texts; English is assumed
    practice = "reach_out"          # for every challenge below that names none of its own

    [[challenge]]
    id = "green-bench"              # once in the file; others may name it as easier or remote
    ...                             # the keys of bot/content/reach_out.toml

What can be left out: `licence` (CC0-1.0 is meant), and of a challenge `safety`, `easier`, `remote`, `tender`, `evidence`
and `note`, which get careful defaults. Everything that is wrong with an entry's form is said at once and named by its
line, and so is everything about its words and facts once the form is right; an entry with something that stands in the
way is left out, and the others are fine.
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.content.entries import Entry, keys_of, read_entry
from bot.content.filling import filled
from bot.content.library import Library
from bot.content.remarks import broken_reference, is_english, remarks
from bot.domain.challenges import Challenge
from bot.domain.company import LICENCE
from bot.domain.shelf import MOST_ENTRIES, OWN, Pack, PackEntry, in_pack
from bot.domain.words import plain
from bot.errors import BadOption
from bot.ids import ChallengeId, PackId, short_hash
from bot.text.message import TN, T, Text, Verbatim

LONGEST = 200_000
NAME_LONGEST = 40
_ID_LONGEST = 24
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HEAD = frozenset({"pack", "name", "language", "licence", "practice", "challenge"})
_AT_LINE = re.compile(r"at line (\d+)")
_MOST_DOTS = 40
"""In one line: the parser takes the square of the parts of a dotted key, and no challenge has that many."""
_UNKNOWN_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Say what about one entry of a file is to be looked at; what `blocks` keeps the entry out."""

    line: int
    id: str
    rule: str
    text: Text
    blocks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """Hold what a file says: the pack, the challenges that can be taken, and what is to be said of it.

    `stands` are the challenges that stand in the file, those that can't be taken too.
    """

    id: PackId
    name: str
    language: str
    challenges: tuple[Challenge, ...]
    problems: tuple[Problem, ...]
    stands: frozenset[ChallengeId]


def read_pack(source: str, beside: Callable[[PackId], Library], *, name: str = "") -> PackFile:
    """Read a pack beside the library without it. Raise `BadOption` where it is no pack at all."""
    document = _document(source)
    called = plain(_string(document, "name") or name, NAME_LONGEST)
    pack = PackId(_string(document, "pack") or _not_own(slug_of(called)))
    if not called and pack != OWN:
        raise BadOption(
            "name",
            T(
                'Please say what the pack is called: with the option name, or as name = "…" in its first line.'
            ),
        )
    if not _ID.fullmatch(pack) or len(pack) > _ID_LONGEST:
        raise BadOption(
            "file",
            TN(
                "{words} can't be the short name of a pack: a-z, 0-9 and dashes, {count} character at most.",
                "{words} can't be the short name of a pack: a-z, 0-9 and dashes, {count} characters at most.",
                _ID_LONGEST,
                words=Verbatim(pack[:_ID_LONGEST]),
            ),
        )
    language = _string(document, "language") or "en"
    if not _LANGUAGE.fullmatch(language):
        raise BadOption("file", T("The language is written as a tag, such as en, nl or pt-BR."))
    entries = tuple(_entries(document, source, pack))
    taken, problems = _checked(entries, beside(pack), english=is_english(language))
    heads = tuple(_of_head(document, source))
    return PackFile(
        id=pack,
        name=called,
        language=language,
        challenges=taken,
        problems=tuple(sorted((*heads, *problems), key=lambda each: each.line)),
        stands=frozenset(in_pack(pack, each.id) for each in entries),
    )


def _not_own(slug: str) -> str:
    """Return a short name made of a name: only a file that says so is about the community's own pack."""
    return f"{slug}-pack" if slug == OWN else slug


def slug_of(name: str) -> str:
    """Return a short name made of a name's letters, or of its hash where it has none."""
    plain_letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:_ID_LONGEST].strip("-")
    return slug or f"pack-{short_hash(name, length=8)}"


def _document(source: str) -> Mapping[str, object]:
    """Read TOML. Raise `BadOption` for what is none, too long, or without a challenge."""
    if len(source) > LONGEST:
        raise BadOption(
            "file",
            TN(
                "That file is too long. {count} character fits.",
                "That file is too long. {count} characters fit.",
                LONGEST,
            ),
        )
    for number, line in enumerate(source.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS:
            raise BadOption("file", _no_toml(number))
    try:
        document = tomllib.loads(source.lstrip("\ufeff").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        raise BadOption("file", _no_toml(int(found[1]) if found else 1)) from error
    tables = document.get("challenge")
    if not isinstance(tables, list) or not tables:
        raise BadOption("file", T("There is no challenge in this file. Each one stands below [[challenge]]."))
    if len(tables) > MOST_ENTRIES:
        raise BadOption(
            "file",
            TN(
                "There is more than {count} challenge in this file; so many fit.",
                "There are more than {count} challenges in this file; so many fit.",
                MOST_ENTRIES,
            ),
        )
    return document


def _no_toml(line: int) -> Text:
    return T(
        "I can't read line {line} as TOML. Words stand in quotation marks, lists in square brackets, and each key once.",
        line=line,
    )


def _string(document: Mapping[str, object], key: str) -> str:
    found = document.get(key, "")
    if not isinstance(found, str):
        raise BadOption("file", T("{key} at the top of the file takes words in quotation marks.", key=key))
    return found.strip()


def _of_head(document: Mapping[str, object], source: str) -> Iterator[Problem]:
    """Say what stands at the top and is not read; of many the first few."""
    unknown = sorted(document.keys() - _HEAD)[:_UNKNOWN_SHOWN]
    lines = _lines_of(source) if unknown else {}
    for key in unknown:
        text = T("{key} is not read: a pack has no such key.", key=Verbatim(key[:40]))
        yield Problem(line=lines.get(key, 1), id="-", rule="fields", text=text, blocks=False)


def _lines_of(source: str) -> dict[str, int]:
    """Return in which line each key or table stands first, in one pass: a file may have thousands."""
    found: dict[str, int] = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if named := _NAMED.match(line):
            found.setdefault(named[1], number)
    return found


_NAMED = re.compile(r"[\s\[]*\"?([\w-]+)")


def _entries(document: Mapping[str, object], source: str, pack: PackId) -> Iterator[Entry]:
    """Read each entry with what is missing or wrong about it."""
    tables = document["challenge"]
    starts = [number for number, line in enumerate(source.splitlines(), start=1) if _STARTS.match(line)]
    shared = {"practice": document["practice"]} if "practice" in document else {}
    licence = document.get("licence", LICENCE)
    own: set[str] = set()
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        line = starts[number] if number < len(starts) else 1
        entry = read_entry(
            shared | table if isinstance(table, dict) else {}, pack, line, licence=str(licence)
        )
        if entry.id in own:
            entry = entry.with_problem("id", T("The id {id} stands in this file twice.", id=entry.id))
        own.add(entry.id)
        yield entry


_STARTS = re.compile(r"\s*\[\[\s*\"?challenge\"?\s*\]\]")


def _checked(
    entries: Iterable[Entry], library: Library, *, english: bool
) -> tuple[tuple[Challenge, ...], list[Problem]]:
    """Return the challenges that can be taken, and everything that is to be said of the others and of them."""
    every = tuple(entries)
    problems = [
        Problem(line=each.line, id=each.id, rule=rule, text=text, blocks=True)
        for each in every
        for rule, text in each.problems
    ]
    read = {each.challenge.id: each for each in every if each.challenge is not None and not each.problems}
    local = {each.id for each in every}
    named = {name: _named(each, local) for name, each in read.items()}
    beside = library.plus(named.values())
    whole = {name: _complete(read[name], challenge, beside) for name, challenge in named.items()}
    beside = library.plus(whole.values())
    blocked: set[ChallengeId] = set()
    for name, challenge in whole.items():
        for remark in remarks(challenge, beside, english=english):
            problems.append(_problem(read[name], remark.rule, remark.text, blocks=remark.blocks))
            blocked |= {name} if remark.blocks else set()
    left = {name: challenge for name, challenge in whole.items() if name not in blocked}
    while lost := [name for name, each in left.items() if _loses(each, left, library)]:
        for name in lost:
            del left[name]
            problems.append(_problem(read[name], "easier", broken_reference(), blocks=True))
    return tuple(left.values()), problems


def _problem(entry: Entry, rule: str, text: Text, *, blocks: bool) -> Problem:
    return Problem(line=entry.line, id=entry.id, rule=rule, text=text, blocks=blocks)


def _loses(challenge: Challenge, left: Mapping[ChallengeId, Challenge], library: Library) -> bool:
    """Say whether a challenge names one that is left out."""
    names = [name for name in (challenge.easier, challenge.remote) if name is not None]
    return any(name not in left and library.challenge(name) is None for name in names)


def _named(entry: Entry, local: Iterable[str]) -> Challenge:
    """Return a challenge whose references lead into its own pack where that has such an id."""
    challenge = entry.read
    here = set(local)
    easier, remote = (
        in_pack(entry.pack, name) if name in here else ChallengeId(name)
        for name in (entry.easier, entry.remote)
    )
    return replace(challenge, easier=easier if entry.easier else challenge.id, remote=remote or None)


def _complete(entry: Entry, challenge: Challenge, library: Library) -> Challenge:
    """Fill in what the file leaves out; what it says stays, right or wrong."""
    full = filled(challenge, library)
    return replace(
        challenge,
        safety=challenge.safety if "safety" in entry.said else full.safety,
        easier=challenge.easier if entry.easier else full.easier,
        remote=challenge.remote if entry.remote else full.remote,
    )


def write_pack(pack: Pack, name: str, entries: Iterable[PackEntry]) -> bytes:
    """Write a pack as a file that can be read again, here or in another community."""
    head = {"pack": pack.id, "name": name, "language": pack.language, "licence": LICENCE}
    blocks = ["\n".join(f"{key} = {_toml(value)}" for key, value in head.items())]
    for each in entries:
        lines = (f"{key} = {_toml(value)}" for key, value in keys_of(each).items())
        blocks.append("\n".join(("[[challenge]]", *lines)))
    return ("\n\n".join(blocks) + "\n").encode()


def _toml(value: object) -> str:
    """Write a value; TOML's strings and lists are written as JSON's are."""
    return json.dumps(value, ensure_ascii=False)
