"""What two people have in common: when they last met, how often, or that it was only planned."""

from functools import lru_cache

from bot.matching.model import PastMeeting


@lru_cache(maxsize=4096)
def met_again(before: PastMeeting | None, rounds_ago: int, *, missed: bool) -> PastMeeting:
    """Add one more meeting to what two people have in common.

    Once they really met, meetings that did not happen count for nothing. Equal answers are one object, which keeps the
    history of thousands small and quick to compare.
    """
    if before is None or (before.missed and not missed):
        return PastMeeting(rounds_ago=rounds_ago, missed=missed)
    if missed and not before.missed:
        return before
    nearest = min(rounds_ago, before.rounds_ago)
    return PastMeeting(rounds_ago=nearest, times=before.times + 1, missed=missed)
