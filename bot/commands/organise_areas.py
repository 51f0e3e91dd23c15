"""The commands `organise areas …`: add, list, edit, merge, remove."""

from collections.abc import Iterator

from bot.commands.command import Command, CommandContext
from bot.domain.community import Area
from bot.domain.words import country_name, items
from bot.errors import BadOption
from bot.ports.commands import Access, CommandSpec, Option, OptionKind
from bot.ports.gazetteer import Town
from bot.ports.messages import Action, Choice, FieldChoice, Form, FormField, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.community import setup
from bot.services.finding import find_area
from bot.services.places import areas
from bot.services.places.towns import Located, locate
from bot.text.message import TN, T, Text, Value, listed
from bot.text.message import Command as Called

SHOWN = 25
_ADD, _EDIT, _LIST, _MERGE = (
    "organise areas add",
    "organise areas edit",
    "organise areas list",
    "organise areas merge",
)
_CHOICES = 24


async def add_areas(ctx: CommandContext, *, name: str = "", lat: str = "", lon: str = "") -> Reply:
    """Add one area, or several with commas; find the centre of those that are called like a town or district."""
    community, names = ctx.here, items(name)
    if not names:
        field = FormField(
            option="name", label=T("Areas, with commas"), hint=T("Centre, North, South"), longest=1000
        )
        return Reply(form=Form(title=T("Add areas"), fields=(field,), action=Action(command=_ADD)))
    centre = areas.read_centre(lat, lon)
    if centre is not None and len(names) > 1:
        raise BadOption("name", T("Please add one area at a time when you give its centre."))

    def add(repos: Repositories) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
        added = areas.add_areas(repos, community, names, ctx.kit.rng, centre, option="name")
        every = repos.places.areas(community.id)
        return added, tuple(find_area(every, words, "name") for words in names)

    added, meant = await ctx.kit.storage.run(add)
    located = await locate(ctx.kit, community, meant)
    return Reply(message=_added(added, located, ctx.language))


def _added(added: tuple[Area, ...], located: Located, language: str) -> Message:
    """Say what was added, where it is, and ask where that is not clear."""
    if not added and not (located.known or located.unsure):
        return Message(lines=(T("On the list already, so nothing changed."),))
    lines = [T("Added: {names}.", names=listed(*(area.name for area in added)))] if added else []
    if located.known:
        lines.append(T("I know where that is: {places}.", places=listed(*map(area_line, located.known))))
    if located.unknown:
        lines.append(
            T(
                "I know no town or district called {names}, and that is fine: an area works without a place on the "
                "map. With {command} it can have one, so that the way there counts.",
                names=listed(*(area.name for area in located.unknown)),
                command=Called(_EDIT),
            )
        )
    if not located.unsure:
        return Message(lines=tuple(lines))
    choices = [
        Choice(key=f"t{number}", label=label, action=action)
        for number, (label, action) in enumerate(_towns(located, language))
    ][:_CHOICES]
    choices.append(
        Choice(key="none", label=T("None of these; no place on the map"), action=Action(command=_LIST))
    )
    return Message(
        lines=tuple(lines),
        menu=Menu(prompt=T("Which place is meant?"), choices=tuple(choices)),
    )


def _towns(located: Located, language: str) -> Iterator[tuple[Text, Action]]:
    """Yield a choice for each town that an area may be."""
    for area, towns in located.unsure:
        for town in towns:
            lat, lon = town.centre
            options = {"name": area.id, "lat": f"{lat:.2f}", "lon": f"{lon:.2f}", "zone": town.zone}
            label = T("{area}: {town}", area=area.name, town=town_words(town, towns, language))
            yield label, Action(command=_EDIT, options=options)


def town_words(town: Town, beside: tuple[Town, ...], language: str) -> Text:
    """Name a town with its country, and with what tells it from others of its name that are offered beside it."""
    country: Value = country_name(town.country, language)
    if town.region:
        return T("{town}, {region}, {country}", town=town.name, region=town.region, country=country)
    twins = [other for other in beside if (other.name, other.country) == (town.name, town.country)]
    if len(twins) > 1:
        lat, lon = town.centre
        return T(
            "{town}, {country} (about {lat}, {lon})",
            town=town.name,
            country=country,
            lat=f"{lat:.2f}",
            lon=f"{lon:.2f}",
        )
    return T("{town}, {country}", town=town.name, country=country)


async def list_areas(ctx: CommandContext) -> Reply:
    """List the areas, with counts that point at nobody, and suggest which small ones could be one."""
    community = ctx.here
    found = await ctx.kit.storage.run(lambda repos: areas.overview(repos, community))
    if not found.areas:
        return say(T("There are no areas yet. {command} adds some.", command=Called(_ADD)))
    bullets = tuple(_counted(area, found.counts.get(area.name)) for area in found.areas[:SHOWN])
    advice = tuple(
        T("{area} could join {other}.", area=area.name, other=other.name) for area, other in found.advice
    )
    merge = T(
        "An area with few members tells who they are, so I count from five up. {command} joins two:",
        command=Called(_MERGE),
    )
    return Reply(
        message=Message(
            title=T("Areas"),
            lines=(merge, *advice) if advice else (),
            bullets=bullets,
            footer=more(len(found.areas)),
        )
    )


