"""`my forget`: nothing that was stored about somebody is left, and no number that was shown moves."""

import logging
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.bootstrap import town_facts
from bot.domain.care import Separation, Why
from bot.domain.community import Account, Community
from bot.domain.member import Member
from bot.domain.moderation import Category, Report, ReportState
from bot.domain.posts import Tap
from bot.ids import CommunityId, MemberId, ReportId
from bot.services.privacy.totals import shown
from tests.support import living
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage
from tests.support.searching import bytes_of, counted, dump_of, rows_with

pytestmark = pytest.mark.timeout(120)

HELLO = "I grow purple carrots on a roof"
DIARY = "Called Ignatz after eleven years"
NAMES = ["Zelda", "Ben", "Cem", "Dia", "Eli"]


@asynccontextmanager
async def a_community():
    async with open_stage() as stage, kith_on(stage, on_file=True) as kith:
        ada = await stage.person("Ada", organiser=True)
        await living.set_up(ada)
        people = [await stage.person(name) for name in NAMES]
        for human in people:
            await living.join(human, hello=HELLO if human.name == "Zelda" else "Hi")
        yield kith, ada, people


async def live(kith, ada, people):
    """Live through two rounds and one weekly challenge, and let a third plan stand; plant what seldom happens."""
    zelda, ben = people[0], people[1]
    await ada.say("organise challenges", state="on", day="monday", time="10:00")
    for _ in range(2):
        await living.next_plans(kith, people)
        await living.meet(kith, people)
    await zelda.say("challenge done", note=DIARY)
    for human in people[1:]:
        await human.say("challenge done")
    await living.next_plans(kith, people)
    await zelda.say("meet profile")
    await zelda.say("my link")

    def plant(repos):
        member = member_of(repos, zelda)
        platform = kith.stage.platform.name
        mine, his = (Account(platform=platform, user=each.user_id) for each in (zelda, ben))
        for by, of in ((mine, his), (his, mine)):
            repos.separations.add(Separation(community=member.community, by=by, other=of, why=Why.AVOID))
        (circle,) = repos.rounds.circles(member.community)
        repos.rounds.sit_out(repos.rounds.of_circle(circle.id)[0].id, member.id)
        repos.sightings.note(member.id, kith.clock.now().date())
        return member.id

    return await kith.storage.run(plant)


def community_of(repos):
    return next(each for each in repos.communities.all() if repos.communities.homes(each.id))


def member_of(repos, human):
    return repos.members.of_account(community_of(repos).id, "playground", human.user_id)


def published(repos):
    """Return every number that people are shown about the past."""
    (community,) = repos.communities.all()
    facts = town_facts(repos)
    posts = repos.challenges.posts(community.id)
    return {
        "totals": {name: number for name, number in shown(repos, community.id).items() if number},
        "rounds": (facts.rounds, facts.groups, facts.met, facts.again, facts.again_met, facts.sat_out),
        "challenges": {post.id: dict(repos.challenges.counts(post.id)) for post in posts},
    }


async def test_nothing_that_was_stored_about_somebody_is_left(caplog):
    """Two rounds met, a plan that stands, a challenge, avoids both ways: all that names them is found, then nothing."""
    caplog.set_level(logging.INFO)
    async with a_community() as (kith, ada, people):
        zelda = people[0]
        member = await live(kith, ada, people)
        met = await kith.storage.run(lambda repos: repos.traces.meetings(member))
        words = (f"{zelda.user_id}'", f'{zelda.user_id}"', member, HELLO, DIARY, "Zelda")
        file = Path(kith.storage._engine.url.database)
        found = await rows_with(kith.storage, *words)
        assert {place.partition(".")[0] for place in found} >= {
            "member", "account", "enrolment", "answer", "seat", "meeting", "sat_out", "job", "menu", "seen",
            "challenge_tap", "separation", "consent",
        }  # fmt: skip
        assert {"member.hello", "challenge_tap.note"} <= (await rows_with(kith.storage, HELLO, DIARY)).keys()
        assert zelda.user_id in dump_of(file)
        assert member.encode() in bytes_of(file)
        before, rows = await kith.storage.run(published), await counted(kith.storage)

        await zelda.say("my forget")
        told = await zelda.tap("Yes, forget me")
        assert "You are forgotten" in told.text
        assert await rows_with(kith.storage, member, HELLO, DIARY) == {}, "at once"
        await kith.push(minutes=10)

        assert await rows_with(kith.storage, *words) == {}
        await kith.storage.tidy()
        for word in (zelda.user_id, member, HELLO, DIARY):
            assert word not in dump_of(file)
            assert word.encode() not in bytes_of(file)
        for word in (zelda.user_id, "Zelda", HELLO, DIARY):
            assert word not in caplog.text
        assert await kith.storage.run(published) == before
        await only_what_others_need_is_left(kith, rows)
        await rounds_cannot_be_joined(kith, {meeting.round for meeting in met})
        await the_others_heard_it_kindly(kith, ada, people[1:])


