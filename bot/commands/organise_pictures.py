"""The command `organise pictures`: whether a picture goes with the weekly challenge."""

from bot.commands.command import Command, CommandContext
from bot.commands.switches import ON_OR_OFF
from bot.ports.commands import Access, CommandSpec
from bot.ports.messages import Action, Choice, Menu, Reply, say
from bot.services.weekly.pictures import want_pictures
from bot.text.message import T


async def pictures(ctx: CommandContext, *, state: str = "") -> Reply:
    """Show whether pictures go with the weekly challenge, or turn them on or off."""
    community = ctx.here
    if state:
        wanted = state == "on"
        community = await ctx.kit.storage.run(lambda repos: want_pictures(repos, ctx.here, wanted=wanted))
    on = community.challenges.pictures
    words = (
        T("A picture of its card goes with each weekly challenge. The message says the same in words.")
        if on
        else T("The weekly challenge comes in words alone, without a picture.")
    )
    choice = Choice(
        key="change",
        label=T("Turn pictures off") if on else T("Turn pictures on"),
        action=Action(command="organise pictures", options={"state": "off" if on else "on"}),
    )
    return say(words, title=T("Pictures"), menu=Menu(choices=(choice,)), update=bool(state))


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "pictures"),
            summary=T("Whether a picture goes with the weekly challenge"),
            options=(ON_OR_OFF,),
            access=Access.ORGANISER,
        ),
        handler=pictures,
    ),
)
