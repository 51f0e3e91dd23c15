"""What went wrong lately, in words: what a platform refused or we failed at, why, and what an organiser can mend.

Nobody is named and nothing is counted: who takes no direct messages is nobody else's business.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.jobs import JobState
from bot.domain.moderation import ReportState, Route
from bot.errors import Refusal
from bot.ids import CommunityId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.care import names as care
from bot.services.circles.schedule import MATCH
from bot.services.planned import delivery
from bot.services.privacy import names as privacy
from bot.services.weekly import challenges
from bot.text.message import Command, T, Text, Typed, Verbatim

LATELY = timedelta(days=14)
_OFTEN = 2
"""A step that failed once has another try behind it soon, and is nobody's worry yet."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Say what could not be done, why, and what helps."""

    what: Text
    why: Text
    mend: Text


def troubles(repos: Repositories, community: Community, now: datetime) -> tuple[Trouble, ...]:
    """Return what keeps failing, and what was refused for good within the last two weeks, each kind once."""
    dead = (job for job in repos.jobs.dead(community.id) if job.step not in _NOBODYS)
    lately = [job for job in dead if job.due > now - LATELY]
    kinds = dict.fromkeys((_WHAT.get(job.step, _IN_A_GROUP), _reason(job.remote)) for job in lately)
    failing = [job for job in repos.jobs.failing(community.id) if job.tries >= _OFTEN]
    steps = dict.fromkeys(_STEPS.get(job.step, _STEP) for job in failing)
    ours = (Trouble(_WORDS[step], _OUR_FAULT, _MEND[Refusal.INVALID]) for step in steps)
    return (*_without_a_room(repos, community), *ours, *(_trouble(what, reason) for what, reason in kinds))


def note_files_refused(repos: Repositories, community: CommunityId, reason: Refusal, now: datetime) -> None:
    """Write down, once a day, that words went out without their files; whose they were is not in it."""
    job = delivery(community, names.FILES, community, now, mark=now.date().isoformat())
    known = reason if reason is Refusal.FORBIDDEN else Refusal.INVALID
    repos.jobs.add(replace(job, state=JobState.DEAD, remote=known.value))


def _without_a_room(repos: Repositories, community: Community) -> tuple[Trouble, ...]:
    """Say that something waits for moderators who have no room; what is about a moderator is nobody's trouble here."""
    waits = any(
        report.state is ReportState.OPEN and report.route is Route.MODERATORS
        for report in repos.reports.of_community(community.id)
    )
    if community.moderator_channel is not None or not waits:
        return ()
    mend = T(
        "{command} with {room} {here}, or {room} {new}, gives them one.",
        command=_SETUP,
        room=_ROOM,
        here=_HERE,
        new=Typed("new", T("A new private room")),
    )
    return (Trouble(_WORDS[_REPORT], T("there is no room for moderators yet"), mend),)


def _trouble(what: str, reason: Refusal) -> Trouble:
    if what == _REPORT and reason in {Refusal.GONE, Refusal.FORBIDDEN}:
        return Trouble(
            _WORDS[what],
            _WHY[reason],
            T(
                "{command} with {room} {here}, or {room} {new}, sets another.",
                command=_SETUP,
                room=_ROOM,
                here=_HERE,
                new=Typed("new", T("A new private room")),
            ),
        )
    if reason is Refusal.GONE and what == _CHALLENGE:
        return Trouble(
            _WORDS[what],
            _WHY[reason],
            T("{command} with {channel} {here} sets another.", command=_SETUP, channel=_CHANNEL, here=_HERE),
        )
    if reason is Refusal.FORBIDDEN and what == _FILES:
        mend = T(
            "The words arrived without it. Please give me the permission to attach files there; it is called {name}.",
            name=Verbatim("Attach Files"),
        )
        return Trouble(_WORDS[what], _WHY[reason], mend)
    return Trouble(_WORDS[what], _WHY[reason], _MEND[reason])


def _reason(stored: str | None) -> Refusal:
    try:
        return Refusal(stored or Refusal.INVALID)
    except ValueError:
        return Refusal.INVALID


_ROOM, _CHANNEL, _HERE = Typed("room"), Typed("channel"), Typed("here", T("Here"))
_SETUP, _EDIT = Command("organise setup"), Command("organise circle edit")
_OPENING, _CHALLENGE, _PLACE, _DIRECT, _IN_A_GROUP = "opening", "challenge", "place", "direct", "group"
_MATCHING, _STEP, _REPORT, _FILES = "matching", "step", "report", "files"
_NOBODYS = {
    care.ALTERNATE,
    care.TOLD,
    care.PING,
    privacy.TAKE_AWAY,
    privacy.QUESTION,
    privacy.QUESTION_PLACE,
    privacy.QUESTION_OVER,
}
"""Nobody learns here that somebody was told something about a report, set a reminder, or asked to be forgotten."""
_WHAT = {
    names.OPENING: _OPENING,
    challenges.CARD: _CHALLENGE,
    names.FILES: _FILES,
    names.PLACE: _PLACE,
    names.NOOK: _PLACE,
    names.INVITE: _DIRECT,
    names.UNMATCHED: _DIRECT,
    names.PASSED_BY: _DIRECT,
    **dict.fromkeys((care.NOTICE, care.REMIND, care.AGREEMENT, care.WELCOME, care.UNDER_AGE), _REPORT),
    care.ROOM: _PLACE,
}
_WORDS = {
    _OPENING: T("The post that opens a round"),
    _CHALLENGE: T("The weekly challenge"),
    _PLACE: T("A private place for a group"),
    _DIRECT: T("A direct message"),
    _IN_A_GROUP: T("A message in a group's place"),
    _FILES: T("A picture or a file beside its words"),
    _MATCHING: T("Matching a round"),
    _STEP: T("A step of a round"),
    _REPORT: T("A word to the moderators' room"),
}
_STEPS = {MATCH: _MATCHING, names.SECOND_DRAW: _MATCHING, care.ROUTE: _REPORT}
_OUR_FAULT = T("it fails on my side, and I try again every quarter of an hour")
_WHY = {
    Refusal.GONE: T("the channel or place is not there any more"),
    Refusal.FORBIDDEN: T("I lack a permission there"),
    Refusal.CLOSED: T("the person takes no direct messages from me"),
    Refusal.LIMIT: T("the platform allows no more open places"),
    Refusal.INVALID: T("the platform did not accept it"),
    Refusal.LOGGED_OUT: T("my account was logged out"),
}
_MEND = {
    Refusal.GONE: T(
        "{command} with {channel} {here} sets another channel.", command=_EDIT, channel=_CHANNEL, here=_HERE
    ),
    Refusal.FORBIDDEN: T("Please let me see the channel, write in it and open private places below it."),
    Refusal.CLOSED: T("There is nothing to mend; they are told in the community where that is possible."),
    Refusal.LIMIT: T("Archiving old threads or rooms makes space."),
    Refusal.INVALID: T("Please tell whoever runs this Kith; the log says more."),
    Refusal.LOGGED_OUT: T("Whoever runs this Kith has to log it in again."),
}
