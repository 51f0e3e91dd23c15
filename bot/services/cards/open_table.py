"""What is said about a circle's open table: facts come in, a message goes out. No host and no guest is ever named."""

from datetime import datetime

from bot.domain.community import Spot
from bot.domain.open_table import OpenTable
from bot.domain.rounds import Circle
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Tone
from bot.services.cards.wording import moment, spot_words
from bot.text.message import Command, MomentStyle, T, Text

TABLE = "meet table"
ANYBODY = T(
    "Anybody from the circle may come, and I tell nobody who does. In a group I keep people apart who avoid each "
    "other; at an open table I can't, so where that matters to you a group is the better choice."
)


def facts(table: OpenTable, spot: Spot | None, at: datetime, zone: str) -> tuple[Fact, ...]:
    """Say when and where the table is, to somebody who asked to be told."""
    found = [
        Fact(label=T("When"), value=T("{when}", when=moment(at, zone))),
        Fact(label=T("Where"), value=spot_words(spot)),
    ]
    if table.sign:
        found.append(Fact(label=T("How to find it"), value=T("{sign}", sign=table.sign)))
    return tuple(found)


def this_week(at: datetime, zone: str, stands: bool | None) -> Text:  # noqa: FBT001 - yes, no or not decided
    """Say whether the next table takes place, as soon as that is decided."""
    if stands is None:
        return T("Whether it takes place is decided the evening before.")
    when = moment(at, zone, MomentStyle.SHORT)
    return (
        T("It takes place on {when}.", when=when)
        if stands
        else T("It rests this time, on {when}.", when=when)
    )


def in_short(spot: Spot | None, at: datetime, zone: str, stands: bool | None) -> Text:  # noqa: FBT001 - as above
    """Say in one line when and where the next table is, for the card of where things stand."""
    when, where = moment(at, zone, MomentStyle.SHORT), spot_words(spot)
    if stands is None:
        return T("{when}, {spot}, if a host can", when=when, spot=where)
    return T("{when}, {spot}", when=when, spot=where) if stands else T("rests this time")


def on(
    circle: Circle, table: OpenTable, spot: Spot | None, at: datetime, zone: str, *, today: bool = False
) -> Message:
    """Tell a member that the table takes place; `today` where the word reaches them late."""
    title = T("{circle}: the open table is tomorrow", circle=circle.name)
    return Message(
        title=T("{circle}: the open table is today", circle=circle.name) if today else title,
        lines=(T("Come for any part of the hour, or not at all. Nobody keeps count."),),
        facts=facts(table, spot, at, zone),
        footer=T("Come and go your own way, whenever you like; no reason is needed."),
        menu=Menu(choices=(_choice(circle, "quiet", T("Stop telling me"), told="no"),)),
    )


def off(circle: Circle, at: datetime, zone: str) -> Message:
    """Tell a member that the table does not take place this time."""
    return Message(
        lines=(
            T(
                "The open table of {circle} rests this time, on {when}.",
                circle=circle.name,
                when=moment(at, zone),
            ),
            T("I write again when the next one takes place."),
        )
    )


def spared(circle: Circle, at: datetime, zone: str) -> Message:
    """Tell somebody who was ready to host that others keep the table."""
    return Message(
        lines=(
            T(
                "The open table of {circle} on {when} has another host this time, so you are free.",
                circle=circle.name,
                when=moment(at, zone),
            ),
            T("Thank you for being ready."),
        )
    )


def hosting(
    circle: Circle, table: OpenTable, spot: Spot | None, at: datetime, zone: str, *, today: bool = False
) -> Message:
    """Confirm to a host that the table is theirs to keep."""
    title = T("{circle}: thank you for hosting tomorrow", circle=circle.name)
    return Message(
        title=T("{circle}: thank you for hosting today", circle=circle.name) if today else title,
        lines=(T("Another host may be there too. If something comes up, one tap is enough."),),
        facts=facts(table, spot, at, zone),
        menu=Menu(choices=(_choice(circle, "cannot", T("I can't after all"), can="no"),)),
    )


def ask_host(circle: Circle, spot: Spot | None, at: datetime, zone: str, *, today: bool = False) -> Message:
    """Ask a host whether they can."""
    title = T("{circle}: can you host the open table tomorrow?", circle=circle.name)
    return Message(
        title=T("{circle}: can you host the open table today?", circle=circle.name) if today else title,
        lines=(
            T(
                "{when}, {spot}. Hosts take turns, and a no is as good as a yes.",
                when=moment(at, zone),
                spot=spot_words(spot),
            ),
        ),
        menu=Menu(choices=host_choices(circle)),
    )


def host_choices(circle: Circle) -> tuple[Choice, ...]:
    """Offer a host the two answers for this week."""
    return (
        _choice(circle, "can", T("I can host"), tone=Tone.MAIN, can="yes"),
        _choice(circle, "cannot", T("Not this time"), can="no"),
    )


def invited(circle: Circle, steward: str) -> Message:
    """Ask a member whether they would like to be one of the hosts."""
    return Message(
        title=T("{circle}: would you like to host the open table?", circle=circle.name),
        lines=(
            T(
                "{steward} asks whether you would host a public table for an hour, now and then. I ask each time whether "
                "you can, and nobody is told who hosts.",
                steward=steward or T("Your organiser"),
            ),
            T("If you would rather not, nothing else changes."),
        ),
        menu=Menu(choices=consent_choices(circle)),
    )


def consent_choices(circle: Circle) -> tuple[Choice, ...]:
    """Offer somebody who was asked to host their yes and no."""
    return (
        _choice(circle, "host", T("Yes, I would like to"), tone=Tone.MAIN, host="yes"),
        _choice(circle, "no-host", T("Rather not"), host="no"),
    )


def told_choice(circle: Circle, *, told: bool) -> Choice:
    """Offer the other side of being told the place."""
    if told:
        return _choice(circle, "quiet", T("Stop telling me"), told="no")
    return _choice(circle, "tell", T("Tell me the place"), tone=Tone.MAIN, told="yes")


def no_more_hosting(circle: Circle) -> Choice:
    """Offer a host to be none any more."""
    return _choice(circle, "no-host", T("I'd rather not host any more"), host="no")


def _choice(circle: Circle, key: str, label: Text, *, tone: Tone = Tone.PLAIN, **said: str) -> Choice:
    action = Action(command=TABLE, options={"circle": circle.id, **said})
    return Choice(key=key, label=label, action=action, tone=tone)


POINTER = T(
    "There is also an open table every week, for anybody who would like to come: {command}",
    command=Command(TABLE),
)
"""Where a circle has an open table, everybody who is unmatched reads this, whatever the reason (H3)."""