async def only_what_others_need_is_left(kith, rows):
    """Seats and meetings stay for the others' turns, and what others wish as hashes; all that was theirs is gone."""
    after = await counted(kith.storage)
    gone = {name: rows[name] - after[name] for name in ("member", "account", "seat", "meeting", "group")}
    assert gone == {"member": 1, "account": 1, "seat": 0, "meeting": 0, "group": 0}
    assert after["separation"] == 1


async def rounds_cannot_be_joined(kith, rounds):
    """In each round somebody else was met; no id that is left belongs to an account."""

    def strangers(repos):
        (community,) = repos.communities.all()
        known = {each.id for each in repos.members.of_community(community.id)}
        found = {}
        for meeting in repos.rounds.meetings(community.id):
            for each in {meeting.first, meeting.second} - known:
                found.setdefault(meeting.round, set()).add(each)
        return found

    found = await kith.storage.run(strangers)
    assert found.keys() == rounds
    assert len(rounds) >= 3
    assert all(len(each) == 1 for each in found.values())
    assert len(set().union(*found.values())) == len(found)


async def the_others_heard_it_kindly(kith, ada, people):
    """Whoever had a plan with them is told that somebody can't come, without a name, or that the group is over."""
    told = [each.text for human in people for each in await human.sees() if each.where == "group"]
    assert any("can't make it" in text or "didn't come together" in text for text in told)
    assert not [text for text in told if "Zelda" in text]
    assert not [each.text for each in await ada.sees() if "Zelda" in each.text]


async def test_forgetting_twice_and_without_being_known():
    """The second time there is nothing; so it is for somebody who never joined."""
    async with a_community() as (kith, _, people):
        zelda, guest = people[0], await kith.stage.person("Guest")
        await zelda.say("my forget")
        await zelda.tap("Yes, forget me")
        assert "nothing about you" in (await zelda.say("my forget")).text
        assert "nothing about you" in (await guest.say("my forget")).text
        kept = await people[1].say("my forget")
        assert "It can't be undone" in kept.text
        assert "Nothing was changed" in (await people[1].tap("No, keep me")).text
        assert await kith.storage.run(lambda repos: member_of(repos, people[1])) is not None


async def test_somebody_who_only_tapped_a_challenge_is_forgotten_and_counted_on():
    async with a_community() as (kith, ada, _):
        guest = await kith.stage.person("Guest")
        await ada.say("organise challenges", state="on", day="monday", time="10:00")
        await kith.push(days=8)
        await guest.say("challenge done", note=DIARY)
        before = await kith.storage.run(published)
        await guest.say("my forget")
        await guest.tap("Yes, forget me")
        await kith.push(minutes=10)
        assert await rows_with(kith.storage, guest.user_id, DIARY) == {}
        assert await kith.storage.run(published) == before
        assert Tap.DONE in next(iter(before["challenges"].values()))


async def test_somebody_who_left_is_forgotten_without_waiting():
    async with a_community() as (kith, _, people):
        zelda = people[0]
        member = (await kith.storage.run(lambda repos: member_of(repos, zelda))).id
        await zelda.say("meet leave")
        await zelda.say("my forget")
        await zelda.tap("Yes, forget me")
        await kith.push(minutes=10)
        assert await rows_with(kith.storage, member, zelda.user_id, HELLO) == {}


async def test_whoever_left_is_forgotten_the_same_way_thirty_days_later():
    async with a_community() as (kith, _, people):
        zelda = people[0]
        await living.next_plans(kith, people)
        member = (await kith.storage.run(lambda repos: member_of(repos, zelda))).id
        await zelda.say("kith stop")
        await kith.push(days=29)
        assert HELLO in (await kith.storage.run(lambda repos: repos.members.get(member))).hello
        await kith.push(days=2)
        assert await rows_with(kith.storage, member, zelda.user_id + "'", HELLO) == {}


