"""The front of the Discord adapter: what the core calls."""

import logging
from collections.abc import Collection

import discord
from typing_extensions import override

from adapters.discord.client import KithClient, Surroundings, build_client
from adapters.discord.desk import NAME
from adapters.discord.erasing import Eraser
from adapters.discord.errors import GONE_PEOPLE, Gate, translated
from adapters.discord.marks import find_own, mark_for, nonce_for
from adapters.discord.menus import view_of
from adapters.discord.places import Places
from adapters.discord.render import compose
from adapters.discord.settings import DiscordSettings
from adapters.discord.words import is_snowflake
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import ChannelId, HomeId, PlatformName, UserId
from bot.ports.clock import Clock
from bot.ports.commands import Place
from bot.ports.inbox import Inbox
from bot.ports.messages import Message
from bot.ports.notebook import Notebook
from bot.ports.platform import Capabilities, ChatPlatform, PlaceRequest, Posted, Trace
from bot.text.message import Command, T

_log = logging.getLogger(__name__)

NOT_CONNECTED_WAIT = 2.0
FIRST_WAIT = 5.0
LONGEST_WAIT = 300.0
_SHOWING_COMMANDS = T(
    "Discord shows {group} only to those with Manage Server. Other moderators use the buttons in their room; so that they "
    "can type {command} too, add their role in Server Settings, Integrations, under this app.",
    group=Command("organise"),
    command=Command("organise reports"),
)


