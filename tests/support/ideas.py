"""An idea for a challenge, as members write it and organisers open it."""

from bot.content.library import load_library
from bot.services.shelf.library import library_of

SUGGEST = "challenge suggest"
BENCH = {
    "title": "A green bench",
    "text": "Rest on a bench that you pass every day. Tell somebody near you what you like about it, if you like.",
    "smaller": "Rest there for a minute.",
    "who": "hardly",
    "where": "outdoors",
}


async def stored(kith):
    def read(repos):
        (community,) = repos.communities.all()
        found = repos.suggestions.waiting(community.id, offset=0, limit=100)
        return found, library_of(repos, community, load_library()), repos.packs.entries(community.id)

    return await kith.storage.run(read)


async def suggested(human, **changes):
    await human.say(SUGGEST, **BENCH | changes)
    return await human.tap("Send it")


async def opened(organiser):
    await organiser.say("organise suggestions")
    return await organiser.tap("Read number 1")
