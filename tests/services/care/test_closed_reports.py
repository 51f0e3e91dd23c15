"""What closed reports brought is undone by whoever sees them; and what the next alternate contact takes over."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.moderation import BY_HAND, NO_END, Outcome
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage
from tests.support.reports import (
    NOTICE,
    WORDS,
    about_a_moderator,
    member,
    opened,
    report,
    reports_of,
    texts,
    walk,
)

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def kith():
    async with open_stage() as stage, kith_on(stage) as running:
        yield running


async def decided_by_sam(kith, sam, ada, about, outcome):
    """Let the alternate contact close a report about a moderator with an outcome."""
    await report(kith, ada, about)
    for label in ("Open it", "I take it", outcome.label.template):
        await sam.tap(label)
    await kith.push(days=1, minutes=1)
    await sam.tap("I agree with the outcome")


@pytest.mark.parametrize(
    ("outcome", "label"), [(Outcome.HELD, "Lift the hold"), (Outcome.REMOVED, "Let them in again")]
)
async def test_what_a_closed_report_brought_is_undone_by_whoever_sees_it(kith, outcome, label):
    """A moderator whom the alternate contact kept out takes part again by that contact's tap; the two stay apart."""
    _, sam, ada, ben = await about_a_moderator(kith)
    await decided_by_sam(kith, sam, ada, ben, outcome)
    await kith.push(days=20)
    shown = await walk(sam, "Closed: ")
    assert shown.labels == (label,)
    lifted = await sam.tap(label)
    assert lifted.labels == ()
    assert "The two stay apart, and nothing more" in lifted.text
    if outcome is Outcome.HELD:
        assert (await member(kith, "m-b")).held_until is None
    else:
        assert "18 or older" in (await ben.say("meet join")).text
        await ben.tap("I agree")
        assert not (await member(kith, "m-b")).held(kith.clock.now())
    assert await kith.storage.run(lambda repos: repos.separations.apart("town")) == {("m-a", "m-b")}
    (name,) = [each.id for each in await reports_of(kith)]
    assert "holds nobody" in (await sam.say("organise reports", report=name, do="lift")).text


async def test_lifting_one_closed_hold_leaves_what_else_holds_them(kith):
    """Another closed report, and a moderator's hand: each is ended by itself alone."""
    town, olga, pia = await opened(kith)
    ben = town.people["m-b"]
    await report(kith, town.people["m-c"], ben)
    for _ in range(2):
        await walk(olga, "New: ", "I take it", "Not matched until we say otherwise")
        await walk(pia, "To agree on", "I agree")
    await walk(olga, "Closed: ", "Lift the hold")
    assert (await member(kith, "m-b")).held_until == NO_END
    await olga.say("organise members", hold=ben.user_id)
    await walk(olga, "Closed: ", "Lift the hold")
    assert (await member(kith, "m-b")).held_until == BY_HAND
    assert "takes part again" in (await olga.say("organise members", release=ben.user_id)).text
    assert (await member(kith, "m-b")).held_until is None


async def test_whoever_wrote_a_report_lifts_nothing_that_it_brought(kith):
    town, olga, pia = await opened(kith)
    await report(kith, olga, town.people["m-c"])
    await walk(pia, "New: ", "I take it", "Not matched until we say otherwise")
    await kith.push(days=1, minutes=1)
    (mine,) = [each for each in await reports_of(kith) if each.about == "m-c"]
    await pia.say("organise reports", report=mine.id, do="agree")
    assert "somebody else decides" in (await olga.say("organise reports", report=mine.id, do="lift")).text


async def test_a_hold_without_an_end_is_found_behind_any_number_of_closed_reports(kith):
    _, olga, pia = await opened(kith)
    await walk(olga, "New: ", "I take it", "Not matched until we say otherwise")
    await walk(pia, "To agree on", "I agree")
    (held,) = await reports_of(kith)
    later = [
        replace(held, id=f"r{number}", outcome=Outcome.NO_ACTION, made_at=held.made_at + timedelta(hours=1))
        for number in range(40)
    ]
    await kith.storage.run(lambda repos: [repos.reports.add(each) for each in later])
    await walk(olga, "Closed: ", "Lift the hold")
    assert (await member(kith, "m-b")).held_until is None


async def test_the_next_alternate_contact_takes_over_what_waits_and_nothing_about_themselves(kith):
    """Sam steps down; Ben moderates no more, and is named next: of two reports he reads the one about Olga alone."""
    olga, sam, ada, ben = await about_a_moderator(kith)
    await report(kith, ada, ben)
    await report(kith, ada, olga)
    about_ben, about_olga = await reports_of(kith)
    await sam.say("kith contact", agree="no")
    assert "say first whether you take them" in (await sam.say("organise reports")).text
    await olga.say("organise setup", moderator=ben.user_id)
    await olga.say("organise setup", alternate=ben.user_id)
    assert "say first whether you take them" in (await ben.say("organise reports")).text
    await ben.say("kith contact", agree="yes")
    await kith.push(days=8)
    assert len([line for line in await texts(ben) if NOTICE in line]) == 1
    listed = await ben.say("organise reports")
    assert len(listed.labels) == 1
    assert WORDS in (await ben.tap("New: ")).text
    for step in ({}, {"do": "take"}, {"do": "lift"}):
        answer = await ben.say("organise reports", report=about_ben.id, **step)
        assert "is not there" in answer.text
    assert "Only moderators" in (await sam.say("organise reports")).text
    assert about_olga in await reports_of(kith)


@pytest.mark.parametrize("way", ["linked", "erased and back"])
async def test_a_reported_moderator_reads_nothing_as_the_next_contact_with_whatever_account(kith, way):
    olga, sam, ada, ben = await about_a_moderator(kith)
    await report(kith, ada, ben)
    await sam.say("kith contact", agree="no")
    await olga.say("organise setup", moderator=ben.user_id)
    named = ben
    if way == "linked":
        named = await kith.stage.person("Ben too")
        code = re.search(r"Your code: (\w{8})\b", (await ben.say("my link")).text)[1]
        await named.say("my link", code=code)
        await named.tap("Yes, both are mine")
    else:
        await ben.say("my forget")
        await ben.tap("Yes, forget me")
        await kith.push(minutes=10)
        await ben.say("meet join")
        await ben.tap("I agree")
    await olga.say("organise setup", alternate=named.user_id)
    await named.say("kith contact", agree="yes")
    await kith.push(days=8)
    assert not [line for line in await texts(named) if "For the moderators" in line]
    assert "No report is open" in (await named.say("organise reports")).text
