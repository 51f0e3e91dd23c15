"""Pictures are drawn in a process of their own, and nothing waits or fails for want of one."""

import asyncio
import os
import time

import pytest

from bot.content.library import load_library
from bot.pictures.drawing import draw
from bot.ports.messages import Message
from bot.runtime.painting import Painter
from bot.runtime.worker import WorkerDied
from bot.services.cards.pictures import challenge_picture
from bot.services.illustration import illustrated, no_pictures
from tests.support.town import COMMUNITY

pytestmark = pytest.mark.timeout(60)
PICTURES = [challenge_picture(each, COMMUNITY, "en").picture for each in load_library().challenges]


def who_draws(_picture):
    return str(os.getpid()).encode()


def die(_picture):
    os._exit(3)


def hang(_picture):
    time.sleep(60)


async def test_the_process_draws_what_this_one_would():
    assert await Painter(limit=60).paint(PICTURES[0]) == draw(PICTURES[0])


async def test_it_is_another_process_unless_it_shall_not_be():
    assert await Painter(work=who_draws, limit=60).paint(PICTURES[0]) != who_draws(None)
    assert await Painter(work=who_draws, apart=False).paint(PICTURES[0]) == who_draws(None)


async def test_a_process_that_dies_or_hangs_leaves_no_picture():
    assert await Painter(work=die, limit=60).paint(PICTURES[0]) is None
    assert await Painter(work=hang, limit=0.5).paint(PICTURES[0]) is None


async def test_a_picture_for_several_homes_is_drawn_once_and_not_for_ever_kept():
    drawn = []

    def count(picture):
        drawn.append(picture)
        return b"picture"

    painter = Painter(work=count, apart=False)
    await asyncio.gather(*(painter.paint(PICTURES[0]) for _ in range(3)))
    assert len(drawn) == 1
    for picture in PICTURES[1:40]:
        await painter.paint(picture)
    await painter.paint(PICTURES[0])
    assert drawn.count(PICTURES[0]) == 2


async def test_thirty_pictures_that_hang_hold_nobody_up_for_longer_than_one():
    painter = Painter(work=hang, limit=0.5)
    begun = time.monotonic()
    drawn = [await painter.paint(each) for each in PICTURES[:15] * 2]
    assert drawn == [None] * 30
    assert time.monotonic() - begun < 5


async def test_whoever_waits_for_their_turn_goes_on_without_a_picture():
    painter = Painter(work=hang, limit=0.5)
    begun = time.monotonic()
    assert await asyncio.gather(*(painter.paint(each) for each in PICTURES[:10])) == [None] * 10
    assert time.monotonic() - begun < 5


async def test_after_a_failure_others_are_tried_soon_and_the_same_one_later():
    drawn = []

    def fail_once(picture):
        drawn.append(picture)
        if len(drawn) == 1:
            raise WorkerDied("no room")
        return b"picture"

    painter = Painter(work=fail_once, apart=False, rest=0.2, not_again=0.6)
    first, second = PICTURES[:2]
    assert [await painter.paint(each) for each in (first, first, second)] == [None] * 3
    await asyncio.sleep(0.3)
    assert [await painter.paint(each) for each in (first, second)] == [None, b"picture"]
    await asyncio.sleep(0.4)
    assert await painter.paint(first) == b"picture"
    assert drawn == [first, second, first]


async def test_without_a_picture_the_message_is_as_it_was():
    message, illustration = Message(), challenge_picture(load_library().challenges[0], COMMUNITY, "en")
    assert await illustrated(message, illustration, no_pictures) is message
    assert await illustrated(message, None, Painter(apart=False).paint) is message
    (file,) = (await illustrated(message, illustration, Painter(apart=False).paint)).files
    assert (file.name, file.media_type, file.alt) == ("challenge.png", "image/png", illustration.alt)
