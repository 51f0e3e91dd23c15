"""H9: a report goes to the moderators' room and nowhere else; one about a moderator goes past all of them."""

import re
from dataclasses import replace
from importlib import import_module

import pytest

from bot.domain.moderation import Category, Route
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ports.inbox import PlaceMoved
from tests.support.everywhere import STAGES
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage
from tests.support.reports import (
    NOTICE,
    SECRETS,
    WORDS,
    a_moderated_town,
    report,
    reports_of,
    texts,
)

pytestmark = pytest.mark.timeout(90)


def secrets_in(lines):
    return [(secret, line) for line in lines for secret in SECRETS if secret in line]


async def test_only_the_moderators_learn_of_a_report(kith_somewhere):
    """The reported one and everybody else read nothing; the room reads that there is one, and no name and no word."""
    async with kith_somewhere() as kith:
        town, olga, sam = await a_moderated_town(kith)
        ada, ben, cyd = town.people.values()
        before = {human.name: set(await texts(human)) for human in (ben, cyd, sam)}
        receipt = await report(kith, ada, ben)
        assert receipt.where == "private"
        assert "The moderators here read it" in receipt.text
        for human in (ben, cyd, sam):
            fresh = set(await texts(human)) - before[human.name]
            assert secrets_in(fresh) == [], human.name
        (notice,) = [each for each in await olga.sees() if NOTICE in each.text]
        assert notice.where == "group"
        assert WORDS not in notice.text
        assert ben.name not in notice.text.split()
        opened = await olga.tap("Open it")
        assert opened.where == "private"
        assert WORDS in opened.text
        refused = await ben.say("organise reports")
        assert "Only moderators" in refused.text


async def test_a_report_about_a_moderator_goes_to_the_alternate_contact_alone(kith_somewhere):
    async with kith_somewhere() as kith:
        town, olga, sam = await a_moderated_town(kith)
        ada = next(iter(town.people.values()))
        await report(kith, ada, olga)
        assert [each.where for each in await sam.sees() if NOTICE in each.text] == ["private"]
        assert not [line for line in await texts(olga) if NOTICE in line]
        assert WORDS in (await sam.tap("Open it")).text
        assert "No report is open" in (await olga.say("organise reports")).text
        assert "report" not in (await olga.say("organise members")).text
        assert [each.route for each in await reports_of(kith)] == [Route.ALTERNATE]


@pytest.fixture
async def kith():
    async with open_stage() as stage, kith_on(stage) as running:
        yield running


async def test_a_moderator_by_role_is_one_too(kith):
    """Setup says what makes a moderator; whoever has it at that moment takes reports, and none about themselves."""
    town, olga, sam = await a_moderated_town(kith)
    ada, ben, cyd = town.people.values()
    right = await kith.stage.give_right(cyd)
    await olga.say("organise setup", moderators=right)
    await report(kith, ada, ben)
    await cyd.say("organise reports")
    assert WORDS in (await cyd.tap("New: Harassment")).text
    await report(kith, ben, cyd)
    assert {each.route for each in await reports_of(kith)} == {Route.MODERATORS, Route.ALTERNATE}
    assert len((await cyd.say("organise reports")).labels) == 1
    assert len([line for line in await texts(sam) if NOTICE in line]) == 1
    await kith.stage.take_right(cyd)
    assert "Only moderators" in (await cyd.say("organise reports")).text


async def test_without_an_agreed_contact_it_waits_and_is_told_as_soon_as_there_is_one(kith):
    """The receipt says so, no moderator sees it meanwhile, and setup says what is missing."""
    town, olga, sam = await a_moderated_town(kith, alternate=False)
    ada = next(iter(town.people.values()))
    receipt = await report(kith, ada, olga)
    assert "to whom I can't write yet" in receipt.text
    assert "Not complete yet" in (await olga.say("organise setup")).text
    assert "No report is open" in (await olga.say("organise reports")).text
    await olga.say("organise setup", alternate=sam.user_id)
    await kith.due()
    assert not [line for line in await texts(sam) if NOTICE in line]
    await sam.say("kith contact")
    await sam.tap("Yes")
    await kith.due()
    assert [line for line in await texts(sam) if NOTICE in line]


@pytest.mark.parametrize("step", [{}, {"do": "take"}, {"do": "lift"}, {"do": "no-action"}])
async def test_whoever_is_reported_reaches_nothing_by_the_reports_number(kith, step):
    """A tap that was passed on, or a number that was seen somewhere, opens nothing."""
    town, olga, _sam = await a_moderated_town(kith)
    ada, ben, _ = town.people.values()
    await report(kith, ada, olga)
    (hidden,) = await reports_of(kith)
    for human in (olga, ben):
        answer = await human.say("organise reports", report=hidden.id, **step)
        assert WORDS not in answer.text
        assert "is not there" in answer.text or "Only moderators" in answer.text
    assert await reports_of(kith) == (hidden,)


