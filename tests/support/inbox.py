"""A scripted core: commands that exercise everything a platform must be able to show.

    inbox = ScriptedInbox(stage.platform)
    await stage.open(inbox)
    await (await stage.person("Ada")).say("say hello", words="world")

What people did is in `inbox.handled`, `inbox.answered`, `inbox.asked` and `inbox.events`. `inbox.known(message)` gives
a message's menu an id and remembers it, as the core does before it posts one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.ids import MenuId
from bot.ports.commands import (
    Access,
    Answer,
    CommandSpec,
    Invocation,
    Option,
    OptionChoice,
    OptionKind,
    Visibility,
)
from bot.ports.inbox import Inbox, PlatformEvent
from bot.ports.messages import (
    Action,
    Attachment,
    Choice,
    Fact,
    FieldChoice,
    FieldKind,
    Form,
    FormField,
    Menu,
    Message,
    Reply,
    Tone,
    say,
)
from bot.ports.platform import ChatPlatform
from bot.text.message import Command, Moment, Person, T, Verbatim

WHEN = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)  # a Saturday; 10:00 in Amsterdam
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
SNEAKY = "<b>bold</b> *stars* @everyone [link](https://example.org)"
SHELVES = ("Harbour", "Old Town", "Mill Quarter")


def day_menu(count=3, *, chosen=()):
    """Ask for days: a menu that gathers."""
    return Menu(
        prompt=T("Which days suit you?"),
        choices=tuple(
            Choice(
                key=f"day-{number}",
                label=T("Day {number}", number=number),
                action=Action(command="days keep"),
                chosen=f"day-{number}" in chosen,
            )
            for number in range(1, count + 1)
        ),
        gather="days",
        submit=Action(command="days keep", options={"note": "kept"}),
        least=1,
    )


def tea_menu(*, private=True):
    """Ask one question with three buttons."""
    return Menu(
        prompt=T("Which tea?"),
        choices=(
            Choice(
                key="green",
                label=T("Green tea"),
                action=Action(command="tea keep", options={"kind": "green", "cup": "c-1"}),
                tone=Tone.MAIN,
            ),
            Choice(
                key="black",
                label=T("Black tea"),
                action=Action(command="tea keep", options={"kind": "black", "cup": "c-1"}),
            ),
            Choice(
                key="none",
                label=T("No tea"),
                action=Action(command="tea keep", options={"kind": "none", "cup": "c-1"}),
                tone=Tone.CAREFUL,
            ),
        ),
        private=private,
    )


def long_menu(count=12):
    """Ask one question with more answers than buttons can carry."""
    return Menu(
        prompt=T("Which shelf?"),
        choices=tuple(
            Choice(
                key=f"shelf-{number}",
                label=T("Shelf {number}", number=number),
                action=Action(command="tea keep", options={"kind": f"shelf-{number}"}),
            )
            for number in range(1, count + 1)
        ),
    )


def card_form():
    """Ask five questions, one of each kind and one that may stay empty."""
    return Form(
        title=T("Your card"),
        fields=(
            FormField(option="name", label=T("Name of the card"), longest=20),
            FormField(
                option="hello",
                label=T("A hello"),
                kind=FieldKind.PARAGRAPH,
                hint=T("One line is enough."),
                required=False,
                longest=140,
                value="Hi there",
            ),
            FormField(
                option="area",
                label=T("Area"),
                kind=FieldKind.CHOICE,
                choices=tuple(FieldChoice(value=name.lower(), label=T(name)) for name in SHELVES),
            ),
            FormField(
                option="days",
                label=T("Days"),
                kind=FieldKind.CHOICES,
                choices=tuple(
                    FieldChoice(value=day.lower(), label=T(day)) for day in ("Monday", "Tuesday", "Friday")
                ),
                value="monday",
            ),
        ),
        action=Action(command="card keep", options={"kind": "plain"}),
    )


SPECS = (
    CommandSpec(
        path=("say", "hello"),
        summary=T("Say hello to everyone here"),
        options=(Option(name="words", summary=T("What to say")),),
        visibility=Visibility.SHARED,
    ),
    CommandSpec(path=("say", "secret"), summary=T("Hear a secret")),
    CommandSpec(
        path=("say", "greet"),
        summary=T("Greet somebody"),
        options=(Option(name="who", summary=T("Whom to greet"), kind=OptionKind.USER, required=True),),
    ),
    CommandSpec(path=("say", "sneaky"), summary=T("Say something that looks like markup")),
    CommandSpec(path=("say", "when"), summary=T("Hear when the library opens")),
    CommandSpec(path=("say", "nothing"), summary=T("Get no answer at all")),
    CommandSpec(
        path=("talk",),
        summary=T("Get a conversation starter"),
        options=(
            Option(
                name="depth",
                summary=T("How deep"),
                kind=OptionKind.WORD,
                choices=(
                    OptionChoice(value="light", label=T("Light")),
                    OptionChoice(value="deep", label=T("Deep")),
                ),
            ),
        ),
        visibility=Visibility.SHARED,
    ),
    CommandSpec(path=("tea", "ask"), summary=T("Be asked for tea")),
    CommandSpec(path=("tea", "shelf"), summary=T("Be asked for a shelf")),
    CommandSpec(
        path=("tea", "keep"),
        summary=T("Keep a choice"),
        options=(
            Option(name="kind", summary=T("Which"), kind=OptionKind.WORD, required=True),
            Option(name="cup", summary=T("Which cup"), kind=OptionKind.WORD, hidden=True),
        ),
        tapped=True,
    ),
    CommandSpec(path=("days", "ask"), summary=T("Be asked for days")),
    CommandSpec(
        path=("days", "keep"),
        summary=T("Keep days"),
        options=(
            Option(name="days", summary=T("Which days"), required=True),
            Option(name="note", summary=T("A note"), hidden=True),
        ),
        tapped=True,
    ),
    CommandSpec(path=("card", "write"), summary=T("Write your card")),
    CommandSpec(
        path=("card", "keep"),
        summary=T("Keep a card"),
        options=(
            Option(name="name", summary=T("Name")),
            Option(name="hello", summary=T("Hello")),
            Option(name="area", summary=T("Area")),
            Option(name="days", summary=T("Days")),
            Option(name="kind", summary=T("Kind"), hidden=True),
        ),
        tapped=True,
    ),
    CommandSpec(path=("file", "hand"), summary=T("Get a calendar file")),
    CommandSpec(
        path=("file", "take"),
        summary=T("Hand in a list"),
        options=(Option(name="list", summary=T("The list"), kind=OptionKind.FILE, required=True),),
    ),
    CommandSpec(path=("wish", "avoid"), summary=T("Keep a quiet wish"), sensitive=True),
    CommandSpec(
        path=("organise", "shelf", "add"),
        summary=T("Add a shelf"),
        options=(Option(name="shelf", summary=T("Name"), required=True, suggest=True),),
        access=Access.ORGANISER,
    ),
)


def _card(title, *lines, menu=None, update=False):
    return Reply(
        message=Message(
            title=T(title),
            lines=tuple(T(line) for line in lines),
            facts=(Fact(label=T("Where"), value=T("Library café")),),
            bullets=(T("Bring nothing"), T("Come as you are")),
            footer=T("Skipping is fine."),
            menu=menu,
        ),
        update=update,
    )


@dataclass
class ScriptedInbox(Inbox):
    """Answer from a script and remember what was asked."""

    platform: ChatPlatform | None = None
    handled: list[Invocation] = field(default_factory=list)
    answered: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    events: list[PlatformEvent] = field(default_factory=list)
    menus: dict[str, Menu] = field(default_factory=dict)
    replies: dict[str, Callable[[Invocation], Reply]] = field(default_factory=dict)

    @property
    def specs(self):
        return SPECS

    async def handle(self, invocation):
        self.handled.append(invocation)
        return await self._run(invocation)

    async def answer(self, answer):
        self.answered.append(answer)
        menu = self.menus.get(answer.menu)
        if menu is None:
            return say(T("That question is closed."))
        if menu.gather is not None:
            action = menu.submit
            options = {**action.options, menu.gather: ",".join(answer.keys)}
        else:
            action = next(choice.action for choice in menu.choices if choice.key == answer.keys[0])
            options = dict(action.options)
        return await self._run(
            Invocation(
                id=answer.id,
                command=action.command,
                actor=answer.actor,
                place=answer.place,
                options=options,
            )
        )

    async def suggest(self, invocation, option, typed):
        self.asked.append((option, typed))
        return tuple(
            FieldChoice(value=shelf, label=T(shelf))
            for shelf in SHELVES
            if shelf.lower().startswith(typed.lower())
        )

    async def language(self, actor, place):
        return actor.language or "en"

    async def noticed(self, event):
        self.events.append(event)

    def known(self, message: Message) -> Message:
        """Give a message's menu an id, once."""
        if message.menu is None or message.menu.id:
            return message
        menu = replace(message.menu, id=MenuId(f"menu{len(self.menus) + 1:012d}"))
        self.menus[menu.id] = menu
        return replace(message, menu=menu)

    async def _run(self, invocation):
        spec = next((spec for spec in SPECS if spec.name == invocation.command), None)
        if spec is None:
            return say(T("I don't know that command."))
        if spec.access is Access.ORGANISER and not await self._organises(invocation):
            return say(T("Only organisers can do that."))
        answer = self.replies.get(spec.name) or _REPLIES[spec.name]
        reply = answer(invocation)
        if reply.message is not None:
            reply = replace(reply, message=self.known(reply.message))
        return replace(reply, language=invocation.actor.language or "en")

    async def _organises(self, invocation):
        if invocation.actor.organiser is not None or self.platform is None:
            return bool(invocation.actor.organiser)
        home = invocation.place.home
        return home is not None and await self.platform.can_organise(home, invocation.actor.user_id)


