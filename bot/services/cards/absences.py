"""What whoever may have missed a meetup is asked, once and kindly; nobody else reads it."""

from bot.ids import GroupId, UserId
from bot.ports.messages import Action, Choice, Menu, Message
from bot.services.cards.wording import HELP, named
from bot.text.message import T, Text

_ANSWERS: tuple[tuple[str, Text], ...] = (
    ("life", T("Life happened")),
    ("mixed", T("Mixed up the time")),
    ("changed", T("Changed my mind")),
    ("there", T("I was there")),
    ("pause", T("Pause me")),
)


def all_ok(group: GroupId, others: tuple[UserId, ...]) -> Message:
    """Ask the one neutral question."""
    return Message(
        title=T("All OK?"),
        lines=(
            T("It seems that you and {people} didn't find each other.", people=named(others)),
            T("A word is enough, whichever it is. It stays with me, and I don't keep which one you chose."),
        ),
        menu=Menu(
            choices=tuple(
                Choice(
                    key=key,
                    label=label,
                    action=Action(command="meet absent", options={"group": group, "word": key}),
                )
                for key, label in _ANSWERS
            )
        ),
        footer=T("Something's wrong? {help}", help=HELP),
    )


def resting() -> Message:
    """Tell somebody whose plans passed without a word that they are paused, and how they come back."""
    back = Choice(key="back", label=T("I'm back"), action=Action(command="meet resume"))
    return Message(
        title=T("A break for you"),
        lines=(
            T(
                "Word from you didn't reach me around your last plans, so I leave you out of the rounds for now. That is fine, "
                "and nobody else is told."
            ),
            T("One tap brings you back, whenever it suits you."),
        ),
        menu=Menu(choices=(back,)),
    )
