"""Who stays apart: by accounts, as keyed hashes, through everything that a member can do."""

import hmac

import pytest
from sqlalchemy import select

from adapters.sql import tables
from bot.domain.care import Avoided, Separation, Why
from bot.domain.community import Account
from bot.ids import CommunityId, MemberId, PlatformName, SeparationId, UserId
from tests.support import stored
from tests.support.stored import DISCORD, TOWN

ANA, BEN, CY, NEW = MemberId("ana"), MemberId("ben"), MemberId("cy"), MemberId("new")
MATRIX = PlatformName("matrix")


def account(user, platform=DISCORD):
    return Account(platform=platform, user=UserId(user))


ANAS, BENS, CYS, STRANGER = account("1"), account("2"), account("3"), account("9")
BENS_OTHER = account("@ben:b", MATRIX)


def avoid(by, other, why=Why.AVOID, community=TOWN):
    return Separation(community=community, by=by, other=other, why=why)


def settle(repos):
    """Store ana, ben, who has two accounts, and cy."""
    stored.settle_town(repos)
    for member, own in ((ANA, ANAS), (BEN, BENS), (BEN, BENS_OTHER), (CY, CYS)):
        repos.members.add_account(member, own)


def come_back(repos, *accounts):
    """Let a new member have accounts that somebody had before."""
    repos.members.add(stored.member(NEW))
    for own in accounts:
        repos.members.add_account(NEW, own)


def read_by(repos, member):
    return [each.who for each in repos.separations.avoided_by(member)]


@pytest.mark.parametrize("why", Why)
async def test_two_stay_apart_whoever_of_them_said_so(storage, why):
    def work(repos):
        settle(repos)
        for _ in range(2):
            repos.separations.add(avoid(BENS, ANAS, why))
        return repos.separations.apart(TOWN), [repos.separations.apart_from(each) for each in (ANA, BEN, CY)]

    assert await storage.run(work) == ({(ANA, BEN)}, [{BEN}, {ANA}, set()])


async def test_who_reported_whom_is_known_by_whichever_account_and_is_no_avoid(storage):
    """Each sees their own side; the other's side, an avoid and another community count for nothing."""

    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS_OTHER, Why.REPORT))
        repos.separations.add(avoid(BENS, CYS))
        repos.separations.add(avoid(STRANGER, BENS, Why.REPORT))
        members = (ANA, BEN, CY)
        before = [(repos.separations.reported_by(each), repos.separations.reported(each)) for each in members]
        repos.members.erase(ANA)
        come_back(repos, ANAS)
        return before, repos.separations.reported_by(BEN), repos.separations.reported(NEW)

    before, by, after = await storage.run(work)
    assert before == [(set(), {BEN}), ({ANA}, set()), (set(), set())]
    assert (by, after) == ({NEW}, {BEN})


async def test_all_accounts_of_a_member_count(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS_OTHER))
        repos.separations.add(avoid(BENS, CYS))
        return repos.separations.apart(TOWN)

    assert await storage.run(work) == {(ANA, BEN), (BEN, CY)}


async def test_whoever_is_no_member_yet_stays_apart_once_they_are(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, STRANGER))
        before = repos.separations.apart(TOWN)
        come_back(repos, STRANGER)
        return before, repos.separations.apart(TOWN), read_by(repos, ANA)

    assert await storage.run(work) == (set(), {(ANA, NEW)}, [STRANGER])


async def test_communities_do_not_share_who_stays_apart(storage):
    def work(repos):
        settle(repos)
        zoo = CommunityId("zoo")
        repos.communities.add(stored.community(zoo))
        for name, own in (("far-ana", ANAS), ("far-ben", BENS)):
            repos.members.add(stored.member(name, within=zoo))
            repos.members.add_account(MemberId(name), own)
        repos.separations.add(avoid(ANAS, BENS, community=zoo))
        return repos.separations.apart(TOWN), repos.separations.apart(zoo)

    assert await storage.run(work) == (set(), {("far-ana", "far-ben")})


async def test_only_the_owner_of_an_avoid_has_it_on_a_list_and_each_person_once(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(BENS, ANAS))
        repos.separations.add(avoid(BENS_OTHER, ANAS))
        repos.separations.add(avoid(BENS, STRANGER))
        repos.separations.add(avoid(CYS, BENS, Why.REPORT))
        return {member: read_by(repos, member) for member in (ANA, BEN, CY)}

    assert await storage.run(work) == {ANA: [], BEN: [ANAS, STRANGER], CY: []}


async def test_a_wish_is_taken_back_by_its_owner_only_and_with_any_account(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(BENS, ANAS))
        repos.separations.add(avoid(BENS_OTHER, ANAS))
        by_other = repos.separations.take_back(ANA, BENS)
        mine = [repos.separations.take_back(BEN, ANAS) for _ in range(2)]
        return by_other, mine, repos.separations.apart(TOWN)

    assert await storage.run(work) == (False, [True, False], set())


async def test_taking_back_gives_away_no_other_account_of_the_same_person(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS))
        return repos.separations.take_back(ANA, BENS_OTHER), repos.separations.apart(TOWN)

    assert await storage.run(work) == (False, {(ANA, BEN)})


