"""Whatever names a member goes, on both databases, and nothing that others need goes with it."""

from dataclasses import replace
from datetime import date, timedelta

from adapters.sql import tables
from bot.domain.aftermath import Absence, BuddyCheck
from bot.domain.community import Account
from bot.domain.consent import Consent
from bot.domain.jobs import JobState
from bot.domain.member import Attendance, Contact, Enrolment, MemberState
from bot.domain.norms import NormAsked
from bot.domain.open_table import TablePart
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.rounds import Acceptance, Feeling, GroupState, Meeting, Met, SeatState, Turn
from bot.ids import ChallengeId, GroupId, JobKey, MemberId, MenuId, PlatformName, PostId, UserId
from bot.ports.messages import Action, Choice, Menu
from bot.ports.storage import StoredMenu
from bot.text.message import Person, T
from tests.support import stored
from tests.support.searching import rows_with
from tests.support.stored import DISCORD, MINUTE, NOW, TOWN

ANA, BEN, CY = MemberId("ana"), MemberId("ben"), MemberId("cy")
USER = UserId("@ana:town.example")
LONGER = UserId("@ana:town.example.org")
MATRIX = PlatformName("matrix")
FIRST, SECOND = stored.a_round(date(2026, 12, 5)), stored.a_round(date(2026, 12, 19))
POST = ChallengePost(
    id=PostId("p1"), community=TOWN, day=date(2026, 12, 1), challenge=ChallengeId("two-hellos")
)


def fresh_ids():
    numbers = iter(range(1000))
    return lambda: MemberId(f"nobody-{next(numbers)}")


def settle(repos):
    stored.settle_town(repos)
    repos.rounds.add(SECOND)
    repos.rounds.add_group(stored.group("g2", SECOND))
    repos.members.add_account(ANA, Account(platform=MATRIX, user=USER))
    for group, round_ in (("g1", FIRST), ("g2", SECOND)):
        for member in (ANA, BEN):
            facts = {"met": Met.YES, "feeling": Feeling.GOOD, "again": True, "accepted": Acceptance.FIRST}
            repos.rounds.add_seat(stored.seat(member, group, round=round_.id, **facts))
        repos.rounds.record(
            Meeting(first=ANA, second=BEN, round=round_.id, community=TOWN, slot=round_.slot, met=True)
        )


async def test_each_round_names_somebody_else_and_seats_and_meetings_agree_on_whom(storage):
    def story(repos):
        settle(repos)
        repos.traces.rename(ANA, fresh_ids())
        seats = {seat.round: seat.member for group in ("g1", "g2") for seat in repos.rounds.seats(group)}
        names = {
            meeting.round: {meeting.first, meeting.second} - {BEN} for meeting in repos.rounds.meetings(TOWN)
        }
        empty = [
            (seat.accepted, seat.met, seat.feeling, seat.again, seat.state)
            for group in ("g1", "g2")
            for seat in repos.rounds.seats(group)
            if seat.member != BEN
        ]
        return seats, names, empty

    _, names, empty = await storage.run(story)
    assert len(names) == 2
    assert len(set().union(*names.values())) == 2
    assert empty == [(Acceptance.SILENT, None, None, None, SeatState.ACTIVE)] * 2


async def test_the_turns_of_others_are_what_they_were(storage):
    def story(repos):
        settle(repos)

        def records():
            asked = {"since": date(2026, 12, 1), "before": date(2026, 12, 31)}
            seats = repos.rounds.seat_records(FIRST.circle, **asked)[BEN]
            return seats, repos.rounds.turns(FIRST.circle, **asked)[BEN]

        for member in (ANA, BEN):
            repos.rounds.note_turns(Turn(round=FIRST.id, member=member, level=5, had=True))
        before = records()
        repos.traces.rename(ANA, fresh_ids())
        return before, records()

    before, after = await storage.run(story)
    assert before == after


async def test_jobs_that_name_a_member_go_and_lists_lose_only_the_name(storage):
    def story(repos):
        settle(repos)
        repos.jobs.add(
            stored.job("mine", subject=ANA),
            stored.job(f"r1/told/{ANA}"),
            stored.job("with-user", args={"user": USER}),
            stored.job("of-both", args={"members": f"{ANA},{BEN}"}),
            stored.job("other-user", args={"user": LONGER}),
            stored.job("about-banana", subject="banana"),
            stored.job("after-mine", after=JobKey(f"r1/told/{ANA}")),
        )
        named = {job.key for name in (ANA, USER) for job in repos.traces.jobs(name)}
        repos.traces.drop_jobs("elsewhere", ANA)
        for name in (ANA, USER):
            repos.traces.drop_jobs(TOWN, name)
        left = [job for name in (BEN, LONGER, "banana") for job in repos.traces.jobs(name)]
        return named, {job.key: dict(job.args) for job in left}

    named, left = await storage.run(story)
    assert named == {"mine", f"r1/told/{ANA}", "with-user", "of-both", "after-mine"}
    assert left == {"of-both": {"members": BEN}, "other-user": {"user": LONGER}, "about-banana": {}}


