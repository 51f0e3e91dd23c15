"""What members do with a match: agree on a time, run late, cancel, say how it went."""

from datetime import UTC, datetime, timedelta

from bot.commands.avoids import people_menu
from bot.commands.command import Command, CommandContext
from bot.domain.jobs import JobState
from bot.domain.member import Attendance, Member
from bot.domain.rounds import Acceptance, Feeling, Group, GroupState, Met
from bot.errors import NotFound, UserError
from bot.ids import GroupId, UserId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services import checkins, groups, names
from bot.services.cards import checkins as checkin_cards
from bot.services.cards import meetings as meeting_cards
from bot.services.cards import plans as plan_cards
from bot.services.membership import enrolment_in
from bot.services.people import is_host, others_of, user_on
from bot.services.planned import delivery, key_of
from bot.services.releasing import is_over, release_seat
from bot.text.message import Command as Called
from bot.text.message import Moment, Person, T, Text, listed

_LATE_FROM = timedelta(hours=3)
_NEVER = datetime.max.replace(tzinfo=UTC)

_GROUP = Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, hidden=True)


def _mine(repos: Repositories, ctx: CommandContext, member: Member, group_id: str) -> Group | None:
    """Return the group that is named, or in whose place the call was made, where the member sits in it."""
    if group_id:
        group = repos.rounds.group(GroupId(group_id))
    else:
        group = repos.rounds.group_in(ctx.place.platform, ctx.place.channel)
    return group if group is not None and groups.sits_in(repos, group, member.id) else None


def _meant(
    repos: Repositories, ctx: CommandContext, member: Member, group_id: str, *, planned: bool = False
) -> tuple[Group, ...]:
    """Return the group that is meant: by id, by the place of the call, or the likeliest. Raise `NotFound`.

    A host may mean either of their two groups of a round; both are returned then. With `planned`, groups whose plan
    stands come before newer ones.
    """
    named = _mine(repos, ctx, member, group_id)
    if named is not None:
        return (named,)
    now = ctx.kit.clock.now()
    mine = repos.rounds.groups_of(member.id) if not group_id else ()
    ahead = [group for group in mine if not is_over(group, now)]
    standing = sorted(
        (each for each in ahead if each.meets_at is not None), key=lambda each: each.meets_at or now
    )
    best = [*(standing if planned else ()), *ahead, *mine]
    if not best:
        raise NotFound(T("You have no group at the moment. The next round is never far away."))
    both = tuple(group for group in ahead if group.round == best[0].round)
    return both or (best[0],)


def _which(repos: Repositories, ctx: CommandContext, mine: tuple[Group, ...], **options: str) -> Reply:
    """Ask a host which of their groups is meant, with the same call behind each."""
    kept = {name: words for name, words in options.items() if words}
    facts, choices = [], []
    for number, group in enumerate(mine, start=1):
        others = [Person(user) for user in others_of(repos, group, ctx.me.id)]
        label = T("My extra seat") if is_host(repos, group, ctx.me.id) else T("My group")
        action = Action(command=ctx.invocation.command, options={**kept, "group": group.id})
        facts.append(Fact(label=label, value=T("with {people}", people=listed(*others))))
        choices.append(Choice(key=f"g{number}", label=label, action=action))
    title = T("You have two groups in this round. Which one do you mean?")
    return Reply(message=Message(title=title, facts=tuple(facts), menu=Menu(choices=tuple(choices))))


async def plan(
    ctx: CommandContext, *, choice: str = "", spot: str = "", group: str = "", offer: str = ""
) -> Reply:
    """Show the plan, tap a time, or ask for another spot."""
    member, now = ctx.me, ctx.kit.clock.now()
    zone = ctx.here.zone

    def decide(repos: Repositories) -> Reply:
        found, *more = _meant(repos, ctx, member, group)
        if more:
            return _which(repos, ctx, (found, *more), choice=choice, spot=spot)
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
                facts=meeting_cards.plan_facts(group, spot, zone),
                menu=meeting_cards.coming_menu(group),
            )
        )
    if group.state is GroupState.PROPOSED:
        return Reply(
            message=plan_cards.proposal(group, spot=spot, zone=zone, title=T("Which time suits you?"))
        )
    return say(T("This group's meetup is over. Thank you for being part of it."))


