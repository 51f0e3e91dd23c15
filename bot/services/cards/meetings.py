"""What a group hears from the moment its plan stands: the plan, reminders, the hour itself, somebody late or away."""

from collections.abc import Sequence

from bot.domain.challenges import STARTER_MANNERS, Depth
from bot.domain.community import Spot
from bot.domain.rounds import Group
from bot.ids import UserId
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.services.cards.plans import move_action, option_facts, spot_choice
from bot.services.cards.wording import (
    EXIT_LINE,
    HELP,
    NEUTRAL,
    SECOND_EXIT_LINE,
    day_words,
    moment,
    named,
    spot_words,
)
from bot.text.message import TN, Command, Person, T, Text, Verbatim

Signs = Sequence[tuple[UserId, str]]
"""By which line of their own people are found, where they gave one."""


def agreed(
    group: Group,
    *,
    users: Sequence[UserId],
    spot: Spot | None,
    zone: str,
    updated: bool,
    signs: Signs = (),
    quiet: bool = True,
) -> Message:
    """Say that the plan stands; the calendar file is attached by the caller. `quiet` where taps are seen by nobody."""
    return Message(
        title=T("The plan has changed") if updated else T("The plan stands"),
        lines=(
            T("Tell someone where you are going, and come and go on your own."),
            T(
                "Agree together how you use your phones. Silent and out of sight is one idea; needed ones stay. "
                "Please ask everyone before you share a photo."
            ),
            T(
                "You can leave at any time. This is enough: {exit} Or: {other}",
                exit=EXIT_LINE,
                other=SECOND_EXIT_LINE,
            ),
        ),
        facts=plan_facts(group, spot, zone, signs),
        footer=T(
            "The file puts it in your calendar. {sign} tells the others how to find you, {buddy} sets up a "
            "check-in for yourself. Something's wrong? {help}",
            sign=Command("meet sign"),
            buddy=Command("meet buddy"),
            help=HELP,
        ),
        menu=plan_card_menu(group, quiet=quiet),
        mention=tuple(users),
    )


def plan_facts(group: Group, spot: Spot | None, zone: str, signs: Signs = ()) -> tuple[Fact, ...]:
    """Return when and where, for how long, and how people find each other: in the order in which they are copied."""
    when = () if group.meets_at is None else (Fact(label=T("When"), value=day_words(group.meets_at, zone)),)
    return (
        *when,
        Fact(label=T("Where"), value=spot_words(spot)),
        Fact(label=T("How long"), value=T("about an hour")),
        *(
            Fact(
                label=T("To recognise"), value=T("{person}: {sign}", person=Person(user), sign=Verbatim(sign))
            )
            for user, sign in signs
        ),
    )


def _late(group: Group) -> Choice:
    return Choice(
        key="late", label=T("Running late"), action=Action(command="meet late", options={"group": group.id})
    )


def _cancel(group: Group) -> Choice:
    return Choice(
        key="cancel",
        label=T("I can't come"),
        action=Action(command="meet cancel", options={"group": group.id}),
        tone=Tone.CAREFUL,
    )


def talk_choice(depth: Depth = Depth.LIGHT) -> Choice:
    """Offer something to talk about, of one depth."""
    return Choice(
        key=f"talk-{depth.value}",
        label=_TALK[depth],
        action=Action(command="talk", options={"depth": depth.value}),
    )


_TALK = {
    Depth.LIGHT: T("Talk: light"),
    Depth.MIDDLE: T("Talk: middle"),
    Depth.DEEP: T("Talk: deep, if all want to"),
}


def plan_card_menu(group: Group, *, quiet: bool) -> Menu:
    """Offer what may be needed before a meeting; a call for help only where nobody else sees the tap.

    Another time comes first: when the card is posted the meeting is mostly days away, and nobody can be late yet.
    """
    last = _wrong() if quiet else talk_choice()
    move = Choice(key="move", label=T("Another time"), action=move_action(group))
    spot = (spot_choice(group),) if group.spot is not None else ()
    return Menu(choices=(move, _late(group), *spot, _cancel(group), _sign(group), last), private=False)


def own_plan_menu(group: Group) -> Menu:
    """Offer somebody who looks at their plan what they can do about it."""
    move = Choice(key="move", label=T("Another time"), action=move_action(group))
    spot = (spot_choice(group),) if group.spot is not None else ()
    return Menu(choices=(move, *spot, _cancel(group), _sign(group), _wrong()))


def _wrong() -> Choice:
    return Choice(key="wrong", label=T("Something's wrong"), action=Action(command=HELP.path))


def _sign(group: Group) -> Choice:
    action = Action(command="meet sign", options={"group": group.id})
    return Choice(key="sign", label=T("How to find me"), action=action)


