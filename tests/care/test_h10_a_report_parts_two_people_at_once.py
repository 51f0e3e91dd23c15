"""H10: a report parts two people at once and for good, whatever is decided; some kinds hold the other's matching."""

import re
from dataclasses import replace
from itertools import combinations

import pytest

from bot.domain.community import Account
from bot.domain.member import Contact
from bot.domain.moderation import HOLD, Category, Outcome
from bot.domain.rounds import GroupState
from tests.support.kith import kith_on
from tests.support.meeting_town import WALKS
from tests.support.playground_stage import open_stage
from tests.support.reports import a_moderated_town, member, report, reports_of, texts, write
from tests.support.rounds import NEUTRAL, agreed, heard

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
async def kith():
    async with open_stage() as stage, kith_on(stage) as running:
        yield running


async def pairs_in_groups(town):
    return set(await town.pairs_met())


async def test_both_are_out_of_the_group_they_shared_before_the_receipt_is_read(kith_somewhere):
    async with kith_somewhere() as kith:
        town, olga, _ = await a_moderated_town(kith, "ab")
        ada, ben = town.people.values()
        await olga.say("organise run")
        await kith.due()
        (group,) = await town.groups()
        receipt = await report(kith, ada, ben)
        assert "never matched again" in receipt.text
        assert set((await town.seats(group)).values()) == {"released"}
        apart = await kith.storage.run(lambda repos: repos.separations.apart("town"))
        assert apart == {("m-a", "m-b")}


@pytest.mark.parametrize("contact", list(Contact))
async def test_a_receipt_that_goes_with_the_groups_place_is_given_directly_where_that_is_wished(
    kith, contact
):
    town, _, _ = await a_moderated_town(kith, "ab", contact=contact)
    ada, ben = town.people.values()
    await kith.push(days=6, hours=10)
    (group,) = await town.groups()
    client, world = kith.stage.client, kith.stage.world
    await client.type_command(ada.user_id, group.channel, "meet report", {"who": ben.user_id})
    await ada.tap("Harassment")
    await ada.fill(words="They shouted.", write="yes")
    await ada.tap("Send it")
    await kith.due()
    told = [str(each.message) for each in world.kiths(world.direct_channel(ada.user_id).id)]
    assert any("never matched again" in words for words in told) is (contact is Contact.DIRECT)
    assert not any(
        "Your report" in str(each.message) for each in world.kiths(world.direct_channel(ben.user_id).id)
    )


async def test_they_are_never_matched_again_however_many_rounds_come(kith):
    town, _, _ = await a_moderated_town(kith, "ab", weeks=1)
    ada, ben = town.people.values()
    await kith.push(days=6, hours=10)
    await report(kith, ada, ben)
    await kith.push(days=15)
    assert len(await town.groups()) == 1
    rounds = await kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))
    assert len(rounds) > 3


@pytest.mark.parametrize("outcome", [Outcome.NO_ACTION, Outcome.SPOKEN, Outcome.SEPARATED])
async def test_they_stay_apart_whatever_is_decided_and_however_they_come_back(kith, outcome):
    town, olga, _ = await a_moderated_town(kith, "ab", weeks=1)
    ada, ben = town.people.values()
    await report(kith, ada, ben)
    await olga.say("organise reports")
    for label in ("New: ", "I take it", outcome.label.template):
        await olga.tap(label)
    await kith.push(days=1, hours=1)
    await olga.tap("I agree")
    await ben.say("kith stop")
    await kith.storage.run(lambda repos: repos.members.erase("m-b"))
    await ben.say("meet join")
    await ben.tap("I agree")
    await ben.fill(reach="town", times="sat-morning,sun-afternoon", languages="English", hello="Hi")
    await ben.say("meet attend", circle=WALKS, how="always")
    await kith.push(days=8)
    assert await town.groups() == ()


async def test_in_a_group_of_three_both_go_and_the_third_is_told_the_usual(kith):
    town, _, _ = await a_moderated_town(kith, "abc", size=3)
    ada, ben, cyd = town.people.values()
    await kith.push(days=6, hours=10)
    (group,) = await town.groups()
    await report(kith, ada, ben)
    assert set((await town.seats(group)).values()) == {"released"}
    assert heard(await ben.sees(), NEUTRAL) == ["private"]
    assert any("together" in line for line in (await texts(cyd))[-1:])
    assert not any("report" in line.casefold() for line in await texts(cyd))


async def test_in_a_larger_group_the_others_go_on(kith):
    town, _, _ = await a_moderated_town(kith, "abcd", size=4)
    ada, ben, *_ = town.people.values()
    await kith.push(days=6, hours=10)
    await report(kith, ada, ben)
    (group,) = await town.groups()
    seats = await town.seats(group)
    assert [seats[name] for name in ("m-a", "m-b", "m-c", "m-d")] == [
        "released",
        "released",
        "active",
        "active",
    ]
    assert group.state is GroupState.PROPOSED


