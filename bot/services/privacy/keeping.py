"""Profiles that nobody has used for long: one question, one tap to keep it, and without an answer it goes.

Whoever allowed direct messages is asked there, everybody else in a private place. Somebody who can't be reached at all
is let go like somebody who didn't answer; coming back is easy.
"""

from datetime import date, datetime

from bot.domain.community import Community
from bot.domain.jobs import Job, JobState
from bot.domain.member import Contact, Member, MemberState
from bot.domain.retention import ANSWER_WITHIN, QUIET_AFTER
from bot.ids import ChannelId, JobKey, MemberId
from bot.ports.messages import Action, Choice, Menu, Message, Tone
from bot.ports.platform import PlaceRequest
from bot.ports.storage import Repositories
from bot.services.kit import Kit
from bot.services.planned import TIDYING, delivery, key_of
from bot.services.privacy import names
from bot.services.privacy.forgetting import forget_member
from bot.services.steps import ClosePlace, Effect, OpenPlace, PostTo, WriteTo
from bot.services.tongues import language_of
from bot.text.message import Command, Moment, MomentStyle, T
from bot.text.render import PlainStyle, render

ASKED_AT_ONCE = 25
_MOST_TRIES = 3


def ask_the_quiet(repos: Repositories, community: Community, now: datetime, portion: int) -> bool:
    """Ask some members who have not been here for long, and say whether there may be more of them."""
    since = now.date() - QUIET_AFTER
    offset = portion * ASKED_AT_ONCE
    quiet = repos.sightings.quiet(community.id, since, offset=offset, limit=ASKED_AT_ONCE)
    for member in quiet:
        if not _rests(member, since):
            _ask(repos, member, now)
    return len(quiet) == ASKED_AT_ONCE


def _rests(member: Member, since: date) -> bool:
    """Say whether somebody is silent because they said so: a pause counts until long after its end."""
    return member.paused_until is not None and member.paused_until.date() > since


def _ask(repos: Repositories, member: Member, now: datetime) -> None:
    """Ask once in each silence, and again only where a question never arrived."""
    seen = repos.sightings.last(member.id)
    if seen is None or not repos.members.accounts(member.id):
        return
    for number in range(_MOST_TRIES):
        mark = f"{seen.isoformat()}-{number}"
        keys = (key_of(names.QUESTION, member.id, f"{mark}{way}") for way in ("", _PLACE))
        tried = [job for job in map(repos.jobs.get, keys) if job is not None]
        if any(job.state is not JobState.EXPIRED for job in tried):
            return
        if not tried:
            _plan_question(repos, member, mark, now, direct=member.contact is Contact.DIRECT)
            return
    _wait(repos, member, seen, now)


_PLACE = "-place"


def _plan_question(repos: Repositories, member: Member, mark: str, now: datetime, *, direct: bool) -> None:
    community, place = member.community, None
    if not direct:
        opening = delivery(community, names.QUESTION_PLACE, member.id, now, mark=mark)
        closing = delivery(
            community,
            names.QUESTION_OVER,
            member.id,
            now + ANSWER_WITHIN,
            mark=mark,
            args={"place": opening.key},
            worth=TIDYING,
        )
        repos.jobs.add(opening, closing)
        place, mark = opening.key, f"{mark}{_PLACE}"
    args = {"place": place} if place is not None else {}
    repos.jobs.add(
        delivery(community, names.QUESTION, member.id, now, mark=mark, args=args, after=place, worth=TIDYING)
    )


