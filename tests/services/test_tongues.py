"""Who is spoken to in which language: by what they chose, by their app, by their community; and a place by its people."""

import pytest

from bot.domain.availability import keys_of
from bot.ids import PlatformName, UserId
from bot.services.tongues import language_in, language_of, language_of_account, language_of_all
from bot.text.catalogue import common_language, first_spoken
from bot.text.pseudo import PSEUDO_LANGUAGES
from tests.support.chat_town import FIRST, a_place, joined
from tests.support.kith import kith_on
from tests.support.languages import languages_in, write_language
from tests.support.playground_stage import open_stage

PLATFORM = PlatformName("playground")
AS_AROUND = "My app's or the community's"


@pytest.fixture
def spoken(tmp_path):
    """Speak German, Austrian and Dutch, a word of each."""
    for language in ("de", "de_AT", "nl"):
        write_language(tmp_path, language, {"Good": language})
    with languages_in(tmp_path):
        yield


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        (("nl", "de", "en"), "nl"),
        (("", "de", "nl"), "de"),
        (("de-AT", "nl"), "de-AT"),
        (("de-CH", "nl"), "de-CH"),
        (("fr-CA", "", "nl"), "nl"),
        (("fr", "it", "ja"), "en"),
        (("en-GB", "nl"), "en-GB"),
        (("", "", ""), "en"),
        (("el", "nl"), "nl"),
        (("en-XA", "nl"), "en-XA"),
    ],
)
def test_the_first_language_that_kith_speaks_is_spoken(spoken, wished, language):
    """French sentences in English with French dates would be neither; what was removed is passed over as well."""
    assert first_spoken(*wished) == language


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (("nl", "nl"), "nl"),
        (("nl",), "nl"),
        (("nl", "de"), None),
        (("de-AT", "de-CH"), "de"),
        (("de_AT", "de-AT"), "de"),
        (("en-GB", "en-US", "en"), "en"),
        (("en-XA", "en"), None),
        (("en-XA", "en-XA"), "en-XA"),
        ((), None),
    ],
)
def test_a_language_is_common_when_everybody_reads_it(spoken, tags, language):
    assert common_language(*tags) == language


async def members(kith):
    def read(repos):
        [community] = repos.communities.all()
        return {member.hello: member for member in repos.members.of_community(community.id)}

    return await kith.storage.run(read)


