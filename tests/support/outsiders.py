"""A meeting on any platform at which somebody was missing, and what each person saw of it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.rounds import GroupState
from tests.support.meeting_town import settle_town
from tests.support.rounds import agreed, until


@dataclass
class Aftermath:
    """Hold the town, the group that met without everybody, and what the three people saw."""

    town: object
    group: object
    ada: list  # who came
    ben: list  # who did not
    eve: list  # who is in the community, and in no group


async def somebody_was_missing(kith, *, days=2, word=None):
    """Let Ada find nobody and Ben say a word, or none, the next day; Eve looks on."""
    town = await settle_town(kith, ["ada", "ben"])
    eve = await kith.stage.person("eve")
    group = await agreed(town)
    ada, ben = town.people["m-ada"], town.people["m-ben"]
    await ada.say("meet sign", line="green scarf")
    await until(town, group.meets_at + timedelta(minutes=20))
    await ada.say("meet nobody")
    await kith.push(days=1)
    if word is not None:
        await ben.tap(word)
    await kith.push(days=days - 1)
    (after,) = await town.groups()
    assert after.state is GroupState.MISSED
    seen = [list(await human.sees()) for human in (ada, ben, eve)]
    return Aftermath(town, group, *seen)
