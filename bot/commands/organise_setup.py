"""The command `organise setup`: a form the first time, then a card of what stands and what can be next."""

from dataclasses import replace

from bot.commands import setup_care
from bot.commands.command import Command, CommandContext
from bot.commands.organise_areas import town_words
from bot.domain.community import Community
from bot.domain.words import items
from bot.errors import UserError
from bot.ids import ChannelId, HomeId, PlatformName
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind, PlaceKind
from bot.ports.gazetteer import Town
from bot.ports.messages import (
    Action,
    Choice,
    Fact,
    FieldChoice,
    FieldKind,
    Form,
    FormField,
    Menu,
    Message,
    Reply,
    Tone,
    say,
)
from bot.ports.storage import Repositories
from bot.services.care.appointing import NEW, Appointment
from bot.services.community import setup
from bot.services.community.setup import Standing, Wanted
from bot.services.community.troubles import troubles
from bot.services.members.profile import read_ui_language
from bot.services.places.towns import locate, zones_of
from bot.services.tongues import language_of_account
from bot.text.message import TN, T, Text, Verbatim, listed
from bot.text.message import Command as Called

SETUP = "organise setup"
_QUIET = T("Nothing is posted until you create a circle or turn the weekly challenge on.")
_TROUBLED = T(
    "Some things could not be delivered lately. {command} says which, and what to mend.",
    command=Called("organise members"),
)
PAIRS, TRIOS = "pairs", "trios"
_SIZES = (
    FieldChoice(value=TRIOS, label=T("Groups of three (good when people don't know each other yet)")),
    FieldChoice(value=PAIRS, label=T("Pairs, with one group of three for an odd number")),
)


def home_of(ctx: CommandContext, repos: Repositories) -> tuple[PlatformName, HomeId, ChannelId]:
    """Return the home that is meant and the channel to post in. Raise `UserError` where none is.

    Outside a public channel (a direct room, a group's place) it is the community's own home on this platform.
    """
    place = ctx.place
    if place.home is not None and place.kind is PlaceKind.PUBLIC:
        return place.platform, place.home, place.channel
    if ctx.community is not None:
        for home in repos.communities.homes(ctx.community.id):
            if home.platform == place.platform:
                return home.platform, home.home, home.channel
    raise UserError(
        T("Please use {command} in the channel where I may post.", command=Called(ctx.invocation.command))
    )


async def set_up(
    ctx: CommandContext,
    *,
    zone: str | None = None,
    steward: str | None = None,
    contact: str | None = None,
    size: str = "",
    areas: str | None = None,
    language: str | None = None,
    help: str | None = None,  # noqa: A002 - options arrive under their own names
    name: str | None = None,
    channel: str = "",
    edit: str = "",
    checked: str = "",
    **care: str,
) -> Reply:
    """Set the community up here, change it, or show how it stands."""
    now = ctx.kit.clock.now()
    home = await ctx.kit.storage.run(lambda repos: home_of(ctx, repos))
    known = await ctx.kit.storage.run(lambda repos: setup.look(repos, home[0], home[1]))
    if len(towns := await _towns_of(ctx, zone)) > 1:
        return _which_town(ctx, towns)
    wanted = Wanted(
        zone=towns[0].zone if towns else zone,
        steward=steward,
        contact=contact,
        areas=areas,
        language=read_ui_language(language, ctx.kit.languages) if language else language,
        help_lines=help,
        name=name,
    )
    appointment = Appointment(**care)
    if known is not None and not appointment.empty:
        await setup_care.change(ctx, known.community, known.home, appointment)
        known = await ctx.kit.storage.run(lambda repos: setup.look(repos, home[0], home[1]))
    if known is not None and checked:
        standing = known
        known = await ctx.kit.storage.run(lambda repos: setup.checked(repos, standing, now))
    if wanted.empty and not channel:
        return await _as_it_stands(ctx, known, appointment, size=size, edit=bool(edit))
    standing = await ctx.kit.storage.run(
        lambda repos: setup.set_up(repos, home, wanted, ctx.kit.rng, now=now, move_here=bool(channel))
    )
    card = await _placed(ctx, standing, areas or "", standing_card(standing, size))
    return Reply(message=card, language=await _afterwards(ctx, standing) if wanted.language else "")