async def test_menus_of_several_are_for_the_others_alone_and_never_for_everybody(storage):
    def menu(name, label=None):
        text = label or T("Yes")
        return Menu(id=MenuId(name), choices=(Choice(key="yes", label=text, action=Action(command="x")),))

    def put(repos, name, *only, label=None):
        until = NOW + MINUTE
        repos.menus.put(StoredMenu(menu=menu(name, label), community=TOWN, only=tuple(only), expires=until))

    def story(repos):
        put(repos, "mine", USER)
        put(repos, "ours", USER, UserId("@ben:x"))
        put(repos, "public")
        put(repos, "names", UserId("@ben:x"), label=T("{who}", who=Person(USER)))
        put(repos, "longer", LONGER)
        repos.traces.drop_menus(TOWN, USER)
        found = {
            name: repos.menus.get(MenuId(name)) for name in ("mine", "ours", "public", "names", "longer")
        }
        return {name: menu and menu.only for name, menu in found.items()}

    assert await storage.run(story) == {
        "mine": None,
        "ours": ("@ben:x",),
        "public": (),
        "names": None,
        "longer": (LONGER,),
    }


async def test_counts_of_a_challenge_outlive_the_taps(storage):
    def story(repos):
        settle(repos)
        repos.challenges.add_post(POST)
        for user in ("1", "2", USER):
            tap = ChallengeTap(
                post=POST.id, platform=MATRIX, user=UserId(user), tap=Tap.DONE, shown=(POST.challenge,)
            )
            repos.challenges.tap(tap)
        before = repos.challenges.counts(POST.id)
        repos.challenges.forget(MATRIX, UserId("1"), TOWN)
        repos.members.erase(ANA)
        return before, repos.challenges.counts(POST.id), repos.challenges.diary(TOWN, MATRIX, USER)

    before, after, diary = await storage.run(story)
    assert before == after == {Tap.DONE: 3}
    assert diary == ()


async def test_an_account_is_known_where_it_joined_or_tapped(storage):
    def story(repos):
        settle(repos)
        repos.communities.add(stored.community("village"))
        repos.challenges.add_post(
            ChallengePost(id=PostId("p2"), community="village", day=POST.day, challenge=POST.challenge)
        )
        tap = ChallengeTap(post=PostId("p2"), platform=MATRIX, user=USER, tap=Tap.SKIPPED, shown=())
        repos.challenges.tap(tap)
        return repos.traces.communities_of(MATRIX, USER), repos.traces.communities_of(DISCORD, USER)

    assert await storage.run(story) == (("town", "village"), ())


async def test_nothing_of_a_member_is_left_in_any_table(storage):
    def live(repos):
        settle(repos)
        repos.members.enrol(
            Enrolment(circle=stored.circle().id, member=ANA, attendance=Attendance.ASK, partner=BEN)
        )
        repos.members.enrol(
            Enrolment(circle=stored.circle().id, member=BEN, attendance=Attendance.ASK, partner=ANA)
        )
        repos.rounds.answer(SECOND.id, ANA, coming=True)
        repos.rounds.sit_out(FIRST.id, ANA)
        repos.rounds.note_turns(Turn(round=FIRST.id, member=ANA, level=0, had=True))
        repos.sightings.note(ANA, date(2026, 12, 1))
        repos.jobs.add(stored.job("mine", subject=ANA))
        repos.norms.ask(NormAsked(community=TOWN, platform=MATRIX, user=USER, since=date(2026, 11, 30)))
        repos.consents.add(Consent(member=ANA, at=NOW, version=1, platform=DISCORD, contact=Contact.DIRECT))
        repos.open_tables.put(stored.open_table())
        repos.open_tables.put_part(TablePart(circle=stored.circle().id, member=ANA, told=True))
        repos.aftermath.note(Absence(member=ANA, group=GroupId("g1"), at=NOW))
        for member, buddy in ((ANA, BEN), (BEN, ANA)):
            repos.aftermath.put_check(BuddyCheck(member=member, group=GroupId("g1"), after=60, buddy=buddy))

    def forget(repos):
        repos.traces.rename(ANA, fresh_ids())
        repos.separations.forget(ANA)
        repos.members.erase(ANA)
        for name in (ANA, USER):
            repos.traces.drop_jobs(TOWN, name)
        repos.traces.drop_menus(TOWN, USER)

    await storage.run(live)
    before = await rows_with(storage, f"'{ANA}'", USER)
    referring = {
        f"{table.name}.{key.parent.name}"
        for table in tables.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "member"
    }
    assert referring | {"seat.member", "meeting.first", "job.subject", "account.user"} <= before.keys()
    await storage.run(forget)
    assert await rows_with(storage, f"'{ANA}'", USER) == {}


