"""What members tell about meeting: read from words, checked against the community's lists, saved as one change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.availability import ANY_TIME
from bot.domain.community import Area, Community, SpotNote
from bot.domain.member import HELLO_LONGEST, MAX_INTERESTS, ROLE_LONGEST, Member, Reach
from bot.domain.words import items, like_languages, nearest, plain, read_languages, read_times
from bot.errors import BadOption, NotFound
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services.finding import find_area
from bot.services.tongues import language_of
from bot.text import catalogue
from bot.text.bidi import bare
from bot.text.message import TN, LanguageName, T, Text, Verbatim, listed
from bot.text.render import PlainStyle, language_name, render

ANYWHERE = "anywhere"
ANY_SIZE, PAIRS = "any", "pairs"
AS_AROUND = "auto"
AS_AROUND_LABEL = T("My app's or the community's")
INTEREST_LONGEST = 30
MAX_LANGUAGES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Hold a member with the areas they can choose from."""

    member: Member
    areas: tuple[Area, ...]

    @property
    def area(self) -> Area | None:
        """Return the member's own area."""
        return next((area for area in self.areas if area.id == self.member.area), None)


def look(repos: Repositories, community: Community, member: MemberId) -> Profile:
    """Return a member's profile as it stands. Raise `NotFound` for somebody who is erased by now."""
    found = repos.members.get(member)
    if found is None:
        raise NotFound(T("Your profile is not here any more."))
    return Profile(member=found, areas=repos.places.areas(community.id))


def change(repos: Repositories, community: Community, member: MemberId, said: Mapping[str, str]) -> Profile:
    """Save what was said, option by option; an empty value clears. Raise `BadOption` and save nothing if one is off."""
    profile = look(repos, community, member)
    changed = profile.member
    for option, words in said.items():
        if option == "times":
            language = language_of(repos, profile.member, community)
            changed = replace(changed, times=read_available(words, language))
        else:
            changed = _READERS[option](changed, words, profile.areas)
    repos.members.save(changed)
    return replace(profile, member=changed)


def set_language(repos: Repositories, community: Community, member: MemberId, tag: str) -> Member:
    """Choose the language in which Kith speaks to a member; none leaves it to their app and the community."""
    found = look(repos, community, member).member
    changed = replace(found, language=tag)
    repos.members.save(changed)
    return changed


def read_own_language(words: str, spoken: Sequence[str]) -> str:
    """Read a language that Kith can speak, or "" for what the app or the community speaks, by its label too."""
    said = bare(words).strip().casefold()
    if said == AS_AROUND or said in {
        bare(render(AS_AROUND_LABEL, PlainStyle(), tag)).casefold() for tag in catalogue.spoken()
    }:
        return ""
    return read_ui_language(words, spoken)


def read_ui_language(words: str, spoken: Sequence[str]) -> str:
    """Read a language that Kith can speak. Raise `BadOption` naming those there are."""
    tag = words.strip().replace("-", "_").casefold()
    exact = next((name for name in spoken if name.replace("-", "_").casefold() == tag), None)
    if exact is not None:
        return exact
    try:
        codes = read_languages(words)
    except ValueError:
        codes = frozenset()
    for name in spoken:
        if name.split("_", maxsplit=1)[0] in codes:
            return name
    names = listed(*(language_name(name, name) for name in spoken))
    raise BadOption("language", T("I speak {languages} so far. Please choose one of these.", languages=names))


def read_notes(words: str, option: str) -> frozenset[SpotNote]:
    """Read notes about a spot, which are members' venue wishes too. Raise `BadOption` naming them."""
    notes: set[SpotNote] = set()
    by_words = {note.value: note for note in SpotNote} | {note.label.template: note for note in SpotNote}
    for part in items(words):
        note = by_words.get(part.casefold()) or by_words.get(part.casefold().replace(" ", "-"))
        if note is None:
            raise BadOption(option, _unknown_note(plain(part, 60), by_words))
        notes.add(note)
    return frozenset(notes)


def _unknown_note(part: str, known: Mapping[str, SpotNote]) -> Text:
    near = dict.fromkeys(known[words].value for words in nearest(part, known, 1))
    if near:
        return T("I don't know {part}. Did you mean {near}?", part=part, near=listed(*near))
    every = listed(*(note.value for note in SpotNote))
    return T("I don't know {part}. You can use: {notes}.", part=part, notes=every)


