"""What organisers do with suggestions, and what their writers hear of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters.sql import tables
from bot.commands.suggestion_forms import change
from bot.domain.community import Account, Channel
from bot.domain.shelf import OWN, SuggestionState
from bot.ids import ChannelId, PlatformName, UserId
from bot.services.privacy.retaining import plan_day
from tests.support.chat_town import a_place, joined
from tests.support.ideas import BENCH, SUGGEST, opened, stored, suggested
from tests.support.searching import rows_with
from tests.support.shelf import a_suggestion

pytestmark = pytest.mark.timeout(30)
QUIET = "I agree, but no direct messages"


async def cards_of(kith, human, name):
    """Return the cards that are for one person alone and name something."""
    every = await kith.storage.transact(lambda connection: connection.execute(select(tables.menu)).all())
    return [row.id for row in every if row.only == (human.user_id,) and name in repr(row.menu)]


async def test_an_approved_one_belongs_to_everybody_and_to_nobody():
    """It is in the library, verbatim; no row leads to its writer, and its writer was told."""
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada, title="A {green} bench")
        await ada.say("challenge suggestions")
        [sent], _, _ = await stored(kith)
        assert await cards_of(kith, ada, sent.id)
        await olga.say("organise suggestions")
        card = await olga.tap("Read number 1")
        assert "Nobody is told whose idea it is" in card.text
        assert "one person" in card.text
        await olga.tap("Approve")
        waiting, library, [entry] = await stored(kith)
        assert waiting == ()
        assert "menu.menu" not in await rows_with(kith.storage, entry.id[4:])
        assert not await cards_of(kith, ada, sent.id)
        assert (entry.pack, library.challenge(entry.id) in library.challenges) == (OWN, True)
        await kith.due()
        told = [seen.text for seen in await ada.sees() if seen.where == "private"]
        assert any("A {green} bench" in text and "have taken it" in text for text in told)

        await kith.push(days=61)
        found = await rows_with(kith.storage, ada.user_id)
        assert not any(place.startswith(("pack_entry", "suggestion", "job")) for place in found), found


async def test_a_declined_one_comes_back_with_a_kind_reason_and_goes_after_a_month():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)
        await opened(olga)
        await olga.tap("Decline")
        done = await olga.fill(reason="close", words="We do this every Sunday already. Join us!")
        assert "It is declined" in done.text
        await kith.due()
        mine = (await ada.say("challenge suggestions")).text
        for part in ("not this time", "very close to it already", "every Sunday"):
            assert part in mine
        kith.clock.push(timedelta(days=32))
        await kith.storage.run(lambda repos: plan_day(repos, kith.clock.now()))
        await kith.due()
        assert "Nothing of yours" in (await ada.say("challenge suggestions")).text


async def test_whoever_allowed_no_direct_messages_is_only_written_to_when_they_ask_for_it():
    async with a_place() as (kith, olga):
        quiet, asking = await joined(kith, consent=QUIET), await joined(kith, "Ben", consent=QUIET)
        for human, label in ((quiet, "Send it"), (asking, "Send it, and write to me")):
            await human.say(SUGGEST, **BENCH | {"title": f"A bench of {human.name}"})
            await human.tap(label)
            await olga.say("organise suggestions")
            await olga.tap("Read number 1")
            await olga.tap("Approve")
        await kith.due()
        heard = {
            human.name: any("have taken it" in seen.text for seen in await human.sees())
            for human in (quiet, asking)
        }
        assert heard == {"Ada": False, "Ben": True}


async def test_an_organiser_changes_words_and_what_it_asks_before_approving():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada, text="You must rest on a bench and tell somebody about it.")
        card = await opened(olga)
        assert "must" in card.text
        assert "Approve" not in card.labels
        await olga.tap("Change its words")
        card = await olga.fill(text="Rest on a bench and tell somebody near you about it.")
        assert "Approve" in card.labels
        await olga.tap("Change whom it is for")
        await olga.fill(setting="pair", tie="weak", effort="3", minutes="45")
        await olga.tap("Change where and how")
        await olga.fill(modes="in_person,message", weather="dry,hot")
        await olga.tap("Change who can do it")
        card = await olga.fill(access="seated,no_speech")
        assert "while seated" in card.text
        await olga.tap("Approve")
        entry = (await stored(kith))[2][0].entry
        assert (entry.setting, entry.tie, entry.minutes, entry.safety) == ("pair", "weak", 45, "S2")
        assert entry.conditions == {"dry", "hot"}
        assert "no_touch" in entry.access


async def test_what_is_close_to_an_approved_one_is_told():
    async with a_place() as (kith, olga):
        ada, ben = await joined(kith), await joined(kith, "Ben")
        await suggested(ada)
        await opened(olga)
        await olga.tap("Approve")
        card = await ben.say(SUGGEST, **BENCH | {"title": "My bench"})
        assert "something close to it: A green bench" in card.text


async def test_an_approved_one_in_a_pack_that_is_off_says_so():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)
        await opened(olga)
        assert "can come up" in (await olga.tap("Approve")).text
        await olga.say("organise library list", pack="own", do="off")
        await suggested(ada, title="A blue bench", text="Find a blue thing near you and tell somebody of it.")
        await olga.say("organise suggestions")
        await olga.tap("Read number 1")
        assert "turned off" in (await olga.tap("Approve")).text


async def test_one_for_oneself_is_never_the_weeks_own_and_both_are_told_so():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada, who="alone")
        await opened(olga)
        assert "as “Another one” only" in (await olga.tap("Approve")).text
        await kith.due()
        assert any("come up as “Another one”" in seen.text for seen in await ada.sees())


async def test_an_unknown_id_is_answered_with_those_that_are_close():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)
        await opened(olga)
        await olga.tap("Change who can do it")
        assert "reach-two-hellos" in (await olga.fill(easier="reach-two-hello")).text


async def test_two_organisers_at_once_decide_once():
    async with a_place() as (kith, olga):
        oscar = await kith.stage.person("Oscar", organiser=True)
        ada = await joined(kith)
        await suggested(ada)
        for organiser in (olga, oscar):
            await opened(organiser)
        await olga.tap("Approve")
        assert "not waiting any more" in (await oscar.tap("Approve")).text
        assert len((await stored(kith))[2]) == 1


async def test_what_another_organiser_changed_meanwhile_is_read_before_it_is_approved():
    async with a_place() as (kith, olga):
        oscar = await kith.stage.person("Oscar", organiser=True)
        ada = await joined(kith)
        await suggested(ada)
        await opened(oscar)
        await opened(olga)
        await olga.tap("Change its words")
        await olga.fill(title="A blue bench")
        assert "changed while you read it" in (await oscar.tap("Approve")).text
        await oscar.say("organise suggestions")
        await oscar.tap("Read number 1")
        assert "A blue bench" in (await oscar.tap("Approve")).text


def test_words_of_others_stand_in_a_form_and_are_not_written_down_with_it():
    form = change(
        "words", "x", a_suggestion("x", Account(platform=PlatformName("p"), user=UserId("u"))).entry
    )
    assert all(field.held and not field.value for field in form.fields)


async def test_of_two_changes_at_once_none_is_lost():
    async with a_place() as (kith, olga):
        oscar = await kith.stage.person("Oscar", organiser=True)
        ada = await joined(kith)
        await suggested(ada)
        for organiser in (olga, oscar):
            await opened(organiser)
            await organiser.tap("Change its words")
        await olga.fill(title="A blue bench")
        card = await oscar.fill(smaller="Rest there for two minutes.")
        for part in ("changed while you read it", "Rest there for two minutes."):
            assert part in card.text
        [waiting], _, _ = await stored(kith)
        assert waiting.entry.title.template == "A blue bench"
        assert "A blue bench" in (await oscar.tap("Read it again")).text


async def test_a_challenge_that_becomes_one_in_person_gets_another_one_that_works_apart():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada, where="apart")
        await opened(olga)
        await olga.tap("Change where and how")
        card = await olga.fill(modes="in_person")
        assert "Approve" in card.labels
        await olga.tap("Approve")
        _, library, [entry] = await stored(kith)
        assert library.challenge(entry.entry.remote).works_apart


async def test_what_its_writer_takes_back_is_gone_for_the_organiser_too():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)
        await opened(olga)
        await ada.tap("Take it back")
        assert "taken back" in (await olga.tap("Approve")).text
        assert "menu.menu" not in await rows_with(kith.storage, "A green bench")
        assert (await stored(kith))[2] == ()


async def test_hundreds_come_page_by_page():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)

        def many(repos):
            (community,) = repos.communities.all()
            [one] = repos.suggestions.waiting(community.id, offset=0, limit=10)
            for number in range(200):
                later = one.made_at + timedelta(minutes=number + 1)
                title = replace(one.entry.title, template=f"Idea {number}")
                entry = replace(one.entry, title=title)
                repos.suggestions.add(
                    replace(one, id=f"s{number}", user="somebody", made_at=later, entry=entry)
                )

        await kith.storage.run(many)
        first = await olga.say("organise suggestions")
        assert "201 suggestions" in first.text
        assert "Page 1 of 21" in first.text
        assert "Number 1: A green bench" in first.text
        second = await olga.tap("Later ones")
        assert "Number 1: Idea 9" in second.text
        assert "Earlier ones" in second.labels
        beyond = await olga.say("organise suggestions", page="99")
        assert "Page 21 of 21" in beyond.text


async def test_hostile_words_stay_words():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(
            ada, title="A {name} @everyone", text="**Rest** <@4711> {0} [here](http://x.example) `now`"
        )
        [waiting] = (await stored(kith))[0]
        assert waiting.state is SuggestionState.OPEN
        await olga.say("organise suggestions")
        card = await olga.tap("Read number 1")
        assert "{0}" in card.text
        assert "Approve" not in card.labels


async def test_the_moderators_room_hears_of_the_first_one_that_waits_and_not_of_each():
    async with a_place() as (kith, olga):
        ada, ben = await joined(kith), await joined(kith, "Ben")
        room = Channel(platform=PlatformName("playground"), channel=ChannelId(kith.stage.channel))

        def have_a_room(repos):
            (community,) = repos.communities.all()
            repos.communities.save(replace(community, moderator_channel=room))

        await kith.storage.run(have_a_room)
        await suggested(ada)
        await suggested(ben, title="A blue bench")
        await kith.due()
        seen = [each.text for each in await olga.sees() if "suggested a challenge" in each.text]
        assert len(seen) == 1
        assert "bench" not in seen[0]
        assert "An organiser can read it" in seen[0]

        async def told():
            await kith.push(days=13)
            return sum("suggested a challenge" in each.text for each in await olga.sees())

        assert await told() == 2, "once a week, of what has waited for a week"
        assert "2 suggestions are waiting" in (await olga.say("organise challenges")).text
        for human in (ada, ben):
            await human.tap("Take it back")
        assert await told() == 2
        assert "waiting" not in (await olga.say("organise challenges")).text


async def test_somebody_who_left_is_not_written_to_and_the_idea_can_still_be_taken():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)
        await ada.say("kith stop")
        await opened(olga)
        await olga.tap("Approve")
        await kith.due()
        assert not any("have taken it" in seen.text for seen in await ada.sees())
        assert len((await stored(kith))[2]) == 1
