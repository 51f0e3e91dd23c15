"""Pictures on each platform: shown with their words, and where a platform takes no file, the words go alone."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest

from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from bot.content.library import load_library
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import ChannelId
from bot.ports.clock import Clock
from bot.ports.messages import Message
from bot.runtime.painting import Painter
from bot.services.cards.pictures import challenge_picture
from bot.services.illustration import illustrated
from bot.text.message import T
from tests.support.discord_loopback import LoopbackDiscord
from tests.support.discord_world import ATTACH_FILES
from tests.support.inbox import ScriptedInbox
from tests.support.matrix_proxy import FaultyServer
from tests.support.matrix_stage import open_stage
from tests.support.notebook import MemoryNotebook
from tests.support.synapse import shared
from tests.support.town import COMMUNITY

pytestmark = pytest.mark.timeout(120)
WORDS = Message(title=T("This week"), lines=(T("Say hello twice."),))
UPLOAD = "POST .*/media/v3/upload"


class RealClock(Clock):
    def now(self):
        return datetime.now(UTC)

    async def sleep(self, seconds):
        await asyncio.sleep(seconds)


@pytest.fixture
async def card():
    """Draw a message with its picture."""
    challenge = load_library().challenges[0]
    message = await illustrated(
        WORDS, challenge_picture(challenge, COMMUNITY, "en"), Painter(apart=False).paint
    )
    assert message.files
    return message


@pytest.fixture
def addresses():
    """Give discord.py its own addresses back afterwards."""
    kept = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    yield
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = kept


@asynccontextmanager
async def on_discord():
    async with LoopbackDiscord() as server:
        settings = DiscordSettings(
            token="t", api_url=server.api_url, gateway_url=server.gateway_url, ready_wait=0.05
        )
        platform = DiscordPlatform(settings, MemoryNotebook(), RealClock())
        running = asyncio.create_task(platform.run(ScriptedInbox(platform)))
        try:
            async with asyncio.timeout(20):
                while not platform.connected:
                    await asyncio.sleep(0.01)
            yield server.world, platform, ChannelId(server.world.channel)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_on_discord_the_picture_is_part_of_the_card_and_has_words_of_its_own(addresses, card):
    async with on_discord() as (world, platform, channel):
        await platform.post(channel, card, language="en", key="k")
        (message,) = world.messages[channel]
        (embed,), (file,) = message["embeds"], message["attachments"]
        assert embed["image"]["url"] == f"attachment://{file['filename']}"
        assert embed["description"].startswith("Say hello twice.")


async def test_discord_refuses_files_without_the_right_and_takes_the_words_under_the_same_key(
    addresses, card
):
    async with on_discord() as (world, platform, channel):
        world.bot_permissions &= ~ATTACH_FILES
        with pytest.raises(PermanentPlatformError) as refusal:
            await platform.post(channel, card, language="en", key="k")
        assert refusal.value.reason is Refusal.FORBIDDEN
        first = await platform.post(channel, replace(card, files=()), language="en", key="k")
        again = await platform.post(channel, replace(card, files=()), language="en", key="k", look=True)
        assert first == again
        assert len(world.messages[channel]) == 1


async def test_matrix_shows_the_picture_below_its_words(card):
    async with open_stage() as stage:
        await stage.open(ScriptedInbox(stage.platform))
        ada = await stage.person("Ada")
        await stage.platform.post(stage.home, card, language="en", key="k")
        await ada.person.sync()
        kinds = [line.content.get("msgtype") for line in ada.person.lines[-2:]]
        info = ada.person.lines[-1].content["info"]
        assert kinds == ["m.notice", "m.image"]
        assert info["mimetype"] == "image/png"
        assert (info["w"], info["h"]) == (800, info["h"])
        assert "as a card" in ada.person.lines[-1].body


async def test_matrix_with_a_limit_on_files_keeps_the_words_once(card):
    """The words stand before the file is refused; the second try finds them and adds nothing."""
    async with FaultyServer(shared().url).running() as proxy, open_stage(before=proxy.url) as stage:
        await stage.open(ScriptedInbox(stage.platform))
        ada = await stage.person("Ada")
        proxy.spoil(UPLOAD, status=413, body={"errcode": "M_TOO_LARGE", "error": "too large"})
        with pytest.raises(PermanentPlatformError):
            await stage.platform.post(stage.home, card, language="en", key="k")
        await stage.platform.post(stage.home, replace(card, files=()), language="en", key="k")
        await ada.person.sync()
        assert sum("Say hello twice." in line.body for line in ada.person.lines) == 1


async def test_matrix_brings_a_picture_later_that_could_not_be_stored_at_once(card):
    async with FaultyServer(shared().url).running() as proxy, open_stage(before=proxy.url) as stage:
        await stage.open(ScriptedInbox(stage.platform))
        ada = await stage.person("Ada")
        proxy.spoil(UPLOAD, status=502)
        with pytest.raises(TemporaryPlatformError):
            await stage.platform.post(stage.home, card, language="en", key="k")
        await stage.platform.post(stage.home, card, language="en", key="k", look=True)
        await ada.person.sync()
        assert sum("Say hello twice." in line.body for line in ada.person.lines) == 1
        assert [line.content.get("msgtype") for line in ada.person.lines][-1] == "m.image"
