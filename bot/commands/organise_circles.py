"""The commands `organise circle …`: make, change, list, pause and resume circles."""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands.circle_card import EDIT, card
from bot.commands.command import Command, CommandContext
from bot.commands.days import DAY_FIELDS, day_option, rhythm
from bot.commands.organise_setup import home_of
from bot.domain.community import Community
from bot.domain.recurrence import WEEKDAYS
from bot.domain.rounds import Circle, CircleState, Mix
from bot.ids import CircleId, new_id
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import Action, FieldChoice, FieldKind, Form, FormField, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.circles import circles, rules, schedule
from bot.services.circles.circles import Planned
from bot.services.circles.rules import Wanted
from bot.text.message import TN, Moment, T, Text, Verbatim
from bot.text.message import Command as Called

CREATE = "organise circle create"
_SIZES = (("2", T("Pairs")), ("3", T("Trios")), ("4", T("Groups of 4")), ("5", T("Groups of 5")))


async def create(
    ctx: CommandContext, *, name: str = "", cadence: str = "", time: str = "", **said: str
) -> Reply:
    """Make a circle; without a name, ask in a form that keeps the rules that were said."""
    if not name:
        asked = {"day", "size"}
        kept = {option.replace("_", "-"): words for option, words in said.items() if option not in asked}
        return Reply(form=_create_form(cadence, time, said.get("day", ""), said.get("size", ""), kept))
    community, now = ctx.here, ctx.kit.clock.now()
    wanted = Wanted(name=name, cadence=cadence, at=time, **said)
    circle = CircleId(new_id(ctx.kit.rng))

    def decide(repos: Repositories) -> Planned:
        platform, _, channel = home_of(ctx, repos)
        return circles.create(repos, community, wanted, circle=circle, place=(platform, channel), now=now)

    planned = await ctx.kit.storage.run(decide)
    return Reply(message=card(planned, community, T("{circle} is set", circle=planned.circle.name)))


async def edit(
    ctx: CommandContext, *, circle: str = "", time: str = "", channel: str = "", **said: str
) -> Reply:
    """Change what is said about a circle; with nothing said, ask in a form."""
    community, now = ctx.here, ctx.kit.clock.now()
    wanted = Wanted(at=time, **said)

    def decide(repos: Repositories) -> Planned | Circle:
        found = circles.only_or_named(repos, community, circle)
        if not any((time, channel, *said.values())):
            return found
        if channel:
            platform, _, here = home_of(ctx, repos)
            found = replace(found, platform=platform, channel=here)
        return circles.edit(repos, community, found, wanted, now)

    outcome = await ctx.kit.storage.run(decide)
    if isinstance(outcome, Circle):
        return Reply(form=_edit_form(outcome))
    return Reply(message=card(outcome, community, T("{circle} is changed", circle=outcome.circle.name)))


def _fields(cadence: str, time: str, day: str, size: str) -> tuple[FormField, ...]:
    return (
        FormField(
            option="cadence",
            label=T("How often?"),
            hint=T("{example}", example=Verbatim("weekly, every 2 weeks, last monday")),
            value=cadence,
        ),
        FormField(
            option="day",
            label=T("On which day are people matched?"),
            kind=FieldKind.CHOICE,
            choices=DAY_FIELDS,
            value=day,
        ),
        FormField(option="time", label=T("At what time?"), hint=T("18:00"), value=time),
        FormField(
            option="size",
            label=T("How many in a group?"),
            kind=FieldKind.CHOICE,
            choices=tuple(FieldChoice(value=value, label=label) for value, label in _SIZES),
            value=size,
        ),
    )


def _create_form(cadence: str, time: str, day: str, size: str, kept: Mapping[str, str]) -> Form:
    name = FormField(
        option="name", label=T("Name of the circle"), hint=T("Sunday walks"), longest=circles.NAME_LONGEST
    )
    fields = _fields(cadence or "every 2 weeks", time or "18:00", day or WEEKDAYS[0], size or "3")
    return Form(title=T("A new circle"), fields=(name, *fields), action=Action(command=CREATE, options=kept))


def _edit_form(circle: Circle) -> Form:
    name = FormField(
        option="name", label=T("Name of the circle"), longest=circles.NAME_LONGEST, value=circle.name
    )
    day = WEEKDAYS[circle.anchor.weekday()]
    fields = _fields(str(circle.cadence), f"{circle.at:%H:%M}", day, str(circle.size))
    return Form(
        title=T("Change the circle"),
        fields=(name, *fields),
        action=Action(command=EDIT, options={"circle": circle.id}),
    )


async def list_(ctx: CommandContext) -> Reply:
    """List the circles with their next rounds."""
    community = ctx.here

    def look(repos: Repositories) -> tuple[Text, ...]:
        every = sorted(repos.rounds.circles(community.id), key=lambda circle: circle.name.casefold())
        return tuple(_line(repos, circle, community) for circle in every)

    lines = await ctx.kit.storage.run(look)
    if not lines:
        return say(T("There is no circle yet. {command} makes one.", command=Called(CREATE)))
    return Reply(message=Message(title=T("Circles"), bullets=lines))


def _line(repos: Repositories, circle: Circle, community: Community) -> Text:
    name, often, size = circle.name, rhythm(circle), circle.size
    if circle.state is CircleState.PAUSED:
        return T("{circle}: {rhythm}, groups of {size}. Paused.", circle=name, rhythm=often, size=size)
    round_ = schedule.upcoming(repos, circle)
    if round_ is None:
        return T("{circle}: {rhythm}, groups of {size}.", circle=name, rhythm=often, size=size)
    due = Moment(at=round_.due_at, zone=community.zone)
    return T(
        "{circle}: {rhythm}, groups of {size}. Next: {due}.", circle=name, rhythm=often, size=size, due=due
    )


