"""What is said when words tell of a crisis, or give something private away; and who there is to talk to.

The words of the crisis card are those of `care.md` 5: no advice, no questions, no cheer, nothing about being watched.
"""

from dataclasses import replace
from datetime import time

from bot.content.private.details import Detail
from bot.domain.community import Community
from bot.domain.recurrence import instant
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.text.message import Command, Moment, MomentStyle, T, Text, Verbatim

HELD = "kith text"
MODERATOR = "kith moderator"
SUPPORT = "kith support"
WORRIED = "kith worried"
SETUP = "organise setup"
_ANY_SERVICES = T("the help lines that findahelpline.com lists, free and confidential, in many countries")
_ANY_NUMBER = T("please call your local emergency number")
_DIRECTORY = (T("findahelpline.com lists free, confidential help lines in many countries."),)
SUPPORT_LINE = T("Help and support: {command}", command=Command(SUPPORT))


def crisis_card(community: Community | None, token: str) -> Message:
    """Name people who listen, and leave it to the writer what becomes of the text that is held, if one is."""
    return Message(
        lines=(
            T(
                "Thank you for writing that. I'm a program, so I can't talk it through or keep watch, "
                "and I may have misread you."
            ),
            *listening(community),
            T("You can also ask a moderator here to write to you."),
            T("I have not saved or shown your text to anyone."),
        ),
        footer=checked(community),
        menu=Menu(choices=(_moderator(token), *(_what_becomes(token) if token else ()))),
    )


def listening(community: Community | None) -> tuple[Text, ...]:
    """Say who listens and whom to call in danger: an organiser's words, or what holds in many countries."""
    own = community.help_lines if community is not None else ""
    number = community.emergency if community is not None else ""
    return (
        T(
            "If things are heavy right now, these people are there to listen: {services}.",
            services=_unstopped(own) or _ANY_SERVICES,
        ),
        T("If you are in danger: {number}.", number=_unstopped(number) or _ANY_NUMBER),
    )


def _unstopped(words: str) -> Verbatim | None:
    """Return an organiser's words without the full stop that our sentence brings."""
    kept = words.rstrip(" .")
    return Verbatim(kept) if kept else None


def checked(community: Community | None) -> Text | None:
    """Say when an organiser last looked whether the contacts are right."""
    day = day_checked(community) if community is not None else None
    return T("Contacts last checked: {date}.", date=day) if day is not None else None


def day_checked(community: Community) -> Moment | None:
    """Return the day on which an organiser last looked at the contacts; without contacts there is none."""
    if community.help_checked is None or not (community.help_lines or community.emergency):
        return None
    noon = instant(community.help_checked, time(12), community.zone)
    return Moment(at=noon, zone=community.zone, style=MomentStyle.DATE)


def recheck_card(community: Community) -> Message:
    """Ask organisers whether the contacts that members are shown are still right."""
    return Message(
        title=T("Are these still right?"),
        lines=(
            T(
                "Half a year has passed. These are the contacts that I show to whoever needs somebody to talk to:"
            ),
            *listening(community),
        ),
        menu=Menu(
            choices=(
                Choice(
                    key="right",
                    label=T("They are right"),
                    action=Action(command=SETUP, options={"checked": "yes"}),
                    tone=Tone.MAIN,
                ),
                Choice(
                    key="change",
                    label=T("Change them"),
                    action=Action(command=SETUP, options={"edit": "yes"}),
                ),
            )
        ),
    )


def support_card(community: Community | None) -> Message:
    """Name people to talk to, whenever somebody asks."""
    return Message(
        title=T("People to talk to"),
        lines=(
            *listening(community),
            *(_DIRECTORY if community is not None and community.help_lines else ()),
            T("A moderator here can write to you as well, if you like."),
        ),
        footer=_small_print(
            community,
            T("I'm a program, so I can't talk it through or keep watch. Nobody is told that you asked."),
        ),
        menu=Menu(choices=(_moderator(), _worried())),
    )


def worried_card(community: Community | None) -> Message:
    """Say what helps when somebody is worried about somebody else, and where to find a human."""
    return Message(
        title=T("When you are worried about somebody"),
        lines=(
            T(
                "It is kind of you to think of them. There are no right words to find, and it is fine not to carry this alone."
            ),
            T(
                "If you feel able to, ask them how they are, listen, and take what they say seriously. Please don't promise to keep it secret."
            ),
            T(
                "The people below also talk with those who worry about somebody, and can say what may help where you live."
            ),
            *listening(community),
            T(
                "A moderator here can write to you about it. I never write to the person you are thinking of, and I don't ask who it is."
            ),
        ),
        footer=_small_print(community, T("I'm a program. I cannot watch over anybody or call for help.")),
        menu=Menu(choices=(_moderator(),)),
    )


def with_support(message: Message) -> Message:
    """Name the way to help at the end of a direct message, so that help never depends on anybody's finding words."""
    small = message.footer
    footer = T("{words} {support}", words=small, support=SUPPORT_LINE) if small is not None else SUPPORT_LINE
    return replace(message, footer=footer)


def _small_print(community: Community | None, words: Text) -> Text:
    looked = checked(community)
    return words if looked is None else T("{words} {checked}", words=words, checked=looked)


def _worried() -> Choice:
    return Choice(key="worried", label=T("I'm worried about someone"), action=Action(command=WORRIED))


def _moderator(token: str = "") -> Choice:
    return Choice(
        key="moderator",
        label=T("Ask a moderator to write to me"),
        action=Action(command=MODERATOR, options={"text": token} if token else {}),
    )


def _what_becomes(token: str) -> tuple[Choice, ...]:
    return (
        Choice(
            key="send",
            label=T("Send my text anyway"),
            action=Action(command=HELD, options={"text": token, "do": "send"}),
        ),
        Choice(
            key="delete",
            label=T("Delete my text"),
            action=Action(command=HELD, options={"text": token, "do": "delete"}),
        ),
    )


def asked_card(community: Community, token: str) -> Message:
    """Say that moderators were asked, without a promise of when; and what can become of a text that is held."""
    return Message(
        lines=(
            T(
                "I have asked the moderators here to write to you. They see your name, and nothing that you wrote."
            ),
            T("They are people, and may not read it at once."),
            *listening(community),
            *((T("Your text is still with you alone."),) if token else ()),
        ),
        menu=Menu(choices=_what_becomes(token)) if token else None,
    )


def private_question(token: str, words: str, detail: Detail) -> Message:
    """Ask before words are kept that look like a private detail (H16)."""
    return Message(
        lines=(
            T(
                "This looks like a private detail: {detail}. Nothing of it is stored yet.",
                detail=_DETAILS[detail],
            ),
            T("Your text: {text}", text=Verbatim(words)),
        ),
        menu=Menu(
            choices=(
                Choice(
                    key="edit",
                    label=T("Edit"),
                    action=Action(command=HELD, options={"text": token, "do": "edit"}),
                    tone=Tone.MAIN,
                ),
                Choice(
                    key="send",
                    label=T("Send anyway"),
                    action=Action(command=HELD, options={"text": token, "do": "send"}),
                ),
            )
        ),
    )


_DETAILS = {
    Detail.PHONE: T("a telephone number"),
    Detail.MAIL: T("an e-mail address"),
    Detail.POINT: T("a place on a map"),
    Detail.ADDRESS: T("an address"),
}
