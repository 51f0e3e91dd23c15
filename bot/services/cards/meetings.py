"""What a group hears from the moment its plan stands: the plan, reminders, somebody late or away, a group that is over."""

from collections.abc import Sequence

from bot.domain.community import Spot
from bot.domain.rounds import Group
from bot.ids import UserId
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.services.cards.wording import EXIT_LINE, NEUTRAL, moment, spot_words
from bot.text.message import Person, T, Text


def agreed(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str, updated: bool) -> Message:
    """Say that the plan stands; the calendar file is attached by the caller."""
    return Message(
        title=T("The plan has changed") if updated else T("The plan stands"),
        lines=(
            T("Say how you will recognise each other, a green scarf for instance."),
            T("Tell someone where you are going. You can leave at any time; no reason is owed."),
        ),
        facts=plan_facts(group, spot, zone),
        footer=T("The file puts it in your calendar."),
        menu=coming_menu(group),
        mention=tuple(users),
    )


def plan_facts(group: Group, spot: Spot | None, zone: str) -> tuple[Fact, ...]:
    """Return when and where."""
    when = (
        ()
        if group.meets_at is None
        else (Fact(label=T("When"), value=T("{when}", when=moment(group.meets_at, zone))),)
    )
    return (*when, Fact(label=T("Where"), value=spot_words(spot)))


def coming_menu(group: Group) -> Menu:
    """Offer what may be needed before a meeting."""
    options = {"group": group.id}
    return Menu(
        choices=(
            Choice(key="late", label=T("Running late"), action=Action(command="meet late", options=options)),
            Choice(
                key="cancel",
                label=T("I can't come"),
                action=Action(command="meet cancel", options=options),
                tone=Tone.CAREFUL,
            ),
        ),
        private=False,
    )


SOON, TODAY, TOMORROW = T("You meet soon."), T("You meet today."), T("You meet tomorrow.")


def reminder(group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str, soon: Text) -> Message:
    """Remind of a meeting; `soon` says in a few words how near it is."""
    return Message(
        lines=(
            soon,
            T(
                "Agree how you find each other, and how you use your phones. To leave, this is enough: {exit}",
                exit=EXIT_LINE,
            ),
        ),
        facts=plan_facts(group, spot, zone),
        menu=coming_menu(group),
        mention=tuple(users),
    )


def somebody_left(user: UserId | None, rest: Sequence[UserId], *, plan_stands: bool) -> Message:
    """Tell the others that somebody can't come; without a user nobody is named."""
    stands = T("The plan stands for everybody else.") if plan_stands else T("The others can go on planning.")
    who = (
        T("{person} can't make it this time.", person=Person(user))
        if user is not None
        else T("One of you can't make it this time.")
    )
    return Message(lines=(who, stands), mention=tuple(rest))


def fell_through(rest: Sequence[UserId], *, early: bool) -> Message:
    """Tell whoever is left that the group is over; nobody in particular where everybody stayed silent.

    `early` where somebody is left with nobody to meet, and goes first next time.
    """
    next_time = (T("You'll be placed early next round."),) if early else ()
    return Message(
        lines=(NEUTRAL, *next_time),
        mention=tuple(rest),
    )


def running_late(user: UserId, rest: Sequence[UserId]) -> Message:
    """Tell the others that somebody is late."""
    return Message(
        lines=(T("{person} is running about ten minutes late.", person=Person(user)),), mention=tuple(rest)
    )
