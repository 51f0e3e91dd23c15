"""The command `organise members`: how many take part, and what could not be delivered lately."""

from bot.commands.command import Command, CommandContext
from bot.ports.commands import Access, CommandSpec
from bot.ports.messages import Fact, Message, Reply
from bot.ports.storage import Repositories
from bot.services.headcount import Headcount, headcount
from bot.services.troubles import Trouble, troubles
from bot.text.message import T, Text


async def members(ctx: CommandContext) -> Reply:
    """Say how many take part, in counts that point at nobody, and what was refused."""
    community, now = ctx.here, ctx.kit.clock.now()

    def look(repos: Repositories) -> tuple[Headcount, tuple[Trouble, ...]]:
        return headcount(repos, community), troubles(repos, community, now)

    counts, refused = await ctx.kit.storage.run(look)
    facts = [
        Fact(label=T("Taking part"), value=_count(counts.active)),
        Fact(label=T("Taking a break"), value=_count(counts.paused)),
        *(Fact(label=T("{circle}", circle=name), value=_count(count)) for name, count in counts.circles),
        *(Fact(label=T("{area}", area=name), value=_count(count)) for name, count in counts.areas),
    ]
    if counts.areas and counts.elsewhere is not None:
        facts.append(Fact(label=T("Other areas"), value=_count(counts.elsewhere)))
    return Reply(
        message=Message(
            title=T("Members"),
            lines=(T("In the last two weeks some things could not be delivered:"),) if refused else (),
            facts=tuple(facts),
            bullets=tuple(
                T("{what}: {why}. {mend}", what=each.what, why=each.why, mend=each.mend) for each in refused
            ),
            footer=T("Counts only; nothing below five is shown."),
        )
    )


def _count(count: int | None) -> Text:
    return T("fewer than 5") if count is None else T("{count}", count=count)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "members"),
            summary=T("How many take part, in counts, and what could not be delivered"),
            access=Access.ORGANISER,
        ),
        handler=members,
    ),
)
