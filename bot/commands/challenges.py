"""Commands about the weekly challenge. Every tap is private; skipping is always fine."""

from datetime import time

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.domain.challenges import SKIPPING_IS_FINE, footers
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.recurrence import instant
from bot.domain.words import plain
from bot.errors import BadOption
from bot.ports.commands import CommandSpec, Option, OptionKind
from bot.ports.messages import Action, Choice, Form, FormField, Menu, Message, Reply, say
from bot.services import taps
from bot.services.cards.challenges import card
from bot.services.taps import Answered, Asked
from bot.text.message import Moment, MomentStyle, T, Text

NOTE_LONGEST = 200
_DIARY_SHOWN = 12
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
    answered = await ctx.kit.storage.run(lambda repos: taps.look(repos, asked))
    if answered is None or answered.challenge is None:
        return Reply(message=_small_one(ctx))
    return Reply(message=card(answered.challenge, answered.post, swaps_left=answered.swaps_left))


def _small_one(ctx: CommandContext) -> Message:
    """Offer something small, for nobody's count."""
    small = [
        each
        for each in ctx.kit.library.find(max_effort=1)
        if not each.tender and each.minutes <= _SMALL_MINUTES
    ]
    if not small:
        return Message(lines=(T("There is no challenge this week. Enjoy the rest."),))
    chosen = ctx.kit.rng.choice(small)
    *above, skipping = footers(chosen)
    return Message(
        title=chosen.title,
        lines=(
            T("There is no challenge this week. Here is something small, if you like."),
            chosen.text,
            *above,
        ),
        footer=skipping,
    )


async def done(ctx: CommandContext, *, note: str | None = None, post: str = "", write: str = "") -> Reply:
    """Note that the caller did it, or ask for a line for their own diary."""
    asked = _asked(ctx, post)
    if write:
        found = await ctx.kit.storage.run(lambda repos: taps.look(repos, asked))
        return Reply(form=_note_form(post, found.tap.note if found is not None else ""))
    if note is not None and len(note) > NOTE_LONGEST:
        raise BadOption("note", T("Please keep the line under {count} characters.", count=NOTE_LONGEST))
    kept = plain(note) if note is not None else None
    answered = await ctx.kit.storage.run(lambda repos: taps.done(repos, asked, kept))
    if note:
        return say(T("Saved. Only you can read it."), update=True)
    return _thanks(answered)


def _thanks(answered: Answered) -> Reply:
    lines: tuple[Text, ...] = (T("Nice. Small contact counts."),)
    if answered.done_here:
        lines += (T("At least {count} people here have done one this week.", count=answered.done_here),)
    write = Action(command="challenge done", options={"post": answered.post.id, "write": "yes"})
    menu = Menu(choices=(Choice(key="write", label=T("Write a line for myself"), action=write),))
    return say(*lines, menu=menu, update=True)


def _note_form(post: str, before: str) -> Form:
    field = FormField(
        option="note",
        label=T("A line for your own diary"),
        required=False,
        longest=NOTE_LONGEST,
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
    before = await ctx.kit.storage.run(lambda repos: taps.look(repos, asked))
    answered = await ctx.kit.storage.run(lambda repos: taps.swap(repos, asked))
    if answered.challenge is None or (before is not None and before.tap.shown == answered.tap.shown):
        return say(T("That was the last one for this week."), SKIPPING_IS_FINE)
    message = card(answered.challenge, answered.post, swaps_left=answered.swaps_left)
    return Reply(message=message, update=True)


async def skip(ctx: CommandContext, *, post: str = "") -> Reply:
    """Leave this week out."""
    asked = _asked(ctx, post)
    await ctx.kit.storage.run(lambda repos: taps.skip(repos, asked))
    return say(T("All right. Enjoy your week."), update=True)


async def mine(ctx: CommandContext) -> Reply:
    """Show the caller's own diary."""
    asked = _asked(ctx, "")
    entries = await ctx.kit.storage.run(lambda repos: taps.diary(repos, asked))
    told = [entry for entry in entries if entry[1].tap is Tap.DONE or entry[1].note]
    if not told:
        return say(
            T("Your diary is empty. When you tap Done on a challenge, it appears here, for you alone.")
        )
    bullets = tuple(_entry(ctx, post, tap) for post, tap in told[:_DIARY_SHOWN])
    return Reply(message=Message(title=T("Your diary"), bullets=bullets, footer=T("Only you can read this.")))


def _entry(ctx: CommandContext, post: ChallengePost, tap: ChallengeTap) -> Text:
    challenge = ctx.kit.library.challenge(tap.shown[-1])
    title = challenge.title if challenge is not None else T("A challenge of that week")
    noon = asked_day(post, ctx.here.zone)
    if tap.note:
        return T("{day}: {title}. {note}", day=noon, title=title, note=tap.note)
    return T("{day}: {title}", day=noon, title=title)


def asked_day(post: ChallengePost, zone: str) -> Moment:
    """Return the date of a post as it is shown."""
    return Moment(at=instant(post.day, time(12), zone), zone=zone, style=MomentStyle.DATE)


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
                Option(name="write", summary=T("Open the form"), kind=OptionKind.WORD, hidden=True),
            ),
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
        spec=CommandSpec(path=("challenge", "mine"), summary=T("Your own diary; nobody else can read it")),
        handler=mine,
    ),
)
