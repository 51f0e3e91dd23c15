"""What members say before and at a meeting: still on, late, how to find me, nobody here; and why they were not there."""

from bot.commands.command import Command, CommandContext
from bot.commands.meant import GROUP, meant, mine_named
from bot.commands.membership import pause_menu
from bot.domain.aftermath import SIGN_LONGEST
from bot.domain.rounds import Group
from bot.errors import NotFound
from bot.ids import GroupId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, Choice, Form, FormField, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.around import absences, attending
from bot.services.cards import checkins as checkin_cards
from bot.services.cards.wording import HELP
from bot.services.people import zone_of
from bot.text.message import TN, Moment, T, Text
from bot.text.message import Command as Called

_ABOUT = "10"
_MINUTES = {
    "10": T("About 10 minutes"),
    "20": T("About 20 minutes"),
    "30": T("About 30 minutes"),
}


async def still(ctx: CommandContext, *, group: str = "") -> Reply:
    """Note that the caller is still on."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found = meant(repos, ctx, member, group, planned=True)[0]
        at = attending.still_on(repos, found, member.id, now)
        return say(T("Good, you are still on for {when}.", when=Moment(at=at, zone=zone_of(repos, found))))

    return await ctx.kit.storage.run(decide)


async def late(ctx: CommandContext, *, minutes: str = _ABOUT, group: str = "") -> Reply:
    """Tell the others that the caller is running late."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found = meant(repos, ctx, member, group, planned=True)[0]
        attending.late(repos, found, member.id, int(minutes), now)
        return say(
            TN(
                "I told the others that you are about {count} minute late.",
                "I told the others that you are about {count} minutes late.",
                int(minutes),
            ),
            menu=_later_still(found, minutes),
        )

    return await ctx.kit.storage.run(decide)


def _later_still(group: Group, said: str) -> Menu | None:
    """Offer to say more minutes than were said."""
    options = {"group": str(group.id)}
    more = tuple(
        Choice(
            key=f"late-{minutes}",
            label=label,
            action=Action(command="meet late", options={**options, "minutes": minutes}),
        )
        for minutes, label in _MINUTES.items()
        if int(minutes) > int(said)
    )
    return Menu(choices=more) if more else None


