"""The composition root: from a configuration to a running bot. The only place that knows every adapter."""

import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from bot.config import Config
from bot.content.library import load_library
from bot.domain.member import MemberState
from bot.domain.rounds import Circle, Group, SeatState
from bot.domain.tally import Tally
from bot.errors import SetupError
from bot.ids import MemberId, RoundId
from bot.ports.checking import Finding
from bot.ports.clock import Clock
from bot.ports.gazetteer import NOWHERE, Gazetteer
from bot.ports.notebook import Notebook
from bot.ports.platform import ChatPlatform
from bot.ports.storage import Repositories, Storage
from bot.runtime.app import App
from bot.runtime.matching_pool import MatchingPool
from bot.runtime.painting import Painter
from bot.services.exporting import town_of
from bot.services.kit import Kit
from bot.services.privacy.totals import shown
from bot.simulation.own import anonymous
from bot.text.pseudo import PSEUDO_LANGUAGES

if TYPE_CHECKING:
    from adapters.playground.demo import Demo
    from adapters.playground.facts import Facts
    from adapters.sql.keys import KeySource
    from adapters.sql.storage import SqlStorage

DEMO_LANGUAGE = "en-GB"
DEMO_BEGINS = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
"""A Monday morning; the demo's clock starts here and moves only when it is pushed."""


def make_app(
    storage: Storage,
    platforms: tuple[ChatPlatform, ...],
    clock: Clock,
    rng: Random,
    gazetteer: Gazetteer = NOWHERE,
    *,
    painter: Painter | None = None,
    pretended: tuple[str, ...] = (),
) -> App:
    """Put the core together over any storage, platforms, clock and source of chance.

    The painter is one for a demo and its like unless another is given: it draws in this process.
    """
    pool = MatchingPool()
    kit = Kit(
        storage=storage,
        clock=clock,
        rng=rng,
        library=load_library(),
        platforms={platform.name: platform for platform in platforms},
        match=pool.match,
        gazetteer=gazetteer,
        paint=(painter or Painter(apart=False)).paint,
        pretended=pretended,
    )
    return App(kit)


def make_platforms(config: Config, storage: "SqlStorage", clock: Clock) -> tuple[ChatPlatform, ...]:
    """Make the platforms that the configuration names. Raise `SetupError` when it names none."""
    from adapters.sql.notebook import SqlNotebook

    platforms: list[ChatPlatform] = []
    if "discord" in config.tables:
        platforms.append(_discord(config, SqlNotebook(storage, "discord"), clock))
    if "matrix" in config.tables:
        platforms.append(_matrix(config, SqlNotebook(storage, "matrix"), clock))
    if not platforms:
        raise SetupError(
            f"{config.source.path} names no platform: add a [discord] or a [matrix] table, or try kith demo first"
        )
    return tuple(platforms)


def _discord(config: Config, notebook: Notebook, clock: Clock) -> ChatPlatform:
    from adapters.discord.platform import DiscordPlatform
    from adapters.discord.settings import DiscordSettings

    return DiscordPlatform(config.table("discord", DiscordSettings), notebook, clock)


def _matrix(config: Config, notebook: Notebook, clock: Clock) -> ChatPlatform:
    from adapters.matrix.platform import MatrixPlatform
    from adapters.matrix.settings import MatrixSettings

    return MatrixPlatform(config.table("matrix", MatrixSettings), notebook, clock)


def keys_of(config: Config) -> "KeySource":
    """Say where the keys of the database are: what the operator gave, or a file of Kith's own."""
    from adapters.sql.keys import FILE_NAME, KeySource

    return KeySource(given=config.storage_key, file=config.storage.directory / FILE_NAME)


def pretended_languages() -> tuple[str, ...]:
    """Return the two languages that developers may choose, where they ask for them by KITH_PSEUDO_LANGUAGES=1."""
    return PSEUDO_LANGUAGES if os.environ.get("KITH_PSEUDO_LANGUAGES") == "1" else ()


