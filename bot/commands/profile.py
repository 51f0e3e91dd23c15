"""Commands about oneself: the profile, the times, the language."""

from dataclasses import replace

from bot.commands.command import Command, CommandContext
from bot.commands.profile_forms import basics_form, card, times_menu, wishes_form
from bot.commands.welcome import welcome
from bot.domain.availability import ANY_TIME, key, label, slots
from bot.domain.member import HELLO_LONGEST, ROLE_LONGEST, Reach
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind, Screening
from bot.ports.messages import Action, Choice, FieldChoice, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.members import profile
from bot.services.tongues import language_of
from bot.text.message import Command as Called
from bot.text.message import T, Text, Typed, Verbatim
from bot.text.render import PlainStyle, language_name, render

PROFILE = "meet profile"


async def show_or_change(ctx: CommandContext, *, edit: str = "", welcome_to: str = "", **said: str) -> Reply:
    """Show the profile, open one of its forms, or save what was said."""
    community, me = ctx.here, ctx.me
    if edit:
        found = await ctx.kit.storage.run(lambda repos: profile.look(repos, community, me.id))
        form = wishes_form(found) if edit == "wishes" else basics_form(found, ctx.language, welcome_to)
        return Reply(form=form)
    found = await ctx.kit.storage.run(lambda repos: profile.change(repos, community, me.id, said))
    if welcome_to:
        return await welcome(ctx, welcome_to)
    return Reply(message=card(found, ctx.language, saved=bool(said)), update=bool(said))


async def times(ctx: CommandContext, *, times: str | None = None) -> Reply:
    """Show the grid of times, or save one."""
    community, me = ctx.here, ctx.me
    if times is None:
        found = await ctx.kit.storage.run(lambda repos: profile.look(repos, community, me.id))
        return Reply(message=Message(menu=times_menu(found.member.times)))
    said = {"times": times}
    found = await ctx.kit.storage.run(lambda repos: profile.change(repos, community, me.id, said))
    return Reply(message=card(found, ctx.language, saved=True), update=True)


async def language(ctx: CommandContext, *, language: str = "") -> Reply:
    """Choose the language in which Kith speaks to the caller."""
    community, me = ctx.here, ctx.me
    if not language:
        choices = tuple(
            Choice(
                key=tag.casefold().replace("_", "-"),
                label=label,
                action=Action(command="my language", options={"language": tag}),
                chosen=tag == (me.language or profile.AS_AROUND),
            )
            for tag, label in _languages(ctx)
        )
        return say(T("Which language would you like me to use with you?"), menu=Menu(choices=choices))
    tag = profile.read_own_language(language, ctx.kit.languages)

    def choose(repos: Repositories) -> str:
        changed = profile.set_language(repos, community, me.id, tag)
        return language_of(repos, changed, community, heard=ctx.actor.language or "")

    now = await ctx.kit.storage.run(choose)
    name = language_name(now, now)
    said = (
        T("From now on I write to you in {language}.", language=name)
        if tag
        else T(
            "From now on I write in your app's language, or else in the community's: {language}.",
            language=name,
        )
    )
    return replace(say(said, update=True), language=now)


