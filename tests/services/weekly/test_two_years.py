"""Two years of weekly challenges: nothing but what members and organisers were told, whatever happens meanwhile.

`python -m tests.benchmarks.seasons` plays the whole service for a thousand communities.
"""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from adapters.sql.quick import open_quick_storage
from bot.content.library import load_library
from tests.support.choosing import two_years_of_choosing
from tests.support.season_rules import Setting, judge
from tests.support.two_years import ZONES, Calm, TwoYears

WEEK = timedelta(weeks=1)


@pytest.mark.timeout(240)
def test_a_thousand_communities_get_two_years_of_seasons_by_the_rules():
    found = {number: breaches for number in range(1000) if (breaches := judge(two_years_of_choosing(number)))}
    assert found == {}


@pytest.mark.timeout(240)
async def test_in_every_zone_two_years_are_posted_by_the_rules_and_as_previewed():
    """Organisers move, pin, swap, skip, turn it off and on; the bot is away for hours or weeks; clocks change."""
    storage = open_quick_storage()

    def play(repos):
        lives = [TwoYears(repos, number, Calm(deeds=8)) for number in range(len(ZONES))]
        for life in lives:
            life.play()
        return lives

    lives = await storage.run(play)
    storage.close()
    assert len({life.witness.settings[0].zone for life in lives}) >= 40
    assert {number: life.breaches() for number, life in enumerate(lives) if life.breaches()} == {}


@pytest.fixture(scope="module")
def fair():
    """Return a witness of two years in which all was well."""
    lives = (two_years_of_choosing(number) for number in range(99))
    return next(seen for seen in lives if not seen.outages and len(seen.settings) == 1)


def rules(witness, number=None, **changes):
    """Return which rules the judge finds broken when one post is seen otherwise than it was."""
    seen = list(witness.seen)
    if number is not None:
        seen[number] = replace(seen[number], **changes)
    return {rule for rule, _ in judge(replace(witness, seen=seen))}


def test_the_judge_finds_each_rule_broken(fair):
    seen, library = fair.seen, load_library().challenges
    assert rules(fair) == set()
    group = next(each for each in library if each.setting == "group")
    assert "ladder" in rules(fair, 0, challenge=group)
    assert "ladder" in rules(fair, 0, challenge=next(each for each in library if each.tender))
    assert "repeat" in rules(fair, 4, challenge=seen[0].challenge)
    alike = next(
        each for each in library if each.setting == "pair" and each.practice is seen[1].challenge.practice
    )
    assert "practice" in rules(fair, 2, challenge=alike)
    assert "hour" in rules(fair, 3, at=seen[3].at + timedelta(hours=1))
    assert "twice a week" in rules(fair, 2, at=seen[1].at + timedelta(hours=1))
    assert "rest" in {
        rule for rule, _ in judge(replace(fair, seen=[*seen[:4], replace(seen[4], at=seen[3].at + WEEK)]))
    }
    assert "lost" in {rule for rule, _ in judge(replace(fair, seen=seen[:-1]))}
    monday = seen[0].at.date() - timedelta(days=seen[0].at.date().weekday())
    out = [(seen[0].at - WEEK, monday + shift * WEEK, True) for shift in (-1, 0, 1)]
    assert "left out" in {rule for rule, _ in judge(replace(fair, left_out=out))}
    silent = Setting(since=seen[0].at, on=False, weekday=0, at=time(10), zone="UTC")
    assert "off" in {rule for rule, _ in judge(replace(fair, settings=[*fair.settings[:1], silent]))}
