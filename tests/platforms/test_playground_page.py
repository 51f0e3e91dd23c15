"""The playground's page: what its server lets through, and how it feels in a real browser."""

import asyncio
import json
import os
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.text.message import T, Verbatim
from tests.support.inbox import CALENDAR, long_menu, tea_menu
from tests.support.page import browser, picture, served_stage

PICTURES = os.environ.get("KITH_PICTURES", "")
"""A folder to keep screenshots in, if somebody wants to look."""
SCRIPT = "<img src=x onerror=\"document.title='broken in'\"><b>bold</b>"


async def ask(url, path="", *, method="GET", body=None, **headers):
    """Ask the server without a browser; return the status and the text."""
    async with aiohttp.ClientSession() as session:
        data = json.dumps(body) if body is not None else None
        sent = {"Content-Type": "application/json", **headers} if body is not None else headers
        async with session.request(method, url + path, data=data, headers=sent) as answer:
            return answer.status, await answer.text()


# ---------------------------------------------------------------- who may talk to it


async def test_the_page_listens_on_loopback_only():
    async with served_stage() as (*_, url):
        assert urlsplit(url).hostname == "127.0.0.1"


async def test_without_the_token_there_is_nothing():
    async with served_stage() as (*_, url):
        root = f"http://{urlsplit(url).netloc}"
        assert (await ask(root, "/"))[0] == 404
        assert (await ask(root, "/state"))[0] == 404
        assert (await ask(root, "/" + "x" * 22 + "/state"))[0] == 404


async def test_two_pages_have_two_tokens():
    async with served_stage() as (*_, one), served_stage() as (*_, other):
        assert urlsplit(one).path != urlsplit(other).path
        assert len(urlsplit(one).path) > 20


@pytest.mark.parametrize("host", ["example.org", "example.org:80", "127.0.0.1", "127.0.0.1:1", ""])
async def test_a_foreign_host_is_refused(host):
    async with served_stage() as (*_, url):
        assert (await ask(url, "state", Host=host))[0] == 403


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://127.0.0.1"])
async def test_a_foreign_origin_is_refused(origin):
    async with served_stage() as (_, inbox, _, me, url):
        body = {"viewer": me, "channel": "place-2", "line": "/say hello", "options": {}}
        assert (await ask(url, "type", method="POST", body=body, Origin=origin))[0] == 403
        assert inbox.handled == []


async def test_a_form_of_another_page_cannot_post():
    async with served_stage() as (_, inbox, _, me, url):
        body = {"viewer": me, "channel": "place-2", "line": "/say hello", "options": {}}
        status, _ = await ask(url, "type", method="POST", body=body, **{"Content-Type": "text/plain"})
        assert status == 415
        assert inbox.handled == []


async def test_nothing_allows_other_sites_to_read():
    async with served_stage() as (*_, url), aiohttp.ClientSession() as session, session.get(url) as answer:
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "name", ["../server.py", "..%2fserver.py", "server.py", "missing.css", "%2e%2e/guard.py"]
)
async def test_only_the_pages_own_files_are_served(name):
    async with served_stage() as (*_, url):
        assert (await ask(url, f"static/{name}"))[0] in {403, 404}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("type", {}),
        ("type", {"viewer": "x", "channel": "y"}),
        ("tap", {"viewer": "x", "entry": "e", "keys": "green"}),
        ("push", {"hours": 0}),
        ("push", {"hours": 10**9}),
        ("push", {"hours": 1, "extra": 1}),
        ("submit", []),
    ],
)
async def test_a_body_that_makes_no_sense_is_refused(path, body):
    async with served_stage() as (*_, driver, _, url):
        assert (await ask(url, path, method="POST", body=body))[0] == 400
        assert driver.pushed == []


async def test_a_viewer_cannot_open_what_is_not_theirs():
    async with served_stage() as (stage, _, _, me, url):
        ada = await stage.person("Ada")
        request = PlaceRequest(home=stage.home, channel=stage.channel, name="Tea", people=(ada.user_id,))
        place = await stage.platform.open_place(request, key="g")
        await stage.platform.post(place, Message(lines=(T("Only Ada"),)), language="en", key="k")
        _, mine = await ask(url, f"state?viewer={me}&channel={place}")
        _, hers = await ask(url, f"state?viewer={ada.user_id}&channel={place}")
        assert "Only Ada" not in mine
        assert "Only Ada" in hers
        body = {"viewer": me, "channel": place, "line": "hello", "options": {}}
        assert (await ask(url, "type", method="POST", body=body))[0] == 404


async def test_a_file_is_handed_to_whoever_sees_its_message():
    async with served_stage() as (stage, _, _, me, url):
        ada = await stage.person("Ada")
        entry = await stage.client.type_command(me, stage.channel, "/file hand")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}files/{entry.id}/0?viewer={me}") as answer:
                assert await answer.read() == CALENDAR
                assert "attachment" in answer.headers["Content-Disposition"]
            async with session.get(f"{url}files/{entry.id}/0?viewer={ada.user_id}") as answer:
                assert answer.status == 404
            async with session.get(f"{url}files/{entry.id}/7?viewer={me}") as answer:
                assert answer.status == 404


