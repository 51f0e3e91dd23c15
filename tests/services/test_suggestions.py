"""From a member's idea to a challenge of the community, as both sides see it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.content.library import load_library
from bot.domain.community import Account, Channel
from bot.domain.shelf import MOST_OPEN, OWN, SuggestionState
from bot.ids import ChannelId, PlatformName, UserId
from bot.services import suggesting
from bot.services.library import library_of
from bot.services.privacy.retaining import plan_day
from tests.support.chat_town import a_place, joined
from tests.support.searching import rows_with

pytestmark = pytest.mark.timeout(30)
QUIET = "I agree, but no direct messages"
SUGGEST = "challenge suggest"
BENCH = {
    "title": "A green bench",
    "text": "Rest on a bench that you pass every day. Tell somebody near you what you like about it, if you like.",
    "smaller": "Rest there for a minute.",
    "who": "hardly",
    "where": "outdoors",
}


async def stored(kith):
    def read(repos):
        (community,) = repos.communities.all()
        found = repos.suggestions.waiting(community.id, offset=0, limit=100)
        return found, library_of(repos, community, load_library()), repos.packs.entries(community.id)

    return await kith.storage.run(read)


async def suggested(human, **changes):
    await human.say(SUGGEST, **BENCH | changes)
    return await human.tap("Send it")


async def opened(organiser):
    await organiser.say("organise suggestions")
    return await organiser.tap("A green bench")


async def test_a_form_asks_and_what_comes_of_it_is_read_before_it_is_sent():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        form = (await ada.say(SUGGEST)).form
        assert len(form) == 5
        card = await ada.fill(**BENCH)
        for part in (
            "Nothing is sent yet",
            "A green bench",
            "Or smaller",
            "Skipping is fine",
            "without your name",
        ):
            assert part in card.text
        assert "CC0" in card.text
        assert (await stored(kith))[0] == ()
        receipt = await ada.tap("Send it")
        assert "Sent" in receipt.text
        assert len((await stored(kith))[0]) == 1


async def test_nothing_that_was_typed_is_lost():
    """Half a command fills the form, and so does a draft; a new draft takes the place of the old one."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await ada.say(SUGGEST, title="A green bench", text=BENCH["text"])
        card = await ada.fill(smaller="Rest.", who="hardly", where="outdoors")
        assert "A green bench" in card.text
        await ada.tap("Change it")
        card = await ada.fill(title="A blue bench")
        assert "A blue bench" in card.text
        assert BENCH["text"] in card.text
        await ada.say(SUGGEST)
        card = await ada.fill(smaller="Rest there.")
        assert "A blue bench" in card.text
        await ada.tap("Send it")
        [only] = (await stored(kith))[0]
        assert only.entry.smaller.template == "Rest there."


async def test_a_draft_is_gone_after_a_day_and_when_its_writer_says_so():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await ada.say(SUGGEST, **BENCH)
        await kith.push(days=1, minutes=1)
        assert "not waiting any more" in (await ada.tap("Send it")).text
        await ada.say(SUGGEST, **BENCH)
        assert "nobody reads it" in (await ada.tap("Don't send it")).text
        assert (await stored(kith))[0] == ()


BREACHES = [
    ({"text": "You should sit here and tell somebody about your day."}, ("should", "could", "does not go")),
    ({"text": "Share a beer with somebody you know on a green bench."}, ("beer", "needs that")),
    ({"text": "Invite somebody to your place for a warm cup of something."}, ("your place", "public places")),
    ({"text": "Give somebody near you a long hug on a green bench."}, ("hug", "arm's length")),
    ({"text": "Ask somebody on a date on a green bench."}, ("on a date", "friends and neighbours")),
    ({"text": "Rest on a bench, which will heal what is old."}, ("heal", "promise")),
    ({"text": "Call your mother from a green bench and ask how she is."}, ("mother", "Someone you know")),
    ({"text": "Rest on a bench at christmas and count the lights."}, ("christmas", "other seasons")),
    ({"text": "Watch the ducks from a green bench near you."}, ("Watch", "notice")),
    ({"text": "Buy somebody a small thing and bring it to the bench."}, ("Buy", "bring")),
    ({"text": "Rest on a bench. Read https://example.org first."}, ("links and mentions", "example.org")),
    ({"text": "Rest on a bench! It is *green*."}, ("no exclamation marks",)),
    ({"title": "A very green bench near the old pond"}, ("title is long", "Six words")),
    ({"text": "Rest on it. " * 24}, ("words together", "45 words")),
    (
        {"text": f"Rest on a bench that you know {'and then on another one ' * 5}near you."},
        ("sentence is long",),
    ),
    (
        {
            "text": "Send a short hello to two people you already write to often. "
            "If you like, send a third to someone you have not written to for a while."
        },
        ("something close to it", "Two hellos"),
    ),
]


