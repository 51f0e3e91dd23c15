"""Matrix when things go wrong: restarts, gaps, lost answers, a server that misbehaves, a login taken away."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.matrix.platform import MatrixPlatform
from adapters.matrix.prune import prune
from adapters.matrix.records import SentRecord, save
from adapters.matrix.session import session_file
from bot.errors import PermanentPlatformError, Refusal, SetupError, TemporaryPlatformError
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.text.message import T
from tests.support.inbox import ScriptedInbox, tea_menu
from tests.support.matrix_proxy import FaultyServer
from tests.support.matrix_stage import open_stage
from tests.support.notebook import MemoryNotebook
from tests.support.synapse import shared

pytestmark = pytest.mark.timeout(120)
LINE = Message(lines=(T("Only once"),))


class QuickClock:
    """Tell the real time and wait a hundredth of what is asked."""

    def __init__(self):
        self.waits = []

    def now(self):
        return datetime.now(UTC)

    async def sleep(self, seconds):
        self.waits.append(seconds)
        await asyncio.sleep(seconds / 100)


async def opened(stage):
    inbox = ScriptedInbox(stage.platform)
    await stage.open(inbox)
    return inbox


async def handled(stage, event):
    await stage.notebook.wait_for(f"done/{event}")


def answers(human, words):
    return sum(words in line.body for line in human.person.lines)


# ---------------------------------------------------------------- restarts


async def test_what_was_said_while_the_bot_was_away_is_answered_once_however_much_it_was():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await stage.settle()
        await stage.stop()
        await ada.person.send(stage.home, "!kith say hello words=early")
        for number in range(70):
            await ada.person.send(stage.home, f"chatter {number}")
        last = await ada.person.send(stage.home, "!kith say hello words=late")
        await stage.restart(inbox)
        await handled(stage, last)
        await stage.settle()
        assert [call.options["words"] for call in inbox.handled] == ["early", "late"]
        await stage.restart(inbox)
        await stage.settle()
        assert len(inbox.handled) == 2
        assert answers(ada, "Hello early") == answers(ada, "Hello late") == 1


async def test_a_bot_without_its_memory_answers_nothing_old():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("say hello", words="x")
        await stage.stop()
        await ada.person.send(stage.home, "!kith say hello words=y")
        stage.notebook = MemoryNotebook()
        await stage.restart(inbox)
        await stage.settle()
        assert len(inbox.handled) == 1
        assert "Hello z" in (await ada.say("say hello", words="z")).text


async def test_a_bot_killed_between_answering_and_remembering_answers_once():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await stage.settle()
        write = stage.notebook.write
        reached = asyncio.Event()

        async def stuck(key, value):
            if key.startswith("done/"):
                reached.set()
                await asyncio.Event().wait()
            await write(key, value)

        stage.notebook.write = stuck
        event = await ada.person.send(stage.home, "!kith say hello words=x")
        await reached.wait()
        await stage.stop()
        stage.notebook.write = write
        await stage.restart(inbox)
        await handled(stage, event)
        await stage.settle()
        assert [call.id for call in inbox.handled] == [event, event]  # the core knows it by its id
        assert answers(ada, "Hello x") == 1


async def test_a_form_half_filled_goes_on_after_a_restart():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("card write")
        room = await ada.direct_room()
        await handled(stage, await ada.person.send(room, "Mine"))
        await stage.restart(inbox)
        for words in ("skip", "2", "skip"):
            await handled(stage, await ada.person.send(room, words))
        assert inbox.handled[-1].options["name"] == "Mine"
        assert inbox.handled[-1].options["area"] == "old town"


async def test_a_form_step_that_comes_again_after_a_crash_moves_nothing():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("card write")
        room = await ada.direct_room()
        write = stage.notebook.write
        reached = asyncio.Event()

        async def stuck(key, value):
            if key.startswith("done/"):
                reached.set()
                await asyncio.Event().wait()
            await write(key, value)

        stage.notebook.write = stuck
        event = await ada.person.send(room, "Mine")
        await reached.wait()
        await stage.stop()
        stage.notebook.write = write
        await stage.restart(inbox)
        await handled(stage, event)
        await ada.person.sync()
        assert answers(ada, "(2 of 4)") == 1
        assert answers(ada, "(3 of 4)") == 0


async def test_a_menu_is_still_understood_after_a_restart():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("tea ask")
        await stage.restart(inbox)
        assert "You chose black" in (await ada.tap("Black")).text


async def test_a_post_is_found_in_the_room_when_everything_else_has_forgotten_it():
    async with open_stage() as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        first = await stage.platform.post(stage.home, LINE, language="en", key="k")
        await ada.person.sync()
        for number in range(120):
            await stage.owner.send(stage.home, f"chatter {number}")
        del stage.notebook.entries["sent/k"]
        # Another device: the server knows none of its transactions.
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": stage.bot.user_id}}
        answer = await stage.bot.ask("POST", "/login", {**login, "password": "a password for tests"})
        stage.bot.token, stage.bot.device_id = answer["access_token"], answer["device_id"]
        await stage._log_in()
        await stage.restart(ScriptedInbox())
        again = await stage.platform.post(stage.home, LINE, language="en", key="k", look=True)
        assert again.message == first.message
        await ada.person.sync()
        assert answers(ada, "Only once") == 1


# ---------------------------------------------------------------- lost answers


async def test_a_lost_answer_makes_no_second_message_room_or_direct_room():
    async with FaultyServer(shared().url).running() as proxy, open_stage(before=proxy.url) as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        request = PlaceRequest(home=stage.home, channel=stage.home, name="x", people=(ada.user_id,))
        calls = (
            lambda: stage.platform.post(stage.home, LINE, language="en", key="k"),
            lambda: stage.platform.open_place(request, key="g"),
            lambda: stage.platform.direct(ada.user_id, LINE, language="en", key="d"),
        )
        for call in calls:
            for _ in range(2):
                # twice, because aiohttp itself repeats a PUT whose connection was dropped
                proxy.spoil(r"PUT .*/send/|POST .*/createRoom", times=2, after=True, drop=True)
                with pytest.raises(TemporaryPlatformError):
                    await call()
                proxy.faults.clear()
            await call()
        await ada.person.sync()
        assert answers(ada, "Only once") == 2
        rooms = await stage.bot.ask("GET", "/joined_rooms")
        assert len(rooms["joined_rooms"]) == 3


async def test_an_invitation_that_cannot_be_taken_is_tried_again():
    clock = QuickClock()
    async with (
        FaultyServer(shared().url).running() as proxy,
        open_stage(before=proxy.url, clock=clock) as stage,
    ):
        proxy.spoil(r"POST .*/join/", times=3)
        await opened(stage)
        assert proxy.count(r"POST .*/join/") >= 4
        async with asyncio.timeout(50):
            while any(key.startswith("invite/") for key in stage.notebook.entries):
                await asyncio.sleep(0.05)


async def test_a_withdrawn_invitation_is_forgotten():
    clock = QuickClock()
    async with (
        FaultyServer(shared().url).running() as proxy,
        open_stage(before=proxy.url, clock=clock) as stage,
    ):
        await opened(stage)
        proxy.spoil(r"POST .*/join/", times=1)
        room = await stage.owner.create_room(preset="private_chat")
        await stage.owner.invite(room, stage.bot.user_id)
        await stage.notebook.wait_for(f"invite/{room}")
        await stage.owner.ask("POST", f"/rooms/{room}/kick", {"user_id": stage.bot.user_id})
        async with asyncio.timeout(50):
            while f"invite/{room}" in stage.notebook.entries:
                await asyncio.sleep(0.05)


# ---------------------------------------------------------------- a server that misbehaves

BAD_SYNCS = [
    {"status": 500, "body": {"errcode": "M_UNKNOWN", "error": "x"}},
    {"status": 502},
    {"status": 200},
    {"status": 200, "body": {}},
    {"status": 429, "body": {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 3000}},
    {"drop": True},
    {"cut": True},
]


@pytest.mark.parametrize("fault", BAD_SYNCS, ids=str)
async def test_a_spoiled_sync_is_asked_for_again_with_growing_pauses(fault):
    clock = QuickClock()
    async with (
        FaultyServer(shared().url).running() as proxy,
        open_stage(before=proxy.url, clock=clock) as stage,
    ):
        await opened(stage)
        ada = await stage.person("Ada")
        spoiled = proxy.spoil(r"GET .*/sync", times=4, **fault)
        async with asyncio.timeout(50):
            while spoiled.left:
                await stage.owner.send(stage.home, "wake up")
                await asyncio.sleep(0.05)
        assert "Hello x" in (await ada.say("say hello", words="x")).text
        assert clock.waits[:4] == sorted(clock.waits[:4])
        if "drop" in fault:  # aiohttp itself repeats a GET whose connection was dropped
            assert 2 <= len(clock.waits) <= 4
        else:
            assert len(clock.waits) == 4
            assert clock.waits[3] >= 16


async def test_an_answer_that_the_server_refuses_for_now_arrives_later():
    clock = QuickClock()
    async with (
        FaultyServer(shared().url).running() as proxy,
        open_stage(before=proxy.url, clock=clock) as stage,
    ):
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        proxy.spoil(
            r"PUT .*/send/", times=2, status=429, body={"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2000}
        )
        seen = await ada.say("say hello", words="x")
        assert "Hello x" in seen.text
        assert len(inbox.handled) == 1  # the core was asked once
        assert clock.waits == [2.0, 2.0]


@pytest.mark.parametrize("soft", [False, True])
async def test_a_revoked_login_ends_the_bot_at_once(soft):
    async with FaultyServer(shared().url).running() as proxy, open_stage(before=proxy.url) as stage:
        await opened(stage)
        proxy.spoil(
            r"GET .*/sync", times=99, status=401, body={"errcode": "M_UNKNOWN_TOKEN", "soft_logout": soft}
        )
        await stage.owner.send(stage.home, "wake up")
        before = proxy.count(r"GET .*/sync")
        with pytest.raises(PermanentPlatformError) as caught:
            async with asyncio.timeout(50):
                await stage.running
        assert caught.value.reason is Refusal.LOGGED_OUT
        assert proxy.count(r"GET .*/sync") - before <= 2
        stage._running = None


async def test_a_platform_that_is_not_connected_says_so():
    async with open_stage() as stage:
        with pytest.raises(TemporaryPlatformError):
            await stage.platform.post(stage.home, LINE, language="en", key="k")


async def test_a_call_that_nobody_foresaw_spoils_nothing_else():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")

        def broken(call):
            raise LookupError("a bug")

        inbox.replies["say hello"] = broken
        event = await ada.person.send(stage.home, "!kith say hello")
        await handled(stage, event)
        assert "secret is kept" in (await ada.say("say secret")).text


# ---------------------------------------------------------------- the stored login


async def test_a_second_process_on_the_same_login_is_refused():
    async with open_stage() as stage:
        inbox = await opened(stage)
        second = MatrixPlatform(stage.settings, MemoryNotebook(), stage.clock)
        with pytest.raises(SetupError, match="Another process"):
            await second.run(inbox)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "kith login matrix"),
        (lambda path: path.chmod(0o644), "chmod 600"),
        (lambda path: path.write_text("{"), "damaged"),
        (
            lambda path: path.write_text(path.read_text().replace("@kith", "@other")),
            "another account",
        ),
    ],
    ids=["missing", "readable", "damaged", "foreign"],
)
async def test_an_unusable_stored_login_is_explained(spoil, words):
    async with open_stage() as stage:
        spoil(session_file(stage.settings))
        with pytest.raises(SetupError, match=words):
            await stage.platform.run(ScriptedInbox())


async def test_the_stored_login_is_for_its_owner_alone():
    async with open_stage() as stage:
        assert session_file(stage.settings).stat().st_mode & 0o777 == 0o600


async def test_old_marks_are_forgotten_and_young_ones_kept():
    clock, notebook = QuickClock(), MemoryNotebook()
    now = clock.now()
    for key, days in (("old", 91), ("young", 89)):
        at = int((now - timedelta(days=days)).timestamp() * 1000)
        await save(notebook, f"sent/{key}", SentRecord(room="!r", event="$e", at=at))
    await prune(notebook, clock)
    assert await notebook.keys("sent/") == ("sent/young",)


async def test_one_transaction_is_one_purpose():
    async with open_stage() as stage:
        inbox = await opened(stage)
        await stage.person("Ada")
        message = inbox.known(Message(lines=(T("Tea?"),), menu=replace(tea_menu(), private=False)))
        posted = await stage.platform.post(stage.home, message, language="en", key="k")
        path = f"/_matrix/client/v1/rooms/{stage.home}/relations/{posted.message}/m.annotation"
        answer = await asyncio.to_thread(stage.server.request, "GET", path, None, stage.owner.token)
        assert len(answer[1]["chunk"]) == 3
