"""Looks at people's own words before any command does (`care.md` 5, H16).

It stands in the dispatcher, so no handler can forget it: what tells of a crisis or looks like a private detail is held
in memory, nothing of it is stored, and its writer alone is asked. Taps bring a held call back through the same door.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.commands.command import Command, CommandContext
from bot.content.care.crisis import tells_of_crisis
from bot.content.private.details import Detail, private_detail
from bot.domain.care_phrases import CarePhrases
from bot.domain.community import Community
from bot.domain.words import plain
from bot.errors import UserError
from bot.ids import new_id
from bot.ports.commands import CommandSpec, Invocation, Option, Screening
from bot.ports.messages import Form, Message, Reply, say
from bot.runtime.binding import bind
from bot.runtime.menus import COMMUNITY
from bot.services.cards import care
from bot.services.held import KEPT, Held
from bot.services.kit import Kit
from bot.text.catalogue import territory_of
from bot.text.message import T

LATE = KEPT
"""What reaches the bot later than this (it was away) isn't answered with a card: the moment has passed."""
_ALONGSIDE = Screening.ALONGSIDE
LONGEST = 4000
"""No platform lets anybody write more in one field; a wall of text takes no longer than this to look through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Hold a call to be run; `cleared` says that its writer has decided about its words already."""

    call: Invocation
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Say whose words hold a call up: a crisis, or a `detail`. `only` says that no other option's words do."""

    option: Option
    words: str = ""
    detail: Detail | None = None
    only: bool = False


class Gate:
    """Screen calls, and hold those that wait for their writer's word."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def resumed(self, call: Invocation) -> Call:
        """Return the call that a tap on a held text means, or the call itself. Raise `NotFound` for a text that is gone."""
        token, what = call.options.get("text", ""), call.options.get("do")
        if call.command != care.HELD or not (what == "send" or (what == "edit" and "words" in call.options)):
            return Call(call=call)
        held = self._kit.held.take(token, call, self._kit.clock.now())
        options = dict(held.call.options)
        if what == "edit" and held.option is not None:
            options[held.option.name] = call.options["words"]
        if COMMUNITY in call.options:
            options[COMMUNITY] = call.options[COMMUNITY]
        again = replace(call, command=held.call.command, options=options)
        return Call(call=again, cleared=held.cleared or (what == "send" and held.option is not None))

    def stop(self, spec: CommandSpec, known: Call, community: Community | None) -> Stop | None:
        """Return what the writer is to be asked about before the call may go on, or None where it may."""
        if known.cleared:
            return None
        texts = tuple(
            (option, words)
            for option, words in _texts(spec, known.call)
            if option.screening is not _ALONGSIDE
        )
        heavy = [Stop(option=option) for option, words in texts if _crisis(words, community)]
        private = [
            Stop(option=option, words=plain(words, LONGEST), detail=detail)
            for option, words in texts
            if (detail := _detail(option, words, community)) is not None
        ]
        found = (*heavy, *private)
        return replace(found[0], only=len({stop.option.name for stop in found}) == 1) if found else None

    def ask(self, stop: Stop, call: Invocation, community: Community | None) -> Reply:
        """Hold the call, and ask its writer."""
        now = self._kit.clock.now()
        if stop.detail is not None:
            token = self._hold(call, stop.option)
            return _private(care.private_question(token, stop.words, stop.detail))
        if call.at is not None and now - call.at > LATE:
            return _private(Message(lines=(_AWAY, care.SUPPORT_LINE)))
        token = self._hold(call, stop.option) if stop.option.screening is not Screening.HEARD else ""
        return replace(_private(care.crisis_card(community, token)), until=now + KEPT)

    def beside(self, spec: CommandSpec, known: Call, community: Community | None, reply: Reply) -> Reply:
        """Name people to talk to in the answer to words that may not be held back, such as a report's."""
        heavy = any(
            option.screening is _ALONGSIDE and _crisis(words, community)
            for option, words in _texts(spec, known.call)
        )
        if not heavy or reply.message is None:
            return reply
        message = reply.message
        return replace(reply, message=replace(message, lines=(*message.lines, *care.listening(community))))

    def waiting(self, spec: CommandSpec, known: Call) -> Mapping[str, str] | None:
        """Hold a call whose words must not go into a menu, and return the options that bring it back."""
        if not any(option.keeps_words for option, _ in _texts(spec, known.call)):
            return None
        token = self._hold(known.call, None, cleared=known.cleared)
        return {"text": token, "do": "send"}

    def _hold(self, call: Invocation, option: Option | None, *, cleared: bool = False) -> str:
        token = new_id(self._kit.rng)
        self._kit.held.keep(token, Held(call=call, at=self._kit.clock.now(), option=option, cleared=cleared))
        return token


async def others_first(command: Command, context: CommandContext, stop: Stop) -> Invocation:
    """Let the other options of a call go on where they can, and return what of the call is left to be held."""
    call, spec = context.invocation, command.spec
    own = {option.name for option in spec.options if option.hidden} | {stop.option.name, COMMUNITY}
    others = {name: words for name, words in call.options.items() if name not in own}
    if not (stop.option.apart and stop.only and others):
        return call
    try:
        person = context.kit.platforms[call.place.platform].person
        await command.handler(context, **bind(spec, others, person=person))
    except UserError:
        return call  # it is said when the whole call is sent
    return replace(call, options={name: words for name, words in call.options.items() if name in own})


def unwritten(form: Form, spec: CommandSpec | None) -> Form:
    """Mark the questions that take people's own words: an adapter may not write the answers down."""
    names = {option.name for option in spec.screened} if spec is not None else set()
    fields = tuple(
        replace(field, unwritten=True) if field.option in names and not field.choices else field
        for field in form.fields
    )
    return replace(form, fields=fields)


def _texts(spec: CommandSpec, call: Invocation) -> Iterator[tuple[Option, str]]:
    """Yield what a call says in people's own words, option by option."""
    for option in spec.screened:
        words = call.options.get(option.name, "")
        if words.strip():
            yield option, words[:LONGEST]


def _crisis(words: str, community: Community | None) -> bool:
    return tells_of_crisis(words, community.phrases if community is not None else CarePhrases())


def _detail(option: Option, words: str, community: Community | None) -> Detail | None:
    if not option.keeps_words:
        return None
    return private_detail(words, territory_of(community.zone) if community is not None else "")


def _private(message: Message) -> Reply:
    return replace(say(), message=message, private=True)


_AWAY = T(
    "I was away when you wrote to me, so I have not kept your text. If you still want to send it, write it once more."
)
