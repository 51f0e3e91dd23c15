"""Other times and another spot, at anybody's wish: while a group chooses, and after its plan stands."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.jobs import Job
from bot.domain.openings import open_at
from bot.domain.plans import is_over, next_spot, rank_spots
from bot.domain.rounds import Group, GroupState
from bot.errors import UserError
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.people import members_of, zone_of
from bot.services.planned import decision, delivery
from bot.services.planning.offering import company_of, next_offer
from bot.services.planning.settling import announce, put_up, unplanned_check_ins
from bot.text.message import Command, T

_PLAN, _CANCEL = Command("meet plan"), Command("meet cancel")


_OLD_TIME_BEFORE = timedelta(hours=2)
"""How long before the time that is given up those hear once more of it who only look at their calendar."""


def other_times(repos: Repositories, group: Group, now: datetime, *, offer: str = "") -> Group:
    """Offer the group two other times. Raise `UserError` where there are none, or nothing to choose any more.

    `offer` names the times that were shown with the tap; empty where it was typed.
    """
    if group.state is not GroupState.PROPOSED:
        raise UserError(T("The plan of this group stands already, or is over."))
    check_offer(group, offer)
    fresh = next_offer(repos, group, now)
    if fresh is None:
        raise UserError(
            T("There are no other times left to offer. If none of these suits you, say Neither; that's fine.")
        )
    return put_up(repos, fresh, now, names.OTHER_TIMES)


def check_offer(group: Group, offer: str) -> None:
    """Raise `UserError` for a tap on times that are not on offer any more."""
    if offer and offer != group.offer:
        raise UserError(
            T("Those times are no longer on offer. {command} shows the newer ones.", command=_PLAN)
        )


def move(repos: Repositories, group: Group, now: datetime, *, plan: str = "") -> Group:
    """Let a group whose plan stands choose again, with fresh times; calendars keep the old one until then.

    What was offered before the plan stood may be offered again, as weeks change; the time that is given up is not.
    Anybody may ask, until the meeting begins; no reason is asked and nobody is named. Without another time the plan
    stays as it is. `plan` names the plan that was shown with the tap (`Group.standing`). Raise `UserError` otherwise.
    """
    if group.state is GroupState.PROPOSED:
        raise UserError(T("Your group is choosing a time already. {command} shows the times.", command=_PLAN))
    if group.meets_at is None or group.state is not GroupState.AGREED or now >= group.meets_at:
        raise UserError(T("That meetup has begun or is over, so there is nothing to move any more."))
    if plan and plan != group.standing:
        raise UserError(T("That plan has changed already. {command} shows how it stands.", command=_PLAN))
    loose = replace(
        group,
        state=GroupState.PROPOSED,
        meets_at=None,
        moved_from=group.meets_at,
        choosing_since=now,
        options=(group.meets_at,),
        offered=(),
        stretch=False,
    )
    fresh = next_offer(repos, loose, now)
    if fresh is None:
        raise UserError(
            T(
                "I found no other time within two weeks, so the plan stays as it is. "
                "If you can't come, {command} tells the others kindly.",
                command=_CANCEL,
            )
        )
    repos.jobs.cancel(group.id, *names.AHEAD)
    moved = put_up(repos, fresh, now, names.MOVED)
    repos.jobs.add(
        *unplanned_check_ins(moved, zone_of(repos, moved), now),
        decision(group.community, names.CLOSE, group.id, moved.choose_until),
        *_old_time(moved, group.meets_at, now),
    )
    return moved


def _old_time(group: Group, at: datetime, now: datetime) -> tuple[Job, ...]:
    """Return the word that nobody meets at the old time; none where the move itself is told as late as that."""
    due, mark = at - _OLD_TIME_BEFORE, str(int(at.timestamp()))
    if due <= now:
        return ()
    return (delivery(group.community, names.NOT_TODAY, group.id, due, mark=mark, worth=_OLD_TIME_BEFORE),)


def other_spot(repos: Repositories, group: Group, now: datetime, *, seen: str = "") -> Group:
    """Choose the next best spot that is open then and tell everybody; a plan that stands keeps its time.

    `seen` is the spot that was shown with the tap. Raise `UserError` where it changed meanwhile, where there is no
    other spot, or nothing to plan any more.
    """
    if is_over(group, now):
        raise UserError(T("This group's meetup is over, so its spot stays as it was."))
    if seen and seen != group.spot:
        raise UserError(T("The spot has changed already. {command} shows how it stands.", command=_PLAN))
    company, zone = company_of(group, members_of(repos, group)), zone_of(repos, group)
    times = (group.meets_at,) if group.meets_at is not None else group.options
    spots = repos.places.spots(group.community)
    ranked = rank_spots(
        (spot for spot in spots if all(open_at(spot, at, zone) for at in times)),
        areas={area.id: area for area in repos.places.areas(group.community)},
        homes=company.homes,
        wishes=company.wishes,
        seed=company.seed,
    )
    spot = next_spot(ranked, group.spot)
    if spot is None:
        raise UserError(
            T("There is no other spot on the list for then. You can agree on a public place in the chat.")
        )
    stands = group.state is GroupState.AGREED
    changed = replace(group, spot=spot.id, revision=group.revision + stands)
    repos.rounds.save_group(changed)
    repos.jobs.add(announce(changed, now) if stands else _spot_told(changed, now))
    return changed


def without_spot(repos: Repositories, group: Group, now: datetime) -> None:
    """Let a group that chooses a time go on without a spot, where the list has no other one for then, and say so."""
    changed = replace(group, spot=None)
    repos.rounds.save_group(changed)
    repos.jobs.add(_spot_told(changed, now))


def _spot_told(group: Group, now: datetime) -> Job:
    mark = f"{group.spot or 'none'}-{int(now.timestamp() * 1000)}"
    return delivery(group.community, names.SPOT, group.id, now, mark=mark)