async def serve(config: Config) -> None:
    """Run the bot until it is cancelled. Raise `SetupError` for what the operator has to mend first."""
    from adapters.geonames.gazetteer import GeoNames
    from adapters.sql.storage import open_storage
    from adapters.system.clock import SystemClock

    storage = await open_storage(config.database_url, keys=keys_of(config))
    try:
        clock = SystemClock()
        platforms = make_platforms(config, storage, clock)
        app = make_app(
            storage,
            platforms,
            clock,
            SystemRandom(),
            GeoNames(),
            painter=Painter(),
            pretended=pretended_languages(),
        )
        await app.run()
    finally:
        await storage.close()


async def check(config: Config) -> list[Finding]:
    """Look at the configuration, the database and each platform, and say what to mend."""
    findings = [
        Finding(name="configuration", ok=True, detail=f"{config.source.path} is readable and complete")
    ]
    findings.append(await _check_database(config))
    findings += _check_key(config)
    if "discord" in config.tables:
        findings += await _check_discord(config)
    if "matrix" in config.tables:
        findings += await _check_matrix(config)
    if not config.tables:
        findings.append(
            Finding(
                name="platforms", ok=False, detail="none is named", mend="add a [discord] or a [matrix] table"
            )
        )
    return findings


async def _check_database(config: Config) -> Finding:
    from adapters.sql.migrate import look

    try:
        return Finding(name="database", ok=True, detail=await look(config.database_url, keys_of(config)))
    except SetupError as error:
        return Finding(name="database", ok=False, detail="it can't be used", mend=str(error))


def _check_key(config: Config) -> list[Finding]:
    """Say where the key lies; a key that is wrong or missing shows when the database is looked at."""
    from adapters.sql.keys import advice

    try:
        return [Finding(name="key", ok=True, detail=advice(keys_of(config)))]
    except SetupError as error:
        return [Finding(name="key", ok=False, detail="it can't be read", mend=str(error))]


async def _check_discord(config: Config) -> list[Finding]:
    from adapters.discord.checking import check_discord
    from adapters.discord.settings import DiscordSettings

    try:
        return await check_discord(config.table("discord", DiscordSettings))
    except SetupError as error:
        return [Finding(name="discord", ok=False, detail="its settings are not complete", mend=str(error))]


async def _check_matrix(config: Config) -> list[Finding]:
    from adapters.matrix.checking import check_matrix
    from adapters.matrix.settings import MatrixSettings

    try:
        return await check_matrix(config.table("matrix", MatrixSettings))
    except SetupError as error:
        return [Finding(name="matrix", ok=False, detail="its settings are not complete", mend=str(error))]


async def migrate(config: Config) -> str:
    """Bring the database up to date and say what was done. Raise `SetupError`."""
    from adapters.sql.migrate import migrate as migrate_database

    return await migrate_database(config.database_url, keys=keys_of(config))


async def rotate_key(config: Config) -> str:
    """Seal the database anew with another key and say what was done. Raise `SetupError`."""
    from adapters.sql.rotating import rotate_key as rotate

    return await rotate(config.database_url, keys_of(config))


async def backup(config: Config, target: Path | None) -> Path:
    """Write a checked copy of a SQLite database and return where it is. Raise `SetupError`."""
    from adapters.sql.backup import backup as copy_database
    from adapters.system.clock import SystemClock

    stamp = SystemClock().now().strftime("%Y-%m-%dT%H%M%SZ")
    return await copy_database(
        config.database_url, target or config.storage.directory / f"kith-{stamp}.backup.db"
    )


async def export_circle(config: Config, circle: str) -> str:
    """Return a circle as a file that names nobody, for `kith simulate`. Raise `SetupError`."""
    from adapters.sql.reading import open_for_reading
    from adapters.system.clock import SystemClock

    now = SystemClock().now()
    async with open_for_reading(config.database_url, keys_of(config)) as storage:
        town = await storage.run(lambda repos: town_of(repos, circle, now))
    return anonymous(town, SystemRandom())


