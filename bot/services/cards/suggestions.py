"""What is said about suggestions: to whoever writes one, and to organisers, who never see whose it is."""

from collections.abc import Sequence

from bot.content.remarks import Remark
from bot.domain.challenges import Challenge, footers
from bot.domain.season import has_a_week
from bot.domain.shelf import Suggestion, SuggestionState, digest_of, in_their_words
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.services.cards.taxonomy import facts
from bot.services.shelf.suggesting import Looked
from bot.text.message import TN, Command, T, Text, Verbatim

SUGGEST, MINE, QUEUE = "challenge suggest", "challenge suggestions", "organise suggestions"
_REMARKS_SHOWN = 6


def read_through(looked: Looked) -> Message:
    """Show a draft to its writer as everybody would see it, with what stands out and who will read it."""
    suggestion, found = looked.suggestion, tuple(each for each in looked.remarks if each.of_words)
    return Message(
        title=T("Nothing is sent yet"),
        lines=(*_as_shown(suggestion.entry), *_verdict(found)),
        bullets=_bullets(found),
        footer=T(
            "The organisers here read it, without your name. What they approve belongs to everybody (CC0), also without "
            "your name. A draft is deleted after a day."
        ),
        menu=Menu(choices=_sends(looked, fine=not found)),
    )


def _as_shown(challenge: Challenge) -> tuple[Text, ...]:
    shown = in_their_words(challenge)
    return (
        shown.title,
        shown.text,
        T("Or smaller: {smaller}", smaller=shown.smaller),
        *footers(challenge),
    )


def _verdict(found: Sequence[Remark]) -> tuple[Text, ...]:
    if not found:
        return (T("This reads well. Thank you for thinking of it."),)
    if any(each.blocks for each in found):
        return (
            T(
                "Some of it does not fit Kith yet. You can change it, or send it and let an organiser find other words."
            ),
        )
    return (T("Some things stand out. You can change them, or send it as it is."),)


def _bullets(found: Sequence[Remark]) -> tuple[Text, ...]:
    shown = tuple(each.text for each in found[:_REMARKS_SHOWN])
    more = len(found) - len(shown)
    if more <= 0:
        return shown
    return (*shown, TN("{count} more thing like these", "{count} more things like these", more))


def _sends(looked: Looked, *, fine: bool) -> tuple[Choice, ...]:
    """Offer to send it; whoever allowed no direct messages may ask to be written to about this."""
    name = looked.suggestion.id
    main, change = (Tone.MAIN, Tone.PLAIN) if fine else (Tone.PLAIN, Tone.MAIN)
    told = (
        ()
        if looked.tells
        else (_choice("tell", T("Send it, and write to me"), SUGGEST, {"send": name, "tell": "yes"}),)
    )
    return (
        _choice("send", T("Send it"), SUGGEST, {"send": name}, main),
        *told,
        _choice("change", T("Change it"), SUGGEST, {"edit": "yes"}, change),
        _choice("drop", T("Don't send it"), SUGGEST, {"drop": name}),
    )


def receipt(suggestion: Suggestion, *, tells: bool) -> Message:
    """Say that it is sent, and whether its writer hears of it."""
    hears = (
        T("I write to you when they have read it.")
        if tells
        else T("{command} shows what comes of it.", command=Command(MINE))
    )
    back = _choice("back", T("Take it back"), SUGGEST, {"drop": suggestion.id})
    return Message(
        lines=(T("Sent. Thank you: good ideas for a place come from people who live there."), hears),
        menu=Menu(choices=(back,)),
    )


def mine(found: Sequence[Suggestion]) -> Message:
    """List the caller's own suggestions: what waits, and what was declined lately."""
    if not found:
        return Message(
            lines=(
                T(
                    "Nothing of yours is waiting to be read. {command} takes an idea for a challenge.",
                    command=Command(SUGGEST),
                ),
            )
        )
    choices = tuple(
        _choice(
            f"back{number}",
            T("Take back: {title}", title=Verbatim(each.entry.title.template)),
            SUGGEST,
            {"drop": each.id},
        )
        for number, each in enumerate(found, start=1)
        if each.state is SuggestionState.OPEN
    )
    return Message(
        title=T("Your suggestions"),
        bullets=tuple(_line(each) for each in found),
        footer=T("What was approved is not in this list: it belongs to everybody, without your name."),
        menu=Menu(choices=choices) if choices else None,
    )


def _line(suggestion: Suggestion) -> Text:
    title = Verbatim(suggestion.entry.title.template)
    if suggestion.reason is None:
        return T("{title}: waiting to be read", title=title)
    if suggestion.words:
        return T(
            "{title}: not this time. {reason} {words}",
            title=title,
            reason=suggestion.reason.told,
            words=Verbatim(suggestion.words),
        )
    return T("{title}: not this time. {reason}", title=title, reason=suggestion.reason.told)


