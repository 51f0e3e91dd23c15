"""The desk where every interaction is answered, in time.

Discord drops an interaction that is not acknowledged within three seconds, and fixes at that moment whether the
answer is seen by everybody. So the core gets 1.5 seconds; then a slash command is deferred with the visibility that
its spec declares, and a tap is deferred silently, after which it may still be answered either way.
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from adapters.discord.forms import FormShelf, KeptForm, answers_of
from adapters.discord.localising import Localised, tag_of
from adapters.discord.menus import opener_view, view_of
from adapters.discord.names import Names
from adapters.discord.render import compose, named_in
from adapters.discord.words import Words
from bot.ids import ChannelId, HomeId, MenuId, PlatformName, UserId
from bot.ports.commands import Actor, Answer, Invocation, Place, PlaceKind, Visibility
from bot.ports.inbox import Inbox
from bot.ports.messages import Message, Reply, say
from bot.text.message import T, Text

_log = logging.getLogger(__name__)

NAME = PlatformName("discord")
ACKNOWLEDGE_AFTER = 1.5
CHOICE = 100

Interaction = discord.Interaction[Any]
Arguments = dict[str, Any]


class Desk:
    """Turn interactions into calls of the inbox, and replies into answers."""

    def __init__(
        self,
        inbox: Inbox,
        shelf: FormShelf,
        names: Names,
        command_ids: Mapping[str, str],
        localised: Localised,
    ) -> None:
        self._inbox = inbox
        self._shelf = shelf
        self._names = names
        self._command_ids = command_ids
        self._localised = localised
        self._shared = frozenset(spec.name for spec in inbox.specs if spec.visibility is Visibility.SHARED)

    def shared(self, command: str) -> bool:
        """Say whether everybody may see a command's answer."""
        return command in self._shared

    async def words(self, language: str, message: Message | None) -> Words:
        """Prepare to write in a language, with the names that labels need."""
        names = await self._names.of(named_in(message)) if message else {}
        return Words(self._command_ids, names, language, called=self._localised.called)

    def label(self, text: Text, language: str) -> str:
        """Write a label in the list of commands, where nobody is named."""
        return Words(self._command_ids, {}, language, called=self._localised.called).label(text, CHOICE)

    async def called(self, interaction: Interaction, work: Coroutine[Any, Any, Reply], command: str) -> None:
        """Answer a slash command; `work` makes the reply."""
        self._names.saw(interaction.user)
        await self._answer(interaction, work, private=not self.shared(command))

    async def tapped(
        self, interaction: Interaction, menu: MenuId, keys: tuple[str, ...], *, private: bool
    ) -> None:
        """Answer a tap on a menu."""
        self._names.saw(interaction.user)
        answer = Answer(
            id=str(interaction.id),
            menu=menu,
            keys=keys,
            actor=actor_of(interaction),
            place=place_of(interaction),
        )
        await self._answer(interaction, self._inbox.answer(answer), private=private)

    async def opened(self, interaction: Interaction, form: str) -> None:
        """Show the form that a button stands for."""
        kept = await self._shelf.find(form)
        if kept is None:
            await self._answer(interaction, self._too_old(interaction), private=True)
            return
        await _guarded(interaction.response.send_modal(kept.modal()))

    async def submitted(self, interaction: Interaction) -> None:
        """Answer a filled-in form."""
        self._names.saw(interaction.user)
        form, answers = answers_of(interaction)
        kept = await self._shelf.find(form)
        if kept is None:
            await self._answer(interaction, self._too_old(interaction), private=True)
            return
        invocation = Invocation(
            id=str(interaction.id),
            command=kept.action.command,
            actor=actor_of(interaction),
            place=place_of(interaction),
            options={**kept.action.options, **answers},
        )
        private = not self.shared(kept.action.command)
        await self._answer(interaction, self._inbox.handle(invocation), private=private)

    async def language(self, interaction: Interaction) -> str:
        """Return the language for words of the adapter's own."""
        return await self._inbox.language(actor_of(interaction), place_of(interaction))

    async def _too_old(self, interaction: Interaction) -> Reply:
        said = say(T("These questions are from some days ago. Please call the command once more."))
        return replace(said, language=await self.language(interaction))

    async def _answer(
        self, interaction: Interaction, work: Coroutine[Any, Any, Reply], *, private: bool
    ) -> None:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self._prepared(work))
            await asyncio.wait({task}, timeout=ACKNOWLEDGE_AFTER)
            if not task.done():
                await _guarded(_acknowledge(interaction, private=private))
        reply, words = task.result()
        await _guarded(self._show(interaction, reply, words, private=private))

    async def _prepared(self, work: Coroutine[Any, Any, Reply]) -> tuple[Reply, Words]:
        reply = await work
        return reply, await self.words(reply.language, reply.message)

    async def _show(self, interaction: Interaction, reply: Reply, words: Words, *, private: bool) -> None:
        if reply.form is not None:
            kept = await self._shelf.keep(
                reply.form, words, seed=str(interaction.id), user=str(interaction.user.id)
            )
            await self._show_form(interaction, kept, words)
        elif reply.message is not None:
            arguments = self._rendered(reply.message, words)
            if reply.update and _on_private_card(interaction):
                await _replace(interaction, arguments)
            else:
                apart = reply.private and not private
                if apart:
                    await _take_back(interaction)
                await _send(interaction, arguments, private=private or reply.private, apart=apart)
        else:
            await _say_nothing(interaction)

    async def _show_form(self, interaction: Interaction, kept: KeptForm, words: Words) -> None:
        """Open a modal, or offer a button where Discord takes none (after a deferral, or after a modal)."""
        if (
            not interaction.response.is_done()
            and interaction.type is not discord.InteractionType.modal_submit
        ):
            await interaction.response.send_modal(kept.modal())
            return
        card = compose(Message(lines=(T("A few questions come next."),)), words)
        view = opener_view(kept.id, words.label(T("Show the questions"), 80))
        await _send(interaction, {**card.arguments(), "view": view}, private=True)

    def _rendered(self, message: Message, words: Words) -> Arguments:
        arguments = compose(message, words).arguments()
        view = view_of(message.menu, words, shared=self.shared) if message.menu else None
        return {**arguments, "view": view} if view else arguments