async def test_what_stands_out_is_explained_kindly():
    """Which word, where, and what to try instead; and it can be sent all the same, for an organiser to reword."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        for changes, parts in BREACHES:
            kith.clock.push(timedelta(minutes=1))
            card = await ada.say(SUGGEST, **BENCH | changes)
            for part in parts:
                assert part in card.text, card.text
        await ada.tap("Send it")
        assert len((await stored(kith))[0]) == 1


async def test_what_reads_well_is_said_to_read_well():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "reads well" in (await ada.say(SUGGEST, **BENCH)).text


async def test_a_crisis_or_a_private_detail_is_asked_about_before_anything_is_kept():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        card = await ada.say(
            SUGGEST, **BENCH | {"text": "Call me on +31 6 1234 5678 and we will rest on a bench."}
        )
        assert "private detail" in card.text
        heavy = await ada.say(SUGGEST, **BENCH | {"text": "I want to kill myself."})
        assert "people are there to listen" in heavy.text
        await kith.storage.run(lambda repos: repos.suggestions.get("any"))
        assert "Nothing of yours" in (await ada.say("challenge suggestions")).text


async def test_no_more_than_a_few_wait_and_each_can_be_taken_back():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        for number in range(MOST_OPEN):
            await suggested(ada, title=f"Bench {number}")
        assert "are waiting to be read" in (await ada.say(SUGGEST)).text
        await ada.say(SUGGEST, **BENCH)
        assert "are waiting to be read" in (await ada.tap("Send it")).text
        mine = await ada.say("challenge suggestions")
        assert "Bench 1: waiting" in mine.text
        await ada.tap("Take back: Bench 1")
        assert len((await stored(kith))[0]) == MOST_OPEN - 1
        await ada.say(SUGGEST)
        assert "A green bench" in (await ada.fill()).text, "what was typed waited as a draft"
        assert "Sent" in (await ada.tap("Send it")).text


async def test_an_approved_one_belongs_to_everybody_and_to_nobody():
    """It is in the library, verbatim; no row leads to its writer, and its writer was told."""
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada, title="A {green} bench")
        await olga.say("organise suggestions")
        card = await olga.tap("A {green} bench")
        assert "Whose idea it is, nobody is told" in card.text
        assert "one person" in card.text
        await olga.tap("Approve")
        waiting, library, [entry] = await stored(kith)
        assert waiting == ()
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
            await olga.tap(f"A bench of {human.name}")
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


async def test_what_its_writer_takes_back_is_gone_for_the_organiser_too():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)
        await opened(olga)
        await ada.tap("Take it back")
        assert "taken back" in (await olga.tap("Approve")).text
        assert (await stored(kith))[2] == ()


async def test_a_forgotten_writer_leaves_nothing_that_waits_and_what_was_approved_stays():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(ada)
        await opened(olga)
        await olga.tap("Approve")
        await suggested(ada, title="A blue bench", text="Find a blue thing near you and tell somebody of it.")
        await ada.say("my forget")
        await ada.tap("Yes, forget me")
        await kith.due()
        waiting, _, entries = await stored(kith)
        assert (waiting, len(entries)) == ((), 1)


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
        assert first.labels[0] == "A green bench"
        second = await olga.tap("Later ones")
        assert second.labels[0] == "Idea 9"
        assert "Earlier ones" in second.labels
        beyond = await olga.say("organise suggestions", page="99")
        assert "Page 21 of 21" in beyond.text


async def test_in_another_language_only_the_shape_is_checked_and_the_organiser_is_told():
    async with a_place() as (kith, olga):

        def speak_dutch(repos):
            (community,) = repos.communities.all()
            repos.communities.save(replace(community, language="nl"))

        await kith.storage.run(speak_dutch)
        ada = await joined(kith)
        words = {"text": "Ga zitten op een bank en vertel iemand wat je mooi vindt, in de bar of thuis."}
        assert "reads well" in (await ada.say(SUGGEST, **BENCH | words)).text
        await ada.tap("Send it")
        assert "not in English" in (await opened(olga)).text


async def test_hostile_words_stay_words():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await suggested(
            ada, title="A {name} @everyone", text="**Rest** <@4711> {0} [here](http://x.example) `now`"
        )
        [waiting] = (await stored(kith))[0]
        assert waiting.state is SuggestionState.OPEN
        await olga.say("organise suggestions")
        card = await olga.tap("A {name}")
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


async def test_two_accounts_of_one_member_share_their_places_and_see_the_same():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await suggested(ada)
        extra = Account(platform=PlatformName("playground"), user=UserId("second"))

        def link(repos):
            (community,) = repos.communities.all()
            member = repos.members.of_account(community.id, "playground", ada.user_id)
            repos.members.add_account(member.id, extra)
            return suggesting.own(repos, community, extra)

        [mine] = await kith.storage.run(link)
        assert mine.entry.title.template == "A green bench"


async def test_nobody_sends_or_takes_back_what_is_somebody_elses():
    async with a_place() as (kith, _):
        ada, ben = await joined(kith), await joined(kith, "Ben")
        await suggested(ada)
        [waiting] = (await stored(kith))[0]
        for option in ("send", "drop"):
            assert "not waiting any more" in (await ben.say(SUGGEST, **{option: waiting.id})).text
        assert len((await stored(kith))[0]) == 1
