"""The private list of people somebody would rather not meet: `meet avoid`, `meet unavoid`, `meet avoiding`."""

from collections.abc import Iterable

from bot.commands.command import Command, CommandContext
from bot.domain.care import Avoided
from bot.domain.community import Account
from bot.ids import PlatformName, SeparationId, UserId
from bot.ports.commands import Access, CommandSpec, Option, OptionKind
from bot.ports.messages import Action, Choice, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.care import avoiding
from bot.text.message import Command as Called
from bot.text.message import Person, T, Text, Verbatim

_AVOID, _UNAVOID, _LIST = "meet avoid", "meet unavoid", "meet avoiding"
_PAGE = 20


async def avoid(ctx: CommandContext, *, who: str = "") -> Reply:
    """Keep the caller apart from somebody, or offer the people they were matched with."""
    me, now = ctx.me, ctx.kit.clock.now()
    if not who:
        return await ctx.kit.storage.run(lambda repos: _whom(repos, ctx))
    by = Account(platform=ctx.place.platform, user=ctx.actor.user_id)
    other = Account(platform=ctx.place.platform, user=UserId(who))
    left = await ctx.kit.storage.run(lambda repos: avoiding.avoid(repos, me, by, other, now))
    cancelled = T(
        "You are out of your group with them. The others read that you can't make it, and no reason."
    )
    return Reply(
        message=Message(
            lines=(
                T("Noted. I won't match you and {person}, in any circle here.", person=Person(who)),
                *((cancelled,) if left else ()),
                T("Nobody is told, and nobody else can see your list. It holds if they leave and come back."),
            ),
            footer=T(
                "This is a list of my own. Blocking somebody in your chat app is separate, and I can't see it."
            ),
            menu=Menu(choices=(_back(who), _MINE)),
        )
    )


_MINE = Choice(key="mine", label=T("My list"), action=Action(command=_LIST))


def _back(who: str) -> Choice:
    return Choice(key="back", label=T("Take it back"), action=Action(command=_UNAVOID, options={"who": who}))


def _whom(repos: Repositories, ctx: CommandContext) -> Reply:
    """Ask who is meant; people of groups that are not closed are a tap away."""
    people = avoiding.lately_with(repos, ctx.me, ctx.place.platform)
    how = T("Name anybody here with {command}, whether they take part or not.", command=Called(_AVOID))
    if not people:
        return say(how)
    return say(T("Who would you rather not meet again?"), how, menu=people_menu(people))


def people_menu(people: Iterable[UserId]) -> Menu:
    """Offer people to keep apart from, by a tap each."""
    return Menu(
        choices=tuple(
            Choice(
                key=f"p{number}",
                label=T("{person}", person=Person(user)),
                action=Action(command=_AVOID, options={"who": user}),
            )
            for number, user in enumerate([*people][:_PAGE], start=1)
        )
    )


async def unavoid(ctx: CommandContext, *, who: str = "", line: str = "") -> Reply:
    """Take somebody off the caller's list; without a name, show it."""
    me = ctx.me
    if line:
        await ctx.kit.storage.run(lambda repos: repos.separations.take_back_line(me.id, SeparationId(line)))
        return await _mine(ctx, T("That is taken back, and nobody is told."), update=True)
    if not who:
        return await _mine(ctx)
    other = Account(platform=ctx.place.platform, user=UserId(who))
    if await ctx.kit.storage.run(lambda repos: repos.separations.take_back(me.id, other)):
        return say(T("{person} is off your list, and nobody is told.", person=Person(who)), update=True)
    return say(T("{person} is not on your list, so nothing changes.", person=Person(who)))


async def mine(ctx: CommandContext, *, page: str = "") -> Reply:
    """Show the caller's own list."""
    return await _mine(ctx, page=int(page) if page.isdecimal() else 1, update=bool(page))


async def _mine(ctx: CommandContext, *first: Text, page: int = 1, update: bool = False) -> Reply:
    me = ctx.me
    lines = await ctx.kit.storage.run(lambda repos: repos.separations.avoided_by(me.id))
    if not lines:
        empty = T("Your list is empty. {command} keeps somebody apart from you.", command=Called(_AVOID))
        return say(*first, empty, update=update)
    return Reply(message=list_card(lines, ctx.place.platform, *first, page=page), update=update)


def list_card(lines: tuple[Avoided, ...], here: PlatformName, *first: Text, page: int = 1) -> Message:
    """Show a page of somebody's own list, each line with its way back."""
    last = -(-len(lines) // _PAGE)
    page = min(max(page, 1), last)
    shown = lines[(page - 1) * _PAGE : page * _PAGE]
    turn = Choice(
        key="more",
        label=T("More"),
        action=Action(command=_LIST, options={"page": str(page % last + 1)}),
    )
    return Message(
        title=T("People you would rather not meet"),
        lines=(*first, T("Only you can see this. Tap a line to take it back.")),
        bullets=tuple(_named(line, here) for line in shown),
        menu=Menu(
            choices=(
                *(
                    Choice(
                        key=f"l{number}",
                        label=T("Take back: {line}", line=_named(line, here)),
                        action=Action(command=_UNAVOID, options={"line": line.id}),
                    )
                    for number, line in enumerate(shown, start=1)
                ),
                *((turn,) if last > 1 else ()),
            )
        ),
    )


def _named(line: Avoided, here: PlatformName) -> Text:
    """Name a person on the platform where it is read; another platform's id is plain words there."""
    if line.who is None:
        return T("somebody whose data was erased")
    if line.who.platform == here:
        return T("{person}", person=Person(line.who.user))
    return T(
        "{user} on {platform}",
        user=Verbatim(line.who.user),
        platform=Verbatim(line.who.platform.capitalize()),
    )


_WHO = Option(name="who", summary=T("The person you mean"), kind=OptionKind.USER)
COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "avoid"),
            summary=T("Never be matched with somebody; nobody is told"),
            options=(_WHO,),
            access=Access.MEMBER,
            sensitive=True,
            details=T(
                "It counts for both of you, in every circle here, and nobody can tell it from chance. "
                "Without a name, I offer the people you were matched with. Where others can read what you type, "
                "please call it in your direct room with me."
            ),
        ),
        handler=avoid,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "unavoid"),
            summary=T("Take somebody off your private list; nobody is told"),
            options=(
                _WHO,
                Option(name="line", summary=T("Which line is meant"), kind=OptionKind.WORD, hidden=True),
            ),
            access=Access.MEMBER,
            sensitive=True,
        ),
        handler=unavoid,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "avoiding"),
            summary=T("See your private list of people you would rather not meet"),
            options=(
                Option(name="page", summary=T("Which part of the list"), kind=OptionKind.WORD, hidden=True),
            ),
            access=Access.MEMBER,
            sensitive=True,
        ),
        handler=mine,
    ),
)
