"""What Kith tells of a season, made from fixed numbers."""

from dataclasses import replace
from datetime import date

from bot.domain.community import Community
from bot.domain.recap import AREA, PLAN_DAYS, WEEK, Count, Outcome, Season, published, settling
from bot.ids import CommunityId
from bot.ports.messages import Attachment, Message
from bot.services.cards.recap import nothing_yet, recap_card, shared_card
from bot.services.cards.recap_picture import recap_picture
from bot.services.illustration import Illustration
from bot.services.recap.seasons import Told

_HERE = Community(id=CommunityId("c1"), zone="Europe/Amsterdam", name="Riverside")
_COUNTS = {
    Count.JOINED: 124,
    Count.PAUSED: 7,
    Count.LEFT: 3,
    Count.TOOK_PART: 88,
    Count.NEWER: 30,
    Count.MET: 64,
    Count.PAIRS_MET: 91,
    Count.PAIRS_AGAIN: 17,
    Count.MEETINGS: 44,
    Count.MEETING_SEATS: 110,
    Count.BUSIEST_SEATS: 24,
    Count.MATCHED: 150,
    Count.LEFT_OUT: 52,
    Count.TAPS_DONE: 122,
    Count.TAPS_SKIPPED: 41,
    Outcome.GROUPS: 70,
    Outcome.PLANNED: 58,
    Outcome.MET: 36,
    Outcome.CALLED_OFF: 14,
    Outcome.NOT_COME: 6,
    Outcome.AGAIN_ASKED: 32,
    Outcome.AGAIN_ALL: 19,
    "reason/times": 9,
    "reason/life": 6,
    "reason/changed": 2,
    f"{WEEK}0": 18,
    f"{WEEK}2": 15,
    f"{WEEK}4": 11,
    f"{AREA}Centre": 22,
    f"{AREA}North": 6,
    f"{AREA}": 2,
    f"{PLAN_DAYS}0": 20,
    f"{PLAN_DAYS}2": 38,
}


_SEASON = Season(number=2, first=date(2026, 10, 12), last=date(2026, 11, 15))


def _told() -> Told:
    return Told(season=_SEASON, recap=published(_COUNTS), over=True, settled=True)


def _settling() -> Told:
    counts = settling({**_COUNTS, Count.LEFT_OUT: 2})
    return Told(season=_SEASON, recap=published(counts), over=True, settled=False)


_FEW = Told(
    season=Season(number=1, first=date(2026, 9, 7), last=date(2026, 10, 11)),
    recap=published({}),
    over=True,
    settled=True,
)
_RUNNING = replace(_FEW, over=False, settled=False, weeks_left=2)


def with_file(message: Message, illustration: Illustration | None) -> Message:
    """Return a message as it is with its picture, whose pixels are of no interest here."""
    assert illustration is not None
    file = Attachment(name=illustration.name, media_type="image/png", data=b"", alt=illustration.alt)
    return replace(message, files=(file,))


def messages():
    """Return every card by name: what makes it, and whether everybody reads it."""
    told, picture = _told(), recap_picture(_told(), _HERE, "en")
    return {
        "recap": (lambda _cast: with_file(recap_card(told, _HERE), picture), False),
        "recap-so-far": (
            lambda _cast: recap_card(_settling(), _HERE),
            False,
        ),
        "recap-running": (lambda _cast: recap_card(_RUNNING, _HERE), False),
        "recap-few": (lambda _cast: recap_card(_FEW, _HERE), False),
        "recap-nothing": (lambda _cast: nothing_yet(), False),
        "recap-shared": (lambda _cast: with_file(shared_card(told, _HERE), picture), True),
    }
