"""The command `organise question`: whether Kith asks people if they would be glad to be invited."""

from bot.commands.command import Command, CommandContext
from bot.commands.switches import ON_OR_OFF
from bot.ports.commands import Access, CommandSpec
from bot.ports.messages import Reply
from bot.ports.storage import Repositories
from bot.services.cards.question import card
from bot.services.weekly import norms
from bot.services.weekly.norms import Standing
from bot.text.message import T


async def organise(ctx: CommandContext, *, state: str = "") -> Reply:
    """Say what the question is for, and let it be asked or not."""
    here, now = ctx.here.id, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Standing:
        community = repos.communities.get(here) or ctx.here
        if state:
            community = norms.switch(repos, community, on=state == "on")
        return norms.standing(repos, community, now)

    found = await ctx.kit.storage.run(decide)
    return Reply(message=card(found), update=bool(state))


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "question"),
            summary=T("Ask once a season who would be glad to be invited; on or off"),
            options=(ON_OR_OFF,),
            access=Access.ORGANISER,
            details=T(
                "It is asked privately, after a challenge. Nobody, organisers included, sees who answered what, or "
                "how many did, before a season is over and ten people answered."
            ),
        ),
        handler=organise,
    ),
)
