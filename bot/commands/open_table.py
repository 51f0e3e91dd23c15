"""The command `meet table`: a circle's open table, whether one is told the place, and hosting it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.commands.command import Command, CommandContext
from bot.commands.membership import suggest_circle
from bot.domain.member import Contact, Member
from bot.domain.open_table import Hosting, TablePart
from bot.domain.rounds import Circle
from bot.errors import NotFound
from bot.ports.commands import Access, CommandSpec, Option, OptionChoice, OptionKind, Screening
from bot.ports.messages import Action, Choice, Fact, Menu, Message, Reply, say
from bot.ports.storage import Repositories
from bot.services.cards import open_table as cards
from bot.services.members import wishes
from bot.services.open_tables import open_table
from bot.services.open_tables.open_table import Answered, Setting
from bot.text.message import Moment, T, Text

_YES, _NO = "yes", "no"


async def table(ctx: CommandContext, *, circle: str = "", **said: str) -> Reply:
    """Show a circle's open table to a member, or note what they say to it."""
    community, me, now = ctx.here, ctx.me, ctx.kit.clock.now()

    def decide(repos: Repositories) -> Reply:
        mine = wishes.own_circles(repos, community, me.id, circle)
        found = [
            setting for each in mine if (setting := open_table.setting_of(repos, each.id)) and setting.runs
        ]
        if not found:
            raise NotFound(T("None of your circles has an open table at the moment."))
        if len(found) > 1:
            return _which([setting.circle for setting in found], said)
        return _noted(repos, found[0], me, said, now)

    return await ctx.kit.storage.run(decide)


def _which(mine: list[Circle], said: Mapping[str, str]) -> Reply:
    choices = tuple(
        Choice(
            key=f"c{number}",
            label=T("{circle}", circle=circle.name),
            action=Action(command=cards.TABLE, options={**said, "circle": circle.id}),
        )
        for number, circle in enumerate(mine, start=1)
    )
    return say(T("Which circle do you mean?"), menu=Menu(choices=choices))


def _noted(repos: Repositories, found: Setting, me: Member, said: Mapping[str, str], now: datetime) -> Reply:
    """Note a member's wish to be told, their word on hosting, or their word for this week; then show how it stands."""
    lines: list[Text] = []
    part = repos.open_tables.part(found.circle.id, me.id)
    if told := said.get("told"):
        repos.open_tables.put_part(replace(part, told=told == _YES))
        lines.append(_told_words(me, told=told == _YES))
    if (host := said.get("host")) == _YES and part.hosting is Hosting.ASKED:
        repos.open_tables.put_part(replace(part, hosting=Hosting.AGREED))
        lines.append(T("Thank you. I ask you the day before, whenever it is your turn."))
    elif host == _NO:
        open_table.release(repos, found.circle, me.id, now)
        lines.append(T("All right, and no reason is needed."))
    if can := said.get("can"):
        lines.append(_can_words(repos, found, me, can=can == _YES, now=now))
    message = _card(repos, found, me, now)
    return Reply(message=replace(message, lines=(*lines, *message.lines)), update=bool(said))


def _told_words(me: Member, *, told: bool) -> Text:
    if not told:
        return T("All right, I write no more about it.")
    if me.contact is Contact.DIRECT:
        return T("I tell you the day before whether it takes place.")
    return T("This card tells you the day before whether it takes place.")


def _can_words(repos: Repositories, found: Setting, me: Member, *, can: bool, now: datetime) -> Text:
    answered = open_table.answer(repos, found.circle, me.id, can=can, now=now)
    if answered is Answered.TOO_LATE:
        return T("That is kind of you. It rests this time, and people know already.")
    if answered is Answered.NOT_ASKED:
        return T("You are not asked about this week's table. Hosts take turns.")
    if can:
        return T("Thank you. It is yours to keep this time.")
    return T("Thank you for saying so, and no reason is needed.")


def _card(repos: Repositories, found: Setting, me: Member, now: datetime) -> Message:
    """Show the table; the place only to those who asked to be told, or who host it (H6).

    Whoever can't come at present, held say, reads what everybody reads before the evening on which it is decided.
    """
    part = repos.open_tables.part(found.circle.id, me.id)
    coming = open_table.coming_up(repos, found, now)
    takes_part = open_table.takes_part(repos, found.circle.id, me.id, now)
    when = Fact(label=T("When"), value=T("{when}", when=Moment(at=coming.at, zone=found.zone)))
    place = T("I tell you the day before") if part.told else T("I tell you once you ask to be told")
    facts: tuple[Fact, ...] = (when, Fact(label=T("Where"), value=place))
    if open_table.knows_place(repos, part, now):
        facts = cards.facts(found.table, found.spot, coming.at, found.zone)
    return Message(
        title=T("The open table of {circle}", circle=found.circle.name),
        lines=(
            T("One hour, the same each week, at a public table. Come for any part of it, or not at all."),
            cards.this_week(coming.at, found.zone, coming.stands if takes_part else None),
            *((T("You host this time."),) if takes_part and part.hosts_on(coming.day) else ()),
        ),
        facts=facts,
        footer=cards.ANYBODY,
        menu=Menu(
            choices=_choices(found, part, asked=part.asked_for == coming.day and coming.stands is not False)
        ),
    )


def _choices(found: Setting, part: TablePart, *, asked: bool) -> tuple[Choice, ...]:
    choices = [cards.told_choice(found.circle, told=part.told)]
    if part.hosting is Hosting.ASKED:
        choices += cards.consent_choices(found.circle)
    if part.hosting is Hosting.AGREED:
        choices += cards.host_choices(found.circle) if asked else ()
        choices.append(cards.no_more_hosting(found.circle))
    return tuple(choices)


def _yes_or_no(name: str, summary: Text) -> Option:
    choices = (OptionChoice(value=_YES, label=T("Yes")), OptionChoice(value=_NO, label=T("No")))
    return Option(name=name, summary=summary, kind=OptionKind.WORD, choices=choices)


COMMANDS = (
    Command(
        spec=CommandSpec(
            path=("meet", "table"),
            summary=T("The open table: when it is, and where once you ask to be told"),
            options=(
                Option(
                    name="circle",
                    summary=T("Which circle, if there are several"),
                    suggest=True,
                    screening=Screening.CRISIS,
                ),
                _yes_or_no("told", T("Whether I tell you the place")),
                _yes_or_no("can", T("For hosts: whether you can host this time")),
                _yes_or_no("host", T("For those asked to host: whether you would like to")),
            ),
            access=Access.MEMBER,
            details=cards.ANYBODY,
        ),
        handler=table,
        suggest=suggest_circle,
    ),
)
