"""What Discord is given of the commands in each of its locales, on discord.py's real tree."""

import json
from types import SimpleNamespace

import discord
import pytest

from adapters.discord.client import COMMANDS_KEY
from adapters.discord.commands import build_tree
from adapters.discord.localising import (
    COMMAND_TOTAL,
    CatalogueTranslator,
    Level,
    Localised,
    locale_of,
    parts_of,
    spoken_locales,
    tag_of,
)
from adapters.discord.render import compose
from adapters.discord.words import Words
from bot.commands.catalogue import CATALOGUE
from bot.commands.extraction import names
from bot.ports.commands import CommandSpec
from bot.ports.messages import Message
from bot.text.message import Command, T, Typed
from bot.text.pseudo import accented
from tests.support.discord_stage import open_stage
from tests.support.inbox import ScriptedInbox
from tests.support.languages import languages_in, write_language
from tests.support.notebook import MemoryNotebook

SPECS = tuple(command.spec for command in CATALOGUE)
SHOWN = tuple(spec for spec in SPECS if not spec.tapped)
TOPS = tuple(dict.fromkeys(spec.path[0] for spec in SHOWN))
GERMAN = {"meet": "treffen", "join": "beitreten", "circle": "kreis", "talk": "reden", "depth": "tiefe"}
SAID = {"A question to start a conversation": "Eine Frage für den Anfang", "Light": "leicht"}


async def registered(specs=SPECS):
    """Return each top command as it would be sent to Discord."""
    localised = Localised(specs)
    tree = build_tree(discord.Client(intents=discord.Intents.none()), SimpleNamespace(specs=specs), None)
    translator = CatalogueTranslator(localised)
    payloads = [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]
    return {payload["name"]: payload for payload in payloads}


def inside(payload, *path):
    for word in path:
        payload = next(one for one in payload["options"] if one["name"] == word)
    return payload


@pytest.fixture
def german(tmp_path):
    write_language(tmp_path, "de", SAID, names=GERMAN)
    with languages_in(tmp_path):
        yield


async def test_names_descriptions_and_choices_are_given_for_every_locale_of_a_language(german):
    commands = await registered()
    meet = commands["meet"]
    assert meet["name_localizations"] == {"de": "treffen"}
    join = inside(meet, "join")
    assert join["name_localizations"] == {"de": "beitreten"}
    assert inside(join, "circle")["name_localizations"] == {"de": "kreis"}
    talk = commands["talk"]
    assert talk["description_localizations"]["de"] == "Eine Frage für den Anfang"
    assert talk["description_localizations"]["en-US"] == talk["description_localizations"]["en-GB"]
    (depth,) = talk["options"]
    light = next(one for one in depth["choices"] if one["value"] == "light")
    assert light["name_localizations"]["de"] == "leicht"
    assert set(light["name_localizations"]) == {"de", "en-US", "en-GB"}
    assert meet["description_localizations"]["de"].startswith("beitreten, ")


async def test_without_a_second_language_nothing_is_localised(tmp_path):
    with languages_in(tmp_path):
        assert "locali" not in json.dumps({**(await registered()), "": ""}).replace('localizations": {}', "")


@pytest.mark.parametrize(
    ("language", "locales"),
    [
        ("de", {"de"}),
        ("es", {"es-ES", "es-419"}),
        ("es_419", {"es-419"}),
        ("zh_Hans", {"zh-CN"}),
        ("zh_Hant", {"zh-TW"}),
        ("pt", {"pt-BR"}),
        ("pt_BR", {"pt-BR"}),
        ("sv", {"sv-SE"}),
        ("nb", {"no"}),
        ("eo", set()),
    ],
)
def test_every_language_serves_the_locales_that_it_can(tmp_path, language, locales):
    write_language(tmp_path, language if language != "eo" else "eo", {})
    with languages_in(tmp_path):
        assert {locale.value for locale in spoken_locales()} == {"en-US", "en-GB", *locales}


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("es", "es-ES"),
        ("es-MX", "es-419"),
        ("es-ES", "es-ES"),
        ("zh-Hans", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-Hant-HK", "zh-TW"),
        ("zh_TW", "zh-TW"),
        ("nb", "no"),
        ("pt", "pt-BR"),
        ("en", "en-US"),
        ("en-AU", "en-US"),
        ("eo", None),
        ("", None),
    ],
)
def test_readers_of_a_language_find_commands_in_a_locale(language, locale):
    found = locale_of(language)
    assert (found.value if found else None) == locale


def test_every_locale_of_discords_has_a_tag_that_leads_back_to_it():
    for locale in discord.Locale:
        if locale is not discord.Locale.british_english:
            assert locale_of(tag_of(locale)) in {locale, discord.Locale.american_english}


