"""The commands `organise spots …`: add, list, edit, remove, import, export."""

from collections.abc import Mapping

from bot.commands.command import Command, CommandContext
from bot.commands.organise_areas import SHOWN, list_spec, more
from bot.commands.spot_table_card import applied, dry_run
from bot.domain.community import Area, Spot, SpotNote
from bot.domain.openings import write_hours
from bot.ports.commands import Option, OptionChoice, OptionKind
from bot.ports.messages import (
    Action,
    Attachment,
    Choice,
    FieldChoice,
    FieldKind,
    Form,
    FormField,
    Menu,
    Message,
    Reply,
    say,
)
from bot.ports.storage import Repositories
from bot.services.places import spot_table, spots
from bot.services.places.spots import Doubtful
from bot.text.message import TN, T, Text, Verbatim, listed
from bot.text.message import Command as Called

_ADD, _EDIT, _IMPORT = "organise spots add", "organise spots edit", "organise spots import"
_SURE = "yes"


async def add_spot(ctx: CommandContext, *, name: str = "", sure: str = "", **details: str) -> Reply:
    """Add a public place; without a name, ask in a form."""
    community, cells = ctx.here, {"name": name, **details}
    if not name:
        areas = await ctx.kit.storage.run(lambda repos: repos.places.areas(community.id))
        return Reply(form=_spot_form(areas))
    try:
        spot = await ctx.kit.storage.run(
            lambda repos: spots.add_spot(repos, community, cells, ctx.kit.rng, sure=sure == _SURE)
        )
    except Doubtful as doubt:
        return _ask(doubt, _ADD, cells)
    add = Choice(key="another", label=T("Add another"), action=Action(command=_ADD))
    return say(T("{spot} is on the list.", spot=spot.name), menu=Menu(choices=(add,)))


def _ask(doubt: Doubtful, command: str, said: Mapping[str, str]) -> Reply:
    """Ask before a name is taken that may mean a place that is not public (H7)."""
    options = {name: words for name, words in said.items() if words} | {"sure": _SURE}
    sure = Choice(
        key="sure", label=T("It is a public place"), action=Action(command=command, options=options)
    )
    other = Choice(key="other", label=T("Another place"), action=Action(command=_ADD))
    return say(
        doubt.text,
        T("Is it a public place with other people around, where everybody is at ease?"),
        menu=Menu(choices=(other, sure)),
    )


def _spot_form(areas: tuple[Area, ...]) -> Form:
    area = FormField(option="area", label=T("In which area?"), required=False)
    if 0 < len(areas) <= SHOWN:
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
                longest=spots.LONGEST,
            ),
            *((area,) if areas else ()),
            FormField(
                option="notes",
                label=T("Good to know"),
                kind=FieldKind.CHOICES,
                choices=tuple(FieldChoice(value=note.value, label=note.label) for note in SpotNote),
                required=False,
            ),
            FormField(
                option="hours",
                label=T("When is it open?"),
                hint=T("{example}", example=Verbatim("mon-fri morning, sat-sun afternoon evening")),
                required=False,
            ),
        ),
        action=Action(command=_ADD),
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
        return say(T("There are no spots yet. {command} adds one.", command=Called(_ADD)))
    return Reply(message=Message(title=T("Spots"), bullets=lines[:SHOWN], footer=more(len(lines))))


def _spot_line(spot: Spot, area: str | None) -> Text:
    details = [*([T("{area}", area=area)] if area else []), *(note.label for note in sorted(spot.notes))]
    if hours := write_hours(spot.hours):
        details.append(T("open {hours}", hours=hours))
    if not details:
        return T("{spot}", spot=spot.name)
    return T("{spot}: {details}", spot=spot.name, details=listed(*details))


async def edit_spot(ctx: CommandContext, *, name: str, to: str = "", sure: str = "", **details: str) -> Reply:
    """Change a spot's name, area, notes or hours."""
    community, cells, now = ctx.here, {"name": to, **details}, ctx.kit.clock.now()
    try:
        spot = await ctx.kit.storage.run(
            lambda repos: spots.edit_spot(repos, community, name, cells, now=now, sure=sure == _SURE)
        )
    except Doubtful as doubt:
        return _ask(doubt, _EDIT, {"name": name, "to": to, **details})
    return say(T("{spot} is changed. Plans that name it show it as it is now.", spot=spot.name))


async def remove_spot(ctx: CommandContext, *, name: str) -> Reply:
    """Take a spot off the list."""
    community, now = ctx.here, ctx.kit.clock.now()
    spot = await ctx.kit.storage.run(lambda repos: spots.remove_spot(repos, community, name, now))
    return say(
        T("{spot} is off the list. A group that has it in its plan is told of another spot.", spot=spot.name)
    )