def declined(suggestion: Suggestion) -> Message:
    """Tell whoever suggested something that it was not taken."""
    reason = suggestion.reason.told if suggestion.reason is not None else T("It did not fit this time.")
    words = (T("An organiser writes: {words}", words=Verbatim(suggestion.words)),) if suggestion.words else ()
    return Message(
        title=T("Your suggestion “{title}”", title=Verbatim(suggestion.entry.title.template)),
        lines=(T("The organisers have read it and don't take it this time. {reason}", reason=reason), *words),
        footer=T("Thank you for the idea. {command} takes another one.", command=Command(SUGGEST)),
    )


def approved(challenge: Challenge) -> Message:
    """Tell whoever suggested something that everybody can be given it now."""
    comes = (
        T("The organisers have taken it: it can come up as a challenge from now on.")
        if has_a_week(challenge)
        else T(
            "The organisers have taken it: it can come up as “Another one”, in the place of a week's challenge."
        )
    )
    return Message(
        title=T("Your suggestion “{title}”", title=challenge.title),
        lines=(
            comes,
            challenge.text,
            T("Or smaller: {smaller}", smaller=challenge.smaller),
        ),
        footer=T("It belongs to everybody here now, without your name. Thank you."),
    )


def notice() -> Message:
    """Say in the moderators' room that a suggestion waits; only an organiser can open it."""
    return Message(
        lines=(T("Somebody has suggested a challenge. An organiser can read it; there is no hurry."),),
        menu=Menu(choices=(_choice("open", T("Read it"), QUEUE, {}, Tone.MAIN),)),
    )


def queue(waiting: Sequence[Suggestion], number: int, total: int, size: int) -> Message:
    """Show organisers one page of what waits, the oldest first.

    The buttons have no titles: they are written down for longer than an idea that its writer takes back.
    """
    if not waiting:
        return Message(
            title=T("Suggestions"),
            lines=(
                T("Nothing is waiting. Members suggest challenges with {command}.", command=Command(SUGGEST)),
            ),
        )
    choices = [
        _choice(f"s{place}", T("Read number {number}", number=place), QUEUE, {"one": each.id})
        for place, each in enumerate(waiting, start=1)
    ]
    last = (total - 1) // size
    if number > 0:
        choices.append(_choice("before", T("Earlier ones"), QUEUE, {"page": str(number - 1)}))
    if number < last:
        choices.append(_choice("next", T("Later ones"), QUEUE, {"page": str(number + 1)}))
    return Message(
        title=T("Suggestions"),
        lines=(TN("{count} suggestion is waiting.", "{count} suggestions are waiting.", total),),
        bullets=tuple(
            T("Number {number}: {title}", number=place, title=Verbatim(each.entry.title.template))
            for place, each in enumerate(waiting, start=1)
        ),
        footer=T("Page {page} of {pages}, the oldest first", page=number + 1, pages=last + 1)
        if last
        else T("The oldest first"),
        menu=Menu(choices=tuple(choices)),
    )


def full(looked: Looked) -> Message:
    """Show an organiser one suggestion as members would see it, what it asks, and what stands out."""
    suggestion = looked.suggestion
    blocked = any(each.blocks for each in looked.remarks)
    language = (
        ()
        if looked.english
        else (T("It is not in English, so I can only check its shape. Please read its words with care."),)
    )
    note = (
        (T("Something has to be changed before it can be used. It stands first in the list below."),)
        if blocked
        else ()
    )
    return Message(
        title=T("Suggestion"),
        lines=(*_as_shown(suggestion.entry), *language, *note),
        facts=facts(suggestion.entry),
        bullets=_bullets(looked.remarks),
        footer=T("Nobody is told whose idea it is."),
        menu=Menu(choices=_steps(suggestion, blocked=blocked)),
    )


def changed_since(name: str, words: Text, typed: Sequence[str]) -> Message:
    """Say that somebody else changed a suggestion first, and give back what was typed."""
    kept = (T("This is what you wrote:"),) if typed else ()
    return Message(
        lines=(words, *kept),
        bullets=tuple(T("{words}", words=Verbatim(each)) for each in typed),
        menu=Menu(choices=(_choice("again", T("Read it again"), QUEUE, {"one": name}, Tone.MAIN),)),
    )


def _steps(suggestion: Suggestion, *, blocked: bool) -> tuple[Choice, ...]:
    def step(key: str, label: Text, do: str, tone: Tone = Tone.PLAIN) -> Choice:
        return _choice(key, label, QUEUE, {"one": suggestion.id, "do": do}, tone)

    seen = {"one": suggestion.id, "do": "approve", "seen": digest_of(suggestion.entry)}
    take = () if blocked else (_choice("approve", T("Approve"), QUEUE, seen, Tone.MAIN),)
    return (
        *take,
        step("words", T("Change its words"), "words", Tone.MAIN if blocked else Tone.PLAIN),
        step("kind", T("Change whom it is for"), "kind"),
        step("how", T("Change where and how"), "how"),
        step("ways", T("Change who can do it"), "ways"),
        step("decline", T("Decline"), "decline", Tone.CAREFUL),
        _choice("all", T("All suggestions"), QUEUE, {}),
    )


def _choice(key: str, label: Text, command: str, options: dict[str, str], tone: Tone = Tone.PLAIN) -> Choice:
    return Choice(key=key, label=label, action=Action(command=command, options=options), tone=tone)