class DiscordPlatform(ChatPlatform):
    """Drive Discord through discord.py."""

    def __init__(self, settings: DiscordSettings, notebook: Notebook, clock: Clock) -> None:
        self._settings = settings
        self._notebook = notebook
        self._clock = clock
        self._gate = Gate(clock)
        self._client: KithClient | None = None
        self._was_ready = False

    @property
    @override
    def name(self) -> PlatformName:
        """Return "discord"."""
        return NAME

    @property
    @override
    def capabilities(self) -> Capabilities:
        """Say what Discord can do: ephemeral answers and times in each reader's zone, but no word of who left."""
        return Capabilities(
            private_replies=True,
            members_known=False,
            renders_zones=True,
            shows_staff_commands=_SHOWING_COMMANDS,
        )

    @property
    def connected(self) -> bool:
        """Say whether calls can be made now."""
        return self._client is not None and self._client.is_ready()

    def assemble(self, inbox: Inbox) -> KithClient:
        """Build the client that this platform speaks through from now on, not yet connected."""
        around = Surroundings(
            settings=self._settings, inbox=inbox, notebook=self._notebook, clock=self._clock
        )
        self._client = build_client(around)
        return self._client

    @override
    async def run(self, inbox: Inbox) -> None:
        """Stay connected until cancelled. A refused token ends it.

        discord.py reconnects and resumes by itself, but gives up where it can't even log in: then we try again.
        """
        wait = FIRST_WAIT
        while True:
            try:
                await self._stay(inbox)
                pause = wait
            except TemporaryPlatformError as error:
                pause = max(wait, error.retry_after)
                _log.warning("no connection to Discord", extra={"error": str(error), "again_in_s": pause})
            wait = FIRST_WAIT if self._was_ready else min(2 * wait, LONGEST_WAIT)
            await self._clock.sleep(pause)

    async def _stay(self, inbox: Inbox) -> None:
        client = self.assemble(inbox)
        try:
            with translated():
                async with client:
                    await client.start(self._settings.token.get_secret_value())
        finally:
            self._was_ready = client.was_ready
            self._client = None

    @override
    async def post(
        self, channel: ChannelId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        """Post a message once: Discord drops a repeated nonce for some minutes, after that we look."""
        client = self._connected()
        with self._gate.passing():
            there = client.get_partial_messageable(_snowflake(channel))
            return await self._send(client, there, there.id, message, language=language, key=key, look=look)

    @override
    async def direct(
        self, user: UserId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        """Write to one person; closed direct messages are a permanent refusal."""
        client = self._connected()
        with self._gate.passing():
            there = await client.create_dm(discord.Object(_snowflake(user)))
            return await self._send(client, there, there.id, message, language=language, key=key, look=look)

    @override
    async def open_place(self, request: PlaceRequest, *, key: str, look: bool = False) -> ChannelId:
        """Open a private thread and let its people in."""
        client = self._connected()
        for number in (request.channel, *request.people):
            _snowflake(number)
        with self._gate.passing():
            places = Places(client, self._notebook)
            return ChannelId(str(await places.open(request, key=key, look=look)))

    @override
    async def remove_from_place(self, channel: ChannelId, user: UserId) -> None:
        """Take one person out of a thread."""
        client = self._connected()
        with self._gate.passing():
            await Places(client, self._notebook).remove(_snowflake(channel), _snowflake(user))

    @override
    async def close_place(self, channel: ChannelId) -> None:
        """Take away what Kith wrote in a thread, and archive it.

        Whom they met, when and where is not to be read for longer than that (H6).
        """
        client, number = self._connected(), _snowflake(channel)
        with self._gate.passing():
            await Eraser(client, self._notebook, self._clock).everything(number)
            await Places(client, self._notebook).close(number)

    @override
    async def forget(self, user: UserId, trace: Trace) -> None:
        """Delete own messages that name a person, and let them out of a thread."""
        client = self._connected()
        with self._gate.passing():
            eraser = Eraser(client, self._notebook, self._clock)
            if trace.channel is not None:
                await eraser.in_place(_snowflake(trace.channel), _snowflake(user))
            elif trace.reader is not None:
                await eraser.in_conversation(_snowflake(trace.reader), _snowflake(user))

    @override
    async def can_organise(self, home: HomeId, user: UserId) -> bool:
        """Ask for the member's roles now, and whether one of them grants Manage Server."""
        member = await self._member(self._guild(home), _snowflake(user))
        return member is not None and member.guild_permissions.manage_guild

    @override
    async def can_moderate(self, home: HomeId, user: UserId, right: str) -> bool:
        """Ask for the member's roles now, and whether one of them is the chosen one; everybody has the server's own."""
        member = await self._member(self._guild(home), _snowflake(user))
        return member is not None and right in {
            str(role.id) for role in member.roles if not role.is_default()
        }

    @override
    async def present(self, home: HomeId, users: Collection[UserId]) -> frozenset[UserId]:
        """Ask for one member after the other; discord.py waits where Discord's headers say so."""
        guild = self._guild(home)
        here: set[UserId] = set()
        for user in sorted(users):
            if await self._member(guild, _snowflake(user)) is not None:
                here.add(user)
        return frozenset(here)

    @override
    def person(self, words: str) -> UserId | None:
        """Take a number as Discord writes ids, by itself or as a mention."""
        number = words.strip("<@!> ")
        return UserId(number) if is_snowflake(number) else None

    @override
    def place_link(self, place: Place) -> str:
        """Return a link that opens the channel or thread, also for a reader who is elsewhere."""
        return f"https://discord.com/channels/{place.home or '@me'}/{place.channel}"

    def _connected(self) -> KithClient:
        if self._client is None or not self._client.is_ready():
            raise TemporaryPlatformError("not connected to Discord yet", retry_after=NOT_CONNECTED_WAIT)
        return self._client

    def _guild(self, home: HomeId) -> discord.Guild:
        guild = self._connected().get_guild(_snowflake(home))
        if guild is None:
            raise PermanentPlatformError("the bot is not in that server", reason=Refusal.GONE)
        if guild.unavailable:
            raise TemporaryPlatformError("that server is not available just now", retry_after=60)
        return guild

    async def _member(self, guild: discord.Guild, user: int) -> discord.Member | None:
        with self._gate.passing():
            try:
                return await guild.fetch_member(user)
            except discord.NotFound as error:
                if error.code in GONE_PEOPLE:
                    return None
                raise

    async def _send(
        self,
        client: KithClient,
        there: discord.abc.Messageable,
        number: int,
        message: Message,
        *,
        language: str,
        key: str,
        look: bool,
    ) -> Posted:
        mark = mark_for(key)
        if look and (earlier := await _earlier(client, there, number, mark)):
            return Posted(channel=ChannelId(str(number)), message=str(earlier.id))
        words = await client.desk.words(language, message)
        arguments = compose(message, words, mark=mark).arguments()
        view = view_of(message.menu, words, shared=client.desk.shared, mark=mark) if message.menu else None
        if view is not None:
            arguments["view"] = view
        sent = await there.send(**arguments, nonce=nonce_for(number, key))
        return Posted(channel=ChannelId(str(number)), message=str(sent.id))


async def _earlier(
    client: KithClient, there: discord.abc.Messageable, number: int, mark: str
) -> discord.Message | None:
    """Look for an earlier post; refuse to look blindly, for Discord then shows an empty history."""
    known = client.get_channel(number)
    if isinstance(known, discord.TextChannel | discord.Thread):
        rights = known.permissions_for(known.guild.me)
        if not rights.read_message_history:
            detail = "without Read Message History nobody can tell what was posted already"
            raise PermanentPlatformError(detail, reason=Refusal.FORBIDDEN)
    return await find_own(there, mark, client.user.id if client.user else 0)


def _snowflake(value: str) -> int:
    """Return a Discord id as a number; what is none cannot be on Discord."""
    if is_snowflake(value):
        return int(value)
    raise PermanentPlatformError("that is not a Discord id", reason=Refusal.INVALID)
