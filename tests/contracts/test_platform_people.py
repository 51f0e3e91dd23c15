"""What people may expect of every chat platform: commands, menus and forms reach the core and come back right."""

from bot.ports.messages import Message, Reply, say
from bot.text.message import T
from tests.support.inbox import card_form, day_menu, long_menu, tea_menu


async def count_of(human, words):
    return sum(words in seen.text for seen in await human.sees())


# ---------------------------------------------------------------- commands


async def test_a_command_reaches_the_core_with_who_and_where(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("say hello", words="dear world")
        call = s.inbox.handled[-1]
        assert call.command == "say hello"
        assert call.options == {"words": "dear world"}
        assert call.actor.user_id == ada.user_id
        assert call.place.platform == s.platform.name
        assert call.id


async def test_a_command_left_without_its_options_is_called_without_them(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("talk")
        assert s.inbox.handled[-1].command == "talk"
        assert s.inbox.handled[-1].options == {}


async def test_a_command_of_three_words_and_a_fixed_choice_is_understood(scene):
    async with scene() as s:
        olga = await s.stage.person("Olga", organiser=True)
        seen = await olga.say("organise shelf add", shelf="Old Town")
        assert "Added Old Town." in seen.text
        await olga.say("talk", depth="deep")
        assert s.inbox.handled[-1].options == {"depth": "deep"}


async def test_a_person_is_named_to_the_core_by_their_id(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        await ada.say("say greet", who=ben.user_id)
        assert s.inbox.handled[-1].options == {"who": ben.user_id}


async def test_two_calls_have_two_ids(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("say secret")
        await ada.say("say secret")
        assert len({call.id for call in s.inbox.handled}) == 2


async def test_a_shared_reply_is_seen_by_all(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        await ada.say("say hello", words="everyone")
        await s.stage.settle()
        assert await count_of(ben, "Hello everyone") == 1


async def test_a_private_reply_is_invisible_to_others(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        seen = await ada.say("say secret")
        await s.stage.settle()
        assert seen.where == "private"
        assert "The secret is kept." in seen.text
        assert await count_of(ben, "secret") == 0


async def test_a_sensitive_command_leaves_no_trace_for_others(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        seen = await ada.say("wish avoid")
        await s.stage.settle()
        assert "Noted, quietly." in seen.text
        assert await count_of(ben, "quiet") == 0
        assert await count_of(ben, "wish avoid") == 0


async def test_an_empty_reply_says_nothing(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        await ada.say("say nothing")
        await s.stage.settle()
        assert s.inbox.handled[-1].command == "say nothing"
        assert await count_of(ben, "nothing") == 0


async def test_a_reply_names_commands_the_way_they_are_called_there(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        assert "say hello" in (await ada.say("say secret")).text


# ---------------------------------------------------------------- menus


async def test_a_menu_shows_its_question_and_its_choices(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        seen = await ada.say("tea ask")
        assert "Which tea?" in seen.text
        assert seen.labels == ("Green tea", "Black tea", "No tea")


async def test_a_tap_arrives_as_an_answer_with_its_key(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("tea ask")
        seen = await ada.tap("Green tea")
        answer = s.inbox.answered[-1]
        assert (answer.keys, answer.actor.user_id) == (("green",), ada.user_id)
        assert answer.menu in s.inbox.menus
        assert "You chose green" in seen.text


async def test_an_answer_to_a_tap_is_private(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        await ada.say("tea ask")
        seen = await ada.tap("Green tea")
        await s.stage.settle()
        assert seen.where == "private"
        assert await count_of(ben, "You chose green") == 0


async def test_a_tap_on_a_public_post_is_answered_to_the_one_who_tapped(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        await s.post(Message(lines=(T("Tea for all?"),), menu=tea_menu(private=False)), key="open")
        seen = await ada.tap("Black tea")
        await s.stage.settle()
        assert "You chose black" in seen.text
        assert await count_of(ben, "You chose black") == 0
        assert await count_of(ben, "Tea for all?") == 1


async def test_a_long_menu_can_be_answered(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        seen = await ada.say("tea shelf")
        assert len(seen.labels) == len(long_menu().choices)
        await ada.tap("Shelf 11")
        assert s.inbox.answered[-1].keys == ("shelf-11",)


async def test_a_menu_that_gathers_sends_all_its_picks_at_once(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("days ask")
        seen = await ada.pick("Day 1", "Day 3")
        assert sorted(s.inbox.answered[-1].keys) == ["day-1", "day-3"]
        assert len(s.inbox.answered) == 1
        assert "Kept day-1,day-3." in seen.text


async def test_a_menu_of_many_picks_can_gather_too(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        s.inbox.replies["days ask"] = lambda call: say(T("Pick."), menu=day_menu(21, chosen=("day-2",)))
        await ada.say("days ask")
        await ada.pick("Day 20", "Day 21")
        assert {"day-20", "day-21"}.issubset(s.inbox.answered[-1].keys)


async def test_an_update_takes_the_place_of_the_card_or_follows_it(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("tea ask")
        await ada.tap("Green tea")
        await s.stage.settle()
        assert await count_of(ada, "You chose green") == 1
        if s.platform.capabilities.private_replies:
            assert await count_of(ada, "The kettle is on.") == 0


async def test_a_second_menu_can_follow_a_first(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        s.inbox.replies["tea keep"] = lambda call: say(T("And which days?"), menu=day_menu(), update=True)
        await ada.say("tea ask")
        await ada.tap("Green tea")
        seen = await ada.pick("Day 2")
        assert "Kept day-2." in seen.text


# ---------------------------------------------------------------- forms

ANSWERS = {"name": "My card", "hello": "Good day", "area": "old town", "days": "monday,friday"}


async def test_a_form_opens_with_its_questions(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        seen = await ada.say("card write")
        assert seen.where == "private"
        assert seen.form[0].startswith("Name of the card")


async def test_a_form_comes_back_as_a_command_with_all_its_options(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("card write")
        seen = await ada.fill(**ANSWERS)
        call = s.inbox.handled[-1]
        assert call.command == "card keep"
        assert call.options == {**ANSWERS, "kind": "plain"}
        assert "name=My card" in seen.text


async def test_a_field_that_is_cleared_arrives_empty(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("card write")
        await ada.fill(**{**ANSWERS, "hello": ""})
        assert s.inbox.handled[-1].options["hello"] == ""


async def test_a_form_can_open_from_a_tap(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        s.inbox.replies["tea keep"] = lambda call: Reply(form=card_form())
        await ada.say("tea ask")
        seen = await ada.tap("Green tea")
        assert seen.form
        await ada.fill(**ANSWERS)
        assert s.inbox.handled[-1].command == "card keep"