def read_available(words: str, language: str) -> int:
    """Read an availability mask; nothing said is any time. Raise `BadOption` with examples."""
    try:
        return read_times(words, language) or ANY_TIME
    except ValueError as error:
        sentence = T(
            "I don't understand {words}. Try: {example}.",
            example=Verbatim("saturday morning, weekday evenings, any time"),
            words=plain(str(error), 60),
        )
        raise BadOption("times", sentence) from error


_Reader = Callable[[Member, str, Sequence[Area]], Member]


def _area(member: Member, words: str, areas: Sequence[Area]) -> Member:
    if words.casefold() in {"", ANYWHERE}:
        return replace(member, area=None)
    return replace(member, area=find_area(areas, words).id)


def _reach(member: Member, words: str, _areas: Sequence[Area]) -> Member:
    if not words:
        return replace(member, reach=Reach.TOWN)
    try:
        return replace(member, reach=Reach(words.casefold()))
    except ValueError as error:
        every = listed(*(reach.value for reach in Reach))
        raise BadOption("reach", T("How far can be one of: {choices}.", choices=every)) from error


def _languages(member: Member, words: str, _areas: Sequence[Area]) -> Member:
    try:
        codes = read_languages(words)
    except ValueError as error:
        raise BadOption("languages", _unknown_language(str(error))) from error
    if len(codes) > MAX_LANGUAGES:
        raise BadOption(
            "languages",
            TN(
                "Please name {count} language at most.",
                "Please name {count} languages at most.",
                MAX_LANGUAGES,
            ),
        )
    return replace(member, languages=codes)


def _unknown_language(word: str) -> Text:
    if near := like_languages(word):
        return T(
            "I don't know the language {word}. Did you mean {near}?",
            word=word[:60],
            near=LanguageName(near[0]),
        )
    return T("I don't know the language {word}. Please write it like: English, Dutch.", word=word[:60])


def _interests(member: Member, words: str, _areas: Sequence[Area]) -> Member:
    found = items(words)
    if len(found) > MAX_INTERESTS:
        raise BadOption(
            "interests",
            TN("Please keep it to {count} interest.", "Please keep it to {count} interests.", MAX_INTERESTS),
        )
    long = next((each for each in found if len(each) > INTEREST_LONGEST), None)
    if long is not None:
        raise BadOption(
            "interests",
            TN(
                "Please keep each interest under {count} character.",
                "Please keep each interest under {count} characters.",
                INTEREST_LONGEST,
            ),
        )
    return replace(member, interests=found)


def _size(member: Member, words: str, _areas: Sequence[Area]) -> Member:
    said = words.casefold()
    if said not in {"", ANY_SIZE, PAIRS}:
        raise BadOption("size", T("Group size can be {any} or {pairs}.", any=ANY_SIZE, pairs=PAIRS))
    return replace(member, pairs_only=said == PAIRS)


def _wishes(member: Member, words: str, _areas: Sequence[Area]) -> Member:
    return replace(member, wishes=read_notes(words, "wishes"))


def _hello(member: Member, words: str, _areas: Sequence[Area]) -> Member:
    hello = plain(words)
    if (excess := len(hello) - HELLO_LONGEST) > 0:
        sentence = TN(
            "Your hello is one character too long. It can have {longest}.",
            "Your hello is {count} characters too long. It can have {longest}.",
            excess,
            longest=HELLO_LONGEST,
        )
        raise BadOption("hello", sentence)
    return replace(member, hello=hello)


def _role(member: Member, words: str, _areas: Sequence[Area]) -> Member:
    role = plain(words)
    if len(role) > ROLE_LONGEST:
        raise BadOption(
            "role",
            TN(
                "Please say what you do here in {count} character at most.",
                "Please say what you do here in {count} characters at most.",
                ROLE_LONGEST,
            ),
        )
    return replace(member, role=role)


_READERS: Mapping[str, _Reader] = {
    "area": _area,
    "reach": _reach,
    "languages": _languages,
    "interests": _interests,
    "size": _size,
    "wishes": _wishes,
    "hello": _hello,
    "role": _role,
}
