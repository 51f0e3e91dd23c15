"""H13: no photos or names of meetups posted by the bot; a reminder to ask everyone before sharing a photo."""

from pathlib import Path

import pytest

from bot.ports.commands import OptionKind
from tests.support.golden import CASTS
from tests.support.golden_around import AROUND
from tests.support.golden_messages import CARDS
from tests.support.outsiders import somebody_was_missing

GOLDEN = Path(__file__).parents[1] / "golden"
REMINDER = "Please ask everyone before you share a photo."


@pytest.mark.parametrize("name", ["agreed", "agreed-again", "time", "check-in", "check-in-direct"])
def test_the_cards_around_a_meeting_say_to_ask_before_a_photo_is_shared(name):
    assert (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").count(REMINDER) >= len(CASTS)


DRAWN = {"recap", "recap-shared"}
"""Cards with a picture of numbers that Kith draws itself; nobody is on it."""


def test_no_message_carries_a_picture_but_those_that_kith_draws_of_numbers():
    kinds = {
        name: {file.media_type for cast in CASTS for file in kind.make(cast).files}
        for name, kind in (CARDS | AROUND).items()
    }
    assert set().union(*kinds.values()) == {"text/calendar", "text/markdown", "image/png"}
    assert {name for name, types in kinds.items() if "image/png" in types} == DRAWN


def test_no_command_takes_a_picture():
    from bot.commands.catalogue import CATALOGUE

    taking = {
        command.spec.name
        for command in CATALOGUE
        for option in command.spec.options
        if option.kind is OptionKind.FILE
    }
    assert taking <= {"organise areas import", "organise library import", "organise spots import"}


@pytest.mark.timeout(180)
async def test_what_is_public_names_no_member_no_spot_and_no_time_of_a_meetup(kith_somewhere):
    """On every platform, whoever is in no group reads nothing of who meets whom, where and when, and gets no file."""
    async with kith_somewhere() as kith:
        seen = await somebody_was_missing(kith)
        group_cards = [each for each in seen.ada if each.where == "group"]
        assert any("Library" in each.text or "Park gate" in each.text for each in group_cards)
        assert any("green scarf" in each.text for each in group_cards)
        public = [each for each in (*seen.eve, *seen.ada, *seen.ben) if each.where == "public"]
        assert public, "the round is announced"
        users = [seen.town.user(member) for member in seen.town.people]
        for each in public:
            assert not each.files
            for words in ("Library", "Park gate", "green scarf", *users, "@ada", "@ben"):
                assert words not in each.text
        assert not [each for each in seen.eve if each.where == "group"]
