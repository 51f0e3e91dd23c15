"""Reports, bars and holds: kept as they are written, gone with those whom they are about as far as that may be."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.community import Account
from bot.domain.moderation import NO_END, Category, Outcome, Report, ReportState, Route
from bot.ids import ChannelId, MemberId, ReportId, UserId
from tests.support import stored
from tests.support.stored import DISCORD, NOW, TOWN

ANA, BEN = MemberId("ana"), MemberId("ben")


def account(user):
    return Account(platform=DISCORD, user=UserId(user))


def report(name="r1", **fields):
    told = {
        "made_at": NOW,
        "by": ANA,
        "by_account": account("1"),
        "about": BEN,
        "about_account": account("2"),
        "state": ReportState.OPEN,
        "words": "He said: \u201cno\u201d \u2028 and left, then 🙂",
    }
    return Report(id=ReportId(name), community=TOWN, **(told | fields))


def settle(repos):
    stored.settle_town(repos)
    for member, user in ((ANA, "1"), (BEN, "2")):
        if repos.members.get(member) is None:
            repos.members.add(stored.member(member))
        repos.members.add_account(member, account(user))


async def test_a_report_is_read_as_it_was_written(storage):
    full = report(
        category=Category.PRESSURE,
        may_write=True,
        route=Route.ALTERNATE,
        taken_by=account("3"),
        decided_by=account("4"),
        decided_at=NOW,
        outcome=Outcome.REMOVED,
        held_until=NO_END,
        closed_at=NOW + timedelta(days=1),
    )

    def keep(repos):
        settle(repos)
        repos.reports.add(report("r2"))
        repos.reports.add(replace(full, state=ReportState.TAKEN))
        repos.reports.save(full)
        return repos.reports.get(full.id), repos.reports.get(ReportId("no"))

    assert await storage.run(keep) == (full, None)
    assert await storage.run(lambda repos: repos.reports.get(ReportId("r2"))) == report("r2")


async def test_lists_hold_what_was_sent_oldest_first_and_no_drafts(storage):
    early = report("r9", made_at=NOW - timedelta(days=1))
    draft = report("r3", state=ReportState.DRAFT)
    other = report("r4", about=None, about_account=account("7"), by_account=account("5"))

    def keep(repos):
        settle(repos)
        for each in (report("r1"), draft, early, other):
            repos.reports.add(each)
        of_town = [each.id for each in repos.reports.of_community(TOWN)]
        mine = [each.id for each in repos.reports.by_account(TOWN, account("1"))]
        about = [each.id for each in repos.reports.about(TOWN, BEN, None)]
        stranger = [each.id for each in repos.reports.about(TOWN, None, account("7"))]
        return of_town, mine, about, stranger, repos.reports.about(TOWN, None, None)

    assert await storage.run(keep) == (["r9", "r1", "r4"], ["r9", "r1"], ["r9", "r1"], ["r4"], ())


async def test_an_erased_member_leaves_only_what_is_open(storage):
    """Closed ones and drafts go; what is open about them stays, and what they wrote stays without them."""
    by_ben = {
        "by": BEN,
        "by_account": account("2"),
        "about": ANA,
        "about_account": account("1"),
        "may_write": True,
    }

    def erase(repos):
        settle(repos)
        for number, (state, who) in enumerate(
            [
                (ReportState.OPEN, {}),
                (ReportState.CLOSED, {}),
                (ReportState.OPEN, by_ben),
                (ReportState.DRAFT, by_ben),
            ]
        ):
            repos.reports.add(report(f"r{number}", state=state, **who))
        repos.reports.add(report("r9", by=None, by_account=None, about=None, taken_by=account("2")))
        repos.members.erase(BEN)
        assert repos.reports.get(ReportId("r9")).taken_by is None
        return [repos.reports.get(ReportId(f"r{number}")) for number in range(4)]

    about, closed, wrote, draft = await storage.run(erase)
    assert (closed, draft) == (None, None)
    assert about == report("r0")
    assert (wrote.by, wrote.by_account, wrote.may_write, wrote.about) == (None, None, False, ANA)


async def test_bars_and_holds_are_known_by_a_hash_alone(storage):
    def bar(repos):
        settle(repos)
        reports = repos.reports
        reports.hold(TOWN, account("1"), NOW)
        reports.hold(TOWN, account("1"), NO_END)
        reports.bar(TOWN, account("2"))
        reports.hold(TOWN, account("2"), NOW)
        seen = [(reports.barred(TOWN, account(user)), reports.held(TOWN, account(user))) for user in "123"]
        reports.let_in(TOWN, account("2"))
        reports.let_in(TOWN, account("3"))
        return seen, reports.barred(TOWN, account("2")), reports.barred("elsewhere", account("1"))

    seen, still, elsewhere = await storage.run(bar)
    assert seen == [(False, NO_END), (True, None), (False, None)]
    assert not still
    assert not elsewhere


async def test_two_accounts_of_one_person_keep_the_reports_of_both_and_the_longer_hold(storage):
    def merge(repos):
        settle(repos)
        repos.reports.add(report())
        repos.reports.add(report("r2", by=BEN, about=ANA))
        repos.members.merge(BEN, replace(repos.members.get(ANA), held_until=NO_END))
        return [(each.by, each.about) for each in repos.reports.of_community(TOWN)], repos.members.get(ANA)

    pairs, ana = await storage.run(merge)
    assert pairs == [(ANA, ANA), (ANA, ANA)]
    assert ana.held_until == NO_END


async def test_companions_come_newest_first_and_an_unmade_round_has_none(storage):
    early, late = stored.a_round(date(2026, 11, 7)), stored.a_round(date(2026, 11, 21))

    def sit(repos):
        settle(repos)
        for round_, group, other in ((early, "h1", BEN), (late, "h2", MemberId("cy"))):
            repos.rounds.add(round_)
            repos.rounds.add_group(replace(stored.group(group, round_), channel=ChannelId(group)))
            seats = (stored.seat(member, group, round=round_.id) for member in (ANA, other))
            repos.rounds.add_seat(*seats)
        repos.rounds.sit_out(late.id, BEN)
        found = repos.rounds.companions(ANA, since=date(2026, 11, 1))
        newest = repos.rounds.companions(ANA, since=date(2026, 11, 10))
        repos.rounds.unmake(late.id)
        after = repos.rounds.companions(ANA, since=date(2026, 11, 1))
        return found, newest, after, len(repos.rounds.seats_in(late.id)), len(repos.rounds.groups(late.id))

    circle = early.circle
    both = ((circle, MemberId("cy")), (circle, BEN))
    assert await storage.run(sit) == (both, both[:1], both[1:], 0, 1)
