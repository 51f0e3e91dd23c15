"""The picture of a weekly challenge comes along with the post, and never keeps it back."""

from contextlib import asynccontextmanager

import pytest

from bot.errors import Refusal
from tests.support.chat_town import a_place

pytestmark = pytest.mark.timeout(60)


@asynccontextmanager
async def a_weekly_challenge():
    """Open a place where the challenge is due in three days, with somebody who reads it."""
    async with a_place(circle=False) as (kith, olga):
        ada = await kith.stage.person("Ada")
        await olga.say("organise challenges", state="on", day="thursday", time="10:00")
        await kith.push(days=2)
        yield kith, olga, ada


async def posts(person):
    return [seen for seen in await person.sees() if "Not this week" in seen.labels]


def pictures(seen):
    return [name for name, data in seen.files if data.startswith(b"\x89PNG")]


async def test_each_post_brings_its_picture():
    async with a_weekly_challenge() as (kith, _, ada):
        await kith.push(days=1, hours=2)
        (post,) = await posts(ada)
        assert pictures(post) == ["challenge.png"]
        assert "Or smaller" in post.text


@pytest.mark.parametrize("reason", [Refusal.FORBIDDEN, Refusal.INVALID, Refusal.LIMIT])
async def test_a_platform_that_takes_no_file_gets_the_words(reason):
    async with a_weekly_challenge() as (kith, _, ada):
        kith.stage.world.faults.refuse_once(reason)
        await kith.push(days=1, hours=2)
        (post,) = await posts(ada)
        assert post.files == ()


async def test_an_organiser_is_told_which_permission_pictures_need():
    """Once, among what could not be delivered, until two weeks later."""
    async with a_weekly_challenge() as (kith, olga, _):
        assert "Attach Files" not in (await olga.say("organise members")).text
        kith.stage.world.faults.refuse_once(Refusal.FORBIDDEN)
        await kith.push(days=1, hours=2)
        told = (await olga.say("organise members")).text
        for part in ("A picture or a file", "I lack a permission there", "it is called Attach Files"):
            assert told.count(part) == 1
        assert "The weekly challenge" not in told
        await kith.push(days=15)
        assert "Attach Files" not in (await olga.say("organise members")).text


async def test_a_file_that_is_not_accepted_is_for_whoever_runs_kith():
    async with a_weekly_challenge() as (kith, olga, _):
        kith.stage.world.faults.refuse_once(Refusal.LIMIT)
        await kith.push(days=1, hours=2)
        told = (await olga.say("organise members")).text
        assert "A picture or a file beside its words: the platform did not accept it" in told
        assert "Archiving" not in told


async def test_a_post_that_is_refused_without_a_file_as_well_is_not_tried_for_ever():
    async with a_weekly_challenge() as (kith, olga, ada):
        for _ in range(2):
            kith.stage.world.faults.refuse_once(Refusal.FORBIDDEN)
        await kith.push(days=1, hours=2)
        assert await posts(ada) == []
        assert "could not be delivered" in (await olga.say("organise members")).text


async def test_a_channel_that_is_gone_is_not_asked_twice():
    async with a_weekly_challenge() as (kith, _, ada):
        kith.stage.world.faults.refuse_once(Refusal.GONE)
        await kith.push(days=1, hours=2)
        assert await posts(ada) == []


async def test_after_some_failures_the_words_go_without_the_picture():
    """A platform that fails whenever a file comes along shall not keep the week's post back."""
    async with a_weekly_challenge() as (kith, _, ada):
        for _ in range(3):
            kith.stage.world.faults.fail_once(retry_after=60)
        await kith.push(days=1, hours=2)
        (post,) = await posts(ada)
        assert post.files == ()


async def test_a_lost_answer_makes_no_second_picture():
    async with a_weekly_challenge() as (kith, _, ada):
        kith.stage.world.faults.lose_answer_once()
        await kith.push(days=1, hours=2)
        (post,) = await posts(ada)
        assert pictures(post) == ["challenge.png"]


async def test_an_organiser_turns_pictures_off_and_on_again():
    async with a_weekly_challenge() as (kith, olga, ada):
        assert "A picture of its card" in (await olga.say("organise pictures")).text
        assert "words alone" in (await olga.tap("Turn pictures off")).text
        await kith.push(days=1, hours=2)
        (post,) = await posts(ada)
        assert post.files == ()
        assert "A picture of its card" in (await olga.say("organise pictures", state="on")).text
        await kith.push(days=7)
        assert pictures((await posts(ada))[-1]) == ["challenge.png"]


async def test_moving_the_challenge_leaves_pictures_as_they_are():
    async with a_weekly_challenge() as (_, olga, _ada):
        await olga.say("organise pictures", state="off")
        await olga.say("organise challenges", day="friday")
        assert "words alone" in (await olga.say("organise pictures")).text
