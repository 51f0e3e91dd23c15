"""The commands `organise areas edit`, `organise areas merge` and `organise spots edit`."""

from bot.commands.command import Command, CommandContext
from bot.commands.organise_places import list_spec, suggest
from bot.ports.commands import Option, OptionKind
from bot.ports.messages import Reply, say
from bot.services import places
from bot.text.message import T


async def edit_area(ctx: CommandContext, *, name: str, to: str = "", lat: str = "", lon: str = "") -> Reply:
    """Rename an area, or set its centre."""
    community, centre = ctx.here, places.read_centre(lat, lon)
    area = await ctx.kit.storage.run(
        lambda repos: places.edit_area(repos, community, name, name=to, centre=centre)
    )
    return say(T("{area} is changed. Its members and spots stay with it.", area=area.name))


async def merge_areas(ctx: CommandContext, *, name: str, into: str) -> Reply:
    """Let one area go up in another."""
    community = ctx.here
    gone, kept = await ctx.kit.storage.run(lambda repos: places.merge_areas(repos, community, name, into))
    return say(T("{gone} is part of {kept} now, with its members and spots.", gone=gone.name, kept=kept.name))


async def edit_spot(
    ctx: CommandContext, *, name: str, to: str = "", area: str = "", notes: str = ""
) -> Reply:
    """Change a spot's name, area or notes."""
    community, cells = ctx.here, {"name": to, "area": area, "notes": notes}
    spot = await ctx.kit.storage.run(lambda repos: places.edit_spot(repos, community, name, cells))
    return say(T("{spot} is changed. Plans that name it show it as it is now.", spot=spot.name))


_TO = Option(name="to", summary=T("Its new name"))
_AREA = Option(name="name", summary=T("The area's name"), required=True, suggest=True)
COMMANDS = (
    Command(
        spec=list_spec(
            "areas",
            "edit",
            T("Rename an area, or set its centre"),
            _AREA,
            _TO,
            Option(name="lat", summary=T("Its centre's latitude, such as 52.37"), kind=OptionKind.WORD),
            Option(name="lon", summary=T("Its centre's longitude, such as 4.90"), kind=OptionKind.WORD),
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
        spec=list_spec(
            "spots",
            "edit",
            T("Change a spot's name, area or notes"),
            Option(name="name", summary=T("The spot's name"), required=True, suggest=True),
            _TO,
            Option(name="area", summary=T("Its area; none for no area"), suggest=True),
            Option(name="notes", summary=T("Such as: quiet, step-free; none for no notes")),
        ),
        handler=edit_spot,
        suggest=suggest,
    ),
)
