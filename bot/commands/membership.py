"""Commands about taking part: join, agree, leave, pause, come back."""

from bot.commands.command import Command, CommandContext
from bot.commands.profile_forms import basics_form
from bot.commands.welcome import standing, when_words
from bot.domain.community import Account, Community
from bot.domain.member import Attendance, Contact
from bot.domain.rounds import Circle
from bot.ids import CircleId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind, Screening
from bot.ports.messages import Action, Choice, FieldChoice, Menu, Message, Reply, Tone, say
from bot.ports.storage import Repositories
from bot.services.circles import circles
from bot.services.members import membership, profile
from bot.services.members.membership import ConsentNeeded, Joined, WhichCircle
from bot.services.members.profile import Profile
from bot.text.message import Command as Called
from bot.text.message import Moment, MomentStyle, T, Verbatim

_NOT_NOW = "no"


def account_of(ctx: CommandContext) -> Account:
    """Return the caller's account."""
    return Account(platform=ctx.place.platform, user=ctx.actor.user_id)


async def join(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Join a circle, or say yes to its open round; newcomers read what it means first."""
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()
    outcome = await ctx.kit.storage.run(lambda repos: membership.join(repos, community, account, circle, now))
    match outcome:
        case WhichCircle():
            return say(T("Which circle would you like to join?"), menu=_circles_menu(outcome.circles))
        case ConsentNeeded():
            return Reply(message=consent_card(ctx, community, outcome.circle, again=outcome.again))
        case Joined():
            return Reply(message=standing(outcome, community.zone))


def _circles_menu(running: tuple[Circle, ...]) -> Menu:
    return Menu(
        choices=tuple(
            Choice(
                key=f"c{number}",
                label=T("{circle}", circle=circle.name),
                action=Action(command="meet join", options={"circle": circle.id}),
            )
            for number, circle in enumerate(running, start=1)
        )
    )


def consent_card(
    ctx: CommandContext, community: Community, circle: Circle, *, again: bool = False
) -> Message:
    """Say what joining means before anything is stored (H1, H2, H5, H15); `again` where the card has changed."""
    steward = community.steward
    return Message(
        title=T("Before you join {circle}", circle=circle.name),
        lines=(
            *((T("This has changed since you agreed to it, so I ask you again."),) if again else ()),
            T("I match people here for meetups in person. You are matched only when you say yes to a round."),
        ),
        bullets=(
            T("This is for people who are 18 or older. By agreeing you say that you are."),
            T("First meetings are in public places, between 9:00 and 20:00, for about an hour."),
            T(
                "I store your account id, your area, times and wishes, your answers, and who you were matched with. "
                "No messages, no address, no real name."
            ),
            T("Who meets whom is seen only by the people who meet, and by those who run this server."),
            T("I write to you directly about your rounds, and about nothing else."),
            T("I'm a program. I cannot watch over a meeting or call for help."),
            T(
                "{stop} ends everything at once, no reason needed. Your details are erased 30 days later.",
                stop=Called("kith stop"),
            ),
            *((T("{steward} hosts this here.", steward=steward),) if steward else ()),
        ),
        menu=_consent_menu(ctx, circle),
        footer=T("{privacy} tells everything that I store, and for how long.", privacy=Called("my privacy")),
    )


def _consent_menu(ctx: CommandContext, circle: Circle) -> Menu:
    """Offer to agree, to agree without direct messages where that can work, or to leave it."""

    def agree(how: str) -> Action:
        return Action(command="meet consent", options={"how": how, "circle": circle.id})

    elsewhere = ctx.kit.platforms[ctx.place.platform].capabilities.private_replies
    label = T("I agree, but no direct messages")
    quiet = Choice(key="place", label=label, action=agree(Contact.PLACE))
    return Menu(
        choices=(
            Choice(key="agree", label=T("I agree"), action=agree(Contact.DIRECT), tone=Tone.MAIN),
            *((quiet,) if elsewhere else ()),
            Choice(key="not-now", label=T("Not now"), action=agree(_NOT_NOW)),
            Choice(key="under-age", label=T("I am under 18"), action=Action(command="meet under-age")),
        )
    )


async def consent(ctx: CommandContext, *, how: str, circle: str) -> Reply:
    """Take the answer to the consent card, and ask the first questions."""
    if how == _NOT_NOW and ctx.member is not None and not ctx.member.agreed:
        return say(
            T("All right. You aren't matched for now, and everything of yours stays as it is."),
            T("{join} is there whenever you like.", join=Called("meet join")),
            update=True,
        )
    if how == _NOT_NOW:
        sentence = T(
            "All right. Nothing was stored. {command} is there whenever you like.",
            command=Called("meet join"),
        )
        return say(sentence, update=True)
    community, account, now = ctx.here, account_of(ctx), ctx.kit.clock.now()

    def decide(repos: Repositories) -> tuple[Joined, Profile]:
        joined = membership.consent(
            repos, community, account, circle=CircleId(circle), contact=Contact(how), now=now, rng=ctx.kit.rng
        )
        return joined, profile.look(repos, community, joined.member.id)

    joined, found = await ctx.kit.storage.run(decide)
    if not joined.first:
        return Reply(message=standing(joined, community.zone))
    return Reply(form=basics_form(found, ctx.language, joined.circle.id))


async def attend(ctx: CommandContext, *, circle: str, how: str) -> Reply:
    """Choose between "always in" and "ask me each time"."""
    community, me, now = ctx.here, ctx.me, ctx.kit.clock.now()
    joined = await ctx.kit.storage.run(
        lambda repos: membership.attend(repos, community, me, circle, how=Attendance(how), now=now)
    )
    skip = Called("meet skip")
    if joined.attendance is Attendance.ALWAYS:
        after = T("You're always in from now on. {skip} takes you out of a round.", skip=skip)
    else:
        after = T("I'll ask you each time.")
    return say(after, when_words(joined, community.zone), update=True)


async def leave(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Leave one circle, or everything in this community."""
    community, me, now = ctx.here, ctx.me, ctx.kit.clock.now()
    if circle:
        left = await ctx.kit.storage.run(lambda repos: membership.leave_circle(repos, community, me, circle))
        return say(
            T("You're out of {circle}.", circle=left.name),
            T(
                "If you have a plan there that doesn't fit any more, {cancel} tells the others kindly.",
                cancel=Called("meet cancel"),
            ),
        )
    erased = await ctx.kit.storage.run(lambda repos: membership.leave(repos, me, now))
    return say(
        T("You've left, and you won't be matched any more. Thank you for having been here."),
        T(
            "Your details are erased on {when}. Until then {join} brings everything back.",
            when=Moment(at=erased, zone=community.zone, style=MomentStyle.DATE),
            join=Called("meet join"),
        ),
    )


async def pause(ctx: CommandContext, *, until: str = "") -> Reply:
    """Pause for a while; it ends by itself."""
    community, me, now = ctx.here, ctx.me, ctx.kit.clock.now()
    if not until:
        return say(T("How long would you like to pause? It ends by itself."), menu=pause_menu())
    end = membership.pause_end(until, community.zone, now, ctx.language)
    await ctx.kit.storage.run(lambda repos: membership.pause(repos, me, end))
    return say(
        T(
            "You're paused until {when}. It ends by itself; {resume} ends it sooner.",
            when=Moment(at=end, zone=community.zone, style=MomentStyle.DATE),
            resume=Called("meet resume"),
        ),
        T(
            "A plan that is agreed already stays. {cancel} tells the others if you can't come.",
            cancel=Called("meet cancel"),
        ),
        update=True,
    )


def pause_menu() -> Menu:
    """Offer how long a pause can be."""
    offered = (("1", T("1 week")), ("2", T("2 weeks")), ("4", T("4 weeks")))
    return Menu(
        choices=tuple(
            Choice(
                key=f"w{weeks}", label=words, action=Action(command="meet pause", options={"until": weeks})
            )
            for weeks, words in offered
        )
    )


async def resume(ctx: CommandContext) -> Reply:
    """End a pause."""
    me = ctx.me
    if await ctx.kit.storage.run(lambda repos: membership.resume(repos, me)):
        return say(T("Welcome back. You'll be asked again when the next round opens."))
    return say(T("You aren't paused, so everything goes on as it is."))


async def suggest_circle(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the running circles whose name contains what was typed."""
    if option != "circle" or ctx.community is None:
        return ()
    community = ctx.community
    running = await ctx.kit.storage.run(lambda repos: circles.active(repos, community))
    found = (circle for circle in running if typed.casefold() in circle.name.casefold())
    return tuple(FieldChoice(value=circle.name, label=T("{circle}", circle=circle.name)) for circle in found)


_CIRCLE = Option(
    name="circle", summary=T("Which circle, if there are several"), suggest=True, screening=Screening.CRISIS
)
_WHICH = Option(name="circle", summary=T("Which circle"), kind=OptionKind.WORD, required=True, hidden=True)

JOIN = Command(
    spec=CommandSpec(
        path=("meet", "join"),
        summary=T("Join a circle and be matched for meetups in person"),
        options=(_CIRCLE,),
        details=T("You first read what it means. Nothing is stored before you agree."),
    ),
    handler=join,
    suggest=suggest_circle,
)
CONSENT = Command(
    spec=CommandSpec(
        path=("meet", "consent"),
        summary=T("Answer the card that explains joining"),
        options=(
            Option(
                name="how",
                summary=T("Your answer"),
                kind=OptionKind.WORD,
                required=True,
                choices=(
                    OptionChoice(value=Contact.DIRECT, label=T("I agree")),
                    OptionChoice(value=Contact.PLACE, label=T("I agree, but no direct messages")),
                    OptionChoice(value=_NOT_NOW, label=T("Not now")),
                ),
            ),
            _WHICH,
        ),
        tapped=True,
    ),
    handler=consent,
)
ATTEND = Command(
    spec=CommandSpec(
        path=("meet", "attend"),
        summary=T("Say how you take part in the rounds of a circle"),
        options=(
            _WHICH,
            Option(
                name="how",
                summary=T("Always in, or asked each time"),
                kind=OptionKind.WORD,
                required=True,
                choices=(
                    OptionChoice(value=Attendance.ALWAYS, label=T("Always in")),
                    OptionChoice(value=Attendance.ASK, label=T("Ask me each time")),
                ),
            ),
        ),
        access=Access.MEMBER,
        tapped=True,
    ),
    handler=attend,
)
LEAVE = Command(
    spec=CommandSpec(
        path=("meet", "leave"),
        summary=T("Leave one circle, or everything here; no reason asked"),
        options=(_CIRCLE,),
        access=Access.MEMBER,
    ),
    handler=leave,
    suggest=suggest_circle,
)
PAUSE = Command(
    spec=CommandSpec(
        path=("meet", "pause"),
        summary=T("Take a break; it ends by itself"),
        options=(
            Option(
                name="until",
                summary=T(
                    "A date such as 2026-12-24, or {example}", example=Verbatim("1 week, 2 weeks, 4 weeks")
                ),
                screening=Screening.CRISIS,
            ),
        ),
        access=Access.MEMBER,
    ),
    handler=pause,
)
RESUME = Command(
    spec=CommandSpec(path=("meet", "resume"), summary=T("End your break"), access=Access.MEMBER),
    handler=resume,
)
COMMANDS = (JOIN, CONSENT, ATTEND, LEAVE, PAUSE, RESUME)
