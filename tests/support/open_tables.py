"""A community whose circle has an open table, and what its people do with it."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.domain.care import Separation, Why
from bot.domain.community import Account
from tests.support.chat_town import a_place, joined

TABLE = {"spot": "Library", "day": "thursday", "time": "15:00", "sign": "a paper boat"}
WEDNESDAY_TEN = datetime(2026, 11, 25, 9, tzinfo=UTC)


@asynccontextmanager
async def a_table(*names, **table):
    """Open a community whose circle has an open table on Thursdays, on the Monday before."""
    async with a_place() as (kith, olga):
        await olga.say("organise spots add", name="Library", area="Centre", notes="quiet, step-free")
        await olga.say("organise table", **{**TABLE, **table})
        people = [await joined(kith, name) for name in names]
        yield kith, olga, people


async def agree(kith, olga, *people):
    for person in people:
        await olga.say("organise table", host=person.user_id)
        await kith.due()
        await person.tap("Yes, I would like to")


async def until(kith, instant):
    await kith.push(seconds=(instant - kith.clock.now()).total_seconds())


async def until_hosts_are_asked(kith, olga, hosts, guest):
    """Let hosts agree and a guest ask for the place, and go on to the hour at which hosts are asked."""
    await agree(kith, olga, *hosts)
    await guest.say("meet table", told="yes")
    await until(kith, WEDNESDAY_TEN)


async def texts(person):
    return [seen.text for seen in await person.sees()]


async def circle_id(kith):
    def read(repos):
        (community,) = repos.communities.all()
        (circle,) = repos.rounds.circles(community.id)
        return circle.id, community.id

    return await kith.storage.run(read)


async def part_apart(kith, one, other):
    _, community = await circle_id(kith)
    account = lambda person: Account(platform=kith.stage.platform.name, user=person.user_id)  # noqa: E731
    separation = Separation(community=community, by=account(one), other=account(other), why=Why.AVOID)
    await kith.storage.run(lambda repos: repos.separations.add(separation))
