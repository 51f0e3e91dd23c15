"""Column types: how the domain's values stand in the database.

SQLite's STRICT tables know INTEGER, REAL, TEXT and BLOB only, so everything is written as one of the first
three, on PostgreSQL too: one form for both. Text compares byte by byte on both (PostgreSQL: collation "C"), or
lists would be sorted differently.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy import Text as SqlText
from sqlalchemy.sql.operators import OperatorType, is_, is_not
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from adapters.sql.sealing import ring_of
from bot.domain.care_phrases import CarePhrases
from bot.domain.community import Account, Channel, Moderators
from bot.ids import ChannelId, PlatformName, UserId

V = TypeVar("V")
E = TypeVar("E", bound=StrEnum)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_millis(moment: datetime) -> int:
    """Return UTC epoch milliseconds, rounded down. Raise `ValueError` for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (moment - _EPOCH) // _MILLISECOND


def from_millis(millis: int) -> datetime:
    """Return the UTC instant of epoch milliseconds."""
    return _EPOCH + millis * _MILLISECOND


class Instant(TypeDecorator[datetime]):
    """Hold an instant as UTC epoch milliseconds."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = BigInteger
    cache_ok: bool | None = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_millis(value)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_millis(value)


class Flag(TypeDecorator[bool]):
    """Hold yes or no as 1 or 0."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Integer
    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Written(TypeDecorator[V], Generic[V]):
    """Hold any value as text, by a function that writes it and one that reads it back."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = SqlText
    cache_ok: bool | None = True

    def __init__(self, write: Callable[[V], str], read: Callable[[str], V]) -> None:
        super().__init__()
        self.write = write
        self.read = read

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(SqlText(collation=collation))

    @override
    def process_bind_param(self, value: V | None, dialect: Dialect) -> str | None:
        return None if value is None else self.write(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:
        return None if value is None else self.read(value)


class Sealed(Written[V]):
    """Hold a value as sealed text (`adapters.sql.sealing`): whoever has the file alone cannot read it.

    The database cannot compare what it cannot read, so a condition on such a column raises instead of quietly
    finding nothing; only "is it there" can be asked.
    """

    cache_ok: bool | None = True

    class Comparator(TypeDecorator.Comparator[Any]):
        """Refuse every question that sealed words cannot answer."""

        @override
        def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> Any:
            if op not in {is_, is_not}:
                raise TypeError("a sealed column cannot be compared, searched or sorted in the database")
            return super().operate(op, *other, **kwargs)

        @override
        def reverse_operate(self, op: OperatorType, other: Any, **kwargs: Any) -> Any:
            return self.operate(op, other, **kwargs)

    comparator_factory: Any = Comparator

    def __init__(self, inner: Written[V], place: str) -> None:
        super().__init__(inner.write, inner.read)
        self.place = place

    @override
    def process_bind_param(self, value: V | None, dialect: Dialect) -> str | None:
        return None if value is None else ring_of(dialect).seal(self.write(value), self.place)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:
        return None if value is None else self.read(ring_of(dialect).open(value, self.place))


def sealed(inner: Written[V], place: str) -> Sealed[V]:
    """Return the type of a column whose values only whoever has the key can read; `place` is "table.column"."""
    return Sealed(inner, place)


def worded(kind: type[E]) -> Written[E]:
    """Return the type of an enumeration's column."""
    return Written(_word_of, kind)


def _word_of(value: StrEnum) -> str:
    return value.value


def _write_set(items: frozenset[Any]) -> str:
    return ",".join(sorted(str(item) for item in items))


def set_of(kind: Callable[[str], V]) -> Written[frozenset[V]]:
    """Return the type of a set of short words without commas, kept sorted."""
    return Written(_write_set, lambda text: frozenset(kind(word) for word in text.split(",") if word))


def _write_json(value: object) -> str:
    """Write ASCII only, so that no character that people typed can upset a database."""
    return json.dumps(value, separators=(",", ":"))


def _read_strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _read_mapping(text: str) -> Mapping[str, str]:
    return {str(key): str(value) for key, value in json.loads(text).items()}


def _write_mapping(value: Mapping[str, str]) -> str:
    return _write_json(dict(value))


def _write_centre(centre: tuple[float, float]) -> str:
    return ",".join(repr(float(part)) for part in centre)


def _read_centre(text: str) -> tuple[float, float]:
    latitude, longitude = text.split(",")
    return float(latitude), float(longitude)


def _write_instants(moments: tuple[datetime, ...]) -> str:
    return ",".join(str(to_millis(moment)) for moment in moments)


def _read_instants(text: str) -> tuple[datetime, ...]:
    return tuple(from_millis(int(word)) for word in text.split(",") if word)


def _write_account(account: Account) -> str:
    """Write a platform's name, which has no space in it, before the person's id there."""
    return f"{account.platform} {account.user}"


def _read_account(text: str) -> Account:
    platform, user = text.split(" ", maxsplit=1)
    return Account(platform=PlatformName(platform), user=UserId(user))


def _write_channel(channel: Channel) -> str:
    return f"{channel.platform} {channel.channel}"


def _read_channel(text: str) -> Channel:
    platform, channel = text.split(" ", maxsplit=1)
    return Channel(platform=PlatformName(platform), channel=ChannelId(channel))


def _write_moderators(moderators: Moderators) -> str:
    return _write_json(
        {
            "organisers": moderators.organisers,
            "rights": dict(moderators.rights),
            "people": [_write_account(each) for each in moderators.people],
        }
    )


def _read_moderators(text: str) -> Moderators:
    raw = json.loads(text)
    return Moderators(
        organisers=bool(raw["organisers"]),
        rights=tuple((PlatformName(platform), right) for platform, right in raw["rights"].items()),
        people=tuple(_read_account(each) for each in raw["people"]),
    )


def _write_phrases(phrases: CarePhrases) -> str:
    return _write_json({"added": phrases.added, "removed": phrases.removed})


def _read_phrases(text: str) -> CarePhrases:
    raw = json.loads(text)
    return CarePhrases(added=tuple(raw["added"]), removed=tuple(raw["removed"]))


ACCOUNT: Written[Account] = Written(_write_account, _read_account)
CHANNEL: Written[Channel] = Written(_write_channel, _read_channel)
PHRASES: Written[CarePhrases] = Written(_write_phrases, _read_phrases)
MODERATORS: Written[Moderators] = Written(_write_moderators, _read_moderators)
WORDS: Written[str] = Written(str, str)
NUMBER: Written[int] = Written(str, int)
DAY: Written[date] = Written(date.isoformat, date.fromisoformat)
LOCAL_TIME: Written[time] = Written(time.isoformat, time.fromisoformat)
STRINGS: Written[tuple[str, ...]] = Written(_write_json, _read_strings)
MAPPING: Written[Mapping[str, str]] = Written(_write_mapping, _read_mapping)
CENTRE: Written[tuple[float, float]] = Written(_write_centre, _read_centre)
INSTANTS: Written[tuple[datetime, ...]] = Written(_write_instants, _read_instants)
