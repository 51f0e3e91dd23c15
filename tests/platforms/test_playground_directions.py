"""The page in languages written from right to left, and in longer ones, in a real browser."""

from contextlib import asynccontextmanager

import pytest

from adapters.playground.page.wording import WORDS, wording
from adapters.playground.world import World
from bot.ids import ChannelId
from bot.ports.messages import Message
from bot.text.message import Person, T, Verbatim
from bot.text.pseudo import ACCENTED, MIRRORED
from tests.support.page import browser, served_stage

DESKTOP, PHONE = (1280, 820), (390, 800)
TELL = """() => [...document.querySelectorAll('body *')].filter((node) => {
    const box = node.getBoundingClientRect();
    const shown = box.width && box.height && !node.closest('.hidden, .skip, [hidden], .places');
    return shown && (box.left < -1 || box.right > innerWidth + 1);
}).map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`)"""


@asynccontextmanager
async def looking(language, *, size=DESKTOP, scheme="light"):
    """Look at a page whose visitor reads a language."""
    async with served_stage() as served, browser() as chromium:
        stage, _, _, me, url = served
        stage.world.people[me].language = language
        page = await chromium.new_page(
            viewport=dict(zip(("width", "height"), size, strict=True)), color_scheme=scheme
        )
        page.set_default_timeout(8000)
        troubles = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(url)
        await page.wait_for_selector("[aria-current=page]", state="attached")
        yield served, page
        assert troubles == []


async def way(page, selector):
    return await page.eval_on_selector(selector, "node => getComputedStyle(node).direction")


async def side(page, selector):
    """Return by which edge of what holds it a thing stands."""
    return await page.eval_on_selector(
        selector,
        """node => { const [own, around] = [node, node.parentElement].map((one) => one.getBoundingClientRect());
        return own.left - around.left < around.right - own.right ? 'left' : 'right'; }""",
    )


async def type_line(page, line):
    await page.fill("#line", line)
    await page.press("#line", "Escape")
    await page.press("#line", "Enter")


def said(stage, language, **more):
    """Write a message of Kith's about people in letters of the other direction."""
    ada = stage.world.add_person("Ada", stage.home)
    message = Message(
        title=T("{name}: who would like to meet?", name="Library (north)"),
        lines=(T("{who} wrote: {words}", who=Person(ada), words=Verbatim("See you (soon)!")),),
        **more,
    )
    stage.world.write(ChannelId(stage.channel), message, language=language)
    return ada


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", [MIRRORED, ACCENTED])
async def test_nothing_overflows_and_the_page_has_the_direction_of_its_reader(language, size):
    scheme = "dark" if size == PHONE else "light"
    async with looking(language, size=size, scheme=scheme) as ((stage, *_), page):
        said(stage, language)
        await type_line(page, "/days ask")
        await page.wait_for_selector(".checks")
        wanted = "rtl" if language == MIRRORED else "ltr"
        assert await page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == [
            wanted,
            language,
        ]
        for part in ("body", ".log", ".card", ".checks", ".top", ".composer"):
            assert await way(page, part) == wanted, part
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await page.evaluate(TELL) == []
        start = "right" if wanted == "rtl" else "left"
        assert await side(page, ".avatar") == start
        assert await side(page, ".check input") == start
        await type_line(page, "/card write")
        await page.wait_for_selector("dialog[open]")
        assert await way(page, "dialog") == wanted
        assert await page.evaluate(TELL) == []


@pytest.mark.timeout(60)
async def test_every_message_keeps_the_direction_of_its_own_language():
    """What was said in English stays so; people's own words run as they begin."""
    async with looking(MIRRORED) as ((stage, *_), page):
        ada = said(stage, "en")
        said(stage, MIRRORED)
        await stage.platform.post(
            ChannelId(stage.channel), Message(lines=(T("Hello"),)), language="en", key="k"
        )
        stage.client.write(ada, ChannelId(stage.channel), "שלום Ada")
        stage.client.write(ada, ChannelId(stage.channel), "Hello שלום")
        await page.wait_for_selector("text=Hello שלום")
        cards = await page.eval_on_selector_all(".card", "all => all.map((one) => [one.lang, one.dir])")
        assert cards == [["en", "ltr"], [MIRRORED, "rtl"], ["en", "ltr"]]
        words = await page.eval_on_selector_all(
            ".words p", "all => all.map((one) => getComputedStyle(one).direction)"
        )
        assert words == ["rtl", "ltr"]


@pytest.mark.timeout(60)
async def test_names_in_a_line_from_right_to_left_do_not_drag_what_stands_beside_them():
    """The full stop and the colon after a Latin name stand to its left."""
    async with looking(MIRRORED) as ((stage, *_), page):
        said(stage, MIRRORED)
        await page.wait_for_selector(".card h2")
        places = await page.eval_on_selector(
            ".card h2",
            """node => { const text = node.firstChild; const at = (letter) => {
                const range = document.createRange(); const start = text.data.indexOf(letter);
                range.setStart(text, start); range.setEnd(text, start + 1); return range.getBoundingClientRect().left; };
            return [at('L'), at(')'), at(':')]; }""",
        )
        first, bracket, colon = places
        assert colon < first < bracket


@pytest.mark.timeout(60)
async def test_who_looks_decides_the_language_of_the_page():
    async with looking(MIRRORED) as ((stage, *_), page):
        ada = stage.world.add_person("Ada", stage.home)
        await page.wait_for_selector(f"#viewer option[value={ada}]", state="attached")
        await page.select_option("#viewer", ada)
        await page.wait_for_selector("html[dir=ltr]")
        assert await page.inner_text("[data-hours='24']") == "+1 day"
        assert await page.inner_text("#places h2") == "CHANNELS"  # set in capitals
        await page.select_option("#viewer", "Robin")
        await page.wait_for_selector("html[dir=rtl]")
        assert await page.inner_text("[data-hours='24']") == "+1 داى"


@pytest.mark.timeout(60)
async def test_commands_are_completed_and_understood_by_their_names_in_the_readers_language():
    async with looking(MIRRORED) as ((stage, inbox, *_), page):
        called = stage.client.words.path
        typed = called("tea ask", MIRRORED)
        assert typed != "tea ask"
        await page.focus("#line")
        await page.keyboard.type(f"/{typed[:-1]}")
        await page.wait_for_selector("[role=option]")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        assert (await page.input_value("#line")).strip() == f"/{typed}"
        await page.press("#line", "Escape")
        await page.press("#line", "Enter")
        await page.wait_for_selector(".menu")
        assert inbox.handled[-1].command == "tea ask"
        await type_line(page, f"/{called('say hello', MIRRORED)} {called('words', MIRRORED)}:Robin")
        await page.wait_for_selector('.card:has-text("Robin")')
        assert inbox.handled[-1].options == {"words": "Robin"}


def test_the_pages_own_words_are_all_translated(clock):
    words = wording(World(clock), MIRRORED)
    assert words.keys() == WORDS.keys()
    assert all(each.isascii() is False for each in words.values())
    assert words["with"].count("{names}") == 1


@pytest.fixture
def clock():
    from adapters.playground.clock import PushableClock
    from tests.support.playground_stage import START

    return PushableClock(START)
