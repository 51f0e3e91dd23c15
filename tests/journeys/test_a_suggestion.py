"""A suggestion on every platform: written, read, approved, told, and shown as it was written, whatever is in it.

The playground has tests of its own (`tests/services/shelf/test_suggestions.py`).
"""

import pytest

from bot.content.library import load_library
from bot.services.shelf.library import library_of
from tests.support.chat_town import CIRCLE, FIRST, SETUP

pytestmark = pytest.mark.timeout(90)
IDEA = {
    "title": "A {green} bench & more",
    "text": "Rest on a bench that you pass every day. Tell somebody near you what you like about it.",
    "smaller": "Rest there for a minute.",
    "who": "hardly",
    "where": "outdoors",
}


@pytest.mark.parametrize("kith_somewhere", ["discord", "matrix"], indirect=True)
async def test_an_idea_becomes_a_challenge_of_the_community(kith_somewhere):
    async with kith_somewhere() as kith:
        olga = await kith.stage.person("Olga", organiser=True)
        await olga.say("organise setup", **SETUP)
        await olga.say("organise circle create", **CIRCLE)
        ada = await kith.stage.person("Ada")
        await ada.say("meet join")
        await ada.tap("I agree")
        await ada.fill(**FIRST)
        await ada.say("challenge suggest")
        card = await ada.fill(**IDEA)
        assert card.where == "private"
        assert "Nothing is sent yet" in card.text
        await ada.tap("Send it")
        queue = await olga.say("organise suggestions")
        assert queue.where == "private"
        await olga.tap("Read number 1")
        await olga.tap("Change its words")
        await olga.fill(smaller="Rest there as long as a song.")
        await olga.tap("Approve")
        await kith.due()
        assert any("have taken it" in seen.text for seen in await ada.sees() if seen.where == "private")

        def library(repos):
            (community,) = repos.communities.all()
            return library_of(repos, community, load_library())

        found = await kith.storage.run(library)
        assert len(found.challenges) == len(load_library().challenges) + 1
