"""The weekly challenge: when it is posted, and which one it is."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.content.library import Library
from bot.domain.coming import as_post
from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.posts import ChallengePost
from bot.domain.recurrence import instant, local_date
from bot.ids import JobKey, PostId
from bot.ports.storage import Repositories
from bot.services.weekly.season import next_day, walk_from

POST = "challenge.post"
CARD = "challenge.card"
FRESH = timedelta(hours=24)
"""How late a challenge is still worth posting."""
_WEEK = timedelta(days=7)


def turn_on(
    repos: Repositories,
    community: Community,
    now: datetime,
    *,
    weekday: int | None = None,
    at: time | None = None,
) -> Community:
    """Turn the weekly challenge on, or move it to another day or time; a running season goes on."""
    before = community.challenges
    settings = replace(
        before,
        on=True,
        weekday=before.weekday if weekday is None else weekday,
        at=before.at if at is None else at,
    )
    first = next_day(repos, replace(community, challenges=settings), now)
    anchor = before.anchor if before.on and before.anchor is not None else first
    changed = replace(community, challenges=replace(settings, anchor=anchor))
    repos.communities.save(changed)
    return schedule_challenge(repos, changed, now)


def turn_off(repos: Repositories, community: Community) -> Community:
    """Turn the weekly challenge off; the next season starts with its first week."""
    changed = replace(community, challenges=replace(community.challenges, on=False, anchor=None))
    repos.communities.save(changed)
    repos.jobs.cancel(community.id, POST)
    return changed


def schedule_challenge(repos: Repositories, community: Community, now: datetime) -> Community:
    """Write the decision of the next post down, in the place of one that waits, and return the community as it stands.

    Where another day, hour or zone brings the first post forward, the season begins with it: what is posted before
    its beginning would be taken for an earlier season's, and the next week would begin anew.
    """
    repos.jobs.cancel(community.id, POST)
    settings = community.challenges
    if not settings.on:
        return community
    first = next_day(repos, community, now)
    if settings.anchor is not None and first < settings.anchor:
        community = replace(community, challenges=replace(settings, anchor=first))
        repos.communities.save(community)
    _plan(repos, community, now)
    return community


def _plan(repos: Repositories, community: Community, now: datetime) -> None:
    settings = community.challenges
    day = next_day(repos, community, now)
    due = instant(day, settings.at, community.zone)
    repos.jobs.add(
        Job(
            key=JobKey(f"{community.id}/challenge/{int(due.timestamp())}"),
            community=community.id,
            step=POST,
            subject=community.id,
            due=due,
            delivery=False,
            args={"day": day.isoformat()},
        )
    )


def post_challenge(repos: Repositories, job: Job, now: datetime, library: Library) -> None:
    """Decide one week's post, with its cards and the next week's decision (the step `challenge.post`).

    After an outage of weeks it is the last week's that may still be worth posting.
    """
    community = repos.communities.get(job.community)
    if community is None or not community.challenges.on:
        return
    day, due = date.fromisoformat(job.args["day"]), job.due
    while (later := instant(day + _WEEK, community.challenges.at, community.zone)) <= now:
        day, due = day + _WEEK, later
    if now <= due + FRESH:
        _post(repos, community, day, now, library)
    _plan(repos, community, max(now, job.due))


def _post(repos: Repositories, community: Community, day: date, now: datetime, library: Library) -> None:
    """Post what the walk through the weeks to come has for this one; an organiser's choice for it is used up then."""
    walk = walk_from(repos, community, day, library)
    if walk.posts and day < walk.posts[0].day + _WEEK:
        return
    coming = next(walk.weeks(day))
    if coming.challenge is None:
        return
    post = as_post(coming, community.id)
    repos.challenges.add_post(post)
    left = walk.shape.without_pick(coming.week).since(day)
    if left != walk.shape:
        repos.seasons.put(left)
    for home in repos.communities.homes(community.id):
        repos.jobs.add(
            Job(
                key=JobKey(f"{post.id}/card/{home.platform}/{home.home}"),
                community=community.id,
                step=CARD,
                subject=post.id,
                due=now,
                expires=now + FRESH,
                delivery=True,
                args={"platform": home.platform, "home": home.home},
            )
        )


def find_post(
    repos: Repositories, community: Community, now: datetime, post_id: str = ""
) -> ChallengePost | None:
    """Return the named post of a community, or this week's, or None in a week without one."""
    if post_id:
        found = repos.challenges.post(PostId(post_id))
        return found if found is not None and found.community == community.id else None
    today = local_date(now, community.zone)
    posts = repos.challenges.posts(community.id)
    return next((post for post in posts if today - _WEEK < post.day <= today), None)