async def test_an_app_says_the_language_until_one_is_chosen(spoken):
    """What the app said when somebody was last here holds for what is written to them later, too."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        [member] = (await members(kith)).values()

        async def language():
            return await kith.storage.run(lambda repos: language_of(repos, repos.members.get(member.id)))

        assert await language() == "en"
        for app, heard in (("nl", "nl"), ("de-AT", "de-AT"), (None, "de-AT"), ("fr", "en"), ("nl", "nl")):
            kith.stage.world.people[ada.user_id].language = app
            await ada.say("meet status")
            assert await language() == heard
        await ada.say("my language", language="German")
        kith.stage.world.people[ada.user_id].language = "nl"
        await ada.say("meet status")
        assert await language() == "de"


@pytest.mark.parametrize("typed", ["auto", " AUTO", "my app's or the community's"])
async def test_a_choice_can_be_taken_back(spoken, typed):
    """The answer comes at once in what the app says, and what is sent later does, too."""
    async with a_place() as (kith, olga):
        await olga.say("organise setup", language="nl")
        ada = await joined(kith)
        for app, around in ((None, "Nederlands"), ("de", "Deutsch"), ("fr", "Nederlands")):
            await ada.say("my language", language="English")
            kith.stage.world.people[ada.user_id].language = app
            assert around in (await ada.say("my language", language=typed)).text
            [member] = (await members(kith)).values()
            assert member.language == ""


async def test_taking_a_choice_back_is_a_tap_in_the_menu_of_languages(spoken):
    async with a_place() as (kith, _):
        ada = await joined(kith)
        menu = await ada.say("my language")
        assert menu.labels == ("English", "Deutsch", "Österreichisches Deutsch", "Nederlands", AS_AROUND)
        await ada.tap("Nederlands")
        await ada.say("my language")
        assert "English" in (await ada.tap(AS_AROUND)).text
        [member] = (await members(kith)).values()
        assert member.language == ""


async def test_a_translated_label_takes_a_choice_back_as_well(tmp_path):
    write_language(tmp_path, "nl", {AS_AROUND: "Zoals mijn app"})
    with languages_in(tmp_path):
        async with a_place() as (kith, _):
            ada = await joined(kith)
            await ada.say("my language", language="nl")
            assert "English" in (await ada.say("my language", language="zoals mijn app")).text


async def test_times_and_pauses_are_understood_in_the_language_of_whoever_types_them(spoken):
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "I don't understand" in (await ada.say("meet times", times="Samstagmorgen")).text
        assert "is not a date" in (await ada.say("meet pause", until="2 Wochen")).text
        await ada.say("my language", language="de")
        await ada.say("meet times", times="Samstagmorgen, sunday evening")
        [member] = (await members(kith)).values()
        assert keys_of(member.times) == ("sat-morning", "sun-evening")
        assert "paused until" in (await ada.say("meet pause", until="2 Wochen")).text


async def test_the_community_comes_after_the_app(spoken):
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await olga.say("organise setup", language="nl")
        account = (PLATFORM, UserId(ada.user_id))
        said = await kith.storage.run(lambda repos: language_of_account(repos, *account, heard=""))
        assert said == "nl"
        said = await kith.storage.run(lambda repos: language_of_account(repos, *account, heard="de"))
        assert said == "de"
        stranger = UserId("person-99")
        said = await kith.storage.run(lambda repos: language_of_account(repos, PLATFORM, stranger, heard=""))
        assert said == "nl", "where there is one community only, it is the one that is meant"


async def test_a_place_speaks_what_its_people_share_and_else_what_the_community_does(spoken):
    async with a_place() as (kith, _):
        people = [await joined(kith, name) for name in ("Ada", "Bea")]
        ada, bea = people

        async def shared():
            def read(repos):
                [community] = repos.communities.all()
                return language_of_all(repos, repos.members.of_community(community.id), community)

            return await kith.storage.run(read)

        assert await shared() == "en"
        await ada.say("my language", language="nl")
        assert await shared() == "en"
        await bea.say("my language", language="nl")
        assert await shared() == "nl"


async def test_a_groups_place_its_name_and_its_reminders_are_in_the_language_of_its_people():
    async with open_stage() as stage, kith_on(stage, pretended=PSEUDO_LANGUAGES) as kith:
        olga = await stage.person("Olga", organiser=True)
        await olga.say(
            "organise setup", zone="Europe/Amsterdam", steward="Noor", contact="Sam", areas="Centre, North"
        )
        await olga.say(
            "organise circle create", name="Walks", cadence="weekly", day="monday", time="18:00", size="2"
        )
        people = []
        for name in ("Ada", "Bea"):
            human = await stage.person(name)
            await human.say("meet join")
            await human.tap("I agree")
            await human.fill(**FIRST)
            await human.say("my language", language="en-XA")
            people.append(human)
        await kith.push(days=5, hours=12)
        for human in people:
            await human.say("meet join")
        await kith.push(days=2)
        [place] = [channel for channel in stage.world.channels.values() if channel.kind.value == "group"]
        assert place.name.startswith("⟦Walks, ")
        assert "Ñóṽéɱƀéŕ" in place.name
        [group] = await kith.storage.run(lambda repos: [repos.rounds.group_in(PLATFORM, place.id)])
        assert await kith.storage.run(lambda repos: language_in(repos, group)) == "en-XA"
        public = [each.text for each in await people[0].sees() if each.where == "public"]
        assert not any("⟦" in text for text in public), "posts for all stay in the community's language"


async def test_refusals_come_in_the_language_of_whoever_is_refused():
    """Before it is known what was called, and after too many calls: nobody is refused in another language."""
    async with open_stage() as stage, kith_on(stage, pretended=PSEUDO_LANGUAGES):
        olga = await stage.person("Olga", organiser=True)
        await olga.say(
            "organise setup", zone="Europe/Amsterdam", steward="Noor", contact="Sam", areas="Centre"
        )
        await olga.say(
            "organise circle create", name="Walks", cadence="weekly", day="monday", time="18:00", size="2"
        )
        ada = await stage.person("Ada")
        await ada.say("meet join")
        await ada.tap("I agree")
        await ada.fill(**FIRST)
        await ada.say("my language", language="en-XA")
        assert (await ada.say("meet blorp")).text.startswith("⟦Í đóñ'ţ ķñóŵ")
        assert (await ada.say("organise members")).text.startswith("⟦Óñļý óŕĝáñíšéŕš")
        answers = [await ada.say("meet status") for _ in range(30)]
        assert answers[-1].text.startswith("⟦Ţĥáţ ŵáš á ļóţ áţ óñçé")


async def test_a_pretended_language_is_offered_where_it_is_switched_on_alone():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert (await ada.say("my language")).labels == ("English", AS_AROUND)
        assert "I speak English so far" in (await ada.say("my language", language="en-XA")).text


async def test_the_answer_to_a_change_comes_in_the_new_language():
    async with open_stage() as stage, kith_on(stage, pretended=PSEUDO_LANGUAGES):
        olga = await stage.person("Olga", organiser=True)
        await olga.say(
            "organise setup", zone="Europe/Amsterdam", steward="Noor", contact="Sam", areas="Centre"
        )
        assert "⟦" in (await olga.say("organise setup", language="en-XA")).text
