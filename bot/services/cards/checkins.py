"""What people are asked after a meeting, and what is said when all wish to meet again."""

from collections.abc import Sequence

from bot.domain.rounds import POD_MEETINGS, Group
from bot.ids import GroupId, UserId
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.cards.wording import named
from bot.text.message import Command, T, Text


def check_in(group: Group, *, users: Sequence[UserId], again: bool, others: Sequence[UserId] = ()) -> Message:
    """Ask whether it happened; three taps, private. `others` says which group is meant to whoever has two."""
    return Message(
        title=T("How did it go?"),
        lines=(
            *((T("This is about your group with {people}.", people=named(others)),) if others else ()),
            T("A small reminder, in case you want to answer: did you meet?") if again else T("Did you meet?"),
            T("Your answers stay with me. Nobody is rated."),
        ),
        menu=met_menu(group.id),
        footer=T("Something felt wrong? {command} shows who can help.", command=Command("kith support")),
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


def mutual_again(users: Sequence[UserId], *, pod: bool = False) -> Message:
    """Say that everybody would like to meet again; shown only when all said so. A `pod` is kept together."""
    kept = T(
        "In this circle you stay together when all of you are in for the next round, for {count} meetings at most.",
        count=POD_MEETINGS,
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
