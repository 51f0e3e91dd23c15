"""H12: no ratings, scores, badges, streaks, leaderboards or reliability that anybody else could see."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.catalogue import CATALOGUE
from bot.domain.aftermath import Absence
from bot.ids import GroupId
from tests.support.kith import kith_on
from tests.support.outsiders import somebody_was_missing
from tests.support.playground_stage import open_stage
from tests.support.sentences import templates

pytestmark = pytest.mark.timeout(60)
GOLDEN = Path(__file__).parents[1] / "golden"
RATING = re.compile(
    r"\b(rat(?:e|es|ed|ing|ings)|scor(?:e|es|ed|ing)|badges?|streaks?|leader\s?boards?|karma|stars?|reliab\w*|"
    r"no-shows?|reputation|trust level|\d+ points|top \d+|rank(?:s|ed|ing|ings)?)\b",
    re.IGNORECASE,
)
# The sentences that say that there is none of it.
DENIALS = ("Nobody is rated", "There are no ratings, no scores and no lists of who is best")


def rated(words):
    for denial in DENIALS:
        words = words.replace(denial, "")
    return RATING.findall(words)


def test_the_words_would_be_found():
    assert rated("Ben is 80 % reliable and has a badge.") == ["reliable", "badge"]
    assert rated("Nobody is rated.") == []


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.txt")), ids=lambda file: file.stem)
def test_no_message_rates_anybody(file):
    assert rated(file.read_text(encoding="utf-8")) == []


def test_no_sentence_of_the_bot_rates_anybody():
    said = (form for each in templates() for form in ([each] if isinstance(each, str) else each))
    assert [form for form in said if rated(form)] == []


def test_no_command_rates_anybody():
    for spec in (command.spec for command in CATALOGUE):
        words = (spec.name, spec.summary.template, *(option.name for option in spec.options))
        assert not rated(" ".join(words).replace("-", " ")), spec.name


@pytest.mark.timeout(180)
async def test_only_whoever_was_missing_reads_of_it(kith_somewhere):
    """On every platform the question is theirs alone: not in the group's place, not in public, not for whoever came."""
    async with kith_somewhere() as kith:
        seen = await somebody_was_missing(kith)
        assert [each.where for each in seen.ben if "All OK?" in each.text] == ["private"]
        for others in (seen.ada, seen.eve):
            assert not [each for each in others if "All OK?" in each.text or "A break for you" in each.text]


async def everything_seen_by_others(*, word, absences):
    """Return all that whoever came, somebody else and the organiser see, in a town with one who was missing."""
    async with open_stage() as stage, kith_on(stage) as kith:
        organiser = await stage.person("org", organiser=True)
        seen = await somebody_was_missing(kith, days=5, word=word)
        if absences:
            await kith.storage.run(lambda repos: _note(repos, seen.group))
        answers = [
            (await organiser.say(name)).text
            for name in ("organise members", "organise preview", "organise circle list")
        ]
        status = (await seen.town.people["m-ada"].say("meet status")).text
        return [*seen.ada, *seen.eve], answers, status


def _note(repos, group):
    """Put one more absence on file."""
    repos.rounds.add_group(replace(group, id=GroupId("older"), channel=None))
    repos.aftermath.note(Absence(member="m-ben", group=GroupId("older"), at=group.meets_at))


async def test_nobody_else_can_tell_a_word_from_silence_nor_one_absence_from_two():
    """Whoever came, other people and organisers see the same, letter by letter, in the same order."""
    with_a_word = await everything_seen_by_others(word="Life happened", absences=False)
    without = await everything_seen_by_others(word=None, absences=False)
    with_two = await everything_seen_by_others(word=None, absences=True)
    assert with_a_word == without == with_two
