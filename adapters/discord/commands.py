"""Discord's command tree, generated from the core's catalogue.

Commands that exist for taps only, and options that only taps fill, are not registered. Everything is for servers
only: in a direct message Discord does not say which community is meant. `default_permissions` merely hides the
organisers' commands; the core checks the right at every call.
"""

import inspect
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias

import aiohttp
import discord
from discord import app_commands
from typing_extensions import override

from adapters.discord.desk import Desk, Interaction, actor_of, place_of
from adapters.discord.localising import Level, Part, group_part
from adapters.discord.menus import desk_of
from adapters.discord.words import LabelStyle, units
from bot.domain.tables import decode
from bot.ports.commands import CommandSpec, Invocation, Option, OptionKind
from bot.ports.inbox import Inbox
from bot.ports.messages import Reply, say
from bot.text.message import T, Text
from bot.text.render import render

_log = logging.getLogger(__name__)

MAX_FILE = 256 * 1024
NO_TEXT = T("I can't read that file as text. A spreadsheet can save its table as CSV, which I can read.")
CHOICE = 100
MAX_LENGTH = 6000

Group: TypeAlias = app_commands.Group
Command: TypeAlias = app_commands.Command[Any, ..., Any]
Callback: TypeAlias = Callable[..., Coroutine[Any, Any, None]]
Completer: TypeAlias = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
_CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_INSTALLS = app_commands.AppInstallationType(guild=True, user=False)


class Tree(app_commands.CommandTree[Any]):
    """Answer kindly where Discord still offers what is no longer there."""

    @override
    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the caller; an outdated command (Discord needs some minutes to forget) is nobody's mistake."""
        outdated = isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch)
        _log.log(
            logging.INFO if outdated else logging.ERROR,
            "a command could not be called",
            extra={"error": type(error).__name__},
            exc_info=None if outdated else error,
        )
        text = T("This command has changed. Please reload Discord and call it once more.")
        if not interaction.response.is_done():
            words = render(text, LabelStyle({}), await desk_of(interaction).language(interaction))
            with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
                await interaction.response.send_message(words, ephemeral=True)


def build_tree(client: discord.Client, inbox: Inbox, desk: Desk) -> Tree:
    """Build the whole tree on the client."""
    tree = Tree(client, allowed_contexts=_CONTEXTS, allowed_installs=_INSTALLS)
    shown = [spec for spec in inbox.specs if not spec.tapped]
    groups = _groups(tree, shown)
    for spec in shown:
        command = _command(spec, inbox, desk)
        parent = groups.get(spec.path[:-1])
        if parent is not None:
            parent.add_command(command)
        else:
            tree.add_command(command)
    return tree


def _groups(tree: Tree, specs: Sequence[CommandSpec]) -> Mapping[tuple[str, ...], Group]:
    """Make the groups that the paths need; a group's description lists what is in it."""
    groups: dict[tuple[str, ...], Group] = {}
    paths = sorted({spec.path[:size] for spec in specs for size in range(1, len(spec.path))})
    for path in paths:
        inside = [spec for spec in specs if spec.path[: len(path)] == path]
        group = Group(
            name=_named(path[0], path[-1]),
            description=group_part(path, specs).string(),
            parent=groups.get(path[:-1]),
            default_permissions=_rights(inside) if len(path) == 1 else None,
        )
        groups[path] = group
        if len(path) == 1:
            tree.add_command(group)
    return groups


def _rights(specs: Iterable[CommandSpec]) -> discord.Permissions | None:
    """Return the permission below which Discord hides a command, where all of it is for those who run the server.

    Moderators without that permission tap what stands in their room; a server can also show them the command.
    """
    if all(spec.for_staff for spec in specs):
        return discord.Permissions(manage_guild=True)
    return None


def _command(spec: CommandSpec, inbox: Inbox, desk: Desk) -> Command:
    """Build one command. discord.py reads options from a signature, so the callback is given one."""
    callback = _callback(spec, inbox, desk)
    if spec.shown_options:
        callback = _described(callback, spec)
    command: Command = app_commands.Command(
        name=_named(spec.path[0], spec.path[-1]),
        description=Part(top=spec.path[0], level=Level.SUMMARIES, text=spec.summary).string(),
        callback=callback,
    )
    if len(spec.path) == 1:
        command.default_permissions = _rights([spec])
    for option in spec.shown_options:
        if option.suggest and not option.choices:
            command.autocomplete(_identifier(option.name))(_completer(spec, option, inbox, desk))
    return command


