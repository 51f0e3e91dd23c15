"""Whose turn it is, as it was last written down."""

from dataclasses import replace
from datetime import date

from bot.domain.rounds import Turn
from bot.ids import CircleId, GroupId, MemberId, RoundId
from tests.support import stored

OLD, NEW = MemberId("old"), MemberId("new")
SATURDAYS = CircleId("saturdays")
FIRST, SECOND, ROUND = stored.a_round(date(2026, 11, 7)), stored.a_round(date(2026, 11, 21)), stored.a_round()


async def test_of_everybodys_turns_the_newest_is_remembered_and_may_be_corrected(storage):
    """Ben's newest is outside of the asked slots, Ana's second is said anew, and what a date says is no turn."""
    again = replace(ROUND, id=RoundId("again"), follows=GroupId("g1"), slot=SECOND.slot)
    asked = {"since": FIRST.slot, "before": ROUND.slot}

    def turn(name, where, level, *, had=False):
        return Turn(round=where.id, member=MemberId(name), level=level, had=had)

    def work(repos):
        stored.settle_town(repos)
        for each in (FIRST, SECOND, again):
            repos.rounds.add(each)
        repos.rounds.note_turns(
            turn("ana", FIRST, 1, had=True), turn("ben", FIRST, -2_000_000), turn("ana", SECOND, 2)
        )
        repos.rounds.note_turns(turn("ana", SECOND, 3, had=True))
        repos.rounds.note_turns(turn("ben", ROUND, 4), turn("ben", again, 5))
        before = repos.rounds.turns(SATURDAYS, **asked)
        repos.rounds.unmake(SECOND.id)
        return before, repos.rounds.turns(SATURDAYS, **asked)

    before, after = await storage.run(work)
    ben = (FIRST.slot, -2_000_000, False)
    assert before == {"ana": (SECOND.slot, 3, True), "ben": ben}
    assert after == {"ana": (FIRST.slot, 1, True), "ben": ben}


async def test_turns_come_along_and_of_two_in_one_round_the_one_of_whoever_goes_on_stays(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add(FIRST)
        repos.rounds.add(SECOND)
        for name in (OLD, NEW):
            repos.members.add(stored.member(name))
        kept, moved = (
            Turn(round=FIRST.id, member=NEW, level=1, had=False),
            Turn(round=SECOND.id, member=OLD, level=3, had=True),
        )
        repos.rounds.note_turns(kept, replace(kept, member=OLD, level=2), moved)
        repos.members.merge(OLD, repos.members.get(NEW))
        first = repos.rounds.turns(SATURDAYS, since=FIRST.slot, before=SECOND.slot)
        both = repos.rounds.turns(SATURDAYS, since=FIRST.slot, before=ROUND.slot)
        return first, both

    assert await storage.run(work) == ({NEW: (FIRST.slot, 1, False)}, {NEW: (SECOND.slot, 3, True)})
