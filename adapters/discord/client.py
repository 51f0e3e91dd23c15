"""The connection: one discord.py client with everything switched off that Kith does not need.

Only the intent `guilds` (channels, roles, threads; not privileged), no member cache, no message cache. With that a
server costs some 33 KiB of memory.
"""

import json
import logging
from dataclasses import dataclass
from typing import Any

import discord
import yarl
from typing_extensions import override

from adapters.discord.commands import build_tree
from adapters.discord.desk import NAME, Desk
from adapters.discord.forms import MODAL_PREFIX, FormShelf
from adapters.discord.localising import CatalogueTranslator, Localised
from adapters.discord.menus import Opener, Tap
from adapters.discord.names import Names
from adapters.discord.settings import DiscordSettings
from bot.ids import HomeId, short_hash
from bot.ports.clock import Clock
from bot.ports.inbox import HomeLost, Inbox
from bot.ports.notebook import Notebook

_log = logging.getLogger(__name__)

HOME_PREFIX = "home:"
COMMANDS_KEY = "commands"
RATE_LIMIT_PATIENCE = 30.0
GONE_HOME = frozenset({10004, 50001})


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Hold what a client needs from outside."""

    settings: DiscordSettings
    inbox: Inbox
    notebook: Notebook
    clock: Clock


class KithClient(discord.Client):
    """Connect, register commands when they changed, and pass interactions to the desk."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_PATIENCE,
            guild_ready_timeout=around.settings.ready_wait,
        )
        self.was_ready = False
        self.command_ids: dict[str, str] = {}
        localised = Localised(around.inbox.specs)
        self.desk = Desk(
            around.inbox,
            FormShelf(around.notebook, around.clock),
            Names(self),
            self.command_ids,
            localised,
        )
        self._translator = CatalogueTranslator(localised)
        self.tree = build_tree(self, around.inbox, self.desk)
        self._around = around

    @override
    async def setup_hook(self) -> None:
        """Register what answers taps, and the commands if they changed."""
        self.add_dynamic_items(Tap, Opener)
        await self.tree.set_translator(self._translator)
        await self._sync()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take filled-in forms; discord.py itself passes on commands and taps."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data or {}
        if str(data.get("custom_id", "")).startswith(MODAL_PREFIX):
            await self.desk.submitted(interaction)

    async def on_ready(self) -> None:
        """Notice servers that were lost while nobody was connected."""
        self.was_ready = True
        notebook = self._around.notebook
        known = set(await notebook.keys(HOME_PREFIX))
        here = {HOME_PREFIX + str(guild.id) for guild in self.guilds}
        for key in sorted(here - known):
            await notebook.write(key, "")
        for key in sorted(known - here):
            if await self._is_lost(int(key.removeprefix(HOME_PREFIX))):
                await self._lose(key)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Remember a server."""
        await self._around.notebook.write(HOME_PREFIX + str(guild.id), "")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Pass on that Kith was removed; an outage does not come here."""
        await self._lose(HOME_PREFIX + str(guild.id))

    async def _lose(self, key: str) -> None:
        await self._around.inbox.noticed(HomeLost(platform=NAME, home=HomeId(key.removeprefix(HOME_PREFIX))))
        await self._around.notebook.erase(key)

    async def _is_lost(self, guild: int) -> bool:
        """Ask Discord itself before believing that a server is gone."""
        try:
            await self.fetch_guild(guild, with_counts=False)
        except discord.HTTPException as error:
            return error.code in GONE_HOME
        return False

    async def _sync(self) -> None:
        """Register the commands if they differ from what was registered last (200 creations a day are allowed)."""
        policy = self._around.settings.sync_commands
        notebook = self._around.notebook
        digest = await self._digest()
        kept = json.loads(await notebook.read(COMMANDS_KEY) or "{}")
        if policy == "never" or (policy == "changed" and kept.get("digest") == digest):
            self.command_ids.update(kept.get("ids", {}))
            return
        synced = await self.tree.sync()
        self.command_ids.update({command.name: str(command.id) for command in synced})
        await notebook.write(COMMANDS_KEY, json.dumps({"digest": digest, "ids": self.command_ids}))
        _log.info("commands registered", extra={"count": len(synced)})

    async def _digest(self) -> str:
        """Hash what would be registered, and for which application."""
        payload = [
            await command.get_translated_payload(self.tree, self._translator)
            for command in self.tree.get_commands()
        ]
        return short_hash(str(self.application_id), json.dumps(payload, sort_keys=True))


class ShardedKithClient(KithClient, discord.AutoShardedClient):
    """Do the same over several connections, for more than some thousand servers."""


def build_client(around: Surroundings) -> KithClient:
    """Build the client that the settings ask for."""
    prepare_library(around.settings)
    return ShardedKithClient(around) if around.settings.sharded else KithClient(around)


def prepare_library(settings: DiscordSettings) -> None:
    """Lead discord.py to another address than Discord's own; it keeps the addresses on two of its classes."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
    if settings.api_url:
        discord.http.Route.BASE = settings.api_url.rstrip("/")
    if settings.gateway_url:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