async def import_spots(ctx: CommandContext, *, file: str, confirm: str = "", seen: str = "") -> Reply:
    """Show what a table would add and change; do exactly that once confirmed."""
    community, rng, now = ctx.here, ctx.kit.rng, ctx.kit.clock.now()
    changed = False
    if confirm:
        try:
            done = await ctx.kit.storage.run(
                lambda repos: spot_table.import_spots(repos, community, file, rng, now=now, seen=seen)
            )
        except spot_table.Outdated:
            changed = True
        else:
            return applied(done)
    table = await ctx.kit.storage.run(lambda repos: spot_table.read_spots(repos, community, file, rng))
    confirmed = Action(command=_IMPORT, options={"file": file, "confirm": "yes", "seen": table.digest})
    return Reply(message=dry_run(table, confirmed, changed=changed), update=changed)


async def export_spots(ctx: CommandContext) -> Reply:
    """Hand the list out as a table."""
    community = ctx.here
    data, count = await ctx.kit.storage.run(lambda repos: spot_table.export_spots(repos, community))
    words = TN("{count} spot is in this file.", "{count} spots are in this file.", count)
    how = T("Change it in a spreadsheet, then {command} reads it again.", command=Called(_IMPORT))
    file = Attachment(name="spots.csv", media_type="text/csv", data=data)
    return Reply(message=Message(lines=(words, how), files=(file,)))


async def suggest(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the spots or areas whose names contain what was typed."""
    if ctx.community is None:
        return ()
    community, wanted = ctx.community, typed.casefold()

    def names(repos: Repositories) -> tuple[str, ...]:
        places = repos.places
        found = places.areas(community.id) if option == "area" else places.spots(community.id)
        return tuple(each.name for each in found)

    every = await ctx.kit.storage.run(names)
    shown = (name for name in every if wanted in name.casefold())
    return tuple(FieldChoice(value=name, label=T("{name}", name=name)) for name in shown)[:SHOWN]


_NAME = Option(name="name", summary=T("The spot's name"), required=True, suggest=True)
_SURE_OPTION = Option(name="sure", summary=T("It is a public place"), kind=OptionKind.WORD, hidden=True)
_COLUMNS = Verbatim("name, area, notes, hours")
COMMANDS = (
    Command(
        spec=list_spec(
            "spots",
            "add",
            T("Add a public place where people can meet"),
            Option(name="name", summary=T("Its name, as people would find it")),
            Option(name="area", summary=T("The area it is in"), suggest=True),
            Option(name="notes", summary=T("Such as: quiet, step-free, indoors, free")),
            Option(
                name="hours",
                summary=T(
                    "When it is open, such as: {example}", example=Verbatim("mon-fri morning, sat afternoon")
                ),
            ),
            _SURE_OPTION,
        ),
        handler=add_spot,
        suggest=suggest,
    ),
    Command(spec=list_spec("spots", "list", T("List the spots")), handler=list_spots),
    Command(
        spec=list_spec(
            "spots",
            "edit",
            T("Change a spot's name, area, notes or hours"),
            _NAME,
            Option(name="to", summary=T("Its new name")),
            Option(name="area", summary=T("Its area; none for no area"), suggest=True),
            Option(name="notes", summary=T("Such as: quiet, step-free; none for no notes")),
            Option(name="hours", summary=T("Such as: mon-fri morning; none for always")),
            _SURE_OPTION,
        ),
        handler=edit_spot,
        suggest=suggest,
    ),
    Command(
        spec=list_spec("spots", "remove", T("Take a spot off the list"), _NAME),
        handler=remove_spot,
        suggest=suggest,
    ),
    Command(
        spec=list_spec(
            "spots",
            "import",
            T("Read spots from a CSV file: {columns}", columns=_COLUMNS),
            Option(
                name="file",
                summary=T("A CSV file with {columns}", columns=_COLUMNS),
                kind=OptionKind.FILE,
                required=True,
                longest=spot_table.LONGEST,
            ),
            Option(
                name="confirm",
                summary=T("Add and change what is fine"),
                kind=OptionKind.WORD,
                choices=(OptionChoice(value="yes", label=T("Yes")),),
            ),
            Option(name="seen", summary=T("What was shown"), kind=OptionKind.WORD, hidden=True),
            details=T(
                "Notes are such as: {notes}. Hours are such as: {example}. A name that is on the list already is changed, others are added, and you see all of it before anything is done.",
                example=Verbatim("mon-fri morning, sat afternoon"),
                notes=Verbatim("quiet, step-free"),
            ),
        ),
        handler=import_spots,
    ),
    Command(
        spec=list_spec("spots", "export", T("Get the spots as a CSV file, to change and read again")),
        handler=export_spots,
    ),
)