async def login_matrix(config: Config, password: str) -> str:
    """Log in to Matrix once, store the device, set up cross-signing, and say what to back up. Raise `SetupError`."""
    from pydantic import SecretStr

    from adapters.matrix.login import login
    from adapters.matrix.settings import MatrixSettings
    from adapters.system.clock import SystemClock

    done = await login(config.table("matrix", MatrixSettings), SecretStr(password), SystemClock())
    device = "a new device" if done.new_device else "the device of before"
    lines = [
        f"Logged in as {done.user_id} with {device} ({done.device_id}); the login is kept in {done.session}."
    ]
    if done.backup is not None:
        lines.append(
            f"Keep a copy of {done.backup} in a safe place: with it people go on trusting this account."
        )
    return "\n".join(lines)


def town_facts(repos: Repositories) -> "Facts":
    """Count what is stored about the demo's town: what happened, not what was shown."""
    from adapters.playground.facts import Facts

    communities = repos.communities.all()
    circles = [circle for one in communities for circle in repos.rounds.circles(one.id)]
    rounds = [round_ for circle in circles for round_ in repos.rounds.of_circle(circle.id)]
    groups = {round_.id: len(repos.rounds.groups(round_.id)) for round_ in rounds}
    members = [member for one in communities for member in repos.members.of_community(one.id)]
    here = [member.id for member in members if member.state is not MemberState.LEFT]
    counts: Counter[str] = Counter()
    for one in communities:
        counts.update(shown(repos, one.id))
    met = {
        (meeting.round, meeting.first, meeting.second)
        for one in communities
        for meeting in repos.rounds.meetings(one.id)
        if meeting.met
    }
    return Facts(
        members=frozenset(account.user for member in here for account in repos.members.accounts(member)),
        rounds=sum(count > 0 for count in groups.values()),
        groups=sum(groups.values()),
        met=sum(_has_met(repos, group, met) for each in groups for group in repos.rounds.groups(each)),
        again=counts[Tally.AGAIN],
        again_met=counts[Tally.AGAIN_MET],
        sat_out=sum(_left_without(repos, circle) for circle in circles) + counts[Tally.LEFT_OUT],
    )


def _has_met(repos: Repositories, group: Group, met: set[tuple[RoundId, MemberId, MemberId]]) -> bool:
    """Say whether the members' answers agreed that the group met: its state forgets that when it closes.

    Whoever has gone since met them all the same.
    """
    people = sorted(seat.member for seat in repos.rounds.seats(group.id))
    return any((group.round, first, second) in met for first, second in combinations(people, 2))


def _left_without(repos: Repositories, circle: Circle) -> int:
    """Count the yeses of a circle that had no seat when their round was over, those of later draws not counted."""
    seated = {
        (round_.slot, seat.member)
        for round_ in repos.rounds.of_circle(circle.id)
        for seat in repos.rounds.seats_in(round_.id)
        if seat.state is SeatState.ACTIVE
    }
    return len(set(repos.rounds.sat_out(circle.id)) - seated)


@asynccontextmanager
async def demo(seed: int, language: str = DEMO_LANGUAGE) -> "AsyncIterator[Demo]":
    """Yield the playground with its pretend community, on a database in memory; Kith speaks `language` to everybody."""
    from adapters.geonames.gazetteer import GeoNames
    from adapters.playground.clock import PushableClock
    from adapters.playground.demo import Demo
    from adapters.playground.platform import PlaygroundPlatform
    from adapters.playground.world import World
    from adapters.sql.quick import open_quick_storage

    storage = open_quick_storage()
    try:
        clock = PushableClock(DEMO_BEGINS)
        world = World(clock)
        platform = PlaygroundPlatform(world, clock)
        chance, people = Random(seed), Random(seed)  # noqa: S311 - a demo is replayed, not guarded
        pretended = (language,) if language in PSEUDO_LANGUAGES else pretended_languages()
        app = make_app(storage, (platform,), clock, chance, GeoNames(), pretended=pretended)
        yield Demo(
            app.inbox,
            app,
            clock,
            world,
            people,
            look=lambda: storage.run(town_facts),
            language=language,
        )
    finally:
        storage.close()
