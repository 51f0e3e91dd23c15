"""What an entry of the register says: a table with its columns, why each is kept, how long, and who can see it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.retention import Keep
from bot.text.message import Text


class Kind(StrEnum):
    """What a value looks like in `my data`."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    INSTANT = "an instant (UTC)"
    DAY = "a day or an hour of the day"
    LIST = "a list"
    OBJECT = "several values"


class Seen(StrEnum):
    """Who can see something, besides whoever runs the database."""

    YOU = "only you"
    GROUP = "you, and the people of your group; whoever runs a Discord server can read its private threads"
    PROFILE = "you; what your group needs (a hello, languages, what you share) stands on its card"
    BUDDY = "you, and the buddy whom you named and who agreed"
    MODERATORS = "you, and the moderators who look after it; never the person it is about"
    READERS = "you; organisers read the text, and are not told whose it is"
    EVERYBODY = "everybody here"
    ASKED = "everybody here; the place only those who asked for it"
    ORGANISERS = "organisers, in sums rounded to fives that point at nobody"
    NOBODY = "nobody: it is Kith's own bookkeeping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Describe one column. `yours` says whether `my data` shows it to the person whose row it is."""

    name: str
    what: str
    kind: Kind = Kind.TEXT
    sealed: bool = False
    yours: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Describe one table. `about_you` says whether its rows are about a person; what is not stands for completeness."""

    table: str
    what: Text
    why: str
    keep: Keep
    seen: Seen
    fields: tuple[Field, ...]
    about_you: bool = True

    @property
    def shown(self) -> tuple[Field, ...]:
        """Return the fields that `my data` shows."""
        return tuple(each for each in self.fields if each.yours) if self.about_you else ()


def text(name: str, what: str) -> Field:
    """Describe a column of words."""
    return Field(name=name, what=what)


def number(name: str, what: str) -> Field:
    """Describe a column of whole numbers."""
    return Field(name=name, what=what, kind=Kind.NUMBER)


def yes_no(name: str, what: str) -> Field:
    """Describe a column that says yes or no."""
    return Field(name=name, what=what, kind=Kind.YES_NO)


def instant(name: str, what: str) -> Field:
    """Describe a column that holds an instant."""
    return Field(name=name, what=what, kind=Kind.INSTANT)


def day(name: str, what: str) -> Field:
    """Describe a column that holds a day or an hour of the day."""
    return Field(name=name, what=what, kind=Kind.DAY)


def several(name: str, what: str) -> Field:
    """Describe a column that holds a list."""
    return Field(name=name, what=what, kind=Kind.LIST)


def values(name: str, what: str) -> Field:
    """Describe a column that holds several named values."""
    return Field(name=name, what=what, kind=Kind.OBJECT)


def sealed(field: Field) -> Field:
    """Say that a column is encrypted at rest."""
    return replace(field, sealed=True)


def not_shown(field: Field) -> Field:
    """Say that `my data` leaves a column out: it is somebody else's, or means nothing outside the database."""
    return replace(field, yours=False)
