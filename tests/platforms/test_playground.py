"""What is special about the playground: its clock, what people type, its faults, who sees what."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from adapters.playground.clock import PushableClock
from adapters.playground.commands import read_line
from adapters.playground.model import Resident
from bot.errors import NotFound, PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import UserId
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.text.message import T
from tests.support.inbox import SPECS, ScriptedInbox
from tests.support.playground_stage import START, PlaygroundStage

HELLO = Message(lines=(T("Hello"),))


@pytest.fixture
async def stage():
    stage = PlaygroundStage()
    await stage.open(ScriptedInbox(stage.platform))
    return stage


# ---------------------------------------------------------------- the clock


async def test_the_clock_stands_still_until_it_is_pushed():
    clock = PushableClock(START)
    assert clock.now() == START
    clock.push(timedelta(hours=3))
    assert clock.now() == START + timedelta(hours=3)


async def test_the_clock_never_goes_back():
    clock = PushableClock(START)
    clock.set(START - timedelta(days=1))
    assert clock.now() == START


async def test_sleepers_wake_in_order_as_the_clock_passes_them():
    clock, woke = PushableClock(START), []

    async def sleeper(seconds):
        await clock.sleep(seconds)
        woke.append(seconds)

    async with asyncio.TaskGroup() as tasks:
        for seconds in (90, 30, 60):
            tasks.create_task(sleeper(seconds))
        await asyncio.sleep(0)
        clock.push(timedelta(seconds=59))
        await asyncio.sleep(0)
        assert woke == [30]
        clock.push(timedelta(seconds=60))
    assert woke == [30, 60, 90]


async def test_sleeping_for_no_time_lets_others_have_a_turn():
    clock, turns = PushableClock(START), []

    async def other():
        turns.append("other")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(other())
        await clock.sleep(0)
        turns.append("sleeper")
    assert turns == ["other", "sleeper"]


async def test_a_sleeper_that_was_cancelled_does_not_stop_the_clock():
    clock = PushableClock(START)
    task = asyncio.create_task(clock.sleep(5))
    await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    clock.push(timedelta(seconds=10))
    assert clock.now() == START + timedelta(seconds=10)


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        PushableClock(datetime(2026, 1, 1))


# ---------------------------------------------------------------- what people type

ADA = Resident(id=UserId("person-1"), name="Ada Okafor")


@pytest.mark.parametrize(
    ("line", "command", "options"),
    [
        ("/say hello", "say hello", {}),
        ("say hello", "say hello", {}),
        ("/say hello words:dear world", "say hello", {"words": "dear world"}),
        ("/say hello dear world", "say hello", {"words": "dear world"}),
        ('/say hello words:"dear world"', "say hello", {"words": "dear world"}),
        ("/SAY Hello  words: dear   world ", "say hello", {"words": "dear   world"}),
        ("/say hello mind: the gap", "say hello", {"words": "mind: the gap"}),
        ("/talk", "talk", {}),
        ("/talk deep", "talk", {"depth": "deep"}),
        ("/organise shelf add shelf:Old Town", "organise shelf add", {"shelf": "Old Town"}),
        ("/tea keep kind:green cup:c-1", "tea keep", {"kind": "green", "cup": "c-1"}),
        ("/say greet who:@ada okafor", "say greet", {"who": "person-1"}),
        ("/say greet Ada Okafor", "say greet", {"who": "person-1"}),
        ("/say greet who:@Nobody", "say greet", {"who": "@Nobody"}),
        ("/file take list:a,b\nc,d", "file take", {"list": "a,b\nc,d"}),
        ("/card keep name:x area:y days:mon,tue", "card keep", {"name": "x", "area": "y", "days": "mon,tue"}),
    ],
)
def test_a_line_is_read_with_the_catalogue(line, command, options):
    typed = read_line(line, SPECS, [ADA])
    assert (typed.spec.name, dict(typed.options)) == (command, options)


@pytest.mark.parametrize("line", ["", "/", "/say", "/saying hello", "hello say", "/tee ask"])
def test_a_line_that_is_no_command_is_refused_kindly(line):
    with pytest.raises(NotFound):
        read_line(line, SPECS)


async def test_an_unknown_command_is_answered_privately(stage):
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    seen = await ada.say("/sing louder")
    assert seen.where == "private"
    assert "/kith help" in seen.text
    assert not await ben.sees()


# ---------------------------------------------------------------- faults on order


async def test_a_call_that_fails_has_done_nothing(stage):
    ada = await stage.person("Ada")
    stage.world.faults.fail_once(retry_after=7)
    with pytest.raises(TemporaryPlatformError) as caught:
        await stage.platform.post(stage.channel, HELLO, language="en", key="k")
    assert caught.value.retry_after == 7
    assert not await ada.sees()
    await stage.platform.post(stage.channel, HELLO, language="en", key="k")
    assert len(await ada.sees()) == 1


async def test_a_refusal_carries_its_reason(stage):
    stage.world.faults.refuse_once(Refusal.LIMIT)
    with pytest.raises(PermanentPlatformError) as caught:
        await stage.platform.can_organise(stage.home, UserId("x"))
    assert caught.value.reason is Refusal.LIMIT


async def test_an_answer_that_got_lost_leaves_its_effect(stage):
    ada = await stage.person("Ada")
    stage.world.faults.lose_answer_once()
    with pytest.raises(TemporaryPlatformError):
        await stage.platform.post(stage.channel, HELLO, language="en", key="k")
    await stage.platform.post(stage.channel, HELLO, language="en", key="k", look=True)
    assert len(await ada.sees()) == 1


async def test_a_place_whose_answer_got_lost_is_found_again(stage):
    ada = await stage.person("Ada")
    request = PlaceRequest(home=stage.home, channel=stage.channel, name="Tea", people=(UserId(ada.user_id),))
    stage.world.faults.lose_answer_once()
    with pytest.raises(TemporaryPlatformError):
        await stage.platform.open_place(request, key="g")
    place = await stage.platform.open_place(request, key="g", look=True)
    assert [one.id for one in stage.world.channels_of(ada.user_id) if one.name == "Tea"] == [place]


# ---------------------------------------------------------------- who sees what


async def test_a_closed_place_is_empty_of_kiths_words_and_takes_no_more(stage):
    ada = await stage.person("Ada")
    request = PlaceRequest(home=stage.home, channel=stage.channel, name="Tea", people=(ada.user_id,))
    place = await stage.platform.open_place(request, key="g")
    await stage.platform.post(place, HELLO, language="en", key="k")
    assert len(await ada.sees()) == 1
    await stage.platform.close_place(place)
    assert await ada.sees() == []
    with pytest.raises(PermanentPlatformError):
        await stage.platform.post(place, HELLO, language="en", key="k2")


async def test_somebody_who_takes_no_direct_messages_is_a_closed_door(stage):
    ada = await stage.person("Ada")
    stage.world.people[ada.user_id].takes_directs = False
    with pytest.raises(PermanentPlatformError) as caught:
        await stage.platform.direct(ada.user_id, HELLO, language="en", key="k")
    assert caught.value.reason is Refusal.CLOSED


async def test_a_menu_can_only_be_tapped_by_those_who_see_it(stage):
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    shown = await stage.client.type_command(ada.user_id, stage.channel, "/tea ask")
    assert await stage.client.tap(ben.user_id, shown.id, "green") is None
    assert stage.client.inbox.answered == []


async def test_a_form_can_only_be_handed_in_by_the_one_who_opened_it(stage):
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    dialog = await stage.client.type_command(ada.user_id, stage.channel, "/card write")
    assert await stage.client.submit_form(ben.user_id, dialog.id, {}) is None
    assert stage.client.inbox.handled[-1].command == "card write"


async def test_an_incomplete_form_stays_open_and_says_what_is_missing(stage):
    ada = await stage.person("Ada")
    dialog = await stage.client.type_command(ada.user_id, stage.channel, "/card write")
    seen = await ada.fill(name="My card", area="")
    assert "Area is still empty." in seen.text
    assert dialog.id in stage.world.dialogs
    seen = await ada.fill(name="x" * 21, area="harbour")
    assert "at most 20 characters" in seen.text


async def test_what_people_write_to_each_other_does_not_reach_the_core(stage):
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    stage.client.write(ada.user_id, stage.channel, "Anyone for tea?")
    assert [seen.text for seen in await ben.sees()] == ["Anyone for tea?"]
    assert stage.client.inbox.handled == []


async def test_a_menu_that_is_gone_answers_kindly(stage):
    ada = await stage.person("Ada")
    shown = await stage.client.type_command(ada.user_id, stage.channel, "/tea ask")
    again = await stage.client.tap(ada.user_id, shown.id, "purple")
    assert "no longer here" in again.message.lines[0].template
