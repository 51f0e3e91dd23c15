"""The inbox: finds the command, the community and the member, checks access, runs the handler, answers.

In this order: which command, which community, may the words go on (`screening`), may they, do the options fit, run. A `UserError` on the way is the
private answer. Anything unforeseen is logged with a reference code, which is all that the person is shown of it.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from weakref import WeakValueDictionary

from bot.commands.command import Command, CommandContext
from bot.domain.community import Account
from bot.domain.member import Member
from bot.errors import NotAllowed, NotFound, PlatformError, StorageError, UserError
from bot.ids import CommunityId, MenuId, new_id
from bot.ports.commands import Access, Actor, Answer, CommandSpec, Invocation, Place, PlaceKind, Visibility
from bot.ports.inbox import HomeLost, PersonLeft, PlaceMoved, PlatformEvent
from bot.ports.messages import MAX_CHOICES, Action, Choice, FieldChoice, Form, Menu, Message, Reply, say
from bot.ports.storage import Repositories, StoredMenu
from bot.runtime.binding import bind
from bot.runtime.locating import Located, language_at, language_of_place, locate
from bot.runtime.menus import COMMUNITY, bind_to, keep
from bot.runtime.pace import Pace
from bot.runtime.presence import Presence
from bot.runtime.screening import Call, Gate, others_first, unwritten
from bot.services.cards import care
from bot.services.care.moderators import moderates, organises
from bot.services.community import homes
from bot.services.kit import Kit
from bot.services.seats import departures
from bot.text.catalogue import first_spoken
from bot.text.message import TN, T, Text
from bot.text.message import Command as Called

_log = logging.getLogger(__name__)


class Dispatcher:
    """Answer commands and taps (`bot.ports.inbox.Inbox`)."""

    def __init__(self, kit: Kit, catalogue: tuple[Command, ...]) -> None:
        self._kit = kit
        self._commands = {command.spec.name: command for command in catalogue}
        self._specs = tuple(command.spec for command in catalogue)
        self._pace = Pace()
        self._gate = Gate(kit)
        self._presence = Presence(kit)
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    @property
    def specs(self) -> tuple[CommandSpec, ...]:
        """Return every command, in the catalogue's order."""
        return self._specs

    async def handle(self, invocation: Invocation) -> Reply:
        """Run a command. Never raises: whatever goes wrong becomes a kind private reply."""
        key = (invocation.place.platform, invocation.actor.user_id)
        wait = self._pace.seconds_to_wait(key, self._kit.clock.now())
        if wait:
            return _refusal(_too_fast(wait), await self.language(invocation.actor, invocation.place))
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            return await self._guarded(invocation)

    async def answer(self, answer: Answer) -> Reply:
        """Run the command that a tap stands for. Never raises."""
        try:
            stored = await self._kit.storage.run(lambda repos: repos.menus.get(answer.menu))
            invocation = _meant(stored, answer)
        except UserError as error:
            return _refusal(error.text, await self.language(answer.actor, answer.place))
        except Exception:  # noqa: BLE001 - belongs to the one in `_guarded`: a tap gets an answer too
            return _refusal(self._sorry("a tap"), await self.language(answer.actor, answer.place))
        return await self.handle(invocation)

    async def suggest(self, invocation: Invocation, option: str, typed: str) -> tuple[FieldChoice, ...]:
        """Return at most 25 completions for an option that is being typed."""
        command = self._commands.get(invocation.command)
        if command is None or command.suggest is None:
            return ()
        try:
            located = await locate(self._kit, invocation)
            context = self._context(invocation, located)
            return (await command.suggest(context, option, typed))[:MAX_CHOICES]
        except Exception:  # noqa: BLE001 - belongs to the one in `_guarded`: typing goes on without completions
            _log.exception("completions failed", extra={"action": "suggest", "command": invocation.command})
            return ()

    async def language(self, actor: Actor, place: Place) -> str:
        """Return the language in which somebody is answered at a place. Never raises."""
        try:
            return await self._kit.storage.run(lambda repos: language_at(repos, place, actor))
        except StorageError:
            return first_spoken(actor.language or "")

    async def noticed(self, event: PlatformEvent) -> None:
        """Take note of what happened without a command."""
        now = self._kit.clock.now()
        match event:
            case PersonLeft():
                await self._kit.storage.run(
                    lambda repos: departures.left_home(repos, event.platform, event.home, event.user, now)
                )
            case HomeLost():
                await self._kit.storage.run(
                    lambda repos: homes.lost_home(repos, event.platform, event.home, now)
                )
            case PlaceMoved():
                await self._kit.storage.run(
                    lambda repos: homes.moved_place(repos, event.platform, event.old, event.new)
                )

    async def _guarded(self, invocation: Invocation) -> Reply:
        language = ""
        try:
            known = self._gate.resumed(invocation)
            command = self._command(known.call.command)
            located = await locate(self._kit, known.call)
            context = self._context(known.call, located)
            language = context.language
            await self._presence.saw(located.member, invocation.actor.language or "")
            reply = await self._answered(command, known, context, located)
            return await self._finish(reply, known.call, located, language)
        except UserError as error:
            return _refusal(error.text, language or await self.language(invocation.actor, invocation.place))
        except Exception:  # noqa: BLE001 - one of three places that catch everything: a caller gets an answer
            sorry = self._sorry(invocation.command)
            return _refusal(sorry, language or await self.language(invocation.actor, invocation.place))

    def _sorry(self, command: str) -> Text:
        """Log what nobody foresaw under a code, and return the words that name the code."""
        code = new_id(self._kit.rng)[:6]
        _log.exception("a command failed", extra={"action": "command", "command": command, "code": code})
        return T(
            "Something went wrong on my side, sorry. Please try again; "
            "if it happens again, tell an organiser this code: {code}",
            code=code,
        )

    async def _answered(
        self, command: Command, known: Call, context: CommandContext, located: Located
    ) -> Reply:
        """Ask back about the words or the community where that is due, else run the handler."""
        spec, call = command.spec, known.call
        stop = self._gate.stop(spec, known, located.community)
        if stop is not None:
            return self._gate.ask(stop, await others_first(command, context, stop), located.community)
        if located.which and not command.homeless:
            held = self._gate.waiting(spec, known)
            return _which_community(care.HELD if held else call.command, held or call.options, located)
        organiser = await self._may(spec, call, located)
        moderator = await self._moderates(spec, call, located, organiser=organiser)
        options = {name: value for name, value in call.options.items() if name != COMMUNITY}
        bound = bind(spec, options, person=self._kit.platforms[call.place.platform].person)
        reply = await command.handler(replace(context, organiser=organiser, moderator=moderator), **bound)
        return self._gate.beside(spec, known, located.community, reply)

    def _command(self, name: str) -> Command:
        command = self._commands.get(name)
        if command is None:
            raise NotFound(self._unknown(name))
        return command

    def _unknown(self, name: str) -> Text:
        shown = [spec.name for spec in self._specs if not spec.tapped]
        if near := get_close_matches(name, shown, n=1):
            return T("I don't know {name}. Did you mean {near}?", name=name, near=Called(near[0]))
        return T("I don't know {name}. {help} shows what I can do.", name=name, help=Called("kith help"))

    async def _may(self, spec: CommandSpec, invocation: Invocation, located: Located) -> bool:
        """Say whether the caller may organise; raise `NotAllowed` where the command needs it and they may not."""
        told = invocation.actor.organiser if _belongs(invocation, located) else None
        organiser = bool(told)
        if told is None and spec.access in {Access.ORGANISER, Access.STAFF}:
            organiser = await self._asked(invocation, located)
        if spec.access is Access.ORGANISER and not organiser:
            raise NotAllowed(
                T("Only organisers of this community can use {command}.", command=Called(spec.name))
            )
        return organiser

    async def _asked(self, invocation: Invocation, located: Located) -> bool:
        place = invocation.place
        homes = [home.home for home in located.homes] or ([place.home] if place.home else [])
        account = Account(platform=place.platform, user=invocation.actor.user_id)
        try:
            return await organises(self._kit, homes, account)
        except PlatformError as error:
            raise NotAllowed(_NOT_CHECKED) from error

    async def _moderates(
        self, spec: CommandSpec, invocation: Invocation, located: Located, *, organiser: bool
    ) -> bool:
        """Say whether the caller moderates; raise `NotAllowed` where the command needs it and they don't.

        The contact for reports about a moderator may call as well; what they see is decided report by report.
        """
        community = located.community
        if spec.access not in {Access.MODERATOR, Access.STAFF} or community is None:
            return False
        account = Account(platform=invocation.place.platform, user=invocation.actor.user_id)
        told = invocation.actor.organiser if _belongs(invocation, located) else None
        told = organiser if spec.access is Access.STAFF else told
        try:
            may = await moderates(self._kit, community, located.homes, account, organiser=told)
        except PlatformError as error:
            raise NotAllowed(_NOT_CHECKED) from error
        if spec.access is Access.STAFF:
            if not (may or organiser):
                raise NotAllowed(
                    T("Only organisers and moderators here can use {command}.", command=Called(spec.name))
                )
        elif not may and account != community.alternate:
            raise NotAllowed(T("Only moderators here can use {command}.", command=Called(spec.name)))
        return may

    def _context(self, invocation: Invocation, located: Located) -> CommandContext:
        return CommandContext(
            kit=self._kit,
            invocation=invocation,
            language=located.language,
            community=located.community,
            member=located.member,
        )

    async def _finish(
        self, reply: Reply, invocation: Invocation, located: Located | None, language: str
    ) -> Reply:
        """Name the reply's language, and keep its menu and form so that they can be answered later."""
        community = located.community.id if located is not None and located.community is not None else None
        form = self._asked_for(reply.form, community) if reply.form is not None else None
        message = reply.message
        if message is not None and message.menu is not None:
            member = located.member if located is not None else None
            message = await self._kept(message, community, invocation, private=reply.private, member=member)
        language = reply.language or await self._for_all(reply, invocation) or language
        return replace(reply, message=message, form=form, language=language)

    async def _for_all(self, reply: Reply, invocation: Invocation) -> str:
        """Return the group's language for an answer that all of a group see in their place, else nothing."""
        place, spec = invocation.place, self._commands[invocation.command].spec
        shared = spec.visibility is Visibility.SHARED and not reply.private and reply.form is None
        if not shared or place.kind is not PlaceKind.GROUP:
            return ""
        return await self._kit.storage.run(lambda repos: language_of_place(repos, place))

    def _asked_for(self, form: Form, community: CommunityId | None) -> Form:
        command = self._commands.get(form.action.command)
        return bind_to(unwritten(form, command.spec if command is not None else None), community)

    async def _kept(
        self,
        message: Message,
        community: CommunityId | None,
        invocation: Invocation,
        *,
        private: bool,
        member: Member | None,
    ) -> Message:
        """Keep a menu for its reader; of somebody of whom nothing is stored it keeps no id either (H1)."""
        menu, now, reader = MenuId(new_id(self._kit.rng)), self._kit.clock.now(), invocation.actor.user_id
        spec = self._commands[invocation.command].spec
        alone = private or spec.visibility is Visibility.PRIVATE

        def write(repos: Repositories) -> Message:
            known = member is not None or spec.for_staff
            known = known or bool(repos.traces.communities_of(invocation.place.platform, reader))
            only = (reader,) if alone and known else ()
            return keep(repos, message, menu=menu, community=community, now=now, only=only)

        return await self._kit.storage.run(write)


