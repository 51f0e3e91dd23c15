"""What `kith check` finds on Discord."""

import discord
import pytest

from adapters.discord.checking import check_discord
from adapters.discord.settings import DiscordSettings
from tests.support.discord_loopback import LoopbackDiscord

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(autouse=True)
def addresses():
    """Give discord.py its own addresses back afterwards."""
    kept = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    yield
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = kept


async def check(server, **how):
    settings = DiscordSettings(token="t", api_url=server.api_url, gateway_url=server.gateway_url, **how)
    return await check_discord(settings)


async def test_all_is_well():
    async with LoopbackDiscord() as server:
        found = await check(server, application_id=server.world.app)
        assert [(one.name, one.ok) for one in found] == [
            ("discord token", True),
            ("discord server Test town", True),
        ]
        assert server.counts["identify"] == 0


async def test_a_refused_token_is_named():
    async with LoopbackDiscord() as server:
        server.fail("GET", "/users/@me", status=401)
        (finding,) = await check(server)
        assert (finding.name, finding.ok) == ("discord token", False)
        assert "new token" in finding.mend


async def test_missing_rights_another_application_and_a_diverted_endpoint_are_named():
    async with LoopbackDiscord() as server:
        server.world.bot_permissions &= ~(1 << 36)
        server.world.elsewhere = "https://example.org/interactions"
        _, application, endpoint, rights = await check(server, application_id="123456789012345678")
        assert [application.ok, endpoint.ok, rights.ok] == [False] * 3
        assert server.world.app in application.mend
        assert "Interactions Endpoint URL" in endpoint.mend
        assert rights.detail == "rights are missing: create private threads"


async def test_a_bot_in_no_server_gets_the_link():
    async with LoopbackDiscord() as server:
        server.world.guild = ""
        finding = (await check(server))[-1]
        assert not finding.ok
        assert "oauth2/authorize" in finding.mend


async def test_an_address_where_nobody_answers_is_named():
    async with LoopbackDiscord() as server:
        pass
    (finding,) = await check(server)
    assert not finding.ok
    assert "could not be reached" in finding.detail
