"""Cards about the season to come, for organisers: all its weeks, one of them, and the weather that they go by."""

from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType

from bot.domain.challenges import Challenge, Condition
from bot.domain.coming import ComingWeek
from bot.domain.community import Community
from bot.domain.drawing import Breach
from bot.domain.recurrence import instant
from bot.domain.season import Rung
from bot.domain.shape import SeasonShape
from bot.domain.weather import CONDITIONS, Climate
from bot.ids import ChallengeId
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.services.weekly.season import Season, Shaped
from bot.text.message import Moment, MomentStyle, T, Text, Value, listed

SEASON = "organise season"
WEATHER = "organise weather"
PAGE = 20
_STEPS: Mapping[Rung, Text] = MappingProxyType(
    {
        Rung.WARM_UP: T("with people we know"),
        Rung.OUTWARD: T("to people we know less"),
        Rung.TOGETHER: T("two or three together"),
        Rung.WIDER: T("a group, or everybody"),
    }
)
_GIVES_WAY: Mapping[Breach, Text] = MappingProxyType(
    {
        Breach.PRACTICE: T("of the same kind as the week before"),
        Breach.STEP: T("of another step"),
        Breach.WEATHER: T("not quite for this weather"),
        Breach.REPEAT: T("back within a year"),
    }
)
SMALL_LIBRARY = T(
    "The challenges that are turned on here are few for a whole season. So I let go of what matters least: what was "
    "posted longest ago comes back, then the weather or the step may not fit. It helps to turn more of them on."
)
SET_ASIDE = T(
    "A challenge that was chosen for one of these weeks doesn't fit any more, or is turned off here. Another one stands in "
    "for it."
)
NOTHING_LEFT = T("No challenge is turned on here, so nothing will be posted.")


def day_words(day: date, zone: str) -> Moment:
    """Name the date of a week's post."""
    return Moment(at=instant(day, time(12), zone), zone=zone, style=MomentStyle.DATE)


def season_card(season: Season, title_of: Mapping[ChallengeId, Text]) -> Message:
    """Show the weeks to come, and offer each that has a challenge or is left out; `title_of` names what was posted."""
    zone = season.community.zone
    posted = tuple(
        T("{day}: {title} (posted)", day=day_words(post.day, zone), title=title_of[post.challenge])
        for post in season.posted
        if post.challenge in title_of
    )
    choices = tuple(
        Choice(key=f"w{week.day:%Y%m%d}", label=_label(week, zone), action=_action(week.day))
        for week in season.weeks
        if not week.week.rest
    )
    weather = Choice(key="weather", label=T("The weather"), action=Action(command=WEATHER))
    return Message(
        title=T("The season to come"),
        lines=(_lead(season.community), *_remarks(season)),
        bullets=(*posted, *(week_line(week, zone) for week in season.weeks)),
        footer=T("Four weeks, then a week of rest. A week that is left out costs no step: the others wait."),
        menu=Menu(prompt=T("Look at a week, or change it"), choices=(*choices, weather)),
    )


def _lead(community: Community) -> Text:
    if community.challenges.on:
        return T("This is what comes, as things stand:")
    return T("The weekly challenge is off. This is what would come:")


def _remarks(season: Season) -> tuple[Text, ...]:
    """Say what could not be had, and why."""
    open_weeks = [week for week in season.weeks if not week.week.rest and not week.skipped]
    if open_weeks and all(week.challenge is None for week in open_weeks):
        return (NOTHING_LEFT,)
    remarks: tuple[Text, ...] = ()
    if any(week.gives_way - {Breach.WEATHER} or (week.gives_way and not week.chosen) for week in open_weeks):
        remarks += (SMALL_LIBRARY,)
    return (*remarks, SET_ASIDE) if any(week.set_aside for week in open_weeks) else remarks


def week_line(week: ComingWeek, zone: str) -> Text:
    """Say in one line what a week brings."""
    day = day_words(week.day, zone)
    if week.week.rung is None:
        return T("{day}: a week of rest", day=day)
    if week.skipped:
        return T("{day}: left out", day=day)
    if week.challenge is None:
        return T("{day}: nothing that could be posted", day=day)
    line = T("{day}, {step}: {title}", day=day, step=_STEPS[week.week.rung], title=week.challenge.title)
    notes = _notes(week)
    return T("{week} ({notes})", week=line, notes=listed(*notes)) if notes else line


def _notes(week: ComingWeek) -> tuple[Value, ...]:
    chosen = (T("chosen here"),) if week.chosen else ()
    holds = condition_words(week.draw.weather.holds) if week.draw is not None else ()
    weather = (T("{conditions} weather", conditions=listed(*holds)),) if holds else ()
    gives_way = tuple(words for breach, words in _GIVES_WAY.items() if breach in week.gives_way)
    return (*weather, *chosen, *gives_way)


def condition_words(conditions: frozenset[Condition]) -> tuple[Text, ...]:
    """Name conditions, always in the same order."""
    return tuple(words for condition, words in CONDITIONS.items() if condition in conditions)


def _label(week: ComingWeek, zone: str) -> Text:
    return T("{day}", day=day_words(week.day, zone))


def _action(day: date, **options: str) -> Action:
    return Action(command=SEASON, options={"week": day.isoformat(), **options})


def week_card(week: ComingWeek, community: Community, *said: Text) -> Message:
    """Show one week, its challenge as everybody will read it, and what can be changed about it."""
    zone = community.zone
    return Message(
        title=T("The week of {day}", day=day_words(week.day, zone)),
        lines=(*said, *_contents(week)),
        facts=_facts(week),
        footer=T("What stands here is what is posted, unless somebody changes it before."),
        menu=Menu(choices=_changes(week)),
    )


