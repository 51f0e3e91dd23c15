"""The commands `challenge suggest` and `challenge suggestions`, and the private button "Doesn't fit here"."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.commands.suggestion_forms import idea
from bot.domain.challenges import Challenge
from bot.domain.company import Company, Whereabouts
from bot.domain.recurrence import local_date
from bot.domain.shelf import SMALLER_LONGEST, TEXT_LONGEST, TITLE_LONGEST, Suggestion
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Reply, say
from bot.ports.storage import Repositories
from bot.services.cards import suggestions as cards
from bot.services.shelf import library, suggesting
from bot.services.shelf.suggesting import Idea, Looked
from bot.text.message import Command as Called
from bot.text.message import T


async def suggest(
    ctx: CommandContext,
    *,
    send: str = "",
    tell: str = "",
    drop: str = "",
    edit: str = "",
    **said: str,
) -> Reply:
    """Ask for an idea, show what comes of it, send it, or forget it."""
    if send:
        return await _sent(ctx, send, tell=bool(tell))
    if drop:
        community, account = ctx.here, account_of(ctx)
        await ctx.kit.storage.run(lambda repos: suggesting.take_back(repos, community, account, drop))
        return say(T("It is gone, and nobody reads it."), update=True)
    given = {name: words for name, words in said.items() if words}
    if len(given) < len(_ASKED) or edit:
        before = await _begun(ctx)
        return Reply(form=idea(before, given))
    written = await _written(ctx, given)
    return Reply(message=cards.read_through(written))


async def _begun(ctx: CommandContext) -> Challenge | None:
    community, account = ctx.here, account_of(ctx)
    return await ctx.kit.storage.run(lambda repos: suggesting.begin(repos, community, account))


async def _written(ctx: CommandContext, said: dict[str, str]) -> Looked:
    community, account, now, rng = ctx.here, account_of(ctx), ctx.kit.clock.now(), ctx.kit.rng
    an_idea = Idea(
        title=said["title"],
        text=said["text"],
        smaller=said["smaller"],
        who=Company(said["who"]),
        where=Whereabouts(said["where"]),
    )

    def decide(repos: Repositories) -> Looked:
        known = library.library_of(repos, community, ctx.kit.library)
        return suggesting.write(repos, community, account, an_idea, library=known, now=now, rng=rng)

    return await ctx.kit.storage.run(decide)


async def _sent(ctx: CommandContext, name: str, *, tell: bool) -> Reply:
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()

    def decide(repos: Repositories) -> Looked:
        sent: Suggestion = suggesting.send(repos, community, account, name, now, tell=tell)
        return suggesting.look(repos, community, sent, ctx.kit.library)

    looked = await ctx.kit.storage.run(decide)
    return Reply(message=cards.receipt(looked.suggestion, tells=looked.tells), update=True)


async def suggestions(ctx: CommandContext) -> Reply:
    """List what the caller suggested: what waits, and what was declined."""
    community, account = ctx.here, account_of(ctx)
    found = await ctx.kit.storage.run(lambda repos: suggesting.own(repos, community, account))
    return Reply(message=cards.mine(found))


async def misfit(ctx: CommandContext, *, challenge: str) -> Reply:
    """Note that a challenge does not fit here; organisers see a number once five people have said so."""
    community, member = ctx.here, ctx.me
    day = local_date(ctx.kit.clock.now(), community.zone)
    await ctx.kit.storage.run(
        lambda repos: library.does_not_fit(
            repos, community, challenge, shipped=ctx.kit.library, member=member, day=day
        )
    )
    return say(
        T("Thank you. From five people up the organisers see how many said so, and never who."),
        T("{command} has another one.", command=Called("challenge swap")),
    )


_ASKED = ("title", "text", "smaller", "who", "where")
COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("challenge", "suggest"),
            summary=T("Suggest a challenge; organisers read it, without your name"),
            options=(
                Option(name="title", summary=T("A short title"), longest=TITLE_LONGEST),
                Option(name="text", summary=T("What somebody could do"), longest=TEXT_LONGEST),
                Option(name="smaller", summary=T("A smaller version of it"), longest=SMALLER_LONGEST),
                Option(
                    name="who",
                    summary=T("With whom it is"),
                    kind=OptionKind.WORD,
                    choices=tuple(OptionChoice(value=each.value, label=each.label) for each in Company),
                ),
                Option(
                    name="where",
                    summary=T("Where it is"),
                    kind=OptionKind.WORD,
                    choices=tuple(OptionChoice(value=each.value, label=each.label) for each in Whereabouts),
                ),
                Option(name="send", summary=T("Send it"), kind=OptionKind.WORD, hidden=True),
                Option(name="tell", summary=T("Write to me"), kind=OptionKind.WORD, hidden=True),
                Option(name="drop", summary=T("Don't send it"), kind=OptionKind.WORD, hidden=True),
                Option(name="edit", summary=T("Open the form"), kind=OptionKind.WORD, hidden=True),
            ),
            details=T(
                "Before anything is sent you see your challenge as everybody would, and what could be better. What "
                "organisers approve belongs to everybody (CC0), without your name."
            ),
        ),
        handler=suggest,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "suggestions"),
            summary=T("What you suggested, and what came of it"),
        ),
        handler=suggestions,
    ),
    Command(
        spec=CommandSpec(
            path=("challenge", "misfit"),
            summary=T("Say that a challenge does not fit here"),
            options=(
                Option(
                    name="challenge", summary=T("Which one"), kind=OptionKind.WORD, required=True, hidden=True
                ),
            ),
            access=Access.MEMBER,
            tapped=True,
        ),
        handler=misfit,
    ),
)
