"""Calls that don't fit: each is answered privately with a sentence that says what to do."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import StorageError
from bot.ids import MenuId
from bot.ports.commands import Actor, Answer, Invocation, OptionKind
from tests.support.kith import kith_on
from tests.support.meeting_town import TOWN, settle_town
from tests.support.playground_stage import open_stage

pytestmark = pytest.mark.timeout(60)


@asynccontextmanager
async def a_town(names=("a", "b")):
    async with open_stage() as stage, kith_on(stage) as kith:
        yield await settle_town(kith, list(names))


async def answered(town, command, *, by="m-a", **options):
    """Return the words of the reply to a call in the public channel."""
    human = town.people[by]
    place = town.kith.stage.world.place(town.kith.stage.channel)
    call = Invocation(
        id="x",
        command=command,
        actor=Actor(user_id=human.user_id, organiser=False),
        place=place,
        options=options,
    )
    reply = await town.kith.app.inbox.handle(call)
    return reply.message.lines[0].template


async def test_an_unknown_command_names_the_nearest():
    """A slip of the finger gets a suggestion."""
    async with a_town() as town:
        assert "Did you mean" in await answered(town, "meet stauts")
        assert "shows what I can do" in await answered(town, "xyzzy plugh")


async def test_an_unknown_option_names_those_there_are():
    """An option that does not exist is refused, with the ones that do."""
    async with a_town() as town:
        assert "There is no option" in await answered(town, "meet skip", colour="blue")


async def test_a_long_hello_says_by_how_much():
    """Five thousand characters are refused with the number that is too many."""
    async with a_town() as town:
        assert "too many" in await answered(town, "meet profile", hello="x" * 5000)


async def test_a_malformed_date_says_what_fits():
    """A pause until nonsense is refused with an example."""
    async with a_town() as town:
        words = await answered(town, "meet pause", until="the day after never")
        assert "2026-12-24" in words or "date" in words.casefold()


async def test_organisers_commands_are_refused_to_others():
    """Everybody else is told that it is for organisers."""
    async with a_town() as town:
        for command in [spec.name for spec in town.kith.app.inbox.specs if spec.access.value == "organiser"]:
            town.kith.clock.push(timedelta(seconds=2))
            assert "Only organisers" in await answered(town, command), command


def _something(option, somebody):
    if option.kind is OptionKind.USER:
        return somebody.user_id
    return option.choices[0].value if option.choices else "x"


async def test_somebody_who_has_not_joined_is_told_how():
    """Members' commands say how to become one."""
    async with a_town() as town:
        stranger = await town.kith.stage.person("stranger")
        town.people["m-s"] = stranger
        for command in [spec.name for spec in town.kith.app.inbox.specs if spec.access.value == "member"]:
            required = {
                option.name: _something(option, stranger)
                for spec in town.kith.app.inbox.specs
                if spec.name == command
                for option in spec.options
                if option.required
            }
            assert "not a member yet" in await answered(town, command, by="m-s", **required), command
            town.kith.clock.push(timedelta(seconds=10))


async def test_a_member_who_left_is_no_longer_one():
    """After leaving the home, members' commands answer as to anybody else."""
    async with a_town() as town:
        await town.people["m-b"].leave()
        assert "not a member yet" in await answered(town, "meet status", by="m-b")
        members = await town.kith.storage.run(lambda repos: repos.members.of_community(TOWN))
        left = next(member for member in members if member.id == "m-b")
        assert (left.state.value, left.erase_at is not None) == ("left", True)
        await town.kith.push(days=31)
        assert [
            member.id
            for member in await town.kith.storage.run(lambda repos: repos.members.of_community(TOWN))
        ] == ["m-a"]


async def test_a_menu_of_somebody_else_is_refused():
    """A private menu answers only to the person it was made for."""
    async with a_town() as town:
        one, other = town.people.values()
        await one.say("meet status")
        world = town.kith.stage.world
        entry = next(entry for entry in reversed(list(world.all_entries())) if entry.message.menu)
        reply = await town.kith.app.inbox.answer(
            Answer(
                id="y",
                menu=entry.message.menu.id,
                keys=("skip",),
                actor=Actor(user_id=other.user_id),
                place=world.place(entry.channel),
            )
        )
        assert "somebody else" in reply.message.lines[0].template


async def test_a_menu_that_is_gone_says_where_things_stand():
    """An unknown menu is no traceback."""
    async with a_town() as town:
        human = town.people["m-a"]
        place = town.kith.stage.world.place(town.kith.stage.channel)
        reply = await town.kith.app.inbox.answer(
            Answer(id="z", menu=MenuId("gone"), keys=("a",), actor=Actor(user_id=human.user_id), place=place)
        )
        assert "no longer open" in reply.message.lines[0].template


async def test_a_failing_handler_is_answered_with_a_code_and_logged_without_words(caplog):
    """What nobody foresaw gets an apology with a reference; the log holds the code and no message."""
    async with a_town() as town:
        town.kith.app.inbox._commands["meet status"] = town.kith.app.inbox._commands["meet skip"].__class__(
            spec=town.kith.app.inbox._commands["meet status"].spec, handler=_broken
        )
        assert "Something went wrong on my side" in await answered(town, "meet status")
        (record,) = [record for record in caplog.records if record.message == "a command failed"]
        assert record.command == "meet status"


async def _broken(_ctx):
    raise RuntimeError("boom")


async def test_an_error_of_a_shared_command_is_for_the_caller_alone():
    """Everybody sees a conversation starter; only the caller sees that a word was wrong."""
    async with a_town() as town:
        one, other = town.people.values()
        assert (await one.say("talk", depth="bottomless")).where == "private"
        assert not any("bottomless" in each.text or "depth" in each.text for each in await other.sees())
        assert (await one.say("talk")).where == "public"


async def test_too_many_calls_at_once_are_told_to_wait_and_others_are_served():
    """The twenty-first call in one instant waits; somebody else does not, and a moment later all is well."""
    async with a_town() as town:
        answers = [await answered(town, "meet skip") for _ in range(21)]
        assert "That was a lot at once" in answers[-1]
        assert not any("at once" in words for words in answers[:-1])
        assert "at once" not in await answered(town, "meet skip", by="m-b")
        town.kith.clock.push(timedelta(seconds=2))
        assert "at once" not in await answered(town, "meet skip")


async def test_rights_that_came_with_a_call_count_only_for_the_community_of_its_place():
    """Somebody who organises one server cannot use that right for another community by naming it."""
    async with a_town() as town:
        stage = town.kith.stage
        human = town.people["m-a"]
        elsewhere = replace(stage.world.place(stage.channel), home="elsewhere")
        call = Invocation(
            id="x",
            command="organise members",
            actor=Actor(user_id=human.user_id, organiser=True),
            place=elsewhere,
            options={"community": TOWN},
        )
        reply = await town.kith.app.inbox.handle(call)
        assert "Only organisers" in reply.message.lines[0].template
        assert reply.private


async def test_a_tap_while_the_database_is_away_is_answered(monkeypatch):
    """A tap never raises into the platform, even when nothing can be read."""
    async with a_town() as town:
        human, place = town.people["m-a"], town.kith.stage.world.place(town.kith.stage.channel)

        async def away(_use_case):
            raise StorageError("busy")

        monkeypatch.setattr(town.kith.app.kit.storage, "run", away)
        tap = Answer(id="z", menu=MenuId("m"), keys=("a",), actor=Actor(user_id=human.user_id), place=place)
        reply = await town.kith.app.inbox.answer(tap)
        assert "Something went wrong on my side" in reply.message.lines[0].template