async def suggest_language(ctx: CommandContext, _option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the languages whose names contain what was typed, and the one that the app or the community speaks."""
    wanted = typed.casefold().strip()
    return tuple(
        FieldChoice(value=tag, label=label)
        for tag, label in _languages(ctx)
        if wanted in tag.casefold() or wanted in render(label, PlainStyle(), ctx.language).casefold()
    )


def _languages(ctx: CommandContext) -> tuple[tuple[str, Text], ...]:
    """Return what can be chosen, as many as fit: the languages by their own names, then whatever is spoken around."""
    spoken = ctx.kit.languages[:24]
    named = ((tag, T("{language}", language=language_name(tag, tag))) for tag in spoken)
    return (*named, (profile.AS_AROUND, profile.AS_AROUND_LABEL))


async def suggest_area(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the areas that begin with or contain what was typed."""
    if option != "area" or ctx.community is None:
        return ()
    community = ctx.community
    areas = await ctx.kit.storage.run(lambda repos: repos.places.areas(community.id))
    wanted = typed.casefold()
    found = (area for area in areas if wanted in area.name.casefold())
    return tuple(FieldChoice(value=area.name, label=T("{area}", area=area.name)) for area in found)[:25]


async def suggest_times(_ctx: CommandContext, _option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the times of the week that contain what was typed."""
    wanted = typed.casefold().strip()
    found = ((key(day, part), label(day, part)) for day, part in slots(ANY_TIME))
    return tuple(
        FieldChoice(value=name, label=words)
        for name, words in found
        if wanted in name or wanted in words.template.casefold()
    )


_PROFILE = Command(
    spec=CommandSpec(
        path=("meet", "profile"),
        summary=T("Your area, times, languages, wishes and hello: see and change them"),
        options=(
            Option(
                name="area",
                summary=T("The area you live in or like to meet in"),
                suggest=True,
                screening=Screening.CRISIS,
            ),
            Option(
                name="reach",
                summary=T("How far you are happy to go"),
                kind=OptionKind.WORD,
                choices=tuple(OptionChoice(value=reach.value, label=reach.label) for reach in Reach),
            ),
            Option(
                name="times",
                summary=T(
                    "When you could usually meet, such as: {example}", example=Verbatim("saturday morning")
                ),
                longest=400,
                screening=Screening.CRISIS,
            ),
            Option(
                name="languages",
                summary=T("Languages you like to talk in, such as: English, Dutch"),
                screening=Screening.CRISIS,
            ),
            Option(name="interests", summary=T("Up to three things you like to talk about"), apart=True),
            Option(
                name="size",
                summary=T("Any size, or pairs only: spared the odd trio if possible"),
                kind=OptionKind.WORD,
                choices=(
                    OptionChoice(value=profile.ANY_SIZE, label=T("Any size")),
                    OptionChoice(value=profile.PAIRS, label=T("Pairs only")),
                ),
            ),
            Option(
                name="wishes",
                summary=T("What you like a place to be, such as: quiet, step-free"),
                screening=Screening.CRISIS,
            ),
            Option(
                name="hello",
                summary=T("A short hello for the people you are matched with"),
                longest=HELLO_LONGEST,
                apart=True,
            ),
            Option(
                name="role",
                summary=T("What you do here, in a word or two, such as: gardener"),
                longest=ROLE_LONGEST,
                apart=True,
            ),
            Option(name="edit", summary=T("Which form to open"), kind=OptionKind.WORD, hidden=True),
            Option(
                name="welcome-to",
                summary=T("The circle that was joined"),
                kind=OptionKind.WORD,
                hidden=True,
            ),
        ),
        access=Access.MEMBER,
        details=T(
            "Interests are for talking, never for choosing people. What you do here counts in circles that mix roles, "
            "and is shown to nobody. Nothing here is public."
        ),
    ),
    handler=show_or_change,
    suggest=suggest_area,
)
_TIMES = Command(
    spec=CommandSpec(
        path=("meet", "times"),
        summary=T("When you could usually meet"),
        options=(
            Option(
                name="times",
                summary=T("Such as: {example}", example=Verbatim("saturday morning, weekday evenings")),
                screening=Screening.CRISIS,
                suggest=True,
                longest=400,
            ),
        ),
        access=Access.MEMBER,
    ),
    handler=times,
    suggest=suggest_times,
)
_LANGUAGE = Command(
    spec=CommandSpec(
        path=("my", "language"),
        summary=T("The language I use with you"),
        options=(
            Option(name="language", summary=T("Such as: English"), suggest=True, screening=Screening.CRISIS),
        ),
        access=Access.MEMBER,
        details=T(
            "{auto} takes your app's language again, or else the community's. For the languages you like to talk in "
            "with people, see {command}.",
            auto=Typed(profile.AS_AROUND, profile.AS_AROUND_LABEL),
            command=Called(PROFILE),
        ),
    ),
    handler=language,
    suggest=suggest_language,
)
COMMANDS = (_PROFILE, _TIMES)
MINE = (_LANGUAGE,)
