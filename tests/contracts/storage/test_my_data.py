"""`my data`: everything about the caller is in it, nothing of anybody else's, and the schema describes it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from jsonschema import Draft202012Validator

from adapters.sql.dossier import OWN, plain
from adapters.sql.notebook import SqlNotebook
from bot.domain.aftermath import Absence, BuddyCheck
from bot.domain.care import Separation, Why
from bot.domain.community import Account, SpotNote
from bot.domain.consent import Consent
from bot.domain.member import Attendance, Contact, Enrolment, Reach
from bot.domain.moderation import Category, Outcome, Report, ReportState, Route
from bot.domain.norms import NormAsked
from bot.domain.open_table import Hosting, TablePart
from bot.domain.posts import ChallengePost, ChallengeTap, Felt, Tap
from bot.domain.retention import Keep
from bot.domain.rounds import Feeling, GroupState, Meeting, Met, Reason, SeatState, Turn
from bot.ids import CommunityId, GroupId, MemberId, MenuId, PlatformName, PostId, ReportId, UserId
from bot.ports.messages import Action, Choice, Menu
from bot.ports.storage import StoredMenu
from bot.services.privacy import data
from bot.services.privacy.notice import data_schema
from bot.services.privacy.register import REGISTER
from bot.text.message import T
from tests.support import shelf, stored
from tests.support.stored import DISCORD, NOW, TOWN

ANA, BEN, CY = MemberId("ana"), MemberId("ben"), MemberId("cy")
ACCOUNT = Account(platform=DISCORD, user=UserId("4711"))
MATRIX = Account(platform=PlatformName("matrix"), user=UserId("@ana:example.org"))
BENS = Account(platform=DISCORD, user=UserId("4712"))
CYS = Account(platform=DISCORD, user=UserId("4799"))
ROUND = stored.a_round()
LATER = stored.a_round(date(2026, 12, 19))
POST = ChallengePost(id=PostId("post-1"), community=TOWN, day=date(2026, 12, 1), challenge="call-a-friend")


def a_report(name, by, about, *, words):
    accounts = {ANA: ACCOUNT, BEN: BENS, CY: CYS}
    return Report(
        id=ReportId(name),
        community=TOWN,
        made_at=NOW,
        state=ReportState.CLOSED,
        category=Category.OTHER,
        words=words,
        may_write=True,
        by=by,
        by_account=accounts[by],
        about=about,
        about_account=accounts[about],
        route=Route.MODERATORS,
        taken_by=Account(platform=DISCORD, user=UserId("moderator-1")),
        decided_by=Account(platform=DISCORD, user=UserId("moderator-2")),
        decided_at=NOW,
        outcome=Outcome.SPOKEN,
        held_until=NOW,
        closed_at=NOW,
    )


def full_life(repos):
    """Let Ana take part in everything there is, and others say things about her."""
    stored.settle_town(repos)
    people(repos)
    a_group(repos)
    questions_and_jobs(repos)
    repos.challenges.add_post(POST)
    repos.challenges.tap(
        ChallengeTap(
            post=POST.id,
            platform=DISCORD,
            user=ACCOUNT.user,
            tap=Tap.DONE,
            shown=("a",),
            note="I rang Zoe",
            did="a",
            felt=Felt.EASIER,
        )
    )
    repos.norms.ask(NormAsked(community=TOWN, platform=DISCORD, user=ACCOUNT.user, since=date(2026, 11, 30)))
    for name, account in (("mine", MATRIX), ("bens", BENS)):
        suggested = shelf.a_suggestion(name, account, title=f"An idea that is {name}")
        repos.suggestions.add(shelf.declined(suggested, words="Thank you for this."))
        repos.packs.say_misfit(TOWN, POST.challenge, (account,), NOW.date())
    for by, other in ((ACCOUNT, CYS), (BENS, ACCOUNT)):
        repos.separations.add(Separation(community=TOWN, by=by, other=other, why=Why.AVOID))
    repos.separations.add(Separation(community=TOWN, by=BENS, other=ACCOUNT, why=Why.REPORT))
    repos.reports.add(a_report("mine", ANA, CY, words="he was rude"))
    repos.reports.add(a_report("not-mine", BEN, ANA, words="she was late"))


def a_group(repos):
    repos.rounds.add(replace(LATER, follows=GroupId("g1")))
    repos.rounds.answer(LATER.id, ANA, coming=True)
    repos.rounds.sit_out(LATER.id, ANA)
    repos.rounds.note_turns(Turn(round=LATER.id, member=ANA, level=428_571, had=True))
    repos.rounds.save_group(
        stored.group(
            spot=stored.spot().id,
            meets_at=NOW,
            options=(NOW,),
            channel="thread-1",
            state=GroupState.AGREED,
            offered=(NOW,),
            moved_from=NOW,
            choosing_since=NOW,
        )
    )
    repos.rounds.add_seat(
        stored.seat(
            "ana",
            met=Met.YES,
            feeling=Feeling.GOOD,
            again=True,
            fit=700,
            confirmed=NOW,
            sign="a green scarf",
            reason=Reason.LIFE,
        ),
        stored.seat("ben", met=Met.NO, feeling=Feeling.GOOD),
    )
    repos.rounds.record(
        Meeting(first=ANA, second=BEN, round=ROUND.id, community=TOWN, slot=ROUND.slot, met=True)
    )
    for who, buddy in ((ANA, BEN), (CY, ANA)):
        repos.aftermath.note(Absence(member=who, group=GroupId("g1"), at=NOW))
        repos.aftermath.put_check(BuddyCheck(member=who, group=GroupId("g1"), after=60, buddy=buddy))


def questions_and_jobs(repos):
    choice = Choice(
        key="y", label=T("Yes"), action=Action(command="meet profile", options={"hello": "half written"})
    )
    menu = Menu(choices=(choice,), id=MenuId("m1"))
    users = (ACCOUNT.user, BENS.user)
    repos.menus.put(StoredMenu(menu=menu, community=TOWN, only=users, expires=NOW))
    jobs = replace(stored.job("j1", step="round.invite", args={"member": ANA}), expires=NOW, first_try=NOW)
    repos.jobs.add(jobs, stored.job("j2", args={"member": BEN}))
    repos.jobs.add(stored.job("j3", step="report.hold-over", args={"member": ANA}))
    queue = Choice(
        key="n", label=T("Next"), action=Action(command="organise reports", options={"report": "r7"})
    )
    repos.menus.put(
        StoredMenu(
            menu=Menu(choices=(queue,), id=MenuId("m2")), community=TOWN, only=(ACCOUNT.user,), expires=NOW
        )
    )


def people(repos):
    repos.members.save(
        replace(
            stored.member("ana"),
            contact=Contact.DIRECT,
            paused_until=NOW,
            erase_at=NOW,
            held_until=NOW,
            language="nl",
            area=stored.area().id,
            reach=Reach.NEAR,
            times=0b101,
            languages=frozenset({"nl"}),
            interests=("chess",),
            wishes=frozenset({SpotNote.QUIET}),
            hello="I bake",
            role="baker",
        )
    )
    for member, account in ((ANA, ACCOUNT), (ANA, MATRIX), (BEN, BENS), (CY, CYS)):
        repos.members.add_account(member, account)
    repos.sightings.note(ANA, NOW.date())
    repos.consents.add(Consent(member=ANA, at=NOW, version=1, platform=DISCORD, contact=Contact.DIRECT))
    circle = stored.circle().id
    repos.members.enrol(Enrolment(circle=circle, member=ANA, attendance=Attendance.ASK, partner=BEN))
    repos.members.enrol(Enrolment(circle=circle, member=CY, attendance=Attendance.ASK, partner=ANA))
    repos.open_tables.put(stored.open_table())
    repos.open_tables.put_part(
        TablePart(
            circle=circle,
            member=ANA,
            told=True,
            hosting=Hosting.AGREED,
            asked_for=date(2026, 12, 4),
            can=True,
        )
    )


async def my_data(storage, account=ACCOUNT):
    document = await storage.run(lambda repos: data.everything(repos, account, NOW))
    read = json.loads(data.as_file(document))
    Draft202012Validator(data_schema()).validate(read)
    return read


@pytest.fixture
async def told(storage):
    await storage.run(full_life)
    notes = SqlNotebook(storage, "matrix")
    await notes.write(f"direct/{MATRIX.user}", "!room:example.org")
    await notes.write("form/!room:example.org", '{"answers": {"hello": "half a form"}}')
    await notes.write("menu/$1", f'{{"asked": "{MATRIX.user}", "commands": ["organise reports take"]}}')
    await notes.write("sent/g1/group.left/ben", '{"room": "!room:example.org"}')
    await notes.write("direct/@anabel:example.org", "!other:example.org")
    await notes.write("form/!other:example.org", '{"answers": {"hello": "not hers"}}')
    return await my_data(storage)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(data_schema())


def test_every_table_about_people_can_be_searched_for_a_person_and_no_other_is():
    searched = {table.name for table in OWN} | {"job", "menu", "note"}
    assert searched == {entry.table for entry in REGISTER if entry.about_you}


async def test_every_column_that_is_the_callers_own_stands_in_it_with_something_in_it(told):
    """A column that is empty in every row would prove nothing."""
    empty = {
        f"{entry.table}.{field.name}"
        for entry in REGISTER
        for field in entry.shown
        if all(row[field.name] is None for row in told["stored"].get(entry.table, [{field.name: None}]))
    }
    assert empty == set()


async def test_a_turn_is_told_in_tenths_as_exactly_it_would_say_how_many_came(told):
    assert [row["level"] for row in told["stored"]["turn"]] == [4]


async def test_what_the_caller_said_stands_in_it_in_clear(told):
    [member] = told["stored"]["member"]
    assert (member["hello"], member["times"]) == ("I bake", ["mon-morning", "mon-evening"])
    assert (member["interests"], member["wishes"]) == (["chess"], ["quiet"])
    assert [row["user"] for row in told["stored"]["account"]] == [ACCOUNT.user, MATRIX.user]
    assert [row["words"] for row in told["stored"]["report"]] == ["he was rude"]
    assert [row["user"] for row in told["stored"]["separation"]] == [CYS.user]
    assert [row["note"] for row in told["stored"]["challenge_tap"]] == ["I rang Zoe"]
    assert [row["entry"]["title"] for row in told["stored"]["suggestion"]] == ["An idea that is mine"]
    assert [row["challenge"] for row in told["stored"]["misfit"]] == [POST.challenge]
    assert len(told["stored"]["absence"]) == 1
    checks = [(row["member"], row["buddy"]["user"]) for row in told["stored"]["buddy_check"]]
    assert sorted(checks, key=str) == [("ana", BENS.user), (None, ACCOUNT.user)]
    assert "half written" in json.dumps(told["stored"]["menu"])
    assert "half a form" in json.dumps(told["stored"]["note"])


async def test_nothing_in_it_is_anybody_elses(told):
    """No avoid and no report of others, no answer of theirs, no member number, no moderator, no hold."""
    words = json.dumps(told)
    for theirs in (
        "she was late",
        "not-mine",
        "anabel",
        "not hers",
        "moderator-",
        "held_until",
        '"no"',
        "organise",
        "left/ben",
    ):
        assert theirs not in words, theirs
    values = set(strings(told))
    assert values.isdisjoint({"ben", "cy"})
    assert [row["step"] for row in told["stored"]["job"]] == ["round.invite"]
    assert [row["only"] for row in told["stored"]["menu"]] == [[ACCOUNT.user]]


def strings(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


async def test_a_form_or_menu_of_somebody_else_that_names_the_caller_stays_theirs(storage, told):
    """Ben does not learn that Ana began a report about him, or avoids him: not by words and not by an empty row."""
    ben = Account(platform=PlatformName("matrix"), user=UserId("@ben:example.org"))
    await storage.run(lambda repos: repos.members.add_account(BEN, ben))
    before = (await my_data(storage, BENS))["stored"].get("note", [])
    matrix, discord = SqlNotebook(storage, "matrix"), SqlNotebook(storage, "discord")
    about_him = {"command": "meet report", "options": {"who": ben.user}, "fields": []}
    await matrix.write("form/!room:example.org", json.dumps(about_him))
    labels = {
        "asked": MATRIX.user,
        "room": "!room:example.org",
        "labels": [f"Take back: {BENS.user}, {ben.user}"],
    }
    await matrix.write("menu/$2", json.dumps(labels))
    await matrix.write("menu/$3", json.dumps(labels | {"asked": "", "commands": [f"meet avoid {ben.user}"]}))
    await matrix.write(
        "file/!room:example.org", json.dumps({"user": MATRIX.user, "options": {"who": ben.user}})
    )
    form = {"user": ACCOUNT.user, "command": "meet report", "options": {"who": BENS.user}, "questions": []}
    await discord.write("form:20261201abc", json.dumps(form))
    for account in (ben, BENS):
        assert (await my_data(storage, account))["stored"].get("note", []) == before == []
    own = json.dumps((await my_data(storage))["stored"]["note"])
    assert own.count("meet report") == 2, "to Ana they are hers"
    assert "Take back" in own


async def test_of_people_met_only_those_in_a_group_that_lasts_are_named(storage, told):
    [group] = told["stored"]["group"]
    assert group["with"] == [BENS.user]
    assert told["stored"]["enrolment"][0]["partner"] == {"platform": "discord", "user": BENS.user}

    def close(repos):
        repos.rounds.save_group(replace(repos.rounds.group(GroupId("g1")), state=GroupState.CLOSED))

    await storage.run(close)
    [group] = (await my_data(storage))["stored"]["group"]
    assert group["with"] == []
    assert len((await my_data(storage))["stored"]["meeting"]) == 1


async def test_whoever_sits_in_a_group_no_more_does_not_learn_where_it_meets(storage, told):
    def release(repos):
        [seat] = [seat for seat in repos.rounds.seats(GroupId("g1")) if seat.member == ANA]
        repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED))

    await storage.run(release)
    document = await my_data(storage)
    [group] = document["stored"]["group"]
    assert {group[name] for name in ("spot", "meets_at", "channel", "options", "state")} == {None}
    assert group["with"] == []
    assert "spot" not in document["stored"]


async def test_both_accounts_and_all_communities_are_covered(storage, told):
    zoo = CommunityId("zoo")

    def join(repos):
        repos.communities.add(stored.community("zoo"))
        repos.members.add(stored.member("ana-there", "zoo"))
        repos.members.add_account(MemberId("ana-there"), MATRIX)

    await storage.run(join)
    document = await my_data(storage, MATRIX)
    assert {row["community"] for row in document["stored"]["member"]} == {TOWN, zoo}
    assert document["stored"]["challenge_tap"]


async def test_a_suggestion_alone_is_something_too(storage, told):
    fan = Account(platform=DISCORD, user=UserId("fan"))
    await storage.run(lambda repos: repos.suggestions.add(shelf.a_suggestion("fans", fan)))
    assert set((await my_data(storage, fan))["stored"]) == {"suggestion", "community"}


async def test_taps_alone_are_something_and_a_stranger_is_nothing(storage, told):
    fan = Account(platform=DISCORD, user=UserId("fan"))
    assert (await my_data(storage, fan))["stored"] == {}
    tap = ChallengeTap(post=POST.id, platform=DISCORD, user=fan.user, tap=Tap.DONE, shown=())
    await storage.run(lambda repos: repos.challenges.tap(tap))
    document = await my_data(storage, fan)
    assert set(document["stored"]) == {"challenge_tap", "challenge_post", "community"}


def test_every_rule_of_how_long_is_used():
    beside = {Keep.AVAILABILITY_AFTER_ROUND, Keep.TAPS_AFTER_WEEK}  # they end a part of an entry earlier
    assert {entry.keep for entry in REGISTER} >= set(Keep) - beside


def test_values_of_every_kind_become_plain():
    assert plain((NOW, date(2026, 1, 2), frozenset({"b", "a"}), ACCOUNT, None, timedelta(0))) == [
        "2026-12-01T12:30:00.250000+00:00",
        "2026-01-02",
        ["a", "b"],
        {"platform": "discord", "user": "4711"},
        None,
        "0:00:00",
    ]
