"""What moderators do with reports, told on the playground: taken, decided by two, told, remembered, closed."""

from datetime import timedelta

import pytest

from bot.domain.community import Account
from bot.domain.member import MemberState
from bot.domain.moderation import NO_END, Category, Outcome, ReportState
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage
from tests.support.reports import (
    NOTICE,
    WORDS,
    a_moderated_town,
    about_a_moderator,
    member,
    opened,
    report,
    reports_of,
    texts,
    walk,
    write,
)

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def kith():
    async with open_stage() as stage, kith_on(stage) as running:
        yield running


async def test_two_moderators_decide_and_the_writer_is_told_what_can_be_told(kith):
    town, olga, pia = await opened(kith)
    ada, ben = town.people["m-a"], town.people["m-b"]
    taken = await walk(olga, "New: ", "I take it")
    assert "Taken by: @Olga" in taken.text
    await kith.due()
    assert "A moderator has read it" in (await texts(ada))[-1]
    await olga.tap("We have spoken with them")
    assert "a second moderator" in (await olga.tap("I agree with the outcome")).text
    await walk(pia, "To agree on", "I agree with the outcome")
    await kith.due()
    assert "We have spoken with the other person" in (await texts(ada))[-1]
    assert not [line for line in await texts(ben) if "spoken" in line]
    (closed,) = await reports_of(kith)
    assert (closed.state, closed.outcome) == (ReportState.CLOSED, Outcome.SPOKEN)
    assert "This report is closed" in (await pia.say("organise reports", report=closed.id, do="take")).text


async def test_whoever_wishes_to_hear_nothing_hears_nothing(kith):
    town, olga, pia = await opened(kith, may_write="no")
    before = await texts(town.people["m-a"])
    await walk(olga, "New: ", "I take it", "No further step")
    await walk(pia, "To agree on", "I agree")
    await kith.due()
    assert await texts(town.people["m-a"]) == before


async def test_two_taps_at_once_do_not_take_it_twice(kith):
    _, olga, pia = await opened(kith)
    await walk(olga, "New: ")
    await walk(pia, "New: ")
    await olga.tap("I take it")
    assert "Somebody looks after this one already" in (await pia.tap("I take it")).text


async def test_the_room_is_reminded_after_a_day_and_after_a_week(kith):
    _, olga, _ = await opened(kith)
    await kith.push(hours=25)
    assert len([line for line in await texts(olga) if "Nobody has looked at this for a day" in line]) == 1
    await kith.push(days=7)
    assert len([line for line in await texts(olga) if "This is open for a week" in line]) == 1


async def test_what_was_taken_in_time_brings_no_reminder_of_the_first_day(kith):
    _, olga, _ = await opened(kith)
    await walk(olga, "New: ", "I take it")
    await kith.push(hours=30)
    assert not [line for line in await texts(olga) if "for a day" in line]


async def test_whoever_is_removed_can_not_join_again_with_any_account_and_is_told_neutrally(kith):
    town, olga, pia = await opened(kith)
    ben = town.people["m-b"]
    await walk(olga, "New: ", "I take it", "Removed from the programme")
    await walk(pia, "To agree on", "I agree")
    assert (await member(kith, "m-b")).state is MemberState.LEFT
    for _ in range(2):
        assert "not open to you at the moment" in (await ben.say("meet join")).text
        await kith.push(days=31)
    released = await olga.say("organise members", release=ben.user_id)
    assert "takes part again" in released.text
    assert "Before you join" in (await ben.say("meet join")).text


async def test_a_member_can_be_held_and_released_by_hand_and_is_not_told(kith):
    town, olga, _ = await a_moderated_town(kith, "abc", weeks=1)
    ben = town.people["m-b"]
    assert "They are not told" in (await olga.say("organise members", hold=ben.user_id)).text
    before = (await ben.say("meet status")).text
    await kith.push(days=6, hours=10)
    assert {name for group in await town.groups() for name in await town.seats(group)} == {"m-a", "m-c"}
    await olga.say("organise members", release=ben.user_id)
    assert (await member(kith, "m-b")).held_until is None
    assert "held" not in before
    assert "nothing changed" in (await olga.say("organise members", release=ben.user_id)).text
    assert "no member here" in (await olga.say("organise members", hold=olga.user_id)).text


