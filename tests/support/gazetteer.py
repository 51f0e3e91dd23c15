"""A gazetteer that knows a handful of towns, for stories in which an organiser types their names."""

from collections import Counter

from bot.ports.gazetteer import Town


def town(name, country="NL", *, at, zone="Europe/Amsterdam", population=100_000, **facts):
    return Town(name=name, country=country, population=population, centre=at, zone=zone, **facts)


TOWNS = {
    "utrecht": (
        town("Utrecht", at=(52.09, 5.12), population=376_435),
        town("Utrecht", "ZA", at=(-27.66, 30.32), zone="Africa/Johannesburg", population=8_486),
    ),
    "zeist": (town("Zeist", at=(52.09, 5.23), population=60_000),),
    "bergen": (
        town("Bergen", "NO", at=(60.39, 5.32), zone="Europe/Oslo", population=294_029),
        town("Bergen", at=(51.6, 6.04), population=29_715),
        town("Bergen", at=(52.67, 4.7), population=12_000),
    ),
    "keulen": (town("Köln", "DE", at=(50.93, 6.95), zone="Europe/Berlin", population=1_024_621, alias=True),),
    "mokum": (town("Amsterdam", at=(52.37, 4.89), population=741_636, alias=True),),
    "springfield": (
        town(
            "Springfield",
            "US",
            region="Missouri",
            at=(37.22, -93.3),
            zone="America/Chicago",
            population=170_188,
        ),
        town(
            "Springfield",
            "US",
            region="Massachusetts",
            at=(42.1, -72.59),
            zone="America/New_York",
            population=154_341,
        ),
    ),
}


class FewTowns:
    """Know the towns above, and count how often each name was asked for."""

    def __init__(self):
        self.asked = Counter()

    async def find(self, names):
        self.asked.update(names)
        return {name: TOWNS.get(name.casefold(), ()) for name in names}
