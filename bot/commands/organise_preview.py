"""The organiser's look at a round: who not and what would help, who with whom and why, and how good it is."""

import math
from collections.abc import Mapping
from hashlib import sha256

from bot.commands.left_out import Said
from bot.domain.community import Community
from bot.domain.rounds import Circle
from bot.ids import MemberId, UserId
from bot.matching import Fact, FactKind, MatchedGroup, MatchResult, Unplaced
from bot.ports.messages import Action, Choice, Menu, Message
from bot.services.cards import plans as plan_cards
from bot.services.preview import Preview
from bot.text.message import TN, Moment, Percent, Person, T, Text, Verbatim, listed

_LEAP = 10  # parts
_PAGE = 15  # what fits on Discord, also where groups are large
_HUNDREDTHS = 10_000  # shares are told in hundredths of a per cent

_CHANGED = T("Things have changed since, so this is part 1 again.")
_FIRST_NEXT_TIME = T("Whoever has no group is first in line next time.")
_QUIET = T(
    "With so few groups, nothing is said about single people: what they chose stays theirs. More members help most."
)
_BARE = T(
    "Where nothing stands beside a name, the people whom they could meet are usually in other groups, or it takes more "
    "than one change. More members help most."
)


def preview_card(
    found: Preview, circle: Circle, community: Community, *, page: int = 1, edition: str = ""
) -> Message:
    """Show a part of a dry run: those left out first, whom nobody finds among many groups otherwise.

    The part of another `edition` would show some people twice and others never, so it is the first one instead.
    """
    title = T(
        "{circle} on {when}", circle=circle.name, when=Moment(at=found.round.due_at, zone=community.zone)
    )
    result = found.result
    if result is None:
        nobody = T("Fewer than two members have said yes so far, so nobody would be matched.")
        return Message(title=title, lines=(nobody,))
    said = Said(found.users, found.members, found.reader, len(result.groups))
    entries: list[Unplaced | MatchedGroup] = [*result.unplaced, *result.groups]
    last = max(1, -(-len(entries) // _PAGE))
    this = _edition(result)
    changed = edition not in ("", this)
    number = 1 if changed else min(max(page, 1), last)
    shown = entries[(number - 1) * _PAGE : number * _PAGE]
    return Message(
        title=title,
        lines=(*((_CHANGED,) if changed else ()), *_summary(result, said)),
        bullets=tuple(
            said.left_out(each) if isinstance(each, Unplaced) else _group_line(each, found.users)
            for each in shown
        ),
        footer=T("Part {number} of {last}", number=number, last=last) if last > 1 else None,
        menu=_turning(circle, this, _targets(result, number, last)) if last > 1 else None,
    )


def _summary(result: MatchResult, said: Said) -> tuple[Text, ...]:
    hints = (_FIRST_NEXT_TIME, _QUIET if said.quiet else _BARE)
    return (
        T("This is how it would be matched as things stand. Nothing is posted."),
        T(
            "Groups: {groups}. Left out: {left}. Repeats: {repeats}.",
            groups=len(result.groups),
            left=len(result.unplaced),
            repeats=result.repeats,
        ),
        _certificate(result),
        *(hints if result.unplaced else ()),
    )


def _edition(result: MatchResult) -> str:
    """Name a result by who stands where in it: nothing that one cannot see makes another edition of it."""
    left = " ".join(each.member for each in result.unplaced)
    groups = (" ".join(group.members) for group in result.groups)
    return sha256("|".join((left, *groups)).encode()).hexdigest()[:8]


def _targets(result: MatchResult, number: int, last: int) -> dict[int, Text]:
    """Say where one can turn to: some parts back and on, and the first one with groups where that is farther on."""
    steps = (number - _LEAP, number - 1, number + 1, number + _LEAP)
    targets: dict[int, Text] = {
        step: T("To part {number}", number=step) for step in steps if 1 <= step <= last
    }
    groups = len(result.unplaced) // _PAGE + 1
    if result.groups and groups > number + 1:
        targets[groups] = T("To the groups")
    return targets


def _turning(circle: Circle, edition: str, targets: Mapping[int, Text]) -> Menu:
    def part(number: int) -> Action:
        options = {"circle": circle.id, "page": str(number), "edition": edition}
        return Action(command="organise preview", options=options)

    return Menu(
        choices=tuple(
            Choice(key=f"part-{number}", label=label, action=part(number))
            for number, label in targets.items()
        )
    )


def _certificate(result: MatchResult) -> Text:
    """Say how near the best possible a round is, as far as that is proven.

    Guests of hosts have no seat in a proper group, and somebody to meet: only those left out are more people.
    """
    hosted = sum(group.host is not None for group in result.groups)
    placed = sum(len(group.members) for group in result.groups) - 2 * hosted
    if not result.all_compared:
        return _of_those_compared(result)
    if result.bound is None:
        more = min(result.most_placed - placed, len(result.unplaced))
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


def _group_line(group: MatchedGroup, users: Mapping[MemberId, UserId]) -> Text:
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
