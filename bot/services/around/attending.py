"""What members say before and at a meeting: still on, running late, how to find them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.aftermath import SIGN_LONGEST
from bot.domain.plans import is_over
from bot.domain.rounds import Group, GroupState, Seat
from bot.domain.words import plain
from bot.errors import BadOption, UserError
from bot.ids import MemberId, short_hash
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.people import seat_of, user_on, zone_of
from bot.services.planned import delivery
from bot.text.message import TN, Command, Moment, T

LATE_FROM = timedelta(hours=3)
_LATE_WORTH = timedelta(minutes=30)


def still_on(repos: Repositories, group: Group, member: MemberId, now: datetime) -> datetime:
    """Note that a member is still on, and return when they meet. Raise `UserError` where no plan stands."""
    at, seat = _plan(repos, group, member, now)
    repos.rounds.save_seat(replace(seat, confirmed=at))
    return at


def sign(repos: Repositories, group: Group, member: MemberId, words: str, now: datetime) -> str:
    """Keep a line by which the group finds a member, and tell them; empty takes it back. Raise `UserError`."""
    _, seat = _plan(repos, group, member, now)
    line = plain(words)
    if len(line) > SIGN_LONGEST:
        raise BadOption(
            "line",
            TN(
                "Please keep it to {count} character, such as: green scarf.",
                "Please keep it to {count} characters, such as: green scarf.",
                SIGN_LONGEST,
            ),
        )
    repos.rounds.save_seat(replace(seat, sign=line or None))
    if line:
        mark = f"{member}-{short_hash(line)}"
        told = delivery(group.community, names.SIGN, group.id, now, mark=mark, args={"member": member})
        repos.jobs.add(told)
    return line


def late(repos: Repositories, group: Group, member: MemberId, minutes: int, now: datetime) -> None:
    """Tell the others that a member is late. Raise `UserError` where no plan stands, or it is hours away."""
    at, _ = _plan(repos, group, member, now)
    if at - now > LATE_FROM:
        raise UserError(
            T(
                "Your meetup is on {when}. I pass this on in the last three hours before it; "
                "{cancel} tells the others if you can't come.",
                when=Moment(at=at, zone=zone_of(repos, group)),
                cancel=Command("meet cancel"),
            )
        )
    mark = f"{member}-{int(at.timestamp())}-{minutes}"
    user = user_on(repos, member, group.platform) or ""
    args = {"user": user, "minutes": str(minutes)}
    repos.jobs.add(
        delivery(group.community, names.LATE, group.id, now, mark=mark, args=args, worth=_LATE_WORTH)
    )


def _plan(repos: Repositories, group: Group, member: MemberId, now: datetime) -> tuple[datetime, Seat]:
    """Return when a member's group meets and their seat. Raise `UserError` where no plan stands that is not over."""
    seat = seat_of(repos, group, member)
    if seat is None or group.state is not GroupState.AGREED or group.meets_at is None or is_over(group, now):
        raise UserError(
            T("There is no agreed plan at the moment. {command} shows where things stand.", command=_STATUS)
        )
    return group.meets_at, seat


_STATUS = Command("meet status")