async def _as_it_stands(
    ctx: CommandContext, known: Standing | None, appointment: Appointment, *, size: str, edit: bool
) -> Reply:
    """Show how the community stands, or the form that sets it up or changes it."""
    if known is None:
        return Reply(form=first_form())
    if edit:
        return Reply(form=_change_form(known.community))
    now = ctx.kit.clock.now()
    troubled = bool(await ctx.kit.storage.run(lambda repos: troubles(repos, known.community, now)))
    opening = appointment.room == NEW
    card = standing_card(known, size, troubled=troubled, opening=opening)
    return Reply(message=replace(card, lines=(*card.lines, *setup_care.showing(ctx, appointment))))


async def _afterwards(ctx: CommandContext, standing: Standing) -> str:
    """Return the caller's language after the community's has changed."""
    platform, actor = ctx.place.platform, ctx.actor
    return await ctx.kit.storage.run(
        lambda repos: language_of_account(
            repos, platform, actor.user_id, heard=actor.language or "", home=standing.community
        )
    )


async def _placed(ctx: CommandContext, standing: Standing, areas: str, card: Message) -> Message:
    """Find the centres of the areas that were named, and say where only the organiser knows which place is meant."""
    named = {name.casefold() for name in items(areas)}
    meant = [area for area in standing.areas if area.name.casefold() in named]
    unsure = (await locate(ctx.kit, standing.community, meant)).unsure
    if not unsure:
        return card
    hint = T(
        "I know more than one place called {names}. {command} with the same name asks which one it is.",
        names=listed(*(area.name for area, _ in unsure)),
        command=Called("organise areas add"),
    )
    return replace(card, lines=(*card.lines, hint))


async def _towns_of(ctx: CommandContext, zone: str | None) -> tuple[Town, ...]:
    """Return the towns that somebody may mean who names one in place of a time zone."""
    return await zones_of(ctx.kit, zone) if zone and not setup.is_zone(zone) else ()


def _which_town(ctx: CommandContext, towns: tuple[Town, ...]) -> Reply:
    """Ask which town is meant for the time zone; everything else that was said goes along."""
    known = {option.name for command in COMMANDS for option in command.spec.options} - {"zone"}
    said = {name: words for name, words in ctx.invocation.options.items() if name in known}
    choices = tuple(
        Choice(
            key=f"z{number}",
            label=town_words(town, towns, ctx.language),
            action=Action(command=SETUP, options={**said, "zone": town.zone}),
        )
        for number, town in enumerate(towns)
    )
    return say(T("Which place is meant? I ask for the time zone."), menu=Menu(choices=choices))


def first_form() -> Form:
    """Ask what a community cannot be without."""
    return Form(
        title=T("Set up meetups here"),
        fields=(
            FormField(
                option="zone",
                label=T("Time zone, or a town"),
                hint=T("{example}", example=Verbatim("Europe/Amsterdam")),
            ),
            FormField(
                option="steward",
                label=T("Steward: who hosts this?"),
                hint=T("The name that members see"),
                longest=setup.NAME_LONGEST,
            ),
            FormField(
                option="contact",
                label=T("Contact about organisers"),
                hint=T("Who hears of reports about an organiser; not the steward, if you can"),
                longest=setup.NAME_LONGEST,
            ),
            FormField(
                option="size",
                label=T("Pairs or groups of three?"),
                kind=FieldKind.CHOICE,
                choices=_SIZES,
                value=TRIOS,
            ),
            FormField(
                option="areas",
                label=T("Areas of your town, with commas"),
                hint=T("Centre, North, South"),
                required=False,
                longest=1000,
            ),
        ),
        action=Action(command=SETUP),
    )


def _change_form(community: Community) -> Form:
    """Offer the settings as they stand."""
    return Form(
        title=T("Change the settings"),
        fields=(
            FormField(option="zone", label=T("Time zone"), value=community.zone),
            FormField(
                option="steward", label=T("Steward"), value=community.steward, longest=setup.NAME_LONGEST
            ),
            FormField(
                option="contact",
                label=T("Contact about organisers"),
                hint=T("Who hears of reports about an organiser; not the steward, if you can"),
                value=community.contact,
                longest=setup.NAME_LONGEST,
            ),
            FormField(
                option="help",
                label=T("Help lines here, one to three"),
                kind=FieldKind.PARAGRAPH,
                required=False,
                value=community.help_lines,
                longest=setup.HELP_LONGEST,
            ),
            FormField(
                option="name",
                label=T("Name of the community"),
                required=False,
                value=community.name,
                longest=setup.NAME_LONGEST,
            ),
        ),
        action=Action(command=SETUP),
    )


