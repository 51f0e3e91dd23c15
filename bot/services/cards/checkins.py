"""What people are asked after a meeting, and what is said when all wish to meet again."""

from collections.abc import Sequence

from bot.domain.rounds import POD_MEETINGS, Group
from bot.ids import GroupId, UserId
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.cards.wording import REPORT, named
from bot.text.message import TN, T, Text

FELT_WRONG = T("Something felt wrong? Tell a moderator privately: {command}", command=REPORT)
"""Stands below every question of a check-in, in words."""


def check_in(group: Group, *, users: Sequence[UserId], again: bool, others: Sequence[UserId] = ()) -> Message:
    """Ask whether it happened; three taps, private. `others` says which group is meant where it is asked directly."""
    return Message(
        title=T("How did it go?"),
        lines=(
            *((T("This is about your group with {people}.", people=named(others)),) if others else ()),
            T("A small reminder, in case you want to answer: did you meet?") if again else T("Did you meet?"),
            T("Your answers stay with me. Nobody is rated. Please ask everyone before you share a photo."),
        ),
        menu=met_menu(group.id),
        footer=FELT_WRONG,
        mention=tuple(users),
    )


def met_menu(group: GroupId) -> Menu:
    """Ask the first check-in question."""
    return Menu(
        choices=(
            _check("yes", T("Yes, we met"), group, "met", Tone.MAIN),
            _check("planning", T("Still planning"), group, "met"),
            _check("no", T("It didn't happen"), group, "met"),
        )
    )


def feeling_menu(group: GroupId) -> Menu:
    """Ask how it was."""
    return Menu(
        choices=(
            _check("good", T("Good"), group, "feeling"),
            _check("ok", T("OK"), group, "feeling"),
            _check("not-for-me", T("Not for me"), group, "feeling"),
        )
    )


def reason_menu(group: GroupId) -> Menu:
    """Ask, for whoever likes to say, why it didn't happen."""
    return Menu(
        choices=(
            _check("no-reply", T("No reply"), group, "reason"),
            _check("times", T("Times didn't fit"), group, "reason"),
            _check("life", T("Unwell or life"), group, "reason"),
            _check("changed", T("Changed my mind"), group, "reason"),
            _check("unsaid", T("Rather not say"), group, "reason"),
        )
    )


def again_menu(group: GroupId) -> Menu:
    """Ask for the double-blind wish to meet again."""
    return Menu(
        choices=(
            _check("yes", T("Yes, gladly"), group, "again", Tone.MAIN),
            _check("no", T("Not this time"), group, "again"),
        )
    )


def _check(key: str, words: Text, group: GroupId, question: str, tone: Tone = Tone.PLAIN) -> Choice:
    action = Action(command="meet checkin", options={"group": group, question: key})
    return Choice(key=key, label=words, action=action, tone=tone)


def asked_on(*lines: Text, menu: Menu | None = None) -> Message:
    """Go on with a check-in: some words, perhaps the next question, and where to turn."""
    return Message(lines=lines, menu=menu, footer=FELT_WRONG)


def again_with(others: Sequence[UserId]) -> Message:
    """Tell one person directly who would be happy to meet them again, as they would."""
    return Message(
        lines=(
            T("Good news: you and {people} would be happy to meet again.", people=named(others)),
            T("I have no time or place to offer for it this time. You could write to each other."),
        )
    )


def mutual_again(users: Sequence[UserId], *, pod: bool = False) -> Message:
    """Say that everybody would like to meet again; shown only when all said so. A `pod` is kept together."""
    kept = TN(
        "In this circle you stay together when all of you are in for the next round, for {count} meeting at most.",
        "In this circle you stay together when all of you are in for the next round, for {count} meetings at most.",
        POD_MEETINGS,
    )
    return Message(
        lines=(
            T(
                "Good news, {people}: each of you would be happy to meet again. Pick a day together while it is fresh.",
                people=named(users),
            ),
            *((kept,) if pod else ()),
        ),
        mention=tuple(users),
    )
