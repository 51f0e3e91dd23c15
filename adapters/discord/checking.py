"""What `kith check` looks at on Discord: the token, the application, the servers and the rights in them.

Only REST is used, so a Kith that is running at the same time is not disturbed.
"""

import asyncio
from itertools import islice

import aiohttp
import discord

from adapters.discord.client import prepare_library
from adapters.discord.invite import PERMISSIONS, invite_url
from adapters.discord.settings import DiscordSettings
from bot.ports.checking import Finding

PATIENCE = 20.0
MOST_SERVERS = 20


async def check_discord(settings: DiscordSettings) -> list[Finding]:
    """Log in without connecting and look around; whatever is wrong becomes a finding."""
    prepare_library(settings)
    client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30.0)
    try:
        async with asyncio.timeout(PATIENCE), client:
            await client.login(settings.token.get_secret_value())
            return [*await _application(client, settings), *await _servers(client)]
    except discord.LoginFailure:
        mend = "make a new token on the page Bot of the developer portal and give it to Kith"
        return [_bad("discord token", "Discord refuses it", mend)]
    except discord.HTTPException as error:
        mend = "try again in some minutes; if it stays, see https://discordstatus.com"
        return [_bad("discord", f"Discord answered {error.status}, code {error.code}", mend)]
    except (aiohttp.ClientError, OSError) as error:
        mend = "check the network, and discord.api_url if it is set"
        return [_bad("discord", f"it could not be reached ({type(error).__name__})", mend)]


async def _application(client: discord.Client, settings: DiscordSettings) -> list[Finding]:
    about = await client.application_info()
    found = [_good("discord token", "Discord accepts it")]
    if settings.application_id not in (None, str(about.id)):
        mend = f"set discord.application_id to {about.id}, or leave it out"
        found.append(_bad("discord.application_id", "it is another application's", mend))
    if about.interactions_endpoint_url:
        mend = "clear Interactions Endpoint URL on the page General Information of the developer portal"
        found.append(_bad("discord application", "commands are sent to another address", mend))
    return found


async def _servers(client: discord.Client) -> list[Finding]:
    """Look at the rights in the first servers; channels may still say otherwise."""
    servers = [guild async for guild in client.fetch_guilds(limit=MOST_SERVERS, with_counts=False)]
    if not servers:
        mend = f"open this link as somebody who may manage a server: {invite_url(str(client.application_id))}"
        return [_bad("discord servers", "Kith is in none yet", mend)]
    return [await _rights(client, guild) for guild in islice(servers, MOST_SERVERS)]


async def _rights(client: discord.Client, partial: discord.Guild) -> Finding:
    guild = await client.fetch_guild(partial.id, with_counts=False)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    held = me.guild_permissions
    missing = [name for name, bit in PERMISSIONS.items() if not held.administrator and not held.value & bit]
    name = f"discord server {guild.name}"
    if missing:
        return _bad(
            name, "rights are missing: " + ", ".join(missing), "give them to Kith's role in that server"
        )
    if held.administrator:
        return _good(name, "all rights are there; Administrator is not needed and can be taken away")
    return _good(name, "all rights are there")


def _good(name: str, detail: str) -> Finding:
    return Finding(name=name, ok=True, detail=detail)


def _bad(name: str, detail: str, mend: str) -> Finding:
    return Finding(name=name, ok=False, detail=detail, mend=mend)
