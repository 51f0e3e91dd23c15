"""The command `talk`: a conversation starter that everybody present can see."""

from bot.commands.command import Command, CommandContext
from bot.domain.challenges import STARTER_MANNERS, Depth
from bot.domain.season import pick_starters
from bot.ids import new_id
from bot.ports.commands import CommandSpec, Option, OptionChoice, OptionKind, PlaceKind, Visibility
from bot.ports.messages import Action, Choice, Menu, Message, Reply, say
from bot.text.message import T

_LABELS = {Depth.LIGHT: T("Light"), Depth.MIDDLE: T("Middle"), Depth.DEEP: T("Deep")}
_OFFERED = {**_LABELS, Depth.DEEP: T("Deep, if all want to")}


async def talk(ctx: CommandContext, *, depth: str = Depth.LIGHT, shown: str = "") -> Reply:
    """Show one starter; what may touch a loss comes only where people asked for depth among themselves."""
    wanted = Depth(depth)
    found = pick_starters(
        (await ctx.library()).starters,
        depth=wanted,
        n=1,
        seed=new_id(ctx.kit.rng),
        exclude=shown.split(","),
        tender=ctx.place.kind is not PlaceKind.PUBLIC,
    )
    if not found:
        return say(T("There is no starter of that depth right now."))
    [starter] = found
    seen = ",".join([*filter(None, shown.split(",")), starter.id][-_REMEMBERED:])
    another = Choice(key="another", label=T("Another one"), action=_more(wanted, seen))
    others = (
        Choice(key=depth.value, label=_OFFERED[depth], action=_more(depth, seen))
        for depth in Depth
        if depth is not wanted
    )
    menu = Menu(choices=(another, *others), private=False)
    return Reply(message=Message(title=starter.text, footer=STARTER_MANNERS, menu=menu))


def _more(depth: Depth, seen: str) -> Action:
    return Action(command="talk", options={"depth": depth.value, "shown": seen})


_REMEMBERED = 6
COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("talk",),
            summary=T("A question to start a conversation"),
            options=(
                Option(
                    name="depth",
                    summary=T("How far it goes; light if you say nothing"),
                    kind=OptionKind.WORD,
                    choices=tuple(OptionChoice(value=depth.value, label=_LABELS[depth]) for depth in Depth),
                ),
                Option(name="shown", summary=T("What was shown already"), kind=OptionKind.WORD, hidden=True),
            ),
            visibility=Visibility.SHARED,
        ),
        handler=talk,
        homeless=True,
    ),
)
