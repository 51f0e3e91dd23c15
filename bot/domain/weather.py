"""What the weather is like: as an organiser says, or as it usually is in the month, never from where members are.

The bands are coarse on purpose: they say what people of a place would not argue about, and nothing about the rest. What
a band does not say suits everything, except that what comes with a season only (cold, heat, dark evenings) is left for
the months that have it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from bot.domain.challenges import Challenge, Condition
from bot.text.message import T, Text

_SEASONAL = frozenset({Condition.COLD, Condition.HOT, Condition.DARK})
_NOTHING: frozenset[Condition] = frozenset()


class Band(StrEnum):
    """Name a climate, coarsely."""

    OCEANIC = "oceanic"  # mild, wet winters: London, Seattle, Melbourne
    CONTINENTAL = "continental"  # cold winters, hot summers: Warsaw, Chicago
    SUBTROPICAL = "subtropical"  # hot and wet summers, mild winters: Osaka, Atlanta, Sydney
    MEDITERRANEAN = "mediterranean"  # dry summers, wet winters: Athens, Los Angeles, Perth
    ARID = "arid"  # dry all year: Cairo, Phoenix
    WET_AND_DRY = "wet-and-dry"  # a rainy season and a dry one: Lagos, Mumbai, Darwin
    EQUATORIAL = "equatorial"  # warm all year, rain in any month: Singapore
    HIGHLAND = "highland"  # mild all year, a rainy season: La Paz, Addis Ababa
    POLAR = "polar"  # long cold, dark winters: Tromso, Ushuaia

    @property
    def label(self) -> Text:
        """Return the words for it."""
        return _LABELS[self]


_LABELS: Mapping[Band, Text] = MappingProxyType(
    {
        Band.OCEANIC: T("mild, and wet when it is cold"),
        Band.CONTINENTAL: T("very cold months and hot ones"),
        Band.SUBTROPICAL: T("hot and wet months, mild ones"),
        Band.MEDITERRANEAN: T("dry when hot, wet when cool"),
        Band.ARID: T("dry all year"),
        Band.WET_AND_DRY: T("rainy months and dry ones"),
        Band.EQUATORIAL: T("hot and rainy all year"),
        Band.HIGHLAND: T("mild, with rainy months"),
        Band.POLAR: T("cold and dark for long"),
    }
)
CONDITIONS: Mapping[Condition, Text] = MappingProxyType(
    {
        Condition.WET: T("wet"),
        Condition.DRY: T("dry"),
        Condition.HOT: T("hot"),
        Condition.COLD: T("cold"),
        Condition.DARK: T("dark"),
    }
)
"""What can be said of the weather, and the words for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate:
    """Hold a band and the half of the world that it is in; a year of the south is six months later."""

    band: Band
    south: bool = False

    @property
    def name(self) -> str:
        """Return it as it is written and typed: "oceanic-north"; the equator has one climate for both halves."""
        if self.band is Band.EQUATORIAL:
            return self.band.value
        return f"{self.band.value}-{'south' if self.south else 'north'}"

    @property
    def label(self) -> Text:
        """Return the words for it."""
        if self.band is Band.EQUATORIAL:
            return self.band.label
        if self.south:
            return T("{climate}, south of the equator", climate=self.band.label)
        return T("{climate}, north of the equator", climate=self.band.label)

    def in_month(self, month: int) -> frozenset[Condition]:
        """Return what holds in a month (1 to 12)."""
        turned = (month + 5) % 12 + 1 if self.south else month
        return frozenset(condition for condition, months in _BANDS[self.band].items() if turned in months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Say what holds, and what of the seasonal is known not to; nothing said suits everything."""

    holds: frozenset[Condition] = _NOTHING
    absent: frozenset[Condition] = _NOTHING

    def suits(self, challenge: Challenge) -> bool:
        """Say whether a challenge suits it: one for the cold, say, is left for the months that have it."""
        if not challenge.suits(self.holds):
            return False
        seasonal = challenge.conditions & self.absent
        return (
            not seasonal or bool(challenge.conditions & self.holds) or Condition.ANY in challenge.conditions
        )


ANYTHING = Weather()

_ALL = frozenset(range(1, 13))
_BANDS: Mapping[Band, Mapping[Condition, AbstractSet[int]]] = MappingProxyType(
    {
        Band.OCEANIC: {
            Condition.WET: {10, 11, 12, 1, 2},
            Condition.COLD: {12, 1, 2},
            Condition.DARK: {11, 12, 1},
        },
        Band.CONTINENTAL: {
            Condition.COLD: {11, 12, 1, 2, 3},
            Condition.DARK: {11, 12, 1},
            Condition.HOT: {6, 7, 8},
        },
        Band.SUBTROPICAL: {
            Condition.WET: {6, 7, 8, 9},
            Condition.HOT: {6, 7, 8, 9},
            Condition.COLD: {1, 2},
            Condition.DARK: {12, 1},
        },
        Band.MEDITERRANEAN: {
            Condition.WET: {11, 12, 1, 2},
            Condition.DRY: {6, 7, 8},
            Condition.HOT: {7, 8},
            Condition.DARK: {12, 1},
        },
        Band.ARID: {Condition.DRY: _ALL, Condition.HOT: {5, 6, 7, 8, 9}},
        Band.WET_AND_DRY: {
            Condition.WET: {6, 7, 8, 9},
            Condition.DRY: {12, 1, 2, 3},
            Condition.HOT: {3, 4, 5},
        },
        Band.EQUATORIAL: {Condition.WET: _ALL, Condition.HOT: _ALL},
        Band.HIGHLAND: {Condition.WET: {6, 7, 8, 9}, Condition.DRY: {12, 1, 2}},
        Band.POLAR: {Condition.COLD: {10, 11, 12, 1, 2, 3, 4}, Condition.DARK: {10, 11, 12, 1, 2}},
    }
)
CLIMATES: Mapping[str, Climate] = MappingProxyType(
    {
        climate.name: climate
        for band in Band
        for climate in (Climate(band=band), Climate(band=band, south=True))
        if not (climate.south and band is Band.EQUATORIAL)
    }
)


def weather_of(climate: Climate | None, day: date) -> Weather:
    """Return what the weather usually is on a day, or anything where no climate was chosen."""
    if climate is None:
        return ANYTHING
    holds = climate.in_month(day.month)
    return Weather(holds=holds, absent=_SEASONAL - holds)


def likely_climate(zone: str) -> Climate | None:
    """Propose a climate for a time zone, or none where a zone spans several; an organiser decides."""
    found = next((name for name, zones in ZONES.items() if zone in zones), None)
    return CLIMATES[found] if found is not None else None


ZONES: Mapping[str, AbstractSet[str]] = MappingProxyType(
    {
        "oceanic-north": {
            *("Europe/Amsterdam", "Europe/Belfast", "Europe/Berlin", "Europe/Brussels", "Europe/Copenhagen"),
            *("Europe/Dublin", "Europe/London", "Europe/Luxembourg", "Europe/Paris", "Atlantic/Faroe"),
        },
        "oceanic-south": {"Australia/Hobart", "Australia/Melbourne", "Pacific/Auckland"},
        "continental-north": {
            *(
                "Europe/Bratislava",
                "Europe/Bucharest",
                "Europe/Budapest",
                "Europe/Chisinau",
                "Europe/Helsinki",
            ),
            *("Europe/Kiev", "Europe/Kyiv", "Europe/Minsk", "Europe/Moscow", "Europe/Oslo", "Europe/Prague"),
            *("Europe/Riga", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Vienna"),
            *("Europe/Vilnius", "Europe/Warsaw", "America/Chicago", "America/Detroit", "America/Montreal"),
            *("America/New_York", "America/Toronto", "America/Winnipeg", "Asia/Almaty", "Asia/Harbin"),
            *("Asia/Novosibirsk", "Asia/Seoul", "Asia/Ulaanbaatar"),
        },
        "subtropical-north": {"Asia/Hong_Kong", "Asia/Macau", "Asia/Shanghai", "Asia/Taipei", "Asia/Tokyo"},
        "subtropical-south": {
            *("America/Argentina/Buenos_Aires", "America/Montevideo", "Australia/Brisbane"),
            "Australia/Sydney",
        },
        "mediterranean-north": {
            *("Africa/Algiers", "Africa/Casablanca", "Africa/Tunis", "America/Los_Angeles", "Asia/Beirut"),
            *("Asia/Jerusalem", "Asia/Nicosia", "Europe/Athens", "Europe/Gibraltar", "Europe/Lisbon"),
            *("Europe/Madrid", "Europe/Malta", "Europe/Monaco", "Europe/Podgorica", "Europe/Rome"),
            *("Europe/Tirane", "Europe/San_Marino", "Europe/Vatican"),
        },
        "mediterranean-south": {"America/Santiago", "Australia/Adelaide", "Australia/Perth"},
        "arid-north": {
            *("Africa/Cairo", "Africa/Khartoum", "Africa/Tripoli", "America/Phoenix", "Asia/Baghdad"),
            *("Asia/Bahrain", "Asia/Dubai", "Asia/Kuwait", "Asia/Muscat", "Asia/Qatar", "Asia/Riyadh"),
        },
        "arid-south": {"Africa/Windhoek", "America/Lima"},
        "wet-and-dry-north": {
            *("Africa/Abidjan", "Africa/Accra", "Africa/Bamako", "Africa/Dakar", "Africa/Lagos"),
            *("Asia/Bangkok", "Asia/Calcutta", "Asia/Dhaka", "Asia/Ho_Chi_Minh", "Asia/Kolkata"),
            *("Asia/Manila", "Asia/Phnom_Penh", "Asia/Yangon", "America/Managua", "America/Panama"),
        },
        "wet-and-dry-south": {"Africa/Harare", "Africa/Lusaka", "Africa/Luanda", "Australia/Darwin"},
        "equatorial": {"Asia/Kuala_Lumpur", "Asia/Singapore", "Asia/Pontianak", "America/Manaus"},
        "highland-north": {"Africa/Addis_Ababa", "Africa/Asmara", "America/Mexico_City"},
        "highland-south": {"America/La_Paz"},
        "polar-north": {"America/Nuuk", "Arctic/Longyearbyen", "Atlantic/Reykjavik"},
    }
)
