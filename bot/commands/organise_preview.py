"""The organiser's look at a round: who with whom and why, who not and what would help, and how good it is.

A separation is never a reason here. Whoever must not meet counts as having no time in common, and every sentence is
true of both, so that an organiser cannot tell one from the other.
"""

import math
from itertools import chain, islice

from bot.domain.community import Community
from bot.domain.rounds import Circle
from bot.ids import MemberId, UserId
from bot.matching import (
    Advice,
    Change,
    Fact,
    FactKind,
    MatchedGroup,
    MatchResult,
    Unplaced,
    UnplacedReason,
)
from bot.ports.messages import Message
from bot.services.cards import plans as plan_cards
from bot.services.preview import Preview
from bot.text.message import TN, Moment, Percent, Person, T, Text, Verbatim, listed

_MOST_SHOWN = 20
_HUNDREDTHS = 10_000  # shares are told in hundredths of a per cent


def preview_card(found: Preview, circle: Circle, community: Community) -> Message:
    """Show a dry run."""
    when = Moment(at=found.round.due_at, zone=community.zone)
    result = found.result
    if result is None:
        nobody = T("Fewer than two members have said yes so far, so nobody would be matched.")
        return Message(title=T("{circle} on {when}", circle=circle.name, when=when), lines=(nobody,))
    groups = (_group_line(group, found.users) for group in result.groups)
    left = (_left_line(each, found.users) for each in result.unplaced)
    shown = tuple(islice(chain(groups, left), _MOST_SHOWN))
    more = len(result.groups) + len(result.unplaced) - len(shown)
    return Message(
        title=T("{circle} on {when}", circle=circle.name, when=when),
        lines=(
            T("This is how it would be matched as things stand. Nothing is posted."),
            T(
                "Groups: {groups}. Left out: {left}. Repeats: {repeats}.",
                groups=len(result.groups),
                left=len(result.unplaced),
                repeats=result.repeats,
            ),
            _certificate(result),
        ),
        bullets=shown,
        footer=TN("{count} more line", "{count} more lines", more) if more > 0 else None,
    )


def _certificate(result: MatchResult) -> Text:
    """Say how near the best possible a round is, as far as that is proven."""
    hosted = sum(group.host is not None for group in result.groups)
    placed = sum(len(group.members) for group in result.groups) - 2 * hosted
    if not result.all_compared:
        return _of_those_compared(result)
    if result.bound is None:
        more = result.most_placed - placed
        if more > 0:
            return TN(
                "At most {count} more person could have a group.",
                "At most {count} more people could have a group.",
                more,
            )
        return T("Nobody more could have a group: proven. How well people fit is near the best, not proven.")
    if result.value >= result.bound:
        return T("Nobody could be placed better: proven.")
    return T("At most {share} from the best possible: proven.", share=_shortfall(result.value, result.bound))


def _of_those_compared(result: MatchResult) -> Text:
    if result.bound is None:
        return T("With this many people, the result is near the best, not proven.")
    share = _shortfall(result.value, result.bound)
    return T("Among the likeliest pairs of everybody, at most {share} from the best possible.", share=share)


def _shortfall(value: int, bound: int) -> Percent:
    """Round up what is missing."""
    return Percent(math.ceil((bound - value) / bound * _HUNDREDTHS) / _HUNDREDTHS)


def _group_line(group: MatchedGroup, users: dict[MemberId, UserId]) -> Text:
    people = listed(*(Person(users[member]) for member in group.members))
    if group.host is not None:
        return T("{people}: an extra seat of {host}", people=people, host=Person(users[group.host]))
    reasons = [words for fact in group.facts if (words := _reason(fact)) is not None]
    return T("{people}: {reasons}", people=people, reasons=listed(*reasons))


def _reason(fact: Fact) -> Text | None:  # noqa: PLR0911 - one case a kind
    """Say one fact that made a group; None for what goes without saying."""
    number = next((value for value in fact.values if isinstance(value, int)), 0)
    match fact.kind:
        case FactKind.FIRST_MEETING:
            return T("new to each other")
        case FactKind.LAST_MET:
            return TN("last together {count} round ago", "last together {count} rounds ago", number)
        case FactKind.SHARED_SLOTS:
            mask = sum(1 << value for value in fact.values if isinstance(value, int))
            return T("free together {times}", times=plan_cards.shared_times(mask))
        case FactKind.SAME_AREA:
            return T("from the same area")
        case FactKind.DISTANCE_KM:
            return TN("at most {count} km apart", "at most {count} km apart", number)
        case FactKind.SHARED_INTERESTS:
            return T("share an interest in {interests}", interests=listed(*map(_words, fact.values)))
        case FactKind.SHARED_LANGUAGE:
            return None


def _words(value: str | int) -> Verbatim:
    return Verbatim(str(value))


def _left_line(each: Unplaced, users: dict[MemberId, UserId]) -> Text:
    person = Person(users[each.member])
    if each.reason is UnplacedReason.NOBODY_LEFT:
        return T("{person}: nobody was left over to meet; first in line next time", person=person)
    if each.advice is None:
        return T("{person}: no possible partner this round", person=person)
    return T("{person}: no possible partner this round; {advice}", person=person, advice=_help(each.advice))


def _help(advice: Advice) -> Text:
    """Say the cheapest change that would help, and how many people it would bring into question."""
    match advice.change:
        case Change.REACH if advice.km is None:
            return TN(
                "going any distance would bring {count} person into question",
                "going any distance would bring {count} people into question",
                advice.people,
            )
        case Change.REACH:
            return TN(
                "going {km} km would bring {count} person into question",
                "going {km} km would bring {count} people into question",
                advice.people,
                km=advice.km or 0,
            )
        case Change.TIMES:
            return TN(
                "more free times might help: {count} person fits in every other way",
                "more free times might help: {count} people fit in every other way",
                advice.people,
            )
        case Change.LANGUAGES:
            return TN(
                "{count} person near them is free then, but speaks another language",
                "{count} people near them are free then, but speak other languages",
                advice.people,
            )
        case Change.AREA_RULE:
            return TN(
                "across areas, {count} person would come into question",
                "across areas, {count} people would come into question",
                advice.people,
            )