async def pause(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Pause a circle."""
    planned = await _set_state(ctx, circle, CircleState.PAUSED)
    lines = [T("{circle} is paused. {command} lets it go on.", circle=planned.circle.name, command=_RESUME)]
    if planned.round is not None:
        lines.append(T("The round that is open now still takes place."))
    return say(*lines)


async def resume(ctx: CommandContext, *, circle: str = "") -> Reply:
    """Let a circle go on."""
    planned = await _set_state(ctx, circle, CircleState.ACTIVE)
    return Reply(message=card(planned, ctx.here, T("{circle} goes on", circle=planned.circle.name)))


async def _set_state(ctx: CommandContext, words: str, state: CircleState) -> Planned:
    community, now = ctx.here, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Planned:
        found = circles.only_or_named(repos, community, words)
        return circles.set_state(repos, community, found, state, now)

    return await ctx.kit.storage.run(decide)


async def suggest(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer circles, and usual cadences."""
    wanted = typed.casefold()
    if option == "mix":
        return tuple(FieldChoice(value=mix.value, label=mix.label) for mix in Mix if wanted in mix.value)
    if option == "cadence":
        return tuple(FieldChoice(value=words, label=label) for words, label in _CADENCES if wanted in words)
    if option != "circle" or ctx.community is None:
        return ()
    community = ctx.community
    every = await ctx.kit.storage.run(lambda repos: repos.rounds.circles(community.id))
    found = (circle.name for circle in every if wanted in circle.name.casefold())
    return tuple(FieldChoice(value=name, label=T("{circle}", circle=name)) for name in found)


_RESUME = Called("organise circle resume")
_CADENCES = (
    ("weekly", T("Every week")),
    ("every 2 weeks", T("Every 2 weeks")),
    ("every 3 weeks", T("Every 3 weeks")),
    ("every 4 weeks", T("Every 4 weeks")),
    ("first monday", T("The first Monday of the month")),
    ("last monday", T("The last Monday of the month")),
)
_WHICH = Option(name="circle", summary=T("Which circle, if there are several"), suggest=True)
_CADENCE = Option(
    name="cadence",
    summary=T("How often, such as: {example}", example=Verbatim("weekly, every 2 weeks, last monday")),
    suggest=True,
)
_TIME = Option(name="time", summary=T("Local time at which people are matched, such as 18:00"))
_DAY = day_option(T("The day on which people are matched"))
_SIZE = Option(
    name="size",
    summary=T("How many people in a group"),
    kind=OptionKind.WORD,
    choices=tuple(OptionChoice(value=value, label=label) for value, label in _SIZES),
)
_AREA = Option(
    name="area",
    summary=T("Whether people meet across areas or within their own"),
    kind=OptionKind.WORD,
    choices=(
        OptionChoice(value=rules.ANY_AREA, label=T("Across areas")),
        OptionChoice(value=rules.SAME_AREA, label=T("Within one area only")),
    ),
)
_ODD = Option(
    name="odd",
    summary=T("With an odd number: a trio for the odd one, or pairs only"),
    kind=OptionKind.WORD,
    choices=(
        OptionChoice(value=rules.TRIO, label=T("A trio for the odd one")),
        OptionChoice(value=rules.PAIRS_ONLY, label=T("Pairs only")),
    ),
)
_MIX = Option(
    name="mix",
    summary=T("What groups shall bring together: areas, roles, newcomers, or nothing"),
    suggest=True,
)
_NEW_FACES = Option(
    name="new-faces",
    summary=T("How many new people everybody meets in a round, if not only new ones"),
    kind=OptionKind.WORD,
    choices=(
        OptionChoice(value=rules.ALL_NEW, label=T("As many as there are seats")),
        *(
            OptionChoice(value=str(count), label=TN("{count} new person", "{count} new people", count))
            for count in range(1, rules.MOST_NEW + 1)
        ),
    ),
)
_PODS = Option(
    name="pods",
    summary=T("Whether a group whose people all want to meet again stays together"),
    kind=OptionKind.WORD,
    choices=(
        OptionChoice(value=rules.ON, label=T("They stay together, four times at most")),
        OptionChoice(value=rules.OFF, label=T("Everybody is mixed anew each time")),
    ),
)
_RULES = (_AREA, _ODD, _MIX, _NEW_FACES, _PODS)
_START = Option(name="start", summary=T("Not before this day, such as 2026-12-24"))
_HERE = Option(
    name="channel",
    summary=T("Post in this channel from now on"),
    kind=OptionKind.WORD,
    choices=(OptionChoice(value="here", label=T("Here")),),
)


def _spec(verb: str, summary: Text, *options: Option) -> CommandSpec:
    return CommandSpec(
        path=("organise", "circle", verb), summary=summary, options=options, access=Access.ORGANISER
    )


_NAME = Option(name="name", summary=T("What the circle is called, such as Sunday walks"))
COMMANDS = (
    Command(
        spec=_spec(
            "create",
            T("Make a circle: a meetup series of its own"),
            _NAME,
            _CADENCE,
            _TIME,
            _DAY,
            _SIZE,
            _START,
            *_RULES,
        ),
        handler=create,
        suggest=suggest,
    ),
    Command(
        spec=_spec("edit", T("Change a circle"), _WHICH, _NAME, _CADENCE, _TIME, _DAY, _SIZE, *_RULES, _HERE),
        handler=edit,
        suggest=suggest,
    ),
    Command(spec=_spec("list", T("List the circles and their next rounds")), handler=list_),
    Command(spec=_spec("pause", T("Let a circle rest"), _WHICH), handler=pause, suggest=suggest),
    Command(spec=_spec("resume", T("Let a circle go on"), _WHICH), handler=resume, suggest=suggest),
)
