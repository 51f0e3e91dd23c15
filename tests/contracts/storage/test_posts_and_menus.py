"""Weekly posts, taps and menus are kept."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.posts import ChallengePost, ChallengeTap, Felt, Tap
from bot.ids import ChallengeId, CommunityId, MenuId, PlatformName, PostId, UserId
from bot.ports.messages import Action, Choice, Menu
from bot.ports.storage import StoredMenu
from bot.text.message import Moment, Person, T, Verbatim
from tests.support import stored
from tests.support.stored import DISCORD, NOW, TOWN


def post(day: date, within: str = "town") -> ChallengePost:
    return ChallengePost(
        id=PostId(f"{within}/{day}"), community=CommunityId(within), day=day, challenge=ChallengeId("wave")
    )


FIRST, SECOND = post(date(2026, 11, 23)), post(date(2026, 11, 30))


def tap(
    on: ChallengePost, what: Tap, user: str = "1", platform: str = "discord", note: str = ""
) -> ChallengeTap:
    return ChallengeTap(
        post=on.id,
        platform=PlatformName(platform),
        user=UserId(user),
        tap=what,
        shown=(ChallengeId("wave"), ChallengeId("bench")),
        note=note,
        did=ChallengeId("bench") if what is Tap.DONE else None,
        felt=Felt.HARDER if note else None,
    )


def two_weeks(repos) -> None:
    for place in ("town", "zoo"):
        repos.communities.add(stored.community(place))
    for one in (FIRST, SECOND, post(FIRST.day, "zoo")):
        repos.challenges.add_post(one)


async def test_posts_are_listed_newest_first(storage):
    def work(repos):
        two_weeks(repos)
        return repos.challenges.posts(TOWN), repos.challenges.post(FIRST.id)

    assert await storage.run(work) == ((SECOND, FIRST), FIRST)


async def test_the_last_tap_counts_and_taps_are_counted(storage):
    def work(repos):
        two_weeks(repos)
        repos.challenges.tap(tap(FIRST, Tap.SWAPPED))
        repos.challenges.tap(tap(FIRST, Tap.DONE, note="Met the neighbour's dog, at last."))
        repos.challenges.tap(tap(FIRST, Tap.DONE, user="2"))
        repos.challenges.tap(tap(FIRST, Tap.SKIPPED, platform="matrix"))
        mine = repos.challenges.tapped(FIRST.id, DISCORD, UserId("1"))
        return mine, repos.challenges.counts(FIRST.id), repos.challenges.counts(SECOND.id)

    mine, counts, none = await storage.run(work)
    assert mine == tap(FIRST, Tap.DONE, note="Met the neighbour's dog, at last.")
    assert counts == {Tap.DONE: 2, Tap.SKIPPED: 1}
    assert none == {}


async def test_a_diary_holds_ones_own_taps_in_that_community_newest_first(storage):
    def work(repos):
        two_weeks(repos)
        for on in (FIRST, SECOND, post(FIRST.day, "zoo")):
            repos.challenges.tap(tap(on, Tap.DONE))
        repos.challenges.tap(tap(FIRST, Tap.SKIPPED, user="2"))
        return repos.challenges.diary(TOWN, DISCORD, UserId("1"))

    assert await storage.run(work) == ((SECOND, tap(SECOND, Tap.DONE)), (FIRST, tap(FIRST, Tap.DONE)))


def menu(name: str = "m1") -> Menu:
    at = Moment(at=NOW, zone="Europe/Amsterdam")
    label = T("{who} at {where}, {when}", who=Person("1"), where=Verbatim("Café *Zon*"), when=at)
    action = Action(command="meet plan", options={"accept": "first"})
    return Menu(
        id=MenuId(name), choices=(Choice(key="first", label=label, action=action),), prompt=T("When?")
    )


async def test_a_menu_comes_back_as_written_and_is_replaced_under_its_id(storage):
    first = StoredMenu(menu=menu(), community=TOWN, only=(UserId("1"), UserId("@a,b:c")), expires=NOW)
    second = replace(first, community=None, only=(), expires=NOW + timedelta(days=1))

    def work(repos):
        repos.menus.put(first)
        before = repos.menus.get(MenuId("m1"))
        repos.menus.put(second)
        return before, repos.menus.get(MenuId("m1")), repos.menus.get(MenuId("m2"))

    assert await storage.run(work) == (first, second, None)


async def test_expired_menus_are_purged(storage):
    def work(repos):
        for name, ends in (("old", -1), ("now", 0), ("new", 1)):
            expires = NOW + timedelta(seconds=ends)
            repos.menus.put(StoredMenu(menu=menu(name), community=TOWN, only=(), expires=expires))
        gone = repos.menus.purge(NOW)
        return gone, [name for name in ("old", "now", "new") if repos.menus.get(MenuId(name))]

    assert await storage.run(work) == (1, ["now", "new"])
