"""What a weekly challenge says, in public and to the one person who taps on it."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.content.evidence import GROUNDS
from bot.content.library import Library
from bot.domain.challenges import Challenge, Evidence, Tie, footers
from bot.domain.norms import Said
from bot.domain.posts import ChallengePost, Felt
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.weekly.next_meetups import NextMeetup
from bot.services.weekly.taps import Answered
from bot.text.message import TN, Command, Moment, T, Text

_SAID_AFTERWARDS = frozenset({Evidence.WEAK_TIE, Evidence.ESCALATE})
"""The other lines encourage to something else than what was done; said afterwards they would belittle it."""
FELT_LABELS = {
    Felt.EASIER: T("Easier"),
    Felt.AS_EXPECTED: T("About as expected"),
    Felt.HARDER: T("Harder"),
}
FELT_WORDS = {
    Felt.EASIER: T("easier than you expected"),
    Felt.AS_EXPECTED: T("about as you expected"),
    Felt.HARDER: T("harder than you expected"),
}
_KEPT = T(
    "I keep that you did it, for your own diary. {privacy} says more, and {forget} erases it.",
    privacy=Command("my privacy"),
    forget=Command("my forget"),
)
NORM_QUESTION = T("Would you be glad if someone from here invited you to something small?")


def challenge_message(
    post: ChallengePost, library: Library, *, norm: Text | None = None, meetups: Sequence[NextMeetup] = ()
) -> Message | None:
    """Show a week's challenge to everybody; None if the library no longer has it, or organisers left it out."""
    challenge = library.offered(post.challenge)
    if challenge is None:
        return None
    return card(challenge, post, heading=True, norm=norm, meetups=meetups)


def card(
    challenge: Challenge,
    post: ChallengePost,
    *,
    heading: bool = False,
    swaps_left: bool = True,
    done: bool = False,
    may_doubt: bool = False,
    norm: Text | None = None,
    meetups: Sequence[NextMeetup] = (),
) -> Message:
    """Show one challenge with its smaller version and the three taps, which are private everywhere.

    `done` says that whoever reads it has done one this week; `norm` is what most people here answered. With `may_doubt` a
    member can say that it does not fit here: on their own card, never under a public post.
    """
    title = T("This week: {title}", title=challenge.title) if heading else challenge.title
    did = Action(command="challenge done", options={"post": post.id, "what": challenge.id})
    taps = (
        Choice(key="done", label=T("Done"), action=did, tone=Tone.MAIN),
        *((Choice(key="another", label=T("Another one"), action=_tap("swap", post)),) if swaps_left else ()),
        Choice(key="skip", label=T("Not this week"), action=_tap("skip", post)),
    )
    *above, skipping = footers(challenge)
    return Message(
        title=title,
        lines=(
            *((T("You have done one this week. It stands in your diary."),) if done else ()),
            challenge.text,
            T("Or smaller: {smaller}", smaller=challenge.smaller),
            *above,
            *((norm,) if norm is not None else ()),
            *_coming(meetups),
        ),
        footer=skipping,
        menu=Menu(choices=(*taps, *_joins(meetups), *((misfit(challenge),) if may_doubt else ()))),
    )


def misfit(challenge: Challenge) -> Choice:
    """Offer to say that a challenge does not fit here."""
    action = Action(command="challenge misfit", options={"challenge": challenge.id})
    return Choice(key="misfit", label=T("Doesn't fit here"), action=action)


def _tap(verb: str, post: ChallengePost) -> Action:
    return Action(command=f"challenge {verb}", options={"post": post.id})


def _coming(meetups: Iterable[NextMeetup]) -> tuple[Text, ...]:
    """Say when the next groups are made, and to whoever is in for it that they are."""
    return tuple(map(_made_on, meetups))


def _made_on(meetup: NextMeetup) -> Text:
    circle, when = meetup.circle.name, Moment(at=meetup.round.due_at, zone=meetup.zone)
    if meetup.coming:
        return T(
            "You're in for the next groups of {circle}, which are made on {when}.", circle=circle, when=when
        )
    return T(
        "{circle} makes its next groups on {when}. You can still join, if you like.", circle=circle, when=when
    )


