"""A dry run of a circle's next round, for the organiser: who with whom and why, who not and why; nothing is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.rounds import Circle, Round, RoundState
from bot.errors import NotFound, UserError
from bot.ids import MemberId, UserId
from bot.matching import MatchRequest, MatchResult
from bot.ports.storage import Repositories
from bot.services.candidates import Setting, coming, request_for
from bot.services.circles.schedule import match_key, upcoming
from bot.services.kit import Kit
from bot.services.rounds import FEWEST
from bot.text.message import Moment, T

_JUST_NOW = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Hold a dry run. `result` is None where fewer than two people would take part."""

    round: Round
    result: MatchResult | None
    users: dict[MemberId, UserId]


async def preview(kit: Kit, community: Community, circle: Circle) -> Preview:
    """Match the circle's next round as things stand. Raise `NotFound` while no round is planned."""
    now = kit.clock.now()

    def look(repos: Repositories) -> tuple[Round, MatchRequest, dict[MemberId, UserId]]:
        round_ = upcoming(repos, circle)
        if round_ is None:
            raise NotFound(T("{circle} is paused: no round is planned.", circle=circle.name))
        setting = Setting(round=round_, circle=circle, community=community)
        taking = coming(repos, setting, now)
        users = {each.member.id: each.user for each in taking}
        return round_, request_for(repos, setting, taking), users

    round_, request, users = await kit.storage.run(look)
    result = await kit.match(request) if len(request.candidates) >= FEWEST else None
    return Preview(round=round_, result=result, users=users)


def run_now(kit: Kit, repos: Repositories, community: Community, circle: Circle) -> Round:
    """Let the circle's next round be matched at once.

    Raise `NotFound` while no round is planned, `UserError` when one was matched just now, or nobody would be.
    """
    now, round_ = kit.clock.now(), upcoming(repos, circle)
    if round_ is None:
        raise NotFound(T("{circle} is paused: no round is planned.", circle=circle.name))
    if any(matched > now - _JUST_NOW for matched in _matches(repos, circle)):
        when = Moment(at=round_.due_at, zone=community.zone)
        raise UserError(
            T("{circle} was matched just now. Its next round is on {when}.", circle=circle.name, when=when)
        )
    if len(coming(repos, Setting(round=round_, circle=circle, community=community), now)) < FEWEST:
        raise UserError(
            T("Fewer than two members have said yes so far, so nobody could meet. The round stays as it is.")
        )
    repos.jobs.reschedule(match_key(round_), now)
    return round_


def _matches(repos: Repositories, circle: Circle) -> tuple[datetime, ...]:
    """Return when the groups of the circle's last round were matched."""
    past = [each for each in repos.rounds.of_circle(circle.id) if each.state is RoundState.MATCHED]
    return tuple(group.matched_at for group in repos.rounds.groups(past[-1].id)) if past else ()
