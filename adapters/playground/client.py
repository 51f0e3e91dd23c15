"""The side of the world that people use: type, tap, fill in, write to each other, leave."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.playground.commands import read_line
from adapters.playground.menus import check_picks, form_answers
from adapters.playground.model import Dialog, Entry
from adapters.playground.world import PLATFORM, World
from bot.errors import UserError
from bot.ids import ChannelId, HomeId, UserId
from bot.ports.commands import Actor, Answer, CommandSpec, Invocation, Place, PlaceKind, Visibility
from bot.ports.inbox import Inbox, PersonLeft
from bot.ports.messages import FieldChoice, Message, Reply, say
from bot.ports.naming import CommandWords
from bot.text.message import T

Shown = Entry | Dialog | None
"""What an action led to: an entry, an open form, or nothing to see."""


class Client:
    """Pass what people do to the inbox, and put its replies where they belong."""

    def __init__(self, world: World, inbox: Inbox) -> None:
        self.world = world
        self.inbox = inbox
        self.words = CommandWords(inbox.specs)
        world.called = self.words.path
        self._calls = 0

    async def type_command(
        self,
        user: UserId,
        channel: ChannelId,
        line: str,
        options: Mapping[str, str] | None = None,
    ) -> Shown:
        """Call a command: a whole line as typed, or a command's path with its options apart."""
        place = self.world.place(channel)
        try:
            typed = read_line(line, self.inbox.specs, self.world.people.values(), self.words)
        except UserError as error:
            refusal = replace(say(error.text), language=await self.language(user, place))
            return self._show(user, place, refusal, call=line)
        invocation = Invocation(
            id=self._call_id(),
            command=typed.spec.name,
            actor=self._actor(user, place),
            place=place,
            options={**typed.options, **(options or {})},
        )
        reply = await self.inbox.handle(invocation)
        call = f"/{self.words.path(typed.spec.name, reply.language)}"
        return self._show(user, place, reply, call=call, spec=typed.spec)

    async def tap(self, user: UserId, entry_id: str, *keys: str) -> Shown:
        """Choose one or several keys of the menu that an entry shows; the command behind it says who sees the answer."""
        entry = self.world.entry(entry_id)
        menu = entry.message.menu if entry is not None else None
        if entry is None or menu is None or user not in self.world.viewers(entry):
            return None
        place = self.world.place(entry.channel)
        problem = check_picks(menu, keys)
        if problem is not None:
            refusal = replace(say(problem), language=await self.language(user, place))
            return self._show(user, place, refusal)
        answer = Answer(
            id=self._call_id(), menu=menu.id, keys=keys, actor=self._actor(user, place), place=place
        )
        entry.taps[user] = keys
        reply = await self.inbox.answer(answer)
        self.world.changed()
        actions = [choice.action for choice in menu.choices if choice.key in keys and menu.gather is None]
        spec = self.spec(actions[0].command) if len(actions) == 1 else None
        return self._show(user, place, reply, spec=spec, tapped=entry)

    async def submit_form(self, user: UserId, form_id: str, answers: Mapping[str, str]) -> Shown:
        """Hand in an open form; fields that are not named keep what stood in them."""
        dialog = self.world.dialogs.get(form_id)
        if dialog is None or dialog.user != user:
            return None
        options, problem = form_answers(dialog.form, answers)
        if problem is not None:
            refusal = replace(say(problem), language=await self.language(user, dialog.place))
            return self._show(user, dialog.place, refusal)
        del self.world.dialogs[form_id]
        invocation = Invocation(
            id=self._call_id(),
            command=dialog.form.action.command,
            actor=self._actor(user, dialog.place),
            place=dialog.place,
            options={**dialog.form.action.options, **options},
        )
        reply = await self.inbox.handle(invocation)
        return self._show(user, dialog.place, reply, spec=self.spec(invocation.command))

    def put_away_form(self, user: UserId, form_id: str) -> None:
        """Close a form without handing it in."""
        dialog = self.world.dialogs.get(form_id)
        if dialog is not None and dialog.user == user:
            del self.world.dialogs[form_id]
            self.world.changed()

    async def suggest(
        self, user: UserId, channel: ChannelId, command: str, option: str, typed: str
    ) -> tuple[FieldChoice, ...]:
        """Ask for completions of an option that is being typed."""
        place = self.world.place(channel)
        invocation = Invocation(
            id=self._call_id(), command=command, actor=self._actor(user, place), place=place
        )
        return await self.inbox.suggest(invocation, option, typed)

    def write(self, user: UserId, channel: ChannelId, words: str) -> Entry | None:
        """Write a plain line to the others; Kith does not read it."""
        if self.world.channel(channel).archived:
            return None
        return self.world.write(channel, Message(lines=(T("{words}", words=words),)), author=user)

    async def leave(self, user: UserId, home: HomeId) -> None:
        """Leave a home for good."""
        self.world.leave(user, home)
        await self.inbox.noticed(PersonLeft(platform=PLATFORM, home=home, user=user))

    def spec(self, command: str) -> CommandSpec | None:
        """Return the spec of a command."""
        return next((spec for spec in self.inbox.specs if spec.name == command), None)

    def _show(
        self,
        user: UserId,
        place: Place,
        reply: Reply,
        *,
        call: str = "",
        spec: CommandSpec | None = None,
        tapped: Entry | None = None,
    ) -> Shown:
        if reply.form is not None:
            return self.world.open_dialog(user, reply.form, place, reply.language)
        if reply.message is None:
            return None
        if reply.update and tapped is not None and self._is_private(tapped):
            self.world.rewrite(tapped, reply.message, reply.language)
            return tapped
        shared = spec is not None and spec.visibility is Visibility.SHARED and not reply.private
        seen_by = None if shared or place.kind is PlaceKind.DIRECT else frozenset({user})
        return self.world.write(
            place.channel, reply.message, language=reply.language, seen_by=seen_by, call=call, caller=user
        )

    def _is_private(self, entry: Entry) -> bool:
        return entry.seen_by is not None or self.world.channel(entry.channel).kind is PlaceKind.DIRECT

    def _actor(self, user: UserId, place: Place) -> Actor:
        resident = self.world.people[user]
        organiser = place.home in resident.organises if place.home is not None else None
        return Actor(user_id=user, language=resident.language, organiser=organiser, name=resident.name)

    async def language(self, user: UserId, place: Place) -> str:
        """Return the language for words that are not the core's."""
        return await self.inbox.language(self._actor(user, place), place)

    def _call_id(self) -> str:
        self._calls += 1
        return f"call-{self._calls}"