@pytest.mark.parametrize("name", ["Mit Machen", "Beitreten", "b" * 33, "meet join", "los!", "verlassen"])
async def test_a_name_that_discord_would_refuse_is_not_sent(tmp_path, name):
    """One bad name would make Discord refuse all commands."""
    write_language(tmp_path, "de", {}, names={**GERMAN, "join": name, "leave": "verlassen"})
    with languages_in(tmp_path):
        join = inside((await registered())["meet"], "join")
        assert not join.get("name_localizations")
        assert (await registered())["meet"]["name_localizations"] == {"de": "treffen"}


def counted(payload):
    """Count a payload as Discord does: each text in its longest locale, and the values of choices."""

    def longest(one, field):
        others = one.get(f"{field}_localizations") or {}
        return max(len(words) for words in (one.get(field, ""), *others.values()))

    found = longest(payload, "name") + longest(payload, "description")
    for choice in payload.get("choices", ()):
        found += longest(choice, "name") + len(str(choice["value"]))
    return found + sum(counted(option) for option in payload.get("options", ()))


def lengthy(folder, *languages):
    texts = [part.text for top in TOPS for part in parts_of([spec for spec in SHOWN if spec.path[0] == top])]
    books = {text.template: accented(text.template) for text in texts if text is not None and not text.plural}
    for language in languages:
        write_language(folder, language, books, names={name: f"{name[:16]}-{language}" for name in names()})


async def test_a_command_stays_within_discords_total_in_languages_two_fifths_longer(tmp_path):
    lengthy(tmp_path, "de", "nl", "pl")
    with languages_in(tmp_path):
        commands = await registered()
        for payload in commands.values():
            assert counted(payload) <= COMMAND_TOTAL, payload["name"]
        assert set(commands["meet"]["name_localizations"]) == {"de", "nl", "pl"}
        assert set(inside(commands["meet"], "join")["description_localizations"]) >= {"de", "nl", "pl"}


async def test_what_does_not_fit_stays_english_explanations_first(tmp_path, monkeypatch):
    lengthy(tmp_path, "de")
    with languages_in(tmp_path):
        english = counted(inside((await registered())["meet"]))
        monkeypatch.setattr("adapters.discord.localising.COMMAND_TOTAL", english - 300)
        localised = Localised(SPECS)
        assert localised.fits["meet", discord.Locale.german] < Level.OPTIONS
        assert localised.fits["talk", discord.Locale.german] == Level.OPTIONS
        assert localised.called("talk", "de") == "talk-de"
        monkeypatch.setattr("adapters.discord.localising.COMMAND_TOTAL", 10)
        assert Localised(SPECS).called("meet join", "de") == "meet join"


async def test_the_english_commands_leave_room():
    for payload in (await registered()).values():
        assert counted(payload) <= COMMAND_TOTAL, payload["name"]


async def test_equal_translations_are_not_sent_twice_and_changed_ones_are(tmp_path):
    notebook = MemoryNotebook()

    async def puts():
        async with open_stage(notebook=notebook) as stage:
            await stage.open(ScriptedInbox(stage.platform))
            await stage.settle()
            return [
                entry
                for entry in stage.bed.env.http_requests
                if entry.method == "PUT" and entry.path.endswith("/commands")
            ]

    write_language(tmp_path, "de", {}, names={"say": "sage"})
    with languages_in(tmp_path):
        assert len(await puts()) == 1
    assert json.loads(await notebook.read(COMMANDS_KEY))["ids"]
    with languages_in(tmp_path):
        assert await puts() == []
    write_language(tmp_path, "de", {}, names={"say": "sprich"})
    with languages_in(tmp_path):
        assert len(await puts()) == 1


def test_what_to_type_is_said_as_discord_offers_it(german):
    localised = Localised(SPECS)
    message = Message(
        title=T("{command}", command=Command("meet join")),
        lines=(T("Try {command} with {option}.", command=Command("meet join"), option=Typed("circle")),),
        footer=T("Or {command}.", command=Command("talk")),
    )

    def shown(language, ids=()):
        return compose(message, Words(dict(ids), {}, language, called=localised.called)).embed

    assert shown("de").title == "/treffen beitreten"
    assert shown("de").description == "Try `/treffen beitreten` with kreis."
    assert shown("de-AT").footer.text == "Or /reden."
    # What can be clicked names the command as it is registered; Discord's own client shows it.
    assert shown("de", {"meet": "7"}).description == "Try </meet join:7> with kreis."
    assert shown("en").title == shown("eo").title == shown("en-XA").title == "/meet join"


def test_a_translated_name_that_is_not_offered_is_not_said_either(tmp_path):
    write_language(tmp_path, "de", {}, names={**GERMAN, "join": "Geh hin"})
    with languages_in(tmp_path):
        assert Localised(SPECS).called("meet join", "de") == "treffen join"


def test_a_spec_alone_can_be_described(german):
    spec = CommandSpec(path=("talk",), summary=T("A question to start a conversation"))
    assert Localised((spec,)).fits["talk", discord.Locale.german] == Level.OPTIONS