def _hello(call):
    return say(T("Hello {words}", words=call.options.get("words", "all")))


def _greet(call):
    return say(T("Hello {who}, this is {me}.", who=Person(call.options["who"]), me=call.actor.name))


def _when(call):
    return say(T("It opens {when}.", when=Moment(at=WHEN, zone="Europe/Amsterdam")))


def _tea_kept(call):
    return _card(f"You chose {call.options['kind']}", "It is on its way.", update=True)


def _card_kept(call):
    kept = "; ".join(f"{name}={call.options[name]}" for name in sorted(call.options))
    return say(T("Kept: {kept}", kept=kept))


def _taken(call):
    return say(T("{count} lines taken.", count=len(call.options["list"].splitlines())))


def _file(call):
    attachment = Attachment(name="plan.ics", media_type="text/calendar", data=CALENDAR)
    return Reply(message=Message(lines=(T("Here is your plan."),), files=(attachment,)))


_REPLIES: dict[str, Callable[[Invocation], Reply]] = {
    "say hello": _hello,
    "say secret": lambda call: say(T("The secret is kept. See {command}.", command=Command("say hello"))),
    "say greet": _greet,
    "say sneaky": lambda call: say(T("They wrote: {words}", words=Verbatim(SNEAKY))),
    "say when": _when,
    "say nothing": lambda call: Reply(),
    "talk": lambda call: say(
        T("A {depth} question: what made you smile?", depth=call.options.get("depth", "light"))
    ),
    "tea ask": lambda call: _card("Tea", "The kettle is on.", menu=tea_menu()),
    "tea shelf": lambda call: say(T("We have many."), menu=long_menu()),
    "tea keep": _tea_kept,
    "days ask": lambda call: say(T("Pick what suits."), menu=day_menu()),
    "days keep": lambda call: say(T("Kept {days}.", days=call.options["days"]), update=True),
    "card write": lambda call: Reply(form=card_form()),
    "card keep": _card_kept,
    "file hand": _file,
    "file take": _taken,
    "wish avoid": lambda call: say(T("Noted, quietly.")),
    "organise shelf add": lambda call: say(T("Added {shelf}.", shelf=call.options["shelf"])),
}
