"""What members agree to: written down each time, and asked again when the card has changed."""

from dataclasses import replace

import pytest

from bot.domain.member import CONSENT_VERSION, Attendance, Contact
from tests.support.chat_town import a_place, joined
from tests.support.kith import START

pytestmark = pytest.mark.timeout(60)


async def the_member(kith):
    communities = await kith.storage.run(lambda repos: repos.communities.all())
    [member] = await kith.storage.run(lambda repos: repos.members.of_community(communities[0].id))
    return member


async def history(kith):
    member = await the_member(kith)
    return await kith.storage.run(lambda repos: repos.consents.of(member.id))


async def agreed_long_ago(kith):
    """Let the member have agreed to an earlier card, and be always in."""
    member = await the_member(kith)

    def age(repos):
        repos.members.save(replace(member, consent=CONSENT_VERSION - 1))
        for each in repos.members.enrolments(member.id):
            repos.members.enrol(replace(each, attendance=Attendance.ALWAYS))

    await kith.storage.run(age)
    return member


async def test_what_was_agreed_to_is_written_down_with_when_where_and_how():
    async with a_place() as (kith, _):
        await joined(kith, consent="I agree, but no direct messages")
        [agreed] = await history(kith)
        assert (agreed.version, agreed.at, agreed.contact) == (CONSENT_VERSION, START, Contact.PLACE)
        assert agreed.platform == "playground"


async def test_agreeing_again_after_leaving_is_a_second_line():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await ada.say("kith stop")
        await kith.push(days=1)
        await ada.say("meet join")
        await ada.tap("I agree")
        assert len(await history(kith)) == 2


async def test_after_a_change_nobody_is_matched_before_they_agreed_again_and_they_are_asked_kindly():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        member = await agreed_long_ago(kith)
        await kith.push(days=12, hours=8)
        asked = [shown for shown in await ada.sees() if "has changed since you agreed" in shown.text][-1]
        assert asked.where == "private"
        assert "everything of yours stays as it is" in asked.text
        assert (await the_member(kith)).consent == CONSENT_VERSION - 1
        card = await ada.tap("Read what is new")
        assert "This has changed since you agreed to it" in card.text
        assert "everything of yours stays" in (await ada.tap("Not now")).text
        await kith.push(days=2)
        groups = await kith.storage.run(lambda repos: repos.rounds.groups_of(member.id))
        sat_out = await kith.storage.run(
            lambda repos: [
                repos.rounds.sat_out(circle.id) for circle in repos.rounds.circles(member.community)
            ]
        )
        assert (groups, sat_out) == ((), [()])


async def test_whoever_agrees_again_takes_part_as_before():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        member = await agreed_long_ago(kith)
        await kith.push(days=12, hours=8)
        await ada.tap("Read what is new")
        await ada.tap("I agree")
        assert (await the_member(kith)).consent == CONSENT_VERSION
        assert len(await history(kith)) == 2
        [circle] = await kith.storage.run(lambda repos: repos.rounds.circles(member.community))
        await kith.push(days=2)
        assert [who for _, who in await kith.storage.run(lambda repos: repos.rounds.sat_out(circle.id))] == [
            member.id
        ]
