"""The diary is the person's own: what they did, how it was, a line; mended and erased as they like, by any account."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.content.library import load_library
from bot.domain.challenges import Evidence
from bot.domain.member import Member
from bot.domain.posts import ChallengePost, ChallengeTap, Felt, Tap
from bot.errors import NotFound, UserError
from bot.services.cards import diary as cards
from bot.services.cards.challenges import thanks
from bot.services.members import membership
from bot.services.weekly import diary, taps
from bot.services.weekly.taps import Asked
from tests.support.chat_town import a_place
from tests.support.town import COMMUNITY, NOW, account

pytestmark = pytest.mark.timeout(30)
LIBRARY = load_library()
MONDAY = date(2026, 11, 30)
ADA, SECOND, BO = account("ada"), account("ada-second"), account("bo")


def asked(who=ADA, now=NOW, post=""):
    return Asked(community=COMMUNITY, account=who, now=now, library=LIBRARY, post=post)


def a_post(repos, weeks=0, challenge="reach-lost-touch"):
    day = MONDAY + timedelta(weeks=weeks)
    post = ChallengePost(id=f"p{day}", community=COMMUNITY.id, day=day, challenge=challenge)
    repos.challenges.add_post(post)
    return post


def of(repos, who=ADA):
    return diary.entries(repos, COMMUNITY.id, who)


async def test_it_says_which_one_was_done_even_if_others_were_shown_since(town):
    """The Done under the public post means that post's challenge, whatever was swapped in private."""

    def story(repos):
        post = a_post(repos)
        other = taps.swap(repos, asked()).challenge.id
        taps.done(repos, asked(), what=post.challenge)
        first = of(repos)[0].challenge
        taps.swap(repos, asked())
        after_a_look = of(repos)[0]
        taps.done(repos, asked(), what=other)
        return post.challenge, first, after_a_look, other, of(repos)[0].challenge

    main, first, after_a_look, other, last = await town.run(story)
    assert (first, after_a_look.challenge, last) == (main, main, other)
    assert after_a_look.tap.tap is Tap.DONE


async def test_a_challenge_that_was_never_shown_cannot_be_done(town):
    def story(repos):
        post = a_post(repos)
        taps.done(repos, asked(), what="join-open-table")
        return of(repos)[0].challenge == post.challenge

    assert await town.run(story)


async def test_how_it_was_stays_with_the_challenge_it_was_said_of(town):
    def story(repos):
        a_post(repos)
        with pytest.raises(NotFound):
            taps.feel(repos, asked(), Felt.EASIER)
        taps.done(repos, asked(), "windy")
        taps.feel(repos, asked(), Felt.EASIER)
        kept = taps.done(repos, asked()).tap.felt
        swapped = taps.swap(repos, asked()).challenge.id
        return kept, taps.done(repos, asked(), what=swapped).tap

    kept, after = await town.run(story)
    assert kept is Felt.EASIER
    assert (after.felt, after.note) == (None, "windy")


async def test_not_this_week_takes_a_done_back_and_leaves_the_line(town):
    def story(repos):
        a_post(repos)
        taps.done(repos, asked(), "windy")
        taps.feel(repos, asked(), Felt.HARDER)
        taps.skip(repos, asked())
        return of(repos)[0].tap, repos.challenges.counts("p2026-11-30")

    tap, counts = await town.run(story)
    assert (tap.tap, tap.did, tap.felt, tap.note) == (Tap.SKIPPED, None, None, "windy")
    assert counts == {Tap.SKIPPED: 1}


async def test_an_old_button_still_keeps_a_done_and_starts_nothing_else(town):
    def story(repos):
        old = a_post(repos, -3)
        for who in range(6):
            taps.done(repos, asked(account(f"p{who}"), post=old.id))
        for tap in (taps.swap, taps.skip):
            with pytest.raises(UserError, match="over"):
                tap(repos, asked(post=old.id))
        done = taps.done(repos, asked(post=old.id))
        return done, thanks(done, ()), of(repos)[0].day

    done, message, day = await town.run(story)
    assert (done.over, done.others_done, day) == (True, 5, MONDAY - timedelta(weeks=3))
    assert not any("this week" in line.template for line in message.lines)


