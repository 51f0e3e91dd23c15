"""Commands about Kith itself: help, what it is, people to talk to, and stopping everything."""

from collections.abc import Callable, Iterable

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.domain.words import nearest, plain
from bot.errors import NotFound
from bot.ports.commands import Access, CommandSpec, Option, Screening
from bot.ports.messages import FieldChoice, Message, Reply, say
from bot.ports.naming import CommandWords, folded
from bot.services.members import membership
from bot.text.message import Command as Called
from bot.text.message import T, Text, Typed, listed

Catalogue = Callable[[], tuple[Command, ...]]


def commands(catalogue: Catalogue) -> tuple[Command, ...]:
    """Return the commands about Kith; `catalogue` gives every command, these included, for help."""

    async def help_(_ctx: CommandContext, *, command: str = "") -> Reply:
        specs = tuple(each.spec for each in catalogue() if not each.spec.tapped)
        if command:
            return Reply(message=_about_one(specs, command))
        return Reply(message=_manual(specs))

    async def suggest(ctx: CommandContext, _option: str, typed: str) -> tuple[FieldChoice, ...]:
        wanted = folded(typed)
        specs = [each.spec for each in catalogue() if not each.spec.tapped]
        words = CommandWords(specs)
        return tuple(
            FieldChoice(value=spec.name, label=T("{name}", name=Typed(spec.name)))
            for spec in specs
            if wanted in spec.name or wanted in words.path(spec.name, ctx.language)
        )

    helping = Command(
        spec=CommandSpec(
            path=("kith", "help"),
            summary=T("What I can do, and how each command works"),
            options=(
                Option(
                    name="command",
                    summary=T("One command, such as: {example}", example=Typed("meet join")),
                    suggest=True,
                    screening=Screening.CRISIS,
                ),
            ),
        ),
        handler=help_,
        suggest=suggest,
        homeless=True,
    )
    return (helping, *_OTHERS)


def _manual(specs: Iterable[CommandSpec]) -> Message:
    """Tell on one page how meeting works here, and list what members can use; organisers have a page of their own."""
    shown = [spec for spec in specs if not spec.for_staff]
    return Message(
        title=T("How meeting works here"),
        lines=(
            T("I help people here meet in person, in small groups, at a time and a public place."),
            T(
                "{join} brings you in. Before each round I ask who would like to meet, and only whoever says yes is "
                "matched. Your group then has a private place of its own, with two times and a spot to choose.",
                join=Called("meet join"),
            ),
            T(
                "As soon as everybody shares a time, the plan stands. {late} and {cancel} tell the others kindly, "
                "{status} shows where things stand, and the morning after I ask how it went.",
                late=Called("meet late"),
                cancel=Called("meet cancel"),
                status=Called("meet status"),
            ),
            T(
                "Skipping is fine: {skip} leaves out one round, {pause} a few weeks, and {stop} ends everything.",
                skip=Called("meet skip"),
                pause=Called("meet pause"),
                stop=Called("kith stop"),
            ),
        ),
        bullets=_listed(shown),
        footer=T(
            "{help} with a command explains it, and with the word {organise} it lists what organisers can do.",
            help=Called("kith help"),
            organise=Typed("organise"),
        ),
    )


def _listed(specs: Iterable[CommandSpec]) -> tuple[Text, ...]:
    return tuple(T("{command}: {summary}", command=Called(spec.name), summary=spec.summary) for spec in specs)


def _about_one(specs: tuple[CommandSpec, ...], words: str) -> Message:
    """Explain one command with its options, or list those that begin with the words."""
    wanted = _in_english(specs, plain(words).casefold().lstrip("/!").split())
    for spec in specs:
        if spec.name == wanted:
            return _explained(spec)
    below = tuple(spec for spec in specs if spec.name.startswith(f"{wanted} "))
    if below:
        about = T("{command} with one of these explains it.", command=Called("kith help"))
        return Message(title=T("{words}", words=Typed(wanted)), bullets=_listed(below), footer=about)
    if near := nearest(wanted, (spec.name for spec in specs)):
        names = listed(*(Called(name) for name in near))
        raise NotFound(T("I don't know {words}. Did you mean {names}?", words=plain(words, 60), names=names))
    raise NotFound(
        T("I don't know {words}. {help} shows everything.", words=plain(words, 60), help=Called("kith help"))
    )