async def test_the_state_of_a_channel_can_be_asked_for_by_anyone_new():
    async with served_stage() as (stage, _, _, me, url):
        state = json.loads((await ask(url, "state?viewer=nobody"))[1])
        assert state["viewer"]["id"] == me
        assert state["channel"] == stage.channel


async def test_changes_are_announced_as_they_happen():
    async with (
        served_stage() as (stage, _, _, me, url),
        aiohttp.ClientSession() as session,
        session.get(url + "events") as events,
    ):
        first = await read_event(events)
        stage.client.write(me, stage.channel, "Hello")
        second = await read_event(events)
        assert second["revision"] > first["revision"]
        assert second["playing"] is None


async def read_event(events):
    while True:
        line = await asyncio.wait_for(events.content.readline(), 50)
        if line.startswith(b"data: "):
            return json.loads(line[6:])


async def test_the_clock_can_be_pushed_once_at_a_time():
    async with served_stage() as (_stage, _, driver, _, url):
        release = asyncio.Event()

        async def slow(duration, progress):
            driver.pushed.append(duration)
            await release.wait()

        driver.push = slow
        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(ask(url, "push", method="POST", body={"hours": 24}))
            while not driver.pushed:
                await asyncio.sleep(0.01)
            assert json.loads((await ask(url, "state"))[1])["playing"] == 0.0
            assert (await ask(url, "push", method="POST", body={"hours": 1}))[0] == 409
            release.set()
        assert first.result()[0] == 200
        assert driver.pushed == [timedelta(hours=24)]


# ---------------------------------------------------------------- in a browser