async def test_two_accounts_of_one_member_are_one_person_with_one_diary(town):
    def story(repos):
        repos.members.add(Member(id="ada", community=COMMUNITY.id, joined_at=NOW))
        for each in (ADA, SECOND):
            repos.members.add_account("ada", each)
        post = a_post(repos)
        taps.done(repos, asked(ADA), "first")
        taps.done(repos, asked(SECOND), "second")
        return of(repos, ADA), of(repos, SECOND), of(repos, BO), repos.challenges.counts(post.id)

    mine, theirs, others, counts = await town.run(story)
    assert [entry.tap.note for entry in mine] == ["second"]
    assert mine == theirs
    assert (others, counts) == ((), {Tap.DONE: 1})


async def test_diaries_that_were_written_before_the_accounts_were_linked_come_together(town):
    def story(repos):
        a_post(repos)
        taps.done(repos, asked(ADA), "as ada")
        taps.done(repos, asked(SECOND), "as the second")
        repos.members.add(Member(id="ada", community=COMMUNITY.id, joined_at=NOW))
        for each in (ADA, SECOND):
            repos.members.add_account("ada", each)
        [mine] = [entry for entry in of(repos) if entry.tap.user == SECOND.user]
        diary.write(repos, COMMUNITY, ADA, mine.id, "mended")
        return {entry.tap.note for entry in of(repos)}

    assert await town.run(story) == {"as ada", "mended"}


async def test_an_erased_entry_is_gone_for_good_and_the_count_stays(town):
    def story(repos):
        post = a_post(repos)
        taps.done(repos, asked(), "windy")
        taps.feel(repos, asked(), Felt.EASIER)
        [entry] = of(repos)
        with pytest.raises(NotFound):
            diary.erase(repos, COMMUNITY, BO, entry.id)
        diary.erase(repos, COMMUNITY, ADA, entry.id)
        with pytest.raises(NotFound):
            diary.write(repos, COMMUNITY, ADA, entry.id, "again")
        left = repos.challenges.tapped(post.id, ADA.platform, ADA.user)
        return of(repos), (left.note, left.did, left.felt), repos.challenges.counts(post.id)

    assert await town.run(story) == ((), ("", None, None), {Tap.DONE: 1})


async def test_an_erased_entry_does_not_tell_which_challenge_it_was(town):
    def story(repos):
        post = a_post(repos)
        swapped = taps.swap(repos, asked())
        taps.done(repos, asked(), what=swapped.challenge.id)
        diary.erase_all(repos, COMMUNITY, ADA)
        left = repos.challenges.tapped(post.id, ADA.platform, ADA.user)
        again = taps.done(repos, asked())
        return left.shown == (post.challenge,), again.did.id == post.challenge

    assert await town.run(story) == (True, True)


async def test_erasing_again_and_again_inflates_no_count(town):
    def story(repos):
        post = a_post(repos)
        for _ in range(5):
            taps.done(repos, asked(), "windy")
            diary.erase_all(repos, COMMUNITY, ADA)
        return repos.challenges.counts(post.id)

    assert await town.run(story) == {Tap.DONE: 1}


async def test_erasing_all_takes_every_entry_of_this_community_and_of_nobody_else(town):
    def story(repos):
        for week in range(3):
            post = a_post(repos, -week)
            for who in (ADA, BO):
                taps.done(repos, asked(who, post=post.id), f"week {week}")
        return diary.erase_all(repos, COMMUNITY, ADA), len(of(repos)), len(of(repos, BO))

    assert await town.run(story) == (3, 0, 3)


async def test_kith_stop_takes_the_diary_too(town):
    def story(repos):
        a_post(repos)
        taps.done(repos, asked(), "windy")
        membership.stop(repos, ADA, NOW)
        return of(repos)

    assert await town.run(story) == ()