async def test_without_a_room_it_waits_in_the_queue_and_the_room_hears_of_it_later(kith):
    from tests.support.meeting_town import settle_town

    town = await settle_town(kith, ["a", "b"])
    olga = await kith.stage.person("Olga", organiser=True)
    ada, ben = town.people.values()
    receipt = await report(kith, ada, ben)
    assert "no room of their own yet" in receipt.text
    assert WORDS in ((await olga.say("organise reports")) and await olga.tap("New: ")).text
    assert "A word to the moderators' room" in (await olga.say("organise members")).text
    await olga.say("organise setup", room="new")
    await kith.due()
    assert "A word to the moderators' room" not in (await olga.say("organise members")).text
    assert [each.where for each in await olga.sees() if NOTICE in each.text] == ["group"]


async def test_an_alternate_who_is_reported_sees_nothing_of_it(kith):
    town, olga, sam = await a_moderated_town(kith)
    ada = next(iter(town.people.values()))
    kith.stage.world.people[sam.user_id].organises.add(kith.stage.home)
    await report(kith, ada, sam)
    assert not [line for line in await texts(sam) + await texts(olga) if NOTICE in line]
    for human in (olga, sam):
        assert "No report is open" in (await human.say("organise reports")).text


async def test_whoever_moderates_with_another_account_does_not_see_a_report_about_them(kith):
    """Ben moderates from his second account; a report about the first is about him."""
    town, _olga, _sam = await a_moderated_town(kith)
    ada, ben, _ = town.people.values()
    twin = await kith.stage.person("Twin", organiser=True)
    code = re.search(r"Your code: (\w{8})\b", (await ben.say("my link")).text)[1]
    await twin.say("my link", code=code)
    await twin.tap("Yes, both are mine")
    await report(kith, ada, ben)
    assert [each.route for each in await reports_of(kith)] == [Route.ALTERNATE]
    assert "No report is open" in (await twin.say("organise reports")).text


async def test_a_platform_that_can_not_say_who_moderates_is_asked_again(kith):
    """Nobody is told on a guess."""
    town, olga, _sam = await a_moderated_town(kith)
    ada, ben, _ = town.people.values()
    platform = kith.stage.platform
    asking = platform.can_organise

    async def out_of_order(home, user):
        raise TemporaryPlatformError("not now")

    platform.can_organise = out_of_order
    await report(kith, ada, ben)
    assert not [line for line in await texts(olga) if NOTICE in line]
    platform.can_organise = asking
    await kith.push(minutes=16)
    assert [line for line in await texts(olga) if NOTICE in line]


async def test_a_room_that_is_gone_is_a_trouble_without_a_word_of_what_it_was(kith):
    town, olga, _ = await a_moderated_town(kith)
    ada, ben, _ = town.people.values()
    platform = kith.stage.platform
    posting = platform.post

    async def gone(channel, message, **how):
        from bot.errors import PermanentPlatformError

        if message.title is not None and "moderators" in message.title.template:
            raise PermanentPlatformError("gone", reason=Refusal.GONE)
        return await posting(channel, message, **how)

    platform.post = gone
    await report(kith, ada, ben, Category.UNSAFE)
    said = (await olga.say("organise members")).text
    assert "A word to the moderators' room" in said
    assert WORDS not in said
    assert "unsafe" not in said


async def test_a_private_channel_of_the_moderators_can_be_their_room_and_is_followed_when_it_moves(kith):
    town, olga, _ = await a_moderated_town(kith)
    ada, ben, _ = town.people.values()
    world, client = kith.stage.world, kith.stage.client
    first, second = (world.add_channel(kith.stage.home, name) for name in ("mods", "mods-too"))
    await client.type_command(olga.user_id, first, "organise setup", {"room": "here"})
    await kith.app.inbox.noticed(PlaceMoved(platform=kith.stage.platform.name, old=first, new=second))
    await report(kith, ada, ben)
    heard = [channel.name for channel in world.channels_of(olga.user_id) if notices_in(world, channel, olga)]
    assert heard == ["mods-too"]


def notices_in(world, channel, human):
    return [entry for entry in world.entries(channel.id, human.user_id) if NOTICE in str(entry.message)]


async def test_a_room_where_members_read_is_refused(kith):
    _town, olga, _ = await a_moderated_town(kith)
    assert "Members read this place" in (await olga.say("organise setup", room="here")).text
    assert "They moderate or organise here" in (await olga.say("organise setup", alternate=olga.user_id)).text