def _in_english(specs: tuple[CommandSpec, ...], words: list[str]) -> str:
    """Return the English path of a command or a group that was named in whichever language."""
    return " ".join(CommandWords(specs).english(words) or words)


def _explained(spec: CommandSpec) -> Message:
    lines: list[Text] = [spec.summary]
    if spec.details is not None:
        lines.append(spec.details)
    if spec.access is Access.ORGANISER:
        lines.append(T("For organisers."))
    if spec.access is Access.MODERATOR:
        lines.append(T("For moderators."))
    if spec.access is Access.STAFF:
        lines.append(T("For organisers and moderators."))
    return Message(
        title=T("{command}", command=Called(spec.name)),
        lines=tuple(lines),
        bullets=tuple(_option(option) for option in spec.shown_options),
    )


def _option(option: Option) -> Text:
    """Explain one option: what it is for, and what it can be."""
    about = T("{option}: {summary}", option=Typed(option.name), summary=option.summary)
    if option.choices:
        values = listed(*(Typed(choice.value, choice.label) for choice in option.choices))
        about = T("{about} (one of {choices})", about=about, choices=values)
    return T("{about}. It has to be said.", about=about) if option.required else about


async def about(ctx: CommandContext) -> Reply:
    """Say what Kith is, what it stores, and who runs it."""
    steward = ctx.community.steward if ctx.community is not None else ""
    return Reply(
        message=Message(
            title=T("About Kith"),
            lines=(
                T("Kith means the people you know and who live near you. I help people here meet in person."),
                *((T("{steward} hosts this here.", steward=steward),) if steward else ()),
                T("I'm a program. I cannot watch over a meeting or call for help."),
            ),
            bullets=(
                T("Nobody is matched or written to before agreeing."),
                T(
                    "For members I store the account id, area, times, languages, wishes, hello, answers, "
                    "and who was matched with whom."
                ),
                T(
                    "For a tap on a weekly challenge I store the account id, the tap, and a line if you write one."
                ),
                T("I store no messages, no real names and no addresses, and I don't read this channel."),
                T(
                    "{leave} leaves this community, {stop} ends everything at once. Your details are erased 30 days "
                    "later, or at once with {forget}; what stays is who was matched with whom, under numbers that lead "
                    "to nobody.",
                    leave=Called("meet leave"),
                    stop=Called("kith stop"),
                    forget=Called("my forget"),
                ),
                T(
                    "What you write to me is looked through right here for private details and for words that tell of a "
                    "crisis, before anything is kept. Only you hear of it, and nothing of it is stored or counted."
                ),
                T("There are no ratings, no scores and no lists of who is best."),
                T(
                    "{privacy} tells how long each thing is kept, and {data} gives you all of yours as a file.",
                    privacy=Called("my privacy"),
                    data=Called("my data"),
                ),
            ),
            footer=T("Free software under the MIT licence."),
        )
    )


async def stop(ctx: CommandContext) -> Reply:
    """End everything at once, in every community."""
    account, now = account_of(ctx), ctx.kit.clock.now()
    count = await ctx.kit.storage.run(lambda repos: membership.stop(repos, account, now))
    if not count:
        return say(T("You aren't a member anywhere, so there is nothing to stop."))
    return say(
        T("Everything is stopped. You won't be matched and I won't write to you."),
        T(
            "Your details are erased in 30 days. Until then {join} brings them back; {forget} erases them at once.",
            join=Called("meet join"),
            forget=Called("my forget"),
        ),
    )


_OTHERS = (
    Command(
        spec=CommandSpec(path=("kith", "about"), summary=T("What Kith is, what it stores, who runs it")),
        handler=about,
        homeless=True,
    ),
    Command(
        spec=CommandSpec(
            path=("kith", "stop"),
            summary=T("End everything at once; no reason asked"),
            details=T("You leave every circle in every community, and any plan is cancelled kindly."),
        ),
        handler=stop,
        homeless=True,
    ),
)
