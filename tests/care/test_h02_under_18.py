"""H2: a report or a word of one's own that somebody is under 18 ends their matching at once; no document is asked for."""

import re

import pytest

from bot.commands.catalogue import CATALOGUE
from bot.domain.community import Account
from bot.domain.moderation import Category, Outcome
from bot.services.care.safety import is_under_age
from tests.support.kith import kith_on
from tests.support.meeting_town import settle_town
from tests.support.playground_stage import open_stage
from tests.support.reports import a_moderated_town, member, report, texts
from tests.support.rounds import agreed
from tests.support.searching import rows_with
from tests.support.sentences import calls

pytestmark = pytest.mark.timeout(90)
_DOCUMENTS = re.compile(
    r"\b(passport|identity card|ID card|document|proof of age|date of birth|birthday)\b", re.IGNORECASE
)


@pytest.fixture
async def kith():
    async with open_stage() as stage, kith_on(stage) as running:
        yield running


def rows(repos):
    """Count what is stored about people."""
    return len(repos.members.of_community("town")), len(repos.reports.of_community("town"))


async def test_saying_so_on_the_consent_card_is_answered_kindly_and_nothing_is_stored(kith_somewhere):
    async with kith_somewhere() as kith:
        await settle_town(kith, ["a"])
        young = await kith.stage.person("Yun")
        before = await kith.storage.run(rows)
        await young.say("meet join")
        answer = await young.tap("I am under 18")
        assert answer.where == "private"
        assert "Nothing was stored" in answer.text
        assert await kith.storage.run(rows) == before
        account = Account(platform=kith.stage.platform.name, user=young.user_id)
        assert not await kith.storage.run(lambda repos: repos.reports.barred("town", account))


async def test_a_member_who_says_so_is_deleted_at_once_and_their_plan_cancelled_neutrally(kith):
    """Moderators are told that it happened, and not who it was; an old consent card still works."""
    town, olga, _ = await a_moderated_town(kith, "ab")
    _ada, _ben = town.people.values()
    young = await kith.stage.person("Yun")
    await young.say("meet join")
    card, choice = young._find("I am under 18")
    await young.tap("I agree")
    await young.fill(reach="town", times="sat-morning", languages="en", hello="Hi")
    await agreed(town)
    said = young._seen(await young.client.tap(young.user_id, card.id, choice.key))
    assert "Your details are deleted" in said.text
    account = Account(platform=kith.stage.platform.name, user=young.user_id)
    assert await kith.storage.run(lambda repos: repos.members.of_account("town", *_of(account))) is None
    await kith.due()
    told = [line for line in await texts(olga) if "under 18" in line and "A member told me" in line]
    assert len(told) == 1
    assert "Yun" not in told[0]
    assert "not open to you" in (await young.say("meet join")).text


def _of(account):
    return account.platform, account.user


async def test_a_plan_of_theirs_is_cancelled_as_any_other(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await agreed(town)
    await report(kith, ada, ben, Category.UNDER_18)
    (group,) = await town.groups()
    assert set((await town.seats(group)).values()) == {"released"}
    assert not any("18" in line and "under" in line for line in await texts(ben))


async def test_after_a_report_the_profile_goes_within_a_week_unless_a_moderator_says_otherwise(kith):
    """Matching stops at once; silence of the moderators does not bring a young person back."""
    town, olga, _ = await a_moderated_town(kith, "abc", weeks=1)
    ada, ben, _ = town.people.values()
    await report(kith, ada, ben, Category.UNDER_18)
    assert (await member(kith, "m-b")).held(kith.clock.now())
    assert [line for line in await texts(olga) if "They may be under 18" in line]
    await kith.push(days=6, hours=23)
    assert {name for group in await town.groups() for name in await town.seats(group)} == {"m-a", "m-c"}
    assert await member(kith, "m-b") is not None
    await kith.push(hours=2)
    assert await member(kith, "m-b") is None
    assert "not open to you" in (await ben.say("meet join")).text


async def test_a_hold_that_a_moderator_lifts_deletes_nothing(kith):
    town, olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await report(kith, ada, ben, Category.UNDER_18)
    await olga.say("organise reports")
    await olga.tap("New: ")
    await olga.tap("End the hold now")
    await kith.push(days=8)
    assert not (await member(kith, "m-b")).held(kith.clock.now())


async def test_a_first_moderators_word_that_they_may_stay_is_no_silence(kith):
    town, olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await report(kith, ada, ben, Category.UNDER_18)
    await olga.say("organise reports")
    for label in ("New: ", "I take it", Outcome.NO_ACTION.label.template):
        await olga.tap(label)
    await kith.push(days=8)
    assert await member(kith, "m-b") is not None


@pytest.mark.parametrize("way", ["their own word", "removal"])
async def test_somebody_under_18_is_forgotten_as_by_their_own_wish(kith, way):
    """No seat, menu, job or note names them any more; that they can't join again stands in a keyed hash."""
    town, olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await agreed(town)
    words = ("m-b", f"{ben.user_id}'", f'{ben.user_id}"')
    assert {"seat.member", "menu.only"} <= (await rows_with(kith.storage, *words)).keys()
    account = Account(platform=kith.stage.platform.name, user=ben.user_id)
    if way == "removal":
        await report(kith, ada, ben, Category.UNDER_18)
        await olga.say("organise reports")
        for label in ("New: ", "I take it", Outcome.REMOVED.label.template):
            await olga.tap(label)
        await kith.push(days=1, minutes=1)
        await olga.tap("I agree")
    else:
        now, rng = kith.clock.now(), kith.app.kit.rng
        await kith.storage.run(
            lambda repos: is_under_age(repos, repos.communities.get("town"), account, now, rng)
        )
    await kith.push(minutes=10)
    assert await rows_with(kith.storage, *words) == {}
    assert await kith.storage.run(lambda repos: repos.reports.barred("town", account))


async def test_removing_somebody_under_18_deletes_the_profile_and_keeps_them_from_joining(kith):
    town, olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await report(kith, ada, ben, Category.UNDER_18)
    await olga.say("organise reports")
    for label in ("New: ", "I take it", Outcome.REMOVED.label.template):
        await olga.tap(label)
    await kith.push(days=1, minutes=1)
    await olga.tap("I agree")
    assert await member(kith, "m-b") is None
    assert "not open to you" in (await ben.say("meet join")).text


def test_nobody_is_ever_asked_for_a_document():
    asked = [form for call in calls() for form in call.forms if form and _DOCUMENTS.search(form)]
    assert asked == []
    options = {option.name for command in CATALOGUE for option in command.spec.options}
    assert not options & {"age", "birthday", "born", "document", "id"}
