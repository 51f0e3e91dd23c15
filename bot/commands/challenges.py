"""Commands about the weekly challenge. Every tap is private; skipping is always fine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.content.library import Library
from bot.domain.challenges import SKIPPING_IS_FINE, Challenge, footers
from bot.domain.norms import Said
from bot.domain.posts import Felt
from bot.domain.words import plain
from bot.errors import BadOption
from bot.ports.commands import CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, Form, FormField, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.cards.challenges import (
    DIARY,
    FELT_LABELS,
    FELT_WORDS,
    NORM_FOOTER,
    NORM_LABELS,
    NORM_LINES,
    card,
    norm_choices,
    noted,
    thanks,
    write_line,
)
from bot.services.weekly import next_meetups, norms, taps
from bot.services.weekly.next_meetups import NextMeetup
from bot.services.weekly.taps import Answered, Asked
from bot.text.message import TN, T

NOTE_LONGEST = 200
_SMALL_MINUTES = 10


def _asked(ctx: CommandContext, post: str) -> Asked:
    return Asked(
        community=ctx.here,
        account=account_of(ctx),
        now=ctx.kit.clock.now(),
        library=ctx.kit.library,
        post=post,
    )


async def now(ctx: CommandContext) -> Reply:
    """Show this week's challenge, or a small one in a week without."""
    asked = _asked(ctx, "")

    def decide(repos: Repositories) -> tuple[Answered | None, tuple[NextMeetup, ...], date | None]:
        found = taps.look(repos, asked)
        if found is None or found.challenge is None:
            return None, (), norms.ask(repos, asked.community, asked.account, asked.now)
        return found, _meetups(repos, asked, found), None

    answered, meetups, asking = await ctx.kit.storage.run(decide)
    if answered is None or answered.challenge is None:
        return Reply(message=_small_one(ctx, await ctx.library(), asking=asking))
    return Reply(message=_own_card(ctx, answered.challenge, answered, meetups))


def _own_card(
    ctx: CommandContext, challenge: Challenge, answered: Answered, meetups: Sequence[NextMeetup] = ()
) -> Message:
    """Show somebody's own card; members can say there that the challenge does not fit."""
    return card(
        challenge,
        answered.post,
        swaps_left=answered.swaps_left,
        done=answered.tap.did is not None,
        meetups=meetups,
        may_doubt=ctx.member is not None,
    )


def _meetups(repos: Repositories, asked: Asked, answered: Answered) -> tuple[NextMeetup, ...]:
    if answered.over:
        return ()
    return next_meetups.to_one(repos, asked.community, answered.post, asked.account, asked.now)


def _small_one(ctx: CommandContext, library: Library, *, asking: date | None) -> Message:
    """Offer something small, for nobody's count; a week of rest has time for the question of the season."""
    small = [
        each for each in library.find(max_effort=1) if not each.tender and each.minutes <= _SMALL_MINUTES
    ]
    if not small:
        return _and_asking(
            Message(lines=(T("There is no challenge this week. Enjoy the rest."),)), asking=asking
        )
    chosen = ctx.kit.rng.choice(small)
    *above, skipping = footers(chosen)
    first = T("There is no challenge this week. Here is something small, if you like.")
    shown = Message(title=chosen.title, lines=(first, chosen.text, *above), footer=skipping)
    return _and_asking(shown, asking=asking)


def _and_asking(message: Message, *, asking: date | None) -> Message:
    """Put the question of the season below a message, where it is asked."""
    if asking is None:
        return message
    small_print = (message.footer,) if message.footer is not None else ()
    return replace(
        message,
        lines=(*message.lines, *small_print, *NORM_LINES),
        footer=NORM_FOOTER,
        menu=Menu(choices=norm_choices(asking)),
    )


async def done(
    ctx: CommandContext, *, note: str | None = None, post: str = "", what: str = "", write: str = ""
) -> Reply:
    """Note that the caller did it, or ask for a line for their own diary."""
    asked = _asked(ctx, post)
    if write:
        found = await ctx.kit.storage.run(lambda repos: taps.look(repos, asked))
        return Reply(form=_note_form(post, found.tap.note if found is not None else ""))
    kept = note_of(note) if note is not None else None

    def decide(repos: Repositories) -> tuple[Answered, tuple[NextMeetup, ...], date | None]:
        answered = taps.done(repos, asked, kept, what=what)
        asking = norms.ask(repos, asked.community, asked.account, asked.now) if kept else None
        return answered, _meetups(repos, asked, answered), asking

    answered, meetups, asking = await ctx.kit.storage.run(decide)
    if kept:
        message = noted(T("Saved. Only you can read it."), DIARY, asking=asking)
        return Reply(message=message, update=True)
    return Reply(message=thanks(answered, meetups, joined=ctx.member is not None), update=True)


