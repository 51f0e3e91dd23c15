"""What people privately tap on a weekly challenge: done, another one, not this week; and their own diary."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.content.library import Library
from bot.domain.challenges import Challenge
from bot.domain.community import Account, Community
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.season import MAX_SWAPS
from bot.errors import NotFound
from bot.ports.storage import Repositories
from bot.services.challenges import find_post
from bot.services.library import library_of
from bot.services.swapping import another
from bot.text.message import Command, T

SHOWN_FROM = 5
"""Counts below this are shown to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Say who taps, where and when, on which post (this week's if none is named); `library` is what ships with Kith."""

    community: Community
    account: Account
    now: datetime
    library: Library
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Say what somebody has before them after a tap; `challenge` is None if the library lost it."""

    post: ChallengePost
    challenge: Challenge | None
    tap: ChallengeTap
    done_here: int
    swaps_left: bool


def look(repos: Repositories, asked: Asked) -> Answered | None:
    """Return this week's challenge as the person last saw it, or None in a week without one."""
    post = find_post(repos, asked.community, asked.now, asked.post)
    return _answered(repos, asked, post, _before(repos, asked, post)) if post is not None else None


def done(repos: Repositories, asked: Asked, note: str | None = None) -> Answered:
    """Note that somebody did the challenge; `note` is a line for their own diary, None leaves what stands there."""
    return _put(repos, asked, Tap.DONE, note=note)


def skip(repos: Repositories, asked: Asked) -> Answered:
    """Note that somebody leaves this week out."""
    return _put(repos, asked, Tap.SKIPPED)


def swap(repos: Repositories, asked: Asked) -> Answered:
    """Offer another challenge that asks no more; nothing changes when three were swapped or none is left."""
    post = _needed(repos, asked)
    before = _before(repos, asked, post)
    other = another(
        repos, asked.community, before, asked.now, library_of(repos, asked.community, asked.library)
    )
    if other is None:
        return replace(_answered(repos, asked, post, before), swaps_left=False)
    widened = replace(before, tap=Tap.SWAPPED, shown=(*before.shown, other.id))
    repos.challenges.tap(widened)
    return _answered(repos, asked, post, widened)


def diary(repos: Repositories, asked: Asked) -> tuple[tuple[ChallengePost, ChallengeTap], ...]:
    """Return a person's own answers here, newest first."""
    return repos.challenges.diary(asked.community.id, asked.account.platform, asked.account.user)


def _needed(repos: Repositories, asked: Asked) -> ChallengePost:
    """Return the post that is meant. Raise `NotFound` in a week without one."""
    post = find_post(repos, asked.community, asked.now, asked.post)
    if post is None:
        raise NotFound(
            T(
                "There is no challenge to answer this week. {command} has a small one.",
                command=Command("challenge now"),
            )
        )
    return post


def _before(repos: Repositories, asked: Asked, post: ChallengePost) -> ChallengeTap:
    """Return the person's answer so far; somebody who tapped nothing yet was shown the post's own challenge."""
    found = repos.challenges.tapped(post.id, asked.account.platform, asked.account.user)
    return found or ChallengeTap(
        post=post.id,
        platform=asked.account.platform,
        user=asked.account.user,
        tap=Tap.SWAPPED,
        shown=(post.challenge,),
    )


def _put(repos: Repositories, asked: Asked, tap: Tap, note: str | None = None) -> Answered:
    post = _needed(repos, asked)
    before = _before(repos, asked, post)
    tapped = replace(before, tap=tap, note=before.note if note is None else note)
    repos.challenges.tap(tapped)
    return _answered(repos, asked, post, tapped)


def _answered(repos: Repositories, asked: Asked, post: ChallengePost, tap: ChallengeTap) -> Answered:
    """Gather what is shown after a tap; how many did it is rounded down to fives."""
    count = repos.challenges.counts(post.id).get(Tap.DONE, 0)
    return Answered(
        post=post,
        challenge=library_of(repos, asked.community, asked.library).challenge(tap.shown[-1]),
        tap=tap,
        done_here=count // SHOWN_FROM * SHOWN_FROM,
        swaps_left=len(set(tap.shown)) <= MAX_SWAPS,
    )
