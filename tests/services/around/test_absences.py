"""Two plans without a word pause a member, kindly and privately; each fades after 60 days."""

from datetime import timedelta

import pytest

from bot.domain.aftermath import Absence
from bot.domain.member import Contact, MemberState
from bot.ids import GroupId
from tests.support.rounds import a_town, agreed, heard, until

pytestmark = pytest.mark.timeout(60)


async def missed_without_a_word(town, before=None, days=4):
    """Let one member find nobody, and the other say nothing for days; `before` is an absence of theirs on file."""
    group = await agreed(town)
    if before is not None:
        noted = Absence(member="m-b", group=group.id, at=group.meets_at - before)

        def note(repos):
            older = repos.rounds.group(group.id)
            repos.rounds.add_group(type(older)(**{**fields(older), "id": GroupId("older"), "channel": None}))
            repos.aftermath.note(Absence(member=noted.member, group=GroupId("older"), at=noted.at))

        await town.kith.storage.run(note)
    await until(town, group.meets_at + timedelta(minutes=20))
    await town.people["m-a"].tap("Nobody here")
    await town.kith.push(days=days)
    return group


def fields(thing):
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}


async def state(town):
    found = await town.kith.storage.run(lambda repos: repos.members.get("m-b"))
    return found.state, found.paused_until


async def absences(town):
    return await town.kith.storage.run(lambda repos: repos.aftermath.absences("m-b"))


async def test_one_plan_without_a_word_changes_nothing_and_fades_after_sixty_days():
    async with a_town() as town:
        group = await missed_without_a_word(town)
        assert [each.group for each in await absences(town)] == [group.id]
        assert await state(town) == (MemberState.ACTIVE, None)
        await town.people["m-b"].say("meet pause", until="12 weeks")
        await town.people["m-a"].say("meet pause", until="12 weeks")
        await town.kith.push(days=61)
        assert await absences(town) == ()


async def test_two_pause_the_member_who_is_told_alone_and_comes_back_with_a_tap():
    async with a_town() as town:
        await missed_without_a_word(town, before=timedelta(days=20))
        assert await state(town) == (MemberState.PAUSED, None)
        assert heard(await town.people["m-b"].sees(), "A break for you") == ["private"]
        assert not heard(await town.people["m-a"].sees(), "A break for you")
        await town.people["m-b"].tap("I'm back")
        assert await state(town) == (MemberState.ACTIVE, None)
        assert await absences(town) == (), "coming back is a fresh start"


async def test_one_that_is_older_than_sixty_days_counts_no_more():
    async with a_town() as town:
        await missed_without_a_word(town, before=timedelta(days=61))
        assert await state(town) == (MemberState.ACTIVE, None)


async def test_a_late_word_is_a_word():
    async with a_town() as town:
        await missed_without_a_word(town)
        await town.people["m-b"].tap("Mixed up the time")
        assert await absences(town) == ()


async def test_without_direct_messages_the_question_comes_in_a_place_for_them_alone():
    async with a_town(contact=Contact.PLACE) as town:
        await missed_without_a_word(town, days=2)
        assert heard(await town.people["m-b"].sees(), "All OK?") == ["group"]
        assert not heard(await town.people["m-a"].sees(), "All OK?")
