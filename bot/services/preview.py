"""A dry run of a circle's next round, for the organiser: who with whom and why, who not and why; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.community import Account, Community
from bot.domain.member import Member, Participant
from bot.domain.rounds import Circle, Round, RoundState
from bot.errors import NotFound, UserError
from bot.ids import MemberId, UserId
from bot.matching import MatchRequest, MatchResult
from bot.ports.storage import Repositories
from bot.services.candidates import NO_TIME, Setting, coming, request_for
from bot.services.circles.schedule import match_key, upcoming
from bot.services.dry_runs import DryRun, digest_of
from bot.services.kit import Kit
from bot.services.rounds import FEWEST
from bot.text.message import Moment, T

_JUST_NOW = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Hold a dry run. `result` is None where fewer than two people would take part.

    `members` are those who take part, with what they said of themselves; `reader` is who looks, if one of them does.
    """

    round: Round
    result: MatchResult | None
    users: Mapping[MemberId, UserId]
    members: Mapping[MemberId, Member]
    reader: MemberId | None = None


async def preview(kit: Kit, community: Community, circle: Circle, account: Account) -> Preview:
    """Match the circle's next round as things stand, or as they stood some minutes ago if all of that is the same.

    Raise `NotFound` while no round is planned.
    """
    now = kit.clock.now()

    def look(repos: Repositories) -> tuple[Preview, MatchRequest, str]:
        round_ = upcoming(repos, circle)
        if round_ is None:
            raise NotFound(T("{circle} is paused: no round is planned.", circle=circle.name))
        setting = Setting(round=round_, circle=circle, community=community)
        taking = coming(repos, setting, now)
        held = _held(repos, taking)
        reader = repos.members.of_account(community.id, account.platform, account.user)
        found = Preview(
            round=round_,
            result=None,
            users={each.member.id: each.user for each in taking},
            members={each.member.id: each.member for each in taking} | held,
            reader=None if reader is None else reader.id,
        )
        said = {name: member.times for name, member in held.items()}
        request = replace(request_for(repos, setting, taking), said=said)
        return found, request, digest_of(repos, request)

    found, request, digest = await kit.storage.run(look)
    if len(request.candidates) < FEWEST:
        return found
    result = kit.dry_runs.find(circle.id, digest, now)
    if result is None:
        result = await kit.match(request)
        kit.dry_runs.keep(circle.id, DryRun(digest=digest, at=now, result=result))
    return replace(found, result=result)


def _held(repos: Repositories, taking: tuple[Participant, ...]) -> dict[MemberId, Member]:
    """Return who comes without a time because they are held back, with the times that they said."""
    names = (each.member.id for each in taking if each.member.times == NO_TIME)
    members = map(repos.members.get, names)
    return {member.id: member for member in members if member is not None}


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