def standing_card(
    standing: Standing, size: str = "", *, troubled: bool = False, opening: bool = False
) -> Message:
    """Show how a community stands and what can be next."""
    community = standing.community
    facts = (
        Fact(label=T("Time zone"), value=T("{zone}", zone=community.zone)),
        Fact(label=T("Steward"), value=T("{steward}", steward=community.steward)),
        Fact(label=T("Contact for reports"), value=T("{contact}", contact=community.contact)),
        *setup_care.facts(community),
        Fact(label=T("Help lines"), value=_or_none(community.help_lines)),
        *setup_care.last_checked(community),
        Fact(label=T("Areas"), value=_names(tuple(area.name for area in standing.areas))),
        Fact(label=T("Circles"), value=_names(tuple(circle.name for circle in standing.circles))),
        Fact(label=T("Spots"), value=T("{count}", count=standing.spots)),
        Fact(label=T("Weekly challenge"), value=T("On") if community.challenges.on else T("Off")),
    )
    quiet = not standing.circles and not community.challenges.on
    return Message(
        title=T("This is how things stand"),
        lines=(
            *((_TROUBLED,) if troubled else ()),
            *((_QUIET,) if quiet else ()),
            *setup_care.missing(community, opening=opening),
        ),
        facts=facts,
        footer=T("I post in the channel where setup was first run."),
        menu=_next_menu(standing, size),
    )


def _next_menu(standing: Standing, size: str) -> Menu:
    """Offer the next steps; the size that was chosen goes along to the first circle."""
    options = {"size": "2" if size == PAIRS else "3"} if size else {}
    create = T("Create another circle") if standing.circles else T("Create the first circle")
    challenge = Choice(
        key="challenge",
        label=T("Turn the weekly challenge on"),
        action=Action(command="organise challenges", options={"state": "on"}),
    )
    return Menu(
        prompt=T("What would you like to do next?"),
        choices=(
            Choice(
                key="circle",
                label=create,
                action=Action(command="organise circle create", options=options),
                tone=Tone.MAIN,
            ),
            *(() if standing.community.challenges.on else (challenge,)),
            Choice(key="spots", label=T("Add spots"), action=Action(command="organise spots add")),
            Choice(
                key="change",
                label=T("Change the settings"),
                action=Action(command=SETUP, options={"edit": "yes"}),
            ),
        ),
    )


def _or_none(words: str) -> Text:
    return T("{words}", words=words) if words else T("None yet")


def _names(names: tuple[str, ...]) -> Text:
    shown = names[:12]
    if len(shown) < len(names):
        return TN(
            "{names} and {count} more",
            "{names} and {count} more",
            len(names) - len(shown),
            names=listed(*shown),
        )
    return T("{names}", names=listed(*shown)) if shown else T("None yet")


async def suggest(_ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer time zones that contain what was typed."""
    if option != "zone":
        return ()
    wanted = typed.strip().replace(" ", "_").casefold()
    found = [name for name in setup.zone_names() if wanted in name.casefold()]
    return tuple(FieldChoice(value=name, label=T("{zone}", zone=name)) for name in found[:25])


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "setup"),
            summary=T("Set up meetups here, or see and change how things stand"),
            options=(
                Option(
                    name="zone",
                    summary=T(
                        "Time zone, such as {example}, or a town there", example=Verbatim("Europe/Amsterdam")
                    ),
                    suggest=True,
                ),
                Option(name="steward", summary=T("The person who hosts this; members see the name")),
                Option(name="contact", summary=T("Who takes a report that is about an organiser")),
                Option(
                    name="size",
                    summary=T("Pairs or groups of three, for the first circle"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value=PAIRS, label=T("Pairs")),
                        OptionChoice(value=TRIOS, label=T("Groups of three")),
                    ),
                ),
                Option(name="areas", summary=T("Areas of your town, with commas between them"), longest=1000),
                Option(name="language", summary=T("The language I post in, such as English")),
                Option(
                    name="help",
                    summary=T("Help lines where you live, one to three"),
                    longest=setup.HELP_LONGEST,
                ),
                Option(name="name", summary=T("What your community is called")),
                Option(
                    name="channel",
                    summary=T("Post in this channel from now on"),
                    kind=OptionKind.WORD,
                    choices=(OptionChoice(value="here", label=T("Here")),),
                ),
                *setup_care.OPTIONS,
                Option(name="edit", summary=T("Open the form"), hidden=True),
            ),
            access=Access.ORGANISER,
            details=T(
                "I ask for a time zone, a steward, and a contact for reports. You can run this again any time."
            ),
        ),
        handler=set_up,
        suggest=suggest,
        homeless=True,
    ),
)
