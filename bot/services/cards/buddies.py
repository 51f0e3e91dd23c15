"""What is said about a check-in that somebody wishes for: to them, and to the buddy they named."""

from collections.abc import Sequence
from datetime import datetime

from bot.ids import GroupId, MemberId, UserId
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.cards.wording import HELP
from bot.text.message import Command, Moment, MomentStyle, Person, T, Text

LIMITS = T(
    "I am a program. I cannot watch over you or call for help. In danger, call your local emergency number."
)
_HOURS: Sequence[tuple[str, Text]] = (
    ("60", T("1 hour after the start")),
    ("120", T("2 hours after the start")),
    ("180", T("3 hours after the start")),
)


def limits(help_lines: str) -> tuple[Text, ...]:
    """Return what Kith can't do, and whom to call."""
    return (LIMITS, *((T("{help_lines}", help_lines=help_lines),) if help_lines else ()))


def offer(group: GroupId, help_lines: str) -> Message:
    """Explain the check-in, and offer times for it."""
    times = (
        Choice(
            key=f"after-{minutes}",
            label=label,
            action=Action(command="meet buddy", options={"group": group, "after": minutes}),
        )
        for minutes, label in _HOURS
    )
    return Message(
        title=T("A check-in for yourself"),
        lines=(
            T("You choose a time, and I ask you then: all good? Without an answer I ask once more."),
            T(
                "If you like, name a buddy: add them to {command}. They are told only if they accepted and no answer "
                "comes, and then only that you have not checked in yet.",
                command=Command("meet buddy"),
            ),
            *limits(help_lines),
        ),
        menu=Menu(choices=tuple(times)),
    )


def _time(at: datetime, zone: str) -> Moment:
    return Moment(at=at, zone=zone, style=MomentStyle.SHORT)


def standing(
    group: GroupId, at: datetime, zone: str, help_lines: str, *, buddy: UserId | None = None
) -> Message:
    """Say when somebody will be asked, and by whose yes there is a `buddy`."""
    off = Action(command="meet buddy", options={"group": group, "after": "off"})
    return Message(
        title=T("A check-in for yourself"),
        lines=(
            T("I ask you on {when}: all good?", when=_time(at, zone)),
            *(accepted(buddy).lines if buddy is not None else ()),
            T(
                "To name a buddy, add them to {command}. Choose somebody who is not in your group.",
                command=Command("meet buddy"),
            ),
            *limits(help_lines),
        ),
        menu=Menu(choices=(Choice(key="off", label=T("No check-in"), action=off),)),
    )


def all_good(group: GroupId, at: datetime, zone: str, help_lines: str, *, repeat: bool) -> Message:
    """Ask somebody what they asked to be asked."""
    options = {"group": str(group)}
    return Message(
        lines=(
            T("Once more: all good?")
            if repeat
            else T("All good? You asked me to ask at {when}.", when=_time(at, zone)),
            *limits(help_lines),
        ),
        menu=Menu(
            choices=(
                Choice(
                    key="good",
                    label=T("All good"),
                    action=Action(command="meet all-good", options=options),
                    tone=Tone.MAIN,
                ),
                Choice(key="wrong", label=T("Something's wrong"), action=Action(command=HELP.path)),
            )
        ),
    )


def request(user: UserId, group: GroupId, member: MemberId, at: datetime, zone: str) -> Message:
    """Ask somebody whether they would be a buddy. With whom and where the meetup is stays out of it (H6)."""

    def reply(key: str, label: Text) -> Choice:
        options = {"group": str(group), "member": str(member), "answer": key}
        return Choice(key=key, label=label, action=Action(command="meet buddy-reply", options=options))

    return Message(
        title=T("Would you be a check-in buddy?"),
        lines=(
            T(
                "{person} has a meetup and asks for you. If they don't answer me on {when}, I tell you that they have "
                "not checked in yet, and nothing more. You could give them a call then.",
                person=Person(user),
                when=_time(at, zone),
            ),
            T("Saying no is fine, and they are not told."),
            T("I am a program. I cannot watch over anybody or call for help."),
        ),
        menu=Menu(choices=(reply("yes", T("Yes, that's fine")), reply("no", T("No, thanks")))),
    )


def accepted(buddy: UserId) -> Message:
    """Tell somebody that their buddy said yes."""
    return Message(lines=(T("{person} is your check-in buddy for this meetup.", person=Person(buddy)),))


def gone() -> Message:
    """Tell somebody that they have no buddy any more; who that was, and why, stays out of it."""
    return Message(
        lines=(
            T(
                "You have no buddy for this meetup at the moment. If you like, name somebody with {command}.",
                command=Command("meet buddy"),
            ),
        )
    )


def overdue(user: UserId, at: datetime, zone: str, help_lines: str) -> Message:
    """Tell a buddy what they agreed to be told; the time that was set says how long ago, however late this comes."""
    return Message(
        lines=(
            T("{person} asked me to tell you they have not checked in yet.", person=Person(user)),
            T("They had set {when}. You could give them a call.", when=_time(at, zone)),
            T(
                "I am a program. I know nothing more, and I cannot call for help. In danger, call your local "
                "emergency number."
            ),
            *((T("{help_lines}", help_lines=help_lines),) if help_lines else ()),
        )
    )


def fine(user: UserId) -> Message:
    """Tell a buddy who was told otherwise that all is good."""
    return Message(lines=(T("{person} has checked in now: all good.", person=Person(user)),))
