"""End-to-end encryption on a real Synapse, with people whose clients believe only cross-signed devices."""

import json
import shutil

import pytest
from nio.crypto.attachments import encrypt_attachment
from pydantic import SecretStr

from adapters.matrix.crosssign import Signed
from adapters.matrix.direct import ENCRYPTION
from adapters.matrix.login import login
from adapters.matrix.platform import MatrixPlatform
from adapters.matrix.session import keys_file, load_session, store_folder
from adapters.matrix.settings import MatrixSettings
from bot.errors import PermanentPlatformError, Refusal, SetupError, TemporaryPlatformError
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.text.message import T
from tests.support.inbox import ScriptedInbox
from tests.support.matrix_e2ee_human import EncryptingHuman, claim_all_one_time_keys
from tests.support.matrix_human import MatrixHuman
from tests.support.matrix_proxy import FaultyServer
from tests.support.matrix_stage import RealClock, open_stage
from tests.support.synapse import PASSWORD, shared

pytestmark = pytest.mark.timeout(150)


async def opened(stage):
    inbox = ScriptedInbox(stage.platform)
    await stage.open(inbox)
    return inbox


async def handled(stage, event):
    await stage.notebook.wait_for(f"done/{event}", seconds=40)


def line(words):
    return Message(lines=(T("{words}", words=words),))


def reads(person, words):
    return sum(words in one.body for one in person.lines)


async def group(stage, *people, key="g"):
    request = PlaceRequest(
        home=stage.home, channel=stage.home, name="x", people=tuple(human.user_id for human in people)
    )
    return await stage.platform.open_place(request, key=key)


def encrypting_places(stage):
    stage.settings = stage.settings.model_copy(update={"encrypt_group_places": True})
    stage.platform = MatrixPlatform(stage.settings, stage.notebook, stage.clock)


# ---------------------------------------------------------------- the journey


async def test_the_bots_device_is_cross_signed_on_the_server():
    async with open_stage(encrypted=True) as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        device = load_session(stage.settings).device_id
        answer = await ada.person.ask("POST", "/keys/query", {"device_keys": {stage.bot.user_id: []}})
        assert stage.bot.user_id in answer["master_keys"]
        assert await ada.person.trusts(stage.bot.user_id, device)


@pytest.mark.parametrize("opened_by", ["bot", "person"])
async def test_commands_menus_forms_and_files_work_in_an_encrypted_direct_room(opened_by):
    async with open_stage(encrypted=True) as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        if opened_by == "person":
            await ada.direct_room()
        assert "The secret is kept" in (await ada.say("say secret")).text
        room = await ada.direct_room()
        await handled(stage, await ada.person.send(room, "say secret"))
        await ada.say("tea ask")
        assert "You chose black" in (await ada.tap("Black")).text
        await ada.say("days ask")
        assert "Kept day-1,day-3." in (await ada.pick("Day 1", "Day 3")).text
        await ada.say("card write")
        assert "name=Mine" in (await ada.fill(name="Mine", area="harbour")).text
        assert (await ada.say("file hand")).files[0][1].startswith(b"BEGIN:VCALENDAR")
        private = [one for one in ada.person.lines if one.room == room]
        assert len(private) > 12
        assert all(one.event.get("was_encrypted") for one in private)
        assert ada.person.unreadable == ada.person.untrusted == []
        assert inbox.handled[1].place.home is None


async def test_a_restart_neither_loses_nor_repeats_an_encrypted_answer():
    async with open_stage(encrypted=True) as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("say secret")
        room = await ada.direct_room()
        await stage.stop()
        events = [await ada.person.send(room, f"say hello {number}") for number in range(3)]
        await stage.restart(inbox)
        for event in events:
            await handled(stage, event)
        await stage.restart(inbox)
        await stage.settle()
        assert [call.options["words"] for call in inbox.handled[1:]] == ["0", "1", "2"]
        assert [reads(ada.person, f"Hello {number}") for number in range(3)] == [1, 1, 1]
        assert ada.person.unreadable == ada.person.untrusted == []


async def test_a_file_handed_in_encrypted_is_read():
    async with open_stage(encrypted=True) as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        sealed, keys = encrypt_attachment("name\nLibrary café\n".encode())
        file = {**keys, "url": await ada.person.upload(sealed, "application/octet-stream")}
        content = {"msgtype": "m.file", "filename": "s.csv", "body": "file take", "file": file}
        await handled(stage, await ada.person.send(room, content))
        assert inbox.handled[-1].options == {"list": "name\nLibrary café\n"}


