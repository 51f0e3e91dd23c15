"""What organisers do with rounds: look ahead, and run one now."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.commands.organise_preview import preview_card
from bot.domain.rounds import Circle
from bot.ports.commands import Access, CommandSpec, Option, OptionKind
from bot.ports.messages import Reply, say
from bot.ports.storage import Repositories
from bot.services.circles.circles import only_or_named
from bot.services.preview import preview, run_now
from bot.services.undoing import Undone, undo
from bot.text.message import TN, Moment, T
from bot.text.message import Command as Called

_CIRCLE = Option(name="circle", summary=T("Which circle; not needed when there is one"))


async def look_ahead(ctx: CommandContext, *, circle: str = "", page: str = "", edition: str = "") -> Reply:
    """Show who would be matched as things stand; nothing is posted.

    `edition` names what the parts were numbered in where a part is turned to.
    """
    community = ctx.here
    chosen = await ctx.kit.storage.run(lambda repos: only_or_named(repos, community, circle))
    found = await preview(ctx.kit, community, chosen, account_of(ctx))
    number = int(page) if page.isdecimal() else 1
    card = preview_card(found, chosen, community, page=number, edition=edition)
    return Reply(message=card, update=bool(page))


async def run(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Match a circle's next round now instead of at its time."""
    community = ctx.here

    def decide(repos: Repositories) -> Circle:
        chosen = only_or_named(repos, community, circle)
        run_now(ctx.kit, repos, community, chosen)
        return chosen

    chosen = await ctx.kit.storage.run(decide)
    return say(T("{circle} is being matched now, from everybody who has said yes.", circle=chosen.name))


async def take_back(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Undo a circle's last round while no plan of it stands."""
    community, now = ctx.here, ctx.kit.clock.now()

    def decide(repos: Repositories) -> tuple[Circle, Undone]:
        chosen = only_or_named(repos, community, circle)
        return chosen, undo(repos, community, chosen, now)

    chosen, undone = await ctx.kit.storage.run(decide)
    groups = TN(
        "The round of {circle} is undone: {count} group is dissolved, and its people are told kindly.",
        "The round of {circle} is undone: {count} groups are dissolved, and their people are told kindly.",
        undone.groups,
        circle=chosen.name,
    )
    when = Moment(at=undone.again.due_at, zone=community.zone)
    return say(
        groups,
        T(
            "Whoever said yes is still in. They are matched again on {when}, or as soon as you use {run}.",
            when=when,
            run=Called("organise run"),
        ),
    )


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "preview"),
            summary=T("Try the next round without posting anything"),
            access=Access.ORGANISER,
            options=(
                _CIRCLE,
                Option(name="page", summary=T("Which part of it"), kind=OptionKind.WORD, hidden=True),
                Option(name="edition", summary=T("Parts of what"), kind=OptionKind.WORD, hidden=True),
            ),
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
    Command(
        spec=CommandSpec(
            path=("organise", "undo"),
            summary=T("Undo the last round, as long as no plan of it stands"),
            access=Access.ORGANISER,
            options=(_CIRCLE,),
        ),
        handler=take_back,
    ),
)
