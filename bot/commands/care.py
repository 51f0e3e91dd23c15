"""Commands about help: people to talk to, a moderator who writes, worry about somebody, and a text that is held."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.ports.commands import CommandSpec, Option, OptionKind, Screening
from bot.ports.messages import Action, Form, FormField, Reply, say
from bot.services.cards import care
from bot.services.care.reporting import ask_for_moderator
from bot.text.message import T


async def support(ctx: CommandContext) -> Reply:
    """Name people to talk to: the community's own list, or a directory that works in many countries."""
    return Reply(message=care.support_card(ctx.community))


async def worried(ctx: CommandContext) -> Reply:
    """Help somebody who is worried about somebody else; nobody else hears of it."""
    return Reply(message=care.worried_card(ctx.community))


async def moderator(ctx: CommandContext, *, text: str = "") -> Reply:
    """Ask a moderator to write to the caller; of the text that may be held they learn nothing."""
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    await ctx.kit.storage.run(lambda repos: ask_for_moderator(repos, community, account, now, ctx.kit.rng))
    waits = ctx.kit.held.holds(text, ctx.invocation, now)
    return Reply(message=care.asked_card(community, text if waits else ""))


async def said(_ctx: CommandContext, *, words: str = "") -> Reply:  # noqa: ARG001 - it was looked through already
    """Have nothing to say to words that are no command: the platform's adapter says what there is instead."""
    return Reply()


async def held_text(ctx: CommandContext, *, text: str = "", do: str = "") -> Reply:
    """Change or delete a text that is held; sending it is the dispatcher's part (`bot.runtime.screening`)."""
    now = ctx.kit.clock.now()
    if do != "edit":
        ctx.kit.held.drop(text, ctx.invocation, now)
        return say(T("Deleted. I have not saved or shown it to anyone."), update=True)
    option, words = ctx.kit.held.asked(text, ctx.invocation, now)
    field = FormField(
        option="words", label=option.summary, longest=option.longest, held=words, unwritten=True
    )
    action = Action(command=care.HELD, options={"text": text, "do": "edit"})
    return Reply(form=Form(title=T("Edit your text"), fields=(field,), action=action))


_TEXT = Option(name="text", summary=T("Which text is held"), kind=OptionKind.WORD, hidden=True)
COMMANDS = (
    Command(
        spec=CommandSpec(path=("kith", "support"), summary=T("People to talk to")),
        handler=support,
        homeless=True,
    ),
    Command(
        spec=CommandSpec(
            path=("kith", "worried"),
            summary=T("What you can do when you are worried about somebody"),
            details=T("Only you see the answer. I never write to the person you are thinking of."),
        ),
        handler=worried,
        homeless=True,
    ),
    Command(
        spec=CommandSpec(
            path=("kith", "moderator"),
            summary=T("Ask a moderator here to write to you"),
            options=(_TEXT,),
            details=T("They are told who asks, and nothing else."),
            sensitive=True,
        ),
        handler=moderator,
    ),
    Command(
        spec=CommandSpec(
            path=("kith", "said"),
            summary=T("Words that are no command"),
            options=(
                Option(name="words", summary=T("What was said"), longest=4000, screening=Screening.HEARD),
            ),
            tapped=True,
        ),
        handler=said,
        homeless=True,
    ),
    Command(
        spec=CommandSpec(
            path=("kith", "text"),
            summary=T("Change or delete a text that was not sent"),
            options=(
                _TEXT,
                Option(name="do", summary=T("What becomes of it"), kind=OptionKind.WORD, hidden=True),
                Option(name="words", summary=T("The new text"), hidden=True),
            ),
            tapped=True,
        ),
        handler=held_text,
        homeless=True,
    ),
)
