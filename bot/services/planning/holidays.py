"""Public holidays where a group meets: worth knowing, never a reason to leave a time out."""

from datetime import date
from functools import lru_cache

from babel.core import get_global


def is_public_holiday(day: date, zone: str) -> bool:
    """Say whether a local day is a public holiday in the country of a time zone; unknown countries have none."""
    country = country_of(zone)
    return country is not None and day in _in_year(country, day.year)


def country_of(zone: str) -> str | None:
    """Return the ISO code of the country to which a time zone belongs, or None (UTC belongs to none)."""
    name = get_global("zone_aliases").get(zone, zone)
    found = str(get_global("zone_territories").get(name, ""))
    return found if len(found) == len("NL") else None


def load_holidays() -> None:
    """Load the library, which takes longer than the event loop shall stand still."""
    import holidays  # noqa: F401, PLC0415 - keeps the start quick


@lru_cache(maxsize=256)
def _in_year(country: str, year: int) -> frozenset[date]:
    """Look a year up once; the library is loaded when the first plan is shown, where nothing did it before."""
    from holidays import country_holidays  # noqa: PLC0415 - keeps the start quick

    try:
        return frozenset(country_holidays(country, years=year))
    except NotImplementedError:  # the library's answer for a country that it does not know
        return frozenset()
