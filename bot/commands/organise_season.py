"""The commands `organise season` and `organise weather`: look at the weeks to come, and shape them."""

from datetime import date

from bot.commands.command import Command, CommandContext
from bot.domain.recurrence import local_date
from bot.domain.shape import SeasonShape
from bot.domain.shelf import words_of
from bot.domain.weather import CLIMATES, CONDITIONS, likely_climate
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, FieldChoice, FieldKind, Form, FormField, Message, Reply
from bot.ports.storage import Repositories
from bot.services.cards import season as cards
from bot.services.shelf import library
from bot.services.weekly import season, weather
from bot.services.weekly.season import Shaping
from bot.text.message import T, Text

_SHOWN = 25
_CHANGES = {"swap": season.swap, "skip": season.skip, "undo": season.undo}


async def organise(
    ctx: CommandContext, *, week: str = "", change: str = "", pin: str = "", page: str = ""
) -> Reply:
    """Show the season or one of its weeks, and change the week where that is asked for."""
    if not week and (change or pin):
        week = await _next_week(ctx)

    def decide(repos: Repositories) -> Message:
        shaping = _shaping(ctx, repos)
        if not week:
            known = (*shaping.library.challenges, *shaping.library.shelved)
            titles = {each.id: each.title for each in known}
            return cards.season_card(shaping.look(repos), titles)
        if change or pin:
            shaped = season.pin(repos, shaping, week, pin) if pin else _CHANGES[change](repos, shaping, week)
            said = cards.change_words(shaped, change)
            return cards.week_card(shaped.week, shaping.community, *said)
        standing = shaping.look(repos)
        coming = season.find_week(standing, week)
        if not page:
            return cards.week_card(coming, shaping.community)
        number = int(page) if page.isascii() and page.isdecimal() else 1
        fitting = season.alternatives(standing, coming)
        return cards.choosing_card(coming, fitting, shaping.community, number)

    return Reply(message=await ctx.kit.storage.run(decide), update=bool(week))


def _shaping(ctx: CommandContext, repos: Repositories) -> Shaping:
    """Read the community once more: somebody else may organise at the same time."""
    community = repos.communities.get(ctx.here.id) or ctx.here
    allowed = library.library_of(repos, community, ctx.kit.library)
    return Shaping(community=community, now=ctx.kit.clock.now(), library=allowed)


async def _next_week(ctx: CommandContext) -> str:
    """Return the first week that something can be changed about, for those who name none."""
    found = await ctx.kit.storage.run(lambda repos: _shaping(ctx, repos).look(repos))
    return next((each.day.isoformat() for each in found.weeks if not each.week.rest), "")


