"""Numbers that were shown stay as they were: what is about to go is counted first (`care.md` 2c)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.rounds import Seat
from bot.domain.tally import Tally, answers_of
from bot.ids import CircleId, CommunityId, MemberId, RoundId
from bot.ports.storage import Repositories


def shown(repos: Repositories, community: CommunityId) -> Counter[str]:
    """Return a community's counts over all of its past, rows that are gone included."""
    total = _counted(repos, community)
    total.update(repos.tallies.of(community))
    return total


@contextmanager
def unmoved(repos: Repositories, community: CommunityId) -> Iterator[None]:
    """Keep the community's counts through whatever the block deletes."""
    before = _counted(repos, community)
    yield
    after = _counted(repos, community)
    for name, number in before.items():
        repos.tallies.add(community, community, name, number - after[name])


def _counted(repos: Repositories, community: CommunityId) -> Counter[str]:
    """Count what rows tell of who was matched with whom."""
    circles: dict[RoundId, CircleId] = {}
    for circle in repos.rounds.circles(community):
        circles |= {round_.id: circle.id for round_ in repos.rounds.of_circle(circle.id)}
    before: dict[tuple[CircleId | None, MemberId, MemberId], bool] = {}
    found: Counter[str] = Counter()
    for round_, _slot, pairs in repos.rounds.pairs_by_round(community):
        for first, second, met in pairs:
            pair = (circles.get(round_), first, second)
            found[Tally.PAIRS] += 1
            found[Tally.PAIRS_MET] += met is True
            if round_ not in circles:
                continue  # a date of their own, which nobody matched
            if pair in before:
                found[Tally.AGAIN] += 1
                found[Tally.AGAIN_MET] += before[pair]
            before[pair] = before.get(pair, False) or met is True
    return found


def keep_answers(repos: Repositories, community: CommunityId, seat: Seat) -> None:
    """Count what a seat's member answered to the check-in, in its round."""
    for name in answers_of(seat):
        repos.tallies.add(community, seat.round, name)
