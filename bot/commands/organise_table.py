"""The command `organise table`: a circle's open table, its spot and hour, and asking people to host it."""

from bot.commands.command import Command, CommandContext
from bot.commands.days import DAY_FIELDS, DAYS, day_option
from bot.domain.community import Account, Spot
from bot.domain.open_table import HOSTS
from bot.domain.rounds import Circle
from bot.ids import UserId
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind
from bot.ports.messages import (
    Action,
    Choice,
    Fact,
    FieldChoice,
    FieldKind,
    Form,
    FormField,
    Menu,
    Message,
    Reply,
    say,
)
from bot.ports.storage import Repositories
from bot.services.cards.wording import spot_words
from bot.services.circles import circles
from bot.services.open_tables import setup
from bot.services.open_tables.setup import OFF, ON, Standing
from bot.text.message import TN, Person, T, Text
from bot.text.message import Command as Called

TABLE = "organise table"
_SHOWN = 25


async def table(
    ctx: CommandContext, *, circle: str = "", host: str = "", release: str = "", edit: str = "", **said: str
) -> Reply:
    """Show a circle's open table, set it up or change it, or ask somebody to host."""
    community, now = ctx.here, ctx.kit.clock.now()
    platform = ctx.place.platform

    def decide(repos: Repositories) -> tuple[Circle, Standing | None, tuple[Spot, ...]]:
        found = circles.only_or_named(repos, community, circle)
        if said:
            setup.change(repos, community, found, said, now)
        for user, use in ((host, setup.invite_host), (release, setup.release_host)):
            if user:
                use(repos, community, found, Account(platform=platform, user=UserId(user)), now)
        return found, setup.standing(repos, found), repos.places.spots(community.id)

    found, standing, spots = await ctx.kit.storage.run(decide)
    if standing is None or edit:
        return Reply(form=_form(found, standing, spots))
    if host:
        return say(_asked(found, host))
    if release:
        return say(
            T("If {person} was a host, they are none any more. I don't tell them.", person=Person(release))
        )
    return Reply(message=card(found, standing), update=bool(said))


def _asked(circle: Circle, user: str) -> Text:
    """Say the same whoever was named: who takes part is private."""
    return T(
        "If {person} is in {circle}, I ask them privately. They count as a host once they have agreed.",
        person=Person(user),
        circle=circle.name,
    )


def card(circle: Circle, standing: Standing) -> Message:
    """Show how a circle's open table stands."""
    table = standing.setting.table
    when = T("{day} at {time}", day=DAYS[table.weekday], time=f"{table.at:%H:%M}")
    facts = (
        Fact(label=T("When"), value=when),
        Fact(
            label=T("Where"),
            value=spot_words(standing.setting.spot) if standing.setting.spot else T("No spot yet"),
        ),
        Fact(label=T("Sign"), value=T("{sign}", sign=table.sign) if table.sign else T("None yet")),
        Fact(label=T("Hosts who agreed"), value=T("{count}", count=standing.hosts)),
        Fact(label=T("Told the place"), value=_told(standing)),
    )
    return Message(
        title=T("The open table of {circle}", circle=circle.name),
        lines=(_state(standing),),
        facts=facts,
        footer=T(
            "Hosts are asked the day before, in turn. The place is told privately, and only to those who ask for it."
        ),
        menu=Menu(choices=_choices(circle, on=table.on)),
    )


def _told(standing: Standing) -> Text:
    if standing.told is None:
        return T("fewer than 5")
    return TN("{count} or more", "{count} or more", standing.told)


def _state(standing: Standing) -> Text:
    if not standing.setting.table.on:
        return T("It is off.")
    if standing.setting.spot is None:
        return T("It rests until it has a spot again.")
    if standing.begins:
        return T("It takes place each week in which a host can.")
    return TN(
        "It begins once {count} host has agreed. Name somebody with {command} and its option host.",
        "It begins once {count} hosts have agreed. Name somebody with {command} and its option host.",
        HOSTS,
        command=Called(TABLE),
    )


