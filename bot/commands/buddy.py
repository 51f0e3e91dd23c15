"""A check-in for oneself after a meetup begins, and a buddy who is told when no answer comes."""

from datetime import datetime, timedelta

from bot.commands.command import Command, CommandContext
from bot.commands.meant import GROUP, meant
from bot.domain.aftermath import LONGEST_AFTER
from bot.domain.community import Account
from bot.domain.member import Contact
from bot.domain.recurrence import instant, local_date
from bot.domain.rounds import Group, GroupState
from bot.errors import BadOption, NotFound, UserError
from bot.ids import GroupId, MemberId, UserId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Reply, say
from bot.ports.storage import Repositories
from bot.services import buddies
from bot.services.cards import buddies as buddy_cards
from bot.services.circles.circles import read_time
from bot.services.people import user_on, zone_of
from bot.text.message import T

_OFF = "off"


async def buddy(
    ctx: CommandContext, *, at: str = "", who: str = "", after: str = "", group: str = ""
) -> Reply:
    """Set a time at which the caller is asked whether all is good, name a buddy, or look at what stands."""
    member, now = ctx.me, ctx.kit.clock.now()
    if member.contact is not Contact.DIRECT:
        raise UserError(
            T(
                "A check-in comes as a direct message, and you chose to get none. You could ask a friend to call you "
                "at a time that you agree on."
            )
        )

    def decide(repos: Repositories) -> Reply:
        found = meant(repos, ctx, member, group, planned=True)[0]
        if after == _OFF:
            repos.aftermath.drop_check(member.id, found.id)
            return say(T("All right, no check-in."))
        minutes = _minutes(repos, found, at, after)
        if minutes is not None:
            buddies.set_check(repos, found, member.id, minutes, now)
        if who:
            account = Account(platform=ctx.place.platform, user=UserId(who))
            buddies.name_buddy(repos, found, member.id, account, now)
            return say(_ASKED, *buddy_cards.limits(ctx.here.help_lines))
        return _shown(repos, ctx, found)

    return await ctx.kit.storage.run(decide)


_ASKED = T(
    "Noted. They are asked where they take messages from me, and I tell you when they say yes. Until then nobody is told "
    "anything."
)
"""The same for everybody who is named: whether somebody is a member here is theirs to say."""


def _minutes(repos: Repositories, group: Group, at: str, after: str) -> int | None:
    """Return how long after the start the member wishes to be asked, or None where they did not say."""
    if after:
        return int(after)
    if not at or group.meets_at is None:
        return None
    when = _instant(group.meets_at, at, zone_of(repos, group))
    return int((when - group.meets_at) / timedelta(minutes=1))


def _instant(meets_at: datetime, words: str, zone: str) -> datetime:
    """Return the first time of day, as typed, that comes after the meeting begins."""
    clock, day = read_time("at", words), local_date(meets_at, zone)
    tries = (instant(day + timedelta(days=number), clock, zone) for number in range(3))
    when = next(each for each in tries if each > meets_at)
    if when - meets_at > LONGEST_AFTER:
        raise BadOption("at", T("Please choose a time within a day of the meetup."))
    return when


def _shown(repos: Repositories, ctx: CommandContext, group: Group) -> Reply:
    if group.state is not GroupState.AGREED or group.meets_at is None:
        raise UserError(T("A check-in goes with an agreed plan, and you have none at the moment."))
    check = repos.aftermath.check(ctx.me.id, group.id)
    at = buddies.due_at(group, check) if check is not None else None
    if check is None or at is None:
        return Reply(message=buddy_cards.offer(group.id, ctx.here.help_lines))
    named = check.buddy if check.accepted else None
    who = user_on(repos, named, group.platform) if named is not None else None
    zone, help_lines = zone_of(repos, group), ctx.here.help_lines
    return Reply(message=buddy_cards.standing(group.id, at, zone, help_lines, buddy=who))


async def all_good(ctx: CommandContext, *, group: str) -> Reply:
    """Take the caller's word that all is good."""
    member, now = ctx.me, ctx.kit.clock.now()
    if await ctx.kit.storage.run(lambda repos: buddies.all_good(repos, GroupId(group), member.id, now)):
        return say(T("Good to hear. That's all."), update=True)
    return say(T("Thank you. Nothing more was planned."), update=True)


async def reply(ctx: CommandContext, *, group: str, member: str, answer: str) -> Reply:
    """Take the word of somebody who was asked to be a buddy."""
    me, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found = repos.rounds.group(GroupId(group))
        if found is None:
            raise NotFound(T("That is no longer asked. Thank you all the same."))
        accepts = answer == "yes"
        check = repos.aftermath.check(MemberId(member), found.id)
        gives_up = check is not None and check.accepted and not accepts
        buddies.answer_request(repos, found, MemberId(member), me.id, now, accepts=accepts)
        if accepts:
            return say(T("Thank you. You hear from me only if they don't check in."), update=True)
        if gives_up:
            return say(T("All right. I only tell them that they have no buddy at the moment."), update=True)
        return say(T("All right. They are not told."), update=True)

    return await ctx.kit.storage.run(decide)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "buddy"),
            summary=T("Be asked whether all is good; a buddy is told if you don't answer"),
            access=Access.MEMBER,
            options=(
                Option(name="at", summary=T("When to ask you, such as 21:30"), kind=OptionKind.WORD),
                Option(name="who", summary=T("A buddy who is not in your group"), kind=OptionKind.USER),
                Option(
                    name="after",
                    summary=T("How long after the start"),
                    kind=OptionKind.WORD,
                    hidden=True,
                    choices=(
                        OptionChoice(value="60", label=T("1 hour after the start")),
                        OptionChoice(value="120", label=T("2 hours after the start")),
                        OptionChoice(value="180", label=T("3 hours after the start")),
                        OptionChoice(value=_OFF, label=T("No check-in")),
                    ),
                ),
                GROUP,
            ),
            details=buddy_cards.LIMITS,
        ),
        handler=buddy,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "all-good"),
            summary=T("Answer a check-in: all good"),
            access=Access.MEMBER,
            tapped=True,
            options=(
                Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, required=True),
            ),
        ),
        handler=all_good,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "buddy-reply"),
            summary=T("Say whether you would be a check-in buddy"),
            access=Access.MEMBER,
            tapped=True,
            options=(
                Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, required=True),
                Option(name="member", summary=T("Who asks"), kind=OptionKind.WORD, required=True),
                Option(
                    name="answer",
                    summary=T("Yes or no"),
                    kind=OptionKind.WORD,
                    required=True,
                    choices=(
                        OptionChoice(value="yes", label=T("Yes, that's fine")),
                        OptionChoice(value="no", label=T("No, thanks")),
                    ),
                ),
            ),
        ),
        handler=reply,
    ),
)
