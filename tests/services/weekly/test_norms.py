"""The question whether somebody would be glad to be invited is asked rarely, privately, and counted without names."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.domain.member import Contact, Member
from bot.domain.norms import NormAsked, NormCount, Said
from bot.domain.posts import ChallengePost
from bot.ports.messages import Menu
from bot.ports.storage import StoredMenu
from bot.services.cards.challenges import norm_choices
from bot.services.members import membership
from bot.services.privacy.forgetting import forget
from bot.services.weekly import challenges, norms
from bot.services.weekly.norms import Answer
from tests.support.chat_town import a_place, joined
from tests.support.town import CIRCLE, COMMUNITY, NOW, PLATFORM, account

pytestmark = pytest.mark.timeout(30)
THURSDAY = datetime(2026, 12, 3, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)
BEFORE, WITHIN = date(2026, 11, 29), date(2026, 11, 30)
"""The last day before the five weeks in which 3 December lies, and their first."""


def on(repos, *, question=True):
    turned = challenges.turn_on(repos, COMMUNITY, NOW, weekday=3, at=time(10))
    return norms.switch(repos, turned, on=question)


def a_member(repos, name, joined=BEFORE):
    member = repos.members.of_account(COMMUNITY.id, account(name).platform, account(name).user)
    if member is None:
        at = datetime.combine(joined, time(12), tzinfo=UTC)
        repos.members.add(Member(id=name, community=COMMUNITY.id, joined_at=at))
        repos.members.add_account(name, account(name))
    return account(name)


def ask(repos, community, one, at):
    """Ask somebody if it is due, with the menu that they would tap on."""
    since = norms.ask(repos, community, one, at)
    if since is not None:
        menu = Menu(id=menu_of(one), choices=norm_choices(since))
        repos.menus.put(
            StoredMenu(menu=menu, community=COMMUNITY.id, only=(one.user,), expires=at + 5 * WEEK)
        )
    return since is not None


def say(repos, community, one, said, at, *, since=WITHIN):
    given = Answer(said=said, menu=menu_of(one), since=since.isoformat())
    return norms.answer(repos, community, one, given, at)


def menu_of(one):
    return f"menu of {one.user}"


def say_all(repos, community, at, **how_many):
    """Let people be asked and answer, `yes=8, not_now=2`."""
    for said, number in how_many.items():
        for person in range(number):
            one = a_member(repos, f"{said}{person}")
            assert ask(repos, community, one, at)
            assert say(repos, community, one, Said(said.replace("_", "-")), at)


async def test_nobody_is_asked_before_an_organiser_wants_it(town):
    def story(repos):
        off = on(repos, question=False)
        turned_off = challenges.turn_off(repos, on(repos))
        return [ask(repos, each, a_member(repos, "ada"), THURSDAY) for each in (off, turned_off)]

    assert await town.run(story) == [False, False]


async def test_it_is_asked_once_a_season_whatever_was_answered_or_not(town):
    def story(repos):
        here, ada = on(repos), a_member(repos, "ada")
        days = [0, 1, 31, 32]
        return [ask(repos, here, ada, THURSDAY + timedelta(days=day)) for day in days]

    assert await town.run(story) == [True, False, False, True]


async def test_only_members_who_joined_before_the_counting_began_are_asked(town):
    def story(repos):
        here = on(repos)
        people = [a_member(repos, "ada", BEFORE), a_member(repos, "bo", WITHIN), account("stranger")]
        return [[ask(repos, here, each, at) for each in people] for at in (THURSDAY, THURSDAY + 5 * WEEK)]

    assert await town.run(story) == [[True, False, False], [True, True, False]]


async def test_nobody_answers_twice_by_being_forgotten_or_by_stopping_and_coming_back(town):
    def story(repos):
        here, ada = on(repos), a_member(repos, "ada")
        asked = [ask(repos, here, ada, THURSDAY)]
        membership.stop(repos, ada, THURSDAY)
        for day in (0, 1, 2):
            at = THURSDAY + timedelta(days=day)
            come_back(repos, ada, at)
            asked.append(ask(repos, here, ada, at))
            forget(repos, ada, frozenset({COMMUNITY.id}), at, Random(day))
        return asked

    assert await town.run(story) == [True, False, False, False]


def come_back(repos, ada, at):
    membership.consent(
        repos, COMMUNITY, ada, circle=CIRCLE.id, contact=Contact.PLACE, now=at, rng=Random(at.day)
    )


async def test_another_account_of_the_same_person_is_not_asked_again(town):
    def story(repos):
        here = on(repos)
        ada, second = a_member(repos, "ada"), account("ada-second")
        repos.members.add_account("ada", second)
        first = ask(repos, here, ada, THURSDAY)
        return first, ask(repos, here, second, THURSDAY)

    assert await town.run(story) == (True, False)


async def test_an_answer_counts_once_and_only_where_it_was_asked_for(town):
    def story(repos):
        here, ada, bo = on(repos), a_member(repos, "ada"), a_member(repos, "bo")
        ask(repos, here, ada, THURSDAY)
        said = [say(repos, here, ada, Said.YES, THURSDAY) for _ in range(2)]
        unasked = say(repos, here, bo, Said.YES, THURSDAY)
        return said, unasked, [(each.yes, each.not_now) for each in repos.norms.counts(COMMUNITY.id)]

    assert await town.run(story) == ([True, False], False, [(1, 0)])


async def test_whoever_would_rather_not_say_is_in_no_count(town):
    def story(repos):
        here, ada = on(repos), a_member(repos, "ada")
        ask(repos, here, ada, THURSDAY)
        return say(repos, here, ada, Said.RATHER_NOT, THURSDAY), repos.norms.counts(COMMUNITY.id)

    assert await town.run(story) == (True, ())


async def test_what_is_remembered_of_a_person_is_the_same_whatever_they_answered(town):
    def story(repos):
        here = on(repos)
        for person, said in (("ada", Said.YES), ("bo", Said.NOT_NOW), ("cy", Said.RATHER_NOT)):
            ask(repos, here, a_member(repos, person), THURSDAY)
            say(repos, here, account(person), said, THURSDAY)
        return [repos.norms.asked(COMMUNITY.id, account(person)) for person in ("ada", "bo", "cy")]

    assert await town.run(story) == [
        NormAsked(community=COMMUNITY.id, platform=PLATFORM, user=person, since=WITHIN)
        for person in ("ada", "bo", "cy")
    ]


async def test_the_day_of_an_answer_is_nowhere_to_be_read(town):
    def story(repos):
        here = on(repos)
        for days, person in enumerate(("ada", "bo")):
            at = THURSDAY + timedelta(days=days)
            ask(repos, here, a_member(repos, person), at)
            say(repos, here, account(person), Said.YES, at)
        return repos.norms.counts(COMMUNITY.id)

    assert await town.run(story) == (NormCount(community=COMMUNITY.id, since=WITHIN, yes=2),)


async def test_a_late_tap_on_an_old_question_counts_nothing(town):
    """It counts nothing either where the same person was asked anew."""

    def story(repos):
        here, ada, later = on(repos), a_member(repos, "ada"), THURSDAY + 5 * WEEK
        ask(repos, here, ada, THURSDAY)
        said = [say(repos, here, ada, Said.YES, later)]
        ask(repos, here, ada, later)
        said.append(say(repos, here, ada, Said.YES, later))
        said.append(say(repos, here, ada, Said.YES, later, since=WITHIN + 5 * WEEK))
        return said, len(repos.norms.counts(COMMUNITY.id))

    assert await town.run(story) == ([False, False, True], 1)


async def test_what_is_typed_instead_of_tapped_counts_nothing(town):
    def story(repos):
        here, ada = on(repos), a_member(repos, "ada")
        ask(repos, here, ada, THURSDAY)
        typed = Answer(said=Said.YES, menu=None, since=WITHIN.isoformat())
        return norms.answer(repos, here, ada, typed, THURSDAY), repos.norms.counts(COMMUNITY.id)

    assert await town.run(story) == (False, ())


async def test_what_was_answered_is_told_in_the_next_season_and_not_before(town):
    def story(repos):
        here = on(repos)
        say_all(repos, here, THURSDAY, yes=8, not_now=2)
        posts = [a_post(week) for week in (3, 4, 5, 8)]
        return [norms.line(repos, here, post) is not None for post in posts]

    assert await town.run(story) == [False, False, True, True]


async def test_off_takes_the_sentence_out_and_moving_the_day_keeps_the_season(town):
    def story(repos):
        here = on(repos)
        say_all(repos, here, THURSDAY, yes=5)
        moved = challenges.turn_on(repos, repos.communities.get(COMMUNITY.id), THURSDAY, weekday=4)
        say_all(repos, moved, THURSDAY + timedelta(days=1), not_now=5)
        seasons = len(repos.norms.counts(COMMUNITY.id))
        silent = norms.switch(repos, moved, on=False)
        return seasons, norms.line(repos, silent, a_post(6))

    assert await town.run(story) == (1, None)


def a_post(weeks):
    day = date(2026, 12, 3) + weeks * WEEK
    return ChallengePost(id=f"p{weeks}", community=COMMUNITY.id, day=day, challenge="reach-two-hellos")


async def test_a_week_of_rest_has_time_for_the_question_and_keeps_nothing_of_strangers():
    async with a_place() as (kith, olga):
        await olga.say("organise challenges", state="on", day="thursday", time="10:00")
        assert "It is asked." in (await olga.say("organise question", state="on")).text
        ada, bo = await joined(kith), await kith.stage.person("Bo")
        await kith.push(weeks=4, days=4)
        assert "Would you be glad" in (await ada.say("challenge now")).text
        assert "counted, and your name is not with it" in (await ada.tap("Yes")).text
        assert "closed" in (await ada.say("challenge answer", said="yes")).text
        assert "Would you be glad" not in (await ada.say("challenge now")).text
        assert "Would you be glad" not in (await bo.say("challenge now")).text
        stored = await kith.storage.run(lambda repos: repos.traces.communities_of("playground", bo.user_id))
        assert stored == ()
        assert "It is not asked." in (await olga.say("organise question", state="off")).text
