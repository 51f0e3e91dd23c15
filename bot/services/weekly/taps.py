"""What people privately tap on a weekly challenge: done, another one, not this week.

Whoever has several accounts is one person here: what they tapped with one stands there for the others too.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.content.library import Library
from bot.domain.challenges import Challenge
from bot.domain.community import Account, Community
from bot.domain.posts import ChallengePost, ChallengeTap, Felt, Tap
from bot.domain.recap import rounded
from bot.domain.recurrence import local_date
from bot.domain.season import MAX_SWAPS
from bot.errors import NotFound, UserError
from bot.ids import ChallengeId
from bot.ports.storage import Repositories
from bot.services.people import accounts_here
from bot.services.shelf.library import library_of
from bot.services.weekly.challenges import find_post
from bot.services.weekly.swapping import another
from bot.text.message import Command, T

_WEEK = timedelta(days=7)


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
    """Say what somebody has before them after a tap: a challenge, and the one that they did, if the library still has them.

    One that was left out meanwhile is not offered any more; that it was done stays true.
    `others_done` is how many others did it, rounded down to fives, and `over` says that the post's week is.
    """

    post: ChallengePost
    challenge: Challenge | None
    did: Challenge | None
    tap: ChallengeTap
    others_done: int
    swaps_left: bool
    over: bool


def look(repos: Repositories, asked: Asked) -> Answered | None:
    """Return this week's challenge as the person last saw it, or None in a week without one."""
    post = find_post(repos, asked.community, asked.now, asked.post)
    return _answered(repos, asked, post, _before(repos, asked, post)) if post is not None else None


def done(repos: Repositories, asked: Asked, note: str | None = None, *, what: str = "") -> Answered:
    """Note that somebody did a challenge that they were shown (`what`; the last one if none is named).

    `note` is a line for their own diary, None leaves what stands there.
    """
    post = _needed(repos, asked)
    before = _before(repos, asked, post)
    named = ChallengeId(what) if what in before.shown else None
    again = before.did if before.tap is Tap.DONE else None
    did = named or again or before.shown[-1]
    tapped = replace(before, tap=Tap.DONE, did=did, note=before.note if note is None else note)
    if tapped.did != before.did:
        tapped = replace(tapped, felt=None)  # how another one was says nothing of this one
    repos.challenges.tap(tapped)
    return _answered(repos, asked, post, tapped)


def feel(repos: Repositories, asked: Asked, felt: Felt) -> Answered:
    """Keep how a challenge was, for the diary. Raise `NotFound` where the person has done none of that week."""
    post = _needed(repos, asked)
    before = _before(repos, asked, post)
    if before.tap is not Tap.DONE or before.did is None:
        raise NotFound(
            T(
                "There is no entry of that week in your diary. {done} makes one.",
                done=Command("challenge done"),
            )
        )
    told = replace(before, felt=felt)
    repos.challenges.tap(told)
    return _answered(repos, asked, post, told)


def skip(repos: Repositories, asked: Asked) -> Answered:
    """Note that somebody leaves this week out, which also takes a Done back. Raise `UserError` when it is over."""
    post = _this_week(asked, _needed(repos, asked))
    tapped = replace(_before(repos, asked, post), tap=Tap.SKIPPED, did=None, felt=None)
    repos.challenges.tap(tapped)
    return _answered(repos, asked, post, tapped)


def swap(repos: Repositories, asked: Asked) -> Answered | None:
    """Offer another challenge that asks no more; None, and no change, when three were swapped or none is left.

    Raise `UserError` when the week is over.
    """
    post = _this_week(asked, _needed(repos, asked))
    before = _before(repos, asked, post)
    other = another(
        repos, asked.community, before, asked.now, library_of(repos, asked.community, asked.library)
    )
    if other is None:
        return None
    kept = Tap.DONE if before.tap is Tap.DONE else Tap.SWAPPED
    widened = replace(before, tap=kept, shown=(*before.shown, other.id))
    repos.challenges.tap(widened)
    return _answered(repos, asked, post, widened)


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


def _over(asked: Asked, post: ChallengePost) -> bool:
    return post.day <= local_date(asked.now, asked.community.zone) - _WEEK


def _this_week(asked: Asked, post: ChallengePost) -> ChallengePost:
    """Return the post. Raise `UserError` if its week is over, so that an old button starts nothing."""
    if _over(asked, post):
        raise UserError(
            T("That week is over, and all is well. {command} has today's.", command=Command("challenge now"))
        )
    return post


def _before(repos: Repositories, asked: Asked, post: ChallengePost) -> ChallengeTap:
    """Return the person's answer so far; somebody who tapped nothing yet was shown the post's own challenge."""
    mine = accounts_here(repos, asked.community.id, asked.account)
    tapped = (repos.challenges.tapped(post.id, each.platform, each.user) for each in mine)
    first = ChallengeTap(
        post=post.id,
        platform=asked.account.platform,
        user=asked.account.user,
        tap=Tap.SWAPPED,
        shown=(post.challenge,),
    )
    return next((each for each in tapped if each is not None), first)


def _answered(repos: Repositories, asked: Asked, post: ChallengePost, tap: ChallengeTap) -> Answered:
    """Gather what is shown after a tap.

    The person's own Done is left out of the count: whoever taps it and takes it back sees no number move by one.
    """
    others = repos.challenges.counts(post.id).get(Tap.DONE, 0) - (tap.tap is Tap.DONE)
    library = library_of(repos, asked.community, asked.library)
    return Answered(
        post=post,
        challenge=library.offered(tap.shown[-1]),
        did=library.challenge(tap.did) if tap.did is not None else None,
        tap=tap,
        others_done=rounded(max(others, 0)) or 0,
        swaps_left=len(set(tap.shown)) <= MAX_SWAPS,
        over=_over(asked, post),
    )
