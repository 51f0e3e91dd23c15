"""A hold is about a person: it goes on with whichever of their accounts (H9)."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.domain.rounds import GroupState, SeatState
from bot.ids import MemberId
from bot.services.care import holding
from bot.services.members import linking
from bot.services.privacy import forgetting
from tests.support.remembered import enrol, remember
from tests.support.town import COMMUNITY, NOW, account

UNTIL = NOW + timedelta(days=7)


def sit_down(repos, names):
    """Let some people have a group that is still to meet."""
    enrol(repos, names)
    (group,) = repos.rounds.groups(remember(repos, 1, names, met=None).id)
    repos.rounds.save_group(replace(group, state=GroupState.PROPOSED))
    return group


def forget(repos, name):
    forgetting.forget_member(repos, repos.members.get(MemberId(name)), NOW, Random(name))


@pytest.mark.parametrize("forgotten", [True, False], ids=["forgotten", "still a member"])
async def test_whoever_is_held_with_one_account_is_so_with_the_one_they_link(town, forgotten):
    """They leave the group that they had as somebody else; forgotten and back with that account they are held as well."""

    def story(repos):
        group = sit_down(repos, "bcn")
        enrol(repos, "a")
        holding.hold(repos, repos.members.get(MemberId("a")), UNTIL, NOW)
        if forgotten:
            forget(repos, "a")
        code = linking.offer(repos, repos.members.get(MemberId("n")), account("n"), NOW, Random(7))
        linking.link(repos, COMMUNITY, account("a"), code, NOW)
        held = repos.members.get(MemberId("n")).held_until
        sitting = {seat.member for seat in repos.rounds.seats(group.id) if seat.state is SeatState.ACTIVE}
        forget(repos, "n")
        return held, sitting, repos.reports.held(COMMUNITY.id, account("n"))

    assert await town.run(story) == (UNTIL, {"b", "c"}, UNTIL)