async def test_organisers_who_do_not_moderate_hold_nobody(kith):
    town, olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    refused = await olga.say("organise setup", organisers="no")
    assert "name moderators first" in refused.text
    await olga.say("organise setup", moderator=ada.user_id)
    await olga.say("organise setup", organisers="no")
    assert "Only moderators" in (await olga.say("organise members", hold=ben.user_id)).text
    assert "Only moderators" in (await olga.say("organise reports")).text
    assert "No report is open" in (await ada.say("organise reports")).text


async def test_moderators_who_do_not_organise_hold_and_release_and_see_no_counts(kith):
    """By name or by a right; whoever has neither is refused, and so is one who moderates no more."""
    town, olga, _ = await a_moderated_town(kith, "abc")
    ada, ben, cyd = town.people.values()
    assert "Only organisers and moderators" in (await ada.say("organise members", hold=cyd.user_id)).text
    await olga.say("organise setup", moderator=ada.user_id)
    await olga.say("organise setup", moderators=await kith.stage.give_right(ben))
    for human in (ada, ben):
        assert "They are not told" in (await human.say("organise members", hold=cyd.user_id)).text
        assert "takes part again" in (await human.say("organise members", release=cyd.user_id)).text
        assert "Counts are for organisers" in (await human.say("organise members")).text
    await olga.say("organise setup", moderator=ada.user_id)
    refused = await ada.say("organise members", hold=cyd.user_id)
    assert "Only organisers and moderators" in refused.text
    assert not (await member(kith, "m-c")).held(kith.clock.now())


