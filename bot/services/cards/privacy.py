"""What is said about agreeing and about what is stored: facts come in, a message goes out."""

from collections.abc import Iterable, Mapping

from bot.domain.retention import Keep
from bot.domain.rounds import Circle, Round
from bot.domain.stored import Entry
from bot.ports.messages import Action, Attachment, Choice, Menu, Message, Tone
from bot.services.cards.wording import moment
from bot.text.message import TN, Command, T, Text, listed


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


def all_of_it(found: Mapping[str, int], register: Iterable[Entry], file: Attachment) -> Message:
    """Hand over the file, and say what is in it."""
    return Message(
        title=T("What is stored about you"),
        lines=(T("The file holds everything, in every community that you are in."),),
        bullets=tuple(
            _counted(entry, found[entry.table])
            for entry in register
            if entry.table in found and entry.keep is not Keep.COMMUNITY
        ),
        footer=T(
            "Please keep the file to yourself: it says where you were and with whom. {privacy} tells how long each thing "
            "is kept.",
            privacy=Command("my privacy"),
        ),
        files=(file,),
    )


def _counted(entry: Entry, number: int) -> Text:
    return TN("{count} entry: {what}", "{count} entries: {what}", number, what=entry.what)


def in_short(register: Iterable[Entry], steward: str) -> Message:
    """Say what is stored about members, and for how long."""
    kept: dict[Keep, list[Text]] = {}
    for entry in register:
        if entry.about_you and entry.keep is not Keep.COMMUNITY:
            kept.setdefault(entry.keep, []).append(entry.what)
    return Message(
        title=T("What I store, and for how long"),
        lines=(
            T(
                "Before you agree nothing but the question itself is kept, for five weeks at most. No real name, no phone number, no address, and no message that you write."
            ),
            *((T("{steward} hosts this here.", steward=steward),) if steward else ()),
        ),
        bullets=tuple(
            T("{how_long} That goes for {things}.", things=listed(*things), how_long=keep.words)
            for keep, things in kept.items()
        ),
        footer=T(
            "What you say about yourself is encrypted where it is stored. {data} gives you all of it as a file.",
            data=Command("my data"),
        ),
    )
