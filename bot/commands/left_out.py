"""What an organiser reads of whoever is left out of a round.

A separation, a report or a hold is never a reason here, and no sentence follows from one (`bot.matching.advice`). But
that there is no sentence could follow from one. So every line is bare in a round of few groups, where nobody has anybody
else, and a missing sentence would prove what no sentence says. In larger rounds a line is bare for many reasons, mostly
because everybody whom they could meet is in a group, or because more than one thing stands between; and always for the
reader, who knows their own choices and would see what does not follow from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.member import Member, Reach
from bot.ids import MemberId, UserId
from bot.matching import Advice, Change, Unplaced
from bot.text.message import TN, Person, T, Text

ENOUGH_GROUPS = 5
"""From so many on, bare lines are about as common where nobody stays apart as where somebody does (docs/matching.md)."""


@dataclass(frozen=True, slots=True)
class Said:
    """Hold who takes part in a round, under which account, with what they said of themselves; and who reads it.

    `groups` counts those that everybody can see on the page, so that nothing follows from advice that is missing there.
    """

    users: Mapping[MemberId, UserId]
    members: Mapping[MemberId, Member]
    reader: MemberId | None
    groups: int

    @property
    def quiet(self) -> bool:
        """Say whether nothing is said of single people, since there are too few groups to hide anything among them."""
        return self.groups < ENOUGH_GROUPS

    def left_out(self, each: Unplaced) -> Text:
        """Say of somebody that they have no group, and what would help if anything is known to."""
        person, member = Person(self.users[each.member]), self.members[each.member]
        if self.quiet or each.advice is None or each.member == self.reader:
            return T("{person}: no group this time", person=person)
        return T("{person}: no group this time; {advice}", person=person, advice=_help(each.advice, member))


def _times(member: Member) -> Text:
    count = member.times.bit_count()
    return TN("free at {count} time of the week", "free at {count} times of the week", count)


def _help(advice: Advice, member: Member) -> Text:
    """Say the change that would help most, and how many people there would be to meet."""
    people = advice.people
    match advice.change:
        case Change.AROUND | Change.ANYWHERE:
            return _farther(advice, member)
        case Change.AREA:
            return TN(
                "no area named, but with one there would be {count} person to meet",
                "no area named, but with one there would be {count} people to meet",
                people,
            )
        case Change.TIMES:
            return TN(
                "{times}, but with more there would be {count} person to meet",
                "{times}, but with more there would be {count} people to meet",
                people,
                times=_times(member),
            )
        case Change.AREA_RULE:
            return TN(
                "across areas, there would be {count} person to meet",
                "across areas, there would be {count} people to meet",
                people,
            )
        case Change.LANGUAGES:
            return TN(
                "there would be {count} person to meet, but they speak another language",
                "there would be {count} people to meet, but they speak other languages",
                people,
            )
        case Change.THEIR_REACH:
            return TN(
                "there would be {count} person to meet, but they do not go that far",
                "there would be {count} people to meet, but they do not go that far",
                people,
            )


def _farther(advice: Advice, member: Member) -> Text:
    people = advice.people
    if advice.change is Change.AROUND:
        return TN(
            "going no farther than their own area, but in the areas around it there would be {count} person to meet",
            "going no farther than their own area, but in the areas around it there would be {count} people to meet",
            people,
        )
    if member.reach is Reach.AREA:
        return TN(
            "going no farther than their own area, but anywhere in town there would be {count} person to meet",
            "going no farther than their own area, but anywhere in town there would be {count} people to meet",
            people,
        )
    return TN(
        "going no farther than the areas around theirs, but anywhere in town there would be {count} person to meet",
        "going no farther than the areas around theirs, but anywhere in town there would be {count} people to meet",
        people,
    )
