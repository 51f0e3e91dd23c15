"""The calendar file of a plan: whole, readable by others, and true to the newest plan in whatever order it is opened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain.community import SpotNote
from bot.domain.plans import MEETING_LENGTH
from bot.domain.rounds import Group
from bot.ids import CommunityId, GroupId, PlatformName, RoundId
from bot.services.cards.calendar import calendar_file, uid_of
from tests.support.calendar import OwnCalendar
from tests.support.languages import languages_in, pseudo, write_language
from tests.support.meeting_town import TOWN
from tests.support.rounds import a_town, matched

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
AT = datetime(2026, 12, 5, 9, tzinfo=UTC)
GROUP = Group(
    id=GroupId("walks/2026-11-30/0"),
    round=RoundId("walks/2026-11-30"),
    community=CommunityId("town"),
    matched_at=NOW,
    platform=PlatformName("playground"),
)
WRITTEN = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=90)
"""What people can write: names are refused that hold control characters."""
ODD = (
    'Café "De Zon"; 2nd floor, left\\right',
    "图书馆, 二楼",
    "مكتبة المدينة",
    "Bücherei an der Straße: " + "sehr lang " * 20,
    "👩‍👩‍👧 playground",
    "BEGIN:VEVENT",
    "^n {spot} %s",
)


def file(revision=0, *, at=AT, now=NOW, cancelled=False, place="Library", summary="Walks", notes="Hello"):
    group = replace(GROUP, revision=revision)
    return calendar_file(
        group, at=at, summary=summary, place=place, notes=notes, now=now, cancelled=cancelled
    ).data


@given(WRITTEN, WRITTEN, WRITTEN)
def test_any_words_come_back_as_they_were_written(summary, place, notes):
    (event,) = Calendar.from_ical(file(summary=summary, place=place, notes=notes)).walk("VEVENT")
    assert (event["SUMMARY"], event["LOCATION"], event["DESCRIPTION"]) == (summary, place, notes)


@pytest.mark.parametrize("words", ODD)
@pytest.mark.parametrize("cancelled", [False, True])
def test_a_file_is_what_the_standard_asks_for(words, cancelled):
    """CRLF, lines of at most 75 octets, one event with all that it needs, and the same again after a round trip."""
    data = file(3, place=words, summary=words, cancelled=cancelled)
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert [line.decode() for line in lines]
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "CANCEL" if cancelled else "PUBLISH")
    assert calendar["PRODID"]
    assert event["STATUS"] == ("CANCELLED" if cancelled else "CONFIRMED")
    assert (event["UID"], event["SEQUENCE"], event["DTSTAMP"].dt) == (uid_of(GROUP), 3, NOW)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (AT, AT + MEETING_LENGTH)
    assert event["LOCATION"] == words
    assert calendar.errors == event.errors == []
    assert calendar.to_ical() == data


def test_an_update_replaces_a_cancellation_removes_and_an_older_file_is_ignored_in_any_order():
    """Whatever order the files are opened in, the calendar shows what the newest says, and one entry at most."""
    later = AT + timedelta(days=1)
    files = [file(0), file(1, at=later), file(2, at=later, place="Park")]
    for order in permutations(files):
        calendar = OwnCalendar()
        for each in order:
            calendar.take(each)
        (event,) = calendar.entries
        assert (event["DTSTART"].dt, event["LOCATION"]) == (later, "Park")
    for order in permutations([*files, file(3, at=later, cancelled=True)]):
        calendar = OwnCalendar()
        for each in order:
            calendar.take(each)
        assert calendar.entries == []


def test_the_same_plan_told_twice_is_one_entry():
    calendar = OwnCalendar()
    calendar.take(file(0))
    calendar.take(file(0, now=NOW + timedelta(minutes=1)))
    assert calendar.begins == [AT]


async def test_a_file_speaks_the_language_of_the_community(tmp_path):
    """What is known of the spot is written in the community's language, and stands whole in the file."""
    with languages_in(tmp_path) as folder:
        write_language(folder, "el", {"quiet": pseudo("quiet"), "{spot} ({notes})": "{spot} ({notes})"})
        async with a_town() as town:

            def speak(repos):
                repos.communities.save(replace(repos.communities.get(TOWN), language="el"))
                for spot in repos.places.spots(TOWN):
                    repos.places.save_spot(
                        replace(spot, name="βιβλιοθήκη, δύο; όροφος", notes=frozenset({SpotNote.QUIET}))
                    )

            await town.kith.storage.run(speak)
            await matched(town)
            for human in town.people.values():
                await human.client.tap(human.user_id, *_first(human))
            await town.kith.due()
            calendar = OwnCalendar()
            calendar.take_all(await town.people["m-a"].sees())
            (event,) = calendar.entries
            assert event["LOCATION"] == f"βιβλιοθήκη, δύο; όροφος ({pseudo('quiet')})"


def _first(human):
    entry, choice = human._find("Time 1")
    return entry.id, choice.key


def test_two_groups_are_two_entries_and_nobody_can_read_the_group_from_them():
    other = replace(GROUP, id=GroupId("walks/2026-11-30/1"))
    assert uid_of(GROUP) != uid_of(other)
    assert GROUP.id not in uid_of(GROUP)