@pytest.mark.parametrize("question", ["can_organise", "can_moderate"])
async def test_a_home_that_is_gone_hides_no_moderator_of_another_one(kith, question):
    """Each home is asked each question, whatever the one before answered."""
    town, olga, sam = await a_moderated_town(kith)
    _ada, ben, cyd = town.people.values()
    right = await kith.stage.give_right(cyd)
    await olga.say("organise setup", moderators=right)
    platform, home = kith.stage.platform, kith.stage.home

    def lost(repos):
        (tied,) = repos.communities.homes("town")
        repos.communities.add_home(replace(tied, home="0-gone"))

    await kith.storage.run(lost)
    for name in ("can_organise", "can_moderate"):
        setattr(platform, name, gone_but_for(getattr(platform, name), home, always=name != question))
    about = cyd if question == "can_moderate" else olga
    await report(kith, ben, about)
    assert [each.route for each in await reports_of(kith)] == [Route.ALTERNATE]
    assert [line for line in await texts(sam) if NOTICE in line]


def gone_but_for(asking, home, *, always=False):
    async def asked(where, *rest):
        if where != home or always:
            raise PermanentPlatformError("gone", reason=Refusal.GONE)
        return await asking(where, *rest)

    return asked


async def test_a_refusal_for_good_is_no_no(kith):
    """A bot that was logged out, or lacks a right, does not know who moderates; it asks until it does."""
    town, olga, sam = await a_moderated_town(kith)
    ada = next(iter(town.people.values()))
    platform = kith.stage.platform
    asking = platform.can_organise

    async def forbidden(home, user):
        raise PermanentPlatformError("no", reason=Refusal.FORBIDDEN)

    platform.can_organise = forbidden
    await report(kith, ada, olga)
    assert [each.route for each in await reports_of(kith)] == [Route.UNKNOWN]
    platform.can_organise = asking
    await kith.push(minutes=16)
    assert [each.route for each in await reports_of(kith)] == [Route.ALTERNATE]
    assert not [line for line in await texts(olga) if NOTICE in line]
    assert [line for line in await texts(sam) if NOTICE in line]


@pytest.mark.parametrize("waits", [True, False])
async def test_an_organiser_swaps_no_contact_who_agreed_and_reads_the_same_whether_a_report_waits(
    kith, waits
):
    """Whoever a report is about can't hand it to a friend; the contact makes room themselves."""
    town, olga, sam = await a_moderated_town(kith)
    ada, ben, _ = town.people.values()
    if waits:
        await report(kith, ada, olga)
    refused = (await olga.say("organise setup", alternate=ben.user_id)).text
    assert "@Sam agreed to take such reports. Please ask them to step down with" in refused
    assert not secrets_in([refused.replace("such reports", "")])
    await ben.say("kith contact", agree="yes")
    await kith.due()
    assert not [line for line in await texts(ben) if NOTICE in line]
    await sam.say("kith contact", agree="no")
    assert "agreed to take" not in (await olga.say("organise setup", alternate=ben.user_id)).text
    community = await kith.storage.run(lambda repos: repos.communities.get("town"))
    assert community.alternate.user == ben.user_id


async def test_the_contact_for_reports_about_moderators_becomes_none_of_them(kith):
    _town, olga, sam = await a_moderated_town(kith)
    assert (
        "They take reports about moderators" in (await olga.say("organise setup", moderator=sam.user_id)).text
    )
    community = await kith.storage.run(lambda repos: repos.communities.get("town"))
    assert community.moderators.people == ()


@pytest.mark.parametrize("command", ["organise reports", "organise members"])
async def test_a_home_that_is_lost_locks_nobody_out_of_another_one(kith, command):
    """Called from a direct message, where each home of the community is asked."""
    _town, olga, _sam = await a_moderated_town(kith)
    platform, home = kith.stage.platform, kith.stage.home

    def lost(repos):
        (tied,) = repos.communities.homes("town")
        repos.communities.add_home(replace(tied, home="0-gone"))

    await kith.storage.run(lost)
    for name in ("can_organise", "can_moderate", "present"):
        setattr(platform, name, gone_but_for(getattr(platform, name), home))
    direct = kith.stage.world.direct_channel(olga.user_id).id
    seen = await kith.stage.client.type_command(olga.user_id, direct, command)
    assert "could not check your rights" not in str(seen.message)
    assert "Only" not in str(seen.message)


@pytest.mark.parametrize("where", list(STAGES))
async def test_setup_says_how_moderators_get_to_see_their_commands_where_a_platform_hides_these(
    where,
):
    """Discord hides commands of organisers from them until an admin shows them; then they work there as elsewhere."""
    async with import_module(STAGES[where]).open_stage() as stage, kith_on(stage) as kith:
        town, olga, _ = await a_moderated_town(kith)
        ada, ben, cyd = town.people.values()
        said = await olga.say("organise setup", moderators=await stage.give_right(cyd))
        assert ("Integrations" in said.text) is (where == "discord")
        assert "Integrations" not in (await olga.say("organise setup", emergency="112")).text
        await report(kith, ada, ben)
        (waiting,) = await reports_of(kith)
        assert waiting.route is Route.MODERATORS
        opened = await cyd.say("organise reports")
        assert opened.where == "private"
        assert WORDS in (await cyd.tap("New: Harassment")).text