def an_entry(number, felt=None):
    day = MONDAY - timedelta(weeks=number)
    tap = ChallengeTap(
        post=f"p{number}",
        platform=ADA.platform,
        user=ADA.user,
        tap=Tap.DONE,
        shown=("reach-two-hellos",),
        did="reach-two-hellos",
        felt=felt,
    )
    return diary.Entry(day=day, tap=tap)


def labels_of(message):
    return [choice.label.template for choice in message.menu.choices]


def test_a_long_diary_has_pages_that_go_round():
    every = tuple(an_entry(number) for number in range(20))
    pages = [cards.page(every, LIBRARY, "UTC", page=number) for number in (1, 2, 3, 99)]
    assert [len(page.bullets) for page in pages] == [8, 8, 4, 4]
    nexts = [
        choice.action.options["page"]
        for page in pages
        for choice in page.menu.choices
        if choice.key == "more"
    ]
    assert nexts == ["2", "3", "1", "1"]
    assert "More ({number} of {last})" not in labels_of(cards.page(every[:8], LIBRARY, "UTC"))


def test_how_things_turned_out_is_told_from_three_answers_up():
    some = (an_entry(1, Felt.EASIER), an_entry(2, Felt.HARDER))
    assert cards.page(some, LIBRARY, "UTC").lines == ()
    [line] = cards.page((*some, an_entry(3, Felt.EASIER)), LIBRARY, "UTC").lines
    assert (line.values["lighter"], line.values["told"]) == (2, 3)


def test_a_challenge_that_left_the_library_still_has_its_week():
    gone = replace(an_entry(1), tap=replace(an_entry(1).tap, did="reach-gone"))
    [bullet] = cards.page((gone,), LIBRARY, "UTC").bullets
    assert bullet.values["title"].template == "A challenge of that week"


@pytest.mark.parametrize(
    ("evidence", "told"), [(Evidence.WEAK_TIE, True), (Evidence.ESCALATE, True), (Evidence.VOICE, False)]
)
def test_after_a_done_only_what_encourages_is_said_of_the_evidence(evidence, told):
    challenge = replace(LIBRARY.challenges[0], evidence=evidence)
    post = ChallengePost(id="p", community=COMMUNITY.id, day=MONDAY, challenge=challenge.id)
    answered = taps.Answered(
        post=post,
        challenge=challenge,
        did=challenge,
        tap=an_entry(1).tap,
        others_done=0,
        swaps_left=True,
        over=False,
    )
    assert (len(thanks(answered, ()).lines) == 2) is told


async def test_the_whole_diary_goes_only_after_a_question():
    async with a_place(circle=False) as (kith, olga):
        ada = await kith.stage.person("Ada")
        await olga.say("organise challenges", state="on", day="thursday", time="10:00")
        await kith.push(days=4)
        await ada.say("challenge done", note="We met at the market.")
        await ada.say("challenge mine")
        question = await ada.tap("Erase all of it")
        assert "can't be brought back" in question.text
        assert "stays as it is" in (await ada.tap("No, keep it")).text
        assert "market" in (await ada.say("challenge mine")).text
        await ada.tap("Erase all of it")
        assert "erased" in (await ada.tap("Yes, erase it")).text
        assert "Your diary is empty" in (await ada.say("challenge mine")).text
        assert "Your diary is empty" in (await ada.say("challenge file")).text


async def test_a_line_that_is_too_long_or_empty_is_answered_kindly():
    async with a_place(circle=False) as (kith, olga):
        ada = await kith.stage.person("Ada")
        await olga.say("organise challenges", state="on", day="thursday", time="10:00")
        await kith.push(days=4)
        assert "200 characters" in (await ada.say("challenge done", note="x" * 201)).text
        await ada.say("challenge done", note="Windy.")
        await ada.say("challenge mine")
        await ada.tap("Open")
        await ada.tap("Change my line")
        assert "Windy" not in (await ada.fill(note="")).text