async def suggest(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer the weeks to come, and challenges whose titles contain what was typed."""
    if ctx.community is None:
        return ()
    if option == "week":
        found = await ctx.kit.storage.run(lambda repos: _shaping(ctx, repos).look(repos))
        weeks = (each for each in found.weeks if not each.week.rest)
        offered = tuple(
            FieldChoice(
                value=each.day.isoformat(), label=T("{day}", day=cards.day_words(each.day, ctx.here.zone))
            )
            for each in weeks
        )
        return offered[:_SHOWN]
    wanted = typed.casefold()
    known = await ctx.library()
    fitting = (each for each in known.challenges if wanted in words_of(each.title).casefold())
    return tuple(FieldChoice(value=each.id, label=each.title) for each in fitting if not each.tender)[:_SHOWN]


async def tell_weather(
    ctx: CommandContext,
    *,
    now: str | None = None,
    weeks: str | None = None,
    climate: str | None = None,
    edit: str = "",
) -> Reply:
    """Show what the weeks go by, or change it; a climate is proposed from the zone, and an organiser decides."""
    moment = ctx.kit.clock.now()
    today = local_date(moment, ctx.here.zone)

    def decide(repos: Repositories) -> SeasonShape:
        if now is None and weeks is None and climate is None:
            return repos.seasons.of(ctx.here.id)
        return weather.change(repos, ctx.here, moment, conditions=now, weeks=weeks, climate=climate)

    shape = await ctx.kit.storage.run(decide)
    proposed = likely_climate(ctx.here.zone)
    if edit:
        return Reply(form=_form(shape, today))
    said = now is not None or weeks is not None or climate is not None
    return Reply(message=cards.weather_card(shape, ctx.here, today, proposed), update=said)


def _form(shape: SeasonShape, today: date) -> Form:
    """Ask for everything at once, as it stands; a climate that nobody chose is proposed on the card only."""
    conditions = tuple(FieldChoice(value=each.value, label=words) for each, words in CONDITIONS.items())
    mild = FieldChoice(value=weather.MILD, label=T("none of these"))
    told = shape.told_on(today)
    said = [each.value for each in CONDITIONS if told is not None and each in told]
    if told is not None and not told:
        said = [weather.MILD]
    left = -(-((shape.until - today).days + 1) // 7) if shape.until is not None and said else 0
    return Form(
        title=T("The weather for challenges"),
        fields=(
            FormField(
                option="now",
                label=T("What is it like these weeks?"),
                kind=FieldKind.CHOICES,
                choices=(*conditions, mild),
                required=False,
                value=",".join(said),
            ),
            FormField(
                option="weeks",
                label=T("For how many weeks?"),
                hint=T("Empty: until you change it"),
                required=False,
                value=str(left) if left else "",
            ),
            FormField(
                option="climate",
                label=T("Which climate do you have?"),
                kind=FieldKind.CHOICE,
                choices=_CLIMATE_FIELDS,
                required=False,
                value=shape.climate.name if shape.climate is not None else weather.NO_CLIMATE,
            ),
        ),
        action=Action(command=cards.WEATHER),
    )


_NONE = T("none: any weather may come")
_CLIMATE_FIELDS = (
    *(FieldChoice(value=name, label=climate.label) for name, climate in CLIMATES.items()),
    FieldChoice(value=weather.NO_CLIMATE, label=_NONE),
)
_CLIMATE_CHOICES = tuple(OptionChoice(value=each.value, label=each.label) for each in _CLIMATE_FIELDS)


def _word(name: str, summary: Text, *choices: tuple[str, Text]) -> Option:
    offered = tuple(OptionChoice(value=value, label=label) for value, label in choices)
    return Option(name=name, summary=summary, kind=OptionKind.WORD, choices=offered)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "season"),
            summary=T("The challenges to come, week by week, to change or leave out"),
            options=(
                Option(name="week", summary=T("A date in the week that you mean"), suggest=True),
                _word(
                    "change",
                    T("What to do with that week"),
                    ("swap", T("Another challenge")),
                    ("skip", T("Leave the week out")),
                    ("undo", T("Undo what was changed")),
                ),
                Option(name="pin", summary=T("The challenge that you choose for that week"), suggest=True),
                Option(name="page", summary=T("A page of the list"), kind=OptionKind.WORD, hidden=True),
            ),
            access=Access.ORGANISER,
            details=T(
                "What you see is what is posted. A week that is left out costs no step: the others wait. Two weeks running "
                "are never of the same kind, and nothing comes twice within a year, while there is enough to choose from."
            ),
        ),
        handler=organise,
        suggest=suggest,
    ),
    Command(
        spec=CommandSpec(
            path=("organise", "weather"),
            summary=T("Say what the weather is like, so that challenges suit it"),
            options=(
                Option(name="now", summary=T("Such as: wet and dark. Or: mild, usual")),
                Option(name="weeks", summary=T("For how many weeks that holds; else until changed")),
                Option(
                    name="climate",
                    summary=T("What the months are usually like with you"),
                    kind=OptionKind.WORD,
                    choices=_CLIMATE_CHOICES,
                    hidden=True,  # Discord counts every word of every choice, and `organise` has many commands
                ),
                Option(name="edit", summary=T("Open the form"), hidden=True),
            ),
            access=Access.ORGANISER,
            details=T(
                "What you say here comes before what a climate is usually like in the month. If nothing is said and no "
                "climate is chosen, challenges for any weather come. The town or the place of members is never looked at."
            ),
        ),
        handler=tell_weather,
    ),
)
