"""A round of a circle: its identity, its opening and its instant, and the distances between its steps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import EveryWeeks, first_on_or_after, parse_cadence
from bot.domain.rounds import (
    CLOSE_AFTER_MATCH,
    CLOSE_AFTER_MEETING,
    LATEST_START,
    NUDGE_AFTER,
    OPENS_BEFORE,
    RELEASE_AFTER,
    Acceptance,
    Circle,
    Feeling,
    GroupState,
    Met,
    RoundState,
    SeatState,
    round_of,
)
from bot.ids import ChannelId, CircleId, CommunityId, PlatformName

ZONES = st.sampled_from(sorted(available_timezones()))
SLOTS = st.dates(min_value=date(2000, 1, 1), max_value=date(2037, 1, 1))


def a_circle(**changes):
    facts = {
        "id": CircleId("walks"),
        "community": CommunityId("town"),
        "name": "Sunday walks",
        "cadence": EveryWeeks(2),
        "anchor": date(2026, 11, 29),
        "at": time(18),
        "platform": PlatformName("playground"),
        "channel": ChannelId("square"),
    }
    return Circle(**(facts | changes))


@given(SLOTS, ZONES)
def test_a_round_opens_two_days_before_its_instant_and_both_are_utc(slot, zone):
    found = round_of(a_circle(), slot, zone)
    assert found.due_at - found.opens_at == OPENS_BEFORE == timedelta(hours=48)
    assert found.due_at.utcoffset() == found.opens_at.utcoffset() == timedelta(0)
    assert found.state is RoundState.PLANNED


@given(SLOTS, ZONES, ZONES)
def test_the_date_is_the_identity_wherever_the_community_moves(slot, zone, elsewhere):
    """A community that mends its zone keeps its rounds: the same slot is the same round at another instant."""
    assert round_of(a_circle(), slot, zone).id == round_of(a_circle(at=time(9)), slot, elsewhere).id


@given(SLOTS, SLOTS)
def test_two_slots_or_two_circles_never_share_a_round(one, other):
    same = one == other
    assert (round_of(a_circle(), one, "UTC").id == round_of(a_circle(), other, "UTC").id) is same
    assert round_of(a_circle(), one, "UTC").id != round_of(a_circle(id=CircleId("tea")), one, "UTC").id


@pytest.mark.parametrize(
    ("slot", "due"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 17, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 16, tzinfo=UTC)),  # summer time begins this morning
        (date(2026, 10, 25), datetime(2026, 10, 25, 17, tzinfo=UTC)),
    ],
)
def test_six_in_the_evening_stays_six_in_the_evening(slot, due):
    found = round_of(a_circle(), slot, "Europe/Amsterdam")
    assert found.due_at == due
    assert found.due_at.astimezone(ZoneInfo("Europe/Amsterdam")).time() == time(18)


@given(st.sampled_from(["weekly", "every 2 weeks", "last monday"]), SLOTS, ZONES)
def test_a_round_is_due_before_the_next_one_opens(cadence, anchor, zone):
    circle = a_circle(cadence=parse_cadence(cadence), anchor=anchor)
    first = first_on_or_after(circle.cadence, anchor, anchor)
    second = first_on_or_after(circle.cadence, anchor, first + timedelta(days=1))
    assert round_of(circle, first, zone).due_at < round_of(circle, second, zone).opens_at


def test_the_steps_of_a_round_come_in_their_order():
    assert NUDGE_AFTER < RELEASE_AFTER < CLOSE_AFTER_MATCH
    assert timedelta(days=7) == CLOSE_AFTER_MEETING
    assert timedelta(hours=48) == LATEST_START


@pytest.mark.parametrize(
    ("states", "values"),
    [
        (RoundState, "planned open matched closed skipped"),
        (GroupState, "proposed agreed met missed unknown closed"),
        (SeatState, "active released"),
        (Acceptance, "silent first second either neither"),
        (Met, "yes planning no"),
        (Feeling, "good ok not-for-me"),
    ],
)
def test_stored_words_never_change(states, values):
    """These words stand in databases; another word needs a migration."""
    assert [state.value for state in states] == values.split()