def _counted(area: Area, count: int | None) -> Text:
    if count is None:
        return area_line(area)
    return TN(
        "{area}: {count} member or more", "{area}: {count} members or more", count, area=area_line(area)
    )


def area_line(area: Area) -> Text:
    """Name an area with its coarse centre and its own zone, where it has them."""
    if area.centre is None:
        if area.zone:
            return T("{area} ({zone})", area=area.name, zone=area.zone)
        return T("{area}", area=area.name)
    lat, lon = (f"{part:.2f}" for part in area.centre)
    if area.zone:
        return T("{area} (about {lat}, {lon}; {zone})", area=area.name, lat=lat, lon=lon, zone=area.zone)
    return T("{area} (about {lat}, {lon})", area=area.name, lat=lat, lon=lon)


def more(count: int) -> Text | None:
    """Say how many of a list are not shown."""
    return TN("{count} more", "{count} more", count - SHOWN) if count > SHOWN else None


async def edit_area(ctx: CommandContext, *, name: str, **said: str) -> Reply:
    """Rename an area, or set its centre or zone."""
    community, now = ctx.here, ctx.kit.clock.now()
    area = await ctx.kit.storage.run(lambda repos: areas.edit_area(repos, community, name, said, now))
    return say(T("{area} is changed. Its members and spots stay with it.", area=area_line(area)))


async def merge_areas(ctx: CommandContext, *, name: str, into: str) -> Reply:
    """Let one area go up in another."""
    community, now = ctx.here, ctx.kit.clock.now()
    gone, kept = await ctx.kit.storage.run(lambda repos: areas.merge_areas(repos, community, name, into, now))
    return say(T("{gone} is part of {kept} now, with its members and spots.", gone=gone.name, kept=kept.name))


async def remove_area(ctx: CommandContext, *, name: str) -> Reply:
    """Take an area off the list."""
    community, now = ctx.here, ctx.kit.clock.now()
    area = await ctx.kit.storage.run(lambda repos: areas.remove_area(repos, community, name, now))
    return say(T("{area} is off the list. Members and spots there have no area now.", area=area.name))


async def suggest(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the areas whose names contain what was typed, or time zones."""
    if ctx.community is None:
        return ()
    community, wanted = ctx.community, typed.casefold()
    if option == "zone":
        names = setup.zone_names()
        wanted = wanted.replace(" ", "_")
    else:
        every = await ctx.kit.storage.run(lambda repos: repos.places.areas(community.id))
        names = tuple(area.name for area in every)
    shown = (name for name in names if wanted in name.casefold())
    return tuple(FieldChoice(value=name, label=T("{name}", name=name)) for name in shown)[:SHOWN]


def list_spec(
    group: str, verb: str, summary: Text, *options: Option, details: Text | None = None
) -> CommandSpec:
    """Declare a command about one of the organisers' lists."""
    return CommandSpec(
        path=("organise", group, verb),
        summary=summary,
        options=options,
        access=Access.ORGANISER,
        details=details,
    )


_NAME = Option(name="name", summary=T("The area's name"), required=True, suggest=True)
_LAT = Option(name="lat", summary=T("Its centre's latitude, such as 52.37"), kind=OptionKind.WORD)
_LON = Option(name="lon", summary=T("Its centre's longitude, such as 4.90"), kind=OptionKind.WORD)
COMMANDS = (
    Command(
        spec=list_spec(
            "areas",
            "add",
            T("Add areas of your town, or towns"),
            Option(name="name", summary=T("One name, or several with commas"), longest=1000),
            _LAT,
            _LON,
            details=T(
                "A town or a district that I know gets its rough place on the map by itself, so that the way there counts. "
                "An address is no area."
            ),
        ),
        handler=add_areas,
    ),
    Command(spec=list_spec("areas", "list", T("List the areas")), handler=list_areas),
    Command(
        spec=list_spec(
            "areas",
            "edit",
            T("Rename an area, or set its centre or time zone"),
            _NAME,
            Option(name="to", summary=T("Its new name")),
            _LAT,
            _LON,
            Option(
                name="zone", summary=T("Its time zone, where it is another; none for no other"), suggest=True
            ),
        ),
        handler=edit_area,
        suggest=suggest,
    ),
    Command(
        spec=list_spec(
            "areas",
            "merge",
            T("Join one area to another, with its members and spots"),
            Option(name="name", summary=T("The area that goes"), required=True, suggest=True),
            Option(name="into", summary=T("The area that stays"), required=True, suggest=True),
        ),
        handler=merge_areas,
        suggest=suggest,
    ),
    Command(
        spec=list_spec("areas", "remove", T("Take an area off the list"), _NAME),
        handler=remove_area,
        suggest=suggest,
    ),
)
