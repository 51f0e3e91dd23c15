"""A community's own shelf, on both databases: suggestions, packs, what is left out, and what does not fit."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from adapters.sql import tables
from bot.domain.community import Account
from bot.domain.norms import NormAsked
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.shelf import SuggestionState, in_pack
from bot.ids import ChallengeId, PackId, PlatformName, PostId, SuggestionId, UserId
from tests.support import stored
from tests.support.shelf import GARDEN, a_pack, a_suggestion, an_entry, declined
from tests.support.stored import DISCORD, NOW, TOWN

ANA = Account(platform=DISCORD, user=UserId("4711"))
ANA_TOO = Account(platform=PlatformName("matrix"), user=UserId("@ana:example.org"))
BEN = Account(platform=DISCORD, user=UserId("4712"))
BENCH = in_pack(GARDEN, "bench")


async def test_a_suggestion_comes_back_as_it_was(storage):
    mine = a_suggestion("s1", ANA, title="Café '{x}' @everyone")

    def story(repos):
        stored.settle_town(repos)
        repos.suggestions.add(mine)
        repos.suggestions.save(changed := declined(mine, words="Thanks!"))
        return changed, repos.suggestions.get(SuggestionId("s1"))

    changed, found = await storage.run(story)
    assert found == changed


async def test_what_waits_comes_oldest_first_and_page_by_page(storage):
    def story(repos):
        stored.settle_town(repos)
        for number in range(5):
            at = NOW - timedelta(minutes=number)
            repos.suggestions.add(a_suggestion(f"s{number}", ANA, at=at))
        repos.suggestions.add(declined(a_suggestion("no", ANA)))
        repos.suggestions.add(replace(a_suggestion("draft", ANA), state=SuggestionState.DRAFT))
        pages = [repos.suggestions.waiting(TOWN, offset=start, limit=2) for start in (0, 2, 4)]
        return [[each.id for each in page] for page in pages], repos.suggestions.how_many_wait(TOWN)

    assert await storage.run(story) == ([["s4", "s3"], ["s2", "s1"], ["s0"]], 5)


async def test_forgetting_an_account_takes_its_suggestions_and_keeps_what_it_said_as_a_count(storage):
    def story(repos):
        stored.settle_town(repos)
        for name, account in (("a", ANA), ("b", ANA_TOO), ("c", BEN)):
            repos.suggestions.add(a_suggestion(name, account))
        for account in (ANA, BEN):
            repos.packs.say_misfit(TOWN, BENCH, (account,), NOW.date())
        known = repos.traces.communities_of(ANA.platform, ANA.user)
        repos.suggestions.forget(TOWN, ANA)
        repos.packs.forget(TOWN, ANA)
        left = repos.suggestions.of_accounts(TOWN, (ANA, ANA_TOO, BEN))
        gone = repos.traces.communities_of(ANA.platform, ANA.user)
        return known, gone, {each.id for each in left}, repos.packs.misfits(TOWN)

    assert await storage.run(story) == ((TOWN,), (), {"b", "c"}, {BENCH: 2})


async def test_what_an_account_did_goes_on_under_another_one_of_the_same_person(storage):
    """A diary, suggestions, what was asked, what does not fit; what the other one said itself stays as it is."""
    other = ChallengeId("reach-two-hellos")

    def story(repos):
        stored.settle_town(repos)
        for week, accounts in enumerate(((ANA,), (ANA, ANA_TOO), (BEN,))):
            day = NOW.date() - timedelta(weeks=week)
            post = ChallengePost(id=PostId(f"p{week}"), community=TOWN, day=day, challenge=BENCH)
            repos.challenges.add_post(post)
            for account in accounts:
                tap = ChallengeTap(
                    post=post.id,
                    platform=account.platform,
                    user=account.user,
                    tap=Tap.DONE,
                    shown=(BENCH,),
                    note=account.user,
                )
                repos.challenges.tap(tap)
        repos.suggestions.add(a_suggestion("a", ANA))
        repos.packs.say_misfit(TOWN, BENCH, (ANA,), NOW.date())
        repos.norms.ask(NormAsked(community=TOWN, platform=DISCORD, user=ANA.user, since=NOW.date()))
        repos.traces.hand_on(TOWN, ANA, ANA_TOO)
        for name in (BENCH, other):
            repos.packs.say_misfit(TOWN, name, (ANA_TOO,), NOW.date())
        return (
            [tap.note for _, tap in repos.challenges.diary(TOWN, ANA_TOO.platform, ANA_TOO.user)],
            [tap.note for _, tap in repos.challenges.diary(TOWN, BEN.platform, BEN.user)],
            [each.id for each in repos.suggestions.of_accounts(TOWN, (ANA_TOO,))],
            [repos.norms.asked(TOWN, account) is not None for account in (ANA, ANA_TOO)],
            dict(repos.packs.misfits(TOWN)),
        )

    assert await storage.run(story) == (
        [ANA.user, ANA_TOO.user],
        [BEN.user],
        ["a"],
        [False, True],
        {BENCH: 1, other: 1},
    )


async def test_whoever_suggested_something_is_looked_for_when_people_leave(storage):
    def story(repos):
        stored.settle_town(repos)
        repos.suggestions.add(a_suggestion("a", ANA_TOO))
        return repos.traces.accounts(TOWN, offset=0, limit=10)

    assert ANA_TOO in await storage.run(story)


async def test_what_was_declined_or_waits_for_too_long_goes(storage):
    def story(repos):
        stored.settle_town(repos)
        repos.suggestions.add(a_suggestion("waits", ANA))
        repos.suggestions.add(declined(a_suggestion("old", ANA)))
        repos.suggestions.add(declined(a_suggestion("new", ANA), after=timedelta(days=1)))
        repos.suggestions.add(a_suggestion("never-read", ANA, at=NOW - timedelta(days=366)))
        number = repos.suggestions.drop_old(
            TOWN, declined_before=NOW + timedelta(hours=1), sent_before=NOW - timedelta(days=365)
        )
        return number, {each.id for each in repos.suggestions.of_accounts(TOWN, (ANA,))}

    assert await storage.run(story) == (2, {"waits", "new"})


async def test_packs_and_their_challenges_come_in_order_and_are_replaced(storage):
    def story(repos):
        stored.settle_town(repos)
        repos.packs.put(a_pack())
        repos.packs.put(a_pack(PackId("books"), on=False))
        repos.packs.put_entries(an_entry("tree", 2), an_entry("bench", 1))
        repos.packs.put_entries(an_entry("bench", 1, title="A bench"), an_entry("zoo", pack=PackId("books")))
        repos.packs.put(a_pack(name="Gardens"))
        found = [(each.id, each.entry.title.template) for each in repos.packs.entries(TOWN)]
        repos.packs.remove_entry(TOWN, BENCH)
        repos.packs.remove(TOWN, GARDEN)
        return found, repos.packs.all(TOWN), repos.packs.entry(TOWN, BENCH), repos.packs.entries("elsewhere")

    found, packs, gone, none = await storage.run(story)
    assert [name for name, _ in found] == ["books/zoo", "garden/bench", "garden/tree"]
    assert dict(found)[BENCH] == "A bench"
    assert (packs, gone, none) == ((a_pack(PackId("books"), on=False),), None, ())


async def test_what_was_posted_or_shown_is_known(storage):
    post = ChallengePost(id=PostId("p"), community=TOWN, day=date(2026, 12, 3), challenge=BENCH)

    def story(repos):
        stored.settle_town(repos)
        repos.challenges.add_post(post)
        shown = (BENCH, ChallengeId("reach-two-hellos"))
        tap = ChallengeTap(post=post.id, platform=DISCORD, user=ANA.user, tap=Tap.DONE, shown=shown)
        repos.challenges.tap(tap)
        return repos.packs.seen(TOWN), repos.packs.seen("elsewhere")

    assert await storage.run(story) == ({BENCH, "reach-two-hellos"}, frozenset())


async def test_what_is_left_out_can_be_taken_back_in(storage):
    def story(repos):
        stored.settle_town(repos)
        for name in ("light-sound", "light-sound", BENCH):
            repos.packs.leave_out(TOWN, name)
        before = repos.packs.left_out(TOWN)
        repos.packs.take_back_in(TOWN, BENCH)
        return before, repos.packs.left_out(TOWN), repos.packs.left_out("elsewhere")

    assert await storage.run(story) == ({"light-sound", BENCH}, {"light-sound"}, frozenset())


async def test_each_person_says_once_that_something_does_not_fit_and_stands_under_a_hash(storage):
    def story(repos):
        stored.settle_town(repos)
        for accounts in ((ANA,), (ANA,), (ANA_TOO, ANA), (BEN,)):
            repos.packs.say_misfit(TOWN, BENCH, accounts, NOW.date())
        return repos.packs.misfits(TOWN)

    assert await storage.run(story) == {BENCH: 2}
    marks = await storage.transact(lambda connection: connection.scalars(select(tables.misfit.c.mark)).all())
    assert not any(account.user in mark for account in (ANA, ANA_TOO, BEN) for mark in marks)


async def test_counts_of_misfits_end_by_a_decision_or_by_their_age(storage):
    def story(repos):
        stored.settle_town(repos)
        repos.packs.say_misfit(TOWN, BENCH, (ANA,), NOW.date())
        repos.packs.say_misfit(TOWN, BENCH, (BEN,), NOW.date() - timedelta(days=400))
        dropped = repos.packs.drop_misfits(TOWN, NOW.date() - timedelta(days=365))
        one = dict(repos.packs.misfits(TOWN))
        repos.packs.forget(TOWN, ANA)
        repos.packs.clear_misfits(TOWN, BENCH)
        return dropped, one, repos.packs.misfits(TOWN)

    assert await storage.run(story) == (1, {BENCH: 1}, {})
