"""`my data` and `my privacy` as members call them."""

import json

import pytest
from jsonschema import Draft202012Validator

from bot.services.privacy.notice import data_schema
from bot.services.privacy.register import REGISTER
from tests.support.chat_town import a_place, joined

pytestmark = pytest.mark.timeout(60)


async def test_the_file_comes_privately_and_holds_what_was_said():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        answer = await ada.say("my data")
        [(name, content)] = answer.files
        assert (answer.where, name) == ("private", "my-data.json")
        document = json.loads(content)
        Draft202012Validator(data_schema()).validate(document)
        [member] = document["stored"]["member"]
        assert member["hello"] == "I bake bread."
        assert document["stored"]["consent"][0]["platform"] == "playground"
        assert "1 entry: your profile" in answer.text


async def test_a_stranger_is_told_that_there_is_nothing():
    async with a_place() as (kith, _):
        bob = await kith.stage.person("Bob")
        answer = await bob.say("my data")
        assert (answer.files, answer.where) == ((), "private")
        assert "Nothing is stored about this account" in answer.text


async def test_what_is_kept_how_long_can_be_read_without_joining():
    async with a_place() as (kith, _):
        bob = await kith.stage.person("Bob")
        answer = await bob.say("my privacy")
        for entry in REGISTER:
            if entry.about_you and entry.keep.value != "community":
                assert entry.what.template in answer.text
                assert entry.keep.words.template in answer.text
