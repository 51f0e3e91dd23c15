"""What is said about agreeing and about what is stored: facts come in, a message goes out."""

from bot.domain.rounds import Circle, Round
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.cards.wording import moment
from bot.text.message import Command, T


def agree_again(circle: Circle, round_: Round, zone: str) -> Message:
    """Tell a member that the card they agreed to has changed, and where to read it."""
    return Message(
        title=T("Before the next round of {circle}", circle=circle.name),
        lines=(
            T("What I store and do has changed since you agreed to it, so I'd like to ask you again."),
            T(
                "If you agree before {when}, you are part of this round as before. Until then you aren't matched, and "
                "everything of yours stays as it is.",
                when=moment(round_.due_at, zone),
            ),
        ),
        menu=Menu(
            choices=(
                Choice(
                    key="read",
                    label=T("Read what is new"),
                    action=Action(command="meet join", options={"circle": circle.id}),
                    tone=Tone.MAIN,
                ),
            )
        ),
        footer=T("{stop} ends everything at once, if you'd rather.", stop=Command("kith stop")),
    )