def _joins(meetups: Iterable[NextMeetup]) -> tuple[Choice, ...]:
    """Offer to join, by the circle's name: other posts have a Join as well."""
    return tuple(
        Choice(
            key=f"join{number}",
            label=T("Join {circle}", circle=each.circle.name),
            action=Action(command="meet join", options={"circle": each.circle.id}),
        )
        for number, each in enumerate(meetups, start=1)
        if not each.coming
    )


def thanks(answered: Answered, meetups: Sequence[NextMeetup], *, joined: bool = True) -> Message:
    """Answer a Done: one kind sentence, what is known of it, and one row of taps that nobody has to use.

    Whoever never joined has agreed to nothing yet, so they are told what is kept, and how it goes.
    """
    lines: tuple[Text, ...] = (T("Nice. Small contact counts."), *_why(answered))
    if answered.others_done and not answered.over:
        lines += (
            TN(
                "At least {count} other person here has done one this week.",
                "At least {count} other people here have done one this week.",
                answered.others_done,
            ),
        )
    felt = tuple(
        Choice(
            key=each.value,
            label=FELT_LABELS[each],
            action=Action(command="challenge felt", options={"post": answered.post.id, "how": each.value}),
            chosen=answered.tap.felt is each,
        )
        for each in Felt
    )
    return Message(
        lines=(*lines, *_coming(meetups)),
        footer=None if joined else _KEPT,
        menu=Menu(
            prompt=T("How was it, compared with what you expected? Only you see this, in your diary."),
            choices=(*felt, write_line(answered), *_joins(meetups)),
        ),
    )


def _why(answered: Answered) -> tuple[Text, ...]:
    """Say what is known of such a thing, now that it is done: told before, it moves nobody (`care.md`, decision 1).

    After a message to somebody from an earlier time nothing is said: an answer may never come.
    """
    did = answered.did
    if did is None or did.tie is Tie.DORMANT or did.evidence not in _SAID_AFTERWARDS:
        return ()
    line = GROUNDS[did.evidence].line
    return (line,) if line is not None else ()


def write_line(answered: Answered) -> Choice:
    """Offer to write a line for the diary, or to mend the one that stands there."""
    label = T("Change my line") if answered.tap.note else T("Write a line for myself")
    action = Action(command="challenge done", options={"post": answered.post.id, "write": "yes"})
    return Choice(key="write", label=label, action=action)


DIARY = Choice(key="diary", label=T("My diary"), action=Action(command="challenge mine"))


def noted(first: Text, *choices: Choice, asking: date | None) -> Message:
    """Say that something is kept for the person alone, and ask the question of the season where it is due.

    `asking` is the day since which answers are counted.
    """
    if asking is None:
        return Message(lines=(first,), menu=Menu(choices=choices))
    return Message(lines=(first, *NORM_LINES), footer=NORM_FOOTER, menu=Menu(choices=norm_choices(asking)))


NORM_LINES = (
    NORM_QUESTION,
    T(
        "I ask once a season at most. Only the number of answers is kept, without names, and it is told here "
        "in a later season, from ten answers up."
    ),
)
NORM_FOOTER = T(
    "What you answer changes nothing for you, and it can't be taken back. {support} has people to talk to.",
    support=Command("kith support"),
)
NORM_LABELS = {
    Said.YES: T("Yes"),
    Said.NOT_NOW: T("Not now"),
    Said.RATHER_NOT: T("Rather not say"),
}


def norm_choices(since: date) -> tuple[Choice, ...]:
    """Offer the answers, for as long as they are counted together: an old menu answers no new question."""
    return tuple(
        Choice(
            key=said.value,
            label=label,
            action=Action(command="challenge answer", options={"said": said, "since": since.isoformat()}),
        )
        for said, label in NORM_LABELS.items()
    )