_NOT_CHECKED = T("I could not check your rights at the moment. Please try again in a minute.")


def _refusal(text: Text, language: str) -> Reply:
    """Answer with one sentence for the caller's eyes only."""
    return replace(say(text), private=True, language=language)


def _too_fast(seconds: int) -> Text:
    return TN(
        "That was a lot at once. Please try again in {count} second.",
        "That was a lot at once. Please try again in {count} seconds.",
        seconds,
    )


def _belongs(invocation: Invocation, located: Located) -> bool:
    """Say whether the place of a call is a home of the community it is about.

    Only then do the rights that came with the call count: a call may name another community than where it is made.
    """
    homes = {home.home for home in located.homes}
    return located.community is None or invocation.place.home in homes


def _meant(stored: StoredMenu | None, answer: Answer) -> Invocation:
    """Return the call that a tap stands for. Raise `UserError` for a menu that is gone or someone else's."""
    if stored is None:
        raise NotFound(
            T(
                "This question is no longer open. {command} shows where things stand.",
                command=Called("meet status"),
            )
        )
    if stored.only and answer.actor.user_id not in stored.only:
        raise NotAllowed(T("This question was asked of somebody else."))
    action = _chosen(stored.menu, answer.keys)
    options: Mapping[str, str] = action.options
    if stored.community is not None and answer.place.home is None:
        options = {**options, COMMUNITY: stored.community}
    return Invocation(
        id=answer.id,
        command=action.command,
        actor=answer.actor,
        place=answer.place,
        options=options,
        menu=answer.menu,
    )


def _chosen(menu: Menu, keys: tuple[str, ...]) -> Action:
    known = {choice.key: choice for choice in menu.choices}
    if any(key not in known for key in keys):
        raise NotFound(T("That choice is not on offer (any more)."))
    if menu.gather is not None and menu.submit is not None:
        if len(keys) < menu.least:
            raise UserError(
                TN("Please choose at least {count}.", "Please choose at least {count}.", menu.least)
            )
        picked = ",".join(keys)
        return Action(command=menu.submit.command, options={**menu.submit.options, menu.gather: picked})
    if len(keys) != 1:
        raise UserError(T("Please choose one."))
    return known[keys[0]].action


def _which_community(command: str, options: Mapping[str, str], located: Located) -> Reply:
    """Ask which community is meant, with the same call behind each choice."""
    choices = tuple(
        Choice(
            key=f"c{number}",
            label=T("{name}", name=community.name or community.id),
            action=Action(command=command, options={**options, COMMUNITY: community.id}),
        )
        for number, community in enumerate(located.which[:MAX_CHOICES])
    )
    asked = say(T("You are in several communities. Which one do you mean?"), menu=Menu(choices=choices))
    return replace(asked, private=True)
