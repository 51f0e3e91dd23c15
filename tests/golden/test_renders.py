"""Every kind of message, as each platform shows it, in English and in the two pretended languages.

What changed for people stands in the diff of a text file.

After a change that is meant, renew the files and read the diff as a member would:

    KITH_RENEW_GOLDEN=1 pytest tests/golden
"""

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from adapters.discord.menus import BUTTON_LABEL
from bot.ports.commands import PlaceKind
from tests.support.golden import (
    CASTS,
    DISCORD,
    LANGUAGE,
    LANGUAGES,
    MATRIX,
    discord_parts,
    matrix_parts,
    shown,
    shown_form,
)
from tests.support.golden_around import AROUND
from tests.support.golden_messages import CARDS as SHOWN
from tests.support.golden_messages import NOW, a_desk, fill_circle
from tests.support.golden_replies import REPLIES

CARDS = {**SHOWN, **AROUND}
FOLDER = Path(__file__).parent
RENEW = os.environ.get("KITH_RENEW_GOLDEN") == "1"


def compare(name, sections, language):
    """Compare the platforms' renders with the file of this name, or write the file anew."""
    text = "".join(f"=== {platform} ===\n{words}\n\n" for platform, words in sections)
    text = "\n".join(line.rstrip() for line in text.rstrip().split("\n")) + "\n"
    file = folder_of(language) / f"{name}.txt"
    if RENEW:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"no {file.relative_to(FOLDER)} yet: KITH_RENEW_GOLDEN=1 pytest tests/golden"
    assert text == file.read_text(encoding="utf-8")


def folder_of(language):
    """Return where the files of a language are."""
    return FOLDER if language == LANGUAGE else FOLDER / language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
async def test_a_card_looks_as_it_did(name, language):
    kind = CARDS[name]
    compare(
        name,
        [
            (cast.platform, shown(kind.make(cast), cast, now=NOW, kind=kind.place, language=language))
            for cast in CASTS
        ],
        language,
    )


@pytest.fixture(scope="module")
def replies():
    """Hold what was answered on each platform, asked once for all tests."""
    return {}


async def answers_on(cast, replies):
    if cast.platform not in replies:
        async with a_desk(cast) as desk:
            await fill_circle(desk)
            replies[cast.platform] = {
                name: await desk.say(who, command, organiser=organiser, **options)
                for name, (who, organiser, command, options) in REPLIES.items()
            }
    return replies[cast.platform]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPLIES)
async def test_a_reply_looks_as_it_did(name, language, replies):
    sections = []
    for cast in CASTS:
        reply = (await answers_on(cast, replies))[name]
        if reply.form is not None:
            words = shown_form(reply.form, cast, NOW, language)
        else:
            words = shown(reply.message, cast, now=NOW, kind=PlaceKind.DIRECT, language=language)
        sections.append((cast.platform, words))
    compare(name, sections, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_is_left_over(language):
    assert {file.stem for file in folder_of(language).glob("*.txt")} == {*CARDS, *REPLIES}


async def every_message(cast, replies):
    """Return the name, the message and the kind of place of everything that is shown on a platform."""
    answered = await answers_on(cast, replies)
    return [(name, kind.make(cast), kind.place) for name, kind in CARDS.items()] + [
        (name, reply.message, PlaceKind.DIRECT)
        for name, reply in answered.items()
        if reply.message is not None
    ]


@pytest.mark.timeout(60)
async def test_discord_cuts_no_label(replies):
    for name, message, _ in await every_message(DISCORD, replies):
        for row in discord_parts(message, DISCORD)[1]:
            for component in row["components"]:
                for label in [component, *component.get("options", [])]:
                    words = label.get("label", "")
                    assert len(words) <= BUTTON_LABEL, name
                    assert not words.endswith("…"), name


class Wellformed(HTMLParser):
    """Walk through HTML as a strict reader: every tag is allowed, closed, and closed in order."""

    ALLOWED = frozenset({"a", "b", "br", "code", "em", "h4", "li", "ol", "p", "ul"})

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.words = [], []

    def handle_starttag(self, tag, attrs):
        assert tag in self.ALLOWED
        assert tag == "a" or not attrs
        assert all(name == "href" and value.startswith("https://matrix.to/#/") for name, value in attrs)
        assert not (tag == "p" and "p" in self.open)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.timeout(60)
async def test_matrix_html_is_whole_and_says_what_the_plain_body_says(replies):
    for name, message, kind in await every_message(MATRIX, replies):
        written = matrix_parts(message, MATRIX, NOW, kind)
        reader = Wellformed()
        reader.feed(written.html)
        reader.close()
        assert reader.open == [], name
        rich, plain = (re.sub(r'[\s"•]|\d+\. ', "", words) for words in ("".join(reader.words), written.body))
        assert rich == plain, name


@pytest.mark.timeout(60)
async def test_nobody_is_shown_an_id(replies):
    """People appear by name; our own ids and the platform's stay below the surface."""
    for cast in CASTS:
        for name, message, kind in await every_message(cast, replies):
            words = shown(message, cast, now=NOW, kind=kind)
            visible = re.sub(r'<@\d+>|<t:\d+:\w>|href="[^"]*"|https://matrix\.to/\S+', "", words)
            for hidden in (*cast.users.values(), "q7d2k9x3m5b8w4hz", "c1/challenge", "walks/"):
                assert hidden not in visible, name
