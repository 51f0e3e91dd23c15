"""One story, told on every platform from one body: from an empty server to the second round and the first challenge."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.domain.rounds import GroupState

pytestmark = pytest.mark.timeout(300)

NAMES = ["Bea", "Cem", "Dia", "Eli", "Fay", "Gus", "Hoa"]
TIMES = "sat-morning,sun-afternoon,wed-evening"


async def set_up(ada):
    """Set the community up the way an organiser does, by command, form and tap."""
    asked = await ada.say("organise setup")
    assert asked.form, "the first call asks its questions in a form"
    stands = await ada.fill(
        zone="Europe/Amsterdam",
        steward="Ada",
        contact="Bo, at the library desk",
        size="pairs",
        areas="Centre, North",
    )
    assert "Ada" in stands.text
    made = await ada.say(
        "organise circle create", name="Sunday walks", cadence="weekly", day="sunday", time="18:00", size="2"
    )
    assert "Sunday walks" in made.text
    added = await ada.say("organise spots add", name="Library cafe", area="Centre", notes="step-free, quiet")
    assert "Library cafe" in added.text


async def join(human):
    """Join with consent first, and answer the first questions."""
    card = await human.say("meet join")
    assert card.where == "private"
    assert "18 or older" in card.text
    asked = await human.tap("I agree")
    assert asked.form, "consent is followed by the first questions"
    welcome = await human.fill(
        area="Centre", reach="town", times=TIMES, languages="en", hello="Hi, I like maps"
    )
    assert welcome.where == "private"


async def groups_of(kith):
    """Return all groups with the user ids of their members."""

    def read(repos):
        found = []
        for community in repos.communities.all():
            for circle in repos.rounds.circles(community.id):
                for round_ in repos.rounds.of_circle(circle.id):
                    for group in repos.rounds.groups(round_.id):
                        seats = repos.rounds.seats(group.id)
                        users = [repos.members.accounts(seat.member)[0].user for seat in seats]
                        found.append((group, frozenset(users)))
        return found

    return await kith.storage.run(read)


async def latest(human, where):
    return [each for each in await human.sees() if each.where == where][-1]


async def tap_or_say(human, label, command):
    """Tap where it can be tapped in private; say it where a tap in public would be seen by everybody (Matrix)."""
    offered = [each for each in await human.sees() if any(one.startswith(label) for one in each.labels)]
    return await human.tap(label) if offered else await human.say(command)


async def test_a_community_meets(kith_somewhere):
    """Setup, seven join, preview, round, plan, calendar file, cancel, check-in, next round, weekly challenge."""
    async with kith_somewhere() as kith:
        ada = await kith.stage.person("Ada", organiser=True)
        await set_up(ada)
        people = [await kith.stage.person(name) for name in NAMES]
        for human in people:
            await join(human)
        await say_yes_and_look_ahead(kith, ada, people)
        await meet_each_other(kith, people)
        await agree_on_a_time(kith, people)
        leaver = await cancel_one_of_three(kith, people)
        await check_in(kith, people, leaver)
        await next_round_repeats_nobody(kith, people, leaver)
        await weekly_challenge(kith, ada, people)


async def say_yes_and_look_ahead(kith, ada, people):
    """The round opens, everybody says yes, and the organiser's preview keeps nothing."""
    await kith.push(days=4, hours=10)
    for human in people:
        said = await human.say("meet join")
        assert said.where == "private"
    preview = await ada.say("organise preview")
    assert preview.where == "private"
    assert "Groups: 3" in preview.text
    assert not await groups_of(kith), "a preview keeps nothing"


async def meet_each_other(kith, people):
    """Seven become two pairs and a trio, each in a place of their own, with times and a spot to choose."""
    await kith.push(days=2)
    groups = await groups_of(kith)
    assert sorted(len(users) for _, users in groups) == [2, 2, 3]
    assert frozenset().union(*(users for _, users in groups)) == {human.user_id for human in people}
    places = {group.channel for group, _ in groups}
    assert len(places) == 3
    for human in people:
        card = await latest(human, "group")
        assert "Library cafe" in card.text
        assert any(label.startswith("Time 1") for label in card.labels)


async def agree_on_a_time(kith, people):
    """Everybody takes the first time; the plan stands, and its calendar file says when and where."""
    for human in people:
        await human.tap("Time 1")
        await kith.due()
    groups = await groups_of(kith)
    assert {group.state for group, _ in groups} == {GroupState.AGREED}
    for human in people:
        files = [file for each in await human.sees() if each.where == "group" for file in each.files]
        assert [name for name, _ in files] == ["meetup.ics"]
        event = Calendar.from_ical(files[0][1]).walk("VEVENT")[0]
        mine = next(group for group, users in groups if human.user_id in users)
        assert event["DTSTART"].dt == mine.meets_at
        assert event["LOCATION"].startswith("Library cafe")


async def cancel_one_of_three(kith, people):
    """One of the trio can't come: the other two are told kindly. Return who it was."""
    groups = await groups_of(kith)
    trio = next(users for _, users in groups if len(users) == 3)
    leaver = next(human for human in people if human.user_id in trio)
    await leaver.tap("I can't come")
    await kith.due()
    for human in people:
        if human.user_id in trio - {leaver.user_id}:
            assert "can't make it this time" in (await latest(human, "group")).text
    return leaver


async def check_in(kith, people, leaver):
    """The morning after the last meeting, everybody who was there says so in private."""
    meets_at = max(group.meets_at for group, _ in await groups_of(kith))
    await kith.push(
        seconds=(meets_at - kith.clock.now()).total_seconds() + timedelta(hours=26).total_seconds()
    )
    for human in people:
        if human is not leaver:
            await human.tap("Yes, we met")
            await human.tap("Good")
            thanks = await human.tap("Yes, gladly")
            assert thanks.where == "private"
    await kith.due()
    assert {group.state for group, _ in (await groups_of(kith))[:3]} == {GroupState.MET}


async def next_round_repeats_nobody(kith, people, leaver):
    """The next round brings new faces only; one skips, so that six come and nobody has to be in an odd trio."""
    before = await groups_of(kith)
    met = {frozenset((a, b)) for _, users in before for a in users for b in users if a != b}
    await kith.push(days=2)
    for human in people:
        said = await human.say("meet skip" if human is leaver else "meet join")
        assert "Sunday walks" in said.text
    await kith.push(days=3)
    fresh = [users for group, users in await groups_of(kith) if group.id not in {old.id for old, _ in before}]
    assert fresh, "there was a second round"
    again = {frozenset((a, b)) for users in fresh for a in users for b in users if a != b}
    assert not again & met


async def weekly_challenge(kith, ada, people):
    """The organiser turns the challenge on; it is posted once, and its buttons answer privately."""
    await ada.say("organise challenges", state="on", day="monday", time="10:00")
    await kith.push(days=8)
    bea = people[0]
    posts = [each for each in await bea.sees() if each.where == "public" and "This week" in each.text]
    assert len(posts) == 1
    assert "Skipping is fine." in posts[0].text
    another = await tap_or_say(bea, "Another one", "challenge swap")
    assert another.where == "private"
    done = await tap_or_say(bea, "Done", "challenge done")
    assert "Small contact counts" in done.text