async def late(ctx: CommandContext, *, group: str = "") -> Reply:
    """Tell the others that the caller is running late."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        mine = _meant(repos, ctx, member, group, planned=True)
        found = min(mine, key=lambda each: each.meets_at or _NEVER)
        if found.state is not GroupState.AGREED or found.meets_at is None or is_over(found, now):
            raise UserError(T("There is no agreed plan that you could be late for."))
        if found.meets_at - now > _LATE_FROM:
            when = Moment(at=found.meets_at, zone=ctx.here.zone)
            raise UserError(
                T(
                    "Your meetup is on {when}. I pass this on in the last three hours before it; "
                    "{cancel} tells the others if you can't come.",
                    when=when,
                    cancel=Called("meet cancel"),
                )
            )
        mark = f"{member.id}-{int(found.meets_at.timestamp())}"
        args = {"user": user_on(repos, member.id, found.platform) or ctx.actor.user_id}
        repos.jobs.add(delivery(found.community, names.LATE, found.id, now, mark=mark, args=args))
        return say(T("I told the others that you are about ten minutes late."))

    return await ctx.kit.storage.run(decide)


async def cancel(ctx: CommandContext, *, group: str = "") -> Reply:
    """Take the caller out of a group at once; no reason is asked."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found, *more = _meant(repos, ctx, member, group, planned=True)
        if more:
            return _which(repos, ctx, (found, *more))
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


async def checkin(
    ctx: CommandContext, *, group: str, met: str = "", feeling: str = "", again: str = ""
) -> Reply:
    """Take one check-in answer and ask the next question."""
    member, now = ctx.me, ctx.kit.clock.now()
    return await ctx.kit.storage.run(
        lambda repos: _noted(repos, _meant(repos, ctx, member, group)[0], member, now, (met, feeling, again))
    )


def _patient(repos: Repositories, group: Group) -> Text:
    """Promise to ask again only where that is planned."""
    later = repos.jobs.get(key_of(names.CHECK_IN, group.id, "2"))
    if later is not None and later.state is JobState.WAITING:
        return T("Take your time. I ask once more in a few days.")
    return T("Take your time.")


def _noted(
    repos: Repositories, group: Group, member: Member, now: datetime, said: tuple[str, str, str]
) -> Reply:
    met, feeling, again = said
    if met:
        checkins.note(repos, group, member.id, now, met=Met(met))
        if Met(met) is Met.YES:
            return say(
                T("Good to hear. How was it for you?"), menu=checkin_cards.feeling_menu(group.id), update=True
            )
        if Met(met) is Met.PLANNING:
            return say(_patient(repos, group), update=True)
        return say(
            T("Thank you for telling me. Life happens, and the next round is never far away."), update=True
        )
    if feeling:
        checkins.note(repos, group, member.id, now, feeling=Feeling(feeling))
        return say(
            T("Thank you. Would you be happy to meet again? Only a yes from everybody is ever shown."),
            menu=checkin_cards.again_menu(group.id),
            update=True,
        )
    if again:
        checkins.note(repos, group, member.id, now, again=again == "yes")
        return _thanked(others_of(repos, group, member.id) if again == "no" else ())
    return Reply(message=checkin_cards.check_in(group, users=(), again=False))


def _thanked(others: tuple[UserId, ...]) -> Reply:
    """Thank somebody; to those who would not meet again, offer a quiet way not to be matched with one of the others."""
    quiet = T(
        "If you like, I never match you with somebody again. Nobody is told: tap who you mean, or leave it."
    )
    lines, menu = ((quiet,), people_menu(others)) if others else ((), None)
    return say(T("Thank you, that is all."), *lines, menu=menu, update=True)


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
                Option(name="offer", summary=T("Which times were shown"), kind=OptionKind.WORD, hidden=True),
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
