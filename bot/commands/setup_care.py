"""The part of setup that is about reports: who sees them, where, who takes one about a moderator, numbers to call."""

from bot.commands.command import CommandContext
from bot.commands.membership import account_of
from bot.domain.community import Account, Community, Home
from bot.errors import BadOption, NotAllowed, PlatformError
from bot.ids import UserId
from bot.ports.commands import Option, OptionChoice, OptionKind
from bot.ports.messages import Fact
from bot.services.cards import care
from bot.services.care.appointing import EMERGENCY_LONGEST, HERE, NEW, NONE, Appointment, Where, appoint
from bot.services.care.moderators import is_one_of_them
from bot.text.message import Command as Called
from bot.text.message import Person, T, Text, Typed, listed

_SETUP = Called("organise setup")
OPTIONS = (
    Option(
        name="moderators",
        summary=T("Who sees reports: a role, or a power level; none for no such rule"),
        kind=OptionKind.RIGHT,
    ),
    Option(
        name="moderator",
        summary=T("One more moderator by name; the same name again takes them off"),
        kind=OptionKind.USER,
    ),
    Option(
        name="organisers",
        summary=T("Whether organisers see reports too"),
        kind=OptionKind.WORD,
        choices=(OptionChoice(value="yes", label=T("Yes")), OptionChoice(value="no", label=T("No"))),
    ),
    Option(
        name="room",
        summary=T("Where I say that a report came in: this private channel, or a new one"),
        kind=OptionKind.WORD,
        choices=(
            OptionChoice(value=HERE, label=T("Here")),
            OptionChoice(value=NEW, label=T("A new private room")),
            OptionChoice(value=NONE, label=T("Nowhere")),
        ),
    ),
    Option(
        name="alternate",
        summary=T("The account of the contact who takes a report about a moderator"),
        kind=OptionKind.USER,
    ),
    Option(name="emergency", summary=T("The emergency number where you live"), longest=EMERGENCY_LONGEST),
    Option(
        name="checked",
        summary=T("That you have looked: help lines and number are right"),
        kind=OptionKind.WORD,
        choices=(OptionChoice(value="yes", label=T("Yes")),),
    ),
)


async def change(ctx: CommandContext, community: Community, home: Home, wanted: Appointment) -> None:
    """Change what was said. Raise `BadOption` for an alternate contact who is an organiser or moderator."""
    account, now = account_of(ctx), ctx.kit.clock.now()
    if wanted.alternate:
        await _check_alternate(
            ctx, community, Account(platform=account.platform, user=UserId(wanted.alternate))
        )
    where = Where(home=home, account=account, place=ctx.place)
    await ctx.kit.storage.run(lambda repos: appoint(repos, community, wanted, where, now))


async def _check_alternate(ctx: CommandContext, community: Community, named: Account) -> None:
    homes = await ctx.kit.storage.run(lambda repos: repos.communities.homes(community.id))
    try:
        theirs = await is_one_of_them(ctx.kit, community, homes, [named])
    except PlatformError as error:
        raise NotAllowed(
            T("I could not ask who that is at the moment. Please try again in a minute.")
        ) from error
    if theirs:
        raise BadOption(
            "alternate", T("They moderate or organise here themselves. Please name somebody who does not.")
        )


def missing(community: Community, *, opening: bool = False) -> tuple[Text, ...]:
    """Say what a setup still lacks before reports reach everybody whom they are meant for (H9)."""
    lines: list[Text] = []
    if opening:
        lines.append(
            T("I open a private room now. Please let the other moderators in; it is yours as much as mine.")
        )
    elif community.moderator_channel is None:
        lines.append(
            T(
                "Not complete yet: reports have no private room. "
                "{command} with {room} {here}, or {room} {new}, gives them one.",
                command=_SETUP,
                room=Typed("room"),
                here=Typed("here", T("Here")),
                new=Typed("new", T("A new private room")),
            )
        )
    if community.alternate is None:
        lines.append(
            T(
                "Not complete yet: {command} with {alternate} names the account of {contact}, "
                "or nobody can take a report about a moderator.",
                command=_SETUP,
                contact=community.contact,
                alternate=Typed("alternate"),
            )
        )
    elif not community.alternate_agreed:
        lines.append(
            T(
                "Not complete yet: please ask {person} to use {command}, so that I may write to them.",
                person=Person(community.alternate.user),
                command=Called("kith contact"),
            )
        )
    return tuple(lines)


def showing(ctx: CommandContext, said: Appointment) -> tuple[Text, ...]:
    """Say, once moderators are named, how they get to see their commands where a platform hides these."""
    how = ctx.kit.platforms[ctx.place.platform].capabilities.shows_staff_commands
    named = said.moderators not in {None, NONE} or bool(said.moderator)
    return (how,) if named and how is not None else ()


def last_checked(community: Community) -> tuple[Fact, ...]:
    """Show when somebody last looked whether the contacts are right."""
    if not (community.help_lines or community.emergency):
        return ()
    day = care.day_checked(community)
    return (Fact(label=T("Help lines last checked"), value=T("{day}", day=day) if day else T("Not yet")),)


def facts(community: Community) -> tuple[Fact, ...]:
    """Show who sees reports, and where."""
    who = community.moderators
    seen = [
        *((T("organisers"),) if who.organisers else ()),
        *((T("whoever has the chosen role or level"),) if who.rights else ()),
        *(T("{person}", person=Person(each.user)) for each in who.people),
    ]
    room = T("Yes") if community.moderator_channel is not None else T("None yet")
    number = T("{number}", number=community.emergency) if community.emergency else T("None yet")
    return (
        Fact(label=T("Who sees reports"), value=T("{people}", people=listed(*seen))),
        Fact(label=T("Room for reports"), value=room),
        Fact(label=T("Emergency number"), value=number),
    )
