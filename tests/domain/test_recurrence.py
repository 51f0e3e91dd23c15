"""When circles come round: nothing skipped, nothing twice, in every zone and across every change of the clocks."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import (
    MAX_WEEKS,
    ORDINALS,
    EveryWeeks,
    MonthlyOn,
    first_on_or_after,
    instant,
    length_in_days,
    local_date,
    nth_weekday,
    parse_cadence,
    parse_date,
    parse_time,
    parse_zone,
)

ZONES = sorted(available_timezones())
DATES = st.dates(min_value=date(1980, 1, 1), max_value=date(2090, 1, 1))
WEEKLY = st.builds(EveryWeeks, st.integers(min_value=1, max_value=MAX_WEEKS))
MONTHLY = st.builds(MonthlyOn, st.sampled_from(list(ORDINALS.values())), st.integers(0, 6))
CADENCES = st.one_of(WEEKLY, MONTHLY)
NOT_ASCII_DIGITS = "\uff11\uff12"  # what a full-width keyboard types for 12


def exactly(words):
    """Match an error that holds the refused words and nothing else."""
    return rf"\A{re.escape(words)}\Z"


def occurrences(cadence, anchor, count):
    """Walk from one occurrence to the next, as the scheduler does."""
    day = first_on_or_after(cadence, anchor, anchor)
    for _ in range(count):
        yield day
        day = first_on_or_after(cadence, anchor, day + timedelta(days=1))


@given(CADENCES, DATES, DATES)
def test_the_next_occurrence_is_neither_early_nor_before_the_anchor(cadence, anchor, day):
    found = first_on_or_after(cadence, anchor, day)
    assert found >= max(anchor, day)
    assert first_on_or_after(cadence, anchor, found) == found


@given(CADENCES, DATES, DATES, st.integers(min_value=0, max_value=400))
def test_asking_later_never_gives_an_earlier_day_nor_jumps_over_one(cadence, anchor, day, later):
    """Between a day and its next occurrence every day has that same next occurrence."""
    found = first_on_or_after(cadence, anchor, day)
    asked = min(day + timedelta(days=later), found)
    assert first_on_or_after(cadence, anchor, asked) == found


@given(WEEKLY, DATES)
def test_every_n_weeks_means_exactly_n_weeks(cadence, anchor):
    days = list(occurrences(cadence, anchor, 20))
    assert days == [anchor + timedelta(weeks=cadence.weeks * number) for number in range(20)]


@given(MONTHLY, DATES)
def test_a_monthly_circle_comes_once_in_every_month(cadence, anchor):
    days = list(occurrences(cadence, anchor, 30))
    months = [day.year * 12 + day.month for day in days]
    assert months == list(range(months[0], months[0] + 30))
    assert months[0] - (anchor.year * 12 + anchor.month) in {0, 1}


@given(MONTHLY, st.integers(1980, 2090), st.integers(1, 12))
def test_an_nth_weekday_is_the_nth_of_its_month(rule, year, month):
    found = nth_weekday(year, month, rule)
    assert (found.year, found.month, found.weekday()) == (year, month, rule.weekday)
    if rule.nth > 0:
        assert (found.day - 1) // 7 + 1 == rule.nth
    else:
        assert (found + timedelta(weeks=1)).month != month


@pytest.mark.parametrize(
    ("words", "anchor", "expected"),
    [
        ("last monday", date(2026, 2, 1), ["2026-02-23", "2026-03-30", "2026-04-27", "2026-05-25"]),
        ("fourth monday", date(2026, 2, 1), ["2026-02-23", "2026-03-23", "2026-04-27", "2026-05-25"]),
        ("first sunday", date(2026, 11, 1), ["2026-11-01", "2026-12-06", "2027-01-03", "2027-02-07"]),
        ("last thursday", date(2028, 2, 29), ["2028-03-30", "2028-04-27", "2028-05-25", "2028-06-29"]),
        ("every 26 weeks", date(2026, 12, 31), ["2026-12-31", "2027-07-01", "2027-12-30", "2028-06-29"]),
    ],
)
def test_calendars_on_the_wall_agree(words, anchor, expected):
    assert [str(day) for day in occurrences(parse_cadence(words), anchor, 4)] == expected


@given(CADENCES)
def test_a_cadence_is_read_as_it_is_written(cadence):
    assert parse_cadence(str(cadence)) == cadence
    assert parse_cadence(f"  {str(cadence).upper()}\t") == cadence


@pytest.mark.parametrize(
    "words",
    [
        "",
        "daily",
        "every 0 weeks",
        "every 27 weeks",
        "every 100 weeks",
        "every -1 weeks",
        "every two weeks",
        f"every {NOT_ASCII_DIGITS} weeks",
        "every \u0662 weeks",
        "every 2 weeks!",
        "fifth monday",
        "last",
        "monday",
        "first montag",
        "weekly\x00",
        "every 1.5 weeks",
    ],
)
def test_other_words_for_a_cadence_are_refused(words):
    with pytest.raises(ValueError, match=exactly(words)):
        parse_cadence(words)


def test_the_usual_distance_of_a_cadence():
    assert length_in_days(EveryWeeks(3)) == 21
    assert length_in_days(MonthlyOn(-1, 0)) == 30


@given(
    st.sampled_from(ZONES),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2037, 12, 31)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_the_wall_in_any_zone_shows_the_asked_time_unless_it_was_skipped(zone, day, at):
    there = instant(day, at, zone).astimezone(ZoneInfo(zone))
    asked = datetime.combine(day, at)
    if (shown := there.replace(tzinfo=None, fold=0)) != asked:
        before, after = (asked.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
        assert before < after, "only a time that the clocks jump over is shown otherwise"
        assert shown - asked == after - before
    assert there.fold == 0, "of a time that comes twice, the first is taken"


@given(st.sampled_from(ZONES), CADENCES, st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1)))
def test_rounds_of_a_circle_follow_one_another_in_any_zone(zone, cadence, anchor):
    moments = [instant(day, time(18), zone) for day in occurrences(cadence, anchor, 15)]
    assert moments == sorted(set(moments))


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        (
            "Europe/Amsterdam",
            date(2026, 3, 29),
            time(2, 30),
            "2026-03-29T01:30",
        ),  # skipped: 03:30 on the wall
        ("Europe/Amsterdam", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # twice: the first
        ("Europe/Amsterdam", date(2026, 10, 25), time(18), "2026-10-25T17:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:30"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),
        (
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            time(2, 15),
            "2026-10-03T15:45",
        ),  # half an hour is skipped
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04T14:45"),
        (
            "Africa/Casablanca",
            date(2026, 2, 15),
            time(2, 30),
            "2026-02-15T01:30",
        ),  # clocks go back for Ramadan
        ("Pacific/Apia", date(2011, 12, 29), time(18), "2011-12-30T04:00"),
        ("Pacific/Apia", date(2011, 12, 31), time(18), "2011-12-31T04:00"),  # the 30th did not exist there
        ("Asia/Kathmandu", date(2026, 6, 1), time(18), "2026-06-01T12:15"),
    ],
)
def test_changes_of_the_clocks_are_taken_as_documented(zone, day, at, utc):
    assert instant(day, at, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(st.sampled_from(ZONES), st.dates(min_value=date(1990, 1, 1), max_value=date(2037, 12, 30)))
def test_the_local_date_of_noon_is_that_date(zone, day):
    moment = instant(day, time(12), zone)
    if moment.astimezone(ZoneInfo(zone)).time() == time(12):
        assert local_date(moment, zone) == day


def test_the_date_is_that_of_the_people_there():
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert local_date(late, "Pacific/Auckland") == date(2027, 1, 1)
    assert local_date(late, "America/Los_Angeles") == date(2026, 12, 31)


@settings(max_examples=40)  # each reads the list of all zones from the disk
@given(st.sampled_from([zone for zone in ZONES if "/" in zone]))
def test_every_zone_can_be_typed_in_any_case(zone):
    assert parse_zone(zone) == parse_zone(f" {zone.upper().replace('_', ' ')} ") == zone


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe/../Europe/Paris",
        "Europe",
        "Europe/Nowhere",
        "EST",
        "GMT",
        "posixrules",
        "tzdata.zi",
        "\x00",
        "Europe/Paris\x00",
        "x" * 10_000,
        "Europe/Pari\udcff",
    ],
)
def test_what_is_no_zone_is_refused(words):
    with pytest.raises(ValueError, match=exactly(words)):
        parse_zone(words)


@given(st.times())
def test_a_time_is_read_as_it_is_written(at):
    whole = at.replace(second=0, microsecond=0)
    assert parse_time(f"{whole:%H:%M}") == parse_time(f" {whole.hour}.{whole:%M}") == whole


@pytest.mark.parametrize(
    "words",
    [
        "",
        "18",
        "24:00",
        "18:60",
        "18:5",
        "-1:00",
        "6pm",
        "18:30:00",
        f"{NOT_ASCII_DIGITS}:30",
        "18:30\x00",
        "a:bc",
    ],
)
def test_what_is_no_time_is_refused(words):
    with pytest.raises(ValueError, match=exactly(words)):
        parse_time(words)


@given(st.dates())
def test_a_date_is_read_as_it_is_written(day):
    assert parse_date(f" {day.isoformat()} ") == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "2026-02-29",
        "2026-13-01",
        "20261205",
        "2026-W49-6",
        "05-12-2026",
        "2026-12-0\uff15",
        "2026-12-05T10:00",
    ],
)
def test_what_is_no_date_is_refused(words):
    with pytest.raises(ValueError, match=exactly(words)):
        parse_date(words)
