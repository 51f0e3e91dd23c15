"""What organisers do with rounds: look ahead, and run one now."""

from bot.commands.command import Command, CommandContext
from bot.commands.organise_preview import preview_card
from bot.domain.rounds import Circle
from bot.ports.commands import Access, CommandSpec, Option
from bot.ports.messages import Reply, say
from bot.ports.storage import Repositories
from bot.services.circles import only_or_named
from bot.services.preview import preview, run_now
from bot.text.message import T

_CIRCLE = Option(name="circle", summary=T("Which circle; not needed when there is one"))


async def look_ahead(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Show who would be matched as things stand; nothing is posted."""
    community = ctx.here
    chosen = await ctx.kit.storage.run(lambda repos: only_or_named(repos, community, circle))
    found = await preview(ctx.kit, community, chosen)
    return Reply(message=preview_card(found, chosen, community))


async def run(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Match a circle's next round now instead of at its time."""
    community = ctx.here

    def decide(repos: Repositories) -> Circle:
        chosen = only_or_named(repos, community, circle)
        run_now(ctx.kit, repos, community, chosen)
        return chosen

    chosen = await ctx.kit.storage.run(decide)
    return say(T("{circle} is being matched now, from everybody who has said yes.", circle=chosen.name))


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "preview"),
            summary=T("Try the next round without posting anything"),
            access=Access.ORGANISER,
            options=(_CIRCLE,),
        ),
        handler=look_ahead,
    ),
    Command(
        spec=CommandSpec(
            path=("organise", "run"),
            summary=T("Match the next round now"),
            access=Access.ORGANISER,
            options=(_CIRCLE,),
        ),
        handler=run,
    ),
)
