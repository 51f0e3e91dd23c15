"""The command `organise recap`: a season in one picture and one screen of numbers, and a tap that shares it."""

from bot.commands.command import Command, CommandContext
from bot.errors import NotFound
from bot.ports.commands import Access, CommandSpec, Option, OptionKind
from bot.ports.messages import Reply, say
from bot.ports.storage import Repositories
from bot.services.cards.recap import nothing_yet, recap_card, stands_from, success_of
from bot.services.cards.recap_picture import recap_picture
from bot.services.illustration import illustrated
from bot.services.recap import sharing
from bot.services.recap.seasons import Told, tell
from bot.text.message import Command as Called
from bot.text.message import T


async def recap(ctx: CommandContext, *, season: int | None = None, share: str = "") -> Reply:
    """Show a season, the last one that is over if none is named; or share it."""
    community, now = ctx.here, ctx.kit.clock.now()
    told = await ctx.kit.storage.run(lambda repos: tell(repos, community, now, season))
    if told is None:
        if season is None:
            return Reply(message=nothing_yet())
        raise NotFound(
            T(
                "I know nothing of season {number}. {command} shows the last one; a season is kept for a year.",
                number=season,
                command=Called("organise recap"),
            )
        )
    if share:
        return await _share(ctx, told)
    picture = recap_picture(told, community, ctx.language)
    message = await illustrated(recap_card(told, community), picture, ctx.kit.paint)
    return Reply(message=message)


async def _share(ctx: CommandContext, told: Told) -> Reply:
    community, now = ctx.here, ctx.kit.clock.now()
    if not told.settled:
        return say(
            T(
                "Its last groups may still meet. From {day} on the numbers stand and can be shared.",
                day=stands_from(told.season, community),
            )
        )
    if success_of(told.recap) is None:
        return say(T("Fewer than five people met in that season, so there is nothing to share yet."))

    def decide(repos: Repositories) -> bool:
        return sharing.share(repos, community, told, now)

    if await ctx.kit.storage.run(decide):
        return say(T("Shared: the picture and one sentence appear where I post for everybody."))
    return say(T("That season was shared already. Once is enough."))


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "recap"),
            summary=T("The season in one picture and one screen of numbers"),
            options=(
                Option(
                    name="season",
                    summary=T("Which season, as a number; the last one if you leave it out"),
                    kind=OptionKind.NUMBER,
                ),
                Option(name="share", summary=T("Share it"), kind=OptionKind.WORD, hidden=True),
            ),
            access=Access.ORGANISER,
            sensitive=True,
        ),
        handler=recap,
    ),
)
