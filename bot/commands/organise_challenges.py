"""The command `organise challenges`: on or off, day and time, and a look at the coming season."""

from bot.commands.command import Command, CommandContext
from bot.commands.days import DAYS, day_option
from bot.commands.switches import ON_OR_OFF
from bot.ports.commands import Access, CommandSpec, Option
from bot.ports.messages import Action, Choice, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.cards.season import SEASON, WEATHER, week_line
from bot.services.circles.circles import read_time, read_weekday
from bot.services.shelf.library import library_of
from bot.services.weekly import challenges
from bot.services.weekly.season import Season, Shaping
from bot.text.message import TN, T, Text
from bot.text.message import Command as Called


async def organise(ctx: CommandContext, *, state: str = "", day: str = "", time: str = "") -> Reply:
    """Turn the weekly challenge on or off, move it, or show what comes."""
    now, shipped = ctx.kit.clock.now(), ctx.kit.library
    weekday = read_weekday("day", day) if day else None
    at = read_time("time", time) if time else None

    def decide(repos: Repositories) -> tuple[Season, int] | None:
        community = repos.communities.get(ctx.here.id) or ctx.here
        if state == "off":
            challenges.turn_off(repos, community)
            return None
        if state == "on" or day or time:
            community = challenges.turn_on(repos, community, now, weekday=weekday, at=at)
        library = library_of(repos, community, shipped)
        season = Shaping(community=community, now=now, library=library).look(repos)
        return season, repos.suggestions.how_many_wait(community.id)

    found = await ctx.kit.storage.run(decide)
    if found is None:
        return say(T("The weekly challenge is off. The next season starts with its first week."))
    return Reply(message=_card(*found))


def _card(season: Season, waiting: int) -> Message:
    settings = season.community.challenges
    state, label = ("off", T("Turn it off")) if settings.on else ("on", T("Turn it on"))
    action = Action(command="organise challenges", options={"state": state})
    when = T("{day} at {at}", day=DAYS[settings.weekday], at=f"{settings.at:%H:%M}")
    on, off = T("The weekly challenge is on: every {when}.", when=when), T("The weekly challenge is off.")
    coming = T("This is what comes, as things stand:")
    would = T("This is what would come on {when}:", when=when)
    return Message(
        title=T("Weekly challenge"),
        lines=(*((on, coming) if settings.on else (off, would)), *_waiting(waiting)),
        bullets=tuple(week_line(week, season.community.zone) for week in season.weeks),
        footer=T("Four weeks, then a week of rest. One post a week at most."),
        menu=Menu(
            choices=(
                Choice(key=state, label=label, action=action),
                Choice(
                    key="question",
                    label=T("The question of the season"),
                    action=Action(command="organise question"),
                ),
                Choice(key="season", label=T("Look and change"), action=Action(command=SEASON)),
                Choice(key="weather", label=T("The weather"), action=Action(command=WEATHER)),
                Choice(
                    key="out", label=T("Leave one out"), action=Action(command="organise library leave-out")
                ),
                Choice(key="library", label=T("The library"), action=Action(command="organise library list")),
            )
        ),
    )


def _waiting(count: int) -> tuple[Text, ...]:
    """Say how many suggestions wait: not every community has a room where that is told."""
    if not count:
        return ()
    command = Called("organise suggestions")
    return (
        TN(
            "{count} suggestion is waiting: {command}",
            "{count} suggestions are waiting: {command}",
            count,
            command=command,
        ),
    )


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "challenges"),
            summary=T("The weekly challenge: on or off, its day and time, what comes"),
            options=(
                ON_OR_OFF,
                day_option(T("The day of the week")),
                Option(name="time", summary=T("Local time, such as 10:00")),
            ),
            access=Access.ORGANISER,
        ),
        handler=organise,
    ),
)
