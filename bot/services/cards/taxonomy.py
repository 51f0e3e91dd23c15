"""What a challenge asks of people, in words: for organisers who choose or read it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Cost,
    Energy,
    Mode,
    Practice,
    Setting,
    Tie,
    Where,
)
from bot.ports.messages import Fact
from bot.text.message import TN, Sequence, T, Text, listed

_E = TypeVar("_E", bound=StrEnum)

PRACTICES: Mapping[Practice, Text] = {practice: practice.label for practice in Practice}
SETTINGS: Mapping[Setting, Text] = {
    Setting.SOLO: T("one person"),
    Setting.PAIR: T("two or three people"),
    Setting.GROUP: T("a group"),
}
TIES: Mapping[Tie, Text] = {
    Tie.CLOSE: T("people who know each other"),
    Tie.DORMANT: T("people who have not talked for a long time"),
    Tie.WEAK: T("people who hardly know each other"),
    Tie.NEW_MEMBER: T("a newcomer"),
    Tie.NONE: T("nobody in particular"),
}
EFFORTS: Mapping[int, Text] = {
    1: T("a few minutes, no reply needed"),
    2: T("one conversation"),
    3: T("needs a plan"),
}
MODES: Mapping[Mode, Text] = {
    Mode.IN_PERSON: T("in person"),
    Mode.VOICE: T("by voice"),
    Mode.MESSAGE: T("by message"),
    Mode.NOTE: T("by a note"),
}
PLACES: Mapping[Where, Text] = {
    Where.EITHER: T("anywhere"),
    Where.INDOORS: T("indoors"),
    Where.OUTDOORS: T("outdoors"),
}
WEATHERS: Mapping[Condition, Text] = {
    Condition.ANY: T("in any weather"),
    Condition.DRY: T("when it is dry"),
    Condition.WET: T("when it rains"),
    Condition.COLD: T("when it is cold"),
    Condition.HOT: T("when it is hot"),
    Condition.DARK: T("when it is dark early"),
}
COSTS: Mapping[Cost, Text] = {
    Cost.FREE: T("free"),
    Cost.LOW: T("costs a little"),
    Cost.VARIES: T("the cost varies"),
}
ENERGIES: Mapping[Energy, Text] = {
    Energy.LOW: T("takes little social energy"),
    Energy.MID: T("takes some social energy"),
    Energy.HIGH: T("takes a lot of social energy"),
}
WAYS: Mapping[Access, Text] = {
    Access.STEP_FREE: T("without steps"),
    Access.SEATED: T("while seated"),
    Access.LOW_NOISE: T("with little noise"),
    Access.NO_SPEECH: T("without speech"),
    Access.NO_HEARING: T("without hearing"),
    Access.LOW_VISION: T("with little or no sight"),
    Access.LOW_ENERGY: T("with little energy"),
    Access.NO_TOUCH: T("with space between people"),
}


def facts(challenge: Challenge) -> tuple[Fact, ...]:
    """Return what a challenge asks of people, as facts of its card."""
    minutes = TN("{count} min", "{count} min", challenge.minutes)
    return (
        Fact(label=T("Practice"), value=PRACTICES[challenge.practice]),
        Fact(label=T("Who does it"), value=SETTINGS[challenge.setting]),
        Fact(label=T("With whom"), value=TIES[challenge.tie]),
        Fact(
            label=T("What it takes"),
            value=_joined(
                EFFORTS.get(challenge.effort, minutes),
                minutes,
                ENERGIES[challenge.energy],
                COSTS[challenge.cost],
            ),
        ),
        Fact(
            label=T("Where and how"),
            value=_joined(
                *_in_order(MODES, challenge.modes),
                PLACES[challenge.place],
                *_in_order(WEATHERS, challenge.conditions),
            ),
        ),
        Fact(label=T("It works"), value=_joined(*_in_order(WAYS, challenge.access))),
    )


def _in_order(labels: Mapping[_E, Text], found: Iterable[_E]) -> list[Text]:
    chosen = set(found)
    return [label for each, label in labels.items() if each in chosen]


def _joined(*words: Text) -> Text:
    parts: Sequence = listed(*words)
    return T("{words}", words=parts)
