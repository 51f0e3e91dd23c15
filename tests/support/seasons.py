"""Whole seasons written straight to storage: who was matched with whom, and whether they met."""

from datetime import date, timedelta

from bot.domain.community import Account, Community
from bot.domain.member import Member
from bot.domain.recurrence import instant
from bot.domain.rounds import Circle, Group, GroupState, Meeting, Round, RoundState, Seat, round_of
from bot.ids import GroupId, MemberId
from bot.ports.storage import Repositories
from bot.services.candidates import pairs_in


def people(repos: Repositories, community: Community, count: int, *, joined, area=None) -> list[MemberId]:
    """Let some members join; their ids count on."""
    already = len(repos.members.of_community(community.id))
    found = [MemberId(f"p{number:03}") for number in range(already, already + count)]
    for member in found:
        repos.members.add(Member(id=member, community=community.id, joined_at=joined, area=area))
        repos.members.add_account(member, Account(platform="playground", user=f"u-{member}"))
    return found


def a_round(
    repos: Repositories,
    community: Community,
    circle: Circle,
    slot: date,
    groups: list[tuple[MemberId, ...]],
    *,
    met: bool | None = True,
    left: tuple[MemberId, ...] = (),
) -> Round:
    """Write a round that is over; its groups all met, or none did."""
    round_ = round_of(circle, slot, community.zone)
    closed = Round(
        id=round_.id,
        circle=circle.id,
        community=community.id,
        slot=slot,
        opens_at=round_.opens_at,
        due_at=round_.due_at,
        state=RoundState.CLOSED,
    )
    repos.rounds.add(closed)
    for member in left:
        repos.rounds.sit_out(closed.id, member)
    for number, members in enumerate(groups):
        group = Group(
            id=GroupId(f"{closed.id}/{number}"),
            round=closed.id,
            community=community.id,
            matched_at=instant(slot, circle.at, community.zone),
            platform=circle.platform,
            state=GroupState.CLOSED,
        )
        repos.rounds.add_group(group)
        for member in members:
            repos.rounds.add_seat(Seat(round=closed.id, group=group.id, member=member))
        repos.rounds.record(
            *(
                Meeting(
                    first=first,
                    second=second,
                    round=closed.id,
                    community=community.id,
                    slot=slot,
                    met=met,
                )
                for first, second in pairs_in(members)
            )
        )
    return closed


def in_pairs(members: list[MemberId]) -> list[tuple[MemberId, ...]]:
    return list(zip(members[::2], members[1::2], strict=True))


def weeks_before(day: date, weeks: int) -> date:
    return day - timedelta(weeks=weeks)
