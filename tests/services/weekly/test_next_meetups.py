"""On weeks of meeting a challenge points to the next rounds that people can still join, and nowhere else."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.member import Attendance, Enrolment, Member, MemberState
from bot.domain.posts import ChallengePost
from bot.domain.recurrence import EveryWeeks
from bot.domain.rounds import CircleState, Group, GroupState, RoundState, Seat, round_of
from bot.domain.season import Rung
from bot.services.circles import schedule
from bot.services.weekly import challenges, next_meetups
from tests.support.chat_town import a_place, joined
from tests.support.town import CIRCLE, COMMUNITY, NOW, PLATFORM, account

pytestmark = pytest.mark.timeout(30)
TOGETHER = date(2026, 12, 17)
AT = datetime(2026, 12, 17, 9, tzinfo=UTC)
ADA = account("ada")


def a_season(repos):
    """Turn the challenge on so that its third week is that of 17 December, and plan the circle's next round."""
    on = challenges.turn_on(repos, COMMUNITY, NOW, weekday=3, at=time(10))
    schedule.plan_next_round(repos, CIRCLE, COMMUNITY, AT)
    return on


def week(rung=Rung.TOGETHER):
    return ChallengePost(
        id="c1/challenge/2026-12-17",
        community=COMMUNITY.id,
        day=TOGETHER,
        challenge="reach-half-way",
        season=1,
        rung=rung,
    )


def names(repos, here, post=None, platform=PLATFORM, now=AT):
    found = next_meetups.to_everybody(repos, here, post or week(), platform, now)
    return [each.circle.name for each in found]


def a_member(repos, attendance=Attendance.ASK, **facts):
    repos.members.add(Member(id="ada", community=COMMUNITY.id, joined_at=NOW, **facts))
    repos.members.add_account("ada", ADA)
    repos.members.enrol(Enrolment(circle=CIRCLE.id, member="ada", attendance=attendance))


def stands(repos, here):
    return [(each.circle.name, each.coming) for each in next_meetups.to_one(repos, here, week(), ADA, AT)]


async def test_only_weeks_of_meeting_point_to_a_round(town):
    def story(repos):
        here = a_season(repos)
        return [names(repos, here, week(rung)) for rung in (*Rung, None)]

    assert await town.run(story) == [[], [], ["Sunday walks"], ["Sunday walks"], []]


@pytest.mark.parametrize("state", [RoundState.MATCHED, RoundState.CLOSED])
async def test_a_round_that_is_matched_is_no_invitation_any_more(town, state):
    def story(repos):
        here = a_season(repos)
        repos.rounds.save(replace(schedule.upcoming(repos, CIRCLE), state=state))
        return names(repos, here)

    assert await town.run(story) == []


async def test_without_a_running_circle_near_enough_and_here_nothing_is_said(town):
    def story(repos):
        here = a_season(repos)
        due = schedule.upcoming(repos, CIRCLE).due_at
        seen = [
            names(repos, here, platform="elsewhere"),
            names(repos, here, now=due),
            names(repos, here, now=due - timedelta(days=15)),
        ]
        repos.rounds.save_circle(replace(CIRCLE, state=CircleState.PAUSED))
        return [*seen, names(repos, here)]

    assert await town.run(story) == [[], [], [], []]


async def test_of_many_circles_the_two_that_come_first_are_named(town):
    def story(repos):
        here = a_season(repos)
        for number, days in enumerate((1, 3, 2)):
            other = replace(
                CIRCLE,
                id=f"c{number}",
                name=f"In {days}",
                cadence=EveryWeeks(2),
                anchor=TOGETHER + timedelta(days),
            )
            repos.rounds.add_circle(other)
            schedule.plan_next_round(repos, other, COMMUNITY, AT)
        return names(repos, here)

    assert await town.run(story) == ["In 1", "In 2"]


async def test_whoever_is_in_reads_that_and_whoever_said_no_can_still_join(town):
    def story(repos):
        here = a_season(repos)
        seen = [stands(repos, here)]
        a_member(repos)
        round_ = schedule.upcoming(repos, CIRCLE)
        seen.append(stands(repos, here))
        for coming in (True, False):
            repos.rounds.answer(round_.id, "ada", coming=coming)
            seen.append(stands(repos, here))
        return [coming for found in seen for _, coming in found]

    assert await town.run(story) == [False, False, True, False]


async def test_whoever_is_always_in_is_in(town):
    def story(repos):
        here = a_season(repos)
        a_member(repos, Attendance.ALWAYS)
        return stands(repos, here)

    assert await town.run(story) == [("Sunday walks", True)]


@pytest.mark.parametrize(("state", "offered"), [(MemberState.PAUSED, 0), (MemberState.LEFT, 1)])
async def test_a_break_is_left_alone_and_whoever_left_is_anybody(town, state, offered):
    def story(repos):
        here = a_season(repos)
        a_member(repos, Attendance.ALWAYS, state=state)
        return [coming for _, coming in stands(repos, here)]

    assert await town.run(story) == [False] * offered


@pytest.mark.parametrize(("after", "offered"), [(1, 0), (-1, 1)])
@pytest.mark.parametrize("attendance", Attendance)
async def test_a_circle_whose_round_leaves_somebody_free_for_a_plan_is_left_out(
    town, attendance, after, offered
):
    """A plan that is over when the groups are made is in nobody's way."""

    def story(repos):
        here = a_season(repos)
        a_member(repos, attendance)
        a_plan(repos, schedule.upcoming(repos, CIRCLE).due_at + timedelta(hours=after))
        return len(stands(repos, here)), names(repos, here)

    assert await town.run(story) == (offered, ["Sunday walks"])


async def test_nobody_is_offered_what_would_refuse_them(town):
    """The public post stays as it is."""

    def story(repos):
        here = a_season(repos)
        repos.reports.bar(COMMUNITY.id, ADA)
        seen = [stands(repos, here)]
        a_member(repos, state=MemberState.LEFT)
        return [*seen, stands(repos, here)], names(repos, here)

    assert await town.run(story) == ([[], []], ["Sunday walks"])


def a_plan(repos, at):
    round_ = replace(round_of(CIRCLE, date(2026, 12, 7), COMMUNITY.zone), state=RoundState.CLOSED)
    group = Group(
        id="g1",
        round=round_.id,
        community=COMMUNITY.id,
        matched_at=NOW,
        platform=PLATFORM,
        state=GroupState.AGREED,
        meets_at=at,
    )
    repos.rounds.add(round_)
    repos.rounds.add_group(group)
    repos.rounds.add_seat(Seat(round=round_.id, group="g1", member="ada"))


async def test_another_challenge_of_the_week_points_to_the_same_rounds():
    async with a_place() as (kith, olga):
        await olga.say("organise challenges", state="on", day="thursday", time="10:00")
        ada = await joined(kith)
        await kith.push(weeks=2, days=4)
        for card in (await ada.say("challenge now"), await ada.tap("Another one")):
            assert "next groups" in card.text
