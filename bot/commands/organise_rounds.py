"""What organisers do with rounds: look ahead, and run one now."""

from bot.commands.command import Command, CommandContext
from bot.domain.community import Community
from bot.domain.rounds import Circle
from bot.ids import MemberId, UserId
from bot.matching import MatchedGroup, Unplaced, UnplacedReason
from bot.ports.commands import Access, CommandSpec, Option
from bot.ports.messages import Message, Reply, say
from bot.ports.storage import Repositories
from bot.services import cards
from bot.services.circles import only_or_named
from bot.services.preview import Preview, preview, run_now
from bot.text.message import TN, Moment, Person, T, Text, listed

_CIRCLE = Option(name="circle", summary=T("Which circle; not needed when there is one"))
_MOST_SHOWN = 20


async def look_ahead(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Show who would be matched as things stand; nothing is posted."""
    community = ctx.here
    chosen = await ctx.kit.storage.run(lambda repos: only_or_named(repos, community, circle))
    return Reply(message=_card(await preview(ctx.kit, community, chosen), chosen, community))


def _card(found: Preview, circle: Circle, community: Community) -> Message:
    when = Moment(at=found.round.due_at, zone=community.zone)
    result = found.result
    if result is None:
        nobody = T("Fewer than two members have said yes so far, so nobody would be matched.")
        return Message(title=T("{circle} on {when}", circle=circle.name, when=when), lines=(nobody,))
    groups = tuple(_group_line(group, found.users) for group in result.groups)
    left = tuple(_left_line(each, found.users) for each in result.unplaced)
    shown = (*groups, *left)[:_MOST_SHOWN]
    more = len(groups) + len(left) - len(shown)
    return Message(
        title=T("{circle} on {when}", circle=circle.name, when=when),
        lines=(
            T("This is how it would be matched as things stand. Nothing is posted."),
            T(
                "Groups: {groups}. Left out: {left}. Repeats: {repeats}.",
                groups=len(result.groups),
                left=len(result.unplaced),
                repeats=result.repeats,
            ),
        ),
        bullets=shown,
        footer=TN("{count} more line", "{count} more lines", more) if more > 0 else None,
    )


def _group_line(group: MatchedGroup, users: dict[MemberId, UserId]) -> Text:
    people = listed(*(Person(users[member]) for member in group.members))
    if group.host is not None:
        return T("{people}: an extra seat of {host}", people=people, host=Person(users[group.host]))
    if not group.slots:
        return T("{people}", people=people)
    return T("{people}: free together {times}", people=people, times=cards.shared_times(group.slots))


def _left_line(each: Unplaced, users: dict[MemberId, UserId]) -> Text:
    person = Person(users[each.member])
    if each.reason is UnplacedReason.NO_POSSIBLE_PARTNER:
        return T("{person}: no possible partner this round", person=person)
    return T("{person}: nobody was left over to meet; first in line next time", person=person)


async def run(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Match a circle's next round now instead of at its time."""
    community = ctx.here

    def decide(repos: Repositories) -> Circle:
        chosen = only_or_named(repos, community, circle)
        run_now(ctx.kit, repos, community, chosen)
        return chosen

    chosen = await ctx.kit.storage.run(decide)
    return say(T("{circle} is being matched now, from everybody who has said yes.", circle=chosen.name))


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "preview"),
            summary=T("Try the next round without posting anything"),
            access=Access.ORGANISER,
            options=(_CIRCLE,),
        ),
        handler=look_ahead,
    ),
    Command(
        spec=CommandSpec(
            path=("organise", "run"),
            summary=T("Match the next round now"),
            access=Access.ORGANISER,
            options=(_CIRCLE,),
        ),
        handler=run,
    ),
)
