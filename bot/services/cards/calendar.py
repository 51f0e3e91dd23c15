"""The calendar file of a plan (RFC 5545): one entry a group, updated in place by UID and SEQUENCE."""

from datetime import datetime

from bot.domain.plans import MEETING_LENGTH
from bot.domain.rounds import Group
from bot.ids import short_hash
from bot.ports.messages import Attachment

MEDIA_TYPE = "text/calendar"


def uid_of(group: Group) -> str:
    """Return the entry's identity, the same for every revision."""
    return f"{short_hash('calendar', group.id)}@kith.invalid"


def calendar_file(
    group: Group,
    *,
    at: datetime,
    summary: str,
    place: str,
    notes: str,
    now: datetime,
    cancelled: bool = False,
) -> Attachment:
    """Return the `.ics` file of a group's plan; `at` and `now` are UTC. A cancelled entry takes the old one away."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - keeps the list of commands quick

    event = Event()
    event.add("uid", uid_of(group))
    event.add("sequence", group.revision)
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("dtend", at + MEETING_LENGTH)
    event.add("summary", summary)
    event.add("location", place)
    event.add("description", notes)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Kith//kith-bot//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    return Attachment(name="meetup.ics", media_type=MEDIA_TYPE, data=calendar.to_ical())