async def test_after_the_meeting_nobody_goes_before_the_place_closes_so_that_nothing_shows(kith):
    town, _, _ = await a_moderated_town(kith, "abc", size=3)
    ada, ben, cyd = town.people.values()
    group = await agreed(town)
    await kith.push(seconds=(group.meets_at - kith.clock.now()).total_seconds() + 7200)
    place = kith.stage.world.channels[group.channel]
    before, there = [await texts(human) for human in (ben, cyd)], set(place.people)
    await report(kith, ada, ben)
    assert [await texts(human) for human in (ben, cyd)] == before
    assert set(place.people) == there
    assert set((await town.seats(group)).values()) == {"active"}
    apart = await kith.storage.run(lambda repos: repos.separations.apart("town"))
    assert apart == {("m-a", "m-b")}


async def test_two_who_were_parted_after_they_met_get_no_date_of_their_own(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    group = await agreed(town)
    await kith.push(seconds=(group.meets_at - kith.clock.now()).total_seconds() + 7200)
    await report(kith, ada, ben)
    await kith.push(days=1)
    for human in town.people.values():
        for label in ("Yes, we met", "Good", "Yes, gladly"):
            await human.tap(label)
    await kith.due()
    assert await kith.storage.run(lambda repos: repos.rounds.following(group.id)) is None


@pytest.mark.parametrize("category", list(Category))
async def test_three_kinds_hold_the_other_persons_matching_for_a_week(kith, category):
    if category is Category.HELP:
        return
    town, _, _ = await a_moderated_town(kith, "abc")
    ada, ben, _ = town.people.values()
    await report(kith, ada, ben, category)
    held = (await member(kith, "m-b")).held_until
    wanted = category in {Category.UNSAFE, Category.PRESSURE, Category.UNDER_18}
    assert held == (kith.clock.now() + HOLD if wanted else None)
    assert (await member(kith, "m-a")).held_until is None


async def test_whoever_is_held_is_in_no_group_and_reads_what_bad_luck_reads(kith):
    """The transcripts of the held one and of somebody with no time in common are the same, and so is their status."""
    town, _, _ = await a_moderated_town(kith, "abcd", weeks=1)
    ada, ben, _cyd, dan = town.people.values()
    await kith.push(days=5)
    await busy(kith, "m-d")
    await report(kith, ada, ben, Category.UNSAFE)
    for human in (ben, dan):
        await human.say("meet status")
    await kith.push(days=1, hours=10)
    assert {frozenset(pair) for pair in await pairs_in_groups(town)} == {frozenset(("m-a", "m-c"))}
    assert await told(ben, of=dan) == await told(dan, of=dan)
    jobs = await kith.storage.run(job_shapes)
    assert jobs["m-b"] == jobs["m-d"]


async def busy(kith, name):
    """Leave somebody no time that they share with anybody."""

    def change(repos):
        repos.members.save(replace(repos.members.get(name), times=0))

    await kith.storage.run(change)


async def told(human, *, of):
    return [
        (each.where, each.text.replace(f"@{human.name}", f"@{of.name}"), each.labels)
        for each in await human.sees()
    ]


def job_shapes(repos):
    """Return kind, due time and worth of what was planned for the two, whoever it is for."""
    shapes = {}
    for round_ in repos.rounds.of_circle(WALKS):
        for name in ("m-b", "m-d"):
            job = repos.jobs.get(f"{round_.id}/round.unmatched/{name}")
            if job is not None:
                shapes[name] = (job.step, job.due, job.expires, job.delivery, job.state)
    return shapes


@pytest.mark.parametrize("held", [True, False])
async def test_whoever_is_held_gets_no_date_by_an_again_either(kith, held):
    """Both are glad to meet again; somebody else's report holds one of them meanwhile."""
    town, _, _ = await a_moderated_town(kith, "ab")
    guest = await kith.stage.person("Guest")
    group = await agreed(town)
    await kith.push(seconds=(group.meets_at - kith.clock.now()).total_seconds() + 7200)
    if held:
        await report(kith, guest, town.people["m-b"], Category.UNSAFE)
    await kith.push(days=1)
    for human in town.people.values():
        for label in ("Yes, we met", "Good", "Yes, gladly"):
            await human.tap(label)
    await kith.due()
    following = await kith.storage.run(lambda repos: repos.rounds.following(group.id))
    assert (following is None) is held


async def test_the_hold_ends_by_itself_or_by_a_moderator(kith):
    town, olga, _ = await a_moderated_town(kith, "abc", weeks=1)
    ada, ben, cyd = town.people.values()
    await report(kith, ada, ben, Category.UNSAFE)
    await olga.say("organise reports")
    await olga.tap("New: ")
    lifted = await olga.tap("End the hold now")
    assert "Matching of the other person: as usual" in lifted.text
    assert not (await member(kith, "m-b")).held(kith.clock.now())
    await report(kith, cyd, ben, Category.UNSAFE)
    assert (await member(kith, "m-b")).held(kith.clock.now())
    await kith.push(days=7, minutes=1)
    assert not (await member(kith, "m-b")).held(kith.clock.now())
    account = Account(platform=kith.stage.platform.name, user=ben.user_id)
    assert await kith.storage.run(lambda repos: repos.reports.held("town", account)) is None


async def test_a_hold_is_not_shaken_off_by_leaving_and_coming_back(kith):
    town, _, _ = await a_moderated_town(kith, "abc")
    ada, ben, _ = town.people.values()
    await report(kith, ada, ben, Category.UNSAFE)
    await kith.storage.run(lambda repos: repos.members.erase("m-b"))
    await ben.say("meet join")
    await ben.tap("I agree")
    account = Account(platform=kith.stage.platform.name, user=ben.user_id)
    again = await kith.storage.run(
        lambda repos: repos.members.of_account("town", account.platform, account.user)
    )
    assert again.id != "m-b"
    assert again.held(kith.clock.now())


async def test_reports_can_not_be_made_a_weapon(kith):
    """The same report again holds nobody longer; after three holds by one person a moderator decides; all are kept."""
    town, olga, _ = await a_moderated_town(kith, "abcdef")
    ada, *others = town.people.values()
    for other in (others[0], others[0], *others[1:4]):
        await report(kith, ada, other, Category.UNSAFE)
    sent = await reports_of(kith)
    assert len(sent) == 5
    assert sum(each.held_until is not None for each in sent) == 3
    held = [(await member(kith, f"m-{name}")).held(kith.clock.now()) for name in "bcde"]
    assert held == [True, True, True, False]
    await olga.say("organise reports")
    apart = await kith.storage.run(lambda repos: repos.separations.apart("town"))
    assert apart == {("m-a", f"m-{name}") for name in "bcde"}


async def test_ten_reports_a_day_are_enough(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await report(kith, ada, ben)
    (first,) = await reports_of(kith)
    nine = [replace(first, id=f"r{number}") for number in range(9)]
    await kith.storage.run(lambda repos: [repos.reports.add(each) for each in nine])
    await ada.say("meet report", who=ben.user_id)
    await ada.tap("Harassment")
    assert "That is a lot for one day" in (await ada.fill(words="Again", write="no")).text
    await kith.push(hours=25)
    await ada.say("meet report", who=ben.user_id)
    await ada.tap("Harassment")
    assert "This is what moderators will read" in (await ada.fill(words="Again", write="no")).text


async def test_the_writer_can_still_be_matched_with_everybody_else(kith):
    town, _, _ = await a_moderated_town(kith, "abcd")
    ada, ben, *_ = town.people.values()
    await report(kith, ada, ben)
    await kith.push(days=6, hours=10)
    met = await pairs_in_groups(town)
    assert len(met) == 2
    assert frozenset(("m-a", "m-b")) not in met
    assert met <= {frozenset(pair) for pair in combinations(("m-a", "m-b", "m-c", "m-d"), 2)}


@pytest.mark.parametrize("category", [Category.UNSAFE, Category.HARASSMENT])
async def test_the_receipt_tells_no_member_from_a_guest_and_no_first_report_from_another_one(kith, category):
    town, olga, _ = await a_moderated_town(kith, "abcd")
    ada, ben, cyd, dan = town.people.values()
    guest = await kith.stage.person("Guest")
    await olga.say("organise members", hold=cyd.user_id)
    receipts = [await report(kith, ada, other, category) for other in (ben, cyd, guest, ben)]
    receipts.append(await report(kith, dan, ben, category))
    assert len({each.text for each in receipts}) == 1
    assert ("If they take part here" in receipts[0].text) is (category is Category.UNSAFE)


async def test_drafts_count_towards_the_ten_and_so_does_what_was_sent_meanwhile(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await report(kith, ada, ben)
    (first,) = await reports_of(kith)
    eight = [replace(first, id=f"r{number}") for number in range(8)]
    await kith.storage.run(lambda repos: [repos.reports.add(each) for each in eight])
    assert "This is what moderators will read" in (await write(ada, ben)).text
    assert "That is a lot for one day" in (await write(ada, ben)).text
    await kith.storage.run(lambda repos: repos.reports.add(replace(first, id="r8")))
    assert "That is a lot for one day" in (await ada.tap("Send it")).text
    assert len(await reports_of(kith)) == 10


async def test_a_second_account_brings_no_more_holds_and_no_more_reports(kith):
    town, _, _ = await a_moderated_town(kith, "abcde")
    ada, *others = town.people.values()
    twin = await kith.stage.person("Twin")
    code = re.search(r"Your code: (\w{8})\b", (await ada.say("my link")).text)[1]
    await twin.say("my link", code=code)
    await twin.tap("Yes, both are mine")
    for other in others[:3]:
        await report(kith, ada, other, Category.UNSAFE)
    await report(kith, twin, others[3], Category.UNSAFE)
    held = [(await member(kith, f"m-{name}")).held(kith.clock.now()) for name in "bcde"]
    assert held == [True, True, True, False]
    first, *_ = await reports_of(kith)
    six = [replace(first, id=f"r{number}") for number in range(6)]
    await kith.storage.run(lambda repos: [repos.reports.add(each) for each in six])
    assert "That is a lot for one day" in (await write(twin, others[0])).text