def question(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask whether a profile is to be kept; nothing where somebody has been here since, or is gone."""
    member = _still_quiet(repos, job)
    community = repos.communities.get(job.community)
    if member is None or community is None:
        return None
    until = kit.clock.now() + ANSWER_WITHIN
    message = card(until, community.zone)
    account = repos.members.accounts(member.id)[0]
    if "place" not in job.args:
        return WriteTo(
            platform=account.platform,
            user=account.user,
            message=message,
            language=language_of(repos, member),
        )
    place = repos.jobs.get(JobKey(job.args["place"]))
    if place is None or not place.remote:
        return None
    return PostTo(
        platform=account.platform,
        channel=ChannelId(place.remote),
        message=message,
        language=language_of(repos, member),
        only=(account.user,),
    )


def question_place(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Open a private place for the question."""
    member, community = _still_quiet(repos, job), repos.communities.get(job.community)
    if member is None or community is None:
        return None
    account = repos.members.accounts(member.id)[0]
    homes = repos.communities.homes(community.id)
    home = next((home for home in homes if home.platform == account.platform), None)
    if home is None:
        return None
    name = render(T("A question from Kith"), PlainStyle(), language_of(repos, member))
    request = PlaceRequest(home=home.home, channel=home.channel, name=name, people=(account.user,))
    return OpenPlace(platform=account.platform, request=request)


def question_over(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Archive the place of a question."""
    member = repos.members.get(MemberId(job.subject))
    place = repos.jobs.get(JobKey(job.args["place"]))
    accounts = repos.members.accounts(member.id) if member is not None else ()
    if place is None or not place.remote or not accounts:
        return None
    return ClosePlace(platform=accounts[0].platform, channel=ChannelId(place.remote))


def asked(repos: Repositories, job: Job, _remote: str, now: datetime) -> None:
    """Wait for the answer from the moment at which the question could be read."""
    member = repos.members.get(MemberId(job.subject))
    seen = repos.sightings.last(MemberId(job.subject))
    if member is not None and seen is not None:
        _wait(repos, member, seen, now)


def not_asked(repos: Repositories, job: Job, now: datetime) -> None:
    """Ask in a private place whoever takes no direct messages; nobody who can't be reached there either."""
    member = repos.members.get(MemberId(job.subject))
    seen = repos.sightings.last(MemberId(job.subject))
    if member is None or seen is None:
        return
    if "place" in job.args:
        _wait(repos, member, seen, now)
    else:
        _plan_question(repos, member, job.key.rpartition("/")[2], now, direct=False)


def _wait(repos: Repositories, member: Member, seen: date, now: datetime) -> None:
    repos.jobs.add(
        Job(
            key=key_of(names.UNANSWERED, member.id, seen.isoformat()),
            community=member.community,
            step=names.UNANSWERED,
            subject=member.id,
            due=now + ANSWER_WITHIN,
            delivery=False,
        )
    )


def unanswered(kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Forget somebody who has not been here since they were asked."""
    member = _still_quiet(repos, job)
    if member is not None:
        forget_member(repos, member, now, kit.rng)


def _still_quiet(repos: Repositories, job: Job) -> Member | None:
    """Return the member of a question who has not been here since the day in its key."""
    member = repos.members.get(MemberId(job.subject))
    seen = repos.sightings.last(MemberId(job.subject))
    mark = job.key.rpartition("/")[2]
    if member is None or member.state is MemberState.LEFT or seen is None:
        return None
    return member if mark.startswith(seen.isoformat()) and repos.members.accounts(member.id) else None


def card(until: datetime, zone: str) -> Message:
    """Ask whether a profile is to be kept."""
    when = Moment(at=until, zone=zone, style=MomentStyle.DATE)
    return Message(
        title=T("Shall I keep your profile?"),
        lines=(
            T("I keep what I store for as long as it is of use to you. One tap keeps your profile as it is."),
            T(
                "Without a tap I erase it on {date}. That is fine too: {join} starts anew whenever you like.",
                date=when,
                join=Command("meet join"),
            ),
        ),
        menu=Menu(
            choices=(
                Choice(key="keep", label=T("Keep my profile"), action=Action(command=KEEP), tone=Tone.MAIN),
                Choice(key="forget", label=T("Forget me"), action=Action(command="my forget")),
            )
        ),
    )


KEEP = "my keep"