async def sign(ctx: CommandContext, *, line: str | None = None, group: str = "") -> Reply:
    """Keep a line by which the caller's group finds them; without one it is asked for."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        found = meant(repos, ctx, member, group, planned=True)[0]
        if line is None:
            return Reply(form=_sign_form(found))
        if attending.sign(repos, found, member.id, line, now):
            return say(T("Your group can find you by that. It is erased after the meetup."))
        return say(T("All right, nothing about you is shown."))

    return await ctx.kit.storage.run(decide)


def _sign_form(group: Group) -> Form:
    field = FormField(
        option="line",
        label=T("How will others recognise you?"),
        hint=T("Something you wear or carry, such as: green scarf"),
        required=False,
        longest=SIGN_LONGEST,
    )
    action = Action(command="meet sign", options={"group": group.id})
    return Form(title=T("How to find me"), fields=(field,), action=action)


async def nobody(ctx: CommandContext, *, group: str = "", back: str = "") -> Reply:
    """Note that the caller came and found nobody, or that somebody came after all."""
    member, now = ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        if back:
            absences.came_after_all(repos, _known(repos, group), member.id, now)
            return say(T("Good. Have a good time."))
        found = _meeting_now(repos, ctx, group)
        early = absences.nobody_here(repos, found, member.id, ctx.here.zone, now)
        return Reply(message=_fell_through(found, early=early))

    return await ctx.kit.storage.run(decide)


def _known(repos: Repositories, group: str) -> Group:
    found = repos.rounds.group(GroupId(group))
    if found is None:
        raise NotFound(T("That group is no longer there."))
    return found


def _meeting_now(repos: Repositories, ctx: CommandContext, group: str) -> Group:
    """Return the group that is named, or whose place this is, or that met last. Raise `NotFound`."""
    named = mine_named(repos, ctx, ctx.me, group)
    if named is not None:
        return named
    now = ctx.kit.clock.now()
    begun = [
        (each.meets_at, each.id, each)
        for each in repos.rounds.groups_of(ctx.me.id)
        if each.meets_at is not None and each.meets_at <= now
    ]
    if not begun:
        raise NotFound(T("You have no meetup that has begun."))
    return max(begun)[2]


def _fell_through(group: Group, *, early: bool) -> Message:
    lines = [T("Sorry it fell through. You're free to go.")]
    if early:
        lines.append(T("You'll be placed early next round."))
    back = Action(command="meet nobody", options={"group": group.id, "back": "yes"})
    return Message(
        lines=tuple(lines),
        menu=Menu(choices=(Choice(key="back", label=T("They came after all"), action=back),)),
        footer=T("Something's wrong? {help}", help=HELP),
    )


_THANKS: dict[str, Text] = {
    "life": T("Thank you, that is all I wanted to know. All the best."),
    "mixed": T("Thank you. It happens easily. The calendar file may help next time."),
    "changed": T(
        "Thank you for saying so. {cancel} is always there, up to the minute.", cancel=Called("meet cancel")
    ),
}


async def absent(ctx: CommandContext, *, group: str, word: str) -> Reply:
    """Take a word from whoever may have missed a meetup; which one is not kept."""
    member = ctx.me

    def decide(repos: Repositories) -> Reply:
        found = meant(repos, ctx, member, group)[0]
        absences.explain(repos, found, member.id, there=word == "there")
        if word == "there":
            return Reply(
                message=checkin_cards.asked_on(
                    T("Thank you. Did you meet?"), menu=checkin_cards.met_menu(found.id)
                ),
                update=True,
            )
        if word == "pause":
            return say(T("Of course. For how long?"), menu=pause_menu(), update=True)
        return say(_THANKS[word], update=True)

    return await ctx.kit.storage.run(decide)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "late"),
            summary=T("Tell your group that you are running late"),
            access=Access.MEMBER,
            options=(
                Option(
                    name="minutes",
                    summary=T("How late; about ten minutes if you say nothing"),
                    kind=OptionKind.WORD,
                    choices=tuple(
                        OptionChoice(value=minutes, label=label) for minutes, label in _MINUTES.items()
                    ),
                ),
                GROUP,
            ),
        ),
        handler=late,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "still"),
            summary=T("Say that you are still on"),
            access=Access.MEMBER,
            tapped=True,
            options=(GROUP,),
        ),
        handler=still,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "sign"),
            summary=T("Say how your group recognises you, such as: green scarf"),
            access=Access.MEMBER,
            options=(
                Option(
                    name="line",
                    summary=T("Something you wear or carry; never a photo"),
                    longest=SIGN_LONGEST,
                ),
                GROUP,
            ),
        ),
        handler=sign,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "nobody"),
            summary=T("You are there and nobody else is, a quarter of an hour after the time"),
            access=Access.MEMBER,
            options=(
                GROUP,
                Option(name="back", summary=T("They came after all"), kind=OptionKind.WORD, hidden=True),
            ),
        ),
        handler=nobody,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "absent"),
            summary=T("Say a word about a meetup that you may have missed"),
            access=Access.MEMBER,
            tapped=True,
            options=(
                Option(name="group", summary=T("Which group is meant"), kind=OptionKind.WORD, required=True),
                Option(
                    name="word",
                    summary=T("A word, whichever it is"),
                    kind=OptionKind.WORD,
                    required=True,
                    choices=(
                        OptionChoice(value="life", label=T("Life happened")),
                        OptionChoice(value="mixed", label=T("Mixed up the time")),
                        OptionChoice(value="changed", label=T("Changed my mind")),
                        OptionChoice(value="there", label=T("I was there")),
                        OptionChoice(value="pause", label=T("Pause me")),
                    ),
                ),
            ),
        ),
        handler=absent,
    ),
)
