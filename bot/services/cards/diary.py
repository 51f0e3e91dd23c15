"""What a person's own diary of challenges says, to them alone."""

from collections.abc import Sequence
from datetime import time

from bot.content.library import Library
from bot.domain.community import Community
from bot.domain.recurrence import instant
from bot.ports.messages import Action, Attachment, Choice, Fact, Menu, Message, Tone
from bot.services.cards.challenges import FELT_WORDS
from bot.services.weekly.diary import Entry, easier
from bot.text.message import TN, Moment, MomentStyle, T, Text
from bot.text.render import PlainStyle, render

NO = "no"
_PAGE = 8
_LEARNED_FROM = 3
"""Of fewer answers nobody learns anything about themselves."""
_MINE = "challenge mine"
_ENTRY = "challenge entry"
_ERASE = "challenge erase"


def page(every: Sequence[Entry], library: Library, zone: str, *first: Text, page: int = 1) -> Message:
    """Show a part of the diary, newest first; each entry opens by a tap."""
    if not every:
        empty = T("Your diary is empty. When you tap Done on a challenge, it appears here, for you alone.")
        return Message(lines=(*first, empty))
    last = -(-len(every) // _PAGE)
    number = min(max(page, 1), last)
    shown = every[(number - 1) * _PAGE : number * _PAGE]
    return Message(
        title=T("Your diary"),
        lines=(*first, *_learned(every)),
        bullets=tuple(_line(entry, library, zone) for entry in shown),
        footer=T("Only you can read this."),
        menu=Menu(
            choices=(
                *(_open(entry, index, zone) for index, entry in enumerate(shown, start=1)),
                *((_turn(number, last),) if last > 1 else ()),
                Choice(key="file", label=T("Keep it as a file"), action=Action(command="challenge file")),
                Choice(
                    key="erase", label=T("Erase all of it"), action=Action(command=_ERASE), tone=Tone.CAREFUL
                ),
            )
        ),
    )


def _learned(every: Sequence[Entry]) -> tuple[Text, ...]:
    """Say how things turned out against what was expected: the person's own answers, for nobody else."""
    told, lighter = easier(every)
    if told < _LEARNED_FROM:
        return ()
    return (
        T(
            "Easier than you expected: {lighter} of the {told} where you said how it was.",
            lighter=lighter,
            told=told,
        ),
    )


def _open(entry: Entry, index: int, zone: str) -> Choice:
    return Choice(
        key=f"e{index}",
        label=T("Open {day}", day=_day(entry, zone)),
        action=Action(command=_ENTRY, options={"which": entry.id}),
    )


def _turn(number: int, last: int) -> Choice:
    label = T("More ({number} of {last})", number=number % last + 1, last=last)
    return Choice(
        key="more", label=label, action=Action(command=_MINE, options={"page": str(number % last + 1)})
    )


def _line(entry: Entry, library: Library, zone: str) -> Text:
    day, title, note = _day(entry, zone), _title(entry, library), entry.tap.note
    if entry.tap.felt is None:
        return (
            T("{day}: {title}. {note}", day=day, title=title, note=note)
            if note
            else T("{day}: {title}", day=day, title=title)
        )
    how = FELT_WORDS[entry.tap.felt]
    if note:
        return T("{day}: {title} ({how}). {note}", day=day, title=title, how=how, note=note)
    return T("{day}: {title} ({how})", day=day, title=title, how=how)


def _title(entry: Entry, library: Library) -> Text:
    challenge = library.challenge(entry.challenge)
    return challenge.title if challenge is not None else T("A challenge of that week")


def _day(entry: Entry, zone: str) -> Moment:
    return Moment(at=instant(entry.day, time(12), zone), zone=zone, style=MomentStyle.DATE)


def one(entry: Entry, library: Library, zone: str, *first: Text) -> Message:
    """Show one entry, with what can be done with it."""
    label = T("Change my line") if entry.tap.note else T("Write a line for myself")
    which = {"which": entry.id}
    write = Action(command=_ENTRY, options={**which, "write": "yes"})
    return Message(
        title=_title(entry, library),
        lines=(*first, *((T("{note}", note=entry.tap.note),) if entry.tap.note else ())),
        facts=(
            Fact(label=T("Week of"), value=T("{day}", day=_day(entry, zone))),
            *((Fact(label=T("How it was"), value=FELT_WORDS[entry.tap.felt]),) if entry.tap.felt else ()),
        ),
        footer=T("Only you can read this."),
        menu=Menu(
            choices=(
                Choice(key="write", label=label, action=write),
                Choice(
                    key="erase",
                    label=T("Erase this entry"),
                    action=Action(command=_ERASE, options=which),
                    tone=Tone.CAREFUL,
                ),
                Choice(
                    key="back",
                    label=T("Back to my diary"),
                    action=Action(command=_MINE, options={"page": "1"}),
                ),
            )
        ),
    )


def question(count: int) -> Message:
    """Ask once before a whole diary goes."""
    return Message(
        title=T("Erase your diary?"),
        lines=(
            TN(
                "It has {count} entry. It goes at once, and can't be brought back.",
                "It has {count} entries. All of them go at once, and can't be brought back.",
                count,
            ),
            T("The counts of those weeks stay as they are. They have no names."),
        ),
        menu=Menu(
            choices=(
                Choice(key="yes", label=T("Yes, erase it"), action=_answer("yes"), tone=Tone.CAREFUL),
                Choice(key=NO, label=T("No, keep it"), action=_answer(NO)),
                Choice(key="file", label=T("Keep it as a file"), action=Action(command="challenge file")),
            )
        ),
    )


def _answer(sure: str) -> Action:
    return Action(command=_ERASE, options={"sure": sure})


def as_file(every: Sequence[Entry], library: Library, community: Community, language: str) -> Message:
    """Give the whole diary as text that opens anywhere, oldest first."""
    heading = render(T("My diary"), PlainStyle(), language)
    parts = [f"# {heading}", community.name]
    for entry in reversed(every):
        day = T("{day}: {title}", day=_day(entry, community.zone), title=_title(entry, library))
        how = FELT_WORDS[entry.tap.felt] if entry.tap.felt is not None else None
        parts.append(f"## {render(day, PlainStyle(), language)}")
        parts += [entry.tap.note] if entry.tap.note else []
        parts += [f"*{render(how, PlainStyle(), language)}*"] if how is not None else []
    words = "\n\n".join(part for part in parts if part) + "\n"
    file = Attachment(name="my-diary.md", media_type="text/markdown", data=words.encode())
    return Message(
        lines=(T("Here is your diary. It is plain text, and yours to keep."),),
        files=(file,),
        footer=T("Whoever gets the file can read it."),
    )
