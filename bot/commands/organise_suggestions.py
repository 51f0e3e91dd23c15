"""The command `organise suggestions`: what members suggested, page by page; read, change, approve, decline."""

from bot.commands.command import Command, CommandContext
from bot.commands.suggestion_forms import answer, change
from bot.content.library import Library
from bot.domain.challenges import Challenge
from bot.domain.season import has_a_week
from bot.domain.shelf import REPLY_LONGEST, SMALLER_LONGEST, TEXT_LONGEST, TITLE_LONGEST, Decline
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, Choice, Menu, Message, Reply
from bot.ports.storage import Repositories
from bot.services.cards import suggestions as cards
from bot.services.cards import taxonomy
from bot.services.shelf import editing, judging, suggesting
from bot.services.shelf.editing import Edit
from bot.services.shelf.library import library_of
from bot.text.message import Command as Called
from bot.text.message import T, Text, Verbatim

_DECLINE, _APPROVE = "decline", "approve"


async def organise(
    ctx: CommandContext, *, one: str = "", do: str = "", page: int = 0, **said: str | int
) -> Reply:
    """Show the queue or one suggestion, or take a step with it."""
    words = {name: str(value) for name, value in said.items()}
    if not one:
        return await _queue(ctx, page)
    if do == _APPROVE:
        return await _approved(ctx, one, words.get("seen", ""))
    if do == _DECLINE and "reason" in words:
        return await _declined(ctx, one, words)
    if do == _DECLINE:
        await _look(ctx, one)
        return Reply(form=answer(one))
    if do and not words:
        return Reply(form=change(do, one, (await _look(ctx, one)).suggestion.entry))
    return await _shown(ctx, one, do, words)


async def _queue(ctx: CommandContext, number: int) -> Reply:
    community = ctx.here
    found, total = await ctx.kit.storage.run(lambda repos: judging.page(repos, community, number))
    last = max(0, (total - 1) // judging.PAGE)
    return Reply(message=cards.queue(found, min(max(number, 0), last), total, judging.PAGE), update=True)


async def _look(ctx: CommandContext, name: str) -> suggesting.Looked:
    community = ctx.here

    def look(repos: Repositories) -> suggesting.Looked:
        found = judging.one(repos, community, name)
        return suggesting.look(repos, community, found, library_of(repos, community, ctx.kit.library))

    return await ctx.kit.storage.run(look)


async def _shown(ctx: CommandContext, name: str, do: str, words: dict[str, str]) -> Reply:
    """Show a suggestion, changed first where a form was filled in."""
    community = ctx.here
    if not do:
        return Reply(message=cards.full(await _look(ctx, name)))

    def edit(repos: Repositories) -> suggesting.Looked:
        library = library_of(repos, community, ctx.kit.library)
        seen = words.get("seen", "")
        changed = judging.change(repos, community, name, _edit(do, words, library), library, seen=seen)
        return suggesting.look(repos, community, changed, library)

    try:
        return Reply(message=cards.full(await ctx.kit.storage.run(edit)))
    except judging.Changed as refusal:
        typed = tuple(words[part] for part in ("title", "text", "smaller") if words.get(part))
        return Reply(message=cards.changed_since(name, refusal.text, typed))


def _edit(do: str, words: dict[str, str], library: Library) -> Edit:
    def said(*names: str) -> dict[str, str]:
        return {name: words.get(name, "") for name in names}

    match do:
        case "words":
            return editing.words(**said("title", "text", "smaller"))
        case "kind":
            return editing.kind(**said("practice", "setting", "tie", "effort", "minutes"))
        case "how":
            return editing.how(**said("modes", "place", "weather", "cost", "energy"))
        case _:
            return editing.ways(library, **said("access", "tender", "easier", "remote"))


async def _approved(ctx: CommandContext, name: str, seen: str) -> Reply:
    community, now, rng = ctx.here, ctx.kit.clock.now(), ctx.kit.rng

    def decide(repos: Repositories) -> tuple[Challenge, bool]:
        library = library_of(repos, community, ctx.kit.library)
        entry = judging.approve(repos, community, name, now, library=library, rng=rng, seen=seen)
        used = library_of(repos, community, ctx.kit.library).challenges
        return entry.entry, any(each.id == entry.id for each in used)

    challenge, used = await ctx.kit.storage.run(decide)
    title = challenge.title.template
    if used and not has_a_week(challenge):
        return _done(
            T(
                "“{title}” is in your own pack now. It fits no step of the season, so it comes up as “Another one” only.",
                title=Verbatim(title),
            )
        )
    if used:
        return _done(T("“{title}” is in your own pack now, and can come up.", title=Verbatim(title)))
    return _done(
        T(
            "“{title}” is in your own pack now. That pack is turned off; {command} turns it on.",
            title=Verbatim(title),
            command=Called("organise library list"),
        )
    )


async def _declined(ctx: CommandContext, name: str, words: dict[str, str]) -> Reply:
    community, now = ctx.here, ctx.kit.clock.now()
    reason, own = Decline(words["reason"]), words.get("words", "")
    await ctx.kit.storage.run(
        lambda repos: judging.decline(repos, community, name, now, reason=reason, words=own)
    )
    return _done(
        T(
            "It is declined. Its writer hears it where they wished that, with your words and without your name."
        )
    )


def _done(words: Text) -> Reply:
    more = Choice(key="more", label=T("The next ones"), action=Action(command=cards.QUEUE))
    return Reply(message=Message(lines=(words,), menu=Menu(choices=(more,))), update=True)


def _hidden(name: str, *values: str, kind: OptionKind = OptionKind.WORD, longest: int = 200) -> Option:
    choices = tuple(OptionChoice(value=value, label=T("{value}", value=value)) for value in values)
    return Option(
        name=name, summary=T("What a tap fills in"), kind=kind, hidden=True, choices=choices, longest=longest
    )


_STEPS = (_APPROVE, _DECLINE, "words", "kind", "how", "ways")
COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "suggestions"),
            summary=T("Challenges that members suggested: read, change, approve or decline"),
            options=(
                _hidden("one"),
                _hidden("do", *_STEPS),
                _hidden("seen"),
                _hidden("page", kind=OptionKind.NUMBER),
                _hidden("title", kind=OptionKind.TEXT, longest=TITLE_LONGEST),
                _hidden("text", kind=OptionKind.TEXT, longest=TEXT_LONGEST),
                _hidden("smaller", kind=OptionKind.TEXT, longest=SMALLER_LONGEST),
                _hidden("practice", *taxonomy.PRACTICES),
                _hidden("setting", *taxonomy.SETTINGS),
                _hidden("tie", *taxonomy.TIES),
                _hidden("effort", *map(str, taxonomy.EFFORTS)),
                _hidden("minutes", kind=OptionKind.NUMBER),
                _hidden("modes"),
                _hidden("place", *taxonomy.PLACES),
                _hidden("weather"),
                _hidden("cost", *taxonomy.COSTS),
                _hidden("energy", *taxonomy.ENERGIES),
                _hidden("access"),
                _hidden("tender", "yes", "no"),
                _hidden("easier"),
                _hidden("remote"),
                _hidden("reason", *(each.value for each in Decline)),
                _hidden("words", kind=OptionKind.TEXT, longest=REPLY_LONGEST),
            ),
            access=Access.ORGANISER,
            details=T("Whose idea one is, nobody is told. What you approve belongs to everybody here."),
        ),
        handler=organise,
    ),
)