@pytest.fixture
def opened():
    """Return a context manager: a served stage and a page on it that must stay free of errors."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def open_page(*, width=1200, height=820, scheme="light"):
        async with served_stage() as served, browser() as chromium:
            context = await chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
            )
            page = await context.new_page()
            page.set_default_timeout(45_000)
            troubles = []
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
            page.on(
                "request", lambda sent: troubles.append(sent.url) if foreign(sent.url, served[-1]) else None
            )
            await page.goto(served[-1])
            await page.wait_for_selector("[aria-current=page]", state="attached")
            yield served, page
            assert troubles == []

    return open_page


def foreign(asked, own):
    return not asked.startswith((own, "data:"))


async def type_line(page, line):
    await page.fill("#line", line)
    await page.press("#line", "Escape")
    await page.press("#line", "Enter")


@pytest.mark.timeout(60)
async def test_a_command_is_completed_sent_and_answered_by_keyboard_alone(opened):
    async with opened() as ((_stage, inbox, *_), page):
        await page.focus("#line")
        await page.keyboard.type("/tea a")
        await page.wait_for_selector("[role=option]")
        await page.keyboard.press("ArrowDown")
        assert await page.get_attribute("[role=option]", "aria-selected") == "true"
        await page.keyboard.press("Enter")
        assert await page.input_value("#line") == "/tea ask"
        await page.keyboard.press("Escape")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".choice >> text=Green tea")
        await page.focus(".choice >> text=Green tea")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("text=You chose green")
        assert inbox.answered[-1].keys == ("green",)
        assert await page.locator("article").count() == 1
        await picture(page, PICTURES, "page-command")


@pytest.mark.timeout(60)
async def test_options_are_completed_from_the_catalogue_and_the_core(opened):
    async with opened() as ((_, inbox, *_), page):
        await page.fill("#line", "/talk ")
        await page.click('[role=option] >> text="Deep"')
        assert (await page.input_value("#line")).strip() == "/talk depth:deep"
        await page.fill("#line", "/organise shelf add shelf:O")
        await page.click("[role=option] >> text=Old Town")
        await page.press("#line", "Escape")
        await page.press("#line", "Enter")
        await page.wait_for_selector("text=Added Old Town.")
        assert inbox.handled[-1].options == {"shelf": "Old Town"}


@pytest.mark.timeout(60)
async def test_checkboxes_selects_and_dialogs_reach_the_core(opened):
    async with opened() as ((_stage, inbox, _, _, _), page):
        await type_line(page, "/days ask")
        await page.wait_for_selector("text=Which days suit you?")
        assert await page.is_disabled("article button[type=submit]")
        await page.check("label.check >> text=Day 1")
        await page.check("label.check >> text=Day 3")
        await page.click("article button[type=submit]")
        await page.wait_for_selector("text=Kept day-1,day-3.")

        await type_line(page, "/tea shelf")
        await page.select_option("article select", label="Shelf 11")
        await page.click("article form button >> text=Choose")
        await page.wait_for_selector("text=You chose shelf-11")
        assert len(long_menu().choices) == 12

        await type_line(page, "/card write")
        await page.wait_for_selector("dialog[open]")
        await page.fill("dialog input[name=name]", "My card")
        await page.fill("dialog textarea", "Good day")
        await page.check("dialog label.check >> text=Old Town")
        await page.check("dialog label.check >> text=Friday")
        await picture(page, PICTURES, "page-dialog")
        await page.click("dialog button.main")
        await page.wait_for_selector("text=name=My card")
        assert inbox.handled[-1].options == {
            "kind": "plain",
            "name": "My card",
            "hello": "Good day",
            "area": "old town",
            "days": "monday,friday",
        }
        assert await page.locator("dialog[open]").count() == 0


@pytest.mark.timeout(60)
async def test_a_dialog_can_be_put_away(opened):
    async with opened() as ((stage, *_), page):
        await type_line(page, "/card write")
        await page.wait_for_selector("dialog[open]")
        await page.keyboard.press("Escape")
        await page.wait_for_selector("dialog:not([open])", state="attached")
        await asyncio.sleep(0.2)
        assert stage.world.dialogs == {}


@pytest.mark.timeout(60)
async def test_words_from_people_are_never_markup(opened):
    async with opened() as ((stage, _, _, _me, _), page):
        mallory = stage.world.add_person(SCRIPT, stage.home)
        stage.client.write(mallory, stage.channel, SCRIPT)
        stage.world.add_channel(stage.home, SCRIPT)
        message = Message(title=T("{w}", w=SCRIPT), lines=(T("{w}", w=Verbatim(SCRIPT)),), menu=tea_menu())
        await stage.platform.post(stage.channel, stage.client.inbox.known(message), language="en", key="k")
        await page.wait_for_selector("article .card")
        assert await page.locator("img").count() == 0
        assert await page.locator("article b >> text=bold").count() >= 1  # as a name, spelled out
        assert await page.title() != "broken in"


@pytest.mark.timeout(60)
async def test_the_viewer_can_be_changed_and_sees_their_own(opened):
    async with opened() as ((stage, _, _, _me, _), page):
        ada = await stage.person("Ada")
        await stage.platform.direct(ada.user_id, Message(lines=(T("For Ada"),)), language="en", key="d")
        await page.select_option("#viewer", label="Ada")
        await page.click("nav >> text=Kith")
        await page.wait_for_selector("text=For Ada")
        await page.select_option("#viewer", label="Robin")
        await page.wait_for_selector("text=Nothing here yet", state="detached")
        assert await page.locator("text=For Ada").count() == 0


@pytest.mark.timeout(60)
async def test_the_clock_moves_and_says_so(opened):
    async with opened() as ((_, _, driver, *_), page):
        before = await page.inner_text("#now")
        await page.click("button >> text=+1 week")
        await page.wait_for_function(
            "before => document.getElementById('now').textContent !== before", arg=before
        )
        assert driver.pushed == [timedelta(days=7)]
        await page.click("button >> text=Play a season")
        await page.wait_for_function("() => !document.querySelector('[data-hours]').disabled")
        assert driver.pushed[1] == timedelta(days=35)


@pytest.mark.timeout(60)
async def test_a_file_can_be_downloaded_and_a_list_handed_in(opened, tmp_path):
    async with opened() as ((_, _inbox, *_), page):
        await type_line(page, "/file hand")
        async with page.expect_download() as started:
            await page.click("a.file")
        download = await started.value
        assert download.suggested_filename == "plan.ics"
        spots = tmp_path / "spots.csv"
        spots.write_text("Library café,Old Town\nMill garden,Mill Quarter\n", encoding="utf-8")
        await page.fill("#line", "/file take")
        await page.set_input_files("#file", str(spots))
        await page.wait_for_selector("text=spots.csv")
        await page.press("#line", "Escape")
        await page.press("#line", "Enter")
        await page.wait_for_selector("text=2 lines taken.")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_fits_a_phone(opened, scheme):
    async with opened(width=360, height=740, scheme=scheme) as ((_stage, *_), page):
        await type_line(page, "/tea ask")
        await page.wait_for_selector(".choice >> text=Green tea")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        for button in await page.locator(".choice").all():
            box = await button.bounding_box()
            assert box["height"] >= 40
        await page.click("#open-places")
        assert await page.is_visible("nav >> text=general")
        await picture(page, PICTURES, f"page-phone-{scheme}")
        await page.keyboard.press("Escape")
        assert not await page.is_visible("nav >> text=general")


@pytest.mark.timeout(60)
async def test_everything_that_can_be_used_has_a_name(opened):
    async with opened() as (_, page):
        await type_line(page, "/days ask")
        await page.wait_for_selector("text=Which days suit you?")
        nameless = await page.evaluate(
            """() => [...document.querySelectorAll('button, input, select, textarea, a[href]')]
                .filter((node) => node.checkVisibility())
                .filter((node) => !(node.labels?.length || node.textContent.trim() || node.ariaLabel))
                .map((node) => node.outerHTML)"""
        )
        assert nameless == []
        assert await page.get_attribute("#log", "aria-live") == "polite"
        assert await page.get_attribute("#log", "role") == "log"