def reminder_menu(group: Group, *, quiet: bool) -> Menu:
    """Offer what may be answered to a reminder; who is still on says so where nobody else sees the tap."""
    move = Choice(key="move", label=T("Move"), action=move_action(group))
    rest = (move, _cancel(group), _late(group), talk_choice())
    return Menu(choices=(*((_still(group),) if quiet else ()), *rest), private=False)


def _still(group: Group) -> Choice:
    return Choice(
        key="still",
        label=T("Still on"),
        action=Action(command="meet still", options={"group": group.id}),
        tone=Tone.MAIN,
    )


SOON, TODAY, TOMORROW = T("You meet soon."), T("You meet today."), T("You meet tomorrow.")


def reminder(
    group: Group,
    *,
    users: Sequence[UserId],
    spot: Spot | None,
    zone: str,
    soon: Text,
    signs: Signs = (),
    all_on: bool = False,
    quiet: bool = True,
) -> Message:
    """Remind of a meeting; `soon` says in a few words how near it is. Who has not answered is never said."""
    return Message(
        lines=(
            soon,
            *((T("All of you are still on."),) if all_on else ()),
            T(
                "Agree how you find each other, and how you use your phones. To leave, this is enough: {exit}",
                exit=EXIT_LINE,
            ),
        ),
        facts=plan_facts(group, spot, zone, signs),
        footer=T("Something's wrong? {help}", help=HELP),
        menu=reminder_menu(group, quiet=quiet),
        mention=tuple(users),
    )


def still_on(group: Group, zone: str, others: Sequence[UserId]) -> Message:
    """Ask one person, where only they read it, whether they are still on."""
    assert group.meets_at is not None  # noqa: S101 - callers hold a group with a plan
    question = T(
        "You meet {people} on {when}. Are you still on?",
        people=named(others),
        when=moment(group.meets_at, zone),
    )
    return Message(
        lines=(question,),
        menu=Menu(choices=(_still(group), _cancel(group))),
    )


def it_is_time(group: Group) -> Message:
    """Stand in the group's place when the meeting begins, with what may be needed there; notifies nobody."""
    nobody = Choice(
        key="nobody",
        label=T("Nobody here"),
        action=Action(command="meet nobody", options={"group": group.id}),
    )
    depths = tuple(talk_choice(depth) for depth in Depth)
    return Message(
        lines=(
            T("It's time. Have a good hour together."),
            T("Nobody there a quarter of an hour later? {command} tells me.", command=Command("meet nobody")),
            STARTER_MANNERS,
        ),
        footer=T("Please ask everyone before you share a photo. Something's wrong? {help}", help=HELP),
        menu=Menu(choices=(_late(group), nobody, *depths), private=False),
    )


def signed(user: UserId, sign: str, rest: Sequence[UserId]) -> Message:
    """Tell the others how to find somebody."""
    return Message(
        lines=(T("To find {person}: {sign}", person=Person(user), sign=Verbatim(sign)),), mention=tuple(rest)
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


def fell_through(rest: Sequence[UserId], *, early: bool, dated: bool = False) -> Message:
    """Tell whoever is left that the group is over; nobody in particular where everybody stayed silent.

    `early` where somebody is left with nobody to meet, and goes first next time. `dated` where people met again by
    themselves, which has nothing to do with the next round.
    """
    next_time = (T("You'll be placed early next round."),) if early else ()
    return Message(
        lines=(T("This one didn't come together.") if dated else NEUTRAL, *next_time),
        mention=tuple(rest),
    )


def entry_out() -> Message:
    """Give somebody who is in a group no more the file for their own calendar; the same words whatever the reason."""
    return Message(lines=(T("This file takes the meetup out of your calendar, if it was there."),))


def running_late(user: UserId, rest: Sequence[UserId], *, minutes: int) -> Message:
    """Tell the others that somebody is late."""
    late = TN(
        "{person} is running about {count} minute late.",
        "{person} is running about {count} minutes late.",
        minutes,
        person=Person(user),
    )
    return Message(lines=(late,), mention=tuple(rest))


def met_again(
    group: Group, *, users: Sequence[UserId], spot: Spot | None, zone: str, some: bool, menu: Menu
) -> Message:
    """Say that people would like to meet again, with two times for it; `some` in a place that is theirs alone."""
    own = T(
        "This place is for you alone. I only ever tell of a yes that is mutual, so nothing follows for anybody else."
    )
    return Message(
        title=T("Meet again"),
        lines=(
            T("Good news, {people}: each of you would be happy to meet again.", people=named(users)),
            T("Here are times, without waiting for a round. The first one that all of you share stands."),
            *((own,) if some else ()),
        ),
        facts=option_facts(group, spot, zone),
        footer=T("You can cancel at any time; no reason is owed."),
        menu=menu,
        mention=tuple(users),
    )
