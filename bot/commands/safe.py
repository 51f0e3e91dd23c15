"""The commands of help: `meet safe`, and what follows when somebody says that they are under 18."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.ports.commands import CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Reply, say
from bot.ports.storage import Repositories
from bot.services.cards import safety as cards
from bot.services.care import reporting, safety
from bot.text.message import TN, T
from bot.text.message import Command as Called

CANCEL, TELL, PING_2, PING_5 = "cancel", "tell", "ping-2", "ping-5"
_MINUTES = {PING_2: 2, PING_5: 5}


async def safe(ctx: CommandContext, *, do: str = "") -> Reply:
    """Show what helps right now, or do what was tapped."""
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    if do in _MINUTES:
        return await _ping(ctx, _MINUTES[do])
    if not do:
        plan = await ctx.kit.storage.run(lambda repos: safety.has_plan(repos, community, account, now))
        return Reply(message=cards.help_card(community, plan=plan))

    def decide(repos: Repositories) -> None:
        if do == CANCEL:
            safety.cancel_and_tell(repos, community, account, now, ctx.kit.rng)
        else:
            reporting.ask_for_moderator(repos, community, account, now, ctx.kit.rng)

    await ctx.kit.storage.run(decide)
    return say(
        *((T("You are out of your plan, and the others hear that you can't come."),) if do == CANCEL else ()),
        T("I ask the moderators to write to you. They are people, and may not read it at once."),
        T("{report} is there if it is about somebody.", report=Called("meet report")),
    )


async def _ping(ctx: CommandContext, minutes: int) -> Reply:
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    await ctx.kit.storage.run(
        lambda repos: safety.set_ping(
            repos, community, account, minutes, language=ctx.language, now=now, rng=ctx.kit.rng
        )
    )
    return say(
        TN(
            "I write to you in {count} minute. If I can't then, I don't write later.",
            "I write to you in {count} minutes. If I can't then, I don't write later.",
            minutes,
        )
    )


async def under_age(ctx: CommandContext) -> Reply:
    """Take somebody at their word that they are under 18 (H2)."""
    community, account, now, rng = ctx.here, account_of(ctx), ctx.kit.clock.now(), ctx.kit.rng
    member = await ctx.kit.storage.run(lambda repos: safety.is_under_age(repos, community, account, now, rng))
    kind = T("Thank you for being honest. These meetups are for people who are 18 or older.")
    if member:
        return say(
            kind,
            T("Your details are deleted and your plans are cancelled. Nobody is told why."),
            update=True,
        )
    return say(
        kind,
        T("Nothing was stored. {support} has people to talk to, at any age.", support=Called("kith support")),
        update=True,
    )


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "safe"),
            summary=T("Help right now: numbers, lines to leave with, somebody to tell"),
            options=(
                Option(
                    name="do",
                    summary=T("What to do"),
                    kind=OptionKind.WORD,
                    hidden=True,
                    choices=(
                        OptionChoice(value=CANCEL, label=T("Cancel and tell the moderators")),
                        OptionChoice(value=TELL, label=T("Ask a moderator to write to me")),
                        OptionChoice(value=PING_2, label=T("Ping me in 2 minutes")),
                        OptionChoice(value=PING_5, label=T("Ping me in 5 minutes")),
                    ),
                ),
            ),
            sensitive=True,
        ),
        handler=safe,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "under-age"),
            summary=T("Say that you are under 18"),
            tapped=True,
            sensitive=True,
        ),
        handler=under_age,
    ),
)
