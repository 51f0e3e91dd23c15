"""Commands about the caller's own diary: read it, mend it, erase it, take it along."""

from bot.commands.challenges import NOTE_LONGEST, note_of
from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.ports.commands import CommandSpec, Option, OptionKind
from bot.ports.messages import Action, Form, FormField, Message, Reply, say
from bot.services.cards import diary as cards
from bot.services.weekly import diary
from bot.services.weekly.diary import Entry
from bot.text.message import T, Text


async def mine(ctx: CommandContext, *, page: str = "") -> Reply:
    """Show the caller's own diary."""
    return await _mine(ctx, page=int(page) if page.isdecimal() else 1, update=bool(page))


async def _mine(ctx: CommandContext, *first: Text, page: int = 1, update: bool = False) -> Reply:
    every = await _entries(ctx)
    shown = cards.page(every, await ctx.library(), ctx.here.zone, *first, page=page)
    return Reply(message=shown, update=update)


async def _entries(ctx: CommandContext) -> tuple[Entry, ...]:
    community, account = ctx.here.id, account_of(ctx)
    return await ctx.kit.storage.run(lambda repos: diary.entries(repos, community, account))


async def entry(ctx: CommandContext, *, which: str, note: str | None = None, write: str = "") -> Reply:
    """Show one entry, ask for another line, or put it there; an empty one takes the line out."""
    community, account = ctx.here, account_of(ctx)
    if note is not None:
        kept = note_of(note)
        found = await ctx.kit.storage.run(lambda repos: diary.write(repos, community, account, which, kept))
        return Reply(message=await _entry(ctx, found, T("Saved. Only you can read it.")), update=True)
    found = await ctx.kit.storage.run(lambda repos: diary.find(repos, community, account, which))
    if write:
        return Reply(form=_form(found))
    return Reply(message=await _entry(ctx, found), update=True)


async def _entry(ctx: CommandContext, found: Entry, *first: Text) -> Message:
    return cards.one(found, await ctx.library(), ctx.here.zone, *first)


def _form(found: Entry) -> Form:
    field = FormField(
        option="note",
        label=T("A line for your own diary"),
        required=False,
        longest=max(NOTE_LONGEST, len(found.tap.note)),
        value=found.tap.note,
    )
    action = Action(command="challenge entry", options={"which": found.id})
    return Form(title=T("Only you can read this"), fields=(field,), action=action)


async def erase(ctx: CommandContext, *, which: str = "", sure: str = "") -> Reply:
    """Erase one entry, or after a question the whole diary."""
    community, account = ctx.here, account_of(ctx)
    if which:
        await ctx.kit.storage.run(lambda repos: diary.erase(repos, community, account, which))
        return await _mine(ctx, T("That entry is erased."), update=True)
    if sure == cards.NO:
        return say(T("All right. Your diary stays as it is."), update=True)
    if sure:
        await ctx.kit.storage.run(lambda repos: diary.erase_all(repos, community, account))
        return say(T("Your diary is erased. It can fill again whenever you like."), update=True)
    every = await _entries(ctx)
    if not every:
        return Reply(message=cards.page((), await ctx.library(), community.zone), update=True)
    return Reply(message=cards.question(len(every)), update=True)


async def keep(ctx: CommandContext) -> Reply:
    """Give the caller their whole diary as a file."""
    every = await _entries(ctx)
    if not every:
        return Reply(message=cards.page((), await ctx.library(), ctx.here.zone))
    return Reply(message=cards.as_file(every, await ctx.library(), ctx.here, ctx.language))


_WHICH = Option(name="which", summary=T("Which entry"), kind=OptionKind.WORD, hidden=True)
COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("challenge", "mine"),
            summary=T("Your own diary; nobody else can read it"),
            options=(Option(name="page", summary=T("Which part of it"), kind=OptionKind.WORD, hidden=True),),
            details=T(
                "What you did and the lines that you wrote, for you alone. You can change or erase a line, take all of "
                "it along as a file, or erase it."
            ),
        ),
        handler=mine,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "entry"),
            summary=T("One entry of your diary"),
            options=(
                Option(
                    name="which",
                    summary=T("Which entry"),
                    kind=OptionKind.WORD,
                    required=True,
                    hidden=True,
                ),
                Option(name="note", summary=T("A line for your own diary"), longest=NOTE_LONGEST),
                Option(name="write", summary=T("Open the form"), kind=OptionKind.WORD, hidden=True),
            ),
            tapped=True,
            sensitive=True,
        ),
        handler=entry,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "erase"),
            summary=T("Erase an entry of your diary, or all of it"),
            options=(
                _WHICH,
                Option(name="sure", summary=T("Your answer"), kind=OptionKind.WORD, hidden=True),
            ),
            tapped=True,
        ),
        handler=erase,
    ),
    Command(
        spec=CommandSpec(path=("challenge", "file"), summary=T("Your diary as a file"), tapped=True),
        handler=keep,
    ),
)
