"""A judge of weekly challenges who sees what was posted and what organisers did, and shares no code with Kith's seasons.

It knows the rules as members and organisers were told them: the four steps in their order and a rest after the fourth; two
weeks running never of one kind; nothing twice within a year; one post a week at most, on the day and at the hour that
were set; nothing while it is off, nor in a week that is left out; and no week lost without a reason.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.challenges import Challenge

WEEK, YEAR, DAY = timedelta(days=7), timedelta(days=365), timedelta(days=1)
BEGIN_AGAIN = timedelta(days=35)


@dataclass(frozen=True)
class Setting:
    """What holds from an instant on."""

    since: datetime
    on: bool
    weekday: int
    at: time
    zone: str


@dataclass(frozen=True)
class Seen:
    """One post as members saw it: when it came, and what it was."""

    at: datetime
    challenge: Challenge


@dataclass
class Witness:
    """What happened in a community: posts, settings, weeks left out (by their Mondays), and outages."""

    settings: list[Setting] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    left_out: list[tuple[datetime, date, bool]] = field(default_factory=list)
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    until: datetime | None = None

    def setting_at(self, moment):
        return [each for each in self.settings if each.since <= moment][-1]

    def is_left_out(self, day, moment):
        """Say whether, as of an instant, the week of a day was left out."""
        monday = day - timedelta(days=day.weekday())
        said = [out for at, week, out in self.left_out if week == monday and at <= moment]
        return bool(said) and said[-1]

    def due_day(self, seen):
        """Return the local date on which a post was due: late ones are of the last such weekday."""
        setting = self.setting_at(seen.at)
        local = seen.at.astimezone(ZoneInfo(setting.zone))
        day = local.date()
        if day.weekday() != setting.weekday or moment_of(day, setting) > seen.at:
            day -= timedelta(days=(day.weekday() - setting.weekday) % 7 or 7)
        return day


def moment_of(day, setting):
    """Return the instant at which a post was due on a day."""
    return shown_at(day, setting.at, setting.zone)


@lru_cache(maxsize=4096)
def shown_at(day, at, name):
    """Return the instant at which clocks in a zone show a time, by looking at them; after a jump, that much later."""
    zone = ZoneInfo(name)
    wall = datetime.combine(day, at)
    candidates = []
    for offset in {(wall.replace(tzinfo=UTC) + shift).astimezone(zone).utcoffset() for shift in (-DAY, DAY)}:
        moment = wall.replace(tzinfo=UTC) - offset
        if moment.astimezone(zone).replace(tzinfo=None) == wall:
            candidates.append(moment)
    if candidates:
        return min(candidates)
    before = (wall.replace(tzinfo=UTC) - DAY).astimezone(zone).utcoffset()
    return wall.replace(tzinfo=UTC) - before


def belongs(challenge, step):
    """Say whether a challenge is of a step: warm-up, a weak tie, two or three together, a group or the community."""
    people, tie, effort = challenge.setting.value, challenge.tie.value, challenge.effort
    if step == 0:
        return tie == "close" and ((people == "solo" and effort < 3) or (people == "pair" and effort == 1))
    if step == 1:
        return people == "solo" and tie in {"dormant", "weak", "new_member"}
    if step == 2:
        return people == "pair"
    return people == "group" or (challenge.practice.value == "join_community" and tie != "close")


def judge(witness):
    """Return every breach, as (rule, when)."""
    return [*_alone(witness), *_in_a_row(witness), *_lost(witness)]


def steps_of(witness):
    """Return the step of the ladder (0 to 3) that each post had to be."""
    steps = []
    for number, seen in enumerate(witness.seen):
        if number == 0:
            steps.append(0)
            continue
        before = witness.seen[number - 1]
        gap = witness.due_day(seen) - witness.due_day(before)
        broken_off = any(before.at < each.since <= seen.at and not each.on for each in witness.settings)
        over = broken_off or gap > BEGIN_AGAIN or steps[-1] == 3
        steps.append(0 if over else steps[-1] + 1)
    return steps


def _alone(witness):
    for seen, step in zip(witness.seen, steps_of(witness), strict=True):
        setting, day = witness.setting_at(seen.at), witness.due_day(seen)
        due = moment_of(day, setting)
        if not setting.on:
            yield "off", seen.at
        if witness.is_left_out(day, seen.at):
            yield "left out", seen.at
        if not belongs(seen.challenge, step) or seen.challenge.tender:
            yield "ladder", seen.at
        late = [end for begin, end in witness.outages if begin <= due < end]
        if seen.at != (late[0] if late else due) or seen.at > due + DAY:
            yield "hour", seen.at


def _in_a_row(witness):
    steps = steps_of(witness)
    for number, (one, other) in enumerate(pairwise(witness.seen)):
        gap = witness.due_day(other) - witness.due_day(one)
        if gap < WEEK:
            yield "twice a week", other.at
        if steps[number] == 3 and gap < 2 * WEEK:
            yield "rest", other.at
        if one.challenge.practice is other.challenge.practice:
            yield "practice", other.at
    last = {}
    for seen in witness.seen:
        day = witness.due_day(seen)
        if seen.challenge.id in last and day - last[seen.challenge.id] < YEAR:
            yield "repeat", seen.at
        last[seen.challenge.id] = day


def _lost(witness):
    """Find weeks without a post that nothing explains; where a setting changed in between, nobody can say."""
    steps = steps_of(witness)
    ends = [*(seen.at for seen in witness.seen[1:]), witness.until]
    for number, (seen, end) in enumerate(zip(witness.seen, ends, strict=False)):
        setting = witness.setting_at(seen.at)
        if any(seen.at < each.since <= end for each in witness.settings):
            continue
        day = witness.due_day(seen) + (2 * WEEK if steps[number] == 3 else WEEK)
        while (due := moment_of(day, setting)) < end:
            asleep = any(begin <= due and due + DAY < over for begin, over in witness.outages)
            served = number + 1 < len(witness.seen) and witness.due_day(witness.seen[number + 1]) == day
            waiting = any(begin <= due < over and over > end for begin, over in witness.outages)
            if not (asleep or served or waiting or witness.is_left_out(day, due)):
                yield "lost", due
            day += WEEK
