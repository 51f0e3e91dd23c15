"""What the core may expect of every chat platform: posts, direct messages, places, rights, typed errors."""

import pytest

from bot.errors import PermanentPlatformError, PlatformError
from bot.ports.inbox import PersonLeft
from bot.ports.messages import Fact, Message
from bot.ports.platform import PlaceRequest
from bot.text.message import Moment, Person, T, Verbatim
from tests.support.inbox import CALENDAR, SNEAKY, WHEN, tea_menu


def line(words):
    return Message(lines=(T("{words}", words=words),))


async def count_of(human, words):
    return sum(words in seen.text for seen in await human.sees())


# ---------------------------------------------------------------- what the core posts


async def test_a_post_is_seen_by_everyone_in_the_channel(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        await s.post(line("The round opens"), key="k1")
        assert await count_of(ada, "The round opens") == 1
        assert await count_of(ben, "The round opens") == 1


async def test_a_post_shows_all_its_parts(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        message = Message(
            title=T("Sunday walks"),
            lines=(T("First paragraph."), T("Second paragraph.")),
            facts=(Fact(label=T("Where"), value=T("Library café")),),
            bullets=(T("one bullet"), T("another bullet")),
            footer=T("Skipping is fine."),
        )
        await s.post(message, key="k1")
        shown = (await ada.sees())[-1].text
        for part in (
            "Sunday walks",
            "First paragraph.",
            "Second paragraph.",
            "Where",
            "Library café",
            "one bullet",
            "another bullet",
            "Skipping is fine.",
        ):
            assert part in shown


async def test_a_post_happens_once_per_key(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        first = await s.post(line("Only once"), key="same")
        again = await s.post(line("Only once"), key="same")
        assert again.message == first.message
        assert await count_of(ada, "Only once") == 1


async def test_a_post_with_another_key_is_another_post(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await s.post(line("Twice"), key="one")
        await s.post(line("Twice"), key="two")
        assert await count_of(ada, "Twice") == 2


async def test_a_post_is_looked_for_before_it_is_made_again(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        first = await s.post(line("Look first"), key="seen")
        again = await s.post(line("Look first"), key="seen", look=True)
        assert again.message == first.message
        assert await count_of(ada, "Look first") == 1


async def test_looking_finds_nothing_where_nothing_was_posted(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await s.post(line("Fresh after a look"), key="fresh", look=True)
        assert await count_of(ada, "Fresh after a look") == 1


async def test_a_long_message_arrives_whole_or_is_refused_for_good(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        message = Message(lines=tuple(T("Paragraph {n} says hello.", n=n) for n in range(60)))
        await s.post(message, key="long")
        assert await count_of(ada, "Paragraph 59 says hello.") == 1


async def test_words_that_people_wrote_are_shown_as_they_wrote_them(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await s.post(Message(lines=(T("They wrote {words}", words=Verbatim(SNEAKY)),)), key="sneaky")
        shown = (await ada.sees())[-1].text
        assert "<b>bold</b>" in shown.replace("\\", "")


async def test_a_file_arrives_byte_for_byte(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        seen = await ada.say("file hand")
        assert seen.files == (("plan.ics", CALENDAR),)


async def test_times_are_shown_in_the_language_of_the_message(scene):
    async with scene() as s:
        if s.platform.capabilities.renders_zones:
            return  # there the reader's own client writes the time, in the reader's own language
        ada = await s.stage.person("Ada")
        moment = Moment(at=WHEN, zone="Europe/Amsterdam")
        await s.post(Message(lines=(T("Open {when}", when=moment),)), key="de", language="de")
        assert "Samstag, 5. Dezember 2026" in (await ada.sees())[-1].text
        assert "10:00" in (await ada.sees())[-1].text


# ---------------------------------------------------------------- direct messages


async def test_a_direct_message_is_seen_by_its_reader_alone(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        await s.platform.direct(ada.user_id, line("For Ada"), language="en", key="d1")
        await s.stage.settle()
        found = [seen for seen in await ada.sees() if "For Ada" in seen.text]
        assert [seen.where for seen in found] == ["private"]
        assert await count_of(ben, "For Ada") == 0


async def test_a_direct_message_happens_once_per_key(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        for look in (False, True):
            await s.platform.direct(ada.user_id, line("For Ada"), language="en", key="d1", look=look)
        await s.stage.settle()
        assert await count_of(ada, "For Ada") == 1


async def test_a_menu_in_a_direct_message_can_be_answered(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        message = s.inbox.known(Message(lines=(T("Tea?"),), menu=tea_menu()))
        await s.platform.direct(ada.user_id, message, language="en", key="d1")
        await s.stage.settle()
        seen = await ada.tap("Black tea")
        assert "You chose black" in seen.text
        assert s.inbox.answered[-1].menu == message.menu.id
        assert s.inbox.answered[-1].keys == ("black",)
        assert s.inbox.answered[-1].actor.user_id == ada.user_id


# ---------------------------------------------------------------- places for groups


async def open_group(s, *people, key="g1", look=False):
    request = PlaceRequest(
        home=s.stage.home,
        channel=s.stage.channel,
        name="Ada and Ben",
        people=tuple(human.user_id for human in people),
    )
    place = await s.platform.open_place(request, key=key, look=look)
    await s.stage.settle()
    return place


async def test_a_place_is_open_to_its_people_alone(scene):
    async with scene() as s:
        ada, ben, cleo = [await s.stage.person(name) for name in ("Ada", "Ben", "Cleo")]
        place = await open_group(s, ada, ben)
        await s.post(line("Just you two"), key="p1", channel=place)
        for human in (ada, ben):
            found = [seen for seen in await human.sees() if "Just you two" in seen.text]
            assert [seen.where for seen in found] == ["group"]
        assert await count_of(cleo, "Just you two") == 0


async def test_a_place_opens_once_per_key(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        first = await open_group(s, ada, ben)
        assert await open_group(s, ada, ben) == first
        assert await open_group(s, ada, ben, look=True) == first
        assert await open_group(s, ada, ben, key="g2") != first


async def test_a_menu_in_a_place_is_answered_by_whoever_taps(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        place = await open_group(s, ada, ben)
        await s.post(Message(lines=(T("Tea?"),), menu=tea_menu(private=False)), key="p1", channel=place)
        await ada.tap("Green tea")
        await ben.tap("No tea")
        await s.stage.settle()
        taps = [(answer.actor.user_id, answer.keys, answer.place.channel) for answer in s.inbox.answered]
        assert taps == [(ada.user_id, ("green",), place), (ben.user_id, ("none",), place)]


async def test_who_is_removed_from_a_place_sees_no_more_of_it(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        place = await open_group(s, ada, ben)
        await s.platform.remove_from_place(place, ben.user_id)
        await s.platform.remove_from_place(place, ben.user_id)  # already out is success
        await s.stage.settle()
        await s.post(line("Later words"), key="p2", channel=place)
        assert await count_of(ada, "Later words") == 1
        assert await count_of(ben, "Later words") == 0


async def test_a_closed_place_tells_nobody_any_more_who_met_where(scene):
    """What Kith wrote there is gone (H6); closing it twice is fine."""
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        place = await open_group(s, ada, ben)
        await s.post(line("The plan stands"), key="p1", channel=place)
        assert await count_of(ada, "The plan stands") == 1
        await s.platform.close_place(place)
        await s.platform.close_place(place)
        await s.stage.settle()
        assert await count_of(ada, "The plan stands") == 0


# ---------------------------------------------------------------- rights and presence


async def test_only_organisers_may_organise(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        seen = await ada.say("organise shelf add", shelf="Harbour")
        assert "Added" not in seen.text


async def test_the_platform_knows_who_organises(scene):
    async with scene() as s:
        ada, olga = await s.stage.person("Ada"), await s.stage.person("Olga", organiser=True)
        assert await s.platform.can_organise(s.stage.home, olga.user_id)
        assert not await s.platform.can_organise(s.stage.home, ada.user_id)


async def test_whoever_has_the_chosen_right_may_moderate_until_it_is_taken(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        right = await s.stage.give_right(ada)
        await s.stage.settle()
        assert await s.platform.can_moderate(s.stage.home, ada.user_id, right)
        assert not await s.platform.can_moderate(s.stage.home, ben.user_id, right)
        assert not await s.platform.can_moderate(s.stage.home, s.nobody, right)
        assert not await s.platform.can_moderate(s.stage.home, ada.user_id, "no such right")
        assert not await s.platform.can_organise(s.stage.home, ada.user_id)
        await s.stage.take_right(ada)
        await s.stage.settle()
        assert not await s.platform.can_moderate(s.stage.home, ada.user_id, right)


async def test_nobody_in_particular_does_not_organise(scene):
    async with scene() as s:
        assert not await s.platform.can_organise(s.stage.home, s.nobody)


async def test_who_left_is_no_longer_present(scene):
    async with scene() as s:
        ada, ben = await s.stage.person("Ada"), await s.stage.person("Ben")
        asked = [ada.user_id, ben.user_id, s.nobody]
        assert await s.platform.present(s.stage.home, asked) == {ada.user_id, ben.user_id}
        await ben.leave()
        await s.stage.settle()
        assert await s.platform.present(s.stage.home, asked) == {ada.user_id}
        assert await s.platform.present(s.stage.home, []) == frozenset()


async def test_a_departure_is_noticed_where_the_platform_tells(scene):
    async with scene() as s:
        if not s.platform.capabilities.members_known:
            return  # there `present` is asked before each round instead
        ada = await s.stage.person("Ada")
        await ada.leave()
        await s.stage.settle()
        assert s.inbox.events == [PersonLeft(platform=s.platform.name, home=s.stage.home, user=ada.user_id)]


async def test_a_place_has_words_or_a_link_to_find_it(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        await ada.say("say secret")
        assert s.platform.place_link(s.inbox.handled[-1].place)


async def test_mentions_of_people_are_readable(scene):
    async with scene() as s:
        ada = await s.stage.person("Ada")
        message = Message(lines=(T("Hello {who}.", who=Person(ada.user_id)),), mention=(ada.user_id,))
        await s.post(message, key="mention")
        assert (await ada.sees())[-1].text.startswith("Hello ")


# ---------------------------------------------------------------- errors


async def test_posting_where_nothing_is_fails_for_good(scene):
    async with scene() as s:
        with pytest.raises(PermanentPlatformError):
            await s.post(line("Into the void"), key="void", channel=s.nowhere)


async def test_writing_to_nobody_is_a_typed_refusal(scene):
    async with scene() as s:
        with pytest.raises(PlatformError):
            await s.platform.direct(s.nobody, line("Hello?"), language="en", key="d0")


async def test_a_place_below_a_channel_that_is_gone_fails_for_good(scene):
    async with scene() as s:
        if s.platform.name == "matrix":
            return  # a room there stands beside the channel, not below it
        ada = await s.stage.person("Ada")
        request = PlaceRequest(home=s.stage.home, channel=s.nowhere, name="x", people=(ada.user_id,))
        with pytest.raises(PermanentPlatformError):
            await s.platform.open_place(request, key="g0")
