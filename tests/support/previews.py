"""A town in which everybody is always free, and an organiser who looks at its next round again and again."""

import re
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot.domain.community import Account
from bot.domain.member import Attendance, Enrolment
from bot.ids import MemberId, UserId
from bot.services.care import holding
from tests.support.kith import kith_on
from tests.support.meeting_town import WALKS
from tests.support.playground_stage import open_stage
from tests.support.reports import a_moderated_town, report


@asynccontextmanager
async def a_free_town(names, *, olga_takes_part=False, **settings):
    """Open a town of pairs only, so that one too many is left out; yield it and its organiser."""
    async with open_stage() as stage, kith_on(stage) as kith:
        town, olga, _ = await a_moderated_town(kith, names, pairs_only=True, **settings)
        if olga_takes_part:
            await kith.storage.run(lambda repos: _join(repos, town, olga))
            town.people[MemberId("m-olga")] = olga
        yield town, olga


def _join(repos, town, olga):
    like = repos.members.get(next(iter(town.people)))
    circle = repos.rounds.circle(WALKS)
    member = replace(like, id=MemberId("m-olga"))
    repos.members.add(member)
    repos.members.add_account(member.id, Account(platform=circle.platform, user=UserId(olga.user_id)))
    repos.members.enrol(Enrolment(circle=WALKS, member=member.id, attendance=Attendance.ALWAYS))


async def preview(olga):
    """Return the organiser's page, word for word."""
    return (await olga.say("organise preview")).text


def nameless(page):
    """Return a page's lines without the people in them, in any order."""
    return sorted(re.sub(r"@\w+", "@", page).splitlines())


def left_out(page):
    """Return who has no group, and what is said of them."""
    return dict(re.findall(r"@(\w+): no group this time(.*)", page))


EARLY, LATE = 0b01, 0b10  # two times of the week


async def set_times(town, times):
    """Let people say when they are free."""

    def write(repos):
        for name, mask in times.items():
            repos.members.save(replace(repos.members.get(MemberId(f"m-{name}")), times=mask))

    await town.kith.storage.run(write)


async def no_times(town, one, _other):
    await set_times(town, {one: 0})


async def live(town, olga, name, area):
    """Let somebody live in an area that nobody else lives in, and go nowhere else."""
    await olga.say("organise areas add", name=area)
    await town.people[MemberId(f"m-{name}")].say("meet profile", area=area, reach="area")


async def avoid(town, one, other):
    await town.people[MemberId(f"m-{one}")].say("meet avoid", who=town.user(MemberId(f"m-{other}")))
    await town.kith.due()


async def tell_on(town, one, other):
    """Let one member report another for something that holds nobody."""
    await report(town.kith, *(town.people[MemberId(f"m-{name}")] for name in (one, other)))


async def hold(town, one, _other):
    def write(repos):
        now = town.kith.clock.now()
        holding.hold(repos, repos.members.get(MemberId(f"m-{one}")), now + timedelta(days=30), now)

    await town.kith.storage.run(write)


WAYS = {"avoid": avoid, "report": tell_on, "hold": hold}
