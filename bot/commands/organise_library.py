"""The commands `organise library …`: packs as files, on and off, and what is left out here."""

import asyncio

from bot.commands.command import Command, CommandContext
from bot.commands.organise_areas import list_spec
from bot.content.packs import LONGEST, NAME_LONGEST
from bot.ports.commands import Option, OptionChoice, OptionKind
from bot.ports.messages import Action, Attachment, FieldChoice, Message, Reply
from bot.ports.storage import Repositories
from bot.services.cards import library as cards
from bot.services.cards.library import Counts
from bot.services.shelf import library, packing
from bot.services.shelf.library import library_of
from bot.services.shelf.packing import Outdated, Plan, Shelf
from bot.services.weekly.challenges import find_post
from bot.services.weekly.season import Shaping
from bot.text.message import TN, T, Text, Verbatim
from bot.text.message import Command as Called

_SHOWN = 25


async def show(ctx: CommandContext, *, pack: str = "", do: str = "") -> Reply:
    """Show the library or one pack, or do something with a pack."""
    community = ctx.here

    def decide(repos: Repositories) -> Message:
        if not pack:
            return _listing(ctx, repos)
        if do == "sure":
            packing.remove(repos, community, pack)
            return _listing(ctx, repos)
        if do == "remove":
            return cards.ask_removal(packing.one(repos, community, pack))
        found = (
            packing.switch(repos, community, pack, on=do == "on")
            if do
            else packing.one(repos, community, pack)
        )
        entries = repos.packs.entries(community.id)
        return cards.pack_card(
            found, [each for each in entries if each.pack == found.id and not each.retired]
        )

    return Reply(message=await ctx.kit.storage.run(decide), update=bool(do))


def _listing(ctx: CommandContext, repos: Repositories) -> Message:
    community = ctx.here
    counts = Counts(
        shipped=len(ctx.kit.library.challenges),
        left_out=len(repos.packs.left_out(community.id)),
        waiting=repos.suggestions.how_many_wait(community.id),
        misfits=len(library.misfits(repos, community)),
    )
    return cards.listing(packing.held(repos, community), counts)


async def read_file(
    ctx: CommandContext, *, file: str, name: str = "", confirm: str = "", seen: str = ""
) -> Reply:
    """Show what a file would do; do exactly that once confirmed."""
    community = ctx.here
    plan, beside = await _planned(ctx, file, name)
    changed = False
    if confirm:
        try:
            done = await ctx.kit.storage.run(
                lambda repos: packing.apply(repos, community, plan, beside, seen=seen)
            )
        except Outdated:
            changed = True
            plan, _ = await _planned(ctx, file, name)
        else:
            return Reply(message=cards.applied(done), update=True)
    options = {"file": file, "confirm": "yes", "seen": plan.digest} | ({"name": name} if name else {})
    confirmed = Action(command=cards.IMPORT, options=options)
    return Reply(message=cards.dry_run(plan, confirmed, changed=changed), update=changed)


async def _planned(ctx: CommandContext, file: str, name: str) -> tuple[Plan, Shelf]:
    """Read a file beside what is there now; others go on meanwhile, for a long one takes a moment."""
    community, shipped = ctx.here, ctx.kit.library
    beside = await ctx.kit.storage.run(lambda repos: packing.shelf(repos, community))
    return await asyncio.to_thread(packing.plan, beside, community, file, shipped, name=name), beside


async def take_along(ctx: CommandContext, *, pack: str = "own") -> Reply:
    """Hand a pack out as a file."""
    community = ctx.here
    found, data, count = await ctx.kit.storage.run(lambda repos: packing.take_along(repos, community, pack))
    words = TN("{count} challenge is in this file.", "{count} challenges are in this file.", count)
    how = T("{command} reads it, here or in another community.", command=Called(cards.IMPORT))
    file = Attachment(name=f"{found.id}.toml", media_type="application/toml", data=data)
    return Reply(message=Message(lines=(words, how), files=(file,)))


async def leave_out(ctx: CommandContext, *, name: str = "", keep: str = "") -> Reply:
    """Leave a challenge or a starter out, or offer what comes next."""
    community, now = ctx.here, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Message:
        known = library_of(repos, community, ctx.kit.library)
        if keep:
            library.keep(repos, community, keep)
            return cards.kept(library.title_of(known, keep))
        if not name:
            weeks = Shaping(community=community, now=now, library=known).look(repos).weeks
            doubts = library.misfits(repos, community)
            doubted = [(one, count) for each, count in doubts.items() if (one := known.challenge(each))]
            return cards.which_out([week.challenge for week in weeks if week.challenge], doubted)
        found = library.named(known, name, library.used(known))
        library.leave_out(repos, community, found)
        post = find_post(repos, community, now)
        this_week = post is not None and post.challenge == found
        return cards.left_out(library.title_of(known, found), found, this_week=this_week)

    return Reply(message=await ctx.kit.storage.run(decide))


async def bring_back(ctx: CommandContext, *, name: str = "") -> Reply:
    """Use again what was left out, or list it."""
    community = ctx.here

    def decide(repos: Repositories) -> Message:
        out = repos.packs.left_out(community.id)
        known = library_of(repos, community, ctx.kit.library)
        every = library.everything(known, ctx.kit.library)
        if not name:
            titles = {each: library.title_of(every, each) for each in sorted(out)}
            return cards.what_is_out(titles)
        found = library.named(every, name, out)
        library.take_back_in(repos, community, found)
        return cards.brought_back(library.title_of(every, found))

    return Reply(message=await ctx.kit.storage.run(decide), update=bool(name))