async def test_a_report_about_oneself_is_kindly_refused(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada = town.people["m-a"]
    assert "That is you" in (await ada.say("meet report", who=ada.user_id)).text


async def test_somebody_who_is_no_member_can_be_reported_and_can_report(kith):
    """They stay apart for good, also if they join one day."""
    town, _olga, _ = await a_moderated_town(kith, "ab")
    guest, ada = await kith.stage.person("Guest"), town.people["m-a"]
    receipt = await report(kith, ada, guest, Category.UNSAFE)
    assert "never matched again" in receipt.text
    await report(kith, guest, town.people["m-b"])
    assert len(await reports_of(kith)) == 2
    await guest.say("meet join")
    await guest.tap("I agree")
    apart = await kith.storage.run(lambda repos: repos.separations.apart("town"))
    assert len(apart) == 2


async def test_somebody_who_left_can_be_reported_and_stays_out_of_nothing_else(kith):
    town, _olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await ben.leave()
    await kith.due()
    await report(kith, ada, ben, Category.UNSAFE)
    assert (await member(kith, "m-b")).state is MemberState.LEFT
    assert (await member(kith, "m-b")).held(kith.clock.now())


async def test_what_is_not_sent_is_gone_after_an_hour_and_at_once_when_it_is_dropped(kith):
    town, olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await write(ada, ben)
    assert await kith.storage.run(stored_words) == [WORDS]
    await kith.push(hours=1, minutes=1)
    assert await kith.storage.run(stored_words) == []
    assert "begins a new one" in (await ada.tap("Send it")).text
    await write(ada, ben)
    assert "nobody has seen it" in (await ada.tap("Don't send it")).text
    assert await kith.storage.run(stored_words) == []
    assert not [line for line in await texts(olga) if NOTICE in line]
    assert await kith.storage.run(lambda repos: repos.separations.apart("town")) == frozenset()


def stored_words(repos):
    """Return the words of every report that is stored, drafts included."""
    names = repos.reports._connection.exec_driver_sql("SELECT id FROM report").scalars()
    return [repos.reports.get(name).words for name in names.all()]


async def test_writing_it_again_leaves_no_copy(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await write(ada, ben)
    again = await ada.tap("Write it again")
    assert again.form
    shown = await ada.fill(words="Shorter.", write="no")
    assert "Shorter." in shown.text
    assert await kith.storage.run(stored_words) == ["Shorter."]


async def test_a_draft_is_its_writers_alone(kith):
    town, _, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    await write(ada, ben)
    (name,) = await kith.storage.run(
        lambda repos: list(repos.reports._connection.exec_driver_sql("SELECT id FROM report").scalars())
    )
    assert "was sent, or is gone" in (await ben.say("meet report", send=name)).text


async def test_a_closed_report_is_deleted_a_year_later_and_one_about_an_erased_person_at_once(kith):
    town, olga, pia = await opened(kith)
    await walk(olga, "New: ", "I take it", "No further step")
    await walk(pia, "To agree on", "I agree")
    await kith.storage.run(lambda repos: repos.jobs.cancel("m-b"))
    assert len(await reports_of(kith)) == 1
    await report(kith, town.people["m-c"], town.people["m-b"])
    await kith.storage.run(lambda repos: repos.members.erase("m-b"))
    assert len(await reports_of(kith)) == 1  # the closed one went with them, the open one stays
    await walk(olga, "New: ", "I take it", "No further step")
    await walk(pia, "To agree on", "I agree")
    assert await reports_of(kith) == ()


@pytest.mark.parametrize("when", ["while it is open", "after it was closed"])
async def test_a_report_about_somebody_who_is_no_member_goes_when_they_ask_to_be_forgotten(kith, when):
    """What is open stays until it is closed; nothing that they read says that there was one."""
    town, olga, pia = await opened(kith)
    guest = await kith.stage.person("Guest")
    await walk(olga, "New: ", "I take it", "No further step")
    await walk(pia, "To agree on", "I agree")
    await report(kith, town.people["m-a"], guest)
    if when == "while it is open":
        assert "nothing about you" in (await guest.say("my forget")).text
        assert len(await reports_of(kith)) == 2
    await walk(olga, "New: ", "I take it", "No further step")
    await walk(pia, "To agree on", "I agree")
    if when == "after it was closed":
        assert len(await reports_of(kith)) == 2
        assert "nothing about you" in (await guest.say("my forget")).text
    (kept,) = await reports_of(kith)
    assert kept.about == "m-b"


async def test_words_of_a_writer_who_was_erased_go_when_it_is_closed(kith):
    _, olga, pia = await opened(kith)
    await kith.storage.run(lambda repos: repos.members.erase("m-a"))
    assert len(await reports_of(kith)) == 1
    await walk(olga, "New: ", "I take it", "No further step")
    await walk(pia, "To agree on", "I agree")
    assert await reports_of(kith) == ()


async def test_a_year_is_a_year(kith):
    _, olga, pia = await opened(kith)
    await walk(olga, "New: ", "I take it", "No further step")
    await walk(pia, "To agree on", "I agree")
    (closed,) = await reports_of(kith)

    def due(repos):
        return repos.jobs.get(f"{closed.id}/report.delete").due

    assert await kith.storage.run(due) == closed.closed_at + timedelta(days=365)


async def test_an_empty_queue_says_so(kith):
    _, olga, _ = await a_moderated_town(kith, "a")
    assert "No report is open" in (await olga.say("organise reports")).text


async def test_a_hold_by_two_reports_lasts_as_long_as_one_of_them_is_open(kith):
    town, olga, _pia = await opened(kith, Category.UNSAFE)
    await report(kith, town.people["m-c"], town.people["m-b"], Category.UNSAFE)
    await walk(olga, "New: ", "End the hold now")
    assert (await member(kith, "m-b")).held(kith.clock.now())
    first, second = await reports_of(kith)
    other = next(each for each in (first, second) if each.held_until > kith.clock.now())
    await olga.say("organise reports", report=other.id, do="lift")
    assert not (await member(kith, "m-b")).held(kith.clock.now())


async def test_the_alternate_contact_steps_down_when_their_direct_messages_are_closed(kith):
    """Setup then says that somebody is missing; nobody learns that it was about a report."""
    town, olga, sam = await a_moderated_town(kith, "ab")
    kith.stage.world.people[sam.user_id].takes_directs = False
    await report(kith, town.people["m-a"], olga)
    assert "please ask @Sam" in (await olga.say("organise setup")).text
    assert "could not be delivered" not in (await olga.say("organise members")).text
    account = Account(platform=kith.stage.platform.name, user=sam.user_id)
    community = await kith.storage.run(lambda repos: repos.communities.get("town"))
    assert (community.alternate, community.alternate_agreed) == (account, False)


@pytest.mark.parametrize("by", ["a hand", "a closed report"])
async def test_a_hold_without_an_end_is_not_ended_by_another_report(kith, by):
    """Lifted, closed without a step, run out: none of it is a release."""
    town, olga, pia = await opened(kith, Category.UNSAFE)
    ben = town.people["m-b"]
    if by == "a hand":
        await olga.say("organise members", hold=ben.user_id)
    else:
        await walk(olga, "New: ", "I take it", "Not matched until we say otherwise")
        await walk(pia, "To agree on", "I agree")
    await report(kith, town.people["m-c"], ben, Category.UNSAFE)
    await walk(olga, "New: ", "End the hold now")
    assert (await member(kith, "m-b")).held_until >= NO_END
    await kith.push(days=8)
    assert (await member(kith, "m-b")).held_until >= NO_END
    await olga.say("organise members", release=ben.user_id)
    assert (await member(kith, "m-b")).held_until is None


@pytest.mark.parametrize("category", [Category.UNSAFE, Category.HARASSMENT, None])
async def test_holding_and_releasing_a_fellow_moderator_reads_the_same_whatever_was_reported(kith, category):
    olga, _, ada, ben = await about_a_moderator(kith)
    if category is not None:
        await report(kith, ada, ben, category)
    assert "is not held" in (await olga.say("organise members", release=ben.user_id)).text
    await olga.say("organise members", hold=ben.user_id)
    assert "takes part again" in (await olga.say("organise members", release=ben.user_id)).text
    assert "is not held" in (await olga.say("organise members", release=ben.user_id)).text
    now = kith.clock.now()
    assert (await member(kith, "m-b")).held_until == (
        now + timedelta(days=7) if category is Category.UNSAFE else None
    )


@pytest.mark.parametrize("outcome", [Outcome.HELD, Outcome.REMOVED])
async def test_what_the_alternate_contact_decided_is_undone_by_no_other_moderator(kith, outcome):
    olga, sam, ada, ben = await about_a_moderator(kith)
    await report(kith, ada, ben)
    for label in ("Open it", "I take it", outcome.label.template):
        await sam.tap(label)
    await kith.push(days=1, minutes=1)
    await sam.tap("I agree with the outcome")
    for _ in range(2):
        assert "is not held" in (await olga.say("organise members", release=ben.user_id)).text
        await olga.say("organise members", hold=ben.user_id)
        assert "takes part again" in (await olga.say("organise members", release=ben.user_id)).text
    if outcome is Outcome.HELD:
        assert (await member(kith, "m-b")).held_until == NO_END
    else:
        assert "not open to you" in (await ben.say("meet join")).text


async def test_the_writer_hears_the_outcome_though_the_other_is_erased_by_it(kith):
    town, olga, pia = await opened(kith, Category.UNDER_18)
    (name,) = [each.id for each in await reports_of(kith)]
    await walk(olga, "New: ", "I take it", "Removed from the programme")
    await walk(pia, "To agree on", "I agree")
    await kith.due()
    assert await member(kith, "m-b") is None
    assert not (await kith.storage.run(lambda repos: repos.jobs.get(f"{name}/report.told/closed"))).args
    assert "no longer part of the meetups" in (await texts(town.people["m-a"]))[-1]
