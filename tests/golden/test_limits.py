"""Every message fits on every platform, in English and in both pretended languages, and nothing of it is cut off.

`en-XA` has brackets around each sentence: one that has lost its second was cut. Long words of people are shortened
before the sentence around them is.
"""

from dataclasses import fields, is_dataclass, replace

import pytest

from adapters.discord import render as discord_limits
from adapters.discord.forms import HINT, LABEL, OPTION, TITLE, _question
from adapters.discord.localising import DESCRIPTION, described
from adapters.discord.menus import BUTTON_LABEL, OPTION_LABEL, PLACEHOLDER
from adapters.discord.words import Words, units
from adapters.matrix.render import ROOM, content, weight
from bot.commands.catalogue import CATALOGUE
from bot.ports.commands import PlaceKind
from bot.text.message import Sequence, Text, Verbatim
from bot.text.pseudo import ACCENTED
from tests.golden.test_renders import CARDS, answers_on
from tests.support.golden import (
    CALLED,
    DISCORD,
    LANGUAGES,
    MATRIX,
    PLAYGROUND,
    Cast,
    discord_parts,
    matrix_parts,
    shown,
)
from tests.support.golden_messages import NOW

SPECS = tuple(command.spec for command in CATALOGUE if not command.spec.tapped)
FAMILY = "👩‍👩‍👧‍👦"
THAI = "ยินดีที่ได้รู้จักน้ำใจทุกคน"
PEOPLES = {
    "names of 32 families": FAMILY * 32,
    "a hello of 140 in Thai": (THAI * 9)[:140],
    "a name of 80 in one word": "Donaudampfschiff" * 5,
    "80 letters with spaces": ("The Old Library by the River " * 4)[:80],
    "from right to left": "مكتبة المدينة القديمة " * 4,
}


@pytest.fixture(scope="module")
def replies():
    return {}


async def everything(cast, replies):
    """Return the name, message and kind of place of all that is shown, and the forms apart."""
    answered = await answers_on(cast, replies)
    messages = [(name, kind.make(cast), kind.place) for name, kind in CARDS.items()]
    messages += [(name, one.message, PlaceKind.DIRECT) for name, one in answered.items() if one.message]
    return messages, [(name, one.form) for name, one in answered.items() if one.form]


def stretched(value, words):
    """Return a message with other words of people's in the place of all that were written."""
    if isinstance(value, Text):
        return replace(value, values={name: _stretched(one, words) for name, one in value.values.items()})
    if isinstance(value, tuple):
        return tuple(stretched(one, words) for one in value)
    if is_dataclass(value):
        changed = {each.name: stretched(getattr(value, each.name), words) for each in fields(value)}
        return replace(value, **changed)
    return value


def _stretched(value, words):
    match value:
        case Verbatim() | str():
            return Verbatim(words)
        case Sequence():
            return Sequence(tuple(_stretched(one, words) for one in value.items))
        case Text():
            return stretched(value, words)
        case _:
            return value


def whole(words):
    """Say whether a text in `en-XA` is all there."""
    return words.count("⟦") == words.count("⟧")


def pieces(message, cast, language):
    """Yield each piece that Discord limits: where it stands, its words, and what it may have."""
    card, rows = discord_parts(message, cast, language)
    yield "content", card.content, discord_limits.CONTENT
    if card.embed is not None:
        embed = card.embed
        yield "title", embed.title or "", discord_limits.EMBED_TITLE
        yield "description", embed.description or "", discord_limits.EMBED_TEXT
        yield "footer", embed.footer.text or "", discord_limits.FOOTER
        for one in embed.fields:
            yield "field name", one.name, discord_limits.FIELD_NAME
            yield "field value", one.value, discord_limits.FIELD_VALUE
        everything = [embed.title, embed.description, embed.footer.text]
        everything += [text for one in embed.fields for text in (one.name, one.value)]
        yield "embed", "".join(filter(None, everything)), discord_limits.EMBED_TOTAL
        assert len(embed.fields) <= discord_limits.EMBED_FIELDS
    for component in (one for row in rows for one in row["components"]):
        yield "placeholder", component.get("placeholder") or "", PLACEHOLDER
        yield "button", component.get("label") or "", BUTTON_LABEL
        for option in component.get("options", ()):
            yield "option", option["label"], OPTION_LABEL


def form_pieces(form, language):
    words = Words({}, {}, language, called=CALLED)
    yield "form title", words.label(form.title, TITLE), TITLE
    for each in form.fields:
        question = _question(each, words)
        yield "label", question.label, LABEL
        yield "hint", question.hint, HINT
        for _, label in question.choices:
            yield "choice", label, OPTION


def slips(found, language, *, cutting=False):
    """Return what is too long, and what was cut."""
    for where, words, limit in found:
        if units(words) > limit:
            yield f"{where} is too long: {words}"
        if language == ACCENTED and not whole(words):
            yield f"{where} was cut: {words}"
        if not cutting and words.endswith("…"):
            yield f"{where} ends in dots: {words}"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_message_and_form_fits_discord_and_nothing_is_cut(language, replies):
    messages, forms = await everything(DISCORD, replies)
    found = {name: list(slips(pieces(message, DISCORD, language), language)) for name, message, _ in messages}
    found |= {f"{name} form": list(slips(form_pieces(form, language), language)) for name, form in forms}
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_message_fits_matrix_with_its_formatted_body(language, replies):
    messages, _ = await everything(MATRIX, replies)
    for name, message, kind in messages:
        made = content(matrix_parts(message, MATRIX, NOW, kind, language), notice=True)
        assert "formatted_body" in made, name
        assert weight(made["body"]) + weight(made["formatted_body"]) <= ROOM, name


@pytest.mark.timeout(60)
@pytest.mark.parametrize("words", PEOPLES.values(), ids=PEOPLES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_long_words_of_people_are_shortened_before_what_is_said_about_them(language, words, replies):
    """The community's longest names and hellos at once, in a place for each."""
    messages, forms = await everything(DISCORD, replies)
    cast = Cast(
        DISCORD.platform,
        DISCORD.capabilities,
        {f"{words[:32]}{n}": one for n, one in enumerate(DISCORD.users.values())},
    )
    found = {}
    for name, message, _ in messages:
        long = pieces(stretched(message, words), cast, language)
        found[name] = [slip for slip in slips(long, language, cutting=True) if "description" not in slip]
    for name, form in forms:
        found[f"{name} form"] = list(
            slips(form_pieces(stretched(form, words), language), language, cutting=True)
        )
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("words", PEOPLES.values(), ids=PEOPLES)
async def test_long_words_of_people_leave_nothing_open(words, replies):
    """No half mention, no half command, no isolate without its end, on any platform."""
    for cast in (DISCORD, MATRIX, PLAYGROUND):
        messages, _ = await everything(cast, replies)
        for name, message, kind in messages:
            out = shown(stretched(message, words), cast, now=NOW, kind=kind, language="ar-XB")
            assert out.count("\u2068") == out.count("\u2069"), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_description_of_a_command_and_an_option_fits(language):
    said = [spec.summary for spec in SPECS]
    said += [option.summary for spec in SPECS for option in spec.shown_options]
    said += [one.label for spec in SPECS for option in spec.shown_options for one in option.choices]
    found = [("description", described(text, language), DESCRIPTION) for text in said]
    assert list(slips(found, language)) == []
