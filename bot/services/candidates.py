"""Who takes part in a round, as the matcher sees them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations

from bot.domain.community import Community, SpotNote
from bot.domain.member import Attendance, Enrolment, Participant
from bot.domain.rounds import Circle, GroupState, Round
from bot.ids import MemberId
from bot.matching import Bridge, Candidate, MatchRequest
from bot.matching.turns import spared_by_wish
from bot.ports.storage import Repositories
from bot.services.apart import pairs_apart
from bot.services.past import Acquaintance, Past, acquaintance, look_back, resting
from bot.services.portions import PORTION, in_portions, take_a_break
from bot.services.together import come_together, partners
from bot.text.catalogue import tongue_of

NO_TIME = 0
FIRST_DRAW = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Hold a round with the circle and community it belongs to."""

    round: Round
    circle: Circle
    community: Community


def setting_of(repos: Repositories, round_: Round) -> Setting | None:
    """Return a round's circle and community, or None when one of them is gone."""
    circle, community = repos.rounds.circle(round_.circle), repos.communities.get(round_.community)
    if circle is None or community is None:
        return None
    return Setting(round=round_, circle=circle, community=community)


def coming(repos: Repositories, setting: Setting, now: datetime) -> tuple[Participant, ...]:
    """Return who is in for a round: by an answer, or by being always in and neither saying no nor resting.

    Nobody is who has not agreed to what the consent card says now (`outdated` asks them). Whoever has a plan of an
    earlier round ahead, or a seat in this one already, is left free for it. Whoever is held back comes without a time
    that anybody could share, so nothing tells them from somebody who had bad luck (H9).
    """
    answers = repos.rounds.answers(setting.round.id)
    busy = seated(repos, setting) | _with_plans(repos, setting, now).keys()
    asleep = resting(repos, setting.circle, setting.round.slot)
    everybody = repos.members.taking_part(setting.circle.id, setting.circle.platform)
    return tuple(
        _timeless(each) if each.member.held(now) else each
        for each in in_portions(repos, everybody)
        if each.member.id not in busy
        and each.member.agreed
        and _wants(each, answers.get(each.member.id), asleep)
    )


def _timeless(each: Participant) -> Participant:
    return replace(each, member=replace(each.member, times=NO_TIME))


def _wants(taking: Participant, answer: bool | None, asleep: Callable[[Enrolment], bool]) -> bool:  # noqa: FBT001 - yes, no or none
    if answer is None:
        return taking.enrolment.attendance is Attendance.ALWAYS and not asleep(taking.enrolment)
    return answer


def seated(repos: Repositories, setting: Setting) -> set[MemberId]:
    """Return who has a seat in a round already."""
    slot, circle = setting.round.slot, setting.circle
    records = repos.rounds.seat_records(circle.id, since=slot, before=slot + timedelta(days=1))
    return {member for member, record in records.items() if record.last is not None}


def _with_plans(repos: Repositories, setting: Setting, now: datetime) -> dict[MemberId, datetime]:
    """Return who meets by an agreed plan of another round of the circle, and when."""
    ahead = repos.rounds.plans_ahead(setting.circle.id, now)
    return {member: at for member, (round_id, at) in ahead.items() if round_id != setting.round.id}


def plan_ahead(repos: Repositories, member: MemberId, setting: Setting, now: datetime) -> datetime | None:
    """Return when the member meets by an agreed plan of an earlier round of the circle, or None."""
    for group in repos.rounds.groups_of(member):
        round_ = repos.rounds.get(group.round)
        if round_ is None or round_.circle != setting.circle.id or round_.id == setting.round.id:
            continue
        if group.state is GroupState.AGREED and group.meets_at is not None and group.meets_at > now:
            return group.meets_at
    return None