def _callback(spec: CommandSpec, inbox: Inbox, desk: Desk) -> Callback:
    async def called(interaction: Interaction, **values: object) -> None:
        await desk.called(interaction, _run(spec, inbox, interaction, values), spec.name)

    first = inspect.Parameter(
        "interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction
    )
    others = [
        inspect.Parameter(
            _identifier(option.name),
            inspect.Parameter.KEYWORD_ONLY,
            annotation=_annotation(option),
            default=inspect.Parameter.empty if option.required else None,
        )
        for option in spec.shown_options
    ]
    vars(called)["__signature__"] = inspect.Signature([first, *others])
    return called


def _described(callback: Callback, spec: CommandSpec) -> Callback:
    top, options = spec.path[0], spec.shown_options
    names = {_identifier(option.name): _named(top, option.name) for option in options}
    summaries = {
        _identifier(option.name): Part(top=top, level=Level.OPTIONS, text=option.summary).string()
        for option in options
    }
    callback = app_commands.describe(**summaries)(app_commands.rename(**names)(callback))
    choices = {_identifier(option.name): _choices(top, option) for option in options if option.choices}
    return app_commands.choices(**choices)(callback) if choices else callback


def _choices(top: str, option: Option) -> list[app_commands.Choice[str | int | float]]:
    return [
        app_commands.Choice(
            name=Part(top=top, level=Level.CHOICES, text=choice.label).string(), value=choice.value
        )
        for choice in option.choices
    ]


def _named(top: str, name: str) -> app_commands.locale_str:
    return Part(top=top, level=Level.NAMES, name=name).string()


def _annotation(option: Option) -> object:
    match option.kind:
        case OptionKind.USER:
            return discord.User
        case OptionKind.RIGHT:
            return discord.Role
        case OptionKind.FILE:
            return discord.Attachment
        case OptionKind.NUMBER:
            return str if option.choices or option.suggest else int
        case OptionKind.TEXT | OptionKind.WORD:
            if option.choices:
                return str
            return app_commands.Range[str, 1, min(option.longest, MAX_LENGTH)]


def _completer(spec: CommandSpec, option: Option, inbox: Inbox, desk: Desk) -> Completer:
    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        given = {key.replace("_", "-"): _raw(value) for key, value in interaction.namespace if value}
        invocation = _invocation(spec, interaction, given)
        found = await inbox.suggest(invocation, option.name, typed)
        language = await inbox.language(actor_of(interaction), place_of(interaction))
        return [
            app_commands.Choice(name=desk.label(one.label, language), value=one.value)
            for one in found[:25]
            if 1 <= units(one.value) <= CHOICE
        ]

    return complete


async def _run(
    spec: CommandSpec, inbox: Inbox, interaction: Interaction, values: Mapping[str, object]
) -> Reply:
    options: dict[str, str] = {}
    for option in spec.shown_options:
        value = values.get(_identifier(option.name))
        if isinstance(value, discord.Attachment):
            read = await _read(value)
            if isinstance(read, Text):
                language = await inbox.language(actor_of(interaction), place_of(interaction))
                return replace(say(read), language=language)
            options[option.name] = read
        elif value is not None:
            options[option.name] = _raw(value)
    return await inbox.handle(_invocation(spec, interaction, options))


def _invocation(spec: CommandSpec, interaction: Interaction, options: Mapping[str, str]) -> Invocation:
    return Invocation(
        id=str(interaction.id),
        command=spec.name,
        actor=actor_of(interaction),
        place=place_of(interaction),
        options=options,
    )


async def _read(attachment: discord.Attachment) -> str | Text:
    """Return a file's text, or what to tell the caller."""
    if attachment.size > MAX_FILE:
        return T("That file is larger than {size} kB. Please send a smaller one.", size=MAX_FILE // 1024)
    try:
        data = await attachment.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return T("I could not read that file right now. Please try once more.")
    text = decode(data)
    return NO_TEXT if text is None else text


def _raw(value: object) -> str:
    """Write an option's value as if typed: people by their id."""
    return str(value.id) if isinstance(value, discord.abc.Snowflake) else str(value)


def _identifier(name: str) -> str:
    """Return an option's name as Python takes it (no option may differ from another only by - and _)."""
    return name.replace("-", "_")
