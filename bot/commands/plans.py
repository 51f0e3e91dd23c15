"""What members do with a match: agree on a time, run late, cancel, say how it went."""

from dataclasses import replace
from datetime import datetime

from bot.commands.command import Command, CommandContext
from bot.commands.meant import GROUP, meant, which
from bot.domain.member import Attendance, Contact, Member
from bot.domain.plans import is_over
from bot.domain.rounds import Acceptance, Group, GroupState
from bot.errors import UserError
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Attachment, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services import groups
from bot.services.cards import meetings as meeting_cards
from bot.services.cards import plans as plan_cards
from bot.services.cards.wording import unmet_words
from bot.services.deliveries.entries import entry_file
from bot.services.members.membership import enrolment_in
from bot.services.people import members_of, signs_of, zone_of
from bot.services.planning import moving
from bot.services.planning.offering import company_of
from bot.services.seats.releasing import step_back
from bot.text.message import Moment, T, Text


async def plan(
    ctx: CommandContext,
    *,
    choice: str = "",
    spot: str = "",
    times: str = "",
    move: str = "",
    group: str = "",
    offer: str = "",
) -> Reply:
    """Show the plan, tap a time, ask for another spot or other times, or move a plan that stands."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found, *more = meant(repos, ctx, member, group, planned=bool(move))
        if more:
            asked = {"choice": choice, "spot": spot, "times": times, "move": move}
            return which(repos, ctx, (found, *more), **asked)
        if spot:
            return _another_spot(repos, moving.other_spot(repos, found, now, seen=offer))
        if move:
            moving.move(repos, found, now, plan=offer)
            return say(T("The time is open again, and your group chooses a new one. No reason needed."))
        if times:
            moving.other_times(repos, found, now, offer=offer)
            return say(T("I suggested other times to your group."))
        if choice:
            after = groups.accept(repos, found, member.id, Acceptance(choice), now, offer=offer)
            return _accepted(after, choice, zone_of(repos, after))
        return _shown(repos, found, zone_of(repos, found), now)

    return await ctx.kit.storage.run(decide)


def _another_spot(repos: Repositories, group: Group) -> Reply:
    chosen = repos.places.spot(group.spot) if group.spot is not None else None
    unmet = unmet_words(chosen, company_of(group, members_of(repos, group)).wishes)
    if group.state is GroupState.AGREED:
        return say(T("The spot has changed, and the time stays. Your group has a new file."), *unmet)
    return say(T("I suggested another spot to your group."))


def _accepted(group: Group, choice: str, zone: str) -> Reply:
    if group.state is GroupState.AGREED and group.meets_at is not None:
        return say(T("The plan stands: {when}.", when=Moment(at=group.meets_at, zone=zone)))
    if Acceptance(choice) is Acceptance.NEITHER:
        return say(T("Noted, thank you. When everybody has answered, I suggest other times."))
    return say(T("Noted, thank you. As soon as everybody shares a time, the plan stands."))


def _shown(repos: Repositories, group: Group, zone: str, now: datetime) -> Reply:
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    if group.state is GroupState.AGREED and not is_over(group, now):
        return Reply(
            message=Message(
                title=T("Your plan"),
                facts=meeting_cards.plan_facts(group, spot, zone, signs_of(repos, group)),
                menu=meeting_cards.own_plan_menu(group),
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
        step_back(repos, found, member.id, now)
        lines = (T("Done, and no reason needed. I told the others kindly."), _next_time(repos, found, member))
        return Reply(message=Message(lines=lines, files=_own_entry_out(ctx, repos, found, member)))

    return await ctx.kit.storage.run(decide)


def _own_entry_out(
    ctx: CommandContext, repos: Repositories, group: Group, member: Member
) -> tuple[Attachment, ...]:
    """Hand whoever can't come the file for their own calendar with the answer, where nobody else sees it.

    Those who may be written to directly get it that way.
    """
    platform = ctx.kit.platforms.get(group.platform)
    if platform is None or not platform.capabilities.private_replies:
        return ()
    if member.contact is Contact.DIRECT or group.entered_at is None:
        return ()
    left = replace(group, revision=group.revision + 1)
    return (entry_file(repos, left, ctx.kit.clock.now(), cancelled=True),)


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
                Option(
                    name="times",
                    summary=T("Ask for other times"),
                    kind=OptionKind.WORD,
                    choices=(OptionChoice(value="other", label=T("Other times")),),
                ),
                Option(
                    name="move",
                    summary=T("Choose again, although the plan stands"),
                    kind=OptionKind.WORD,
                    choices=(OptionChoice(value="yes", label=T("Move")),),
                ),
                GROUP,
                Option(
                    name="offer", summary=T("What was shown with a tap"), kind=OptionKind.WORD, hidden=True
                ),
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
