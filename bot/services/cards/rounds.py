"""What a round says to its circle and to those it leaves out: facts come in, a message goes out."""

from datetime import datetime

from bot.domain.rounds import Circle, Round
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.cards.open_table import POINTER
from bot.services.cards.wording import NEUTRAL, moment
from bot.text.message import Command, Moment, T


def opening(circle: Circle, round_: Round, zone: str) -> Message:
    """Announce a round: who wants to meet, until when."""
    return Message(
        title=T("{circle}: who would like to meet?", circle=circle.name),
        lines=(
            T(
                "Groups are made on {when}, from everybody who has said yes by then. "
                "Each gets a time and a public place.",
                when=Moment(at=round_.due_at, zone=zone),
            ),
            T("Nobody is matched without a yes. Skipping is fine."),
        ),
        menu=Menu(
            choices=(
                Choice(key="join", label=T("Join"), action=_join(circle), tone=Tone.MAIN),
                Choice(key="skip", label=T("Not this time"), action=_skip(circle)),
            )
        ),
    )


def _join(circle: Circle) -> Action:
    return Action(command="meet join", options={"circle": circle.id})


def _skip(circle: Circle) -> Action:
    return Action(command="meet skip", options={"circle": circle.id})


def unmatched(*, table: bool = False) -> Message:
    """Tell a member that the round had no group for them: always the same words (H3).

    In a circle with an open table everybody is pointed to it.
    """
    small = T("Until then, one small thing is always there: {command}", command=Command("challenge now"))
    return Message(lines=(NEUTRAL, POINTER if table else small))


def passed_by(circle: Circle, at: datetime, zone: str) -> Message:
    """Tell a member who said yes that the plan they have comes first."""
    return Message(
        lines=(
            T(
                "You have a plan in {circle} already, for {when}, so this round left you free for it.",
                circle=circle.name,
                when=moment(at, zone),
            ),
        )
    )
