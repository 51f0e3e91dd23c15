"""Two years of weekly challenges in one community: organisers change their minds, the bot is away, libraries change.

Everything that is decided is decided by the real services on a real database (in memory); what is judged is what came out.
"""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.content.library import Library, load_library
from bot.domain.community import Community, Home
from bot.domain.jobs import JobState
from bot.domain.weather import CLIMATES
from bot.errors import UserError
from bot.ids import ChannelId, CommunityId, HomeId, PlatformName
from bot.services.weekly import challenges, season, weather
from bot.services.weekly.season import Shaping
from tests.support.season_rules import Seen, Setting, Witness, judge

ZONES = (
    *("Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi"),
    *("America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota"),
    *("America/Chicago", "America/Denver", "America/Halifax", "America/Havana", "America/La_Paz"),
    *("America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Nuuk", "America/Phoenix"),
    *("America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Beirut"),
    *("Asia/Dubai", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Singapore", "Asia/Tehran"),
    *("Asia/Tokyo", "Asia/Yangon", "Atlantic/Azores", "Australia/Adelaide", "Australia/Brisbane"),
    *("Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens"),
    *("Europe/Dublin", "Europe/London", "Europe/Moscow", "Pacific/Apia", "Pacific/Auckland"),
    *("Pacific/Chatham", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Marquesas", "UTC"),
)
HOURS = (time(2, 30), time(0), time(23, 59), time(1, 30), time(3), time(10), time(18, 15))
BEGIN = datetime(2026, 11, 26, 12, tzinfo=UTC)
LENGTH = timedelta(days=731)
PLATFORM = PlatformName("playground")
MOST_DISABLED = 20


@dataclass(frozen=True)
class Calm:
    """How much goes on: about how many deeds of organisers there are in two years, and how many outages."""

    deeds: int = 40
    outages: int = 5


class TwoYears:
    """Play one community. `witness` is what came of it."""

    def __init__(self, repos, number, calm=Calm()):
        self.repos, self.rng = repos, random.Random(number)
        self.community = CommunityId(f"c{number}")
        self.library = load_library()
        self.disabled = frozenset(self.rng.sample([each.id for each in self.library.challenges], 8))
        self.now = BEGIN + timedelta(minutes=self.rng.randrange(60 * 24 * 7))
        self.end = BEGIN + LENGTH
        self.calm = calm
        self.witness = Witness(until=self.end)
        self.promised = {}
        self.broken_promises = []
        self.deeds = 0
        zone = ZONES[number % len(ZONES)]
        repos.communities.add(Community(id=self.community, zone=zone))
        home = HomeId(f"h{number}")
        repos.communities.add_home(
            Home(platform=PLATFORM, home=home, community=self.community, channel=ChannelId("square"))
        )
        if self.rng.random() < 0.7:
            climate = self.rng.choice(sorted(CLIMATES))
            weather.change(repos, self._there(), self.now, conditions=None, weeks=None, climate=climate)

    def breaches(self):
        """Return what the judge found, and previews that did not come true."""
        return [*judge(self.witness), *(("promise", at) for at, _ in self.broken_promises)]

    def _there(self):
        return self.repos.communities.get(self.community)

    def _allowed(self) -> Library:
        return self.library.without(self.disabled)

    def play(self):
        """Live through two years: whatever is due, outages, and organisers who are awake when the bot is."""
        rng, span = self.rng, (self.end - self.now) // timedelta(minutes=1)
        moments = sorted(
            self.now + timedelta(minutes=rng.randrange(1, span))
            for _ in range(rng.randrange(1, 2 * self.calm.deeds))
        )
        for _ in range(rng.randrange(2 * self.calm.outages)):
            begin = self.now + timedelta(minutes=rng.randrange(span))
            hours = rng.choice((1, 5, 23, 30, 24 * 6, 24 * 9, 24 * 20, 24 * 45))
            self.witness.outages.append((begin, begin + timedelta(hours=hours)))
        self._turn_on()
        for moment in (*moments, self.end):
            wanted = self._awake(moment) + timedelta(seconds=30)  # never in the very instant of a post
            self._live_until(min(wanted, self.end))
            if wanted < self.end:
                self.now = wanted
                self._deed()
        self.repos.jobs.cancel(self.community)
        return self.witness

    def _awake(self, moment):
        """Return the instant, or the end of the outage that it lies in."""
        while away := [end for begin, end in self.witness.outages if begin <= moment < end]:
            moment = max(away)
        return moment

    def _live_until(self, goal):
        while (due := self.repos.jobs.next_due()) is not None and self._awake(max(due, self.now)) <= goal:
            self.now = self._awake(max(due, self.now))
            if self.now >= self.end:
                return
            for job in self.repos.jobs.due_decisions(self.now):
                if self.now > job.due + timedelta(days=1):
                    self.promised = {}  # the weeks that were missed move the others
                challenges.post_challenge(self.repos, job, self.now, self._allowed())
                assert self.repos.jobs.settle(job.key, None, JobState.DONE)
            for card in self.repos.jobs.claim("w", self.now, self.now + timedelta(minutes=2)):
                self._see(self.repos.challenges.post(card.subject))
                assert self.repos.jobs.settle(card.key, "w", JobState.DONE)

    def _see(self, post):
        challenge = self.library.challenge(post.challenge)
        self.witness.seen.append(Seen(at=self.now, challenge=challenge))
        if self.promised.get(post.day, post.challenge) != post.challenge or (
            self.promised and post.day not in self.promised and post.day < max(self.promised)
        ):
            self.broken_promises.append((self.now, post.day))

    def _note(self):
        there = self._there()
        settings = there.challenges
        self.witness.settings.append(
            Setting(since=self.now, on=settings.on, weekday=settings.weekday, at=settings.at, zone=there.zone)
        )

    def _turn_on(self):
        weekday, at = self.rng.randrange(7), self.rng.choice(HOURS)
        challenges.turn_on(self.repos, self._there(), self.now, weekday=weekday, at=at)
        self._note()

    def _deed(self):
        """Do one thing that organisers do, and write down what Kith then promises."""
        there = self._there()
        on = there.challenges.on
        deed = self.rng.choice(
            ("swap", "swap", "pin", "pin", "skip", "undo", "weather", "library", "move", "state", "zone")
        )
        shaping = Shaping(community=there, now=self.now, library=self._allowed())
        weeks = shaping.look(self.repos).weeks
        week = self.rng.choice(weeks).day.isoformat()
        try:
            getattr(self, f"_do_{deed}")(shaping, week)
        except UserError:
            return
        self.deeds += 1
        self.promised = {}
        if on and self._there().challenges.on:
            shaping = Shaping(community=self._there(), now=self.now, library=self._allowed())
            for coming in shaping.look(self.repos).weeks:
                if coming.challenge is not None:
                    self.promised[coming.day] = coming.challenge.id

    def _do_swap(self, shaping, week):
        season.swap(self.repos, shaping, week)

    def _do_pin(self, shaping, week):
        standing = shaping.look(self.repos)
        fitting = season.alternatives(standing, season.find_week(standing, week))
        pool = fitting if fitting and self.rng.random() < 0.7 else self.library.challenges
        season.pin(self.repos, shaping, week, self.rng.choice(pool).id)

    def _do_skip(self, shaping, week):
        self._leave_out(season.skip(self.repos, shaping, week).week, out=True)

    def _do_undo(self, shaping, week):
        coming = season.find_week(shaping.look(self.repos), week)
        season.undo(self.repos, shaping, week)
        if coming.skipped:
            self._leave_out(coming, out=False)

    def _leave_out(self, coming, *, out):
        monday = coming.day - timedelta(days=coming.day.weekday())
        self.witness.left_out.append((self.now, monday, out))

    def _do_weather(self, shaping, _week):
        words = self.rng.choice(("wet", "dark and cold", "hot, dry", "mild", "usual", "dry"))
        weeks = str(self.rng.randrange(1, 9)) if words != "usual" and self.rng.random() < 0.8 else None
        weather.change(self.repos, shaping.community, self.now, conditions=words, weeks=weeks, climate=None)

    def _do_library(self, _shaping, _week):
        """Turn a challenge off, sometimes one that was chosen, or all of them on again."""
        chosen = [pick.challenge for pick in self.repos.seasons.of(self.community).picks]
        everything = [each.id for each in self.library.challenges]
        if len(self.disabled) >= MOST_DISABLED:
            self.disabled = frozenset()
        else:
            self.disabled |= {self.rng.choice(chosen or everything), self.rng.choice(everything)}

    def _do_move(self, shaping, _week):
        if not shaping.community.challenges.on:
            return
        weekday = self.rng.randrange(7) if self.rng.random() < 0.5 else None
        challenges.turn_on(
            self.repos, shaping.community, self.now, weekday=weekday, at=self.rng.choice(HOURS)
        )
        self._note()

    def _do_state(self, shaping, _week):
        if shaping.community.challenges.on:
            challenges.turn_off(self.repos, shaping.community)
        else:
            challenges.turn_on(self.repos, shaping.community, self.now)
        self._note()

    def _do_zone(self, shaping, _week):
        if self.rng.random() < 0.3:
            moved = replace(shaping.community, zone=self.rng.choice(ZONES))
            self.repos.communities.save(moved)
            challenges.schedule_challenge(self.repos, moved, self.now)
            self._note()