def _choices(circle: Circle, *, on: bool) -> tuple[Choice, ...]:
    def change(key: str, label: Text, **options: str) -> Choice:
        return Choice(
            key=key, label=label, action=Action(command=TABLE, options={"circle": circle.id, **options})
        )

    state = change("off", T("Turn it off"), state=OFF) if on else change("on", T("Turn it on"), state=ON)
    return change("edit", T("Change it"), edit="yes"), state


def _form(circle: Circle, standing: Standing | None, spots: tuple[Spot, ...]) -> Form:
    """Ask for a spot, a day, an hour and a sign, as they stand."""
    table = standing.setting.table if standing is not None else None
    chosen = table.spot if table is not None and table.spot is not None else ""
    spot = FormField(option="spot", label=T("At which spot?"), hint=T("A name from the list of spots"))
    if 0 < len(spots) <= _SHOWN:
        choices = tuple(FieldChoice(value=each.id, label=T("{spot}", spot=each.name)) for each in spots)
        spot = FormField(
            option="spot", label=T("At which spot?"), kind=FieldKind.CHOICE, choices=choices, value=chosen
        )
    return Form(
        title=T("An open table"),
        fields=(
            spot,
            FormField(
                option="day",
                label=T("On which day?"),
                kind=FieldKind.CHOICE,
                choices=DAY_FIELDS,
                value=setup.weekday_of(table) if table is not None else "",
            ),
            FormField(
                option="time",
                label=T("At what time?"),
                hint=T("15:00"),
                value=f"{table.at:%H:%M}" if table is not None else "",
            ),
            FormField(
                option="sign",
                label=T("How do people find the table?"),
                hint=T("A paper boat on the table"),
                required=False,
                longest=setup.SIGN_LONGEST,
                value=table.sign if table is not None else "",
            ),
        ),
        action=Action(command=TABLE, options={"circle": circle.id}),
    )


async def suggest(ctx: CommandContext, option: str, typed: str) -> tuple[FieldChoice, ...]:
    """Offer circles and spots whose names contain what was typed."""
    if ctx.community is None:
        return ()
    community, wanted = ctx.community, typed.casefold()

    def names(repos: Repositories) -> tuple[str, ...]:
        if option == "circle":
            return tuple(circle.name for circle in repos.rounds.circles(community.id))
        return tuple(spot.name for spot in repos.places.spots(community.id))

    every = await ctx.kit.storage.run(names)
    shown = (name for name in every if wanted in name.casefold())
    return tuple(FieldChoice(value=name, label=T("{name}", name=name)) for name in shown)[:_SHOWN]


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("organise", "table"),
            summary=T("A circle's open table: two hosts, a public spot, the same hour weekly"),
            options=(
                Option(name="circle", summary=T("Which circle, if there are several"), suggest=True),
                Option(name="spot", summary=T("Which spot of the list"), suggest=True),
                day_option(T("On which day of the week")),
                Option(name="time", summary=T("At what local time, such as 15:00")),
                Option(name="sign", summary=T("How people find the table, such as: a paper boat")),
                Option(name="host", summary=T("Ask this person to be a host"), kind=OptionKind.USER),
                Option(name="release", summary=T("This person hosts no more"), kind=OptionKind.USER),
                Option(
                    name="state",
                    summary=T("On or off"),
                    kind=OptionKind.WORD,
                    choices=(OptionChoice(value=ON, label=T("On")), OptionChoice(value=OFF, label=T("Off"))),
                ),
                Option(name="edit", summary=T("Open the form"), hidden=True),
            ),
            access=Access.ORGANISER,
            details=T(
                "Members who are in no group in a round are pointed to it. They are told the place once they ask for it."
            ),
        ),
        handler=table,
        suggest=suggest,
    ),
)