# ---------------------------------------------------------------- what is wrong with nio


async def test_somebody_new_can_write_after_all_one_time_keys_are_gone():
    async with open_stage(encrypted=True) as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        device = load_session(stage.settings).device_id
        await stage.stop()
        await claim_all_one_time_keys(stage.owner, stage.bot.user_id, device, 55)
        event = await ada.person.send(room, "say secret")
        await stage.restart(inbox)
        await handled(stage, event)
        assert [call.command for call in inbox.handled] == ["say secret"]
        await stage.settle()
        claim = {"one_time_keys": {stage.bot.user_id: {device: "signed_curve25519"}}}
        answer = await stage.owner.ask("POST", "/keys/claim", claim)
        (key,) = answer["one_time_keys"][stage.bot.user_id][device].values()
        assert not key.get("fallback")  # fresh ones were made


async def test_who_joins_while_a_key_is_being_shared_can_read():
    async with open_stage(encrypted=True) as stage:
        encrypting_places(stage)
        await opened(stage)
        ada, ben, cleo = [await stage.person(name) for name in ("Ada", "Ben", "Cleo")]
        place = await group(stage, ada, ben)
        await stage.platform.post(place, line("The intro"), language="en", key="1")  # nobody has joined yet
        for human in (ada, ben):
            await human.person.sync()
            assert reads(human.person, "The intro") == 1
        await stage.bot_invites(place, cleo)
        await cleo.person.sync()
        await stage.platform.post(place, line("For three"), language="en", key="2")
        for human in (ada, ben, cleo):
            await human.person.sync()
            assert reads(human.person, "For three") == 1


async def test_a_device_that_comes_later_reads_what_comes_later():
    async with open_stage(encrypted=True) as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("say secret")
        who = {"type": "m.id.user", "user": ada.user_id}
        body = {"type": "m.login.password", "identifier": who, "password": PASSWORD}
        made = await ada.person.ask("POST", "/login", body)
        second = EncryptingHuman(
            stage.server, ada.user_id, made["access_token"], password=PASSWORD, device_id=made["device_id"]
        )
        await second.set_up(sign=False)
        try:
            await stage.platform.direct(ada.user_id, line("To both"), language="en", key="d")
            await second.sync()
            await ada.person.sync()
            assert reads(second, "To both") == reads(ada.person, "To both") == 1
        finally:
            await second.close()


async def test_a_share_that_fails_does_not_block_the_room_for_ever():
    async with (
        FaultyServer(shared().url).running() as proxy,
        open_stage(encrypted=True, before=proxy.url) as stage,
    ):
        await opened(stage)
        ada = await stage.person("Ada")
        for fault in ("keys/query", "keys/claim", "sendToDevice/"):
            proxy.spoil(fault, times=99, status=500, body={"errcode": "M_UNKNOWN", "error": "x"})
            with pytest.raises(TemporaryPlatformError):
                await stage.platform.direct(ada.user_id, line(fault), language="en", key=fault)
            proxy.faults.clear()
        posted = await stage.platform.direct(ada.user_id, line("At last"), language="en", key="last")
        await ada.person.sync()
        assert posted.message
        assert reads(ada.person, "At last") == 1
        assert ada.person.unreadable == []


async def test_a_message_that_overtakes_its_key_is_answered_when_the_key_comes():
    async with open_stage(encrypted=True) as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        event, bring = await ada.person.send_before_its_key(room, "say secret")
        await stage.notebook.wait_for(f"unread/{event}")
        await stage.restart(inbox)
        assert inbox.handled == []
        await bring()
        await handled(stage, event)
        assert [call.id for call in inbox.handled] == [event]
        await stage.settle()
        assert not [key for key in stage.notebook.entries if key.startswith("unread/")]


async def test_a_message_without_a_key_is_asked_for_once_more():
    async with open_stage(encrypted=True) as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        event, _ = await ada.person.send_before_its_key(room, "say secret")
        key = f"unread/{event}"
        await stage.notebook.wait_for(key)
        record = json.loads(stage.notebook.entries[key])
        stage.notebook.entries[key] = json.dumps({**record, "at": record["at"] - 61_000})
        for _ in range(2):
            await stage.owner.send(stage.home, "wake up")
            await ada.person.wait_for(lambda one: "could not read" in one.body)
        assert reads(ada.person, "could not read") == 1
        assert inbox.handled == []


