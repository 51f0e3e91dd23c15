"""What members do with a match: agree on a time, run late, cancel, say how it went."""

from datetime import datetime

from bot.commands.command import Command, CommandContext
from bot.domain.member import Member
from bot.domain.rounds import Acceptance, Feeling, Group, GroupState, Met
from bot.errors import NotFound, UserError
from bot.ids import GroupId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Message, Reply, say
from bot.ports.storage import Repositories
from bot.services import cards, checkins, groups, names
from bot.services.planned import delivery
from bot.services.releasing import release_seat
from bot.text.message import Moment, T

_GROUP = Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, hidden=True)


def _mine(repos: Repositories, ctx: CommandContext, member: Member, group_id: str) -> Group:
    """Return the group that is meant: by id, by the place of the call, or the newest. Raise `NotFound`."""
    if group_id:
        group = repos.rounds.group(GroupId(group_id))
    else:
        group = repos.rounds.group_in(ctx.place.platform, ctx.place.channel)
        group = group or next(iter(repos.rounds.groups_of(member.id)), None)
    if group is None or not groups.sits_in(repos, group, member.id):
        raise NotFound(T("You have no group at the moment. The next round is never far away."))
    return group


async def plan(ctx: CommandContext, *, choice: str = "", spot: str = "", group: str = "") -> Reply:
    """Show the plan, tap a time, or ask for another spot."""
    member, now = ctx.me, ctx.kit.clock.now()
    zone = ctx.here.zone

    def decide(repos: Repositories) -> Reply:
        found = _mine(repos, ctx, member, group)
        if spot:
            groups.other_spot(repos, found, now)
            return say(T("I suggested another spot to your group."))
        if choice:
            return _accepted(groups.accept(repos, found, member.id, Acceptance(choice), now), choice, zone)
        return _shown(repos, found, zone)

    return await ctx.kit.storage.run(decide)


def _accepted(group: Group, choice: str, zone: str) -> Reply:
    if group.state is GroupState.AGREED and group.meets_at is not None:
        return say(T("The plan stands: {when}.", when=Moment(at=group.meets_at, zone=zone)))
    if Acceptance(choice) is Acceptance.NEITHER:
        return say(T("Noted, thank you. If nobody can agree on these, I suggest other times."))
    return say(T("Noted, thank you. As soon as everybody shares a time, the plan stands."))


def _shown(repos: Repositories, group: Group, zone: str) -> Reply:
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    if group.state is GroupState.AGREED:
        return Reply(
            message=Message(
                title=T("Your plan"), facts=cards.plan_facts(group, spot, zone), menu=cards.coming_menu(group)
            )
        )
    if group.state is GroupState.PROPOSED:
        return Reply(message=cards.proposal(group, spot=spot, zone=zone, title=T("Which time suits you?")))
    return say(T("This group's meetup is over. Thank you for being part of it."))


async def late(ctx: CommandContext, *, group: str = "") -> Reply:
    """Tell the others that the caller is running late."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found = _mine(repos, ctx, member, group)
        if found.state is not GroupState.AGREED or found.meets_at is None:
            raise UserError(T("There is no agreed plan that you could be late for."))
        mark = f"{member.id}-{int(now.timestamp())}"
        args = {"user": ctx.actor.user_id}
        repos.jobs.add(delivery(found.community, names.LATE, found.id, now, mark=mark, args=args))
        return say(T("I told the others that you are about ten minutes late."))

    return await ctx.kit.storage.run(decide)


async def cancel(ctx: CommandContext, *, group: str = "") -> Reply:
    """Take the caller out of a group at once; no reason is asked."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        release_seat(repos, _mine(repos, ctx, member, group), member.id, now)
        return say(
            T("Done, and no reason needed. I told the others kindly."),
            T("You are in for the next round unless you say otherwise."),
        )

    return await ctx.kit.storage.run(decide)


async def checkin(
    ctx: CommandContext, *, group: str, met: str = "", feeling: str = "", again: str = ""
) -> Reply:
    """Take one check-in answer and ask the next question."""
    member, now = ctx.me, ctx.kit.clock.now()
    return await ctx.kit.storage.run(
        lambda repos: _noted(repos, _mine(repos, ctx, member, group), member, now, (met, feeling, again))
    )


def _noted(
    repos: Repositories, group: Group, member: Member, now: datetime, said: tuple[str, str, str]
) -> Reply:
    met, feeling, again = said
    if met:
        checkins.note(repos, group, member.id, now, met=Met(met))
        if Met(met) is Met.YES:
            return say(T("Good to hear. How was it for you?"), menu=cards.feeling_menu(group.id), update=True)
        if Met(met) is Met.PLANNING:
            return say(T("Take your time. I ask once more in a few days."), update=True)
        return say(T("Thank you for telling me. Life happens; you're in for the next round."), update=True)
    if feeling:
        checkins.note(repos, group, member.id, now, feeling=Feeling(feeling))
        return say(
            T("Thank you. Would you be happy to meet again? Only a yes from everybody is ever shown."),
            menu=cards.again_menu(group.id),
            update=True,
        )
    if again:
        checkins.note(repos, group, member.id, now, again=again == "yes")
        return say(T("Thank you, that is all."), update=True)
    return Reply(message=cards.check_in(group, users=(), again=False))


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
                _GROUP,
            ),
        ),
        handler=plan,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "late"),
            summary=T("Tell your group that you are running late"),
            access=Access.MEMBER,
            options=(_GROUP,),
        ),
        handler=late,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "cancel"),
            summary=T("Say that you can't come; no reason is asked"),
            access=Access.MEMBER,
            options=(_GROUP,),
        ),
        handler=cancel,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "checkin"),
            summary=T("Say how a meetup went"),
            access=Access.MEMBER,
            tapped=True,
            options=(
                Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, required=True),
                Option(
                    name="met",
                    summary=T("Whether you met"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="yes", label=T("Yes, we met")),
                        OptionChoice(value="planning", label=T("Still planning")),
                        OptionChoice(value="no", label=T("It didn't happen")),
                    ),
                ),
                Option(
                    name="feeling",
                    summary=T("How it was"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="good", label=T("Good")),
                        OptionChoice(value="ok", label=T("OK")),
                        OptionChoice(value="not-for-me", label=T("Not for me")),
                    ),
                ),
                Option(
                    name="again",
                    summary=T("Whether you would like to meet again"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="yes", label=T("Yes, gladly")),
                        OptionChoice(value="no", label=T("Not this time")),
                    ),
                ),
            ),
        ),
        handler=checkin,
    ),
)