async def test_what_a_job_was_given_goes_when_it_is_done_or_too_late(storage):
    def story(repos):
        late = NOW - timedelta(days=1)
        repos.jobs.add(
            stored.job("done", args={"user": USER}),
            stored.job("late", args={"user": USER}, expires=late),
            stored.job("waits", args={"user": USER}, due=NOW + MINUTE),
        )
        for job in repos.jobs.claim("me", NOW, NOW + MINUTE):
            repos.jobs.settle(job.key, "me", JobState.DONE)
        return {key: dict(repos.jobs.get(JobKey(key)).args) for key in ("done", "late", "waits")}

    assert await storage.run(story) == {"done": {}, "late": {}, "waits": {"user": USER}}


async def test_old_history_goes_round_by_round_and_the_round_itself_stays(storage):
    def story(repos):
        settle(repos)
        before = SECOND.slot
        old = repos.retention.old_rounds(TOWN, before, limit=5)
        for round_ in old:
            repos.retention.drop_history(round_)
        return (
            old,
            repos.retention.old_rounds(TOWN, before, limit=5),
            [meeting.round for meeting in repos.rounds.meetings(TOWN)],
            repos.rounds.get(FIRST.id) is not None,
        )

    assert await storage.run(story) == ((FIRST.id,), (), [SECOND.id], True)


async def test_times_go_of_those_who_take_part_in_nothing(storage):
    def story(repos):
        settle(repos)
        for name in (ANA, BEN, CY):
            repos.members.save(replace(stored.member(name), times=1))
        repos.members.enrol(Enrolment(circle=stored.circle().id, member=BEN, attendance=Attendance.ASK))
        repos.sightings.note(CY, date(2026, 12, 20))
        gone = repos.retention.forget_times(TOWN, date(2026, 12, 13))
        return gone, {name: repos.members.get(name).times == 1 for name in (ANA, BEN, CY)}

    gone, kept = await storage.run(story)
    assert gone == 1
    assert kept == {ANA: False, BEN: True, CY: True}


async def test_closed_groups_hold_no_plan_and_open_ones_do(storage):
    def story(repos):
        settle(repos)
        planned = {"options": (NOW,), "offered": (NOW,), "meets_at": NOW, "shared_slots": 3}
        repos.rounds.save_group(stored.group("g1", FIRST, state=GroupState.CLOSED, **planned))
        repos.rounds.save_group(stored.group("g2", SECOND, state=GroupState.AGREED, **planned))
        counts = [repos.retention.close_plans(TOWN) for _ in range(2)]
        return counts, repos.rounds.group("g1"), repos.rounds.group("g2")

    counts, closed, open_ = await storage.run(story)
    assert counts == [1, 0]
    assert (closed.options, closed.offered, closed.meets_at, closed.shared_slots) == ((), (), None, 0)
    assert open_.meets_at == NOW


async def test_the_quiet_are_those_last_seen_on_or_before_a_day(storage):
    def story(repos):
        settle(repos)
        started = (
            repos.sightings.begin(TOWN, date(2026, 12, 1)),
            repos.sightings.begin(TOWN, date(2026, 12, 2)),
        )
        repos.sightings.note(BEN, date(2026, 12, 9))
        repos.sightings.note(MemberId("nobody"), date(2026, 12, 9))
        repos.members.save(replace(stored.member("cy"), state=MemberState.LEFT))
        quiet = repos.sightings.quiet(TOWN, date(2026, 12, 8), offset=0, limit=9)
        behind = repos.sightings.quiet(TOWN, date(2026, 12, 9), offset=1, limit=9)
        return started, [each.id for each in quiet], [each.id for each in behind]

    assert await storage.run(story) == ((3, 0), [ANA], [BEN])


async def test_the_language_of_an_app_is_kept_until_another_app_tells_another(storage):
    def story(repos):
        settle(repos)
        told = []
        for day, language in enumerate(["", "nl", "", "de-AT"], start=1):
            repos.sightings.note(BEN, date(2026, 12, day), language)
            told.append(repos.sightings.language(BEN))
        repos.sightings.begin(TOWN, date(2026, 12, 9))
        return told, repos.sightings.language(ANA), repos.sightings.last(BEN)

    assert await storage.run(story) == (["", "nl", "nl", "de-AT"], "", date(2026, 12, 4))
