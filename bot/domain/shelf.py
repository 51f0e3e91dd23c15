"""A community's own shelf: packs of challenges, suggestions of members, and why one is declined.

What people wrote stands in a challenge's `title`, `text` and `smaller` as plain words. It is never a template of the
message catalogue: `in_their_words` turns it into what is shown, escaped on every platform and never translated.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.challenges import Challenge
from bot.domain.community import Account
from bot.domain.company import NOTE
from bot.ids import ChallengeId, CommunityId, PackId, PlatformName, SuggestionId, UserId, short_hash
from bot.text.message import T, Text, Verbatim

OWN = PackId("own")
"""The pack of what was suggested here and approved."""
SEPARATOR = "/"
"""Stands in every id of a pack's challenge and in none of the shipped library's, so the two never clash."""
MOST_ENTRIES = 300
MOST_PACKS = 12
MOST_OPEN = 3
"""How many suggestions of one person may wait at once."""
MOST_WAITING = 500
"""How many suggestions may wait in one community."""
TITLE_LONGEST, TEXT_LONGEST, SMALLER_LONGEST, REPLY_LONGEST = 100, 600, 300, 300
"""What is taken at all; what reads well is shorter, and the linter says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Hold one pack of challenges; it is used while it is on. `language` is that of its texts."""

    community: CommunityId
    id: PackId
    name: str
    language: str
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEntry:
    """Hold one challenge of a pack; a `retired` one is only kept so that diaries can be read."""

    community: CommunityId
    id: ChallengeId
    pack: PackId
    number: int
    entry: Challenge
    retired: bool = False

    @property
    def local_id(self) -> str:
        """Return its id as it stands in the pack's file."""
        return self.id.partition(SEPARATOR)[2]


class SuggestionState(StrEnum):
    """How far a suggestion got; an approved one is no suggestion any more."""

    DRAFT = "draft"
    OPEN = "open"
    DECLINED = "declined"


class Decline(StrEnum):
    """Why an organiser declined a suggestion."""

    ENOUGH = "enough"
    CLOSE = "close"
    PLACE = "place"
    EASE = "ease"
    WORDING = "wording"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """Return the reason as an organiser chooses it."""
        return _DECLINES[self][0]

    @property
    def told(self) -> Text:
        """Return the reason as its writer is told."""
        return _DECLINES[self][1]


_DECLINES = {
    Decline.ENOUGH: (T("We have enough of this kind"), T("There are enough of this kind for now.")),
    Decline.CLOSE: (T("We have something close"), T("There is something very close to it already.")),
    Decline.PLACE: (T("It does not fit our place"), T("It does not quite fit this community or its places.")),
    Decline.EASE: (
        T("Not everybody would be at ease"),
        T("We were not sure that everybody here would be at ease with it."),
    ),
    Decline.WORDING: (
        T("We found no words that fit"),
        T("We did not find words for it that work for everybody here."),
    ),
    Decline.OTHER: (T("Another reason"), T("It did not fit this time.")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Hold one suggestion: its challenge, whose it is, and what came of it.

    `tell` says that its writer asked to be written to. Organisers never see whose it is. `words` are what an organiser
    wrote to its writer.
    """

    id: SuggestionId
    community: CommunityId
    made_at: datetime
    state: SuggestionState
    entry: Challenge
    language: str
    platform: PlatformName
    user: UserId
    tell: bool = False
    decided_at: datetime | None = None
    reason: Decline | None = None
    words: str = ""

    @property
    def by(self) -> Account:
        """Return the account that it was written with."""
        return Account(platform=self.platform, user=self.user)


def pack_id_of(challenge_id: str) -> PackId | None:
    """Return the pack that a challenge's id names, or None for one of the shipped library."""
    pack, separator, _ = challenge_id.partition(SEPARATOR)
    return PackId(pack) if separator else None


def in_pack(pack: PackId, local_id: str) -> ChallengeId:
    """Return the id of a pack's challenge as it is stored and posted."""
    return ChallengeId(f"{pack}{SEPARATOR}{local_id}")


def in_their_words(challenge: Challenge) -> Challenge:
    """Return a challenge that people wrote as it is shown: its words as they are, escaped, never translated."""
    if not challenge.title.template:
        return replace(challenge, title=_NO_TITLE, text=_NO_TEXT, smaller=_NO_SMALLER)
    return replace(
        challenge,
        title=_verbatim(challenge.title),
        text=_verbatim(challenge.text),
        smaller=_verbatim(challenge.smaller),
    )


def without_words(challenge: Challenge) -> Challenge:
    """Return a challenge of which nothing is left that anybody wrote; diaries go on to name its week."""
    nothing = Text(template="")
    return replace(challenge, title=nothing, text=nothing, smaller=nothing, note_to_translator=NOTE)


_NO_TITLE = T("A challenge of that week")
_NO_TEXT = T("Its words were deleted by an organiser.")
_NO_SMALLER = T("Something of your own, if you like.")


def digest_of(challenge: Challenge) -> str:
    """Return a short name of everything that a challenge says."""
    sets = (challenge.modes, challenge.conditions, challenge.access)
    words = (challenge.title.template, challenge.text.template, challenge.smaller.template)
    facts = (challenge.practice, challenge.setting, challenge.tie, challenge.effort, challenge.minutes)
    ways = (challenge.cost, challenge.place, challenge.energy, challenge.safety, challenge.tender)
    rest = (challenge.easier, challenge.remote, challenge.evidence, challenge.note_to_translator)
    return short_hash(*map(str, (*words, *facts, *ways, *rest)), *(",".join(sorted(each)) for each in sets))


def words_of(text: Text) -> str:
    """Return the words of a title or a sentence, whether Kith's own or written by people."""
    said = text.values.get("words")
    return said.words if isinstance(said, Verbatim) else text.template


def _verbatim(words: Text) -> Text:
    return T("{words}", words=Verbatim(words.template))
