"""Open tables are kept, and a part in one goes with its member's enrolment."""

from dataclasses import replace
from datetime import date, time

from bot.domain.member import Attendance, Enrolment
from bot.domain.open_table import Hosting, TablePart
from bot.ids import CircleId, MemberId, SpotId
from tests.support import stored

HERE, ANA, BEN = CircleId("saturdays"), MemberId("ana"), MemberId("ben")


def settle(repos):
    stored.settle_town(repos)
    repos.open_tables.put(stored.open_table())
    for member in (ANA, BEN):
        if repos.members.get(member) is None:
            repos.members.add(stored.member(member))
        repos.members.enrol(Enrolment(circle=HERE, member=member, attendance=Attendance.ASK))


async def test_a_table_comes_back_as_it_was_written_and_is_replaced(storage):
    def work(repos):
        settle(repos)
        before = repos.open_tables.get(HERE)
        repos.open_tables.put(replace(before, at=time(11), weekday=0, on=False))
        return before, repos.open_tables.get(HERE), repos.open_tables.get(CircleId("none"))

    before, after, missing = await storage.run(work)
    assert before == stored.open_table()
    assert after == stored.open_table(at=time(11), weekday=0, on=False)
    assert missing is None


async def test_a_part_is_kept_and_a_missing_one_says_nothing(storage):
    part = TablePart(
        circle=HERE,
        member=BEN,
        told=True,
        hosting=Hosting.AGREED,
        asked_for=date(2026, 12, 5),
        can=False,
    )

    def work(repos):
        settle(repos)
        repos.open_tables.put_part(replace(part, told=False, can=None))
        repos.open_tables.put_part(part)
        return (
            repos.open_tables.part(HERE, BEN),
            repos.open_tables.part(HERE, ANA),
            repos.open_tables.parts(HERE),
        )

    found, none, every = await storage.run(work)
    assert found == part
    assert none == TablePart(circle=HERE, member=ANA)
    assert every == (part,)


async def test_a_part_goes_with_the_enrolment_and_a_table_loses_a_spot_that_goes(storage):
    def work(repos):
        settle(repos)
        for member in (ANA, BEN):
            repos.open_tables.put_part(TablePart(circle=HERE, member=member, told=True))
        repos.members.unenrol(HERE, ANA)
        after_leaving = repos.open_tables.parts(HERE)
        repos.members.erase(BEN)
        repos.places.remove_spot(SpotId("library"))
        return after_leaving, repos.open_tables.parts(HERE), repos.open_tables.get(HERE)

    after_leaving, after_erasing, table = await storage.run(work)
    assert [part.member for part in after_leaving] == [BEN]
    assert after_erasing == ()
    assert table.spot is None
