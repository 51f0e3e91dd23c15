"""A small honest calendar: it takes files in, and knows entries by UID and SEQUENCE as RFC 5546 says."""

from icalendar import Calendar


class OwnCalendar:
    """Hold what a person's calendar shows after files were opened, in whatever order."""

    def __init__(self):
        self._known = {}

    def take(self, data):
        """Apply one file: a newer one replaces or removes its entry, an older one changes nothing."""
        calendar = Calendar.from_ical(data)
        method = str(calendar["METHOD"])
        for event in calendar.walk("VEVENT"):
            uid, age = str(event["UID"]), (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
            known = self._known.get(uid)
            if known is not None and age < known[0]:
                continue
            gone = method == "CANCEL" or str(event.get("STATUS", "")) == "CANCELLED"
            self._known[uid] = (age, None if gone else event)

    def take_all(self, seen):
        """Open every calendar file that somebody was shown, oldest first."""
        for each in seen:
            for name, data in each.files:
                if name.endswith(".ics"):
                    self.take(data)

    @property
    def entries(self):
        """Return the events that stand in the calendar, by their beginning."""
        return sorted(
            (event for _, event in self._known.values() if event), key=lambda one: one["DTSTART"].dt
        )

    @property
    def begins(self):
        return [event["DTSTART"].dt for event in self.entries]
