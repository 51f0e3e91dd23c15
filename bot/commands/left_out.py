"""What an organiser reads of whoever is left out of a round.

A separation, a report or a hold is never a reason here, and no sentence follows from one (`bot.matching.advice`). The
line is bare for many reasons, mostly because everybody who comes into question is in a group; or because more than one
thing stands between; and always for the reader, who knows their own choices and would see what does not follow from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.member import Member, Reach
from bot.ids import MemberId, UserId
from bot.matching import Advice, Change, Unplaced
from bot.text.message import TN, Person, T, Text


@dataclass(frozen=True, slots=True)
class Said:
    """Hold who takes part in a round, under which account, with what they said of themselves; and who reads it."""

    users: Mapping[MemberId, UserId]
    members: Mapping[MemberId, Member]
    reader: MemberId | None

    def left_out(self, each: Unplaced) -> Text:
        """Say of somebody that they have no group, and what would help if anything is known to."""
        person, member = Person(self.users[each.member]), self.members[each.member]
        if each.advice is None or each.member == self.reader:
            return T("{person}: no group this time", person=person)
        return T("{person}: no group this time; {advice}", person=person, advice=_help(each.advice, member))


def _times(member: Member) -> Text:
    count = member.times.bit_count()
    return TN("free at {count} time of the week", "free at {count} times of the week", count)


def _help(advice: Advice, member: Member) -> Text:
    """Say the change that would help most, and how many people it would bring into question."""
    people = advice.people
    match advice.change:
        case Change.AROUND | Change.ANYWHERE:
            return _farther(advice, member)
        case Change.AREA:
            return TN(
                "with no area named, while one of them would bring {count} person into question",
                "with no area named, while one of them would bring {count} people into question",
                people,
            )
        case Change.TIMES:
            return TN(
                "{times}, while more times would bring {count} person into question",
                "{times}, while more times would bring {count} people into question",
                people,
                times=_times(member),
            )
        case Change.AREA_RULE:
            return TN(
                "across areas, {count} person would come into question",
                "across areas, {count} people would come into question",
                people,
            )
        case Change.LANGUAGES:
            return TN(
                "{count} person would come into question, but speaks another language",
                "{count} people would come into question, but speak other languages",
                people,
            )
        case Change.THEIR_REACH:
            return TN(
                "{count} person would come into question, but does not go that far",
                "{count} people would come into question, but do not go that far",
                people,
            )


def _farther(advice: Advice, member: Member) -> Text:
    people = advice.people
    if advice.change is Change.AROUND:
        return TN(
            "going no farther than their own area, while the areas around it would bring {count} person into question",
            "going no farther than their own area, while the areas around it would bring {count} people into question",
            people,
        )
    if member.reach is Reach.AREA:
        return TN(
            "going no farther than their own area, while anywhere in town would bring {count} person into question",
            "going no farther than their own area, while anywhere in town would bring {count} people into question",
            people,
        )
    return TN(
        "going no farther than the areas around theirs, while anywhere in town would bring {count} person into question",
        "going no farther than the areas around theirs, while anywhere in town would bring {count} people into question",
        people,
    )