async def suggest(ctx: CommandContext, _option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the challenges and starters in use whose titles contain what was typed."""
    community = ctx.community
    if community is None:
        return ()
    known = await ctx.kit.storage.run(lambda repos: library_of(repos, community, ctx.kit.library))
    found = library.like(known, typed, library.used(known))
    return tuple(FieldChoice(value=name, label=title) for name, title in found[:_SHOWN])


async def suggest_back(ctx: CommandContext, _option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer what is left out and contains what was typed."""
    community = ctx.community
    if community is None:
        return ()

    def look(repos: Repositories) -> list[tuple[str, Text]]:
        known = library_of(repos, community, ctx.kit.library)
        out = repos.packs.left_out(community.id)
        return library.like(library.everything(known, ctx.kit.library), typed, out)

    found = await ctx.kit.storage.run(look)
    return tuple(FieldChoice(value=name, label=title) for name, title in found[:_SHOWN])


async def suggest_packs(ctx: CommandContext, _option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the packs whose names contain what was typed."""
    community = ctx.community
    if community is None:
        return ()
    packs = await ctx.kit.storage.run(lambda repos: repos.packs.all(community.id))
    wanted = typed.casefold()
    return tuple(
        FieldChoice(value=pack.id, label=cards.name_of(pack))
        for pack in packs
        if wanted in f"{pack.id} {pack.name}".casefold()
    )


async def delete(ctx: CommandContext, *, name: str, sure: str = "") -> Reply:
    """Delete one challenge of a pack with its words, once that is confirmed."""
    community = ctx.here

    def decide(repos: Repositories) -> Message:
        if not sure:
            return cards.ask_erasure(packing.entry(repos, community, name))
        packing.erase(repos, community, name)
        return cards.erased()

    return Reply(message=await ctx.kit.storage.run(decide), update=bool(sure))


async def suggest_entries(ctx: CommandContext, _option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the challenges of packs whose titles contain what was typed, retired ones too."""
    community = ctx.community
    if community is None:
        return ()
    entries = await ctx.kit.storage.run(lambda repos: repos.packs.entries(community.id))
    wanted = typed.casefold()
    return tuple(
        FieldChoice(value=each.id, label=T("{title} ({id})", title=Verbatim(title), id=Verbatim(each.id)))
        for each in entries
        if (title := each.entry.title.template) and wanted in f"{each.id} {title}".casefold()
    )[:_SHOWN]


COMMANDS = (
    Command(
        spec=list_spec(
            "library",
            "list",
            T("The packs of challenges here, and what is left out"),
            Option(name="pack", summary=T("Which pack"), kind=OptionKind.WORD, hidden=True),
            Option(name="do", summary=T("What to do"), kind=OptionKind.WORD, hidden=True),
        ),
        handler=show,
    ),
    Command(
        spec=list_spec(
            "library",
            "import",
            T("Read a pack of challenges from a TOML file"),
            Option(
                name="file",
                summary=T("A TOML file with challenges"),
                kind=OptionKind.FILE,
                required=True,
                longest=LONGEST,
            ),
            Option(
                name="name",
                summary=T("What the pack is called, where the file does not say"),
                longest=NAME_LONGEST,
            ),
            Option(
                name="confirm",
                summary=T("Take what is fine"),
                kind=OptionKind.WORD,
                choices=(OptionChoice(value="yes", label=T("Yes")),),
            ),
            Option(name="seen", summary=T("What was shown"), kind=OptionKind.WORD, hidden=True),
            details=T(
                "You see everything that the file would do, and what stands out in which line, before anything is done. "
                "The same file read twice changes nothing. {command} writes such a file.",
                command=Called(cards.EXPORT),
            ),
        ),
        handler=read_file,
    ),
    Command(
        spec=list_spec(
            "library",
            "export",
            T("Get a pack as a TOML file, to change or to share"),
            Option(
                name="pack", summary=T("Which pack; the community's own if you say nothing"), suggest=True
            ),
        ),
        handler=take_along,
        suggest=suggest_packs,
    ),
    Command(
        spec=list_spec(
            "library",
            "delete",
            T("Delete one challenge of a pack for good, with its words"),
            Option(name="name", summary=T("Its title or its id"), required=True, suggest=True),
            Option(name="sure", summary=T("What a tap fills in"), kind=OptionKind.WORD, hidden=True),
        ),
        handler=delete,
        suggest=suggest_entries,
    ),
    Command(
        spec=list_spec(
            "library",
            "leave-out",
            T("Leave out a challenge or a starter that does not fit here"),
            Option(name="name", summary=T("Its title or its id"), suggest=True),
            Option(name="keep", summary=T("Which one to keep"), kind=OptionKind.WORD, hidden=True),
        ),
        handler=leave_out,
        suggest=suggest,
    ),
    Command(
        spec=list_spec(
            "library",
            "bring-back",
            T("Use a challenge or a starter again that was left out"),
            Option(name="name", summary=T("Its title or its id"), suggest=True),
        ),
        handler=bring_back,
        suggest=suggest_back,
    ),
)