def passed_by(repos: Repositories, setting: Setting, now: datetime) -> tuple[MemberId, ...]:
    """Return who said yes to a round that leaves them out kindly, because a plan of theirs in the circle is ahead."""
    answers = repos.rounds.answers(setting.round.id)
    busy = [member for member in _with_plans(repos, setting, now) if answers.get(member)]
    if not busy:
        return ()
    enrolled = {enrolment.member for enrolment in repos.members.enrolled(setting.circle.id)}
    return tuple(sorted(enrolled.intersection(busy)))


def request_for(
    repos: Repositories, setting: Setting, taking: tuple[Participant, ...], *, draw: str = FIRST_DRAW
) -> MatchRequest:
    """Return what the matcher needs; the seed comes from the round's id, so asking twice draws alike.

    Whom this round brought together already is not brought together again by its second draw, unless they come as
    partners. Whoever stays apart is partners with nobody they stay apart from.
    """
    circle, members = setting.circle, {each.member.id for each in taking}
    past = look_back(repos, circle, setting.round.slot)
    people = acquaintance(repos, circle, setting.round, members)
    separated = pairs_apart(repos, setting.community.id, members)
    if len(members) > PORTION:
        take_a_break(repos)
    pairs = partners(circle, taking) - separated
    apart = (people.apart - pairs) | separated
    candidates = _remembered(repos, setting, taking, past, people)
    return MatchRequest(
        candidates=candidates,
        history=people.history,
        separated=apart,
        size=circle.size,
        seed=f"{setting.round.id}/{draw}",
        pairs_only=circle.pairs_only,
        same_area=circle.same_area,
        together=come_together(repos, past, {each.id: each for each in candidates}, pairs, apart),
        bridge=frozenset(Bridge(mix.value) for mix in circle.mix),
        new_faces=circle.new_faces,
    )


def described(repos: Repositories, setting: Setting, taking: tuple[Participant, ...]) -> Iterator[Candidate]:
    """Yield everybody coming with what they say of themselves, as the matcher sees it."""
    spoken = frozenset({tongue_of(setting.community.language)})
    areas = {area.id: area for area in repos.places.areas(setting.community.id)}
    for each in in_portions(repos, taking):
        member = each.member
        area = areas.get(member.area) if member.area is not None else None
        yield Candidate(
            id=member.id,
            slots=member.times,
            languages=member.languages or spoken,
            area=area.id if area is not None else None,
            centre=area.centre if area is not None else None,
            reach_km=member.reach.km,
            interests=_folded(member.interests),
            wishes=_words(member.wishes),
            pairs_only=member.pairs_only,
            role=member.role.casefold(),
            host=each.enrolment.host,
        )


def _remembered(
    repos: Repositories, setting: Setting, taking: tuple[Participant, ...], past: Past, people: Acquaintance
) -> tuple[Candidate, ...]:
    """Describe everybody coming, and what is remembered of them."""
    streaks = past.streaks()
    circle, said = setting.circle, tuple(described(repos, setting, taking))
    asked = MatchRequest(candidates=said, size=circle.size, seed=FIRST_DRAW, pairs_only=circle.pairs_only)
    turns = past.turns.standing([each.id for each in said], spared=spared_by_wish(asked))
    return tuple(
        replace(
            candidate,
            sat_out=streaks.get(candidate.id, 0),
            odd_trios=turns[candidate.id][0],
            odd_last=turns[candidate.id][1],
            newcomer=candidate.id not in people.known,
            hosted=past.rounds_since_hosting(candidate.id),
            past_fit=past.record(candidate.id).fit,
        )
        for candidate in in_portions(repos, said)
    )


@lru_cache(maxsize=1024)
def _folded(interests: tuple[str, ...]) -> frozenset[str]:
    return frozenset(interest.casefold() for interest in interests)


@lru_cache(maxsize=1024)
def _words(wishes: frozenset[SpotNote]) -> frozenset[str]:
    return frozenset(wish.value for wish in wishes)


def pairs_in(members: tuple[MemberId, ...]) -> tuple[tuple[MemberId, MemberId], ...]:
    """Return all pairs of a group, each sorted."""
    return tuple(combinations(sorted(members), 2))
