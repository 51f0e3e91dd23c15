"""H10 at open tables: of two whom a report parted, Kith tells the place to the one who reported, as far as it knows."""

from datetime import UTC, datetime

import pytest

from bot.domain.community import Account
from bot.domain.moderation import Category
from tests.support.open_tables import WEDNESDAY_TEN, a_table, agree, circle_id, texts, until
from tests.support.reports import report

pytestmark = pytest.mark.timeout(60)
PLACE, SIGN = "Library", "a paper boat"
WEDNESDAY_SEVEN = datetime(2026, 11, 25, 18, tzinfo=UTC)
THURSDAY_ONE = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
A_WEEK_LATER = datetime(2026, 12, 2, 18, tzinfo=UTC)


async def knows(human, *, since=0):
    """Say whether somebody was told where the table is, from some message on."""
    return any(PLACE in line or SIGN in line for line in (await texts(human))[since:])


async def test_the_reported_one_is_not_told_the_place_while_the_other_is_on_the_list():
    """After the week of the hold as well; once the reporter wants to hear no more, the table is open to both."""
    async with a_table("Ada", "Ben", "Chi", "Dee") as (kith, olga, (ada, ben, chi, dee)):
        await agree(kith, olga, chi, dee)
        await ada.say("meet table", told="yes")
        assert "Anybody may come to an open table" in (await report(kith, ada, ben, Category.UNSAFE)).text
        await until(kith, datetime(2026, 12, 1, 9, tzinfo=UTC))
        since = len(await texts(ben))
        card = await ben.say("meet table", told="yes")
        assert "Whether it takes place is decided the evening before" in card.text
        await until(kith, WEDNESDAY_TEN.replace(month=12, day=2))
        for host in (chi, dee):
            await host.tap("I can host")
        await until(kith, A_WEEK_LATER)
        assert await knows(ada, since=3)
        for command in ("meet table", "meet status"):
            await ben.say(command)
        assert not await knows(ben, since=since)
        assert not any("takes place on" in line for line in (await texts(ben))[since:])
        await ada.say("meet table", told="no")
        assert PLACE in (await ben.say("meet table")).text


@pytest.mark.parametrize("reporter", ["a host", "a guest"])
async def test_the_reported_one_is_not_asked_to_host_beside_them(reporter):
    async with a_table("Ada", "Ben", "Chi", "Dee") as (kith, olga, (ada, ben, chi, dee)):
        await agree(kith, olga, ben, chi, ada if reporter == "a host" else dee)
        if reporter == "a guest":
            await ada.say("meet table", told="yes")
        await report(kith, ada, ben)
        await until(kith, WEDNESDAY_TEN)
        assert not any("can you host" in line for line in await texts(ben))
        assert any("can you host" in line for line in await texts(chi))


@pytest.mark.parametrize("other_host", [True, False])
async def test_a_host_who_said_yes_before_the_report_hears_that_nobody_counts_on_them(other_host):
    """Without a reason: the table has another host, or it rests, and the others are told as ever."""
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await agree(kith, olga, ben, chi)
        await ada.say("meet table", told="yes")
        await until(kith, WEDNESDAY_TEN)
        await ben.tap("I can host")
        await chi.tap("I can host" if other_host else "Not this time")
        await report(kith, ada, ben)
        await until(kith, WEDNESDAY_SEVEN)
        words = "has another host this time" if other_host else "rests this time"
        assert words in (await texts(ben))[-1]
        assert ("the open table is tomorrow" if other_host else "rests this time") in (await texts(ada))[-1]
        assert "You host this time" not in (await ben.say("meet table")).text
        assert PLACE not in (await texts(ben))[-1]


async def test_a_host_who_is_reported_after_it_was_told_is_spared_and_the_table_goes_on_with_the_other():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await agree(kith, olga, ben, chi)
        await ada.say("meet table", told="yes")
        await until(kith, WEDNESDAY_TEN)
        for host in (ben, chi):
            await host.tap("I can host")
        await until(kith, WEDNESDAY_SEVEN)
        await report(kith, ada, ben)
        await until(kith, THURSDAY_ONE)
        assert "has another host this time" in (await texts(ben))[-1]
        assert not any("rests" in line for line in await texts(ada))


async def test_whoever_asks_when_the_other_counts_on_it_already_is_told_from_the_next_one_on():
    async with a_table("Ada", "Ben", "Chi", "Dee") as (kith, olga, (ada, ben, chi, dee)):
        await agree(kith, olga, chi, dee)
        await ben.say("meet table", told="yes")
        await report(kith, ada, ben)
        await until(kith, WEDNESDAY_TEN)
        for host in (chi, dee):
            await host.tap("I can host")
        await until(kith, WEDNESDAY_SEVEN)
        assert await knows(ben)
        assert PLACE not in (await ada.say("meet table", told="yes")).text
        assert PLACE not in (await ada.say("meet status")).text
        since = len(await texts(ben))
        await until(kith, WEDNESDAY_TEN.replace(month=12, day=2))
        for host in (chi, dee):
            await host.tap("I can host")
        await until(kith, A_WEEK_LATER)
        assert "the open table is tomorrow" in (await texts(ada))[-1]
        assert not await knows(ben, since=since)


async def test_a_private_wish_changes_nothing_at_an_open_table_for_nobody_may_tell():
    """Only a report parts people there: what came of an avoid could be read by whoever asks to be told (H3)."""
    async with a_table("Ada", "Ben", "Chi") as (kith, _, (ada, ben, _chi)):
        await ada.say("meet avoid", who=ben.user_id)
        for human in (ada, ben):
            assert PLACE in (await human.say("meet table", told="yes")).text
        _, community = await circle_id(kith)
        account = Account(platform=kith.stage.platform.name, user=ben.user_id)
        found = await kith.storage.run(lambda repos: repos.members.of_account(community, *_of(account)))
        assert not await kith.storage.run(lambda repos: repos.separations.reported_by(found.id))


def _of(account):
    return account.platform, account.user
