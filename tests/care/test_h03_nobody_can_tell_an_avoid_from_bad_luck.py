"""H3: never reveal an avoid: no notice, no count, no timing difference, no different wording."""

import pytest

from tests.support.everywhere import a_town_on, on_every_platform
from tests.support.languages import languages_in, pseudo, write_language
from tests.support.rounds import NEUTRAL, a_town, heard
from tests.support.sentences import templates
from tests.support.twins import ANN, AVOID, BUSY, Story, tell

pytestmark = pytest.mark.timeout(180)
STORIES = [
    Story(seed=0, people=4, size=2, when="before", private_replies=False),
    Story(seed=1, people=5, size=3, when="before"),
    Story(seed=0, people=7, size=2, when="open", private_replies=False),
    Story(seed=2, people=9, size=3, when="open", friends=True),
    Story(seed=4, people=5, size=3, when="in a group"),
    Story(seed=2, people=6, size=3, when="in a group"),
    Story(seed=6, people=7, size=2, when="after"),
    Story(seed=2, people=8, size=4, when="after", friends=True),
]


@pytest.mark.parametrize(
    "story",
    STORIES,
    ids=lambda story: f"{story.people} people, {story.size} a group, {story.when}, {story.seed}",
)
async def test_everybody_else_sees_what_they_see_where_the_two_are_never_free_together(story):
    """Byte for byte, with the same times in the same order: the avoided one, and the organiser's preview too."""
    avoided, came_between = await tell(story, AVOID)
    busy, _ = await tell(story, BUSY)
    assert came_between > 0
    for name in avoided:
        if name != ANN:
            assert avoided[name] == busy[name], name


@on_every_platform
async def test_an_avoid_is_answered_to_its_owner_alone_and_ends_like_bad_luck(where):
    async with a_town_on(where) as town:
        ada, ben = town.people.values()
        before = [each.text for each in await ben.sees()]
        answer = await ada.say("meet avoid", who=ben.user_id)
        await town.kith.due()
        assert answer.where == "private"
        assert "Noted" in answer.text
        seen = [each.text for each in await ben.sees()]
        assert not any("Noted" in words for words in seen)
        assert "Your list is empty" in (await ben.say("meet avoiding")).text
        await town.kith.push(days=6, hours=10)
        assert await town.groups() == ()
        for human in (ada, ben):
            assert heard(await human.sees(), NEUTRAL) == ["private"]
        assert len(before) <= len(seen)


async def test_the_answer_is_the_same_whether_the_other_takes_part_or_not():
    async with a_town(list("abc")) as town:
        ada, ben, _ = town.people.values()
        stranger = await town.kith.stage.person("b2")
        told = []
        for other in (ben, stranger):
            answer = await ada.say("meet avoid", who=other.user_id)
            told.append((answer.text.replace(f"@{other.name}", "X"), answer.labels, answer.where))
        assert told[0] == told[1]


async def test_before_a_group_is_spoken_to_its_people_hear_what_is_always_said():
    """Ada avoids Ben after the match and before either knows of it: both hear the one sentence, in the same minute."""
    async with a_town() as town:
        ada, ben = town.people.values()
        faults = town.kith.stage.world.faults
        await town.kith.push(days=6)
        faults.refuse_once()  # who is still here
        faults.refuse_once()  # the place can't be opened just now
        await town.kith.push(hours=8)
        (group,) = await town.groups()
        assert group.channel is None
        answer = await ada.say("meet avoid", who=ben.user_id)
        assert "your group" not in answer.text
        await town.kith.push(hours=1)
        assert [heard(await human.sees(), NEUTRAL) for human in (ada, ben)] == [["private"], ["private"]]
        assert not heard(await ben.sees(), "You are matched")


async def test_in_another_language_too_it_is_one_sentence_for_every_reason(tmp_path):
    """Ada is left out because she avoids Ben; Chi, because nobody is left over. Both read the same."""
    forms = {each: pseudo(each) for each in templates() if isinstance(each, str)}
    write_language(tmp_path, "el", forms)
    with languages_in(tmp_path):
        told = []
        for pair in ("ab", "a"):
            async with a_town(list(pair)) as town:
                ada = town.people["m-a"]
                await ada.say("my language", language="el")
                if pair == "ab":
                    await ada.say("meet avoid", who=town.user("m-b"))
                await town.kith.push(days=6, hours=10)
                told.append([each for each in await ada.sees() if pseudo(NEUTRAL) in each.text])
        assert [len(each) for each in told] == [1, 1]
        assert told[0] == told[1]
