"""The weekly challenge and the conversation starter, as facts.

Every challenge can be made smaller in two ways. `smaller` is one sentence that stands on the same card, so that
nobody has to ask for it. `easier` names another challenge of strictly less weight (`Challenge.weight`); a
challenge of effort 1 may name itself, which ends the chain. `remote` names a challenge that can be done by call
or in writing, and may be the challenge itself; it is there for every challenge that involves someone else.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from bot.ids import ChallengeId
from bot.text.message import T, Text


class Practice(StrEnum):
    """Name the four practices that challenges come from."""

    REACH_OUT = "reach_out"
    BE_PRESENT = "be_present"
    ENGAGE_SENSES = "engage_senses"
    JOIN_COMMUNITY = "join_community"

    @property
    def label(self) -> Text:
        """Return the words for the practice."""
        return _PRACTICES[self]


_PRACTICES: dict[Practice, Text] = {
    Practice.REACH_OUT: T("Reach out"),
    Practice.BE_PRESENT: T("Be present"),
    Practice.ENGAGE_SENSES: T("Use your senses"),
    Practice.JOIN_COMMUNITY: T("Join in"),
}


class Setting(StrEnum):
    """How many people do it together."""

    SOLO = "solo"
    PAIR = "pair"
    GROUP = "group"


class Tie(StrEnum):
    """How well the people know each other."""

    CLOSE = "close"
    DORMANT = "dormant"
    WEAK = "weak"
    NEW_MEMBER = "new_member"
    NONE = "none"


class Mode(StrEnum):
    """How people are in contact."""

    IN_PERSON = "in_person"
    VOICE = "voice"
    MESSAGE = "message"
    NOTE = "note"


class Cost(StrEnum):
    """What it may cost."""

    FREE = "free"
    LOW = "low"
    VARIES = "varies"


class Condition(StrEnum):
    """The conditions it suits; never months, because communities live in two hemispheres."""

    ANY = "any"
    DRY = "dry"
    WET = "wet"
    COLD = "cold"
    HOT = "hot"
    DARK = "dark"


class Where(StrEnum):
    """The kind of place it suits."""

    INDOORS = "indoors"
    OUTDOORS = "outdoors"
    EITHER = "either"


class Access(StrEnum):
    """A way in which it can be done."""

    STEP_FREE = "step_free"
    SEATED = "seated"
    LOW_NOISE = "low_noise"
    NO_SPEECH = "no_speech"
    NO_HEARING = "no_hearing"
    LOW_VISION = "low_vision"
    LOW_ENERGY = "low_energy"
    NO_TOUCH = "no_touch"


class Energy(StrEnum):
    """How much company it takes."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class Safety(StrEnum):
    """Who else is involved; `S2` attaches the public-place footer."""

    PRIVATE = "S0"  # nobody else
    KNOWN = "S1"  # someone known, or words in a shared channel
    NEW = "S2"  # someone new, face to face


class Depth(StrEnum):
    """How far a starter goes."""

    LIGHT = "light"
    MIDDLE = "middle"
    DEEP = "deep"


class Evidence(StrEnum):
    """Why we think that it helps; sources and the lines we may say are in `bot.content.evidence`."""

    WARMUP = "warmup"
    WEAK_TIE = "weak_tie"
    VOICE = "voice"
    ESCALATE = "escalate"
    REPEAT = "repeat"
    NORMS = "norms"
    MANNERS = "manners"
    JUDGEMENT = "judgement"


_ENERGY_RANK = {Energy.LOW: 0, Energy.MID: 1, Energy.HIGH: 2}
_OPPOSITE = {
    Condition.DRY: Condition.WET,
    Condition.WET: Condition.DRY,
    Condition.HOT: Condition.COLD,
    Condition.COLD: Condition.HOT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """Hold one invitation: its words, and what it asks of people.

    `effort` is 1 (up to five minutes or so, no reply needed), 2 (one conversation) or 3 (needs a plan).
    A `tender` one may touch loss and is never posted unasked. Ids are never used again for something else.
    """

    id: ChallengeId
    practice: Practice
    title: Text
    text: Text
    smaller: Text
    setting: Setting
    tie: Tie
    effort: int
    minutes: int
    modes: frozenset[Mode]
    cost: Cost
    conditions: frozenset[Condition]
    place: Where
    access: frozenset[Access]
    energy: Energy
    safety: Safety
    easier: ChallengeId
    remote: ChallengeId | None
    tender: bool
    evidence: Evidence
    note_to_translator: str
    licence: str

    @property
    def weight(self) -> tuple[int, int, int]:
        """Return effort, company and minutes, which together say what is smaller than what."""
        return (self.effort, _ENERGY_RANK[self.energy], self.minutes)

    @property
    def works_apart(self) -> bool:
        """Say whether it can be done without being in one place."""
        return bool(self.modes - {Mode.IN_PERSON})

    def asks_no_more_than(self, other: "Challenge") -> bool:
        """Say whether neither its effort nor the company it takes exceeds the other's."""
        return self.effort <= other.effort and _ENERGY_RANK[self.energy] <= _ENERGY_RANK[other.energy]

    def suits(self, conditions: AbstractSet[Condition]) -> bool:
        """Say whether it suits what an organiser said of the weather; nothing said suits everything."""
        if Condition.ANY in self.conditions or self.conditions & conditions:
            return True
        return not any(_OPPOSITE.get(condition) in conditions for condition in self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """Hold one conversation question; a `tender` one is only shown to those who ask for its depth."""

    id: str
    depth: Depth
    text: Text
    tender: bool
    note_to_translator: str = ""


SKIPPING_IS_FINE = T("Skipping is fine.")
PUBLIC_PLACE = T(
    "If you meet someone new: choose a public place, come and go on your own, and leave whenever you like."
)
IN_THE_CHANNEL = T("If this does not suit you, a hello in the channel counts, too.")
"""Stands under what is done with somebody one knows: whoever knows nobody yet takes part as well."""
STARTER_MANNERS = T(
    "Whoever asks also answers. Passing needs no reason. Stay on one depth as long as you like, and go deeper only if "
    "everyone wants to."
)


def footers(challenge: Challenge) -> tuple[Text, ...]:
    """Return the lines that stand under a challenge wherever it is shown."""
    channel = (IN_THE_CHANNEL,) if challenge.tie is Tie.CLOSE else ()
    place = (PUBLIC_PLACE,) if challenge.safety is Safety.NEW else ()
    return (*channel, *place, SKIPPING_IS_FINE)


def in_words(challenge: Challenge) -> dict[str, object]:
    """Return a challenge by the keys of its file, as plain words and numbers; `remote` and `tender` may be left out there."""
    return {
        "id": challenge.id,
        "practice": challenge.practice,
        "title": challenge.title.template,
        "text": challenge.text.template,
        "smaller": challenge.smaller.template,
        "setting": challenge.setting,
        "tie": challenge.tie,
        "effort": challenge.effort,
        "minutes": challenge.minutes,
        "modes": sorted(challenge.modes),
        "cost": challenge.cost,
        "conditions": sorted(challenge.conditions),
        "place": challenge.place,
        "access": sorted(challenge.access),
        "energy": challenge.energy,
        "safety": challenge.safety,
        "easier": challenge.easier,
        "evidence": challenge.evidence,
        "note": challenge.note_to_translator,
    }
