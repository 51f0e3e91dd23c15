"""Commands about one's part in a circle: how often, an extra seat, and with whom one comes."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import suggest_circle
from bot.domain.community import Account
from bot.domain.member import Attendance, Frequency
from bot.domain.rounds import Circle
from bot.ids import UserId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind, Screening
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.members import wishes
from bot.services.members.wishes import Part
from bot.services.together import takes_company
from bot.text.message import Command as Called
from bot.text.message import Person, T

_PART, _WITH, _ALONE = "meet circle", "meet with", "meet alone"
_YES, _NO = "yes", "no"


async def part(ctx: CommandContext, *, circle: str = "", often: str = "", host: str = "") -> Reply:
    """Show the caller's part in a circle, or change it."""
    community, me = ctx.here, ctx.me

    def decide(repos: Repositories) -> Part | tuple[Circle, ...]:
        mine = wishes.own_circles(repos, community, me.id, circle)
        if len(mine) > 1:
            return mine
        frequency = Frequency(often) if often else None
        extra = host == _YES if host else None
        return wishes.change(repos, mine[0], me.id, often=frequency, host=extra)

    found = await ctx.kit.storage.run(decide)
    if not isinstance(found, Part):
        return _which(_PART, found, often=often, host=host)
    return Reply(message=_card(found), update=bool(often or host))


def _which(command: str, mine: tuple[Circle, ...], **options: str) -> Reply:
    """Ask which circle is meant, with the same call behind each."""
    kept = {name: words for name, words in options.items() if words}
    choices = tuple(
        Choice(
            key=f"c{number}",
            label=T("{circle}", circle=circle.name),
            action=Action(command=command, options={**kept, "circle": circle.id}),
        )
        for number, circle in enumerate(mine, start=1)
    )
    return say(T("Which circle do you mean?"), menu=Menu(choices=choices))


def _card(found: Part) -> Message:
    mine, circle = found.enrolment, found.circle
    always = mine.attendance is Attendance.ALWAYS
    facts = [
        Fact(label=T("Rounds"), value=T("Always in") if always else T("Asked each time")),
        Fact(label=T("How often"), value=mine.frequency.label),
        Fact(label=T("Extra seat"), value=T("Yes, if somebody would be left out") if mine.host else T("No")),
    ]
    if takes_company(circle):
        alone = T("Nobody in particular")
        together = T("{person}", person=Person(found.partner)) if found.partner is not None else alone
        facts.append(Fact(label=T("Coming with"), value=together))
    return Message(
        title=T("Your part in {circle}", circle=circle.name),
        facts=tuple(facts),
        footer=T("A yes to a round always brings you in, and a skip is always fine."),
        menu=Menu(choices=_choices(found)),
    )


def _choices(found: Part) -> tuple[Choice, ...]:
    """Offer the other side of everything that a tap can change."""
    mine, circle = found.enrolment, {"circle": found.circle.id}
    often = tuple(
        Choice(
            key=each.value,
            label=each.label,
            action=Action(command=_PART, options={**circle, "often": each.value}),
        )
        for each in Frequency
        if each is not mine.frequency
    )
    label = T("No extra seat") if mine.host else T("I may hold an extra seat")
    extra = Action(command=_PART, options={**circle, "host": _NO if mine.host else _YES})
    always = mine.attendance is Attendance.ALWAYS
    other = Attendance.ASK if always else Attendance.ALWAYS
    attend = Action(command="meet attend", options={**circle, "how": other.value})
    return (
        *often,
        Choice(key="host", label=label, action=extra),
        Choice(key="attend", label=T("Ask me each time") if always else T("Always in"), action=attend),
    )


async def with_(ctx: CommandContext, *, who: str, circle: str = "") -> Reply:
    """Note whom the caller would like to come with."""
    community, me = ctx.here, ctx.me
    account = Account(platform=ctx.place.platform, user=UserId(who))

    def decide(repos: Repositories) -> Part | tuple[Circle, ...]:
        mine = wishes.own_circles(repos, community, me.id, circle, company=True)
        return wishes.come_with(repos, mine[0], me, account) if len(mine) == 1 else mine

    found = await ctx.kit.storage.run(decide)
    if not isinstance(found, Part):
        return _which(_WITH, found, who=who)
    person, name = Person(who), found.circle.name
    if found.partner is None:
        return say(
            T(
                "If {person} is in {circle}, I keep this for you. You come together once they have told me the same "
                "with {command}; I don't ask them.",
                person=person,
                circle=name,
                command=Called(_WITH),
            )
        )
    return say(
        T("You and {person} come together in {circle} from now on.", person=person, circle=name),
        T(
            "In a round that only one of you is in for, that one takes part alone. {command} ends it at any time.",
            command=Called(_ALONE),
        ),
    )


async def alone(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Let the caller come without anybody in particular again."""
    community, me = ctx.here, ctx.me

    def decide(repos: Repositories) -> Part | tuple[Circle, ...]:
        mine = wishes.own_circles(repos, community, me.id, circle, company=True)
        return wishes.come_alone(repos, mine[0], me.id) if len(mine) == 1 else mine

    found = await ctx.kit.storage.run(decide)
    if not isinstance(found, Part):
        return _which(_ALONE, found)
    return say(
        T("You come to {circle} by yourself from now on. I tell nobody.", circle=found.circle.name),
        update=True,
    )


_CIRCLE = Option(
    name="circle", summary=T("Which circle, if there are several"), suggest=True, screening=Screening.CRISIS
)
COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "circle"),
            summary=T("Your part in a circle: how often, and if you may hold an extra seat"),
            options=(
                _CIRCLE,
                Option(
                    name="often",
                    summary=T("How often you take part"),
                    kind=OptionKind.WORD,
                    choices=tuple(OptionChoice(value=each.value, label=each.label) for each in Frequency),
                ),
                Option(
                    name="host",
                    summary=T("Whether you may hold an extra seat"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value=_YES, label=T("Yes")),
                        OptionChoice(value=_NO, label=T("No")),
                    ),
                ),
            ),
            access=Access.MEMBER,
            details=T(
                "With an extra seat you meet a second group in the same round, and only if somebody would be left out. "
                "It is off until you choose it."
            ),
        ),
        handler=part,
        suggest=suggest_circle,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "with"),
            summary=T("Come together with somebody, once both of you have said so"),
            options=(
                Option(
                    name="who",
                    summary=T("Who you would like to come with"),
                    kind=OptionKind.USER,
                    required=True,
                ),
                _CIRCLE,
            ),
            access=Access.MEMBER,
            sensitive=True,
            details=T(
                "You are then always in the same group, with others, in circles whose groups have three or more. "
                "In a round that only one of you is in for, that one takes part alone."
            ),
        ),
        handler=with_,
        suggest=suggest_circle,
    ),
    Command(
        spec=CommandSpec(
            path=("meet", "alone"),
            summary=T("Come by yourself again; nobody is told"),
            options=(_CIRCLE,),
            access=Access.MEMBER,
            sensitive=True,
        ),
        handler=alone,
        suggest=suggest_circle,
    ),
)
