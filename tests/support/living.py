"""A community that lives: set up and joined by commands and taps, as people do it, on whatever platform."""

from datetime import timedelta

from bot.domain.rounds import GroupState

TIMES = "sat-morning,sun-afternoon,wed-evening"


async def set_up(ada, *, size="2", weeks="weekly"):
    """Set the community up the way an organiser does."""
    await ada.say("organise setup")
    await ada.fill(
        zone="Europe/Amsterdam",
        steward="Ada",
        contact="Bo, at the library desk",
        size="pairs",
        areas="Centre",
    )
    await ada.say(
        "organise circle create", name="Sunday walks", cadence=weeks, day="sunday", time="18:00", size=size
    )
    await ada.say("organise spots add", name="Library cafe", area="Centre", notes="quiet")


async def join(human, *, hello="Hi", agree="I agree"):
    """Join with consent, and say what the first questions ask for."""
    await human.say("meet join")
    await human.tap(agree)
    kept = await human.say("meet profile", area="Centre", times=TIMES, languages="English", hello=hello)
    assert hello in kept.text


async def groups_of(kith):
    """Return all groups, oldest round first."""

    def read(repos):
        return [
            group
            for community in repos.communities.all()
            for circle in repos.rounds.circles(community.id)
            for round_ in repos.rounds.of_circle(circle.id)
            for group in repos.rounds.groups(round_.id)
        ]

    return await kith.storage.run(read)


async def next_plans(kith, people):
    """Let the next round come, everybody say yes and take the first time, and return its groups."""
    before = {group.id for group in await groups_of(kith)}
    for human in people:
        await human.say("meet join")
    while not {group.id for group in await groups_of(kith)} - before:
        due = await kith.app.next_due()
        await kith.push(seconds=(due - kith.clock.now()).total_seconds())
    for human in people:
        await human.tap("Time 1")
    await kith.due()
    return [group for group in await groups_of(kith) if group.id not in before]


async def meet(kith, people):
    """Let the hour of all plans pass, and everybody say that they met and would again."""
    agreed = [group for group in await groups_of(kith) if group.state is GroupState.AGREED]
    last = max(group.meets_at for group in agreed)
    await kith.push(seconds=(last - kith.clock.now() + timedelta(hours=26)).total_seconds())
    for human in people:
        await human.tap("Yes, we met")
        await human.tap("Good")
        await human.tap("Yes, gladly")
    await kith.due()
