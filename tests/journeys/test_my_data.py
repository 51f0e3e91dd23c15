"""`my data` on the platforms: the file comes to the caller alone, and holds what they said there.

The playground has its own test (`tests/services/privacy/test_my_data.py`).
"""

import json

import pytest

from tests.support.chat_town import CIRCLE, FIRST, SETUP

pytestmark = pytest.mark.timeout(90)


@pytest.mark.parametrize("kith_somewhere", ["discord", "matrix-encrypted"], indirect=True)
async def test_the_file_comes_to_the_caller_alone(kith_somewhere):
    async with kith_somewhere() as kith:
        organiser = await kith.stage.person("Olga", organiser=True)
        await organiser.say("organise setup", **SETUP)
        await organiser.say("organise circle create", **CIRCLE)
        ada = await kith.stage.person("Ada")
        await ada.say("meet join")
        await ada.tap("I agree")
        await ada.fill(**FIRST)
        answer = await ada.say("my data")
        await kith.stage.settle()
        seen = await ada.sees()
        [content] = [data for each in seen for name, data in each.files if name == "my-data.json"]
        document = json.loads(content)
        assert document["made_for"]["user"] == ada.user_id
        assert document["stored"]["member"][0]["hello"] == FIRST["hello"]
        assert answer.where == "private"
        assert not any(each.files for each in await organiser.sees())
