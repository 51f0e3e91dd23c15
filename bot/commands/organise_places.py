"""The commands `organise areas …` and `organise spots …`: add, list, remove, import."""

from bot.commands.command import Command, CommandContext
from bot.domain.community import Area, Spot, SpotNote
from bot.domain.words import items
from bot.errors import BadOption
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import (
    Action,
    Choice,
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
from bot.services import places, setup
from bot.text.message import TN, T, Text, listed
from bot.text.message import Command as Called

_SHOWN = 25
_PROBLEMS_SHOWN = 10
_IMPORT, _ADD_SPOT = "organise spots import", "organise spots add"


async def add_areas(ctx: CommandContext, *, name: str = "", lat: str = "", lon: str = "") -> Reply:
    """Add one area, or several with commas."""
    community, names = ctx.here, items(name)
    if not names:
        field = FormField(
            option="name", label=T("Areas, with commas"), hint=T("Centre, North, South"), longest=1000
        )
        return Reply(
            form=Form(title=T("Add areas"), fields=(field,), action=Action(command="organise areas add"))
        )
    centre = places.read_centre(lat, lon)
    if centre is not None and len(names) > 1:
        raise BadOption("name", T("Please add one area at a time when you give its centre."))
    added = await ctx.kit.storage.run(
        lambda repos: setup.add_areas(repos, community, names, ctx.kit.rng, centre)
    )
    if not added:
        return say(T("On the list already, so nothing changed."))
    return say(T("Added: {names}.", names=listed(*(area.name for area in added))))


async def list_areas(ctx: CommandContext) -> Reply:
    """List the areas."""
    community = ctx.here
    areas = await ctx.kit.storage.run(lambda repos: repos.places.areas(community.id))
    if not areas:
        return say(T("There are no areas yet. {command} adds some.", command=Called("organise areas add")))
    bullets = tuple(_area_line(area) for area in areas[:_SHOWN])
    return Reply(message=Message(title=T("Areas"), bullets=bullets, footer=_more(len(areas))))


def _area_line(area: Area) -> Text:
    if area.centre is None:
        return T("{area}", area=area.name)
    lat, lon = area.centre
    return T("{area} (about {lat}, {lon})", area=area.name, lat=f"{lat:.2f}", lon=f"{lon:.2f}")


def _more(count: int) -> Text | None:
    return TN("{count} more", "{count} more", count - _SHOWN) if count > _SHOWN else None


async def remove_area(ctx: CommandContext, *, name: str) -> Reply:
    """Take an area off the list."""
    community = ctx.here
    area = await ctx.kit.storage.run(lambda repos: places.remove_area(repos, community, name))
    return say(T("{area} is off the list. Members and spots there have no area now.", area=area.name))


async def add_spot(ctx: CommandContext, *, name: str = "", area: str = "", notes: str = "") -> Reply:
    """Add a public place; without a name, ask in a form."""
    community = ctx.here
    if not name:
        areas = await ctx.kit.storage.run(lambda repos: repos.places.areas(community.id))
        return Reply(form=_spot_form(areas))
    cells = {"name": name, "area": area, "notes": notes}
    spot = await ctx.kit.storage.run(lambda repos: places.add_spot(repos, community, cells, ctx.kit.rng))
    add = Choice(key="another", label=T("Add another"), action=Action(command=_ADD_SPOT))
    return say(T("{spot} is on the list.", spot=spot.name), menu=Menu(choices=(add,)))


def _spot_form(areas: tuple[Area, ...]) -> Form:
    area = FormField(option="area", label=T("In which area?"), required=False)
    if 0 < len(areas) <= _SHOWN:
        choices = tuple(FieldChoice(value=each.id, label=T("{area}", area=each.name)) for each in areas)
        area = FormField(
            option="area", label=T("In which area?"), kind=FieldKind.CHOICE, choices=choices, required=False
        )
    return Form(
        title=T("A public place to meet"),
        fields=(
            FormField(
                option="name",
                label=T("Name of the place"),
                hint=T("Library café, ground floor"),
                longest=places.SPOT_LONGEST,
            ),
            *((area,) if areas else ()),
            FormField(
                option="notes",
                label=T("Good to know"),
                kind=FieldKind.CHOICES,
                choices=tuple(FieldChoice(value=note.value, label=note.label) for note in SpotNote),
                required=False,
            ),
        ),
        action=Action(command=_ADD_SPOT),
    )


async def list_spots(ctx: CommandContext) -> Reply:
    """List the spots."""
    community = ctx.here

    def look(repos: Repositories) -> tuple[Text, ...]:
        names = {area.id: area.name for area in repos.places.areas(community.id)}
        return tuple(
            _spot_line(spot, names.get(spot.area) if spot.area else None)
            for spot in repos.places.spots(community.id)
        )

    lines = await ctx.kit.storage.run(look)
    if not lines:
        return say(T("There are no spots yet. {command} adds one.", command=Called(_ADD_SPOT)))
    return Reply(message=Message(title=T("Spots"), bullets=lines[:_SHOWN], footer=_more(len(lines))))


def _spot_line(spot: Spot, area: str | None) -> Text:
    details = [*([T("{area}", area=area)] if area else []), *(note.label for note in sorted(spot.notes))]
    if not details:
        return T("{spot}", spot=spot.name)
    return T("{spot}: {details}", spot=spot.name, details=listed(*details))


async def remove_spot(ctx: CommandContext, *, name: str) -> Reply:
    """Take a spot off the list."""
    community = ctx.here
    spot = await ctx.kit.storage.run(lambda repos: places.remove_spot(repos, community, name))
    return say(T("{spot} is off the list. Plans that stand there already stay.", spot=spot.name))


async def import_spots(ctx: CommandContext, *, file: str, confirm: str = "") -> Reply:
    """Show what a table would add; add it once confirmed."""
    community = ctx.here
    if confirm:
        added = await ctx.kit.storage.run(
            lambda repos: places.import_spots(repos, community, file, ctx.kit.rng)
        )
        return say(TN("{count} spot was added.", "{count} spots were added.", len(added.spots)), update=True)
    table = await ctx.kit.storage.run(lambda repos: places.read_spots(repos, community, file, ctx.kit.rng))
    return Reply(message=_dry_run(table, file))


def _dry_run(table: places.Table, file: str) -> Message:
    bullets = tuple(
        T("Line {line}: {problem}", line=each.line, problem=each.text)
        for each in table.problems[:_PROBLEMS_SHOWN]
    )
    hidden = len(table.problems) - len(bullets)
    count = len(table.spots)
    confirm = Action(command=_IMPORT, options={"file": file, "confirm": "yes"})
    label = TN("Add {count} spot", "Add {count} spots", count)
    menu = Menu(choices=(Choice(key="add", label=label, action=confirm, tone=Tone.MAIN),))
    return Message(
        title=T("Nothing is added yet"),
        lines=(
            TN("{count} line is fine.", "{count} lines are fine.", count),
            *((T("These lines would be left out:"),) if bullets else ()),
        ),
        bullets=bullets,
        footer=TN("{count} more line like this", "{count} more lines like this", hidden)
        if hidden > 0
        else None,
        menu=menu if count else None,
    )


async def suggest(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the areas or spots whose names contain what was typed."""
    if ctx.community is None:
        return ()
    community, wanted = ctx.community, typed.casefold()

    def names(repos: Repositories) -> tuple[str, ...]:
        areas = option in {"area", "into"} or ctx.invocation.command.startswith("organise areas ")
        found = repos.places.areas(community.id) if areas else repos.places.spots(community.id)
        return tuple(each.name for each in found)

    every = await ctx.kit.storage.run(names)
    shown = (name for name in every if wanted in name.casefold())
    return tuple(FieldChoice(value=name, label=T("{name}", name=name)) for name in shown)[:_SHOWN]


def list_spec(group: str, verb: str, summary: Text, *options: Option) -> CommandSpec:
    """Declare a command about one of the organisers' lists."""
    return CommandSpec(
        path=("organise", group, verb), summary=summary, options=options, access=Access.ORGANISER
    )


_AREA_NAME = Option(name="name", summary=T("The area's name"), required=True, suggest=True)
_SPOT_NAME = Option(name="name", summary=T("The spot's name"), required=True, suggest=True)
COMMANDS = (
    Command(
        spec=list_spec(
            "areas",
            "add",
            T("Add areas of your town"),
            Option(name="name", summary=T("One name, or several with commas"), longest=1000),
            Option(name="lat", summary=T("Its centre's latitude, such as 52.37"), kind=OptionKind.WORD),
            Option(name="lon", summary=T("Its centre's longitude, such as 4.90"), kind=OptionKind.WORD),
        ),
        handler=add_areas,
    ),
    Command(spec=list_spec("areas", "list", T("List the areas")), handler=list_areas),
    Command(
        spec=list_spec("areas", "remove", T("Take an area off the list"), _AREA_NAME),
        handler=remove_area,
        suggest=suggest,
    ),
    Command(
        spec=list_spec(
            "spots",
            "add",
            T("Add a public place where people can meet"),
            Option(name="name", summary=T("Its name, as people would find it")),
            Option(name="area", summary=T("The area it is in"), suggest=True),
            Option(name="notes", summary=T("Such as: quiet, step-free, indoors, free")),
        ),
        handler=add_spot,
        suggest=suggest,
    ),
    Command(spec=list_spec("spots", "list", T("List the spots")), handler=list_spots),
    Command(
        spec=list_spec("spots", "remove", T("Take a spot off the list"), _SPOT_NAME),
        handler=remove_spot,
        suggest=suggest,
    ),
    Command(
        spec=list_spec(
            "spots",
            "import",
            T("Read spots from a CSV file: name, area, notes"),
            Option(
                name="file",
                summary=T("A CSV file with name, area, notes"),
                kind=OptionKind.FILE,
                required=True,
                longest=places.MAX_TABLE,
            ),
            Option(
                name="confirm",
                summary=T("Add what is fine"),
                kind=OptionKind.WORD,
                choices=(OptionChoice(value="yes", label=T("Yes")),),
            ),
        ),
        handler=import_spots,
    ),
)
