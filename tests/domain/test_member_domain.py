"""How often a member takes part: what rests after a seat, and for how long."""

from datetime import date, timedelta

import pytest

from bot.domain.member import Frequency

SLOT = date(2026, 12, 7)
WEEK = timedelta(weeks=1)


@pytest.mark.parametrize("frequency", Frequency)
def test_nobody_rests_who_never_had_a_seat(frequency):
    assert not frequency.rests(SLOT, last=None, before=SLOT - WEEK)


@pytest.mark.parametrize(
    ("frequency", "weeks", "rests"),
    [
        (Frequency.EVERY, 1, False),
        (Frequency.OTHER, 1, True),
        (Frequency.OTHER, 2, False),
        (Frequency.MONTHLY, 1, True),
        (Frequency.MONTHLY, 3, True),
        (Frequency.MONTHLY, 4, False),
    ],
)
def test_a_seat_some_weeks_ago_is_followed_by_the_rest_that_was_wished_for(frequency, weeks, rests):
    assert frequency.rests(SLOT, last=SLOT - weeks * WEEK, before=SLOT - WEEK) is rests


def test_every_other_round_goes_by_rounds_and_not_by_weeks():
    """In a circle that meets every six weeks, the round before is six weeks ago."""
    assert Frequency.OTHER.rests(SLOT, last=SLOT - 6 * WEEK, before=SLOT - 6 * WEEK)
    assert not Frequency.MONTHLY.rests(SLOT, last=SLOT - 6 * WEEK, before=SLOT - 6 * WEEK)
