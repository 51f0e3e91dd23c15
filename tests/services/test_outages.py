"""Rounds while the bot, or the platform, is away for hours and days: what is said late, once, or not at all."""

from datetime import timedelta

import pytest

from bot.domain.rounds import GroupState, RoundState
from bot.errors import TemporaryPlatformError
from tests.support.rounds import NEUTRAL, a_town, agreed, heard, matched, rounds_of, until

pytestmark = pytest.mark.timeout(60)


async def test_a_place_that_opens_late_gives_everybody_the_whole_time_to_answer():
    """The place opens two days late: nobody is nudged or released for a question they could not read."""
    async with a_town() as town:
        kith, platform = town.kith, town.kith.stage.platform
        (first,) = await rounds_of(town)
        opens_again, opening = first.due_at + timedelta(days=2), platform.open_place

        async def failing(request, *, key, look=False):
            if kith.clock.now() < opens_again:
                raise TemporaryPlatformError("a long outage", retry_after=600)
            return await opening(request, key=key, look=look)

        platform.open_place = failing
        await until(town, opens_again + timedelta(hours=47))
        (group,) = await town.groups()
        assert (group.state, bool(group.channel)) == (GroupState.PROPOSED, True)
        assert not heard(await town.people["m-a"].sees(), "which time suits you")


async def test_a_place_that_can_not_be_opened_for_days_lets_its_people_go():
    """The platform fails for longer than a plan can wait: both hear the neutral sentence, once."""
    async with a_town() as town:
        platform = town.kith.stage.platform

        async def failing(request, *, key, look=False):
            raise TemporaryPlatformError("a very long outage", retry_after=600)

        platform.open_place = failing
        await town.kith.push(days=11)
        for human in town.people.values():
            assert heard(await human.sees(), NEUTRAL) == ["private"]


async def test_an_outage_before_the_meeting_brings_one_reminder_that_is_true():
    """Back an hour before the meeting: one reminder, and it does not say tomorrow."""
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at - timedelta(hours=25))
        town.kith.clock.set(group.meets_at - timedelta(minutes=75))
        await town.kith.due()
        reminders = [each.text for each in await town.people["m-a"].sees() if "You meet" in each.text]
        assert [("soon" in text) for text in reminders] == [True]


async def test_an_outage_over_the_check_in_asks_once():
    """Back three days after the meeting: one question, not two at once."""
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at)
        town.kith.clock.set(group.meets_at + timedelta(days=4))
        await town.kith.due()
        asked = [each for each in await town.people["m-a"].sees() if "How did it go?" in each.text]
        assert len(asked) == 1


async def test_an_outage_over_nudge_and_release_releases_nobody_at_once():
    """Back four days after the match: the silent are asked first, and freed a day later."""
    async with a_town() as town:
        await matched(town)
        town.kith.clock.push(timedelta(days=4))
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED
        assert len(heard(await town.people["m-a"].sees(), "which time suits you")) == 1
        await town.kith.push(hours=25)
        (group,) = await town.groups()
        assert group.state is GroupState.MISSED


async def test_an_outage_over_the_close_still_archives_the_place():
    """Tidying up is not skipped after days away."""
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at + timedelta(days=6))
        town.kith.clock.push(timedelta(days=5))
        town.kith.stage.world.faults.fail_once(retry_after=3 * 86400)
        await town.kith.push(days=4)
        assert town.kith.stage.world.channel(group.channel).archived


async def test_a_round_missed_while_open_is_told_to_those_who_said_yes():
    """People said yes, then the bot was away for three days: they hear the neutral sentence and go first."""
    async with a_town() as town:
        (first,) = await rounds_of(town)
        await until(town, first.opens_at)
        town.kith.clock.set(first.due_at + timedelta(days=3))
        await town.kith.due()
        assert [each.state for each in await rounds_of(town)][:1] == [RoundState.SKIPPED]
        assert heard(await town.people["m-a"].sees(), NEUTRAL) == ["private"]
