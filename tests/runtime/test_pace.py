"""The pace of one person's calls: plenty for a hand, a wait for a machine."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.runtime import pace
from bot.runtime.pace import BURST, PERIOD, Pace

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_twenty_calls_at_once_are_fine_and_the_next_one_waits():
    """The burst is served; then the caller is told how many seconds to wait, and after these is served again."""
    counted = Pace()
    assert [counted.seconds_to_wait("a", NOW) for _ in range(BURST)] == [0] * BURST
    wait = counted.seconds_to_wait("a", NOW)
    assert 1 <= wait <= PERIOD.total_seconds()
    assert counted.seconds_to_wait("b", NOW) == 0
    assert counted.seconds_to_wait("a", NOW + timedelta(seconds=wait)) == 0


@given(st.lists(st.floats(min_value=0, max_value=20), max_size=200))
def test_no_window_of_time_serves_more_than_its_share(gaps):
    """In any window of 30 seconds at most twice the burst is served: what was left, and what came in."""
    counted, now, served = Pace(), NOW, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if counted.seconds_to_wait("a", now) == 0:
            served.append(now)
    for first in served:
        assert sum(first <= each < first + PERIOD for each in served) <= 2 * BURST


def test_a_clock_that_is_set_back_fills_nothing():
    """Time that seems to run backwards gives no new calls."""
    counted = Pace()
    for _ in range(BURST):
        counted.seconds_to_wait("a", NOW)
    assert counted.seconds_to_wait("a", NOW - timedelta(days=1)) > 0


def test_callers_who_rested_are_forgotten(monkeypatch):
    """Memory does not grow with everybody who ever called."""
    monkeypatch.setattr(pace, "_MANY", 3)
    counted = Pace()
    for caller in "abc":
        counted.seconds_to_wait(caller, NOW)
    counted.seconds_to_wait("d", NOW + PERIOD)
    assert set(counted._buckets) == {"d"}