def _contents(week: ComingWeek) -> tuple[Text, ...]:
    if week.week.rest:
        return (T("A week of rest. Nothing is posted."),)
    if week.skipped:
        return (T("This week is left out. Nothing is posted, and the next step comes a week later."),)
    if week.challenge is None:
        return (NOTHING_LEFT,)
    shown = week.challenge
    smaller = T("Or smaller: {smaller}", smaller=shown.smaller)
    return (T("{title}", title=shown.title), shown.text, smaller, *((SET_ASIDE,) if week.set_aside else ()))


def _facts(week: ComingWeek) -> tuple[Fact, ...]:
    if week.week.rung is None:
        return ()
    notes = _notes(week)
    step = Fact(label=T("Step"), value=_STEPS[week.week.rung])
    noted = Fact(label=T("Worth knowing"), value=T("{notes}", notes=listed(*notes)))
    return (step, noted) if notes else (step,)


def _changes(week: ComingWeek) -> tuple[Choice, ...]:
    def choice(key: str, label: Text, tone: Tone = Tone.PLAIN, **options: str) -> Choice:
        return Choice(key=key, label=label, action=_action(week.day, **options), tone=tone)

    back = Choice(key="back", label=T("The whole season"), action=Action(command=SEASON))
    if week.skipped:
        return choice("undo", T("Bring it back"), Tone.MAIN, change="undo"), back
    if week.challenge is None:
        return (back,)
    changes = (
        choice("swap", T("Another one"), change="swap"),
        choice("list", T("Choose one"), page="1"),
        choice("skip", T("Leave this week out"), change="skip"),
    )
    undo = (choice("undo", T("Undo the choice"), change="undo"),) if week.pick is not None else ()
    return (*changes, *undo, back)


def choosing_card(
    week: ComingWeek, fitting: tuple[Challenge, ...], community: Community, page: int
) -> Message:
    """List what fits a week, a page at a time; one tap chooses."""
    pages = max(1, -(-len(fitting) // PAGE))
    page = min(max(page, 1), pages)
    shown = fitting[(page - 1) * PAGE : page * PAGE]
    choices = tuple(
        Choice(
            key=f"c{number}",
            label=each.title,
            action=_action(week.day, pin=each.id),
            chosen=week.challenge == each,
        )
        for number, each in enumerate(shown)
    )
    turns = (("before", T("Earlier ones"), page - 1), ("after", T("More"), page + 1))
    turned = tuple(
        Choice(key=key, label=label, action=_action(week.day, page=str(other)))
        for key, label, other in turns
        if 1 <= other <= pages
    )
    back = Choice(key="back", label=T("Back"), action=_action(week.day))
    return Message(
        title=T("For the week of {day}", day=day_words(week.day, community.zone)),
        lines=(
            T(
                "These fit the step and the weather, and nobody saw them here in the past year, as far as there are any."
            ),
        ),
        menu=Menu(prompt=T("Choose one"), choices=(*choices, *turned, back)),
    )


def change_words(shaped: Shaped, change: str) -> tuple[Text, ...]:
    """Say what a change came to, and what moved along; a week that is left out says so itself."""
    zone = shaped.season.community.zone
    if change == "skip":
        return ()
    if change == "undo":
        return (T("Taken back."),)
    if not shaped.moved:
        return (T("Changed. All other weeks stay as they are."),)
    days = listed(*(day_words(each, zone) for each in shaped.moved))
    return (T("Changed. So that all of them go together, these weeks changed too: {days}.", days=days),)


def weather_card(shape: SeasonShape, community: Community, today: date, proposed: Climate | None) -> Message:
    """Show what the weeks go by, and how to say it."""
    weather = shape.weather_on(today)
    words = condition_words(weather.holds)
    now = T("{conditions}", conditions=listed(*words)) if words else T("nothing special")
    climate = shape.climate.label if shape.climate is not None else T("not chosen")
    facts: tuple[Fact, ...] = (
        Fact(label=T("At the moment"), value=now),
        Fact(label=T("Climate"), value=climate),
    )
    if proposed is not None and shape.climate is None:
        facts += (Fact(label=T("Likely in your time zone"), value=proposed.label),)
    return Message(
        title=T("The weather for challenges"),
        lines=(_source(shape, community, today),),
        facts=facts,
        footer=T("It comes from what you say here and from the calendar, never from where members are."),
        menu=Menu(choices=_weather_changes(shape, today, proposed)),
    )


def _source(shape: SeasonShape, community: Community, today: date) -> Text:
    """Say where the weather comes from."""
    if shape.told_on(today) is not None:
        if shape.until is None:
            return T("An organiser said so. It holds until it is changed.")
        until = day_words(shape.until, community.zone)
        return T("An organiser said so. It holds until {day}, that day included.", day=until)
    if shape.climate is not None:
        return T("This is what the month is usually like in the climate that was chosen.")
    return T("Nothing was said, so challenges for any weather come.")


def _weather_changes(shape: SeasonShape, today: date, proposed: Climate | None) -> tuple[Choice, ...]:
    def choice(key: str, label: Text, **options: str) -> Choice:
        return Choice(key=key, label=label, action=Action(command=WEATHER, options=options))

    say = (choice("say", T("Say what it is like"), edit="yes"),)
    usual = (choice("usual", T("As usual again"), now="usual"),) if shape.told_on(today) is not None else ()
    take: tuple[Choice, ...] = ()
    if proposed is not None and shape.climate is None:
        take = (choice("take", T("Take the likely climate"), climate=proposed.name),)
    season = Choice(key="season", label=T("The whole season"), action=Action(command=SEASON))
    return (*say, *usual, *take, season)
