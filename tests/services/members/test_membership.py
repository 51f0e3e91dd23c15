"""People join with their consent, and stop as easily as they came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.domain.member import Attendance, Contact, MemberState
from bot.domain.rounds import CircleState, RoundState
from bot.errors import BadOption, NotFound
from bot.services.circles import schedule
from bot.services.members import membership
from bot.services.members.membership import ConsentNeeded, Joined, WhichCircle
from bot.services.privacy import forgetting
from tests.support.town import CIRCLE, COMMUNITY, NOW, PLATFORM, account


def agree(repos, name="ada", contact=Contact.DIRECT, now=NOW):
    return membership.consent(
        repos, COMMUNITY, account(name), circle=CIRCLE.id, contact=contact, now=now, rng=Random(name)
    )


def open_a_round(repos):
    planned = schedule.plan_next_round(repos, CIRCLE, COMMUNITY, NOW)
    repos.rounds.save(replace(planned, state=RoundState.OPEN))
    return planned


async def test_nobody_is_stored_before_consent(town):
    def story(repos):
        outcome = membership.join(repos, COMMUNITY, account(), "", NOW)
        return outcome, repos.members.of_community(COMMUNITY.id)

    outcome, members = await town.run(story)
    assert outcome == ConsentNeeded(circle=CIRCLE)
    assert members == ()


async def test_consent_stores_and_enrols_to_be_asked_each_time(town):
    joined = await town.run(agree)
    assert joined.first
    assert joined.attendance is Attendance.ASK
    stored = await town.run(lambda repos: repos.members.of_user(PLATFORM, account().user))
    assert [(m.state, m.contact, m.joined_at) for m in stored] == [(MemberState.ACTIVE, Contact.DIRECT, NOW)]


async def test_consent_to_the_place_only_is_kept(town):
    joined = await town.run(lambda repos: agree(repos, contact=Contact.PLACE))
    assert joined.member.contact is Contact.PLACE


async def test_a_double_tap_on_consent_makes_one_member(town):
    def story(repos):
        agree(repos)
        again = agree(repos)
        return again.first, len(repos.members.of_community(COMMUNITY.id))

    assert await town.run(story) == (False, 1)


async def test_a_first_yes_counts_for_the_round_that_is_open(town):
    def story(repos):
        round_ = open_a_round(repos)
        joined = agree(repos)
        return joined, repos.rounds.answers(round_.id)

    joined, answers = await town.run(story)
    assert joined.coming
    assert answers == {joined.member.id: True}


async def test_join_by_a_member_is_a_yes_to_the_open_round(town):
    def story(repos):
        joined = agree(repos)
        round_ = open_a_round(repos)
        before = repos.rounds.answers(round_.id)
        again = membership.join(repos, COMMUNITY, account(), CIRCLE.id, NOW)
        return joined, before, again, repos.rounds.answers(round_.id)

    joined, before, again, after = await town.run(story)
    assert before == {}
    assert isinstance(again, Joined)
    assert again.coming
    assert not again.first
    assert after == {joined.member.id: True}


async def test_with_several_circles_the_person_is_asked_which(town):
    def story(repos):
        repos.rounds.add_circle(replace(CIRCLE, id="books", name="Books"))
        return membership.join(repos, COMMUNITY, account(), "", NOW), membership.join(
            repos, COMMUNITY, account(), "  sunday WALKS ", NOW
        )

    outcome, named = await town.run(story)
    assert isinstance(outcome, WhichCircle)
    assert [circle.name for circle in outcome.circles] == ["Books", "Sunday walks"]
    assert named == ConsentNeeded(circle=CIRCLE)


@pytest.mark.parametrize("words", ["", "Sunday walks"])
async def test_a_resting_circle_cannot_be_joined(town, words):
    def story(repos):
        repos.rounds.save_circle(replace(CIRCLE, state=CircleState.PAUSED))
        return membership.join(repos, COMMUNITY, account(), words, NOW)

    with pytest.raises(NotFound, match="break"):
        await town.run(story)


async def test_an_unknown_circle_is_answered_with_those_there_are(town):
    with pytest.raises(NotFound) as caught:
        await town.run(lambda repos: membership.join(repos, COMMUNITY, account(), "chess", NOW))
    assert "Sunday walks" in str(caught.value.text.values["names"])


async def test_leaving_ends_everything_and_plans_the_erasure(town):
    def story(repos):
        member = agree(repos).member
        erased = membership.leave(repos, member, NOW)
        return repos.members.get(member.id), repos.members.enrolments(member.id), erased

    member, enrolments, erased = await town.run(story)
    assert member.state is MemberState.LEFT
    assert member.erase_at == erased == NOW + timedelta(days=30)
    assert enrolments == ()


async def test_coming_back_in_time_needs_consent_and_restores_the_profile(town):
    def story(repos):
        member = agree(repos).member
        repos.members.save(replace(member, hello="I bake"))
        membership.leave(repos, repos.members.get(member.id), NOW)
        asked = membership.join(repos, COMMUNITY, account(), "", NOW)
        back = agree(repos)
        forgetting.forget_if_left(repos, member.id, NOW, Random(1))
        return member, asked, back, repos.members.get(member.id)

    member, asked, back, now_stored = await town.run(story)
    assert isinstance(asked, ConsentNeeded)
    assert back.first
    assert back.member.id == member.id
    assert now_stored.hello == "I bake"
    assert now_stored.state is MemberState.ACTIVE
    assert now_stored.erase_at is None


async def test_coming_back_takes_the_planned_erasure_away(town):
    def story(repos):
        member = agree(repos).member
        membership.leave(repos, member, NOW)
        before = repos.jobs.next_due()
        agree(repos)
        return before, repos.jobs.next_due()

    assert await town.run(story) == (NOW + timedelta(days=30), None)


async def test_leaving_one_circle_keeps_the_member_and_says_no_to_its_open_round(town):
    def story(repos):
        round_ = open_a_round(repos)
        member = agree(repos).member
        membership.leave_circle(repos, COMMUNITY, member, "sunday walks")
        return (
            member,
            repos.members.get(member.id),
            repos.members.enrolments(member.id),
            repos.rounds.answers(round_.id),
        )

    member, stored, enrolments, answers = await town.run(story)
    assert stored.state is MemberState.ACTIVE
    assert enrolments == ()
    assert answers == {member.id: False}


async def test_stop_ends_every_membership_of_the_account(town):
    def story(repos):
        other = replace(COMMUNITY, id="c2")
        repos.communities.add(other)
        repos.rounds.add_circle(replace(CIRCLE, id="other", community=other.id))
        agree(repos)
        membership.consent(
            repos, other, account(), circle="other", contact=Contact.DIRECT, now=NOW, rng=Random("second")
        )
        first = membership.stop(repos, account(), NOW)
        return first, membership.stop(repos, account(), NOW)

    assert await town.run(story) == (2, 0)


async def test_a_pause_ends_by_itself(town):
    until = NOW + timedelta(days=7)

    def story(repos):
        member = agree(repos).member
        membership.pause(repos, member, until)
        paused = repos.members.get(member.id)
        membership.resume_when_due(repos, member.id, until - timedelta(seconds=1))
        early = repos.members.get(member.id)
        [job] = repos.jobs.due_decisions(until)
        membership.resume_when_due(repos, member.id, until)
        return paused, early, job, repos.members.get(member.id)

    paused, early, job, after = await town.run(story)
    assert paused.state is early.state is MemberState.PAUSED
    assert (job.step, job.subject) == (membership.RESUME, paused.id)
    assert (after.state, after.paused_until) == (MemberState.ACTIVE, None)


async def test_a_longer_pause_replaces_a_shorter_one(town):
    def story(repos):
        member = agree(repos).member
        membership.pause(repos, member, NOW + timedelta(days=7))
        membership.pause(repos, member, NOW + timedelta(days=14))
        return repos.jobs.next_due()

    assert await town.run(story) == NOW + timedelta(days=14)


async def test_resume_ends_a_pause_and_says_whether_there_was_one(town):
    def story(repos):
        member = agree(repos).member
        paused = membership.pause(repos, member, NOW + timedelta(days=7))
        return membership.resume(repos, paused), membership.resume(repos, repos.members.get(member.id))

    assert await town.run(story) == (True, False)


async def test_always_in_is_a_yes_to_the_open_round_too(town):
    def story(repos):
        member = agree(repos).member
        round_ = open_a_round(repos)
        how = membership.attend(repos, COMMUNITY, member, CIRCLE.id, how=Attendance.ALWAYS, now=NOW)
        return how, repos.rounds.answers(round_.id), repos.members.enrolments(member.id)

    joined, answers, enrolments = await town.run(story)
    assert joined.coming
    assert list(answers.values()) == [True]
    assert enrolments[0].attendance is Attendance.ALWAYS


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("1 week", datetime(2026, 12, 7, 23, tzinfo=UTC)),
        ("2", datetime(2026, 12, 14, 23, tzinfo=UTC)),
        ("4 weeks", datetime(2026, 12, 28, 23, tzinfo=UTC)),
        ("2026-12-24", datetime(2026, 12, 23, 23, tzinfo=UTC)),
    ],
)
def test_a_pause_ends_at_local_midnight(words, ends):
    assert membership.pause_end(words, "Europe/Amsterdam", NOW, "en") == ends


@pytest.mark.parametrize(
    "words", ["soon", "2026-13-45", "2026-12-01", "2020-01-01", "0 weeks", "99 weeks", "2030-01-01"]
)
def test_a_pause_that_makes_no_sense_is_refused_kindly(words):
    with pytest.raises(BadOption) as caught:
        membership.pause_end(words, "Europe/Amsterdam", NOW, "en")
    assert caught.value.option == "until"
