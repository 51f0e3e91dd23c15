"""The command `organise challenges`: on or off, day and time, and a look at the coming season."""

from bot.commands.command import Command, CommandContext
from bot.commands.days import DAYS, day_option
from bot.domain.community import Community
from bot.domain.recurrence import instant
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, Choice, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services import challenges
from bot.services.challenges import Week
from bot.services.circles import read_time, read_weekday
from bot.text.message import Moment, MomentStyle, T, Text


async def organise(ctx: CommandContext, *, state: str = "", day: str = "", time: str = "") -> Reply:
    """Turn the weekly challenge on or off, move it, or show what comes."""
    community, now = ctx.here, ctx.kit.clock.now()
    weekday = read_weekday("day", day) if day else None
    at = read_time("time", time) if time else None
    if state == "off":
        await ctx.kit.storage.run(lambda repos: challenges.turn_off(repos, community))
        return say(T("The weekly challenge is off. The next season starts with its first week."))

    def decide(repos: Repositories) -> tuple[Community, tuple[Week, ...]]:
        after = community
        if state == "on" or day or time:
            after = challenges.turn_on(repos, community, now, weekday=weekday, at=at)
        return after, challenges.preview(repos, after, now, ctx.kit.library)

    after, weeks = await ctx.kit.storage.run(decide)
    return Reply(message=_card(after, weeks))


def _card(community: Community, weeks: tuple[Week, ...]) -> Message:
    settings = community.challenges
    state, label = ("off", T("Turn it off")) if settings.on else ("on", T("Turn it on"))
    action = Action(command="organise challenges", options={"state": state})
    when = T("{day} at {at}", day=DAYS[settings.weekday], at=f"{settings.at:%H:%M}")
    on, off = T("The weekly challenge is on: every {when}.", when=when), T("The weekly challenge is off.")
    coming = T("This is what comes, as things stand:")
    would = T("This is what would come on {when}:", when=when)
    return Message(
        title=T("Weekly challenge"),
        lines=(on, coming) if settings.on else (off, would),
        bullets=tuple(_line(week, community) for week in weeks),
        footer=T("Four weeks, then a week of rest. One post a week at most."),
        menu=Menu(
            choices=(
                Choice(key=state, label=label, action=action),
                Choice(
                    key="question",
                    label=T("The question of the season"),
                    action=Action(command="organise question"),
                ),
            )
        ),
    )


def _line(week: Week, community: Community) -> Text:
    at = instant(week.day, community.challenges.at, community.zone)
    day = Moment(at=at, zone=community.zone, style=MomentStyle.DATE)
    if week.challenge is None:
        return T("{day}: a week of rest", day=day)
    return T("{day}: {title}", day=day, title=week.challenge.title)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "challenges"),
            summary=T("The weekly challenge: on or off, its day and time, what comes"),
            options=(
                Option(
                    name="state",
                    summary=T("On or off"),
                    kind=OptionKind.WORD,
                    choices=(
                        OptionChoice(value="on", label=T("On")),
                        OptionChoice(value="off", label=T("Off")),
                    ),
                ),
                day_option(T("The day of the week")),
                Option(name="time", summary=T("Local time, such as 10:00")),
            ),
            access=Access.ORGANISER,
        ),
        handler=organise,
    ),
)
