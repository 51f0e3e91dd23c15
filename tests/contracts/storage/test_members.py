"""Members, their accounts and enrolments are kept, and erased for good."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.community import Account, SpotNote
from bot.domain.member import Attendance, Contact, Enrolment, Frequency, MemberState, Participant, Reach
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.rounds import Acceptance, Feeling, Meeting, Met
from bot.ids import (
    AreaId,
    ChallengeId,
    CircleId,
    CommunityId,
    GroupId,
    MemberId,
    PlatformName,
    PostId,
    UserId,
)
from tests.support import stored
from tests.support.stored import DISCORD, NOW, TOWN

ANA, BEN = MemberId("ana"), MemberId("ben")
SATURDAYS = CircleId("saturdays")
MATRIX = PlatformName("matrix")


def account(user: str, platform: PlatformName = DISCORD) -> Account:
    return Account(platform=platform, user=UserId(user))


async def test_a_member_comes_back_as_written(storage):
    written = replace(
        stored.member("ana"),
        state=MemberState.PAUSED,
        contact=Contact.DIRECT,
        paused_until=NOW + timedelta(days=9),
        erase_at=NOW,
        language="de-CH",
        area=AreaId("north"),
        reach=Reach.NEAR,
        times=0b101,
        languages=frozenset({"nl", "en"}),
        interests=("chess, go", "naïve art", "🚲"),
        wishes=frozenset({SpotNote.NO_ALCOHOL, SpotNote.SEATED}),
        pairs_only=True,
        role="gardener",
        hello="Hi! '; DROP TABLE member; -- {0.__class__} %s",
    )

    def work(repos):
        stored.settle_town(repos)
        repos.members.save(written)
        return repos.members.get(ANA)

    assert await storage.run(work) == written


async def test_members_are_listed_by_id_within_their_community(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.communities.add(stored.community("zoo"))
        repos.members.add(stored.member("aaa", "zoo"))
        return [member.id for member in repos.members.of_community(TOWN)]

    assert await storage.run(work) == ["ana", "ben", "cy"]


async def test_a_member_is_found_by_each_account_in_each_community(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.communities.add(stored.community("zoo"))
        repos.members.add(stored.member("zana", "zoo"))
        repos.members.add_account(ANA, account("1"))
        repos.members.add_account(ANA, account("@a:b", MATRIX))
        repos.members.add_account(MemberId("zana"), account("1"))
        return (
            repos.members.of_account(TOWN, DISCORD, UserId("1")).id,
            repos.members.of_account(CommunityId("zoo"), DISCORD, UserId("1")).id,
            repos.members.of_account(TOWN, MATRIX, UserId("1")),
            [member.id for member in repos.members.of_user(DISCORD, UserId("1"))],
            repos.members.accounts(ANA),
        )

    town, zoo, nobody, everywhere, accounts = await storage.run(work)
    assert (town, zoo, nobody, everywhere) == ("ana", "zana", None, ["ana", "zana"])
    assert accounts == (account("1"), account("@a:b", MATRIX))


async def test_an_account_belongs_to_one_member_of_a_community(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.members.add_account(ANA, account("1"))
        repos.members.add_account(ANA, account("1"))
        with pytest.raises(ValueError, match="another member"):
            repos.members.add_account(BEN, account("1"))
        with pytest.raises(LookupError):
            repos.members.add_account(MemberId("nobody"), account("2"))
        return repos.members.accounts(ANA), repos.members.accounts(BEN)

    assert await storage.run(work) == ((account("1"),), ())


async def test_enrolments_are_added_replaced_and_removed(storage):
    def work(repos):
        stored.settle_town(repos)
        for name in (BEN, ANA):
            repos.members.enrol(Enrolment(circle=SATURDAYS, member=name, attendance=Attendance.ALWAYS))
        repos.members.enrol(Enrolment(circle=SATURDAYS, member=ANA, attendance=Attendance.ASK))
        both = repos.members.enrolled(SATURDAYS)
        repos.members.unenrol(SATURDAYS, BEN)
        return both, repos.members.enrolments(ANA), repos.members.enrolments(BEN)

    both, anas, bens = await storage.run(work)
    assert [(one.member, one.attendance) for one in both] == [("ana", "ask"), ("ben", "always")]
    assert anas == both[:1]
    assert bens == ()


async def test_an_enrolment_keeps_its_wishes_and_a_partner_who_leaves_takes_the_wish_along(storage):
    wishes = Enrolment(
        circle=SATURDAYS,
        member=ANA,
        attendance=Attendance.ALWAYS,
        frequency=Frequency.MONTHLY,
        host=True,
        partner=BEN,
    )

    def work(repos):
        stored.settle_town(repos)
        repos.members.enrol(wishes)
        repos.members.enrol(Enrolment(circle=SATURDAYS, member=BEN, attendance=Attendance.ASK, partner=ANA))
        before = repos.members.enrolments(ANA)
        repos.members.unenrol(SATURDAYS, BEN)
        after = repos.members.enrolments(ANA)
        repos.members.enrol(wishes)
        repos.members.erase(BEN)
        return before, after, repos.members.enrolments(ANA)

    before, *after = await storage.run(work)
    assert before == (wishes,)
    assert after == [(replace(wishes, partner=None),)] * 2


@pytest.mark.timeout(60)
async def test_who_takes_part_is_active_and_has_an_account_on_the_platform(storage):
    """Whoever has two accounts there comes once; pages follow each other without a gap."""
    names = [MemberId(f"m{number:04}") for number in range(1201)]

    def work(repos):
        stored.settle_town(repos)
        for name in (*names, ANA, BEN):
            enrolment = Enrolment(circle=SATURDAYS, member=name, attendance=Attendance.ASK)
            if name in names:
                repos.members.add(stored.member(name))
                repos.members.add_account(name, account(name))
            repos.members.enrol(enrolment)
        repos.members.add_account(names[0], account("m0000-too"))
        repos.members.save(replace(stored.member(names[1]), state=MemberState.PAUSED))
        repos.members.add_account(ANA, account("ana", MATRIX))
        return list(repos.members.taking_part(SATURDAYS, DISCORD))

    found = await storage.run(work)
    assert [each.member.id for each in found] == [names[0], *names[2:]]
    assert found[0] == Participant(
        member=stored.member(names[0]),
        enrolment=Enrolment(circle=SATURDAYS, member=names[0], attendance=Attendance.ASK),
        user=UserId("m0000"),
    )


async def test_of_two_accounts_on_a_platform_the_first_one_is_written_to_as_long_as_it_is_there(storage):
    def work(repos):
        stored.settle_town(repos)
        for user in ("2", "10", "1"):
            repos.members.add_account(ANA, account(user))
        repos.members.enrol(Enrolment(circle=SATURDAYS, member=ANA, attendance=Attendance.ASK))
        before = (
            repos.members.accounts(ANA),
            [each.user for each in repos.members.taking_part(SATURDAYS, DISCORD)],
        )
        repos.members.remove_account(ANA, account("2"))
        repos.members.remove_account(BEN, account("1"))
        after = (
            repos.members.accounts(ANA),
            [each.user for each in repos.members.taking_part(SATURDAYS, DISCORD)],
        )
        return before, after

    before, after = await storage.run(work)
    assert before == ((account("2"), account("1"), account("10")), ["2"])
    assert after == ((account("1"), account("10")), ["1"])


async def test_another_account_of_theirs_can_become_the_one_to_write_to(storage):
    def work(repos):
        stored.settle_town(repos)
        for each in (account("1"), account("2"), account("@ana:b", MATRIX)):
            repos.members.add_account(ANA, each)
        repos.members.prefer_account(ANA, account("2"))
        preferred = repos.members.accounts(ANA)
        repos.members.prefer_account(ANA, account("somebody else's"))
        return preferred, repos.members.accounts(ANA)

    preferred, after = await storage.run(work)
    assert preferred == after == (account("2"), account("1"), account("@ana:b", MATRIX))


def full_life(repos) -> None:
    """Let Ana take part in everything there is."""
    stored.settle_town(repos)
    repos.members.add_account(ANA, account("1"))
    repos.members.enrol(Enrolment(circle=SATURDAYS, member=ANA, attendance=Attendance.ASK))
    round_ = stored.a_round()
    repos.rounds.answer(round_.id, ANA, coming=True)
    repos.rounds.sit_out(round_.id, ANA)
    repos.rounds.add_seat(
        stored.seat(
            "ana", accepted=Acceptance.FIRST, met=Met.YES, feeling=Feeling.NOT_FOR_ME, again=False, fit=400
        )
    )
    repos.rounds.add_seat(stored.seat("ben", met=Met.YES, feeling=Feeling.GOOD, again=True))
    repos.rounds.record(
        Meeting(first=ANA, second=BEN, round=round_.id, community=TOWN, slot=round_.slot, met=True)
    )
    for place, user in ((TOWN, "1"), (TOWN, "2"), (CommunityId("zoo"), "1")):
        if repos.communities.get(place) is None:
            repos.communities.add(stored.community(place))
        post = PostId(f"{place}-week")
        if repos.challenges.post(post) is None:
            repos.challenges.add_post(
                ChallengePost(id=post, community=place, day=round_.slot, challenge=ChallengeId("wave"))
            )
        repos.challenges.tap(
            ChallengeTap(
                post=post, platform=DISCORD, user=UserId(user), tap=Tap.DONE, shown=(), note="private"
            )
        )


async def test_erasing_a_member_leaves_only_the_bare_id_in_who_met_whom(storage):
    def work(repos):
        full_life(repos)
        repos.members.erase(ANA)
        round_id = stored.a_round().id
        assert repos.members.get(ANA) is None
        assert repos.members.accounts(ANA) == ()
        assert repos.members.of_user(DISCORD, UserId("1")) == ()
        assert repos.members.enrolments(ANA) == ()
        assert repos.rounds.answers(round_id) == {}
        assert repos.rounds.sat_out(SATURDAYS) == ()
        return repos.rounds.seats(GroupId("g1")), repos.rounds.meetings(TOWN)

    (ana, ben), (meeting,) = await storage.run(work)
    assert (ana.member, ana.met, ana.feeling, ana.again, ana.fit) == ("ana", None, None, None, None)
    assert (ben.met, ben.feeling, ben.again) == (Met.YES, Feeling.GOOD, True)
    assert (meeting.first, meeting.met) == ("ana", True)


async def test_erasing_a_member_takes_their_challenge_taps_of_that_community_only(storage):
    def work(repos):
        full_life(repos)
        repos.members.erase(ANA)
        tapped = repos.challenges.tapped
        zoo, town = PostId("zoo-week"), PostId("town-week")
        return (
            tapped(town, DISCORD, UserId("1")),
            tapped(town, DISCORD, UserId("2")) is not None,
            tapped(zoo, DISCORD, UserId("1")) is not None,
        )

    assert await storage.run(work) == (None, True, True)


async def test_somebody_erased_can_join_anew_with_the_same_account(storage):
    def work(repos):
        full_life(repos)
        repos.members.erase(ANA)
        repos.members.add(stored.member("ana2"))
        repos.members.add_account(MemberId("ana2"), account("1"))
        return repos.members.of_account(TOWN, DISCORD, UserId("1")).id

    assert await storage.run(work) == "ana2"
