"""Rules that an organiser sets for a circle, from the chat to what the matcher is asked."""

import pytest

from bot.matching import Bridge
from bot.services.candidates import Setting, coming, request_for
from bot.services.circles.schedule import upcoming
from tests.support.chat_town import a_place

pytestmark = pytest.mark.timeout(60)


async def asked(kith):
    """Return what the matcher would be asked for the next round of the only circle."""

    def read(repos):
        [community] = repos.communities.all()
        [circle] = repos.rounds.circles(community.id)
        setting = Setting(round=upcoming(repos, circle), circle=circle, community=community)
        return request_for(repos, setting, coming(repos, setting, kith.clock.now()))

    return await kith.storage.run(read)


async def test_rules_reach_the_matcher_and_are_shown_in_words():
    async with a_place() as (kith, olga):
        rules = {"size": "3", "mix": "Roles, newcomers", "new-faces": "1", "pods": "on"}
        card = await olga.say("organise circle edit", **rules)
        for words in (
            "don't allow three, a group has four",
            "Groups mix roles and newcomers with others",
            "what they do here with /meet profile",
            "meets 1 new person a round",
            "stays together, 4 times at most",
        ):
            assert words in card.text
        request = await asked(kith)
        assert (request.size, request.new_faces) == (3, 1)
        assert request.bridge == {Bridge.ROLES, Bridge.NEWCOMERS}


async def test_rules_are_taken_back_as_they_were_set():
    async with a_place() as (kith, olga):
        await olga.say("organise circle edit", size="3", mix="areas", pods="on", **{"new-faces": "2"})
        card = await olga.say("organise circle edit", mix="nothing", **{"new-faces": "all"})
        request = await asked(kith)
        assert (request.bridge, request.new_faces) == (frozenset(), None)
        assert "Mix everybody anew each time" in card.labels
        card = await olga.tap("Mix everybody anew each time")
        assert "Keep groups that want to meet again" in card.labels


async def test_a_new_circle_can_have_rules_also_when_its_form_is_filled_later():
    async with a_place(circle=False) as (kith, olga):
        await olga.say("organise circle create", mix="areas", **{"new-faces": "1"})
        await olga.fill(name="Books", cadence="weekly", day="monday", time="18:00", size="4")
        request = await asked(kith)
        assert (request.size, request.new_faces, request.bridge) == (4, 1, {Bridge.AREAS})


async def test_a_circle_that_becomes_one_of_pairs_keeps_nobody_together():
    async with a_place() as (_, olga):
        await olga.say("organise circle edit", size="4", pods="on")
        card = await olga.say("organise circle edit", size="2")
        assert "stays together" not in card.text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"mix": "ages"}, "areas, roles, newcomers and nothing"),
        ({"pods": "on"}, "3 or more"),
        ({"mix": "areas", "area": "same"}, "one of the two"),
        ({"new-faces": "9"}, "all"),
    ],
)
async def test_a_rule_that_does_not_fit_is_refused_with_what_would(options, words):
    async with a_place() as (_, olga):
        assert words in (await olga.say("organise circle edit", **options)).text


async def test_an_area_rule_is_refused_where_areas_are_mixed():
    async with a_place() as (_, olga):
        card = await olga.say("organise circle edit", mix="areas")
        assert "Within one area only" not in card.labels
        assert "one of the two" in (await olga.say("organise circle edit", area="same")).text
