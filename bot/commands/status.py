"""Where a member stands, and not this time."""

from bot.commands.command import Command, CommandContext
from bot.domain.member import Attendance, MemberState
from bot.domain.rounds import Circle, GroupState, Round
from bot.errors import NotFound
from bot.ports.commands import Access, CommandSpec, Option, Screening
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.cards import open_table as table_cards
from bot.services.cards import wording
from bot.services.circles.circles import find
from bot.services.members.status import CircleStatus, GroupStatus, Status, skip, status_of
from bot.services.open_tables.open_table import Coming, Setting, tables_of
from bot.text.message import Command as Called
from bot.text.message import Moment, MomentStyle, Person, T, Text, listed


async def status(ctx: CommandContext) -> Reply:
    """Show the caller's next rounds, groups and plans in one card."""
    member, zone = ctx.me, ctx.here.zone
    now = ctx.kit.clock.now()

    def look(repos: Repositories) -> tuple[Status, tuple[tuple[Setting, Coming], ...]]:
        return status_of(repos, member), tables_of(repos, member.id, now)

    found, tables = await ctx.kit.storage.run(look)
    lines: list[Text] = []
    if member.state is MemberState.PAUSED:
        lines.append(_paused(ctx))
    if not found.circles:
        lines.append(T("You are in no circle yet. {command} takes a tap.", command=Called("meet join")))
    facts = [
        *(
            Fact(label=T("{circle}", circle=each.circle.name), value=_round_words(each, zone))
            for each in found.circles
        ),
        *(
            Fact(
                label=T("Your extra seat") if each.extra else T("Your group"),
                value=_group_words(each),
            )
            for each in found.groups
        ),
        *(
            Fact(
                label=T("Open table of {circle}", circle=table.circle.name),
                value=table_cards.in_short(table.spot, coming.at, table.zone, coming.stands),
            )
            for table, coming in tables
        ),
    ]
    choices = [
        Choice(key="skip", label=T("Not this time"), action=Action(command="meet skip")),
        Choice(key="circle", label=T("My circles"), action=Action(command="meet circle")),
        Choice(key="profile", label=T("My profile"), action=Action(command="meet profile")),
    ]
    if found.groups:
        choices.insert(0, Choice(key="plan", label=T("My plan"), action=Action(command="meet plan")))
    return Reply(
        message=Message(
            title=T("Where things stand"),
            lines=tuple(lines),
            facts=tuple(facts),
            menu=Menu(choices=tuple(choices)),
        )
    )


def _paused(ctx: CommandContext) -> Text:
    until = ctx.me.paused_until
    if until is None:
        return T("You are paused. {command} brings you back.", command=Called("meet resume"))
    when = Moment(at=until, zone=ctx.here.zone, style=MomentStyle.DATE)
    return T(
        "You are paused until {when}. {command} brings you back sooner.",
        when=when,
        command=Called("meet resume"),
    )


def _round_words(status: CircleStatus, zone: str) -> Text:
    if status.round is None:
        return T("no round is planned")
    when = Moment(at=status.round.due_at, zone=zone, style=MomentStyle.SHORT)
    if status.coming:
        return T("you are in for the round on {when}", when=when)
    if status.answer is False:
        return T("you leave out the round on {when}", when=when)
    if status.rests:
        return T(
            "you rest in the round on {when}, as you wished; {join} brings you in",
            when=when,
            join=Called("meet join"),
        )
    return T("next round on {when}; I ask you when it opens", when=when)


def _group_words(status: GroupStatus) -> Text:
    people = listed(*(Person(user) for user in status.others))
    group = status.group
    if group.state is GroupState.AGREED and group.meets_at is not None:
        when = Moment(at=group.meets_at, zone=status.zone, style=MomentStyle.SHORT)
        return T(
            "with {people}, {when}, {spot}", people=people, when=when, spot=wording.spot_words(status.spot)
        )
    if group.state is GroupState.PROPOSED:
        return T("with {people}: a time is still to be chosen", people=people)
    return T("with {people}: the meetup is over", people=people)


async def not_this_time(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Skip the next round of one circle, or of all; say when the one after comes."""
    if circle and ctx.member is None and ctx.community is not None:
        return say(T("All right. Nothing was stored, and nothing is needed from you."))
    member, zone = ctx.me, ctx.here.zone

    def decide(repos: Repositories) -> tuple[CircleStatus, ...]:
        chosen: Circle | None = find(repos, ctx.here, circle) if circle else None
        return skip(repos, member, chosen)

    skipped = await ctx.kit.storage.run(decide)
    if not skipped:
        raise NotFound(T("There is no round to skip at the moment."))
    return say(*(_skipped(each.circle, each.round, each.attendance, zone) for each in skipped if each.round))


def _skipped(circle: Circle, round_: Round, attendance: Attendance, zone: str) -> Text:
    """Confirm a skip with its date, and say how the round after it finds the member."""
    when = Moment(at=round_.due_at, zone=zone, style=MomentStyle.SHORT)
    if attendance is Attendance.ALWAYS:
        return T(
            "Skipped: {circle} on {when}. No reason needed; you are in again next time.",
            circle=circle.name,
            when=when,
        )
    return T(
        "Skipped: {circle} on {when}. No reason needed; you are asked again next time.",
        circle=circle.name,
        when=when,
    )


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "status"),
            summary=T("My next round, my group and my plan"),
            access=Access.MEMBER,
        ),
        handler=status,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "skip"),
            summary=T("Not this time; no reason is asked"),
            access=Access.MEMBER,
            options=(
                Option(
                    name="circle",
                    summary=T("Only this circle; all of them without it"),
                    screening=Screening.CRISIS,
                ),
            ),
        ),
        handler=not_this_time,
    ),
)
