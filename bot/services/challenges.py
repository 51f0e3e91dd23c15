"""The weekly challenge: when it is posted, and which one it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.content.library import Library
from bot.domain.challenges import Challenge
from bot.domain.community import ChallengeSettings, Community
from bot.domain.jobs import Job
from bot.domain.posts import ChallengePost
from bot.domain.recurrence import instant, local_date
from bot.domain.season import SeasonWeek, pick_challenge, recent_ids, week_of_season
from bot.ids import JobKey, PostId
from bot.ports.storage import Repositories

POST = "challenge.post"
CARD = "challenge.card"
FRESH = timedelta(hours=24)
"""How late a challenge is still worth posting."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Hold one week of the season's preview: its date, its place in the season, its challenge (None in a rest)."""

    day: date
    week: SeasonWeek
    challenge: Challenge | None


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
    if before.on and before.anchor is not None:
        anchor = before.anchor + timedelta(days=settings.weekday - before.anchor.weekday())
    else:
        anchor = _next_day(repos, replace(community, challenges=settings), now)
    changed = replace(community, challenges=replace(settings, anchor=anchor))
    repos.communities.save(changed)
    schedule_challenge(repos, changed, now)
    return changed


def turn_off(repos: Repositories, community: Community) -> Community:
    """Turn the weekly challenge off; the next season starts with its first week."""
    changed = replace(community, challenges=replace(community.challenges, on=False, anchor=None))
    repos.communities.save(changed)
    repos.jobs.cancel(community.id, POST)
    return changed


def schedule_challenge(repos: Repositories, community: Community, now: datetime) -> None:
    """Write the decision of the next post down, in the place of one that waits."""
    repos.jobs.cancel(community.id, POST)
    if community.challenges.on:
        _plan(repos, community, now)


def _plan(repos: Repositories, community: Community, now: datetime) -> None:
    settings = community.challenges
    day = _next_day(repos, community, now)
    repos.jobs.add(
        Job(
            key=JobKey(f"{community.id}/challenge/{day}/{settings.at:%H%M}"),
            community=community.id,
            step=POST,
            subject=community.id,
            due=instant(day, settings.at, community.zone),
            delivery=False,
            args={"day": day.isoformat()},
        )
    )


def _next_day(repos: Repositories, community: Community, now: datetime) -> date:
    """Return the next date to post on; a date that has its post already is passed over."""
    settings = community.challenges
    day = local_date(now, community.zone)
    day += timedelta(days=(settings.weekday - day.weekday()) % 7)
    posted = {post.day for post in repos.challenges.posts(community.id)}
    while day in posted or instant(day, settings.at, community.zone) <= now:
        day += _WEEK
    return day


def post_challenge(repos: Repositories, job: Job, now: datetime, library: Library) -> None:
    """Decide one week's post, with its cards and the next week's decision (the step `challenge.post`)."""
    community = repos.communities.get(job.community)
    if community is None or not community.challenges.on:
        return
    day = date.fromisoformat(job.args["day"])
    if now <= job.due + FRESH:
        _post(repos, community, day, now, library)
    _plan(repos, community, max(now, job.due))


def _post(repos: Repositories, community: Community, day: date, now: datetime, library: Library) -> None:
    posts = repos.challenges.posts(community.id)
    if any(post.day == day for post in posts):
        return
    chosen = _choose(community, day, posts, library)
    if chosen is None:
        return
    post = ChallengePost(
        id=PostId(f"{community.id}/challenge/{day}"), community=community.id, day=day, challenge=chosen.id
    )
    repos.challenges.add_post(post)
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


def _choose(
    community: Community, day: date, posts: Sequence[ChallengePost], library: Library
) -> Challenge | None:
    """Return the challenge of a date, or None in a rest week; `posts` are earlier ones, newest first."""
    before = [post for post in posts if post.day < day]
    previous = library.challenge(before[0].challenge) if before else None
    return pick_challenge(
        library.challenges,
        week=_week(community.challenges, day),
        previous=previous.practice if previous is not None else None,
        recent=recent_ids(((post.day, post.challenge) for post in before), day),
        seed=f"{community.id}/challenge/{day}",
    )


def _week(settings: ChallengeSettings, day: date) -> SeasonWeek:
    return week_of_season(settings.anchor or day, day)


def preview(
    repos: Repositories, community: Community, now: datetime, library: Library, weeks: int = 5
) -> tuple[Week, ...]:
    """Return what the coming weeks bring, as it would be decided today."""
    posts = list(repos.challenges.posts(community.id))
    first = _next_day(repos, community, now)
    found: list[Week] = []
    for day in (first + _WEEK * index for index in range(weeks)):
        settings = community.challenges
        anchored = replace(community, challenges=replace(settings, anchor=settings.anchor or first))
        chosen = _choose(anchored, day, posts, library)
        found.append(Week(day=day, week=_week(anchored.challenges, day), challenge=chosen))
        if chosen is not None:
            posts.insert(
                0, ChallengePost(id=PostId(""), community=community.id, day=day, challenge=chosen.id)
            )
    return tuple(found)


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