async def test_somebody_in_two_communities_chooses_where_and_keeps_the_other():
    """In the other one everything stays as it was, Kith's own conversation with them too."""
    async with a_community() as (kith, _, people):
        zelda = people[0]

        def join_elsewhere(repos):
            other = Community(id=CommunityId("elsewhere"), zone="UTC", name="Riverside")
            repos.communities.add(other)
            there = Member(id=MemberId("m-there"), community=other.id, joined_at=kith.clock.now())
            repos.members.add(there)
            repos.members.add_account(
                there.id, Account(platform=kith.stage.platform.name, user=zelda.user_id)
            )

        await kith.storage.run(join_elsewhere)
        member = (await kith.storage.run(lambda repos: member_of(repos, zelda))).id
        asked = await zelda.say("my forget")
        assert {"Yes, everywhere", "Only in Riverside", "No, keep me"} < set(asked.labels)
        told = await zelda.tap("Only in Riverside")
        assert "another community" in told.text
        assert await rows_with(kith.storage, "m-there") == {}
        assert await kith.storage.run(lambda repos: repos.members.get(member)) is not None
        await zelda.say("my forget")
        await zelda.tap("Yes, forget me")
        await kith.push(minutes=10)
        assert await rows_with(kith.storage, member, zelda.user_id + "'", HELLO) == {}


@pytest.mark.parametrize(
    ("asks", "left"), [("Zelda", set()), ("Ben", {"report.about_account", "report.about"})]
)
async def test_an_open_report_stays_until_it_is_closed(asks, left):
    """Whoever wrote it is named nowhere any more; whoever it is about is named in it alone, and the two stay apart."""
    async with a_community() as (kith, _, people):
        zelda, ben = people[0], people[1]

        def report(repos):
            by, about = member_of(repos, zelda), member_of(repos, ben)
            platform = kith.stage.platform.name
            accounts = [Account(platform=platform, user=each.user_id) for each in (zelda, ben)]
            repos.reports.add(
                Report(
                    id=ReportId("r1"),
                    community=by.community,
                    made_at=kith.clock.now(),
                    state=ReportState.OPEN,
                    category=Category.HARASSMENT,
                    words="They kept writing",
                    by=by.id,
                    by_account=accounts[0],
                    about=about.id,
                    about_account=accounts[1],
                )
            )
            repos.separations.add(
                Separation(community=by.community, by=accounts[0], other=accounts[1], why=Why.REPORT)
            )
            return {"Zelda": by.id, "Ben": about.id}

        ids = await kith.storage.run(report)
        human = next(each for each in people if each.name == asks)
        await human.say("my forget")
        await human.tap("Yes, forget me")
        await kith.push(minutes=10)
        found = await rows_with(kith.storage, ids[asks], f"{human.user_id}'", f'{human.user_id}"')
        assert found.keys() == left
        (kept,) = await kith.storage.run(lambda repos: repos.reports.of_community(community_of(repos).id))
        assert kept.words == "They kept writing"
        await living.join(human)
        apart = await kith.storage.run(lambda repos: repos.separations.apart(community_of(repos).id))
        assert len(apart) == 1, "who comes back is known by the code"


async def test_somebody_who_only_wrote_reports_is_known_and_forgotten():
    """Whoever is no member can report: what is open stays unsigned, what is closed or was begun goes."""
    async with a_community() as (kith, _, people):
        guest, ben = await kith.stage.person("Guest"), people[1]
        platform = kith.stage.platform.name
        theirs, his = (Account(platform=platform, user=each.user_id) for each in (guest, ben))

        def report(repos):
            community = community_of(repos).id
            for state in (ReportState.OPEN, ReportState.CLOSED, ReportState.DRAFT):
                written = Report(
                    id=ReportId(state.value),
                    community=community,
                    made_at=kith.clock.now(),
                    state=state,
                    may_write=True,
                    words=f"It is {state.value}",
                    by_account=theirs,
                    about_account=his,
                )
                repos.reports.add(written)
            about_guest = Report(
                id=ReportId("about"),
                community=community,
                made_at=kith.clock.now(),
                state=ReportState.CLOSED,
                by=member_of(repos, ben).id,
                by_account=his,
                about_account=theirs,
            )
            repos.reports.add(about_guest)

        await kith.storage.run(report)
        assert "It can't be undone" in (await guest.say("my forget")).text
        await guest.tap("Yes, forget me")
        await kith.push(minutes=10)
        assert await rows_with(kith.storage, f"{guest.user_id}'", f'{guest.user_id}"') == {}
        (kept,) = await kith.storage.run(lambda repos: repos.reports.of_community(community_of(repos).id))
        assert (kept.words, kept.by_account, kept.may_write) == ("It is open", None, False)
        assert "nothing about you" in (await guest.say("my forget")).text