def actor_of(interaction: Interaction) -> Actor:
    """Say who calls; the right to organise is what Discord told with this very call."""
    in_server = interaction.guild_id is not None
    return Actor(
        user_id=UserId(str(interaction.user.id)),
        language=tag_of(interaction.locale),
        organiser=interaction.permissions.manage_guild if in_server else None,
        name=interaction.user.display_name,
    )


def place_of(interaction: Interaction) -> Place:
    """Say where a call comes from; a private thread counts as a group's place."""
    kind = PlaceKind.PUBLIC
    if interaction.guild_id is None:
        kind = PlaceKind.DIRECT
    elif interaction.channel and interaction.channel.type is discord.ChannelType.private_thread:
        kind = PlaceKind.GROUP
    home = HomeId(str(interaction.guild_id)) if interaction.guild_id is not None else None
    return Place(platform=NAME, home=home, channel=ChannelId(str(interaction.channel_id)), kind=kind)


async def _guarded(answering: Coroutine[Any, Any, object]) -> None:
    """Let an answer fail quietly: the deed is done, and whoever called may call again.

    10062 is an interaction that died of age, as after a resumed connection.
    """
    try:
        await answering
    except discord.HTTPException as error:
        _log.warning("an answer could not be shown", extra={"status": error.status, "code": error.code})
    except (discord.ClientException, aiohttp.ClientError, OSError) as error:
        _log.warning("an answer could not be shown", extra={"error": type(error).__name__})


async def _acknowledge(interaction: Interaction, *, private: bool) -> None:
    """Win time: silently where a message was tapped, else with "thinking"."""
    if interaction.message is not None:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=private, thinking=True)


async def _send(
    interaction: Interaction, arguments: Arguments, *, private: bool, apart: bool = False
) -> None:
    """Answer with a new message, `apart` from what was acknowledged. In direct messages nothing is ephemeral: all of it is private and stays."""
    private = private and interaction.guild_id is not None
    if not interaction.response.is_done():
        await interaction.response.send_message(**arguments, ephemeral=private)
    elif interaction.message is None and not apart:
        await interaction.edit_original_response(**_as_edit(arguments))
    else:
        await interaction.followup.send(**arguments, ephemeral=private)


async def _take_back(interaction: Interaction) -> None:
    """Remove the "thinking" that everybody sees, because Discord would show the answer in its place."""
    if interaction.response.is_done() and interaction.message is None:
        await interaction.delete_original_response()


async def _replace(interaction: Interaction, arguments: Arguments) -> None:
    """Put a message in the place of the tapped one."""
    if interaction.response.is_done():
        await interaction.edit_original_response(**_as_edit(arguments))
    else:
        await interaction.response.edit_message(**_as_edit(arguments))


def _as_edit(arguments: Arguments) -> Arguments:
    """Say for an edit also what is no longer there."""
    return {
        "content": arguments.get("content"),
        "embed": arguments.get("embed"),
        "attachments": arguments.get("files", []),
        "view": arguments.get("view"),
        "allowed_mentions": arguments["allowed_mentions"],
    }


def _on_private_card(interaction: Interaction) -> bool:
    message = interaction.message
    return message is not None and (message.flags.ephemeral or interaction.guild_id is None)


async def _say_nothing(interaction: Interaction) -> None:
    """Close an interaction without words."""
    if interaction.message is not None:
        if not interaction.response.is_done():
            await interaction.response.defer()
        return
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.delete_original_response()
