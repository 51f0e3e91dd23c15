"""The table of what organisers said about the weeks to come."""

import json
from datetime import date

from sqlalchemy import Column

from adapters.sql.tables.base import of, table, words
from adapters.sql.types import DAY, Written, set_of
from bot.domain.challenges import Condition
from bot.domain.season import Rung
from bot.domain.shape import Pick
from bot.domain.weather import CLIMATES, Climate
from bot.ids import ChallengeId


def _name_of(climate: Climate) -> str:
    return climate.name


def _write_picks(picks: tuple[Pick, ...]) -> str:
    return json.dumps(
        [
            {"season": pick.season, "rung": pick.rung, "challenge": pick.challenge, "passed": pick.passed}
            for pick in picks
        ],
        separators=(",", ":"),
    )


def _read_picks(text: str) -> tuple[Pick, ...]:
    return tuple(
        Pick(
            season=int(raw["season"]),
            rung=Rung(raw["rung"]),
            challenge=ChallengeId(raw["challenge"]),
            passed=tuple(ChallengeId(each) for each in raw["passed"]),
        )
        for raw in json.loads(text)
    )


season = table(
    "season",
    words("community", of("community")),
    Column("climate", Written(_name_of, CLIMATES.__getitem__)),
    Column("said", set_of(Condition)),
    Column("until", DAY),
    Column("skipped", set_of(date.fromisoformat), nullable=False),
    Column("picks", Written(_write_picks, _read_picks), nullable=False),
    key=("community",),
)