async def test_a_report_keeps_two_apart_for_good(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS, Why.REPORT))
        repos.separations.add(avoid(ANAS, BENS))
        repos.separations.take_back(ANA, BENS)
        lines = repos.separations.avoided_by(ANA)
        repos.separations.forget(ANA)
        repos.members.erase(ANA)
        come_back(repos, ANAS)
        return lines, repos.separations.apart(TOWN)

    assert await storage.run(work) == ((), {(BEN, NEW)})


async def test_leaving_erasing_and_coming_back_with_either_account_change_nothing(storage):
    """Also for the account that was not named, and nobody can read any more who it was."""

    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS))
        repos.separations.forget(BEN)
        repos.members.erase(BEN)
        come_back(repos, BENS_OTHER)
        return repos.separations.apart(TOWN), read_by(repos, ANA)

    assert await storage.run(work) == ({(ANA, NEW)}, [None])


async def test_an_account_that_goes_leaves_its_separations_to_the_others(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS))
        repos.separations.add(avoid(BENS, CYS))
        repos.members.remove_account(BEN, BENS)
        kept = repos.separations.apart(TOWN)
        come_back(repos, BENS)
        taken_back = repos.separations.take_back(ANA, BENS), repos.separations.take_back(BEN, CYS)
        return kept, read_by(repos, CY), taken_back, repos.separations.apart(TOWN)

    assert await storage.run(work) == ({(ANA, BEN), (BEN, CY)}, [], (True, True), set())


async def test_one_member_out_of_two_stays_apart_from_whom_either_did(storage):
    def work(repos):
        settle(repos)
        come_back(repos, STRANGER)
        repos.separations.add(avoid(ANAS, STRANGER))
        repos.separations.add(avoid(BENS, STRANGER))
        repos.separations.add(avoid(STRANGER, CYS))
        repos.members.merge(NEW, repos.members.get(BEN))
        return repos.separations.apart(TOWN), read_by(repos, BEN)

    pairs, lines = await storage.run(work)
    assert pairs == {(ANA, BEN), (BEN, CY)}  # and nobody from themselves
    assert lines == [CYS, STRANGER]


async def test_whoever_forgets_loses_their_own_list_and_stays_on_others(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(BENS, CYS))
        repos.separations.add(avoid(ANAS, BENS))
        repos.separations.forget(BEN)
        return repos.separations.apart(TOWN), read_by(repos, BEN), read_by(repos, ANA)

    assert await storage.run(work) == ({(ANA, BEN)}, [], [None])


async def test_whoever_is_erased_after_leaving_finds_people_apart_when_they_come_back(storage):
    """Leaving is no wish to meet somebody again: the hashes stay, and nobody can read them."""

    def work(repos):
        settle(repos)
        repos.separations.add(avoid(BENS, CYS))
        repos.members.erase(BEN)
        come_back(repos, BENS_OTHER)
        return repos.separations.apart(TOWN), repos.separations.avoided_by(NEW)

    pairs, (line,) = await storage.run(work)
    assert pairs == {(CY, NEW)}
    assert line.who is None

    def take_back(repos):
        others = repos.separations.take_back_line(ANA, line.id)
        own = [repos.separations.take_back_line(NEW, name) for name in (line.id, SeparationId("none"))]
        return others, own, repos.separations.apart(TOWN)

    assert await storage.run(take_back) == (False, [True, False], set())


async def test_naming_somebody_again_makes_a_line_readable_again(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS))
        repos.separations.forget(BEN)
        repos.separations.add(avoid(ANAS, BENS))
        return repos.separations.avoided_by(ANA)

    (line,) = await storage.run(work)
    assert line == Avoided(id=line.id, who=BENS)


async def test_whoever_is_no_member_can_be_forgotten_too(storage):
    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, STRANGER))
        repos.separations.forget_account(TOWN, STRANGER)
        come_back(repos, STRANGER)
        return repos.separations.apart(TOWN), read_by(repos, ANA)

    assert await storage.run(work) == ({(ANA, NEW)}, [None])


async def test_what_stays_after_erasing_names_nobody_and_cannot_be_guessed(storage):
    """Hashing every account there is gives none of the marks: they need the pepper."""

    def work(repos):
        settle(repos)
        repos.separations.add(avoid(ANAS, BENS))
        repos.separations.add(avoid(BENS, ANAS))
        for member in (ANA, BEN):
            repos.members.erase(member)

    await storage.run(work)
    stored_words = await storage.transact(words_of_separations)
    assert len(stored_words) > 2
    guesses = {
        hmac.digest(key, f"town\x1f{own.platform}\x1f{own.user}".encode(), "sha256").hex()
        for own in (ANAS, BENS, BENS_OTHER)
        for key in (b"", b"kith", b"town")
    }
    assert not guesses & stored_words
    assert not {"1", "2", "@ben:b", ANA, BEN} & stored_words


def words_of_separations(connection):
    rows = [
        row
        for table in (tables.separation, tables.separation_mark)
        for row in connection.execute(select(table)).all()
    ]
    return {word for row in rows for word in row if word is not None}