# ---------------------------------------------------------------- login and store


async def test_a_lost_store_is_refused_and_a_new_login_mends_it():
    async with open_stage(encrypted=True) as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("say secret")
        before = load_session(stage.settings)
        await stage.stop()
        shutil.rmtree(store_folder(stage.settings))
        with pytest.raises(SetupError, match="kith login matrix"):
            await MatrixPlatform(stage.settings, stage.notebook, stage.clock).run(inbox)
        summary = await login(stage.settings, SecretStr(PASSWORD), stage.clock)
        assert summary.new_device
        assert summary.cross_signing is Signed.DONE
        assert summary.device_id != before.device_id
        await stage.restart(inbox)
        assert "The secret is kept" in (await ada.say("say secret")).text
        room = await ada.direct_room()
        await handled(stage, await ada.person.send(room, "say secret"))
        assert ada.person.untrusted == []


async def test_logging_in_twice_keeps_the_device():
    async with open_stage(encrypted=True) as stage:
        before = load_session(stage.settings)
        summary = await login(stage.settings, SecretStr(PASSWORD), stage.clock)
        assert not summary.new_device
        assert load_session(stage.settings) == before
        assert summary.backup == keys_file(stage.settings)
        assert keys_file(stage.settings).stat().st_mode & 0o777 == 0o600


async def test_a_login_is_not_possible_while_the_bot_runs():
    async with open_stage(encrypted=True) as stage:
        await opened(stage)
        with pytest.raises(SetupError, match="Another process"):
            await login(stage.settings, SecretStr(PASSWORD), stage.clock)


def fresh_settings(folder, user, homeserver=None):
    return MatrixSettings(homeserver=homeserver or shared().url, user_id=user, state=folder / "matrix")


async def test_a_wrong_password_is_said_plainly(tmp_path):
    bot = await MatrixHuman.arrive(shared(), f"wrong{id(tmp_path)}")
    with pytest.raises(SetupError, match="refused the login"):
        await login(fresh_settings(tmp_path, bot.user_id), SecretStr("no"), RealClock())


async def test_a_server_that_is_not_there_is_said_plainly(tmp_path):
    settings = fresh_settings(tmp_path, "@kith:localhost", homeserver="http://127.0.0.1:9")
    with pytest.raises(SetupError, match="did not work"):
        await login(settings, SecretStr("no"), RealClock())


async def test_cross_signing_that_somebody_else_set_up_is_left_alone(tmp_path):
    person = await EncryptingHuman.arrive(shared(), f"foreign{id(tmp_path)}", password=PASSWORD)
    await person.set_up()
    try:
        before = await person.devices_of(person.user_id)
        summary = await login(fresh_settings(tmp_path, person.user_id), SecretStr(PASSWORD), RealClock())
        assert summary.cross_signing is Signed.FOREIGN
        assert summary.backup is None
        assert (await person.devices_of(person.user_id))[0] == before[0]
    finally:
        await person.close()


async def test_a_lost_key_file_is_never_replaced_in_silence(tmp_path):
    bot = await MatrixHuman.arrive(shared(), f"lost{id(tmp_path)}")
    settings = fresh_settings(tmp_path, bot.user_id)
    await login(settings, SecretStr(PASSWORD), RealClock())
    keys_file(settings).rename(tmp_path / "kept.json")
    summary = await login(settings, SecretStr(PASSWORD), RealClock())
    assert summary.cross_signing is Signed.FOREIGN  # not ours any more: nothing is overwritten
    (tmp_path / "kept.json").rename(keys_file(settings))
    summary = await login(settings, SecretStr(PASSWORD), RealClock())
    assert summary.cross_signing is Signed.DONE


async def test_nothing_readable_is_ever_sent_to_an_encrypted_room():
    async with open_stage() as stage:
        await opened(stage)
        room = await stage.owner.create_room(preset="private_chat", name="Secret", initial_state=[ENCRYPTION])
        await stage.owner.invite(room, stage.bot.user_id)
        await stage._until_in(room)
        with pytest.raises(PermanentPlatformError) as caught:
            await stage.platform.post(room, line("readable"), language="en", key="k")
        assert caught.value.reason is Refusal.INVALID
