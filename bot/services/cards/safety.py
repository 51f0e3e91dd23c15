"""Help close to a meeting: numbers to call, lines to leave with, somebody to tell. It never claims to watch (H15)."""

from bot.domain.community import Community
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.services.cards.reports import emergency
from bot.services.cards.wording import EXIT_LINE
from bot.text.message import Command, T, Text

SAFE = "meet safe"
ALSO_EXIT_LINE = T("\u201cI need to go, take care.\u201d")


def help_card(community: Community, *, plan: bool) -> Message:
    """Show what helps right now; with a plan that can still be cancelled it can be, in one tap."""
    facts = [Fact(label=T("Emergency"), value=emergency(community))] if community.emergency else []
    if community.help_lines:
        facts.append(Fact(label=T("People to talk to"), value=T("{lines}", lines=community.help_lines)))
    return Message(
        title=T("Help right now"),
        lines=(
            T("You can leave at any time, and you owe nobody a reason. For example:"),
            EXIT_LINE,
            ALSO_EXIT_LINE,
            T("{report} tells the moderators about somebody.", report=Command("meet report")),
        ),
        facts=tuple(facts),
        footer=T(
            "I'm a program. I cannot watch over you or call for help. In danger call {number}.",
            number=emergency(community),
        ),
        menu=Menu(choices=_choices(plan=plan)),
    )


def _choices(*, plan: bool) -> tuple[Choice, ...]:
    cancel = _do("cancel", T("Cancel and tell the moderators"), "cancel", Tone.CAREFUL)
    return (
        *((cancel,) if plan else ()),
        _do("tell", T("Ask a moderator to write to me"), "tell"),
        _do("ping-2", T("Ping me in 2 minutes"), "ping-2"),
        _do("ping-5", T("Ping me in 5 minutes"), "ping-5"),
        Choice(key="support", label=T("People to talk to"), action=Action(command="kith support")),
    )


def _do(key: str, label: Text, do: str, tone: Tone = Tone.PLAIN) -> Choice:
    return Choice(key=key, label=label, action=Action(command=SAFE, options={"do": do}), tone=tone)


def ping() -> Message:
    """Be the message that somebody asked for, as a reason to leave or to pick up the phone."""
    return Message(
        title=T("The reminder that you set"),
        lines=(T("You asked me to write to you now. {safe} has more.", safe=Command(SAFE)),),
    )


def under_age() -> Message:
    """Tell moderators that a member said that they are under 18."""
    return Message(
        title=T("For the moderators"),
        lines=(
            T(
                "A member told me that they are under 18. Their profile is deleted and any plan of theirs is cancelled. "
                "I don't keep who it was. The page on minors in the care pack says what helps now."
            ),
        ),
    )
