"""What members do with a match: agree on a time, run late, cancel, say how it went."""

from datetime import UTC, datetime, timedelta

from bot.commands.command import Command, CommandContext
from bot.commands.meant import GROUP, meant, which
from bot.domain.member import Attendance, Member
from bot.domain.rounds import Acceptance, Group, GroupState
from bot.errors import UserError
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Message, Reply, say
from bot.ports.storage import Repositories
from bot.services import groups
from bot.services.cards import meetings as meeting_cards
from bot.services.cards import plans as plan_cards
from bot.services.membership import enrolment_in
from bot.services.people import signs_of
from bot.services.releasing import is_over, release_seat
from bot.text.message import Moment, T, Text

_LATE_FROM = timedelta(hours=3)
_NEVER = datetime.max.replace(tzinfo=UTC)


async def plan(
    ctx: CommandContext, *, choice: str = "", spot: str = "", group: str = "", offer: str = ""
) -> Reply:
    """Show the plan, tap a time, or ask for another spot."""
    member, now = ctx.me, ctx.kit.clock.now()
    zone = ctx.here.zone

    def decide(repos: Repositories) -> Reply:
        found, *more = meant(repos, ctx, member, group)
        if more:
            return which(repos, ctx, (found, *more), choice=choice, spot=spot)
        if spot:
            groups.other_spot(repos, found, now)
            return say(T("I suggested another spot to your group."))
        if choice:
            after = groups.accept(repos, found, member.id, Acceptance(choice), now, offer=offer)
            return _accepted(after, choice, zone)
        return _shown(repos, found, zone, now)

    return await ctx.kit.storage.run(decide)


def _accepted(group: Group, choice: str, zone: str) -> Reply:
    if group.state is GroupState.AGREED and group.meets_at is not None:
        return say(T("The plan stands: {when}.", when=Moment(at=group.meets_at, zone=zone)))
    if Acceptance(choice) is Acceptance.NEITHER:
        return say(T("Noted, thank you. If nobody can agree on these, I suggest other times."))
    return say(T("Noted, thank you. As soon as everybody shares a time, the plan stands."))


def _shown(repos: Repositories, group: Group, zone: str, now: datetime) -> Reply:
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    if group.state is GroupState.AGREED and not is_over(group, now):
        return Reply(
            message=Message(
                title=T("Your plan"),
                facts=meeting_cards.plan_facts(group, spot, zone, signs_of(repos, group)),
                menu=meeting_cards.plan_card_menu(group, quiet=True),
            )
        )
    if group.state is GroupState.PROPOSED:
        return Reply(
            message=plan_cards.proposal(group, spot=spot, zone=zone, title=T("Which time suits you?"))
        )
    return say(T("This group's meetup is over. Thank you for being part of it."))


async def cancel(ctx: CommandContext, *, group: str = "") -> Reply:
    """Take the caller out of a group at once; no reason is asked."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found, *more = meant(repos, ctx, member, group, planned=True)
        if more:
            return which(repos, ctx, (found, *more))
        if is_over(found, now):
            raise UserError(T("That meetup is over, so there is nothing to cancel any more."))
        release_seat(repos, found, member.id, now)
        return say(
            T("Done, and no reason needed. I told the others kindly."), _next_time(repos, found, member)
        )

    return await ctx.kit.storage.run(decide)


def _next_time(repos: Repositories, group: Group, member: Member) -> Text:
    """Say how the next round finds somebody who can't come to this one."""
    round_ = repos.rounds.get(group.round)
    known = enrolment_in(repos, member.id, round_.circle) if round_ is not None else None
    if known is not None and known.attendance is Attendance.ALWAYS:
        return T("You are in for the next round unless you say otherwise.")
    return T("The next round is yours to say yes to, if you like.")


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "plan"),
            summary=T("Choose a time with your group, or look at your plan"),
            access=Access.MEMBER,
            options=(
                Option(
                    name="choice",
                    summary=T("The time that suits you"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="first", label=T("Time 1")),
                        OptionChoice(value="second", label=T("Time 2")),
                        OptionChoice(value="either", label=T("Either")),
                        OptionChoice(value="neither", label=T("Neither")),
                    ),
                ),
                Option(
                    name="spot",
                    summary=T("Ask for another spot"),
                    kind=OptionKind.WORD,
                    choices=(OptionChoice(value="other", label=T("Another spot")),),
                ),
                GROUP,
                Option(name="offer", summary=T("Which times were shown"), kind=OptionKind.WORD, hidden=True),
            ),
        ),
        handler=plan,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "cancel"),
            summary=T("Say that you can't come; no reason is asked"),
            access=Access.MEMBER,
            options=(GROUP,),
        ),
        handler=cancel,
    ),
)
