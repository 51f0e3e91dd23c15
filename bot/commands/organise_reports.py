"""The command `organise reports`: the moderators' queue. Who may see what is checked at each call, report by report."""

from bot.commands.command import Command, CommandContext
from bot.commands.membership import account_of
from bot.domain.moderation import Outcome, Report, Viewer
from bot.errors import NotAllowed
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Reply
from bot.ports.storage import Repositories
from bot.services.cards import reports as cards
from bot.services.care import reviewing
from bot.services.care.moderators import viewer_of
from bot.text.message import Command as Called
from bot.text.message import T

TAKE, AGREE, LIFT, LONGER = "take", "agree", "lift", "longer"


async def reports(ctx: CommandContext, *, report: str = "", do: str = "") -> Reply:
    """Show the queue or one report, or take a step with it."""
    community = ctx.here

    def decide(repos: Repositories) -> Reply:
        viewer = viewer_of(repos, community, account_of(ctx), moderator=ctx.moderator)
        if not (ctx.moderator or viewer.alternate(community)):
            raise NotAllowed(_NOT_AGREED)
        if not report:
            return Reply(message=cards.listed(reviewing.queue(repos, community, viewer), community))
        found = reviewing.one(repos, community, viewer, report)
        shown = _step(ctx, repos, found, viewer, do) if do else found
        return _card(ctx, repos, shown, viewer, update=bool(do))

    return await ctx.kit.storage.run(decide)


_NOT_AGREED = T(
    "You were named for reports about moderators. Please say first whether you take them, with {command}.",
    command=Called("kith contact"),
)


def _step(ctx: CommandContext, repos: Repositories, report: Report, viewer: Viewer, do: str) -> Report:
    now = ctx.kit.clock.now()
    if do == TAKE:
        return reviewing.take(repos, report, viewer, now)
    if do == AGREE:
        return reviewing.agree(repos, ctx.here, report, viewer, now, rng=ctx.kit.rng)
    if do in {LIFT, LONGER}:
        return reviewing.change_hold(repos, ctx.here, report, viewer, now, longer=do == LONGER)
    return reviewing.decide(repos, report, viewer, Outcome(do), now)


def _card(ctx: CommandContext, repos: Repositories, report: Report, viewer: Viewer, *, update: bool) -> Reply:
    member = repos.members.get(report.about) if report.about is not None else None
    held = member is not None and member.held(ctx.kit.clock.now())
    message = cards.full(report, ctx.here, held=held, may_decide=viewer.decides(report))
    return Reply(message=message, update=update)


_STEPS = (
    OptionChoice(value=TAKE, label=T("I take it")),
    OptionChoice(value=AGREE, label=T("I agree with the outcome")),
    OptionChoice(value=LIFT, label=T("End the hold now")),
    OptionChoice(value=LONGER, label=T("Hold for a week from now")),
    *(OptionChoice(value=each.value, label=each.label) for each in Outcome),
)

COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "reports"),
            summary=T("What members told the moderators, and what came of it"),
            options=(
                Option(name="report", summary=T("Which one"), kind=OptionKind.WORD, hidden=True),
                Option(name="do", summary=T("What to do"), kind=OptionKind.WORD, hidden=True, choices=_STEPS),
            ),
            access=Access.MODERATOR,
            sensitive=True,
            details=T("Nobody sees a report about themselves. Two people decide."),
        ),
        handler=reports,
    ),
)
