"""What a member can say about a challenge of their own: with whom it is, and where. The rest gets careful defaults.

Nothing is claimed that is not sure: a challenge in person works without touch, as all do, and for anything else an
organiser says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Cost,
    Energy,
    Evidence,
    Mode,
    Practice,
    Safety,
    Setting,
    Tie,
    Where,
)
from bot.ids import ChallengeId
from bot.text.message import T, Text

LICENCE = "CC0-1.0"
NOTE = "Written in a community, in its own words."
_NEW_FACES = frozenset({Tie.WEAK, Tie.NEW_MEMBER, Tie.NONE})
_WRITTEN = frozenset(
    {Access.STEP_FREE, Access.SEATED, Access.LOW_NOISE, Access.NO_SPEECH, Access.NO_HEARING, Access.NO_TOUCH}
)


class Company(StrEnum):
    """With whom a challenge is."""

    FRIEND = "friend"
    LOST = "lost"
    HARDLY = "hardly"
    TWO = "two"
    NEW = "new"
    GROUP = "group"
    ALONE = "alone"

    @property
    def label(self) -> Text:
        """Return it as a member chooses it."""
        return _COMPANIES[self].label

    @property
    def setting(self) -> Setting:
        """Return how many do it together."""
        return _COMPANIES[self].setting

    @property
    def tie(self) -> Tie:
        """Return how well they know each other."""
        return _COMPANIES[self].tie


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    label: Text
    setting: Setting
    tie: Tie
    practice: Practice


_COMPANIES = {
    Company.FRIEND: _Company(
        label=T("I reach out to someone I know well"),
        setting=Setting.SOLO,
        tie=Tie.CLOSE,
        practice=Practice.REACH_OUT,
    ),
    Company.LOST: _Company(
        label=T("I reach out to someone from long ago"),
        setting=Setting.SOLO,
        tie=Tie.DORMANT,
        practice=Practice.REACH_OUT,
    ),
    Company.HARDLY: _Company(
        label=T("I reach out to someone I hardly know"),
        setting=Setting.SOLO,
        tie=Tie.WEAK,
        practice=Practice.REACH_OUT,
    ),
    Company.TWO: _Company(
        label=T("Two people who know each other"),
        setting=Setting.PAIR,
        tie=Tie.CLOSE,
        practice=Practice.BE_PRESENT,
    ),
    Company.NEW: _Company(
        label=T("Two people who may be new to each other"),
        setting=Setting.PAIR,
        tie=Tie.WEAK,
        practice=Practice.BE_PRESENT,
    ),
    Company.GROUP: _Company(
        label=T("A group"), setting=Setting.GROUP, tie=Tie.NONE, practice=Practice.JOIN_COMMUNITY
    ),
    Company.ALONE: _Company(
        label=T("On my own"), setting=Setting.SOLO, tie=Tie.NONE, practice=Practice.ENGAGE_SENSES
    ),
}


class Whereabouts(StrEnum):
    """Where a challenge takes place."""

    APART = "apart"
    ANYWHERE = "anywhere"
    INDOORS = "indoors"
    OUTDOORS = "outdoors"

    @property
    def label(self) -> Text:
        """Return it as a member chooses it."""
        return _WHEREABOUTS[self]


_WHEREABOUTS = {
    Whereabouts.APART: T("By message or call"),
    Whereabouts.ANYWHERE: T("In person, anywhere"),
    Whereabouts.INDOORS: T("In person, indoors"),
    Whereabouts.OUTDOORS: T("In person, outdoors"),
}


def first_draft(
    challenge_id: ChallengeId, *, title: str, text: str, smaller: str, who: Company, where: Whereabouts
) -> Challenge:
    """Return a challenge of what a member said, with careful defaults; it is easier than itself until that is filled in."""
    apart = where is Whereabouts.APART
    alone = who.setting is Setting.SOLO
    effort = (1 if apart else 2) if alone else (2 if apart else 3)
    place = {Whereabouts.INDOORS: Where.INDOORS, Whereabouts.OUTDOORS: Where.OUTDOORS}
    outdoors = where is Whereabouts.OUTDOORS
    return Challenge(
        id=challenge_id,
        practice=_COMPANIES[who].practice,
        title=Text(template=title),
        text=Text(template=text),
        smaller=Text(template=smaller),
        setting=who.setting,
        tie=who.tie,
        effort=effort,
        minutes={1: 10, 2: 20, 3: 60}[effort],
        modes=frozenset({Mode.MESSAGE, Mode.VOICE}) if apart else frozenset({Mode.IN_PERSON}),
        cost=Cost.FREE,
        conditions=frozenset({Condition.DRY}) if outdoors else frozenset({Condition.ANY}),
        place=place.get(where, Where.EITHER),
        access=_WRITTEN if apart else frozenset({Access.NO_TOUCH}),
        energy=Energy.LOW if alone else Energy.MID,
        safety=safety_of(who.setting, who.tie, in_person=not apart),
        easier=challenge_id,
        remote=None,
        tender=False,
        evidence=Evidence.JUDGEMENT,
        note_to_translator=NOTE,
        licence=LICENCE,
    )


def safety_of(setting: Setting, tie: Tie, *, in_person: bool) -> Safety:
    """Return the safety level that follows from who is involved; nobody has to know the levels by heart."""
    if setting is not Setting.SOLO and tie in _NEW_FACES and in_person:
        return Safety.NEW
    return Safety.PRIVATE if setting is Setting.SOLO and tie is Tie.NONE else Safety.KNOWN


def company_of(challenge: Challenge) -> Company:
    """Return what a member would have said of a challenge's company, the nearest where nothing fits."""
    alike = [each for each in Company if each.setting is challenge.setting]
    return next((each for each in alike if each.tie is challenge.tie), alike[0])


def whereabouts_of(challenge: Challenge) -> Whereabouts:
    """Return what a member would have said of where a challenge takes place."""
    if Mode.IN_PERSON not in challenge.modes:
        return Whereabouts.APART
    places = {Where.INDOORS: Whereabouts.INDOORS, Where.OUTDOORS: Whereabouts.OUTDOORS}
    return places.get(challenge.place, Whereabouts.ANYWHERE)
