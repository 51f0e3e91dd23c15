"""H6: who meets whom, where and when is visible only to those people; counts from five; erased seven days after."""

from datetime import timedelta

import pytest

from bot.domain.recap import SHOWN_FROM, rounded
from bot.domain.rounds import GroupState
from tests.support.everywhere import a_town_on, on_every_platform
from tests.support.rounds import a_town, agreed, until

pytestmark = pytest.mark.timeout(180)


def words_of(seen):
    return "\n".join(each.text for each in seen)


@on_every_platform
async def test_only_the_people_of_a_group_read_who_they_are_and_where_they_meet(where):
    """Eve and Fay are members too, Olga organises: they see the opening post, and nothing of Ada's and Ben's group."""
    async with a_town_on(where, list("abef")) as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        await town.kith.push(days=6, hours=10)
        groups = {group.id: [*await town.seats(group)] for group in await town.groups()}
        assert sorted(len(members) for members in groups.values()) == [2, 2]
        for name, human in [*town.people.items(), ("olga", olga)]:
            seen = await human.sees()
            for members in groups.values():
                told = [each for each in seen if each.where == "group"]
                if name not in members:
                    continue
                others = {m for other in groups.values() if other != members for m in other}
                assert told, name
                for other in others:
                    assert f"Hello @{town.people[other].name}" not in words_of(told)
            public = words_of(each for each in seen if each.where == "public")
            assert "You are matched" not in public
            assert "Library" not in public
            assert "Park gate" not in public
        assert not any(each.where == "group" for each in await olga.sees())


async def test_a_plan_is_erased_seven_days_after_the_meeting():
    """Time, spot and offered times are gone from the group; what stays is who met whom."""
    async with a_town() as town:
        group = await agreed(town)
        assert group.spot is not None
        await until(town, group.meets_at + timedelta(days=7, minutes=-1))
        (kept,) = await town.groups()
        assert kept.meets_at == group.meets_at
        await town.kith.push(minutes=2)
        (closed,) = await town.groups()
        assert (closed.state, closed.meets_at, closed.spot, closed.options) == (
            GroupState.CLOSED,
            None,
            None,
            (),
        )
        channel = town.kith.stage.world.channel(closed.channel)
        assert channel.archived


async def test_what_everybody_can_read_names_nobody_and_counts_from_five():
    async with a_town(list("abcdef"), size=3, weeks=1) as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        for _ in range(3):
            await town.kith.push(days=7)
        seen = [each for each in await olga.sees() if each.where == "public"]
        assert seen
        for name in "abcdef":
            assert f"@{name}" not in words_of(seen)
        assert (SHOWN_FROM, rounded(4), rounded(9)) == (5, None, 5)


@pytest.mark.parametrize(
    "command", ["meet plan", "meet status", "meet cancel", "meet late", "meet checkin", "meet buddy"]
)
async def test_whoever_knows_a_groups_number_reads_and_changes_nothing_of_it(command):
    """A tap that was passed on, or a number that was guessed: Eve is a member too, and sits in no group."""
    async with a_town() as town:
        group = await agreed(town)
        eve = await town.kith.stage.person("Eve")
        await eve.say("meet join")
        await eve.tap("I agree")
        seats, before = await town.seats(group), await town.groups()
        answer = await eve.say(command, group=group.id)
        for secret in ("Library", "Park gate", "10:00", "@a", "@b"):
            assert secret not in answer.text
        await town.kith.due()
        assert (await town.seats(group), await town.groups()) == (seats, before)
