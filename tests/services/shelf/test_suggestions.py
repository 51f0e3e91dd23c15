"""From a member's idea to a suggestion that waits, as its writer sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.community import Account
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.shelf import MOST_OPEN
from bot.ids import PlatformName, UserId
from bot.services.seats.departures import account_left
from bot.services.shelf import suggesting
from bot.services.weekly import diary
from tests.support.chat_town import a_place, joined
from tests.support.ideas import BENCH, SUGGEST, opened, stored, suggested
from tests.support.searching import counted

pytestmark = pytest.mark.timeout(30)


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


async def test_send_it_on_the_card_before_a_change_sends_the_changed_one():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        account = Account(platform=PlatformName("playground"), user=ada.user_id)

        def draft(repos):
            (community,) = repos.communities.all()
            [found] = repos.suggestions.of_accounts(community.id, (account,))
            return found

        await ada.say(SUGGEST, **BENCH)
        before = await kith.storage.run(draft)
        await kith.push(hours=20)
        await ada.say(SUGGEST, **BENCH | {"title": "A blue bench"})
        await kith.push(hours=20)
        assert "Sent" in (await ada.say(SUGGEST, send=before.id)).text
        [waiting] = (await stored(kith))[0]
        assert waiting.entry.title.template == "A blue bench"


BREACHES = [
    ({"text": "You should sit here and tell somebody about your day."}, ("should", "could", "does not fit")),
    ({"text": "Share a beer with somebody you know on a green bench."}, ("beer", "needs that")),
    ({"text": "Invite somebody to your place for a warm cup of something."}, ("your place", "public places")),
    ({"text": "Give somebody near you a long hug on a green bench."}, ("hug", "some space")),
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
            "text": "Send a short hello to one or two people you already write to. "
            "If you like, send one more to someone from an earlier time."
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
        assert (await counted(kith.storage))["suggestion"] == 0


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


async def test_when_one_account_of_a_member_leaves_their_suggestions_and_diary_go_on_with_the_other():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await suggested(ada)
        gone = Account(platform=PlatformName("playground"), user=UserId(ada.user_id))
        stays = Account(platform=PlatformName("matrix"), user=UserId("@ada:example.org"))

        def leave(repos):
            (community,) = repos.communities.all()
            member = repos.members.of_account(community.id, gone.platform, gone.user)
            repos.members.add_account(member.id, stays)
            day = kith.clock.now().date()
            post = ChallengePost(id="p1", community=community.id, day=day, challenge="reach-two-hellos")
            repos.challenges.add_post(post)
            for name in (gone, Account(platform=gone.platform, user=UserId("ben"))):
                done = ChallengeTap(
                    post=post.id,
                    platform=name.platform,
                    user=name.user,
                    tap=Tap.DONE,
                    shown=(post.challenge,),
                    did=post.challenge,
                )
                repos.challenges.tap(done)
            repos.packs.say_misfit(community.id, post.challenge, (gone,), day)
            account_left(repos, member, gone, kith.clock.now())
            repos.packs.say_misfit(community.id, post.challenge, repos.members.accounts(member.id), day)
            return (
                [each.by for each in suggesting.own(repos, community, stays)],
                len(diary.entries(repos, community.id, stays)),
                repos.challenges.counts(post.id)[Tap.DONE],
                dict(repos.packs.misfits(community.id)),
                repos.traces.communities_of(gone.platform, gone.user),
            )

        told = await kith.storage.run(leave)
        assert told == ([stays], 1, 2, {"reach-two-hellos": 1}, ())
