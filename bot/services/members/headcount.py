"""How many take part: counts only, and none that could point at somebody (`care.md` 2c)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.community import Community
from bot.domain.member import MemberState
from bot.domain.recap import SHOWN_FROM, STEP, rounded
from bot.ids import AreaId
from bot.ports.storage import Repositories


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """Hold counts, rounded down to fives; None stands for fewer. `elsewhere` gathers what is too small to show by itself."""

    active: int | None
    paused: int | None
    circles: tuple[tuple[str, int | None], ...]
    areas: tuple[tuple[str, int], ...]
    elsewhere: int | None


def headcount(repos: Repositories, community: Community) -> Headcount:
    """Count the members of a community."""
    everybody = repos.members.of_community(community.id)
    active = [member for member in everybody if member.state is MemberState.ACTIVE]
    paused = sum(member.state is MemberState.PAUSED for member in everybody)
    names = {area.id: area.name for area in repos.places.areas(community.id)}
    shown, rest = _by_area(Counter(member.area for member in active if member.area in names))
    rest += sum(member.area not in names for member in active)
    known = {member.id for member in active}
    return Headcount(
        active=rounded(len(active)),
        paused=rounded(paused),
        circles=tuple(
            (circle.name, rounded(sum(each.member in known for each in repos.members.enrolled(circle.id))))
            for circle in repos.rounds.circles(community.id)
        ),
        areas=tuple((names[area], count - count % STEP) for area, count in sorted(shown.items())),
        elsewhere=rounded(rest),
    )


def _by_area(counts: Mapping[AreaId | None, int]) -> tuple[dict[AreaId, int], int]:
    """Keep areas of five or more; if what is left is too few to hide in, the smallest area joins it."""
    shown = {area: count for area, count in counts.items() if area is not None and count >= SHOWN_FROM}
    rest = sum(counts.values()) - sum(shown.values())
    while shown and 0 < rest < SHOWN_FROM:
        smallest = min(shown, key=lambda area: (shown[area], area))
        rest += shown.pop(smallest)
    return shown, rest
