"""Who is asked to host, and when: by turns, two at a time, and never two who stay apart."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.open_table import (
    HOSTS,
    Hosting,
    OpenTable,
    TablePart,
    asked_at,
    current_day,
    next_day,
    starts_at,
    told_at,
    whom_to_ask,
)
from bot.ids import CircleId, CommunityId, MemberId

HERE = CircleId("walks")
DAY = date(2026, 12, 3)
ZONE = "Europe/Amsterdam"


def table(weekday=3, at=time(15)):
    return OpenTable(circle=HERE, community=CommunityId("c1"), spot=None, weekday=weekday, at=at)


def host(name, asked=None, can=None, hosting=Hosting.AGREED):
    return TablePart(circle=HERE, member=MemberId(name), hosting=hosting, asked_for=asked, can=can)


def asked(hosts, **facts):
    return [each.member for each in whom_to_ask(hosts, DAY, **facts)]


def test_two_hosts_are_asked_and_those_longest_not_asked_come_first():
    week = timedelta(days=7)
    hosts = [host("a", DAY - week), host("b", DAY - 2 * week), host("c"), host("d", DAY - week)]
    assert asked(hosts) == ["c", "b"]


def test_after_a_no_the_next_in_turn_is_asked():
    assert asked([host("a", DAY, can=False), host("b", DAY), host("c")]) == ["c"]
    assert asked([host("a", DAY, can=True), host("b", DAY), host("c")]) == []


def test_only_those_who_agreed_are_asked():
    assert asked([host("a", hosting=Hosting.ASKED), host("b", hosting=Hosting.NONE), host("c")]) == ["c"]


def test_those_who_can_be_written_to_come_first():
    assert asked([host("a"), host("b"), host("c")], reached={"b", "c"}) == ["b", "c"]


def test_two_who_stay_apart_take_turns_and_are_never_asked_together():
    hosts, pairs = [host("a"), host("b")], {("a", "b")}
    assert asked(hosts, apart=pairs) == ["a"]
    assert asked([host("a", DAY - timedelta(days=7)), host("b")], apart=pairs) == ["b"]
    assert asked([host("a", DAY), host("b")], apart=pairs) == []
    assert asked([host("a", DAY, can=False), host("b")], apart=pairs) == ["b"]


NAMES = "abcdef"
PARTS = st.lists(
    st.builds(
        host,
        st.sampled_from(NAMES),
        st.sampled_from([None, DAY, DAY - timedelta(days=7), DAY - timedelta(days=14)]),
        st.sampled_from([None, True, False]),
        st.sampled_from(Hosting),
    ),
    unique_by=lambda part: part.member,
)
PAIRS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).map(lambda two: tuple(sorted(two))))


@settings(max_examples=400)
@given(hosts=PARTS, apart=PAIRS, reached=st.sets(st.sampled_from(NAMES)))
def test_nobody_is_asked_beside_somebody_they_stay_apart_from(hosts, apart, reached):
    """Whatever the turns and answers so far; at most two are asked, and nobody twice for one date."""
    standing = [part.member for part in hosts if part.asked_on(DAY)]
    chosen = asked(hosts, apart=apart, reached=reached)
    assert len(chosen) <= max(0, HOSTS - len(standing))
    together = [*standing, *chosen]
    for number, one in enumerate(together):
        for other in together[number + 1 :]:
            if one in chosen or other in chosen:
                assert tuple(sorted((one, other))) not in apart
    assert not {part.member for part in hosts if part.asked_for == DAY} & set(chosen)


@settings(max_examples=200)
@given(
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    weekday=st.integers(0, 6),
    hour=st.integers(9, 19),
    zone=st.sampled_from([ZONE, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_each_table_is_at_its_hour_by_the_clock_of_its_zone(moment, weekday, hour, zone):
    """Across changes of clocks too; hosts are asked and people told the day before, in that order."""
    now = moment.replace(tzinfo=UTC)
    one = table(weekday, time(hour))
    day = next_day(one, now, zone)
    starts = starts_at(one, day, zone).astimezone(ZoneInfo(zone))
    assert (starts.weekday(), starts.hour) == (weekday, hour)
    assert now < asked_at(day, zone) < told_at(day, zone) < starts
    assert day - current_day(one, now, zone) in {timedelta(0), timedelta(days=7)}
