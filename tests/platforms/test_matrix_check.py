"""What `kith check` says of a Matrix account."""

import pytest

from adapters.matrix.checking import check_matrix
from adapters.matrix.session import keys_file, load_session, session_file, write_private
from tests.support.inbox import ScriptedInbox
from tests.support.matrix_proxy import FaultyServer
from tests.support.matrix_stage import open_stage
from tests.support.synapse import shared

pytestmark = pytest.mark.timeout(90)


async def wrong(settings):
    return [(finding.name, finding.mend) for finding in await check_matrix(settings) if not finding.ok]


async def test_a_sound_account_is_found_sound_even_while_the_bot_runs():
    async with open_stage(encrypted=True) as stage:
        (only,) = await wrong(stage.settings)
        assert only[0] == "matrix rooms"
        assert stage.bot.user_id in only[1]
        await stage.open(ScriptedInbox())
        assert await wrong(stage.settings) == []


async def test_what_is_missing_is_named_with_what_to_do():
    async with open_stage(encrypted=True) as stage:
        await stage.open(ScriptedInbox())
        keys_file(stage.settings).unlink()
        ((name, mend),) = await wrong(stage.settings)
        assert (name, keys_file(stage.settings).name in mend) == ("matrix keys", True)
        session = load_session(stage.settings)
        write_private(session_file(stage.settings), session.model_copy(update={"access_token": "gone"}))
        ((name, mend),) = await wrong(stage.settings)
        assert (name, mend) == ("matrix login", "run kith login matrix")
        session_file(stage.settings).unlink()
        ((name, mend),) = await wrong(stage.settings)
        assert name == "matrix login"
        assert "kith login matrix" in mend


async def test_a_device_that_is_not_signed_is_named():
    async with open_stage() as stage:
        settings = stage.settings.model_copy(update={"encryption": True})
        assert "matrix encryption" in [name for name, _ in await wrong(settings)]


async def test_a_server_that_does_not_answer_is_named():
    async with FaultyServer(shared().url).running() as proxy, open_stage(before=proxy.url) as stage:
        proxy.spoil(".", times=99)
        ((name, mend),) = await wrong(stage.settings)
        assert name == "matrix homeserver"
        assert "matrix.homeserver" in mend