def note_of(words: str) -> str:
    """Return a line as it is kept. Raise `BadOption` for one that is too long."""
    if len(words) > NOTE_LONGEST:
        raise BadOption(
            "note",
            TN(
                "Please keep the line under {count} character.",
                "Please keep the line under {count} characters.",
                NOTE_LONGEST,
            ),
        )
    return plain(words)


async def felt(ctx: CommandContext, *, post: str, how: str) -> Reply:
    """Keep how it was for the caller's own diary."""
    asked = _asked(ctx, post)

    def decide(repos: Repositories) -> tuple[Answered, date | None]:
        answered = taps.feel(repos, asked, Felt(how))
        return answered, norms.ask(repos, asked.community, asked.account, asked.now)

    answered, asking = await ctx.kit.storage.run(decide)
    kept = T("Noted, for you alone: {how}.", how=FELT_WORDS[Felt(how)])
    return Reply(message=noted(kept, write_line(answered), DIARY, asking=asking), update=True)


async def answer(ctx: CommandContext, *, said: str, since: str = "") -> Reply:
    """Count the caller's answer to the question of the season."""
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    given = norms.Answer(said=Said(said), menu=ctx.invocation.menu, since=since)
    counted = await ctx.kit.storage.run(lambda repos: norms.answer(repos, community, account, given, now))
    if not counted:
        return say(T("That question is closed, so nothing was counted. Thank you all the same."), update=True)
    if said == Said.RATHER_NOT:
        return say(T("That is fine. Nothing was counted."), update=True)
    return say(T("Thank you. It is counted, and your name is not with it."), update=True)


def _note_form(post: str, before: str) -> Form:
    field = FormField(
        option="note",
        label=T("A line for your own diary"),
        required=False,
        longest=max(NOTE_LONGEST, len(before)),  # two lines that `my link` joined may be longer
        value=before,
    )
    options = {"post": post} if post else {}
    return Form(
        title=T("Only you can read this"),
        fields=(field,),
        action=Action(command="challenge done", options=options),
    )


async def swap(ctx: CommandContext, *, post: str = "") -> Reply:
    """Offer another challenge, up to three times."""
    asked = _asked(ctx, post)

    def decide(repos: Repositories) -> tuple[Answered | None, tuple[NextMeetup, ...]]:
        answered = taps.swap(repos, asked)
        return answered, _meetups(repos, asked, answered) if answered is not None else ()

    answered, meetups = await ctx.kit.storage.run(decide)
    if answered is None or answered.challenge is None:
        return say(T("That was the last one for this week."), SKIPPING_IS_FINE)
    return Reply(message=_own_card(ctx, answered.challenge, answered, meetups), update=True)


async def skip(ctx: CommandContext, *, post: str = "") -> Reply:
    """Leave this week out."""
    asked = _asked(ctx, post)
    await ctx.kit.storage.run(lambda repos: taps.skip(repos, asked))
    return say(T("All right. Enjoy your week."), update=True)


_POST = Option(name="post", summary=T("Which week's challenge"), kind=OptionKind.WORD, hidden=True)
COMMANDS = (
    Command(
        spec=CommandSpec(path=("challenge", "now"), summary=T("This week's challenge")),
        handler=now,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "done"),
            summary=T("Note that you did it; only you and the count know"),
            options=(
                Option(name="note", summary=T("A line for your own diary"), longest=NOTE_LONGEST),
                _POST,
                Option(name="what", summary=T("Which challenge you did"), kind=OptionKind.WORD, hidden=True),
                Option(name="write", summary=T("Open the form"), kind=OptionKind.WORD, hidden=True),
            ),
            sensitive=True,
        ),
        handler=done,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "swap"), summary=T("Another one, up to three times"), options=(_POST,)
        ),
        handler=swap,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "skip"), summary=T("Not this week; skipping is fine"), options=(_POST,)
        ),
        handler=skip,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "felt"),
            summary=T("How it was, for your own diary"),
            options=(
                Option(name="post", summary=T("Which week's challenge"), kind=OptionKind.WORD, required=True),
                Option(
                    name="how",
                    summary=T("Against what you expected"),
                    kind=OptionKind.WORD,
                    required=True,
                    choices=tuple(OptionChoice(value=each, label=FELT_LABELS[each]) for each in Felt),
                ),
            ),
            tapped=True,
        ),
        handler=felt,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "answer"),
            summary=T("Whether you would be glad to be invited"),
            options=(
                Option(
                    name="said",
                    summary=T("Your answer"),
                    kind=OptionKind.WORD,
                    required=True,
                    choices=tuple(
                        OptionChoice(value=each, label=label) for each, label in NORM_LABELS.items()
                    ),
                ),
                Option(
                    name="since", summary=T("In which weeks it was asked"), kind=OptionKind.WORD, hidden=True
                ),
            ),
            tapped=True,
        ),
        handler=answer,
    ),
)
